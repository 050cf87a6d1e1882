"""Frontiers and capacity curves: data frames that draw themselves."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, ClassVar

import pandas as pd

from optimizer.errors import RequestError
from optimizer.figures.drawing import TEXT, WIDTH, finished, inline
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import FAINT, INK, PLAIN, RAIL
from optimizer.figures.words import percent, short

HEIGHT = 320

#: What a frontier is over: its column, the axis, and what a unit less is called.
MEASURES = {
    "days": ("days", "Mean days from ready to delivery, by the value of the goods", "day", "days sooner"),
    "co2": ("co2e_t", "CO2e, t", "tonne", "t of CO2e less"),
}

#: The most prices that are written along a frontier: more would lie upon each other.
MOST_PRICES = 6

#: The least difference in tonnes left behind that is told: tonnes are said to a tenth.
TOLD = 0.05


class Frontier(pd.DataFrame):  # type: ignore[misc,unused-ignore]
    """What ``World.frontier`` gives; what is made of it, such as some of its columns, is a plain data frame."""

    _metadata: ClassVar[list[str]] = ["over", "currency"]
    over: str
    currency: str

    def plot(self) -> Figure:  # type: ignore[override,unused-ignore]
        """Cost by days or CO2e: each plan, and the bound that no other can be under."""
        return _frontier(self.reset_index(drop=True), self.over, self.currency)


class Curve(pd.DataFrame):  # type: ignore[misc,unused-ignore]
    """What ``World.capacity_curve`` gives; what is made of it is a plain data frame."""

    _metadata: ClassVar[list[str]] = ["of", "currency", "relaxation"]
    of: str
    currency: str
    relaxation: pd.DataFrame

    def plot(self, one: float = 1, unit: str = "times the capacity as it is") -> Figure:  # type: ignore[override,unused-ignore]
        """The least cost by how much capacity there is, the bound that it cannot be under, and the relaxation.

        Parameters
        ----------
        one, unit
            What the factor 1 comes to and in which unit, where the axis is to show that:
            ``plot(200, "vehicles a day")``.

        Raises
        ------
        RequestError
            If ``one`` is no number above 0.
        """
        if not 0 < one < float("inf"):
            raise RequestError(f"{one} {unit}: give what the capacity comes to as it is, a number above 0")
        return _curve(self.reset_index(drop=True), self.relaxation, self.of, self.currency, (one, unit))


def _rows(frame: pd.DataFrame, x: pd.Series) -> list[dict[str, Any]]:
    """A row for each point."""
    least = frame["unserved_t"].min()
    return [
        {
            "x": float(at), "cost": float(cost), "bound": float(bound), "left": float(left),
            "carries": MORE_LEFT if left - least >= TOLD else AS_MUCH,
        }
        for at, cost, bound, left in zip(x, frame["cost"], frame["lower_bound"], frame["unserved_t"], strict=True)
    ]  # fmt: skip


AS_MUCH, MORE_LEFT = "carries most", "leaves more behind"
SHAPES = ["circle", "diamond"]


def _y(rows: list[dict[str, Any]], currency: str, least: float = math.inf) -> Any:
    """The axis of costs: not from 0, since what counts is the difference; the title of it says so."""
    alt = altair()
    low, high = min([least, *(row["bound"] for row in rows)]), max(row["cost"] for row in rows)
    room = max(high - low, 0.001 * abs(high), 1.0) * 0.15
    return alt.Y(
        "cost:Q", title=f"Logistics cost, {currency} (not from 0)", axis=alt.Axis(format=",.0f", tickCount=6),
        scale=alt.Scale(domain=[low - room, high + 1.6 * room], zero=False, nice=False),
    )  # fmt: skip


def _points(rows: list[dict[str, Any]], x: Any, y: Any) -> list[Any]:
    """The plans, and how far below each the bound is."""
    alt = altair()
    base = alt.Chart(inline(rows))
    proven = base.mark_rule(color=PLAIN, strokeWidth=1.6).encode(x=x, y=y, y2="bound:Q")
    floor = base.mark_tick(color=PLAIN, thickness=2, orient="horizontal", width=12).encode(x=x, y="bound:Q")
    legend = (
        alt.Legend(symbolStrokeWidth=2, direction="horizontal") if len({row["carries"] for row in rows}) > 1 else None
    )
    kinds = [AS_MUCH, MORE_LEFT]
    points = base.mark_point(size=75, opacity=1, strokeWidth=2, stroke=INK).encode(
        x=x, y=y,
        fill=alt.Fill("carries:N", scale=alt.Scale(domain=kinds, range=[INK, "white"]), title=None, legend=legend),
        shape=alt.Shape("carries:N", scale=alt.Scale(domain=kinds, range=SHAPES), title=None, legend=legend),
        tooltip=[
            "x:Q", alt.Tooltip("cost:Q", format=",.2f"), alt.Tooltip("bound:Q", format=",.2f"),
            alt.Tooltip("left:Q", format=",.1f", title="left behind, t"),
        ],
    )  # fmt: skip
    return [proven, floor, points]


BOUNDED = "Short lines below points: the proven bound, which no plan there can be under."


def _frontier(frame: pd.DataFrame, over: str, currency: str) -> Figure:
    alt = altair()
    column, axis, unit, less = MEASURES[over]
    rows = _rows(frame, frame[column])
    xs = [row["x"] for row in rows]
    room = max(max(xs) - min(xs), 0.02 * abs(max(xs)), 0.1) * 0.08
    scale = alt.Scale(domain=[min(xs) - room, max(xs) + 2 * room], zero=False, nice=False)
    x, y = alt.X("x:Q", title=axis, scale=scale, axis=alt.Axis(format=",~f", tickCount=8)), _y(rows, currency)
    line = alt.Chart(inline(rows)).mark_line(color=RAIL.colour, strokeWidth=2).encode(x=x, y=y, order="x:Q")
    on_hull = [(row, price) for row, price, yes in zip(rows, frame["price"], frame["supported"], strict=True) if yes]
    prices = [
        {
            "x": (one["x"] + other["x"]) / 2, "cost": (one["cost"] + other["cost"]) / 2,
            "label": f"{short(price)} a {unit}",
        }
        for (one, _), (other, price) in pairwise(on_hull)
    ]  # fmt: skip
    every = math.ceil(len(prices) / MOST_PRICES)
    prices = prices[:: every or 1]
    labels = (
        alt.Chart(inline(prices))
        .mark_text(align="left", baseline="bottom", dx=8, dy=-3, fontSize=TEXT, color=INK)
        .encode(x=x, y=y, text="label:N")
    )
    subtitle = [f"Plans by cost; beside the line what a {unit} less costs there, {currency}. {BOUNDED}"]
    layers = [line, *_points(rows, x, y), *([labels] if prices else [])]
    chart = alt.layer(*layers).properties(width=WIDTH - 90, height=HEIGHT)
    return finished(
        chart,
        _title(frame, column, unit, less, currency),
        [*subtitle, *_left(frame, over)],
        _said(rows, axis, currency),
    )


def _title(frame: pd.DataFrame, column: str, unit: str, less: str, currency: str) -> str:
    first, last = frame.iloc[0], frame.iloc[-1]
    if len(frame) == 1:
        return f"No plan that was found is {'sooner' if unit == 'day' else 'cleaner'} than the cheapest"
    fewer, more = first[column] - last[column], last["cost"] - first["cost"]
    share = percent(more / abs(first["cost"])) if first["cost"] else ""
    left = last["unserved_t"] - first["unserved_t"]
    behind = f" and leaves {left:,.1f} t more behind" if left >= TOLD else ""
    cheapest = f"; the first {unit} {short(frame['price'].iloc[1])} {currency}"
    return (
        f"{short(fewer)} {less} costs {short(more)} {currency}{f' ({share})' if share else ''} more{behind}{cheapest}"
    )


def _left(frame: pd.DataFrame, over: str = "") -> list[str]:
    least, most = frame["unserved_t"].min(), frame["unserved_t"].max()
    counts = {"days": ", which counts as 0 days", "co2": ", which emits nothing"}.get(over, "")
    return [] if most - least < TOLD else [f"{least:,.1f} t to {most:,.1f} t stay behind{counts}."]


def _said(rows: list[dict[str, Any]], axis: str, currency: str) -> str:
    points = "; ".join(f"{row['x']:,.4g}: {short(row['cost'])} {currency}" for row in rows)
    return f"A line of logistics cost by: {axis}. {points}."


def _curve(frame: pd.DataFrame, relaxation: pd.DataFrame, of: str, currency: str, axis: tuple[float, str]) -> Figure:
    alt = altair()
    one, unit = axis
    rows = _rows(frame, frame["factor"] * one)
    relaxed = [
        {"x": float(factor) * one, "cost": float(cost)}
        for factor, cost in zip(relaxation["factor"], relaxation["cost"], strict=True)
    ]
    xs = [row["x"] for row in rows]
    room = max(max(xs) - min(xs), 0.1) * 0.05
    x = alt.X(
        "x:Q", title=f"{of}: {unit}", axis=alt.Axis(format=",~f", tickCount=8),
        scale=alt.Scale(domain=[max(min(xs) - room, 0), max(xs) + room], zero=False, nice=False),
    )  # fmt: skip
    y = _y(rows, currency, min((row["cost"] for row in relaxed), default=math.inf))
    base = alt.Chart(inline(rows))
    shared_out = (
        alt.Chart(inline(relaxed))
        .mark_line(color=INK, strokeWidth=1.6, strokeDash=[1, 3], point={"size": 14, "color": INK, "filled": True})
        .encode(x=x, y=y, order="x:Q", tooltip=["x:Q", alt.Tooltip("cost:Q", format=",.2f")])
    )
    found = base.mark_line(interpolate="step-after", color=RAIL.colour, strokeWidth=2).encode(x=x, y=y, order="x:Q")
    bound = base.mark_line(interpolate="step-before", color=FAINT, strokeWidth=1.4, strokeDash=[4, 3]).encode(
        x=x, y=alt.Y("bound:Q"), order="x:Q"
    )
    layers = [bound, *([shared_out] if relaxed else []), found, *_points(rows, x, y)]
    chart = alt.layer(*layers).properties(width=WIDTH - 90, height=HEIGHT)
    subtitle = [
        "Points: the plan found for each; the line: what is known to be enough in between; dashes: the proven bound, "
        "under which nothing is there.",
        *(["Dotted: the relaxation, where cargo and capacity are shared out in fractions."] if relaxed else []),
    ]
    return finished(
        chart, _worth(frame, currency, one, unit), [*subtitle, *_left(frame)], _said(rows, f"{of}, {unit}", currency)
    )


def _worth(frame: pd.DataFrame, currency: str, one: float, unit: str) -> str:
    """What the most capacity saves beside the least, and from where on nothing is saved any more."""
    first, last = frame.iloc[0], frame.iloc[-1]
    saved = first["cost"] - last["cost"]
    span = f"{short(last['factor'] * one)} instead of {short(first['factor'] * one)} {unit}"
    carried = first["unserved_t"] - last["unserved_t"]
    more = f", and carries {carried:,.1f} t more" if carried >= TOLD else ""
    if saved <= 0:
        return f"{span} saves nothing{more}"
    enough = short(last["stands_from"] * one)
    share = f" ({percent(saved / abs(first['cost']))})" if first["cost"] else ""
    all_by = f", all of it from {enough} on" if last["stands_from"] < last["factor"] else ""
    return f"{span} saves {short(saved)} {currency}{share}{all_by}{more}"
