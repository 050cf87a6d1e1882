"""Chains of departures under way, and complete ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from optimizer.listing.costs import Cost
from optimizer.listing.pieces import Fee
from optimizer.resources import Resource
from tariffs.book import LegKey
from tariffs.timetable import Departure, Handling, Itinerary

#: What tells an itinerary from every other: its departures.
ItineraryKey: TypeAlias = tuple[tuple[LegKey, date], ...]

#: Where a label stands: location, arriving mode and named service.
State: TypeAlias = tuple[str, str, str]

#: What is used of limited resources and of departures with a cost: (it, 0), and (it, 1) for the second time, …
Uses: TypeAlias = frozenset[tuple[Resource | Departure, int]]


@dataclass(slots=True, eq=False)
class Label:
    """A chain of departures. ``cost`` is as ``optimizer.listing.costs`` says; ``dropped`` says it is needless.

    ``begins_cut`` says that some itinerary which the shipment may not take begins so: another label may go on where
    this one may not.
    """

    departure: Departure | None
    handling: Handling | None
    previous: Label | None
    location: str
    arrives: date
    cost: Cost
    fees: tuple[Fee, ...]
    limited: Uses
    committed: frozenset[Departure]
    visited: frozenset[str]
    dropped: bool = False
    begins_cut: bool = False

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.departure is None:
            return (self.location, "", "")
        key = self.departure.leg.key
        return (self.location, key.mode, key.service)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A complete itinerary: its carriage and whole cost, booking fees, and what it uses of what is limited."""

    itinerary: Itinerary
    cost: Cost
    whole: Cost
    whole_with_fees: Cost
    fees: tuple[Fee, ...]
    limited: Uses
    committed: frozenset[Departure]


def used_too(uses: Uses, more: Sequence[Resource | Departure]) -> Uses:
    """``uses`` and each of ``more`` once more."""
    for resource in more:
        times = 0
        while (resource, times) in uses:
            times += 1
        uses |= {(resource, times)}
    return uses


def chain(label: Label) -> tuple[tuple[Departure, ...], tuple[Handling, ...]]:
    """The departures of a label, and the handling before each."""
    departures: list[Departure] = []
    handlings: list[Handling] = []
    step: Label | None = label
    while step is not None and step.departure is not None and step.handling is not None:
        departures.append(step.departure)
        handlings.append(step.handling)
        step = step.previous
    return tuple(reversed(departures)), tuple(reversed(handlings))


def itinerary_key(label: Label) -> ItineraryKey:
    """What tells the itinerary of a complete label from every other."""
    return tuple(departure.key for departure in chain(label)[0])
