"""Load plans at hand by shipment: those of plans, those of column generation, and mixtures of two, each rated once."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, permutations
from typing import TypeAlias

from optimizer.bookings import Bookings, conditional
from optimizer.listing.labels import ItineraryKey
from optimizer.network import Network
from optimizer.plan import Booking, Plan
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, KnownLoad, units_of, usage
from optimizer.trade_offs.hull import lower_hull
from tariffs.book import Container, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Charge, Load
from tariffs.rating.lines import most_in
from tariffs.timetable import Departure, Itinerary

#: What tells a load plan from every other: its shipment, and its loads by departures.
Key: TypeAlias = tuple[str, frozenset[tuple[object, ...]]]

#: Amount of a measure in a booking.
AmountOf: TypeAlias = Callable[[Booking], Fraction]

#: Mixtures of load plans: so many in all, so many of each shipment at least, and of a pair of load plans at most.
MOST_MIXTURES, FEWEST_MIXTURES, MOST_STEPS = 6000, 20, 8


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
        return list(dict.fromkeys([*lower_hull(known), *chosen]))

    def loads_of(self, booking: Booking) -> list[BookedLoad]:
        """A booking as an engine gives it."""
        return self._rated.loads_of(booking)

    def cost(self, chosen: Sequence[RatedLoadPlan]) -> Decimal:
        """What load plans cost together, with their departures."""
        departures = {departure for one in chosen for departure in one.aboard}
        charges = (Charge.of(self.network.rater.departure_cost(departure)).amount for departure in departures)
        return sum((one.cost for one in chosen), sum(charges, Decimal(0)))


def _key(shipment: Shipment, loads: Iterable[tuple[Itinerary, Load]]) -> Key:
    """What tells the load plan of some loads from every other."""
    counts = Counter((way.key, load.container.name, load.containers, load.tonnes) for way, load in loads)
    return shipment.name, frozenset((*load, times) for load, times in counts.items())


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
