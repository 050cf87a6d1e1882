"""Shipments inserted one by one into what the others leave, and then each anew while that saves anything."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal

from optimizer.bookings import Bookings, conditional
from optimizer.errors import OutOfTimeError
from optimizer.insertion.bound import AtLeast
from optimizer.insertion.least import Connections, Least
from optimizer.insertion.search import Search
from optimizer.listing.lister import Lister
from optimizer.resources import Resource, pool_resources
from optimizer.solution import Solution, units, unserved_kilograms
from tariffs.book import Container, Portfolio, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.charge import exact
from tariffs.rating.lines import rounded_down
from tariffs.timetable import Departure, Itinerary

#: So many ways to load a shipment are tried, in order of what they cost at least.
MOST_WAYS = 3

#: As many containers as nobody needs.
MANY = 10**9

#: A shipment that costs no more than this above its bound is not inserted anew, base currency.
NO_MORE = 0.05


def inserted(lister: Lister, portfolio: Portfolio, check: Callable[[], None]) -> Solution:
    """A first plan, and a bound on any; when ``check`` raises ``OutOfTimeError``, of what is booked by then.

    The bound holds where no amount of the book is below zero: it is of plans that leave no more for want of a penalty.
    """
    insertion = Insertion(lister, check)
    with suppress(OutOfTimeError):
        insertion.run(portfolio.shipments.values())
    loads, at_least = insertion.plan.loads, insertion.at_least
    unpriced = {k.name: k for k in portfolio.shipments.values() if k.penalty_per_t is None}
    left = unserved_kilograms((load for load in loads if load.shipment.name in unpriced), unpriced.values())
    left_t = sum(left.values()) / 1000
    return Solution("insertion", loads, at_least.of_plans_that_leave(left_t), {}, at_least.serves_first(left_t))


def insert(lister: Lister, plan: Bookings, shipments: Iterable[Shipment], check: Callable[[], None]) -> None:
    """Insert what is left behind of some shipments into a plan, as long as that saves anything; no other is moved.

    Raises
    ------
    OutOfTimeError
        If ``check`` does.
    """
    insertion = Insertion(lister, check)
    insertion.plan = plan
    insertion.add(shipments)


@dataclass(slots=True)
class Insertion:
    """One construction.

    Attributes
    ----------
    plan
        What is booked so far.
    at_least, bounds
        What the shipments looked at so far cost at least, and each of them; 0 where it has no penalty.
    """

    lister: Lister
    check: Callable[[], None]
    plan: Bookings = field(init=False)
    at_least: AtLeast = field(init=False)
    bounds: dict[str, float] = field(default_factory=dict)
    _least: dict[str, Least] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with nothing booked."""
        self.plan = Bookings(self.lister.network)
        self.at_least = AtLeast(self.lister.network.rater)

    def run(self, shipments: Iterable[Shipment]) -> None:
        """Insert shipments, those first that cost the most if they are left behind; then each anew.

        Raises
        ------
        OutOfTimeError
            If ``check`` does.
        """
        in_order = self.add(shipments)
        while sum([self._anew(shipment) for shipment in in_order]):
            pass

    def add(self, shipments: Iterable[Shipment]) -> list[Shipment]:
        """Insert shipments, those first that cost the most if they are left behind; in that order.

        Raises
        ------
        OutOfTimeError
            If ``check`` does.
        """
        connections = Connections(self.lister)
        in_order = sorted(shipments, key=self._cost_left_behind, reverse=True)
        for shipment in in_order:
            self.check()
            least = self._least[shipment.name] = Least(connections, shipment)
            self.bounds[shipment.name] = self.at_least.look_at(least)
            self._insert(shipment)
        return in_order

    def _cost_left_behind(self, shipment: Shipment) -> Decimal:
        return self.plan.worth(shipment, shipment.weight_t)

    def _insert(self, shipment: Shipment, *, in_parts: bool = False) -> None:
        """Book what is left of a shipment, load by load, as long as that saves anything.

        A load goes together, if there is room for that anywhere, and else as many containers of it as there is room
        for; ``in_parts`` tries the latter first.
        """
        while (left := self.plan.left(shipment)) > 0:
            together = [(number, load, load) for number, load in self._ways(shipment, left)]
            apart = [(number, load, _one_container(load)) for number, load, _ in together if shipment.split]
            ways = [*apart, *together] if in_parts else [*together, *apart]
            if not any(self._booked(shipment, *way) for way in ways):
                break

    def _booked(self, shipment: Shipment, number: int, load: Load, least: Load) -> bool:
        """Book a load, or as much of it as fits, on the cheapest itinerary with room for the least part of it.

        Whether there is one and that saves anything.
        """
        itinerary = self._search(shipment, number, load, least).run()
        if itinerary is None:
            return False
        if least.containers < load.containers:
            load = self._as_much_as_fits(itinerary, load, least)
            if not load.containers:
                return False
        there = self.plan.of[shipment.name].get(itinerary.key)
        made = self.plan.booking(shipment, itinerary, (*(there.loads if there else ()), load))
        gone = [there] if there else []
        return made is not None and self.plan.exchange(gone, [made], -self.plan.worth(shipment, load.tonnes))

    def _as_much_as_fits(self, itinerary: Itinerary, load: Load, one: Load) -> Load:
        """As many containers of a load as an itinerary has room for."""
        uses = Counter(self.lister.network.resources_of(itinerary))
        each = {r: times * units(r.unit, one) for r, times in uses.items() if r.container in ("", one.container.name)}
        left = [(exact(r.amount) - self.plan.used[r]) // amount for r, amount in each.items() if amount]
        most = min([load.containers, *map(int, left)])
        if most == load.containers:
            return load
        return replace(load, containers=most, tonnes=rounded_down(load.tonnes_each * most))

    def _search(self, shipment: Shipment, number: int, load: Load, least: Load) -> Search:
        """A search for a load in what is left, where at least some part of it fits."""
        used, aboard, known = self.plan.used, self.plan.aboard, dict[Resource, bool]()

        def fits(resource: Resource) -> bool:
            if resource not in known:
                more = units(resource.unit, least)
                known[resource] = used.get(resource, Fraction(0)) + more <= exact(resource.amount)
            return known[resource]

        def joining(departure: Departure) -> float:
            if not conditional(departure):
                return 0.0
            there, terms = aboard.get(departure, Fraction(0)), departure.terms
            if there + units(terms.capacity_unit, load) < exact(terms.min_load):
                return math.inf
            return 0.0 if there else float(self.lister.network.rater.departure_cost(departure).amount)

        return Search(self._least[shipment.name], number, load, fits, joining)

    def _ways(self, shipment: Shipment, left: Decimal) -> list[tuple[int, Load]]:
        """Loads of a range for what is left: all of it, or full containers; those first that cost the least."""
        least, found = self._least[shipment.name], list[tuple[float, int, Load]]()
        for number, of_range in enumerate(least.ranges):
            fewest, at_hand = math.ceil(exact(left) / of_range.high), self._at_hand(shipment, of_range.container)
            ways = [(Load(of_range.container, fewest, left), 0.0)] if fewest <= at_hand else []
            most = min(fewest - 1, at_hand)
            if shipment.split and most > 0:
                full = rounded_down(of_range.high * most)
                ways.append((Load(of_range.container, most, full), self._rest(shipment, left - full)))
            for load, rest in ways:
                if load.tonnes_each > of_range.low and (cost := least.cost(number, load) + rest) < math.inf:
                    found.append((cost, number, load))
        return [(number, load) for _, number, load in sorted(found, key=lambda way: way[:2])[:MOST_WAYS]]

    def _at_hand(self, shipment: Shipment, container: Container) -> int:
        """How many containers may still start where a shipment does."""
        pools = pool_resources(self.lister.network.book, shipment.origin)
        left = (int(exact(pool.amount) - self.plan.used[pool]) for pool in pools if pool.container == container.name)
        return min(left, default=MANY)

    def _rest(self, shipment: Shipment, tonnes: Decimal) -> float:
        """What a last load costs at least, or leaving it behind."""
        going = self._least[shipment.name].of_one(float(tonnes)) if tonnes >= shipment.min_lot_t else math.inf
        return min(float(self.plan.worth(shipment, tonnes)), going)

    def _anew(self, shipment: Shipment) -> bool:
        """Take a shipment out and insert it anew; whether that saves anything."""
        self.check()
        old, left = list(self.plan.of[shipment.name].values()), self.plan.worth(shipment, self.plan.left(shipment))
        if float(sum(booking.rated.total for booking in old) + left) <= self.bounds[shipment.name] + NO_MORE:
            return False
        for booking in old:
            self.plan.remove(booking)
        self._insert(shipment, in_parts=True)
        new, still = list(self.plan.of[shipment.name].values()), self.plan.worth(shipment, self.plan.left(shipment))
        for booking in new:
            self.plan.remove(booking)
        for booking in old:
            self.plan.add(booking)
        return self.plan.exchange(old, new, still - left)


def _one_container(load: Load) -> Load:
    """One of the containers of a load."""
    return replace(load, containers=1, tonnes=rounded_down(load.tonnes_each))
