"""The network as arrays: what departs when, where it leads, and what connects.

Days are counted from the first of the plan. A *stand* is what decides how cargo may go on: the location, and the mode
and named service that brought it there (none where a shipment starts). A *line* is a leg with one cut-off. Arrays are
indexed by departures, lines, stands, places and transfer rows as their names say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from tariffs.book import LegKey, Transfer
from tariffs.calendar import whole_days
from tariffs.timetable import Departure, Handling

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

#: Location, mode, named service and the location before; the last three blank where a shipment starts.
Stand: TypeAlias = tuple[str, str, str, str]


class Graph(NamedTuple):
    """Departures and connections.

    Attributes
    ----------
    departs, arrives, variant, line, into
        By departure: its days, which cost it has, its line, and the stand that it leads to.
    starts, cutoff, place_from, place_to, leg
        By line: its departures are ``starts[l]`` to ``starts[l + 1]``, in order of date; the days before departure by
        which cargo is there; the places it leads from and to; the leg.
    first
        By line and day: the first of its departures on or after the day.
    day_starts, by_day
        The departures of a day: ``by_day[day_starts[t]:day_starts[t + 1]]``.
    same_day
        By line, whether it has departures that arrive on the day of departure.
    place
        By stand: its location.
    ways, way_line, way_row, way_dwell, way_through
        From a stand: ``ways[s]`` to ``ways[s + 1]`` are the lines onward, with the row of ``Transfers`` (−1 for
        none), its days, and whether no cut-off is needed.
    epoch
        By day: a number that changes with any rate of exchange, surcharge or duty.
    """

    departs: Ints
    arrives: Ints
    variant: Ints
    line: Ints
    into: Ints
    starts: Ints
    cutoff: Ints
    place_from: Ints
    place_to: Ints
    leg: Ints
    first: Ints
    day_starts: Ints
    by_day: Ints
    same_day: Flags
    place: Ints
    ways: Ints
    way_line: Ints
    way_row: Ints
    way_dwell: Ints
    way_through: Flags
    epoch: Ints


@dataclass(slots=True)
class Timeline:
    """The arrays of a network, and what their indices stand for.

    ``departures``, ``legs``, ``lines``, ``places``, ``stands`` and ``rows`` (of ``Transfers``) are in the order of
    the arrays; ``variants`` has one departure of each variant, ``variant_lines`` its line, and ``epoch_days`` a day of
    each epoch. ``ends`` is what happens before delivery at a stand, were its location the destination.
    """

    network: Network
    days: int = field(init=False)
    departures: list[Departure] = field(default_factory=list)
    legs: list[LegKey] = field(default_factory=list)
    lines: list[tuple[LegKey, int]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    stands: dict[Stand, int] = field(default_factory=dict)
    rows: list[Transfer] = field(default_factory=list)
    variants: list[Departure] = field(default_factory=list)
    variant_lines: Ints = field(init=False)
    epoch_days: list[int] = field(default_factory=list)
    graph: Graph = field(init=False)
    ends: list[Handling | None] = field(default_factory=list)
    _row_numbers: dict[str, int] = field(default_factory=dict)
    _arriving: dict[int, LegKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay the network out."""
        network = self.network
        self.days = (network.last - network.first).days + 1
        self.places = {name: number for number, name in enumerate(network.book.locations)}
        self._lay_out_lines()
        for place in self.places:
            self.stands[place, "", "", ""] = len(self.stands)
        for key in self.legs:
            stand = self.stands.setdefault(self._stand(key), len(self.stands))
            self._arriving[stand] = key
        self.graph = self._graph()
        _, firsts = np.unique(self.graph.variant, return_index=True)
        self.variant_lines = self.graph.line[firsts]
        for (location, *_), stand in self.stands.items():
            before = self._arriving.get(stand)
            self.ends.append(network.handling(location, before, None) if before is not None else None)
            if self.ends[-1] is not None:
                self.row_number(self.ends[-1])

    def _lay_out_lines(self) -> None:
        for key, departures in self.network.departures.items():
            by_cutoff: dict[int, list[Departure]] = defaultdict(list)
            for departure in departures:
                if departure.arrives <= self.network.last:
                    by_cutoff[whole_days(departure.terms.cutoff_days)].append(departure)
            if by_cutoff:
                self.legs.append(key)
            for cutoff, of_line in by_cutoff.items():
                self.lines.append((key, cutoff))
                self.departures.extend(of_line)

    def _graph(self) -> Graph:
        network, first = self.network, self.network.first
        leg_number = {key: number for number, key in enumerate(self.legs)}
        line_number = {line: number for number, line in enumerate(self.lines)}
        departs = np.array([(d.departs - first).days for d in self.departures], np.int64)
        arrives = np.array([(d.arrives - first).days for d in self.departures], np.int64)
        of_line = [line_number[d.leg.key, whole_days(d.terms.cutoff_days)] for d in self.departures]
        line = np.array(of_line, np.int64)
        starts = np.searchsorted(line, np.arange(len(self.lines) + 1))
        order = np.argsort(departs, kind="stable")
        epochs = [network.epoch(first + timedelta(days=t)) for t in range(self.days)]
        numbers = {epoch: number for number, epoch in enumerate(dict.fromkeys(epochs))}
        epoch = np.array([numbers[e] for e in epochs], np.int64)
        self.epoch_days = [int(np.argmax(epoch == e)) for e in range(len(numbers))]
        same = np.zeros(len(self.lines), np.bool_)
        same[line[arrives == departs]] = True
        return Graph(
            departs=departs,
            arrives=arrives,
            variant=self._variants(),
            line=line,
            into=np.array([self.stands[self._stand(d.leg.key)] for d in self.departures], np.int64),
            starts=starts,
            cutoff=np.array([cutoff for _, cutoff in self.lines], np.int64),
            place_from=np.array([self.places[key.origin] for key, _ in self.lines], np.int64),
            place_to=np.array([self.places[key.destination] for key, _ in self.lines], np.int64),
            leg=np.array([leg_number[key] for key, _ in self.lines], np.int64),
            first=self._first(departs, starts),
            day_starts=np.searchsorted(departs[order], np.arange(self.days + 1)),
            by_day=order,
            same_day=same,
            place=np.array([self.places[stand[0]] for stand in self.stands], np.int64),
            epoch=epoch,
            **self._ways(line_number),
        )

    @staticmethod
    def _stand(key: LegKey) -> Stand:
        return (key.destination, key.mode, key.service, key.origin)

    def _variants(self) -> Ints:
        numbers: dict[int, int] = {}
        found = []
        for departure in self.departures:
            variant = self.network.variant(departure)
            if variant not in numbers:
                numbers[variant] = len(numbers)
                self.variants.append(departure)
            found.append(numbers[variant])
        return np.array(found, np.int64)

    def _first(self, departs: Ints, starts: Ints) -> Ints:
        days = np.arange(self.days + 1)
        found = [start + np.searchsorted(departs[start:end], days) for start, end in pairwise(starts)]
        return np.array(found, np.int64).reshape(-1, self.days + 1)

    def _ways(self, line_number: dict[tuple[LegKey, int], int]) -> dict[str, Any]:
        lines_from: dict[str, list[tuple[LegKey, int]]] = defaultdict(list)
        for line in self.lines:
            lines_from[line[0].origin].append(line)
        ways, lines, rows, dwells, through = [0], [], [], [], []
        for (location, _, _, previous), stand in self.stands.items():
            before = self._arriving.get(stand)
            for key, cutoff in lines_from[location]:
                handling = self.network.handling(location, before, key)
                if handling is None or key.destination == previous:
                    continue
                lines.append(line_number[key, cutoff])
                rows.append(self.row_number(handling))
                dwells.append(handling.dwell_days)
                through.append(handling.through)
            ways.append(len(lines))
        return {
            "ways": np.array(ways, np.int64),
            "way_line": np.array(lines, np.int64),
            "way_row": np.array(rows, np.int64),
            "way_dwell": np.array(dwells, np.int64),
            "way_through": np.array(through, np.bool_),
        }

    def row_number(self, handling: Handling) -> int:
        """The number of the row of ``Transfers`` that a handling uses; −1 for none."""
        row = handling.transfer
        if row is None:
            return -1
        if row.where not in self._row_numbers:
            self._row_numbers[row.where] = len(self.rows)
            self.rows.append(row)
        return self._row_numbers[row.where]
