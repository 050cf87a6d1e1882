"""Column generation beside a plan that is kept.

What is under way is a case that is not priced. Its load plans are ways on, listed by the search of the other engine:
all that no other way outdoes which is no dearer, uses nothing of some limits that it does not, and fills the same of
some minimum loads. So of those that are not listed none costs less than the cheapest that is, with the prices of these
limits alone. Where that is less than what the best way at hand costs with all prices, the limits that it pays for join
these, and the ways are listed again. Thus what is under way takes capacity from the others, and may make room for them.

A booking that has not departed costs its change X in every load plan in which it is not as it was. Pricing knows
nothing of that. With v_k(π) as pricing finds it, and s the load plan in which all bookings of k stay, the least of k is

    min(v_k(π) + X, cost_s + Σ_r π_r use_rs)    where they carry all of k: in any other plan one of them changes
    v_k(π)                                      else
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeAlias

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.like_worlds import Known
from optimizer.column_generation.limits import Floats, Limits
from optimizer.column_generation.plans import LoadPlan, Packed
from optimizer.column_generation.pricing.cost_to_go import ARRIVES, DEPARTS, INTO
from optimizer.column_generation.pricing.itineraries import Work
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.timeline import Flags
from optimizer.column_generation.trips import Path, Trip
from optimizer.listing.candidates import Candidate, held_loads
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, KnownLoad, units_of
from tariffs.book import LegKey, Shipment
from tariffs.fraction import Fraction
from tariffs.timetable import Departure, Itinerary

#: The ways on of a booking under way are listed by no more limits than these, and no more often in a round; with more
#: minimum loads than so many no way would outdo another.
MOST_LIMITS, TIMES, MOST_MINIMUMS = 12, 3, 3

#: What costs no more than this more is no reason to list them again, base currency.
A_TRIFLE = 1e-6

#: The units of limits by number.
UNITS = ("teu", "containers", "tonnes")

#: What a booking carries: container types by number, how many, kg.
Boxes: TypeAlias = tuple[tuple[int, int, int], ...]


class KeptCargo(Protocol):
    """What may become of the bookings of a plan that is kept."""

    @property
    def change_cost(self) -> float:
        """What a change of one costs, base currency."""

    def is_under_way(self, shipment: Shipment) -> bool:
        """Whether it is the cargo of a booking under way."""

    def ways_on(
        self, shipment: Shipment, limited: Callable[[Resource], bool], minimums: frozenset[Departure]
    ) -> Iterable[Candidate]:
        """How that may go on: all that a plan of least cost may need where some capacities are limited."""

    def may_stay(self, shipment: Shipment) -> list[Candidate]:
        """The bookings of any other shipment that may stay as they are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Itineraries at hand to choose among anew, by shipment.

    If they are ``complete``, no plan that needs any other costs less than ``cost``.
    """

    itineraries: Mapping[str, Sequence[Itinerary]]
    cost: float
    complete: bool


@dataclass(slots=True)
class _UnderWay:
    """A case under way.

    Attributes
    ----------
    counts, arrives
        What it counts for in each unit, and the day of the plan on which its last departed leg arrives.
    limits, ways
        The numbers of the limits by which its ways on were listed, and these as load plans.
    """

    case: Case
    counts: Floats = field(default_factory=lambda: np.zeros(len(UNITS)))
    arrives: int = 0
    limits: set[int] = field(default_factory=set)
    ways: list[LoadPlan] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether it has not arrived."""
        return any(load.trip.path for way in self.ways for load in way.loads)


