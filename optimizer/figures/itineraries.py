"""Itineraries beside each other, by cost, days and CO2e: a data frame that draws itself."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd

from optimizer.errors import RequestError
from optimizer.figures.drawing import SHORT, SMALL, TEXT, finished, inline, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import INK, RAIL
from optimizer.figures.words import short
from optimizer.report.words import counted

#: What is held against each other: the column, what it is called, and its unit (blank: the currency).
MEASURES = (("cost", "Cost", ""), ("days", "Days from ready to delivery", "days"), ("co2e_t", "CO2e", "t"))

#: The least of a column, and the others.
BEST, OTHER = RAIL.colour, "#B9C4CF"

#: Height of a bar with what is between two, the width of a panel, pixels; the signs and lines of a route.
STEP, WIDE = 58, 158
SIGNS, LINES = 44, 4


class Itineraries(pd.DataFrame):  # type: ignore[misc,unused-ignore]
    """What ``World.corridors`` and ``World.alternatives`` give; several can be put together by ``pandas.concat``."""

    @property
    def _constructor(self) -> type[Itineraries]:
        return Itineraries

    def plot(self) -> Figure:  # type: ignore[override,unused-ignore]
        """Cost, days and CO2e of each, the cheapest first.

        Raises
        ------
        RequestError
            If columns are missing that it needs.
        """
        needed = ("route", *(column for column, *_ in MEASURES))
        missing = [column for column in needed if column not in self.columns]
        if missing or "currency" not in self.attrs:
            what = ", ".join(missing) or "currency"
            raise RequestError(f"{what} is missing: plot what World.corridors or World.alternatives gives, whole")
        return _drawn(self.sort_values("cost", kind="stable").reset_index(drop=True), str(self.attrs["currency"]))


def _drawn(frame: pd.DataFrame, currency: str) -> Figure:
    if frame.empty:
        return nothing("There is no itinerary", "No chain of legs takes it within its dates, modes and containers.")
    alt = altair()
    panels = [_panel(frame, at, currency) for at in range(len(MEASURES))]
    chart = alt.hconcat(*panels, spacing=16).resolve_scale(y="shared")
    figures = zip(frame["route"], frame["cost"], frame["days"], frame["co2e_t"], strict=True)
    said = "; ".join(f"{route}: {short(c)} {currency}, {d} days, {short(t)} t of CO2e" for route, c, d, t in figures)
    subtitle = ["All of it by itself, whatever others take; darkest is the least of each."]
    return finished(chart, _title(frame, currency), subtitle, f"Bars for each itinerary. {said}.")


def _title(frame: pd.DataFrame, currency: str) -> str:
    """What the cheapest costs and takes, and what is sooner."""
    first = frame.iloc[0]
    title = f"The cheapest costs {short(first['cost'])} {currency} and takes {first['days']} days"
    sooner = frame[frame["days"] < first["days"]]
    if sooner.empty:
        return title + ("; none is sooner" if len(frame) > 1 else "")
    soonest = sooner.sort_values(["days", "cost"], kind="stable").iloc[0]
    fewer, more = first["days"] - soonest["days"], soonest["cost"] - first["cost"]
    return f"{title}; {counted(int(fewer), 'day')} less costs {short(more)} {currency} more"


def _row(at: int, route: str) -> str:
    """A route in lines with bars between; two of the same words stay two."""
    lines = wrap(route.replace("|", "/"), SIGNS, break_long_words=False)
    kept = lines if len(lines) <= LINES else [*lines[: LINES - 1], f"… {lines[-1]}"]
    return "|".join([f"{at + 1}. {kept[0]}", *kept[1:]])


def _panel(frame: pd.DataFrame, at: int, currency: str) -> Any:
    """The bars of one measure; the first panel has the routes beside them."""
    alt = altair()
    column, title, unit = MEASURES[at]
    values = frame[column].astype(float).tolist()
    rows = [
        {
            "row": _row(number, route), "value": value, "label": short(value),
            "which": "least" if value == min(values) else "more",
        }
        for number, (route, value) in enumerate(zip(frame["route"], values, strict=True))
    ]  # fmt: skip
    base = alt.Chart(inline(rows))
    scale = alt.Scale(domain=[0, max(values) * 1.32 or 1], nice=False)
    x = alt.X("value:Q", title=unit or currency, scale=scale, axis=alt.Axis(labelExpr=SHORT, tickCount=3))
    labels = alt.Axis(
        domain=False, ticks=False, labelExpr="split(datum.label, '|')", labelFontSize=SMALL, labelLimit=300,
        labelOffset=-max(str(row["row"]).count("|") for row in rows) * SMALL * 0.55,
    )  # fmt: skip
    y = alt.Y("row:N", sort=[row["row"] for row in rows], title=None, axis=None if at else labels)
    colours = alt.Scale(domain=["least", "more"], range=[BEST, OTHER])
    bars = base.mark_bar(height=20).encode(x=x, y=y, color=alt.Color("which:N", scale=colours, legend=None))
    texts = base.mark_text(align="left", dx=5, fontSize=TEXT, color=INK).encode(x=x, y=y, text="label:N")
    heading = alt.TitleParams(text=title, fontSize=TEXT, anchor="start", frame="group", offset=6)
    return alt.layer(bars, texts).properties(width=WIDE, height=STEP * len(rows), title=heading)
