"""The map of a plan: what goes where by which mode, and across which borders."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from optimizer.errors import RequestError
from optimizer.figures.drawing import SMALL, TEXT, WIDTH, finished, inline, mode_scales, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.flows import Crossed, Flow, by_mode, crossed, flows
from optimizer.figures.land import Point, boundaries, land
from optimizer.figures.palette import INK, LAND
from optimizer.figures.placing import Canvas, Named, Rectangle, Written, along, bowed, inside, nearer, written
from optimizer.figures.words import listed, percent, short
from optimizer.plan import Plan
from optimizer.report.summary import Summary
from optimizer.report.words import counted, tonnes
from tariffs.fraction import Fraction

#: Pixels: the width of a line, the area of a border's circle, the radius of a place.
THINNEST, WIDEST = 1.3, 11.0
LARGEST = 620.0
DOT = 2.6

#: How far lines by several modes between the same two places bend aside, as a share of their length.
BEND = 0.10

#: Lines that leave the map so near to each other share a name, pixels.
TOGETHER = 60

ROOM, FULL = "has room", "full in some period"


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What of a plan can be drawn, and where."""

    canvas: Canvas
    at: Mapping[str, Point]
    flows: Sequence[Flow]
    lines: Mapping[tuple[str, str, str], Sequence[Point]]
    borders: Sequence[tuple[Crossed, Point]]


def plan_map(plan: Plan) -> Figure:
    """Lines between places, as wide as what goes there both ways, and a circle at each border.

    Raises
    ------
    RequestError
        If no leg that is used has coordinates at both ends.
    """
    found = flows(plan)
    if not found:
        return nothing("The plan carries nothing", "There is no booking to draw on a map.")
    used = dict.fromkeys(place for flow in found for place in (flow.start, flow.end))
    coordinates = {name: (place.longitude, place.latitude) for name, place in plan.book.locations.items()}
    at = {
        name: (float(x), float(y)) for name in used for x, y in (coordinates[name],) if x is not None and y is not None
    }
    lacking = [name for name in used if name not in at]
    drawn = [flow for flow in found if flow.start in at and flow.end in at]
    if not drawn:
        raise RequestError(
            f"no leg of the plan can be drawn on a map: {listed(lacking)} lack latitude and longitude; "
            "write them in Locations"
        )
    stands = _stand(plan, drawn, at)
    subtitle = [_subtitle(plan, stands)]
    beyond = sum(not inside(stands.lines[flow.start, flow.end, flow.mode], stands.canvas) for flow in drawn)
    subtitle += [f"Beyond the edge and not drawn: {counted(beyond, 'connection')}."] if beyond else []
    if lacking:
        left = counted(len(found) - len(drawn), "leg")
        subtitle.append(f"Not drawn: {left}, since {listed(lacking)} lack latitude and longitude in Locations.")
    return finished(_chart(stands), _title(plan, found), subtitle, _alt(plan, found, stands))


def _stand(plan: Plan, drawn: Sequence[Flow], at: Mapping[str, Point]) -> _Drawn:
    """Where everything stands."""
    used = list(_handled(drawn))
    whole = float(sum(booking.tonnes for booking in plan.bookings))
    canvas = Canvas.around([at[name] for name in nearer(_handled(drawn), at, whole)], WIDTH)
    pixels = {name: canvas.at(at[name]) for name in used}
    between: dict[tuple[str, ...], list[Flow]] = defaultdict(list)
    for flow in drawn:
        between[tuple(sorted((flow.start, flow.end)))].append(flow)
    lines: dict[tuple[str, str, str], list[Point]] = {}
    for (one, other), alike in between.items():
        for rank, flow in enumerate(alike):
            line = bowed(pixels[one], pixels[other], BEND * (rank - (len(alike) - 1) / 2))
            lines[one, other, flow.mode], lines[other, one, flow.mode] = line, line[::-1]
    borders = [(border, place) for border in crossed(plan) if (place := _border_at(plan, border, canvas, lines))]
    return _Drawn(canvas, pixels, drawn, lines, borders)


def _handled(found: Sequence[Flow]) -> dict[str, float]:
    """Tonnes that come or go at each place, most first."""
    handled: dict[str, float] = defaultdict(float)
    for flow in found:
        handled[flow.start] += float(flow.tonnes)
        handled[flow.end] += float(flow.tonnes)
    return dict(sorted(handled.items(), key=lambda entry: -entry[1]))


def _border_at(
    plan: Plan, border: Crossed, canvas: Canvas, lines: Mapping[tuple[str, str, str], Sequence[Point]]
) -> Point | None:
    """Where a border is: at the location of its name, else on the leg that carries most across it."""
    place = plan.book.locations.get(border.name)
    if place is not None and place.longitude is not None and place.latitude is not None:
        return canvas.at((float(place.longitude), float(place.latitude)))
    line = lines.get(border.on)
    return None if line is None else along(line, border.share)


