"""Of each leg whose departures have a minimum load or a cost: what runs, what could, and what it would take."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from optimizer.bookings import conditional
from optimizer.errors import OutOfTimeError
from optimizer.explain.connections import Connections, Running
from optimizer.listed import NeverFilledError
from optimizer.listing.lister import Lister
from optimizer.plan import Train
from optimizer.solution import BookedLoad, units, unserved_kilograms
from optimizer.stopping import Stop
from optimizer.trains.again import Again, on_board
from tariffs.book import LegKey, Portfolio, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Component, Load
from tariffs.rating.charge import exact, to_cents
from tariffs.timetable import Departure, Itinerary

#: What is said of a leg.
RUNS, IDLE, NEVER = "runs", "does not run", "cannot be filled"
LEAVES, UNPROVEN = "runs only if more stays behind", "no plan found that fills it"
LATE, UNASKED = "not looked for: the time was over", "not looked for: ask for trains"

#: What a plan costs, after the kilograms that it leaves for want of a penalty.
Paid = Callable[[Sequence[BookedLoad]], tuple[int, Decimal]]


@dataclass(slots=True)
class Trains:
    """The rows of a plan; ``again`` solves once more, ``paid`` says what a plan costs."""

    lister: Lister
    portfolio: Portfolio
    loads: Sequence[BookedLoad]
    paid: Paid
    again: Again
    stop: Stop
    running: Running = field(init=False)
    _connections: dict[str, Connections] = field(default_factory=dict)
    _soonest: dict[tuple[str, str], date | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the departures of the plan's days."""
        self.running = Running(self.lister.network)

    def rows(self, *, all_of_it: bool = True) -> tuple[Train, ...]:
        """A row for each leg, in the order of the book; what there is no time for stays blank.

        Unless ``all_of_it`` is asked for, nothing is solved again: only what runs is said.
        """
        legs = self._legs()
        found = [self._first(key, of_leg, LATE if all_of_it else UNASKED) for key, of_leg in legs]
        for number, (key, of_leg) in enumerate(legs if all_of_it else ()):
            if found[number].run:
                continue
            try:
                for row in self._looked_at(found[number], key, of_leg):
                    found[number] = row
            except OutOfTimeError:
                break
        return tuple(found)

    def _legs(self) -> list[tuple[LegKey, list[Departure]]]:
        legs = ((key, [d for d in found if conditional(d)]) for key, found in self.lister.network.departures.items())
        return [(key, found) for key, found in legs if found]

    def _first(self, key: LegKey, of_leg: list[Departure], unless_it_runs: str) -> Train:
        """What is there without solving again, but for what is possible."""
        loads = [on_board(departure.key, self.loads) for departure in self.lister.network.departures[key]]
        terms = of_leg[0].terms
        run = sum(load > 0 for load in loads)
        outcome = RUNS if run else unless_it_runs
        return Train(key, terms.capacity_unit, terms.min_load, run, sum(loads, Fraction(0)), outcome=outcome)

    def _looked_at(self, row: Train, key: LegKey, of_leg: list[Departure]) -> Iterator[Train]:
        """A row of a leg of which no departure runs, with more known of it each time."""
        possible, near = self._possible(key, of_leg)
        row = replace(row, possible=len(possible))
        least = max(departure.terms.min_load for departure in of_leg)
        if not possible:
            yield replace(row, fullest_load=Fraction(0), missing=exact(least), outcome=NEVER)
            return
        yield row
        freely = self.again.without_minimum(key)
        fullest = max((on_board(departure.key, freely) for departure in of_leg), default=Fraction(0))
        row = replace(row, fullest_load=fullest, missing=max(exact(least) - fullest, Fraction(0)))
        yield row
        never = replace(row, outcome=NEVER, nearest=self._moved(key, freely))
        most_t = sum((exact(shipment.weight_t) for shipment in near), Fraction(0))
        if row.unit == "tonnes" and most_t < min(max(exact(d.terms.min_load), Fraction(1)) for d in possible):
            yield never
            return
        try:
            yield self._forced(row, possible)
        except NeverFilledError:
            yield never

    def _forced(self, row: Train, possible: list[Departure]) -> Train:
        found = self.again.forced(possible)
        left, cost = self.paid(self.loads)
        lower = None if math.isinf(found.bound) else max(_up(found.bound) - cost, Decimal(0))
        if found.loads is None:
            return replace(row, extra_at_least=lower, outcome=UNPROVEN)
        more_left, forced_cost = self.paid(found.loads)
        if more_left > left:
            return replace(row, outcome=LEAVES)
        extra = max(forced_cost - cost, Decimal(0))
        load, freight = self._carried(row.leg, found.loads)
        rate, each = freight / load, exact(extra) / load
        return replace(
            row,
            extra_at_least=None if lower is None else min(lower, extra),
            extra=extra,
            forced_load=load,
            rate=rate,
            break_even=each if each <= rate else None,
            outcome=IDLE,
            nearest=self._moved(row.leg, found.loads),
        )

    def _carried(self, key: LegKey, loads: Sequence[BookedLoad]) -> tuple[Fraction, Fraction]:
        """What loads count for on all departures of a leg, and the freight that they pay there, base currency."""
        load = freight = Fraction(0)
        for booked in loads:
            for departure in booked.itinerary.departures:
                if departure.leg.key == key:
                    load += units(departure.terms.capacity_unit, booked.load)
                    cost = self.lister.network.rater.leg(departure, booked.shipment, booked.load)
                    assert cost is not None  # or it would not have been taken
                    charges = cost.part.items
                    freight += sum((i.amount for i in charges if i.component is Component.FREIGHT), Fraction(0))
        return load, freight

    def _possible(self, key: LegKey, of_leg: list[Departure]) -> tuple[list[Departure], list[Shipment]]:
        """The departures of a leg that some shipment could take; and the shipments that might take one."""
        possible, near = [], dict.fromkeys(self.portfolio.shipments, False)
        for departure in of_leg:
            self.stop.check()
            able = [k for k in self.portfolio.shipments.values() if self._may_go(k, departure)]
            if any(self._of(k).can_take(departure) for k in able):
                possible.append(departure)
                near |= dict.fromkeys([k.name for k in able], True)
        return possible, [self.portfolio.shipments[name] for name, may_go in near.items() if may_go]

    def _may_go(self, shipment: Shipment, departure: Departure) -> bool:
        """Whether a shipment might go by a departure: no is certain."""
        earliest, place = self.lister.earliest, departure.leg.key.origin
        arrives = earliest.day(departure.arrives)
        if shipment.ready > departure.departs or arrives >= earliest.horizon:
            return False
        by_day = earliest.delivery(shipment.destination).get(departure.leg.key)
        if by_day is None or by_day[arrives] > earliest.day(shipment.last_day):
            return False
        if not self._of(shipment).may_board(departure):
            return False
        if (shipment.name, place) not in self._soonest:
            self._soonest[shipment.name, place] = self._of(shipment).soonest_at(place)
        soonest = self._soonest[shipment.name, place]
        return soonest is not None and soonest <= departure.departs

    def _of(self, shipment: Shipment) -> Connections:
        if shipment.name not in self._connections:
            self._connections[shipment.name] = Connections(self.running, shipment, self.stop.check)
        return self._connections[shipment.name]

    def _moved(self, key: LegKey, loads: Sequence[BookedLoad]) -> tuple[tuple[str, Decimal], ...]:
        """The shipments on a leg in another plan, each with what it costs more there, the least first."""
        on_it = {b.shipment.name for b in loads if any(d.leg.key == key for d in b.itinerary.departures)}
        now, then = self._costs(self.loads), self._costs(loads)
        extras = ((name, then[name] - now[name]) for name in on_it)
        return tuple(sorted(extras, key=lambda one: (one[1], one[0])))

    def _costs(self, loads: Sequence[BookedLoad]) -> dict[str, Decimal]:
        """What each shipment costs, with what is due for the tonnes that stay behind; departures cost apart from it."""
        rater, shipments = self.lister.network.rater, self.portfolio.shipments
        found = {name: Decimal(0) for name in shipments}
        together: dict[tuple[str, Itinerary], list[Load]] = defaultdict(list)
        for booked in loads:
            together[booked.shipment.name, booked.itinerary].append(booked.load)
        for (name, itinerary), packed in together.items():
            found[name] += rater.booking(shipments[name], itinerary, packed).total
        for name, kilograms in unserved_kilograms(loads, shipments.values()).items():
            items = rater.unserved(shipments[name], Decimal(kilograms).scaleb(-3)) if kilograms else ()
            found[name] += sum((to_cents(item.amount) for item in items), Decimal(0))
        return found


def _up(bound: float) -> Decimal:
    return Decimal(bound).quantize(Decimal("0.0001"))
