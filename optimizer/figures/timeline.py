"""When each booking of a shipment goes by what, between the day it is ready and the last day that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from optimizer.errors import RequestError
from optimizer.figures.drawing import SMALL, WIDTH, finished, inline, nothing
from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import ALARM, FAINT, INK, looks
from optimizer.figures.words import listed
from optimizer.plan import Booking, Plan
from optimizer.report.words import counted
from tariffs.near_matches import near_match

#: How many bookings are drawn unless shipments are named: what fits a page.
MOST = 60

#: Height of a booking, pixels, and how much of it a bar takes.
STEP, THICK = 15, 10

#: The width of a letter in a bar, pixels.
LETTER = 5.6


def timeline(plan: Plan, shipments: Sequence[str] = ()) -> Figure:
    """A row for each booking, its legs as bars; what has least time to spare first.

    Raises
    ------
    RequestError
        If there is no such shipment.
    """
    known = tuple(plan.portfolio.shipments)
    unknown = [f'there is no shipment "{name}"; {near_match(name, known)}' for name in shipments if name not in known]
    if unknown:
        raise RequestError("\n".join(text.rstrip("; ") for text in unknown))
    wanted = [one for one in plan.bookings if not shipments or one.shipment.name in shipments]
    if not wanted:
        which = listed(list(shipments)) if shipments else "all cargo"
        return nothing("Nothing is booked", f"There is no booking to draw: {which} stays behind.")
    in_order = _by_shipment(wanted)
    drawn = in_order if shipments else in_order[:MOST]
    subtitle = [
        "A row for each booking, by shipment, least time to spare first. Bars are legs, a thin line is waiting; an "
        "open circle is the day it is ready, an upright line the last day of delivery that is allowed."
    ]
    if len(drawn) < len(wanted):
        subtitle.append(f"The first {len(drawn)} of {counted(len(wanted), 'booking')}.")
    booked = {one.shipment.name for one in wanted}
    left = [name for name in (shipments or known) if name not in booked]
    subtitle += [f"Nothing is booked of {listed(left)}."] if left else []
    return finished(_chart(drawn), _title(wanted), subtitle, _alt(wanted))


def _by_shipment(bookings: Sequence[Booking]) -> list[Booking]:
    """Bookings of a shipment one below the other; first the shipment of that with least time to spare."""
    least: dict[str, int] = {}
    for one in bookings:
        name = one.shipment.name
        least[name] = min(spare_days(one), least.get(name, spare_days(one)))
    return sorted(bookings, key=lambda one: (least[one.shipment.name], one.shipment.name, spare_days(one), one.name))


def spare_days(booking: Booking) -> int:
    """Days between delivery and the last day that is allowed."""
    return (booking.shipment.last_day - booking.itinerary.delivered).days


def _title(bookings: Sequence[Booking]) -> str:
    least = [one for one in bookings if spare_days(one) == spare_days(min(bookings, key=spare_days))]
    days = spare_days(least[0])
    tight = listed(list(dict.fromkeys(one.shipment.name for one in least)))
    what = "no day" if not days else counted(days, "day")
    verb = "has" if len(least) == 1 else "have"
    many = len({one.shipment.name for one in least})
    who = tight if many <= 3 else f"{many} shipments"  # noqa: PLR2004 - as many as a title holds
    verb = "has" if many == 1 else "have"
    return f"{counted(len(bookings), 'booking')}, all in time; {who} {verb} {what} to spare"


def _alt(bookings: Sequence[Booking]) -> str:
    first = min(one.itinerary.departures[0].departs for one in bookings)
    last = max(one.itinerary.delivered for one in bookings)
    mean = sum(one.transit_days for one in bookings) / len(bookings)
    return (
        f"A chart of bars by day for {counted(len(bookings), 'booking')}, from {first} to {last}; from the first "
        f"departure to delivery they take {mean:.0f} days on average."
    )


def _labels(bookings: Sequence[Booking]) -> dict[str, str]:
    """What the row of each booking is called: the shipment, with the booking where there are several."""
    names = [one.shipment.name for one in bookings]
    return {
        one.name: one.shipment.name if names.count(one.shipment.name) == 1 else f"{one.shipment.name} · {one.name}"
        for one in bookings
    }


def _bars(bookings: Sequence[Booking], labels: dict[str, str], pixels_per_day: float) -> list[dict[str, Any]]:
    """A bar for each leg, with the mode written on it where there is room; a leg within a day is half a day long."""
    rows = []
    for booking in bookings:
        for departure in booking.itinerary.departures:
            key, days = departure.leg.key, (departure.arrives - departure.departs).days
            room = max(days, 0.5) * pixels_per_day
            rows.append(
                {
                    "row": labels[booking.name], "mode": key.mode, "from": key.origin, "to": key.destination,
                    "departs": str(departure.departs), "arrives": str(departure.arrives),
                    "end": str(departure.arrives) if days else f"{departure.departs}T12:00:00Z",
                    "label": key.mode if room > LETTER * len(key.mode) + 4 else "", "days": days,
                }
            )  # fmt: skip
    return rows


def _spans(bookings: Sequence[Booking], labels: dict[str, str]) -> list[dict[str, Any]]:
    """From the first departure to delivery, and the limits."""
    return [
        {
            "row": labels[one.name], "shipment": one.shipment.name, "booking": one.name,
            "departs": str(one.itinerary.departures[0].departs), "delivered": str(one.itinerary.delivered),
            "ready": str(one.shipment.ready), "latest": str(one.shipment.last_day), "spare": spare_days(one),
            "late": "no day to spare" if not spare_days(one) else "some days to spare",
        }
        for one in bookings
    ]  # fmt: skip


def _chart(bookings: Sequence[Booking]) -> Any:
    alt = altair()
    labels = _labels(bookings)
    first = min(one.shipment.ready for one in bookings) - timedelta(days=1)
    last = max(one.shipment.last_day for one in bookings) + timedelta(days=1)
    bars = _bars(bookings, labels, WIDTH / max((last - first).days, 1))
    spans = alt.Chart(inline(_spans(bookings, labels)))
    y = alt.Y(
        "row:N", sort=list(labels.values()), title=None, axis=alt.Axis(domain=False, ticks=False, labelFontSize=SMALL)
    )

    axis = alt.Axis(
        format="%d %b", tickCount={"interval": "week", "step": _weeks(first, last)}, orient="top", title=None,
        labelFlush=False,
    )  # fmt: skip

    def x(field: str, **of_all: Any) -> Any:
        return alt.X(f"{field}:T", scale=alt.Scale(type="utc", **of_all), axis=axis)

    # The layers share one scale; one of them has the ends for all.
    whole = x("ready", domain=[_day(first), _day(last)], nice=False)
    waiting = spans.mark_rule(color=FAINT, strokeWidth=1.2).encode(x=x("ready"), x2="delivered:T", y=y)
    ready = spans.mark_point(shape="circle", size=26, color=FAINT, filled=False, strokeWidth=1.4).encode(x=whole, y=y)
    latest = spans.mark_tick(thickness=2.4, height=THICK + 2, opacity=1).encode(
        x=x("latest"), y=y,
        color=alt.condition("datum.spare == 0", alt.value(ALARM), alt.value(INK)),
        tooltip=[
            *("shipment:N", "booking:N", "ready:N", "delivered:N", "latest:N"),
            alt.Tooltip("spare:Q", title="days to spare"),
        ],
    )  # fmt: skip
    return alt.layer(waiting, *_legs(bars, x("departs"), y), ready, latest).properties(
        width=WIDTH - 60, height=STEP * len(bookings)
    )


def _legs(rows: list[dict[str, Any]], x: Any, y: Any) -> list[Any]:
    """Bars, and the modes on them."""
    alt = altair()
    found = looks(sorted({row["mode"] for row in rows}))
    modes = list(found)
    colours = alt.Scale(domain=modes, range=[look.colour for look in found.values()])
    base = alt.Chart(inline(rows))
    bars = base.mark_bar(height=THICK, stroke="white", strokeWidth=0.6).encode(
        x=x, x2="end:T", y=y,
        color=alt.Color(
            "mode:N", scale=colours, title="Mode", legend=alt.Legend(symbolType="square", direction="horizontal")
        ),
        tooltip=["from:N", "to:N", "mode:N", "departs:N", "arrives:N"],
    )  # fmt: skip
    named = [
        row | {"middle": _middle(row), "ink": found[row["mode"]].on_it} for row in rows if row["label"]
    ]  # fmt: skip
    ink = alt.Color("ink:N", scale=None)
    middle = alt.X("middle:T", scale=alt.Scale(type="utc"))
    texts = alt.Chart(inline(named)).mark_text(fontSize=9).encode(x=middle, y=y, text="label:N", color=ink)
    return [bars, texts]


def _middle(row: dict[str, Any]) -> str:
    """The noon or midnight in the middle of a leg."""
    departs, arrives = date.fromisoformat(row["departs"]), date.fromisoformat(row["arrives"])
    hours = (arrives - departs).days * 12
    return f"{departs + timedelta(days=hours // 24)}T{hours % 24:02}:00:00Z"


def _day(day: date) -> int:
    """A day for Vega: milliseconds since 1970, UTC."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def _weeks(first: date, last: date) -> int:
    """Weeks between two marks on the axis, so that there are some ten."""
    return max(round((last - first).days / 7 / 10), 1)