def _title(plan: Plan, found: Sequence[Flow]) -> str:
    """Which mode carries most."""
    shares = Summary.of(plan).shares
    of = "tonne-km"
    if not shares:
        whole = by_mode(found)
        in_all = Fraction(sum(whole.values()))
        shares, of = {mode: Fraction(t) / in_all for mode, t in whole.most_common()}, "the tonnes on all legs"
    mode, share = next(iter(shares.items()))
    name = f"{mode[:1].upper()}{mode[1:]}"
    return f"{name} carries all of {of}" if share == 1 else f"{name} carries {percent(share)} of {of}"


def _subtitle(plan: Plan, stands: _Drawn) -> str:
    carried = sum((booking.tonnes for booking in plan.bookings), Decimal(0))
    legs = counted(len(stands.flows), "connection")
    return (
        f"{tonnes(carried)} t on {legs} between {len(stands.at)} places. Lines are as wide as the tonnes both ways and "
        "join places as the crow flies; circles are as large as the tonnes across a border. "
        "Land and boundaries: Natural Earth, for orientation."
    )


def _alt(plan: Plan, found: Sequence[Flow], stands: _Drawn) -> str:
    shares = ", ".join(f"{mode} {percent(share)}" for mode, share in Summary.of(plan).shares.items())
    largest = "; ".join(f"{flow.start} to {flow.end} by {flow.mode} {short(flow.tonnes)} t" for flow in found[:3])
    borders = "; ".join(f"{border.name} {short(border.tonnes)} t" for border, _ in stands.borders[:5])
    said = [f"Share of tonne-km: {shares}."] if shares else []
    said.append(f"The largest flows: {largest}.")
    said += [f"The borders most used: {borders}."] if borders else []
    return " ".join(["A map of lines between places.", *said])


def _chart(stands: _Drawn) -> Any:
    alt = altair()
    canvas = stands.canvas
    layers = [*_ground(canvas), _lines(stands), _places(stands)]
    if stands.borders:
        layers.append(_circles(stands))
    names = _names(stands)
    layers += [_texts(canvas, names, halo=True), _texts(canvas, names, halo=False)]
    sizes = alt.layer(*layers).resolve_scale(size="independent")
    return sizes.properties(width=canvas.width, height=canvas.height)


def _ground(canvas: Canvas) -> list[Any]:
    """Land, and the boundaries on it."""
    alt = altair()
    shapes = ((land(canvas.box), {"fill": LAND, "stroke": "#CFCFC6", "strokeWidth": 0.6}),)
    lines = (
        (boundaries(canvas.box), {"filled": False, "stroke": "#B9B9B0", "strokeWidth": 0.8, "strokeDash": [1, 2]}),
    )
    return [
        alt.Chart(_as_text(shape))
        .mark_geoshape(clip=True, tooltip=None, aria=False, **look)
        .project(**canvas.projection)
        for shape, look in (*shapes, *lines)
    ]


def _as_text(shape: dict[str, Any]) -> Any:
    """A shape as one text of JSON: Altair would hold each of its thousands of points to the schema."""
    alt = altair()
    return alt.InlineData(values=json.dumps(shape), format=alt.JsonDataFormat(type="json"))


def _xy(canvas: Canvas) -> dict[str, Any]:
    """Pixels of the canvas as they are."""
    alt = altair()
    return {
        "x": alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, canvas.width], nice=False, zero=False)),
        "y": alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[canvas.height, 0], nice=False, zero=False)),
    }


def _lines(stands: _Drawn) -> Any:
    alt = altair()
    modes = list(by_mode(stands.flows))
    rows = [
        {
            "x": round(x, 1), "y": round(y, 1), "step": step, "flow": number, "mode": flow.mode,
            "from": flow.start, "to": flow.end, "tonnes": float(flow.tonnes), "back": float(flow.back_t),
        }
        for number, flow in enumerate(stands.flows)
        for step, (x, y) in enumerate(inside(stands.lines[flow.start, flow.end, flow.mode], stands.canvas))
    ]  # fmt: skip
    colour, dash = mode_scales(modes)
    width = alt.Scale(domain=[0, float(stands.flows[0].tonnes)], range=[THINNEST, WIDEST], nice=False)
    return (
        alt.Chart(inline(rows))
        .mark_line(opacity=0.85, strokeCap="butt", strokeJoin="round",)
        .encode(
            **_xy(stands.canvas),
            order="step:O",
            detail="flow:N",
            color=alt.Color(
                "mode:N", scale=colour, title="Mode", legend=alt.Legend(symbolSize=500, symbolStrokeWidth=3)
            ),
            strokeDash=alt.StrokeDash("mode:N", scale=dash, title="Mode"),
            strokeWidth=alt.StrokeWidth(
                "tonnes:Q", scale=width, title="Tonnes both ways",
                legend=alt.Legend(values=_steps(float(stands.flows[0].tonnes)), symbolStrokeColor=INK, format=",.0f"),
            ),
            tooltip=[
                "from:N", "to:N", "mode:N", alt.Tooltip("tonnes:Q", format=",.1f", title="tonnes both ways"),
                alt.Tooltip("back:Q", format=",.1f", title="of these back"),
            ],
        )
    )  # fmt: skip


