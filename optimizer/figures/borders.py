"""How far borders are used, week by week, against what they let through, and what more of it would save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from optimizer.figures.drawing import SMALL, TEXT, finished, inline, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import FAINT, INK
from optimizer.figures.words import percent, short
from optimizer.plan import CapacityUse, Plan
from optimizer.report.capacities import Offered, Which, capacity_use_table, period_of
from optimizer.report.table import CENT, Cell, number
from optimizer.report.words import counted, or_more

ZERO = Decimal(0)

#: How many borders are drawn, and how many beside each other.
MOST, ACROSS = 12, 3

#: The height of each, pixels, and the width, by how many are beside each other.
HIGH = 104
WIDE = {1: 690, 2: 326, 3: 205}

#: The size of shadow prices, pixels; where bars are narrower, only the highest of a border is said.
PRICE = 9

#: What a bar is, and how it looks.
ROOM, FULL = "has room", "full, on some day at least"
COLOURS = ("#A9B8C6", INK)


@dataclass(slots=True)
class Bar:
    """A border in a week, or in the longer period that its capacity is stated for."""

    start: date
    end: date
    used: Decimal = ZERO
    capacity: Decimal = ZERO
    shadow_price: Decimal = ZERO
    full: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """A border's capacity over all of its periods."""

    row: dict[str, Cell]
    bars: list[Bar] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called, and in which unit it counts."""
        mode, unit = (f" {self.row['mode']}" if self.row["mode"] else ""), str(self.row["unit"])
        per = {"day": "week"}.get(str(self.row["per"]), str(self.row["per"]))
        return f"{self.row['name']}{mode}, {'TEU' if unit == 'teu' else unit} a {per}"


def borders(plan: Plan) -> Figure:
    """A panel for each border with a capacity that the plan uses, first those of which more would save most."""
    rows = [row for row in capacity_use_table(plan).by_name() if row["kind"] == "border"]
    if not rows:
        why = "No booking crosses a border whose capacity is stated."
        return nothing("The plan uses no border capacity", why)
    offered = Offered(plan)
    panels = [Panel(row, bars_of(plan, row, offered)) for row in rows[:MOST]]
    currency = plan.book.settings.base_currency
    subtitle = [
        "Bars: used; lines: capacity; by week (by month or in all where it is stated so). "
        f"Figures above: shadow price, {currency}: what one unit more would save, were cargo shared out in fractions."
    ]
    if len(rows) > MOST:
        subtitle.append(
            f"The {MOST} of {counted(len(rows), 'border')} where more would save most, or that are fullest."
        )
    return finished(_chart(panels), _title(plan, rows), subtitle, _alt(rows))


def bars_of(plan: Plan, row: dict[str, Cell], offered: Offered) -> list[Bar]:
    """What is used and what there is, by week where it is stated by day; in order."""
    which = Which(*(str(row[name]) for name in ("kind", "name", "mode", "unit")))
    uses = {use.period: use for use in plan.capacities if (use.kind, use.name, use.mode, use.unit) == which}
    amounts = offered.by_period(which) | {period: use.capacity for period, use in uses.items()}
    found: dict[date, Bar] = {}
    for period, capacity in amounts.items():
        start, end = _span(period, plan)
        bar = found.setdefault(start, Bar(start, end))
        bar.capacity += capacity
        if period in uses:
            _add(bar, uses[period])
    return [found[start] for start in sorted(found)]


def _add(bar: Bar, use: CapacityUse) -> None:
    bar.used += use.used
    bar.shadow_price += use.shadow_price
    bar.full += use.used >= use.capacity


def _span(period: str, plan: Plan) -> tuple[date, date]:
    """The first day of a period, and the day after its last; of a day, those of its week."""
    match period_of(period):
        case "week":
            year, week = period.split("-W")
            monday = date.fromisocalendar(int(year), int(week), 1)
            return monday, monday + timedelta(days=7)
        case "day":
            day = date.fromisoformat(period)
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case "month":
            first = date.fromisoformat(f"{period}-01")
            return first, (first + timedelta(days=32)).replace(day=1)
        case _:
            shipments = plan.portfolio.shipments.values()
            last = max(one.last_day for one in shipments) + timedelta(days=1)
            return min(one.ready for one in shipments), last


def _title(plan: Plan, rows: list[dict[str, Cell]]) -> str:
    full = [row for row in rows if number(row["full"])]
    if not full:
        busiest = max(rows, key=lambda row: float(row["peak_use"] or 0))  # type: ignore[arg-type]
        return f"No border is ever full; {_called(busiest)} comes to {percent(busiest['peak_use'] or 0)} at most"  # type: ignore[arg-type]
    first = full[0]
    when = f"{_called(first)} is full in {first['full']} of {counted(int(number(first['periods'])), str(first['per']))}"
    if first["per"] == "plan":
        when = f"{_called(first)} is full"
    others = f"; so are {len(full) - 1} others at some time" if len(full) > 1 else ""
    worth = number(first["worth"])
    unit = {"teu": "TEU", "containers": "container", "vehicles": "vehicle", "tonnes": "tonne"}[str(first["unit"])]
    each = "" if first["per"] == "plan" else " in each"
    saved = f"{short(worth)} {plan.book.settings.base_currency}{or_more(plan, first)}"
    saves = f"; one {unit} more{each} is worth {saved}" if worth >= CENT else ""
    return when + (saves or others)


def _called(row: dict[str, Cell]) -> str:
    return f"{row['name']} {row['mode']}".strip()


def _alt(rows: list[dict[str, Cell]]) -> str:
    said = "; ".join(
        f"{_called(row)}: {percent(row['average_use'] or 0)} used on average, {percent(row['peak_use'] or 0)} at most, "  # type: ignore[arg-type]
        f"full in {row['full']} of {row['periods']}"
        for row in rows[:MOST]
    )
    return f"Bars by week for each border. {said}."


def _rows(panels: Sequence[Panel]) -> list[dict[str, Any]]:
    weeks = (max(b.end for p in panels for b in p.bars) - min(b.start for p in panels for b in p.bars)).days / 7
    narrow = WIDE[min(len(panels), ACROSS)] < PRICE * weeks
    found = []
    for panel in panels:
        highest = max(bar.shadow_price for bar in panel.bars)
        for at, bar in enumerate(panel.bars):
            price = bar.shadow_price
            said = price >= CENT and (price == highest or not narrow)
            found.append(
                {
                    "panel": panel.name, "title": "" if at else panel.name,
                    "start": str(bar.start), "end": str(bar.end), "middle": str(bar.start + (bar.end - bar.start) / 2),
                    "used": float(bar.used),
                    "capacity": float(bar.capacity), "price": float(price), "full": bar.full,
                    "state": FULL if bar.full else ROOM, "label": short(price) if said else "",
                    "top": float(max(bar.used, bar.capacity)),
                }
            )  # fmt: skip
    return found


def _chart(panels: list[Panel]) -> Any:
    alt = altair()
    rows = _rows(panels)
    starts, ends = [row["start"] for row in rows], [row["end"] for row in rows]
    domain = [_milliseconds(min(starts)), _milliseconds(max(ends))]
    axis = alt.Axis(format="%d %b", tickCount=4, grid=False, labelFontSize=SMALL, labelFlush=True)
    x, middle = (alt.X(f"{day}:T", title=None, scale=alt.Scale(type="utc"), axis=axis) for day in ("start", "middle"))
    # The layers share one scale; that of the first has the ends for all.
    whole = alt.X("start:T", title=None, scale=alt.Scale(type="utc", domain=domain, nice=False), axis=axis)
    y_axis = alt.Axis(tickCount=3, labelFontSize=SMALL, title=None, minExtent=32)
    zero = alt.Y2Datum(0)
    base = alt.Chart()
    bars = base.mark_bar(binSpacing=0, stroke="white", strokeWidth=0.8).encode(
        x=x, x2="end:T", y=alt.Y("used:Q", axis=y_axis), y2=zero,
        color=alt.Color(
            "state:N", title="Border", scale=alt.Scale(domain=[ROOM, FULL], range=list(COLOURS)),
            legend=alt.Legend(symbolType="square", direction="horizontal"),
        ),
        tooltip=[
            "panel:N", "start:N", alt.Tooltip("used:Q", format=",.2f"), alt.Tooltip("capacity:Q", format=",.2f"),
            alt.Tooltip("price:Q", format=",.2f", title="shadow price"), alt.Tooltip("full:Q", title="periods full"),
        ],
    )  # fmt: skip
    lines = base.mark_rule(color=FAINT, strokeWidth=1.6).encode(x=x, x2="end:T", y=alt.Y("capacity:Q", axis=y_axis))
    prices = base.mark_text(angle=270, align="left", dx=4, fontSize=PRICE, fontWeight="bold", color=INK).encode(
        x=middle, y=alt.Y("top:Q", axis=y_axis), text="label:N"
    )
    names = base.mark_text(align="left", fontSize=TEXT, fontWeight="bold", color=INK).encode(
        x=alt.value(0), y=alt.value(-12), text="title:N"
    )
    # Room above the capacity for the figures.
    room = base.transform_calculate(above="datum.top * 1.45").mark_point(opacity=0, aria=False, tooltip=None)
    layers = alt.layer(
        room.encode(x=whole, y=alt.Y("above:Q", axis=y_axis)), bars, lines, prices, names, data=inline(rows)
    )
    # Not by headers, which stand higher or lower as the labels of the axes do.
    facet = alt.Facet(
        "panel:N", title=None, sort=[panel.name for panel in panels], header=alt.Header(labelExpr="''", labelPadding=0)
    )
    sized = layers.properties(width=WIDE[min(len(panels), ACROSS)], height=HIGH)
    return sized.facet(facet, columns=ACROSS, bounds="flush", spacing={"row": 44, "column": 46}).resolve_scale(
        y="independent"
    )


def _milliseconds(day: str) -> int:
    """A day for Vega: since 1970, UTC."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400_000
