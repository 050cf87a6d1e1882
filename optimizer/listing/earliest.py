"""The earliest delivery of cargo that has come by a leg on a day, whatever the capacities and whatever it is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from tariffs.book import LegKey
from tariffs.calendar import whole_days

#: By day of the plan; ``inf`` where delivery is not to be had within the plan.
ByDay: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Way:
    """A leg that follows another, and the days from arrival by the one until the other may be boarded."""

    onward: LegKey
    days: int


@dataclass(slots=True)
class Earliest:
    """Earliest deliveries by destination, counted in days from the first day of the plan."""

    network: Network
    _boarding: dict[LegKey, npt.NDArray[np.intp]] = field(default_factory=dict)
    _arrivals: dict[LegKey, npt.NDArray[np.intp]] = field(default_factory=dict)
    _ways: dict[LegKey, list[_Way]] = field(default_factory=dict)
    _found: dict[str, dict[LegKey, ByDay]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count the days of every departure, and how legs follow one another."""
        first = self.network.first
        days = np.arange(self.horizon)
        for key, departures in self.network.departures.items():
            departs = np.array([(departure.departs - first).days for departure in departures])
            self._boarding[key] = np.searchsorted(departs, days)
            self._arrivals[key] = np.array([(departure.arrives - first).days for departure in departures])
        for key in self.network.departures:
            self._ways[key] = list(self._ways_on(key))

    def _ways_on(self, before: LegKey) -> list[_Way]:
        ways = []
        for onward in self.network.legs_from[before.destination]:
            handling = self.network.handling(before.destination, before, onward)
            if handling is not None and onward.destination != before.origin:
                rows = self.network.timetable.legs[onward].tariffs
                cutoff = 0 if handling.through else min(whole_days(row.cutoff_days) for row in rows)
                ways.append(_Way(onward, handling.dwell_days + cutoff))
        return ways

    @property
    def horizon(self) -> int:
        """The number of days of the plan."""
        return (self.network.last - self.network.first).days + 1

    def delivery(self, destination: str) -> dict[LegKey, ByDay]:
        """By leg, the day of the earliest delivery at a destination for each day of arrival by the leg."""
        if destination not in self._found:
            self._found[destination] = self._search(destination)
        return self._found[destination]

    def _search(self, destination: str) -> dict[LegKey, ByDay]:
        found = {key: np.full(self.horizon, np.inf) for key in self._ways}
        changed: dict[str, None] = {}
        for key, by_day in found.items():
            handling = self.network.handling(key.destination, key, None) if key.destination == destination else None
            if handling is not None:
                dwell = handling.dwell_days
                by_day[: self.horizon - dwell] = np.arange(dwell, self.horizon)
                changed[key.origin] = None
        into: dict[str, list[LegKey]] = defaultdict(list)
        for key in found:
            into[key.destination].append(key)
        while changed:
            places, changed = changed, {}
            boarded = {key: self._boarded(key, found[key]) for place in places for key in self.network.legs_from[place]}
            for place in places:
                for key in into[place]:
                    if place != destination and self._improve(found[key], self._ways[key], boarded):
                        changed[key.origin] = None
        return found

    def _boarded(self, key: LegKey, by_arrival: ByDay) -> ByDay:
        """By day, the earliest delivery for cargo that may board a leg from that day on."""
        arrivals = self._arrivals[key]
        within = arrivals < self.horizon
        by_departure = np.full(arrivals.size + 1, np.inf)
        by_departure[:-1][within] = by_arrival[arrivals[within]]
        return np.minimum.accumulate(by_departure[::-1])[::-1][self._boarding[key]]

    def _improve(self, by_arrival: ByDay, ways: list[_Way], boarded: dict[LegKey, ByDay]) -> bool:
        """Bring deliveries forward where a leg onward allows; whether any was."""
        improved = False
        for way in ways:
            onward = boarded[way.onward][way.days :]
            here = by_arrival[: onward.size]
            if (onward < here).any():
                np.minimum(here, onward, out=here)
                improved = True
        return improved

    def day(self, day: date) -> int:
        """The number of a day of the plan."""
        return (day - self.network.first).days
