"""What the logistics cost is made of, component by component."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

from optimizer.figures.drawing import SHORT, TEXT, WIDTH, finished, inline, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import ALARM, FAINT, INK, PLAIN, RAIL
from optimizer.figures.words import percent, short
from optimizer.plan import Plan
from optimizer.report.words import money, saving
from optimizer.tables import COST_GROUPS
from tariffs.rating import Component

ZERO = Decimal(0)

#: The name of the last bar.
WHOLE = "logistics cost"

#: How components are called where a word says too little.
CALLED = {Component.CO2: "CO2e price", Component.UNSERVED: "left behind", Component.BORDER: "border fees"}

#: The colours of the groups of components, and of the whole; each differs in lightness too.
COLOURS = {
    "transport cost": RAIL.colour,
    "duty and tax": PLAIN,
    "capital tied up": "#B9C4CF",
    "price of CO2": "#2C8C6E",
    "penalties": ALARM,
    "other": "#8C8C8C",
    WHOLE: INK,
}

#: Height of a bar with what is between two, pixels.
STEP = 27


def waterfall(plan: Plan) -> Figure:
    """A bar for each component, which begins where the one before ends, and their sum."""
    currency = plan.book.settings.base_currency
    parts = {component: amount for component, amount in plan.components.items() if amount}
    if not parts:
        return nothing(
            "The plan costs nothing", "No charge is due: nothing is booked, and nothing that stays behind is priced."
        )
    rows, at = [], ZERO
    for component, amount in parts.items():
        name = CALLED.get(component, component.value)
        rows.append(_row(name, at, at + amount, f"{short(amount)}  ({percent(amount / plan.cost)})", _group(component)))
        at += amount
    rows.append(_row(WHOLE, ZERO, at, short(at), WHOLE))
    largest = max(parts, key=lambda component: parts[component])
    name = CALLED.get(largest, largest.value)
    share = percent(parts[largest] / plan.cost)
    title = f"{name[:1].upper()}{name[1:]} is {share} of the logistics cost of {money(plan.cost, currency)}"
    subtitle = [f"{currency}, by component. Could still be saved: {saving(plan)}."]
    said = ", ".join(f"{row['name']} {row['label']}" for row in rows)
    return finished(_chart(rows, currency), title, subtitle, f"Bars by component, {currency}: {said}.")


def _group(component: Component) -> str:
    return next((name for name, members in COST_GROUPS.items() if component in members and name in COLOURS), "other")


def _row(name: str, start: Decimal, end: Decimal, label: str, group: str) -> dict[str, Any]:
    """One bar; its label stands right of it."""
    amount = end - start
    return {
        "name": name, "start": float(start), "end": float(end), "amount": float(amount), "label": label, "group": group,
        "right": float(max(start, end)),
    }  # fmt: skip


def _chart(rows: list[dict[str, Any]], currency: str) -> Any:
    alt = altair()
    order = [row["name"] for row in rows]
    low = min(min(row["start"], row["end"]) for row in rows)
    high = max(max(row["start"], row["end"]) for row in rows)
    # Room on the right for the label of the longest bar.
    x = alt.X(
        "start:Q",
        title=currency,
        axis=alt.Axis(labelExpr=SHORT, tickCount=6),
        scale=alt.Scale(domain=[low, high + 0.2 * (high - low)], nice=False),
    )
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False))
    base = alt.Chart(inline(rows))
    used = [name for name in COLOURS if any(row["group"] == name for row in rows)]
    colours = alt.Scale(domain=used, range=[COLOURS[name] for name in used])
    legend = alt.Legend(symbolType="square", direction="horizontal")
    bars = base.mark_bar(height={"band": 0.72}).encode(
        x=x, x2="end:Q", y=y,
        color=alt.Color("group:N", scale=colours, title=None, legend=legend),
        tooltip=["name:N", alt.Tooltip("amount:Q", format=",.2f", title=currency)],
    )  # fmt: skip
    steps = [{"name": one["name"], "end": one["end"], "next": other["name"]} for one, other in pairwise(rows)]
    links = (
        alt.Chart(inline(steps))
        .mark_rule(color=FAINT, strokeWidth=0.8)
        .encode(
            x=alt.X("end:Q"), y=alt.Y("name:N", sort=order, bandPosition=0.86), y2=alt.Y2("next:N", bandPosition=0.14)
        )
    )
    labels = base.mark_text(align="left", dx=5, fontSize=TEXT, color=INK).encode(x="right:Q", y=y, text="label:N")
    return alt.layer(links, bars, labels).properties(width=WIDTH - 110, height=STEP * len(rows))
