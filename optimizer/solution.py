"""What an engine found, and what it uses: the same words for every engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from optimizer.resources import Resource
from tariffs.book import LegKey, Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.charge import exact
from tariffs.timetable import Itinerary


@dataclass(frozen=True, slots=True, eq=False)
class BookedLoad:
    """A load of a shipment on an itinerary; ``uses`` are all the resources of it, each as often as it uses it."""

    shipment: Shipment
    itinerary: Itinerary
    load: Load
    uses: tuple[Resource, ...]

    @property
    def kilograms(self) -> int:
        """Its cargo, kg."""
        return int(self.load.tonnes * 1000)


@dataclass(frozen=True, slots=True)
class KnownLoad:
    """Containers of a load plan in the words of the book: departures by leg and day, container type, how many, kg."""

    departures: tuple[tuple[LegKey, date], ...]
    container: str
    containers: int
    kilograms: int


#: Load plans that an engine had at hand, by shipment name: another run, on a like world, may start from them.
KnownLoadPlans: TypeAlias = Mapping[str, tuple[tuple[KnownLoad, ...], ...]]
NONE_KNOWN: KnownLoadPlans = {}


#: No plan is paid more than this, base currency: amounts of a book are no greater (``tariffs.schema.MOST_MONEY``).
MOST_BACK = 1e15

#: Tonnes that differ by no more are the same: half a kilogram.
HALF_KILOGRAM = 0.0005


@dataclass(frozen=True, slots=True)
class ServingBound:
    """What no plan costs less than that leaves no more than ``left_t`` tonnes for want of a penalty."""

    bound: float
    left_t: float

    def is_of(self, left_t: float) -> bool:
        """Whether it holds for plans that leave so many tonnes."""
        return left_t <= self.left_t + HALF_KILOGRAM


@dataclass(frozen=True, slots=True)
class Solution:
    """What an engine found.

    Attributes
    ----------
    engine
        Its name.
    loads
        The chosen loads.
    bound
        No plan costs less, base currency; if ``served_first``, no plan that leaves as few tonnes for want of a penalty.
    duals
        What one more unit of a resource would save in the linear relaxation, base currency, at least 0.
    served_first
        Whether it is proven that no plan leaves fewer tonnes of the shipments without a penalty.
    least
        By shipment, what it costs at least, whatever becomes of the others, base currency; empty where that is unknown.
        Costs of departures are not in it.
    serving
        What is proven of plans that serve as much as any can; it may be proven of none.
    load_plans, taken_over, rounds
        Of column generation: the load plans at hand in the end; how many of an earlier run it started from; and its
        rounds of pricing.
    """

    engine: str
    loads: tuple[BookedLoad, ...]
    bound: float
    duals: dict[Resource, float]
    served_first: bool
    least: Mapping[str, float] = field(default_factory=dict)
    serving: ServingBound | None = None
    load_plans: KnownLoadPlans = field(default_factory=dict)
    taken_over: int = 0
    rounds: int = 0


def pays_back(book: TariffBook) -> bool:
    """Whether an amount of the book is below zero; where none is, no plan costs less than nothing."""
    rows = [row.amounts for leg in book.legs for row in leg.tariffs]
    rows += [row.amounts for row in book.surcharges]
    rows += [row.amounts for row in book.transfers] + [row.amounts for row in book.borders]
    amounts = (amount for row in rows for amount in (row.rate, *row.per_container.values()))
    others = (*(band.rate_per_day for band in book.storage), *(border.fee_per_t for border in book.borders))
    return any(amount is not None and amount < 0 for amount in (*amounts, *others))


def units(unit: str, load: Load) -> Fraction:
    """What a load counts for in a capacity unit."""
    match unit:
        case "tonnes":
            return exact(load.tonnes)
        case "teu":
            return load.containers * exact(load.container.teu)
        case _:
            return Fraction(load.containers)


def units_of(unit: str, loads: Iterable[Load]) -> Fraction:
    """What loads count for together in a capacity unit."""
    return sum((units(unit, load) for load in loads), Fraction(0))


def usage(loads: Iterable[BookedLoad]) -> dict[Resource, Fraction]:
    """What loads use of every resource, in its unit."""
    used: dict[Resource, Fraction] = defaultdict(Fraction)
    for booked in loads:
        for resource in booked.uses:
            if resource.container in ("", booked.load.container.name):
                used[resource] += units(resource.unit, booked.load)
    return used


def in_lots(loads: Iterable[BookedLoad]) -> bool:
    """Whether each booking carries the least lot of its shipment."""
    carried: dict[tuple[str, Itinerary], int] = defaultdict(int)
    least: dict[str, Decimal] = {}
    for booked in loads:
        if booked.shipment.min_lot_t:
            carried[booked.shipment.name, booked.itinerary] += booked.kilograms
            least[booked.shipment.name] = booked.shipment.min_lot_t * 1000
    return all(kilograms >= least[name] for (name, _), kilograms in carried.items())


def unserved_kilograms(loads: Iterable[BookedLoad], shipments: Iterable[Shipment]) -> dict[str, int]:
    """Kilograms left behind, by shipment."""
    left = {k.name: int(k.weight_t * 1000) for k in shipments}
    for booked in loads:
        left[booked.shipment.name] -= booked.kilograms
    return left