def _steps(greatest: float) -> list[float]:
    """A small, a middle and a great round figure for a legend."""
    unit = 10.0 ** (len(str(int(greatest))) - 1)
    great = max(int(greatest / unit), 1) * unit
    return [great / 10, great / 2, great]


def _places(stands: _Drawn) -> Any:
    rows = [
        {"x": round(x, 1), "y": round(y, 1), "place": name}
        for name, (x, y) in stands.at.items()
        if stands.canvas.holds((x, y))
    ]
    mark = altair().Chart(inline(rows)).mark_circle(size=(2 * DOT) ** 2, color=INK, opacity=1)
    return mark.encode(**_xy(stands.canvas), tooltip="place:N")


def _circles(stands: _Drawn) -> Any:
    alt = altair()
    rows = [
        {
            "x": round(x, 1), "y": round(y, 1), "border": ", ".join(border.names), "tonnes": float(border.tonnes),
            "state": FULL if border.full else ROOM, "full": border.full,
        }
        for border, (x, y) in stands.borders
    ]  # fmt: skip
    greatest = float(stands.borders[0][0].tonnes)
    return (
        alt.Chart(inline(rows))
        .mark_point(filled=True, shape="circle", stroke=INK, strokeWidth=1.6, opacity=0.9)
        .encode(
            **_xy(stands.canvas),
            size=alt.Size(
                "tonnes:Q", title="Tonnes across a border",
                scale=alt.Scale(domain=[0, greatest], range=[0, LARGEST], nice=False),
                legend=alt.Legend(
                    values=_steps(greatest), format=",.0f", symbolFillColor="white", symbolStrokeColor=INK
                ),
            ),
            fill=alt.Fill(
                "state:N", title="Border capacity", scale=alt.Scale(domain=[ROOM, FULL], range=["white", "#4D4D4D"]),
                legend=alt.Legend(symbolType="circle", symbolStrokeColor=INK),
            ),
            tooltip=[
                "border:N", alt.Tooltip("tonnes:Q", format=",.1f"), alt.Tooltip("full:Q", title="periods full"),
            ],
        )
    )  # fmt: skip


def _radius(border: Crossed, greatest: Decimal) -> float:
    """Of its circle, pixels: Vega's size is the area of a square around it."""
    return float((LARGEST * float(border.tonnes / greatest)) ** 0.5 / 2) if greatest else 0.0


def _names(stands: _Drawn) -> list[Written]:
    """The names for which there is room: borders first, then places, the most tonnes first."""
    greatest = stands.borders[0][0].tonnes if stands.borders else Decimal(0)
    circles = [(border, at, _radius(border, greatest)) for border, at in stands.borders]
    borders = [Named(border.name, at, radius, SMALL) for border, at, radius in circles]
    handled = _handled(stands.flows)
    places = [Named(name, stands.at[name], DOT, TEXT) for name in handled if stands.canvas.holds(stands.at[name])]
    bordering = {border.name for border, _, _ in circles}
    taken = [_around(at, radius) for _, at, radius in circles] + [_around(at, DOT) for at in stands.at.values()]
    beside = (name for name in places if name.text not in bordering)
    return written([*_beyond(stands), *borders, *beside], stands.canvas, taken)


def _beyond(stands: _Drawn) -> Iterator[Named]:
    """The places beyond the edge, where the first line to each leaves the map; those that leave together as one."""
    edges: dict[str, Point] = {}
    for name, at in stands.at.items():
        if not stands.canvas.holds(at):
            ends = (inside(line, stands.canvas) for (_, end, _), line in stands.lines.items() if end == name)
            found = next(filter(None, ends), None)
            if found:
                edges[name] = found[-1]
    while edges:
        edge = next(iter(edges.values()))
        together = [name for name, other in edges.items() if math.dist(edge, other) < TOGETHER]
        yield Named(f"to {', '.join(together)}", edge, DOT, SMALL)
        edges = {name: other for name, other in edges.items() if name not in together}


def _around(at: Point, radius: float) -> Rectangle:
    return Rectangle(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)


def _texts(canvas: Canvas, names: Sequence[Written], *, halo: bool) -> Any:
    """Names; as a white halo, which stands below them, and keeps them readable on lines."""
    rows = [{"x": round(one.at[0], 1), "y": round(one.at[1], 1), "name": one.text, "size": one.size} for one in names]
    around = (
        {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0.85, "aria": False}
        if halo
        else {"color": INK}
    )
    mark = altair().Chart(inline(rows)).mark_text(**around, fontSize=TEXT, tooltip=None)
    size = altair().Size("size:Q", scale=None, legend=None)
    return mark.encode(**_xy(canvas), text="name:N", size=size)
