"""A plan that is kept while it is planned again, and what became of its bookings: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tariffs.book import LegKey

#: Legs by what was booked: each with the day on which it departs.
Way: TypeAlias = tuple[tuple[LegKey, date], ...]


@dataclass(frozen=True, slots=True)
class KeptLeg:
    """A leg of a booking as the kept plan has it."""

    key: LegKey
    carrier: str
    departs: date
    arrives: date


@dataclass(frozen=True, slots=True, order=True)
class KeptLoad:
    """Containers of one type, loaded evenly."""

    container: str
    containers: int
    tonnes: Decimal

    def __str__(self) -> str:
        return f"{self.containers} × {self.container} with {self.tonnes.normalize():f} t"


@dataclass(frozen=True, slots=True)
class KeptBooking:
    """A booking of the kept plan; ``cost`` is what it cost there, base currency."""

    name: str
    shipment: str
    legs: tuple[KeptLeg, ...]
    loads: tuple[KeptLoad, ...]
    delivered: date
    cost: Decimal

    @property
    def tonnes(self) -> Decimal:
        """Cargo in all its loads, t."""
        return sum((load.tonnes for load in self.loads), Decimal(0))

    @property
    def way(self) -> Way:
        """Its legs and the days on which they depart: with its loads, what is booked."""
        return tuple((leg.key, leg.departs) for leg in self.legs)

    def departed(self, as_of: date) -> tuple[KeptLeg, ...]:
        """The legs that departed before a day."""
        return tuple(leg for leg in self.legs if leg.departs < as_of)

    @property
    def boxes(self) -> str:
        """Its loads in words."""
        return "; ".join(map(str, self.loads))


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that is kept.

    Attributes
    ----------
    name, sha256
        The workbook it was read from; blank for a plan in memory.
    bookings
        Its bookings, in order.
    weights_t, unserved_t
        What each shipment weighed and what of it was left behind, t; shipments without either are absent.
    """

    name: str
    sha256: str
    bookings: tuple[KeptBooking, ...]
    weights_t: Mapping[str, Decimal] = field(default_factory=dict)
    unserved_t: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keep:
    """What is kept when it is planned again.

    Attributes
    ----------
    plan
        The plan: what of it departed before ``as_of`` stays.
    as_of
        The day from which on something may change.
    change_cost
        What each booking costs that does not stay as it is, base currency, 0 or more; no part of the logistics cost.
    """

    plan: KeptPlan
    as_of: date
    change_cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a booking that is not as it was, or of one that is new.

    Attributes
    ----------
    booking, shipment
        Which; a kept booking goes by its name in both plans.
    what
        ``changed``, ``dropped``, ``new``, ``stranded``, or ``as booked`` where only what it costs, or when it arrives,
        is otherwise.
    before, after
        Containers, tonnes, legs and days, in words; blank where there is none.
    differs
        What of it is otherwise: itinerary, dates, containers, tonnes, arrival, cost.
    why
        Why, in words.
    cost_before, cost_after
        What it cost in the kept plan, and what it costs, base currency; ``None`` where there is no such booking.
    change_cost
        What it costs that it is changed, base currency.
    """

    booking: str
    shipment: str
    what: str
    before: str
    after: str
    differs: str
    why: str
    cost_before: Decimal | None
    cost_after: Decimal | None
    change_cost: Decimal


@dataclass(frozen=True, slots=True)
class Replanned:
    """What a plan keeps of another, and what it changes.

    Attributes
    ----------
    keep
        The plan that is kept, since when, and what a change costs.
    bookings
        Those of its bookings that count: all but what was delivered before and is in ``Cargo`` no longer.
    stranded
        Names of bookings under way that nothing takes on.
    changed
        How many of ``bookings`` are not as they were.
    changes
        What became of them.
    """

    keep: Keep
    bookings: tuple[KeptBooking, ...]
    stranded: frozenset[str] = frozenset()
    changed: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def cost(self) -> Decimal:
        """What the changes cost together, base currency."""
        return self.keep.change_cost * self.changed
