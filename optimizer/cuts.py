"""Itineraries that single shipments may not take, though all else allows them: engines and moves keep off them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TypeAlias

from tariffs.book import LegKey, Shipment
from tariffs.rating import Load
from tariffs.timetable import Itinerary

#: What tells an itinerary from every other: its departures, each by leg and date.
Key: TypeAlias = tuple[tuple[LegKey, date], ...]

_NONE: frozenset[Key] = frozenset()


class Cuts:
    """The itineraries that are cut off, by the name of the shipment."""

    def __init__(self) -> None:
        #: Says of loads on an itinerary that is not cut off whether they are to keep off it all the same: for moves,
        #: and for what is said of a plan; engines don't ask.
        self.refuses: Callable[[Shipment, Itinerary, Sequence[Load]], bool] = _nothing
        self._of: dict[str, set[Key]] = {}
        self._begun: dict[str, set[Key]] = {}

    def __bool__(self) -> bool:
        return bool(self._of)

    @property
    def count(self) -> int:
        """How many there are, of all shipments."""
        return sum(map(len, self._of.values()))

    @property
    def counts(self) -> dict[str, int]:
        """How many there are, by the name of the shipment."""
        return {name: len(cut) for name, cut in self._of.items()}

    def add(self, shipment: Shipment, itinerary: Itinerary) -> bool:
        """Cut an itinerary off; whether it was not before."""
        key = itinerary.key
        known = self._of.setdefault(shipment.name, set())
        if key in known:
            return False
        known.add(key)
        self._begun.setdefault(shipment.name, set()).update(key[:legs] for legs in range(len(key) + 1))
        return True

    def of(self, shipment: Shipment) -> Collection[Key]:
        """The itineraries that a shipment may not take."""
        return self._of.get(shipment.name, _NONE)

    def begun(self, shipment: Shipment) -> Collection[Key]:
        """The same, and all that they begin with: from no departure to all of them."""
        return self._begun.get(shipment.name, _NONE)

    def allow(self, shipment: Shipment, itinerary: Itinerary, loads: Sequence[Load] = ()) -> bool:
        """Whether a shipment may take an itinerary; with ``loads``, whether nothing refuses these on it either."""
        if self._of and itinerary.key in self.of(shipment):
            return False
        return not loads or not self.refuses(shipment, itinerary, loads)


def _nothing(_shipment: Shipment, _itinerary: Itinerary, _loads: Sequence[Load]) -> bool:
    return False
