"""How sure the dates of a plan are: when each booking is delivered, before or after it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from optimizer.figures.drawing import SMALL, WIDTH, finished, inline, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import ALARM, FAINT, INK, PLAIN
from optimizer.figures.words import percent
from optimizer.report.words import counted
from optimizer.risk.simulation import BookingRisk, PlanRisk

#: How many bookings are drawn: what fits a page.
MOST = 40

#: Height of a booking, pixels.
STEP = 15

#: A booking is called sure from this probability on, as where a plan's risk is said in words.
SURE = 0.95

SIGNED = "datum.value == 0 ? 'due' : format(datum.value, '+d')"

KINDS = {"on time in 95 % and more": PLAIN, "less sure": ALARM}


def on_time(risk: PlanRisk) -> Figure:
    """A row for each booking, the least sure first: in which days nine of ten deliveries fall."""
    if not risk.bookings:
        return nothing("Nothing is booked", "There is no booking whose date could be sure.")
    in_order = sorted(risk.bookings, key=lambda one: (one.on_time.share, one.booking.name))
    drawn = in_order[:MOST]
    subtitle = [
        f"Bars: from the earliest to the latest delivery, but for one in twenty on either side; upright lines: the "
        f"middle one. Days from the day it is due. Of {risk.draws:,} draws."
    ]
    if len(drawn) < len(in_order):
        subtitle.append(f"The {len(drawn)} least sure of {counted(len(in_order), 'booking')}.")
    late = [one for one in drawn if one.delivered[-1] is None]
    if late:
        subtitle.append(f"A triangle: {counted(len(late), 'booking')} of which one in twenty is not delivered at all.")
    return finished(_chart(drawn), _title(in_order), subtitle, _alt(in_order, risk))


def _title(in_order: Sequence[BookingRisk]) -> str:
    sure = sum(one.on_time.share >= SURE for one in in_order)
    least = in_order[0]
    verb = "is" if len(in_order) == 1 else "are"
    title = f"{sure:,} of {counted(len(in_order), 'booking')} {verb} on time with a probability of 95 % or more"
    if sure == len(in_order):
        return title
    return f"{title}; {least.booking.shipment.name} is least sure ({percent(least.on_time.share)})"


def _alt(in_order: Sequence[BookingRisk], risk: PlanRisk) -> str:
    least = ", ".join(f"{one.booking.shipment.name} {percent(one.on_time.share)}" for one in in_order[:5])
    return (
        f"A bar of days for each booking. The least sure: {least}. All are on time in "
        f"{percent(risk.all_on_time.share)} of the draws."
    )


def _rows(drawn: Sequence[BookingRisk]) -> list[dict[str, Any]]:
    names = [one.booking.shipment.name for one in drawn]
    known = [_days(day, one) for one in drawn for day in one.delivered if day is not None]
    beyond = max([*known, 0]) + 2
    rows = []
    for one in drawn:
        low, middle, high = (beyond if day is None else _days(day, one) for day in one.delivered)
        shipment, booking = one.booking.shipment.name, one.booking.name
        rows.append(
            {
                "row": shipment if names.count(shipment) == 1 else f"{shipment} · {booking}",
                "booking": booking, "low": low, "middle": middle, "high": high, "on_time": one.on_time.share,
                "label": percent(one.on_time.share), "never": one.never,
                "kind": list(KINDS)[one.on_time.share < SURE], "delivered": one.delivered[-1] is not None,
            }
        )  # fmt: skip
    return rows


def _days(day: date, one: BookingRisk) -> int:
    return (day - one.deadline).days


def _chart(drawn: Sequence[BookingRisk]) -> Any:
    alt = altair()
    rows = _rows(drawn)
    base = alt.Chart(inline(rows))
    y = alt.Y(
        "row:N", sort=[row["row"] for row in rows], title=None,
        axis=alt.Axis(domain=False, ticks=False, labelFontSize=SMALL),
    )  # fmt: skip
    low, high = min([*(row["low"] for row in rows), 0]), max([*(row["high"] for row in rows), 0])
    scale = alt.Scale(domain=[low - 1, high + 1 + 0.09 * (high - low + 2)], nice=False)
    axis = alt.Axis(orient="top", tickCount=8, labelExpr=SIGNED, titlePadding=6)
    x = alt.X("low:Q", title="Days after it is due (before: −)", scale=scale, axis=axis)
    kinds = [kind for kind in KINDS if any(row["kind"] == kind for row in rows)]
    colours = alt.Scale(domain=kinds, range=[KINDS[kind] for kind in kinds])
    legend = alt.Legend(symbolType="square", direction="horizontal")
    bars = base.mark_bar(height=7).encode(
        x=x, x2="high:Q", y=y, color=alt.Color("kind:N", scale=colours, title="Booking", legend=legend),
        tooltip=["booking:N", alt.Tooltip("on_time:Q", format=".2%"), alt.Tooltip("never:Q", format=".2%")],
    )  # fmt: skip
    middle = base.mark_tick(thickness=2.4, height=11, color=INK, opacity=1).encode(x="middle:Q", y=y)
    never = alt.Chart(inline([row for row in rows if not row["delivered"]])).mark_point(
        shape="triangle-right", filled=True, size=60, color=INK, opacity=1
    )
    due = alt.Chart(inline([{"due": 0}])).mark_rule(color=FAINT, strokeWidth=1.6, strokeDash=[4, 3]).encode(x="due:Q")
    shares = base.mark_text(align="left", dx=9, fontSize=SMALL, color=INK).encode(x="high:Q", y=y, text="label:N")
    layers = [due, bars, middle, never.encode(x="high:Q", y=y), shares]
    return alt.layer(*layers).properties(width=WIDTH - 90, height=STEP * len(rows))
