"""What a plan is: bookings, charges, a bound, and what is said about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from optimizer.kept import Replanned
from optimizer.options import DEFAULT_SOLVER
from optimizer.resources import Resource
from optimizer.solution import KnownLoadPlans
from tariffs.book import LegKey, Portfolio, Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.problems import Problem
from tariffs.rating import Charge, Component, Load, Rated
from tariffs.records import InputFile
from tariffs.scenarios import Edit
from tariffs.timetable import Departure, Itinerary


class Status(StrEnum):
    """What is known of a plan: ``OPTIMAL`` is never said without a proven bound within the tolerance."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


@dataclass(frozen=True, slots=True)
class Booking:
    """One shipment on one itinerary, with its loads.

    ``name`` is unique in the plan (``B001``). ``rated`` holds its charges; ``Charge.load`` counts ``loads`` from 0.
    """

    name: str
    shipment: Shipment
    itinerary: Itinerary
    loads: tuple[Load, ...]
    rated: Rated

    @property
    def tonnes(self) -> Decimal:
        """Cargo in all its loads, t."""
        return sum((load.tonnes for load in self.loads), Decimal(0))

    @property
    def transit_days(self) -> int:
        """Days from the first departure to delivery."""
        return (self.itinerary.delivered - self.itinerary.departures[0].departs).days

    @property
    def days_from_ready(self) -> int:
        """Days from ready to delivery."""
        return (self.itinerary.delivered - self.shipment.ready).days

    @property
    def mode(self) -> str:
        """The mode of the leg that takes longest, the first of equals."""
        return max(self.itinerary.departures, key=lambda d: d.arrives - d.departs).leg.key.mode


@dataclass(frozen=True, slots=True)
class DepartureCharge:
    """The cost of a departure that carries anything."""

    departure: Departure
    charge: Charge


@dataclass(frozen=True, slots=True)
class Unserved:
    """Tonnes of a shipment left behind, the reason, and what they cost: the penalty, and the duty that they bear.

    ``lacks`` are the capacities that the reason says there is too little of.
    """

    shipment: Shipment
    tonnes: Decimal
    reason: str
    charges: tuple[Charge, ...] = ()
    lacks: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class CapacityUse:
    """One capacity in one period that the plan uses.

    Attributes
    ----------
    kind
        ``departure``, ``border``, ``transfer`` or ``pool``.
    name, mode, period, unit
        Which; the period as ``tariffs.calendar.Period.of`` writes it; the unit as in the book.
    capacity, used
        In that unit.
    shadow_price
        What one more unit would save if cargo could be shared out in fractions, base currency: the dual of
        the linear relaxation, at least 0. So a capacity may have one although the plan does not fill it.
    """

    kind: str
    name: str
    mode: str
    period: str
    unit: str
    capacity: Decimal
    used: Decimal
    shadow_price: Decimal


@dataclass(frozen=True, slots=True)
class Alternative:
    """The cheapest change of one booking of a shipment to another route, or to another date on its route.

    ``extra`` is what it would cost more, base currency, with the capacities that the plan leaves.
    """

    booking: str
    itinerary: Itinerary
    extra: Decimal


