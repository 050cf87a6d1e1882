"""Itineraries as the engine knows them: departures by number, and the rows that they use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from optimizer.column_generation.limits import Limits
from optimizer.column_generation.timeline import Ints, Timeline
from tariffs.timetable import Itinerary

#: The numbers of departures, in order.
Path: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trip:
    """An itinerary.

    Attributes
    ----------
    path
        Its departures, by number.
    rows
        The limits that cargo on it uses, each as often as it does; those of the pool apart.
    origin
        The place where it starts.
    delivered
        The day of the plan.
    """

    path: Path
    rows: tuple[int, ...]
    origin: int
    delivered: int

    @property
    def departures(self) -> Ints:
        """The path as an array."""
        return np.array(self.path, np.int64)


@dataclass(slots=True)
class Trips:
    """Every trip once."""

    timeline: Timeline
    limits: Limits
    _known: dict[Path, Trip] = field(default_factory=dict)

    def of(self, path: Path) -> Trip:
        """The trip of a path that connects."""
        found = self._known.get(path)
        # Of two threads that lay out the same, one is heard.
        return found if found is not None else self._known.setdefault(path, self._lay_out(path))

    def _lay_out(self, path: Path) -> Trip:
        graph, limits = self.timeline.graph, self.limits
        origin = int(graph.place_from[graph.group[path[0]]])
        stand = origin
        rows: list[int] = []
        for i in path:
            rows.extend(limits.on_departure[limits.starts[i] : limits.starts[i + 1]].tolist())
            row = self._row(stand, int(graph.group[i]))
            if row >= 0 and limits.in_transfer[row, graph.departs[i]] >= 0:
                rows.append(int(limits.in_transfer[row, graph.departs[i]]))
            stand = int(graph.into[i])
        arrives, end = int(graph.arrives[path[-1]]), self.timeline.ends[stand]
        assert end is not None  # else it would not be a way to the destination
        row = self.timeline.row_number(end)
        if row >= 0 and limits.in_transfer[row, arrives] >= 0:
            rows.append(int(limits.in_transfer[row, arrives]))
        return Trip(path, tuple(rows), origin, arrives + end.dwell_days)

    def _row(self, stand: int, group: int) -> int:
        graph = self.timeline.graph
        ways = slice(graph.ways[stand], graph.ways[stand + 1])
        return int(graph.way_row[ways][graph.way_group[ways] == group][0])

    def itinerary(self, trip: Trip) -> Itinerary:
        """The itinerary in the words of the timetable."""
        departures = tuple(self.timeline.departures[i] for i in trip.path)
        found = self.timeline.network.timetable.itinerary(departures)
        assert found is not None  # its departures connect
        return found