@dataclass(slots=True)
class KeptCases:
    """What the cases may do of a plan that is kept."""

    kept: KeptCargo
    cases: Sequence[Case]
    limits: Limits
    under_way: dict[int, _UnderWay] = field(default_factory=dict)
    _staying: dict[int, list[tuple[Path, Boxes, Candidate]]] = field(default_factory=dict)
    _way_of: dict[Trip, Candidate] = field(default_factory=dict)
    _on_first: dict[tuple[LegKey, date], int] = field(default_factory=dict)
    _numbers: Mapping[tuple[LegKey, date], int] = field(init=False)
    _types: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the first ways on, and what may stay."""
        line = self.limits.timeline
        self._numbers = line.numbered()
        self._types = {name: number for number, name in enumerate(line.network.book.containers)}
        for case in self.cases:
            if self.kept.is_under_way(case.shipment):
                self.under_way[case.number] = one = _UnderWay(case)
                self.list_ways(one)
            elif found := self.kept.may_stay(case.shipment):
                self._staying[case.number] = [(self._path(c), self._boxes(held_loads(c)), c) for c in found]

    @property
    def change_cost(self) -> float:
        """What a change of a booking costs, base currency."""
        return self.kept.change_cost

    @property
    def chooses(self) -> bool:
        """Whether something under way has a choice."""
        return any(one.goes_on for one in self.under_way.values())

    def dearest_tonne(self, number: int) -> float:
        """What a tonne of a booking under way costs on the dearest way at hand; ``inf`` where there is none."""
        one = self.under_way[number]
        return max((way.cost / one.case.weight for way in one.ways), default=np.inf)

    def fee(self, case: Case, loads: Iterable[Packed]) -> float:
        """What changes cost in a load plan of some loads: of each booking that is not there as it was."""
        if case.number in self.under_way:
            return self.change_cost  # of what goes no further; ways on have their own
        staying = self._staying.get(case.number, ())
        if not staying or not self.change_cost:
            return 0.0
        there = self._by_path(case, loads)
        return self.change_cost * sum(there.get(path) != boxes for path, boxes, _ in staying)

    def changes(self, plan: LoadPlan) -> bool:
        """Whether a way on is another than was planned."""
        held = self._way_of[plan.loads[0].trip].held
        return held is not None and held.changed

    def booked(self, plan: LoadPlan) -> tuple[list[BookedLoad], tuple[Packed, ...]]:
        """The loads of kept bookings in a load plan, as these are known by; and its other loads."""
        if plan.case.number in self.under_way:
            return [load for packed in plan.loads[:1] for load in held_loads(self._way_of[packed.trip])], ()
        there = self._by_path(plan.case, plan.loads)
        held = {path: c for path, boxes, c in self._staying.get(plan.case.number, ()) if there.get(path) == boxes}
        loads = [load for candidate in held.values() for load in held_loads(candidate)]
        return loads, tuple(packed for packed in plan.loads if packed.trip.path not in held)

    def list_ways(self, one: _UnderWay) -> None:
        """List the ways on of a case under way by its limits."""
        rows = [self.limits.rows[number] for number in one.limits]
        limited = {row.resource for row in rows}
        minimums = frozenset(row.runs for row in rows if row.runs is not None and row.runs.terms.min_load > 0)
        ways = list(self.kept.ways_on(one.case.shipment, limited.__contains__, minimums))
        one.ways = [self._load_plan(one.case, way) for way in ways]
        for way in ways[:1]:
            loads = [load.load for load in held_loads(way)]
            one.counts = np.array([float(units_of(unit, loads)) for unit in UNITS])
            left = [d.arrives for d in way.itinerary.departures if d.key not in self._numbers]
            one.arrives = (max(left) - self.limits.timeline.network.first).days

    def few(self, numbers: Collection[int]) -> bool:
        """Whether limits are few enough to list by: without a minimum load, or with few of them."""
        runs = {row.runs for row in map(self.limits.rows.__getitem__, numbers) if math.isfinite(row.least)}
        return len(numbers) <= MOST_LIMITS and len(runs) <= MOST_MINIMUMS

    def staying_plans(self, pricer: Pricer) -> Iterator[LoadPlan]:
        """By case, the load plan in which all its bookings stay."""
        known = {}
        for number, staying in self._staying.items():
            loads = [
                KnownLoad(load.itinerary.key, load.load.container.name, load.load.containers, load.kilograms)
                for _, _, candidate in staying
                for load in held_loads(candidate)
            ]
            known[self.cases[number].shipment.name] = (tuple(loads),)
        return Known(pricer, known).taken_over()

    def _load_plan(self, case: Case, way: Candidate) -> LoadPlan:
        assert way.held is not None  # it is of a kept booking
        trip, loads = self._trip(way), list(held_loads(way))
        self._way_of[trip] = way
        packed = tuple(Packed(trip, n, load.load.containers, load.kilograms) for n, load in enumerate(loads))
        cost = way.held.cost + way.held.change_cost * way.held.changed + self._cost_of_departed(case, way)
        return LoadPlan(case, packed, 0, cost, self._uses(trip, loads))

    def _cost_of_departed(self, case: Case, way: Candidate) -> float:
        """What the departures cost that have left, each for the first case that was on it."""
        left = (d for d in way.itinerary.departures if d.key not in self._numbers and d.terms.departure_cost > 0)
        own = (d for d in left if self._on_first.setdefault(d.key, case.number) == case.number)
        rater = self.limits.timeline.network.rater
        return float(sum(rater.departure_cost(departure).amount for departure in own))

    def _path(self, candidate: Candidate) -> Path:
        """The numbers of its departures but for those that have left."""
        departures = candidate.itinerary.departures
        return tuple(self._numbers[d.key] for d in departures if d.key in self._numbers)

    def _trip(self, way: Candidate) -> Trip:
        """A way on as a trip: with what was used by what has left, too."""
        line, limits, path = self.limits.timeline, self.limits, self._path(way)
        rows = [limits.numbers[resource] for resource in way.uses if resource in limits.numbers]
        for i in path:
            on = limits.on_departure[limits.starts[i] : limits.starts[i + 1]].tolist()
            rows += [row for row in on if limits.rows[row].resource is None]
        delivered = (way.itinerary.delivered - line.network.first).days
        return Trip(path, tuple(rows), line.places[way.shipment.origin], delivered)

    def _uses(self, trip: Trip, loads: Sequence[BookedLoad]) -> dict[int, float]:
        """What loads use on a trip, by limit; of one that it uses twice, twice as much."""
        uses: dict[int, Fraction] = defaultdict(Fraction)
        for row in trip.rows:
            limit = self.limits.rows[row]
            only = "" if limit.resource is None else limit.resource.container
            counted = (load.load for load in loads if only in ("", load.load.container.name))
            uses[row] += units_of(UNITS[limit.unit], counted)
        return {row: float(amount) for row, amount in uses.items() if amount}

    @staticmethod
    def _by_path(case: Case, loads: Iterable[Packed]) -> dict[Path, Boxes]:
        found: dict[Path, list[tuple[int, int, int]]] = defaultdict(list)
        for load in loads:
            found[load.trip.path].append((case.goods.container[load.segment], load.containers, load.kilograms))
        return {path: tuple(sorted(boxes)) for path, boxes in found.items()}

    def _boxes(self, loads: Iterable[BookedLoad]) -> Boxes:
        return tuple(sorted((self._types[b.load.container.name], b.load.containers, b.kilograms) for b in loads))


@dataclass(slots=True)
class KeptRun:
    """What one relaxation knows of a kept plan, where nothing costs anything if ``free_of_charge``.

    Attributes
    ----------
    floors
        By case, what is to be added to what pricing finds; see above.
    staying
        By case, the load plans in which it goes on, as planned first, or the one in which all that is booked stays.
    """

    of: KeptCases
    work: Work
    free_of_charge: bool
    floors: Floats = field(init=False)
    staying: dict[int, list[LoadPlan]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing is known to stay yet."""
        self.floors = np.zeros(len(self.of.cases))

    def plans(self, pricer: Pricer) -> Iterator[LoadPlan]:
        """The load plans to begin with: ways on, and what stays."""
        for number, one in self.of.under_way.items():
            yield from (ways := list(self._ways(one)))
            self.staying[number] = sorted(ways, key=lambda way: (self.of.changes(way), way.cost))
        for plan in self.of.staying_plans(pricer):
            if not self.of.fee(plan.case, plan.loads):
                self.staying[plan.case.number] = [plan]
                self.floors[plan.case.number] = self.of.change_cost if self.carries_all(plan) else 0.0
            yield plan

    def carries_all(self, plan: LoadPlan) -> bool:
        """Whether in any other load plan of its case something changes, and that costs something."""
        return not plan.left and not self.free_of_charge

    def again(self, plan: LoadPlan) -> LoadPlan | None:
        """A way on of another run in this one; ``None`` where it goes no further."""
        return next((way for way in self._ways(self.of.under_way[plan.case.number]) if way.key == plan.key), None)

    def settle(self, least: Floats, known: Floats, priced: Flags, prices: Floats) -> list[LoadPlan]:
        """Correct what each case costs at least with prices, where it keeps anything; further ways on.

        ``least`` has what pricing found, of the cases that are ``priced``, and ``known`` what the cheapest load plans
        so far cost.
        """
        least[priced] += self.floors[priced]
        stays = self.floors > 0
        least[stays] = np.minimum(least[stays], known[stays])
        more: list[LoadPlan] = []
        for number, one in self.of.under_way.items():
            best = float(known[number])
            for _ in range(TIMES):
                lower, pays_for = self._cheapest(one, prices)
                if lower >= best - A_TRIFLE or not pays_for or not self.of.few(one.limits | pays_for):
                    break
                one.limits |= pays_for
                self.of.list_ways(one)
                more += (ways := list(self._ways(one)))
                best = min([best, *(way.cost + _paid(way.uses, prices) for way in ways)])
            least[number] = min(lower, best) if one.ways else best
        return more

    def _ways(self, one: _UnderWay) -> Iterator[LoadPlan]:
        return (replace(way, cost=0.0) if self.free_of_charge else way for way in one.ways)

    def _cheapest(self, one: _UnderWay, prices: Floats) -> tuple[float, set[int]]:
        """What no way on costs less than; and the limits by which they might be listed again.

        Of minimum loads with a price below zero it is taken that a way might fill them all, unless they are among its
        limits.
        """
        lower, pays_for = np.inf, set[int]()
        for way in self._ways(one):
            cost = way.cost + _paid({row: way.uses[row] for row in way.uses.keys() & one.limits}, prices)
            if cost < lower:
                lower, pays_for = cost, {row for row in way.uses if prices[row] > 0}
        filled = {row for row in np.flatnonzero(prices < 0).tolist() if row not in one.limits and self._fills(one, row)}
        lower += sum(float(prices[row] * one.counts[self.of.limits.units[row]]) for row in filled)
        return lower, (pays_for | filled) - one.limits

    def _fills(self, one: _UnderWay, row: int) -> bool:
        """Whether a way on may take the departure of a minimum load."""
        net, counted, cargo = self.work.net, self.work.counted, self.work.cargo
        departure = net.departures[counted.departures[counted.departure_starts[row]]]
        to_go = self.work.bounds.to_go[cargo.destinations[one.case.number]][departure[INTO]]
        return bool(one.arrives <= departure[DEPARTS] and departure[ARRIVES] + to_go <= one.case.last)


def _paid(uses: Mapping[int, float], prices: Floats) -> float:
    """What is paid for limits."""
    return float(sum(amount * prices[row] for row, amount in uses.items()))
