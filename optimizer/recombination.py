"""The best plan among load plans at hand: one for each shipment, by a small integer programme.

    min Σ_s cost_s x_s + Σ_d cost_d z_d
    choice_k      Σ_{s of k} x_s = 1                                        (one is to leave all of it behind)
    capacity_r    Σ_s use_rs x_s ≤ A_r
    runs_d        L_d z_d ≤ Σ_s aboard_ds x_s ≤ M_d z_d                     (departures with a minimum load or a cost)
    serving       Σ_s left_s x_s ≤ U                                        (t, of shipments without a penalty)
    budget        Σ_s amount_s x_s ≤ ε                                      (of a measure, such as t of CO2e)
    x, z ∈ {0, 1}

The load plans are those of plans made before and those that column generation had at hand for them, each rated
exactly, and mixtures of two of a shipment: some containers of the one, and what they leave in containers of the other.
What comes of it is a plan that holds, the best of these; nothing is proven by it. To bound one measure and minimise the
other is the ε-constraint method, which finds points between the supported ones, too (Y. Y. Haimes, L. S. Lasdon and
D. A. Wismer, 1971; M. Ehrgott, Multicriteria Optimization, 2nd ed., 2005, ch. 4).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice, permutations
from typing import TypeAlias

from optimizer.assembly import capacity_use, departure_charges, left_behind, named
from optimizer.auditor import PlanRecord, audit
from optimizer.bookings import Bookings, conditional
from optimizer.errors import AuditError
from optimizer.listing.labels import ItineraryKey
from optimizer.network import Network
from optimizer.plan import Booking, CapacityUse, Plan, Status
from optimizer.resources import Resource
from optimizer.solution import KnownLoad, units_of, usage
from optimizer.solver import Programme
from tariffs.book import Container, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Charge, Load
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in
from tariffs.timetable import Departure, Itinerary

#: What tells a load plan from every other: its shipment, and its loads by departures.
Key: TypeAlias = tuple[str, frozenset[tuple[object, ...]]]

#: Amount of a measure in a booking.
AmountOf: TypeAlias = Callable[[Booking], Fraction]

#: By how much less than the budget a solver may use if its tolerance took it beyond, as a share; and how often at most.
CLOSER, TIMES = 2e-6, 4

#: Mixtures of load plans: so many in all, so many of each shipment at least, and of a pair of load plans at most.
MOST_MIXTURES, FEWEST_MIXTURES, MOST_STEPS = 6000, 20, 8

#: Why cargo stays behind.
NOT_CARRIED = "the cheapest plan found that keeps to the budget does not carry it"

#: What a whole number that is 0 or 1 is told by.
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RatedLoadPlan:
    """One complete way to ship a shipment, at exact charges.

    ``cost`` is of its bookings and of what stays behind, base currency, without that of departures; ``amount`` is of
    the measure; ``uses`` is by capacity in its unit, ``aboard`` by departure with a minimum load or a cost.
    """

    shipment: Shipment
    bookings: tuple[Booking, ...]
    left_kg: int
    cost: Decimal
    amount: Fraction
    uses: Mapping[Resource, Fraction]
    aboard: Mapping[Departure, Fraction]

    @property
    def key(self) -> Key:
        """What tells it from every other."""
        return _key(self.shipment, self.loads)

    @property
    def loads(self) -> list[tuple[Itinerary, Load]]:
        """Its loads, each with its itinerary."""
        return [(booking.itinerary, load) for booking in self.bookings for load in booking.loads]


@dataclass(slots=True)
class LoadPlanPool:
    """Load plans by shipment, each once.

    Attributes
    ----------
    network
        Of the input at whose prices they are rated.
    shipments
        Each has at least one load plan: the one that leaves it behind.
    amount_of
        What of the measure a booking has.
    """

    network: Network
    shipments: Mapping[str, Shipment]
    amount_of: AmountOf
    of: dict[str, list[RatedLoadPlan]] = field(default_factory=lambda: defaultdict(list))
    _keys: set[Key] = field(default_factory=set)
    _chosen: set[Key] = field(default_factory=set)
    _rated: Bookings = field(init=False)
    _itineraries: dict[ItineraryKey, Itinerary | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let every shipment stay behind."""
        self._rated = Bookings(self.network)
        for shipment in self.shipments.values():
            self._add(shipment, [])

    def add(self, plan: Plan) -> None:
        """Take in the bookings of a plan, and what column generation had at hand for it."""
        for name, bookings in plan.bookings_of.items():
            loads = [(self._itinerary(one.itinerary.key), load) for one in bookings for load in one.loads]
            self._add(self.shipments[name], loads)
            self._chosen.add(_key(self.shipments[name], [(way, load) for way, load in loads if way is not None]))
        for name, load_plans in plan.load_plans.items():
            for known in load_plans:
                self._add(self.shipments[name], [(self._itinerary(one.departures), self._load(one)) for one in known])

    def _itinerary(self, key: ItineraryKey) -> Itinerary | None:
        """The itinerary of these departures, if they run here."""
        if key not in self._itineraries:
            at = [self.network.departures_between(leg, day, day) for leg, day in key]
            path = tuple(one[0] for one in at if one)
            self._itineraries[key] = self.network.timetable.itinerary(path) if len(path) == len(at) else None
        return self._itineraries[key]

    def _load(self, known: KnownLoad) -> Load:
        container = self.network.book.containers[known.container]
        return Load(container, known.containers, Decimal(known.kilograms).scaleb(-3))

    def _add(self, shipment: Shipment, loads: Sequence[tuple[Itinerary | None, Load]]) -> None:
        """Rate a load plan and take it in, unless it is there or does not hold."""
        running = [(itinerary, load) for itinerary, load in loads if itinerary is not None]
        key = _key(shipment, running)
        if key in self._keys or len(running) < len(loads):
            return
        self._keys.add(key)
        by_way: dict[Itinerary, list[Load]] = defaultdict(list)
        for itinerary, load in running:
            by_way[itinerary].append(load)
        made = [self._rated.booking(shipment, way, tuple(on_it)) for way, on_it in by_way.items()]
        bookings = tuple(booking for booking in made if booking is not None)
        left = shipment.weight_t - sum((booking.tonnes for booking in bookings), Decimal(0))
        if len(bookings) < len(made) or left < 0 or (len(bookings) > 1 and not shipment.split):
            return
        self.of[shipment.name].append(self._of(shipment, bookings, left))

    def _of(self, shipment: Shipment, bookings: tuple[Booking, ...], left_t: Decimal) -> RatedLoadPlan:
        charges = map(Charge.of, self.network.rater.unserved(shipment, left_t)) if left_t else ()
        aboard: dict[Departure, Fraction] = defaultdict(Fraction)
        for booking in bookings:
            for departure in filter(conditional, booking.itinerary.departures):
                aboard[departure] += units_of(departure.terms.capacity_unit, booking.loads)
        return RatedLoadPlan(
            shipment,
            bookings,
            int(left_t * 1000),
            sum((charge.amount for charge in charges), sum((b.rated.total for b in bookings), Decimal(0))),
            sum(map(self.amount_of, bookings), Fraction(0)),
            usage(load for booking in bookings for load in self._rated.loads_of(booking)),
            aboard,
        )

    def mix(self) -> None:
        """Add mixtures of load plans of each shipment that may be split, the same few for each."""
        most = max(MOST_MIXTURES // max(len(self.shipments), 1), FEWEST_MIXTURES)
        for shipment in self.shipments.values():
            if shipment.split:
                mixtures = islice(_mixtures(shipment, self._to_mix(shipment)), most)
                for loads in list(mixtures):
                    self._add(shipment, loads)

    def _to_mix(self, shipment: Shipment) -> list[RatedLoadPlan]:
        """Load plans of a shipment to mix others from: those on its hull of cost and amount, and those of plans."""
        may_stay = shipment.penalty_per_t is not None
        known = [one for one in self.of[shipment.name] if may_stay or not one.left_kg]
        chosen = [one for one in known if one.key in self._chosen]
        return list(dict.fromkeys([*_hull(known), *chosen]))

    def best(
        self, most: Fraction | None, left_kg: int | None, gap: float, seconds: float | None = None
    ) -> list[RatedLoadPlan] | None:
        """The load plans of least cost together; ``None`` if none hold together, or none are found in so much time.

        Parameters
        ----------
        most
            The budget: of the measure they have no more; ``None`` for none.
        left_kg
            The most that may stay behind of shipments without a penalty; ``None`` for any.
        gap
            How near to the least of these load plans is near enough, as a share.
        seconds
            For how long to search.
        """
        closer = 0.0
        for _ in range(TIMES):
            choice = _Choice(self, left_kg)
            if most is not None:
                choice.limit(most, closer)
            found = choice.search(gap, seconds)
            if found is None or most is None or sum((one.amount for one in found), Fraction(0)) <= most:
                return found
            closer += CLOSER
        return None

    def plan(self, chosen: Iterable[RatedLoadPlan], like: Plan, worth: Iterable[CapacityUse] = ()) -> Plan:
        """The plan of load plans, audited; warnings, files and the like are those of a plan of the same input.

        Of its bound no more is said than that it is no higher than its cost, and what would be next best is not looked
        for. Shadow prices are those of ``worth``.

        Raises
        ------
        AuditError
            If it does not stand up to the auditor: a failure of this program, never of the input.
        """
        picked, rater, book = list(chosen), self.network.rater, self.network.book
        bookings = named(booking for one in picked for booking in one.bookings)
        loads = [load for booking in bookings for load in self._rated.loads_of(booking)]
        prices = {(use.kind, use.name, use.mode, use.period): float(use.shadow_price) for use in worth}
        duals = {
            resource: prices.get((resource.kind, resource.name, resource.mode, resource.period), 0.0)
            for load in loads
            for resource in load.uses
        }
        unserved = (left_behind(rater, one.shipment, one.left_kg, NOT_CARRIED) for one in picked if one.left_kg)
        made = replace(
            like,
            book=book,
            status=Status.FEASIBLE,
            bookings=bookings,
            departures=departure_charges(rater, bookings),
            unserved=tuple(unserved),
            capacities=capacity_use(self.network, loads, duals),
            alternatives={},
            next_dates={},
            trains=(),
            engine=f"{like.engine}, recombined",
            load_plans={},
        )
        made = replace(made, bound=min(made.bound, made.cost))
        differences = audit(PlanRecord.of(made), book, made.portfolio)
        if differences:
            raise AuditError(differences)
        return made


@dataclass(slots=True)
class _Choice:
    """The integer programme over the load plans of a pool."""

    pool: LoadPlanPool
    left_kg: int | None
    programme: Programme = field(default_factory=Programme)
    plans: list[RatedLoadPlan] = field(default_factory=list)

    def __post_init__(self) -> None:
        """State all but the budget: a column for each load plan, in order, comes first."""
        for of_one in self.pool.of.values():
            columns = [self.programme.column(float(one.cost), 1.0, whole=True) for one in of_one]
            self.plans += of_one
            self.programme.row(1.0, ((column, 1.0) for column in columns), 1.0)
        self._capacities()
        self._departures()
        if self.left_kg is not None:
            left = ((n, one.left_kg / 1000) for n, one in enumerate(self.plans) if one.shipment.penalty_per_t is None)
            self.programme.row(-math.inf, ((n, tonnes) for n, tonnes in left if tonnes), self.left_kg / 1000 + 1e-5)

    def _capacities(self) -> None:
        """Σ_s use_rs x_s ≤ A_r, in the unit of the capacity, where it could be exceeded."""
        uses: dict[Resource, list[tuple[int, float]]] = defaultdict(list)
        for n, one in enumerate(self.plans):
            for resource, amount in one.uses.items():
                uses[resource].append((n, float(amount)))
        for resource, terms in uses.items():
            if self._most(terms) > resource.amount:
                self.programme.row(-math.inf, terms, float(resource.amount))

    def _departures(self) -> None:
        """L_d z_d ≤ Σ_s aboard_ds x_s ≤ M_d z_d, in the unit of the departure."""
        aboard: dict[Departure, list[tuple[int, float]]] = defaultdict(list)
        for n, one in enumerate(self.plans):
            for departure, amount in one.aboard.items():
                aboard[departure].append((n, float(amount)))
        for departure, terms in aboard.items():
            cost = float(self.pool.network.rater.departure_cost(departure).amount)
            z = self.programme.column(cost, 1.0, whole=True)
            least = float(departure.terms.min_load)
            self.programme.row(-math.inf, [*terms, (z, -max(self._most(terms), least))], 0.0)
            if least:
                self.programme.row(0.0, [*terms, (z, -least)], math.inf)

    def _most(self, terms: Iterable[tuple[int, float]]) -> float:
        """The most that a row can come to: of each shipment the load plan that has most of it."""
        most: dict[str, float] = defaultdict(float)
        for n, amount in terms:
            name = self.plans[n].shipment.name
            most[name] = max(most[name], amount)
        return sum(most.values())

    def limit(self, most: Fraction, closer: float) -> None:
        """Σ_s amount_s x_s ≤ ε, as shares of ε; less by a share ``closer``."""
        for n, one in enumerate(self.plans):
            if one.amount > most:
                self.programme.upper[n] = 0.0
        if most:
            shares = ((n, float(one.amount / most)) for n, one in enumerate(self.plans) if one.amount <= most)
            self.programme.row(-math.inf, ((n, share) for n, share in shares if share), 1.0 - closer)

    def search(self, gap: float, seconds: float | None) -> list[RatedLoadPlan] | None:
        values = self.programme.search(gap, seconds).values
        if values is None:
            return None
        return [one for one, value in zip(self.plans, values, strict=False) if value > HALF]


def _key(shipment: Shipment, loads: Iterable[tuple[Itinerary, Load]]) -> Key:
    """What tells the load plan of some loads from every other."""
    counts = Counter((way.key, load.container.name, load.containers, load.tonnes) for way, load in loads)
    return shipment.name, frozenset((*load, times) for load, times in counts.items())


def _hull(load_plans: Iterable[RatedLoadPlan]) -> list[RatedLoadPlan]:
    """The lower convex hull of cost and amount, the cheapest first."""
    hull: list[RatedLoadPlan] = []
    for one in sorted(load_plans, key=lambda one: (one.cost, one.amount)):
        if hull and one.amount >= hull[-1].amount:
            continue
        while len(hull) > 1 and _slope(hull[-2], hull[-1]) >= _slope(hull[-1], one):
            hull.pop()
        hull.append(one)
    return hull


def _slope(one: RatedLoadPlan, other: RatedLoadPlan) -> Fraction:
    return exact(other.cost - one.cost) / (one.amount - other.amount)


def _mixtures(shipment: Shipment, load_plans: Sequence[RatedLoadPlan]) -> Iterator[list[tuple[Itinerary, Load]]]:
    """Some boxes of one load plan, and what they leave in those of another; first of those next to each other."""
    pairs = sorted(permutations(range(len(load_plans)), 2), key=lambda pair: (abs(pair[0] - pair[1]), pair))
    for giving, taking in pairs:
        for full in (False, True):
            boxes, others = (_boxes(load_plans[n], full=full) for n in (giving, taking))
            steps = min(len(boxes) - 1 if others else len(boxes), MOST_STEPS)
            for step in range(1, steps + 1):
                count = max(1, round(len(boxes) * step / (steps + 1))) if others else step
                yield _filled(shipment, [*boxes[:count], *others])


def _boxes(load_plan: RatedLoadPlan, *, full: bool) -> list[tuple[Itinerary, Container, int]]:
    """The containers of a load plan, each with the kilograms in it: as many as it has, or as many as it takes."""
    found = []
    for itinerary, load in load_plan.loads:
        most = most_in(load.container, load_plan.shipment)
        kilograms = math.floor(most * 1000) if full else math.ceil(load.tonnes_each * 1000)
        found += [(itinerary, load.container, kilograms)] * load.containers
    return found


def _filled(shipment: Shipment, boxes: Iterable[tuple[Itinerary, Container, int]]) -> list[tuple[Itinerary, Load]]:
    """Loads that carry a shipment in these boxes, the first ones first, as far as they go."""
    rest, counts = int(shipment.weight_t * 1000), Counter[tuple[Itinerary, Container, int]]()
    for itinerary, container, most in boxes:
        kilograms = min(most, rest)
        if kilograms:
            counts[itinerary, container, kilograms] += 1
            rest -= kilograms
    return [
        (itinerary, Load(container, count, Decimal(kilograms * count).scaleb(-3)))
        for (itinerary, container, kilograms), count in counts.items()
    ]
