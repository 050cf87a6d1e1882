"""Why a shipment goes as it does: in sentences, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal

from optimizer.explain.cheapest import Cheapest
from optimizer.plan import Booking, CapacityUse, Plan
from optimizer.report.table import Cell, Table
from optimizer.report.words import counted, kept_on_time, money, or_more, tonnes
from optimizer.resources import Resource
from optimizer.tables import EXPLANATION
from tariffs.rating import Charge
from tariffs.timetable import Itinerary

Row = tuple[Cell, ...]


class Explained:
    """What a plan says of one shipment.

    ``uses`` gives the capacities that each booking uses, by its name; ``alternatives`` are what it could do beside the
    other shipments.
    """

    def __init__(
        self, plan: Plan, name: str, uses: dict[str, list[Resource]], alternatives: Sequence[Cheapest] = ()
    ) -> None:
        self._plan, self._shipment = plan, plan.portfolio.shipments[name]
        self._alternatives = alternatives
        self._bookings = plan.bookings_of.get(name, [])
        self._left = [left for left in plan.unserved if left.shipment.name == name]
        by_key = {(use.kind, use.name, use.mode, use.period, use.unit): use for use in plan.capacities}
        self._scarce = {
            booking: [use for use in (by_key.get(_key(r)) for r in dict.fromkeys(used)) if use and _binds(use)]
            for booking, used in uses.items()
        }
        self._others = [("next best", plan.alternatives.get(name)), ("next date", plan.next_dates.get(name))]

    def table(self) -> Table:
        """A row per charge, scarce capacity, next best and tonnes left behind; the rows of cost add up to its cost."""
        return Table("Explanation", EXPLANATION, tuple(self._rows()))

    def _rows(self) -> Iterator[Row]:
        for booking in self._bookings:
            yield from (_cost(charge, booking.name) for charge in booking.rated.charges)
        for left in self._left:
            yield from (_cost(charge, "") for charge in left.charges)
        for booking in self._bookings:
            for use in self._scarce[booking.name]:
                yield "capacity", booking.name, _used(use), "", use.shadow_price, ""
        for topic, other in self._others:
            if other is not None:
                yield topic, other.booking, _dated(other.itinerary), "", other.extra, ""
        for one in self._alternatives:
            what = f"{_dated(one.offer.itinerary)}, {one.offer.boxes}"
            yield "alternative", "", what, "", one.cost - self._cost, "; ".join(one.in_the_way)
        for left in self._left:
            yield "left behind", "", f"{tonnes(left.tonnes)} t: {left.reason}", "", None, ""

    def lines(self) -> Iterator[str]:
        """The same in sentences."""
        shipment, currency = self._shipment, self._plan.book.settings.base_currency
        what = f"{tonnes(shipment.weight_t)} t of {shipment.commodity.name}"
        way = f"from {shipment.origin} to {shipment.destination}"
        window = f"ready {shipment.ready}, to be delivered by {shipment.last_day}"
        yield f"{shipment.name}: {what} {way}, {window}. It costs {self._cost:,.2f} {currency}."
        for booking in self._bookings:
            yield from self._booking(booking)
        for left in self._left:
            yield f"{tonnes(left.tonnes)} t stay behind: {left.reason}."
        on_time = self._plan.on_time
        if on_time is not None and (count := on_time.cut_off.get(shipment.name, 0)):
            which = "1 itinerary that was" if count == 1 else f"{count:,} itineraries that were"
            yield f"It may not take {which} found to be on time too seldom. {kept_on_time(self._plan, on_time)}."
        for topic, other in self._others:
            if other is not None:
                route = "on another route" if topic == "next best" else "on other dates"
                extra = f"{other.extra:,.2f} {currency} more"
                yield f"Next best {route}, {extra}: {_dated(other.itinerary)}, in place of {other.booking}."
        if self._bookings and self._others[0][1] is None:
            yield "No other route has room for a booking of it as it is, or there was no time to look."
        for one in self._alternatives:
            way = f"; in the way: {'; '.join(one.in_the_way)}" if one.in_the_way else ""
            more = f"{one.cost - self._cost:+,.2f} {currency}"
            yield f"All of it together, {more}: {_dated(one.offer.itinerary)}, {one.offer.boxes}{way}."

    @property
    def _cost(self) -> Decimal:
        return sum((charge.amount for charge in self._charges()), Decimal(0))

    def _charges(self) -> Iterator[Charge]:
        for holder in self._bookings:
            yield from holder.rated.charges
        for left in self._left:
            yield from left.charges

    def _booking(self, booking: Booking) -> Iterator[str]:
        currency = self._plan.book.settings.base_currency
        boxes = " and ".join(f"{load.containers} {load.container.name}" for load in booking.loads)
        itinerary = booking.itinerary
        dates = f"{itinerary.departures[0].departs} to {itinerary.delivered}, {counted(booking.days_from_ready, 'day')}"
        yield f"{booking.name}: {tonnes(booking.tonnes)} t in {boxes}, {itinerary.route}; {dates} after it was ready."
        sums: dict[str, Cell] = {}
        for charge in booking.rated.charges:
            what = f"{charge.item.component.value} {charge.item.what}"
            sums[what] = sums.get(what, 0) + charge.amount  # type: ignore[operator]
        dearest = sorted(sums.items(), key=lambda entry: -entry[1])  # type: ignore[operator]
        parts = "; ".join(f"{what} {amount:,.2f}" for what, amount in dearest)
        yield f"  It pays {booking.rated.total:,.2f} {currency}: {parts}."
        for use in self._scarce[booking.name]:
            saved = f"about {money(use.shadow_price, currency)}{or_more(self._plan, asdict(use))}"
            worth = f"; one more would save {saved}" if use.shadow_price else ""
            yield f"  It uses {_used(use)}{worth}."
        on_time = self._plan.on_time
        if on_time is not None and booking.name in on_time.shares:
            asked = 100 * float(booking.shipment.on_time_probability or 0)
            share = 100 * on_time.shares[booking.name]
            by = booking.shipment.on_time_by
            yield f"  It is on time, by {by}, in {share:.1f} % of draws; {asked:g} % are asked for."
        if booking.rated.flags:
            yield f"  To confirm: {'; '.join(booking.rated.flags)}."


def _key(resource: Resource) -> tuple[str, str, str, str, str]:
    return resource.kind, resource.name, resource.mode, resource.period, resource.unit


def _binds(use: CapacityUse) -> bool:
    return use.shadow_price > 0 or use.used >= use.capacity


def _used(use: CapacityUse) -> str:
    mode = f", {use.mode}" if use.mode and use.kind != "departure" else ""
    return f"{use.kind} {use.name}{mode} in {use.period}: {use.used:f} of {use.capacity:f} {use.unit}"


def _dated(itinerary: Itinerary) -> str:
    return f"{itinerary.route}, {itinerary.departures[0].departs} to {itinerary.delivered}"


def _cost(charge: Charge, booking: str) -> Row:
    return "cost", booking, charge.item.what, charge.item.component.value, charge.amount, ""