@dataclass(frozen=True, slots=True)
class Train:
    """A leg whose departures have a minimum load or a cost; figures that are not known, or do not apply, ``None``.

    Attributes
    ----------
    leg, mode, unit, min_load
        Which, and the least that a departure runs with, in the unit of its capacity.
    run, load, possible
        How many departures run and what these carry together, in the unit; how many some single shipment could take.
    fullest_load, missing
        The fullest departure of the best plan without the minimum, and what it lacks of it, in the unit.
    extra_at_least, extra
        What it adds to the cost to have one of the departures run, base currency: proven, and by the best plan found.
    forced_load, rate, break_even
        Of that plan: what all departures of the leg carry, the freight of a unit on them, and what a unit would have to
        be cheaper for the plan to cost no more; ``None`` where that is more than the rate.
    outcome
        How it stands with the leg, in words.
    nearest
        The shipments on it in that plan (where it cannot be filled: in the one without the minimum), each with what it
        costs more there, departures apart, base currency; the least first.
    """

    leg: LegKey
    unit: str
    min_load: Decimal
    run: int
    load: Fraction
    possible: int | None = None
    fullest_load: Fraction | None = None
    missing: Fraction | None = None
    extra_at_least: Decimal | None = None
    extra: Decimal | None = None
    forced_load: Fraction | None = None
    rate: Fraction | None = None
    break_even: Fraction | None = None
    outcome: str = ""
    nearest: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class OnTime:
    """How a plan keeps the probabilities that its shipments ask for.

    Attributes
    ----------
    shares
        By booking of such a shipment, the share of draws in which it is on time.
    plain_cost, plain_bound
        Of the plan that would be made if no shipment asked for any, base currency.
    cut_off
        By shipment, how many of its itineraries were found not to keep its probability.
    """

    shares: Mapping[str, float]
    plain_cost: Decimal
    plain_bound: Decimal
    cut_off: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much CO2e a plan may emit.

    Attributes
    ----------
    co2_t
        At most so much, t, well to wheel.
    price_per_t
        The price of a tonne of CO2e that proves the bound: what a tonne less costs there, about; base currency, 0 or
        more, beside what the input has for it. 0 where the budget does not bind.
    """

    co2_t: Decimal
    price_per_t: Decimal

    @property
    def worth(self) -> Decimal:
        """All of it at that price, base currency."""
        return self.co2_t * self.price_per_t


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan.

    ``bound`` is proven: no plan costs less, give or take half a cent a charge. ``tolerance`` is the relative gap
    asked for. ``alternatives`` are the next best routes by shipment name, ``next_dates`` the next best dates on a route
    that the shipment takes. ``trains`` are the legs whose departures have a minimum load or a cost. ``warnings``,
    ``files``, ``scenario`` and ``edits`` are of the input that it was made from. ``engine`` and ``solver`` say what
    found it. ``replanned`` is what it keeps of another plan, and what it changes, if it was made so; ``bound`` is then
    of the cost with what changes cost. ``load_plans`` are those at hand to column generation, for a plan of a like
    world to start from; ``taken_over`` is how many this one took over of another, and ``rounds`` how often it priced.
    ``on_time`` is there if a shipment asks for a probability.
    ``budget`` is of CO2e, if there is one; ``bound`` is then of plans that keep to it.
    """

    book: TariffBook
    portfolio: Portfolio
    status: Status
    bound: Decimal
    tolerance: Decimal
    bookings: tuple[Booking, ...]
    departures: tuple[DepartureCharge, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    capacities: tuple[CapacityUse, ...] = ()
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    next_dates: Mapping[str, Alternative] = field(default_factory=dict)
    trains: tuple[Train, ...] = ()
    warnings: tuple[Problem, ...] = ()
    files: tuple[InputFile, ...] = ()
    scenario: str = ""
    edits: tuple[Edit, ...] = ()
    engine: str = "listed"
    solver: str = DEFAULT_SOLVER
    on_time: OnTime | None = None
    replanned: Replanned | None = None
    budget: Budget | None = None
    load_plans: KnownLoadPlans = field(default_factory=dict, repr=False, compare=False)
    taken_over: int = field(default=0, compare=False)
    rounds: int = field(default=0, compare=False)
    _sums: dict[Component, Decimal] = field(default_factory=dict, init=False, repr=False, compare=False)

    def charges(self) -> Iterator[tuple[Booking | None, Charge]]:
        """Every charge: those of bookings in order, then departures, then tonnes left behind."""
        for booking in self.bookings:
            for charge in booking.rated.charges:
                yield booking, charge
        for departure in self.departures:
            yield None, departure.charge
        for left in self.unserved:
            for charge in left.charges:
                yield None, charge

    @property
    def components(self) -> dict[Component, Decimal]:
        """The cost by component, all of them, in order."""
        if not self._sums:  # added up once: a large plan has a million charges
            sums = dict.fromkeys(Component, Decimal(0))
            for _, charge in self.charges():
                sums[charge.item.component] += charge.amount
            self._sums.update(sums)
        return dict(self._sums)

    @property
    def cost(self) -> Decimal:
        """The logistics cost: the sum of the written cents of every charge."""
        return sum(self.components.values(), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """The logistics cost, and what changes of a kept plan cost: what is least, and what the bound is of."""
        return self.cost if self.replanned is None else self.cost + self.replanned.cost

    @property
    def gap(self) -> Decimal:
        """(cost − bound) ÷ |cost|, what changes of a kept plan cost among it; 0 where nothing is spent."""
        return relative_gap(self.paid, self.bound)

    @property
    def bookings_of(self) -> dict[str, list[Booking]]:
        """The bookings by shipment name."""
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.bookings:
            found[booking.shipment.name].append(booking)
        return dict(found)


def relative_gap(cost: Decimal, bound: Decimal) -> Decimal:
    """(cost − bound) ÷ |cost|; 0 where nothing is spent."""
    return (cost - bound) / abs(cost) if cost else Decimal(0)
