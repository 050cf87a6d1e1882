"""The network as arrays: what departs when, where it leads, and what connects.

Days are counted from the first of the plan. A *stand* is what decides how cargo may go on: the location, and the mode
and named service that brought it there (none where a shipment starts). A *group* is departures that cargo may board
alike: those of one mode, named service and cut-off from one location. A service that does not both arrive and leave at
a location counts for none there, since it saves no transfer. Arrays are indexed by departures, groups, stands,
places and transfer rows as their names say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
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

#: Location, mode and named service; the last two blank where a shipment starts.
Stand: TypeAlias = tuple[str, str, str]

#: Location, mode, named service, and days of the cut-off.
Group: TypeAlias = tuple[str, str, str, int]


class Graph(NamedTuple):
    """Departures and connections.

    Attributes
    ----------
    departs, arrives, variant, group, into
        By departure: its days, which cost it has, its group, and the stand that it leads to. Departures are in order
        of group and date.
    starts, place_from
        By group: its departures are ``starts[g]`` to ``starts[g + 1]``; the place they leave.
    first
        By group and day: the first of its departures on or after the day.
    day_starts, by_day
        The departures of a day: ``by_day[day_starts[t]:day_starts[t + 1]]``.
    same_day
        By group, whether it has departures that arrive on the day of departure.
    place
        By stand: its location.
    ways, way_group, way_row, way_wait
        From a stand: ``ways[s]`` to ``ways[s + 1]`` are the groups onward, with the row of ``Transfers`` (−1 for
        none), and the days that it and the cut-off take.
    way_stay, stays
        Ways to the same group that take as many days are one stay, by number; and how many there are.
    epoch
        By day: a number that changes with any rate of exchange, surcharge or duty.
    """

    departs: Ints
    arrives: Ints
    variant: Ints
    group: Ints
    into: Ints
    starts: Ints
    place_from: Ints
    first: Ints
    day_starts: Ints
    by_day: Ints
    same_day: Flags
    place: Ints
    ways: Ints
    way_group: Ints
    way_row: Ints
    way_wait: Ints
    way_stay: Ints
    stays: int
    epoch: Ints


@dataclass(slots=True)
class Timeline:
    """The arrays of a network, and what their indices stand for.

    ``departures``, ``groups``, ``places``, ``stands`` and ``rows`` (of ``Transfers``) are in the order of the arrays;
    ``variants`` has one departure of each variant, ``variant_places`` the places they leave, and ``epoch_days`` a day
    of each epoch. ``ends`` is what happens before delivery at a stand, were its location the destination.
    """

    network: Network
    days: int = field(init=False)
    departures: list[Departure] = field(default_factory=list)
    groups: dict[Group, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    stands: dict[Stand, int] = field(default_factory=dict)
    rows: list[Transfer] = field(default_factory=list)
    variants: list[Departure] = field(default_factory=list)
    variant_places: Ints = field(init=False)
    epoch_days: list[int] = field(default_factory=list)
    graph: Graph = field(init=False)
    ends: list[Handling | None] = field(default_factory=list)
    _row_numbers: dict[str, int] = field(default_factory=dict)
    _arriving: dict[int, LegKey] = field(default_factory=dict)
    _leaving: list[LegKey] = field(default_factory=list)
    _through: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Lay the network out."""
        network = self.network
        self.days = (network.last - network.first).days + 1
        self.places = {name: number for number, name in enumerate(network.book.locations)}
        of_group = self._lay_out_groups()
        for place in self.places:
            self.stands[place, "", ""] = len(self.stands)
        for departure in self.departures:
            key = departure.leg.key
            self._arriving.setdefault(self.stands.setdefault(self._stand(key), len(self.stands)), key)
        self.graph = self._graph(np.array(of_group, np.int64))
        self.variant_places = np.array([self.places[d.leg.key.origin] for d in self.variants], np.int64)
        for (location, *_), stand in self.stands.items():
            before = self._arriving.get(stand)
            self.ends.append(network.handling(location, before, None) if before is not None else None)
            if self.ends[-1] is not None:
                self.row_number(self.ends[-1])

    def numbered(self) -> dict[tuple[LegKey, date], int]:
        """The departures' numbers by what they are in the book."""
        return {departure.key: number for number, departure in enumerate(self.departures)}

    def _lay_out_groups(self) -> list[int]:
        """Put the departures in order, those of a group together; the group of each."""
        legs = self.network.departures
        self._through = {(key.destination, key.service) for key in legs} & {(key.origin, key.service) for key in legs}
        by_group: dict[Group, list[Departure]] = defaultdict(list)
        for key, departures in legs.items():
            service = key.service if (key.origin, key.service) in self._through else ""
            for departure in departures:
                if departure.arrives <= self.network.last:
                    cutoff = whole_days(departure.terms.cutoff_days)
                    by_group[key.origin, key.mode, service, cutoff].append(departure)
        found: list[int] = []
        for number, (group, departures) in enumerate(by_group.items()):
            self.groups[group] = number
            self._leaving.append(departures[0].leg.key)
            self.departures.extend(sorted(departures, key=lambda departure: departure.departs))
            found.extend([number] * len(departures))
        return found

    def _graph(self, group: Ints) -> Graph:
        network, first = self.network, self.network.first
        departs = np.array([(d.departs - first).days for d in self.departures], np.int64)
        arrives = np.array([(d.arrives - first).days for d in self.departures], np.int64)
        starts = np.searchsorted(group, np.arange(len(self.groups) + 1))
        order = np.argsort(departs, kind="stable")
        epochs = [network.epoch(first + timedelta(days=t)) for t in range(self.days)]
        numbers = {epoch: number for number, epoch in enumerate(dict.fromkeys(epochs))}
        epoch = np.array([numbers[e] for e in epochs], np.int64)
        self.epoch_days = [int(np.argmax(epoch == e)) for e in range(len(numbers))]
        same = np.zeros(len(self.groups), np.bool_)
        same[group[arrives == departs]] = True
        return Graph(
            departs=departs,
            arrives=arrives,
            variant=self._variants(),
            group=group,
            into=np.array([self.stands[self._stand(d.leg.key)] for d in self.departures], np.int64),
            starts=starts,
            place_from=np.array([self.places[location] for location, *_ in self.groups], np.int64),
            first=self._first(departs, starts),
            day_starts=np.searchsorted(departs[order], np.arange(self.days + 1)),
            by_day=order,
            same_day=same,
            place=np.array([self.places[stand[0]] for stand in self.stands], np.int64),
            epoch=epoch,
            **self._ways(),
        )

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

    def _ways(self) -> dict[str, Any]:
        groups_from: dict[str, list[int]] = defaultdict(list)
        for (origin, *_), number in self.groups.items():
            groups_from[origin].append(number)
        cutoffs = [cutoff for *_, cutoff in self.groups]
        ways, groups, rows, waits = [0], [], [], []
        for (location, *_), stand in self.stands.items():
            before = self._arriving.get(stand)
            for group in groups_from[location]:
                handling = self.network.handling(location, before, self._leaving[group])
                if handling is None:
                    continue
                groups.append(group)
                rows.append(self.row_number(handling))
                waits.append(handling.dwell_days + (0 if handling.through else cutoffs[group]))
            ways.append(len(groups))
        numbers: dict[tuple[int, int], int] = {}
        stays = [numbers.setdefault(pair, len(numbers)) for pair in zip(groups, waits, strict=True)]
        return {
            "ways": np.array(ways, np.int64),
            "way_stay": np.array(stays, np.int64),
            "stays": len(numbers),
            "way_group": np.array(groups, np.int64),
            "way_row": np.array(rows, np.int64),
            "way_wait": np.array(waits, np.int64),
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

    def _stand(self, key: LegKey) -> Stand:
        """Where a leg leads; its service counts only where it goes on, since nowhere else it saves a transfer."""
        service = key.service if (key.destination, key.service) in self._through else ""
        return key.destination, key.mode, service
