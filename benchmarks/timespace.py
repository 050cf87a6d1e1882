"""The time-expanded network: where a container may be on which day, and what leads from there to where.

A node is a stand on a day. There are four kinds of stand at a location: at the ``start``; ``ready`` for a mode, its
transfer done and only the cut-off ahead; ``there``, just come by a mode; and at the ``end``. Arcs are departures
(ready → there), transfers (there → ready, start → ready, there → end) and waiting for a day (ready → ready).

What an arc costs is asked of ``tariffs.rating``, once for each way that a departure costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from optimizer.resources import border_resources
from tariffs.book import Container, LegKey, Shipment
from tariffs.calendar import whole_days
from tariffs.rating import Load
from tariffs.timetable import Departure, Handling

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

START, READY, THERE, END = "start", "ready", "there", "end"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Arc:
    """A way from node to node: a departure, a transfer, or a day of waiting; ``at`` is the place where it begins."""

    tail: int
    head: int
    at: str
    stored_days: int = 0
    departure: Departure | None = None
    handling: Handling | None = None


class TimeSpace:
    """The network over the days of a plan.

    Attributes
    ----------
    arcs
        All of them, departures first.
    departing
        How many of them are departures.
    tail, head
        The nodes that they lead from and to, arrays of shape (arcs,).
    limits
        The capacities that each of them uses.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._days = (network.last - network.first).days + 1
        self._stands: dict[tuple[str, str, str], int] = {}
        self._leaving: dict[str, dict[str, LegKey]] = defaultdict(dict)
        self._coming: dict[str, dict[str, LegKey]] = defaultdict(dict)
        for key in network.departures:
            self._leaving[key.origin].setdefault(key.mode, key)
            self._coming[key.destination].setdefault(key.mode, key)
        waits = list(self._waits())
        self._waiting = len(self._stands)
        departures = list(self._departures())
        self.departing = len(departures)
        self.arcs: list[Arc] = [*departures, *waits, *self._transfers()]
        self.tail: Integers = np.array([arc.tail for arc in self.arcs], np.int64)
        self.head: Integers = np.array([arc.head for arc in self.arcs], np.int64)
        self.limits = [[*border_resources(arc.departure)] if arc.departure else [] for arc in self.arcs]
        self._stored: Integers = np.array([arc.stored_days for arc in self.arcs], np.int64)
        self._at = np.array([arc.at for arc in self.arcs])
        self._to = np.array([arc.departure.leg.key.destination if arc.departure else "" for arc in self.arcs])
        self._mode = np.array([arc.departure.leg.key.mode if arc.departure else "" for arc in self.arcs])
        self._costs: dict[tuple[str, str], tuple[Floats, Floats]] = {}
        self._reached: dict[tuple[int, bool], Mask] = {}

    def _day(self, day: date) -> int:
        return (day - self.network.first).days

    def _node(self, kind: str, place: str, mode: str, day: int) -> int:
        return self._stands.setdefault((kind, place, mode), len(self._stands)) * self._days + day

    def _waits(self) -> Iterator[Arc]:
        """Made first, so that the stands with waiting come first."""
        for place, modes in self._leaving.items():
            for mode in modes:
                for day in range(self._days - 1):
                    now, then = (self._node(READY, place, mode, day + more) for more in (0, 1))
                    yield Arc(now, then, place, stored_days=1)

    def _departures(self) -> Iterator[Arc]:
        for key, found in self.network.departures.items():
            for departure in found:
                cutoff = whole_days(departure.terms.cutoff_days)
                closes, arrives = self._day(departure.departs) - cutoff, self._day(departure.arrives)
                if closes >= 0 and arrives < self._days:
                    tail = self._node(READY, key.origin, key.mode, closes)
                    head = self._node(THERE, key.destination, key.mode, arrives)
                    yield Arc(tail, head, key.origin, stored_days=cutoff, departure=departure)

    def _transfers(self) -> Iterator[Arc]:
        """Between legs, before the first and after the last."""
        places = dict.fromkeys([*self._leaving, *self._coming])
        for place in places:
            comes: dict[str, LegKey | None] = {START: None, **self._coming[place]}
            leaves: dict[str, LegKey | None] = {END: None, **self._leaving[place]}
            for before, come in comes.items():
                for after, leave in leaves.items():
                    handling = self.network.handling(place, come, leave) if come or leave else None
                    if handling is None:
                        continue
                    tail_kind = (THERE, place, before) if come else (START, place, "")
                    head_kind = (READY, place, after) if leave else (END, place, "")
                    stored = handling.dwell_days if come and leave else 0
                    for day in range(self._days - handling.dwell_days):
                        tail = self._node(*tail_kind, day)
                        head = self._node(*head_kind, day + handling.dwell_days)
                        yield Arc(tail, head, place, stored, handling=handling)

    def start(self, shipment: Shipment) -> int:
        """The node where a shipment begins."""
        return self._node(START, shipment.origin, "", self._day(shipment.ready))

    def ends(self, shipment: Shipment) -> Integers:
        """The nodes where it may end, the last of them on its last day."""
        first = self._node(END, shipment.destination, "", 0)
        return np.arange(first, first + self._day(shipment.last_day) + 1, dtype=np.int64)

    def between(self, shipment: Shipment) -> Integers:
        """The arcs that some way of a shipment may use: in time from its origin, and on in time to its destination."""
        onward = self._reach(np.array([self.start(shipment)]), back=False)
        back = self._reach(self.ends(shipment), back=True)
        modes = np.array(["", *(shipment.modes or ())])
        useful = onward[self.tail] & back[self.head] & (self._to != shipment.origin)
        useful &= (self._to == "") | (self._at != shipment.destination)
        if shipment.modes is not None:
            useful &= np.isin(self._mode, modes)
        return np.flatnonzero(useful)

    def _reach(self, nodes: Integers, *, back: bool) -> Mask:
        """What can be reached from the last of some nodes; or, going back, from where one of them can be."""
        key = (int(nodes[-1]), back)
        if key not in self._reached:
            tail, head = (self.head, self.tail) if back else (self.tail, self.head)
            seen = np.zeros(len(self._stands) * self._days, np.bool_)
            seen[nodes] = True
            waiting = seen.reshape(-1, self._days)[: self._waiting, :: -1 if back else 1]
            while (new := head[seen[tail] & ~seen[head]]).size:
                seen[new] = True
                waiting[:] = np.logical_or.accumulate(waiting, axis=1)
            self._reached[key] = seen
        return self._reached[key]

    def costs(self, shipment: Shipment, container: Container) -> Floats:
        """What one container pays on each arc, ``inf`` where it is not taken; before its first leg it is not stored."""
        key = (shipment.commodity.name, container.name)
        if key not in self._costs:
            load = Load(container, 1, Decimal(1))
            known: dict[object, float] = {}
            carriage = np.array([self._carriage(arc, shipment, load, known) for arc in self.arcs])
            rates = {place: self._storage(place, load) for place in {arc.at for arc in self.arcs}}
            self._costs[key] = carriage, self._stored * np.array([rates[arc.at] for arc in self.arcs])
        carriage, stored = self._costs[key]
        return carriage + np.where(self._at == shipment.origin, 0.0, stored)

    def _carriage(self, arc: Arc, shipment: Shipment, load: Load, known: dict[object, float]) -> float:
        rater = self.network.rater
        if arc.departure is not None:
            variant = self.network.variant(arc.departure)
            if variant not in known:
                leg = rater.leg(arc.departure, shipment, load)
                known[variant] = np.inf if leg is None else float(leg.part.total)
            return known[variant]
        if arc.handling is None or arc.handling.transfer is None:
            return 0.0
        row = arc.handling.transfer.where
        if row not in known:
            items = rater.transfer(arc.handling, self.network.first, load)
            known[row] = float(sum(item.amount for item in items))
        return known[row]

    def _storage(self, place: str, load: Load) -> float:
        """What a day at a place costs."""
        first = self.network.first
        return float(sum(item.amount for item in self.network.rater.storage(place, first, first + ONE_DAY, load)))
