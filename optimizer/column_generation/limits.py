"""What is limited, as numbered rows, and what their prices come to by departure and transfer.

A departure with a minimum load or a cost has rows of its own: that its load is at least so much if it runs, and that
nothing moves on it if it does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.column_generation.timeline import Flags, Ints, Timeline
from optimizer.resources import Resource, border_resource, departure_resource, pool_resources, transfer_resource
from tariffs.book import Container
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.timetable import Departure, Handling, Passage

Floats: TypeAlias = npt.NDArray[np.float64]

#: How a row counts: by teu, by container or by tonne.
TEU, BOX, TONNE = 0, 1, 2

#: Less than this is not too little.
TOLERANCE = 1e-6

_UNITS = {"teu": TEU, "containers": BOX, "vehicles": BOX, "tonnes": TONNE}


@dataclass(frozen=True, slots=True)
class Row:
    """One limit: ``least`` ≤ use ≤ ``most``, or the same times whether ``runs`` runs.

    ``resource`` is ``None`` where it is not a capacity but the minimum load of a departure, or that it runs at all.
    """

    unit: int
    least: float
    most: float
    resource: Resource | None
    runs: Departure | None = None


class Prices(NamedTuple):
    """What a unit costs beside the tariff: on each departure, in each transfer row on each day, at each place.

    ``departure`` has shape (departures, 3) and ``transfer`` (rows, days, 3), the last index being the unit;
    ``start`` is by place and container type. ``of_transfer`` is by row, whether it costs anything on any day.
    """

    departure: Floats
    transfer: Floats
    start: Floats
    of_transfer: Flags


class Rooms(NamedTuple):
    """How much of what is limited is left, by unit, on departures and in transfers; shapes as in ``Prices``."""

    departure: Floats
    transfer: Floats


class Counted(NamedTuple):
    """What counts towards which row, and how.

    Attributes
    ----------
    units
        By row, how it counts.
    starts, on_departure
        The rows of departure i are ``on_departure[starts[i]:starts[i + 1]]``.
    departure_starts, departures
        The departures that count towards a row, likewise.
    transfer_starts, transfers, days
        The transfer rows and days that count towards a row, likewise.
    in_transfer, at_start
        As in ``Limits``.
    """

    units: Ints
    starts: Ints
    on_departure: Ints
    departure_starts: Ints
    departures: Ints
    transfer_starts: Ints
    transfers: Ints
    days: Ints
    in_transfer: Ints
    at_start: Ints


@dataclass(slots=True)
class Limits:
    """The rows of a timeline.

    Attributes
    ----------
    rows
        In the order of their numbers.
    starts, on_departure
        The rows of departure i are ``on_departure[starts[i]:starts[i + 1]]``.
    in_transfer
        By transfer row and day, −1 where nothing is limited.
    at_start
        The pool, by place and container type; −1 where there are enough.
    units, least, most
        By row, how it counts, and the ends between which its use lies; ``least`` only if it runs.
    scaling
        Capacities that are scaled together while the relaxation is asked (``scaling``): their amounts are taken as they
        are, not in whole steps, and of departures that need not run they have a row of their own.
    conditional
        The rows of departures that need not run.
    scaled
        The rows of ``scaling``, each with all that there is of it.
    serving
        The row of the tonnes left behind for want of a penalty; ``None`` unless they are limited.
    """

    timeline: Timeline
    scaling: Collection[Resource] = frozenset()
    rows: list[Row] = field(default_factory=list)
    starts: Ints = field(init=False)
    on_departure: Ints = field(init=False)
    in_transfer: Ints = field(init=False)
    at_start: Ints = field(init=False)
    units: Ints = field(init=False)
    least: Floats = field(init=False)
    most: Floats = field(init=False)
    conditional: Ints = field(init=False)
    scaled: Mapping[int, float] = field(init=False)
    _departure: Ints = field(init=False)
    _transfers: tuple[Ints, ...] = field(init=False)
    serving: int | None = None
    _numbers: dict[Resource, int] = field(default_factory=dict)
    _passages: dict[tuple[str, date], tuple[int, ...]] = field(default_factory=dict)
    _wholes: dict[tuple[Decimal, int, Callable[[Fraction], int]], float] = field(default_factory=dict)
    _teu_step: Fraction = field(init=False)

    def __post_init__(self) -> None:
        """Number everything that is limited."""
        line = self.timeline
        self._teu_step = _step(line.network.book.containers.values())
        starts: list[int] = [0]
        found: list[int] = []
        for departure in line.departures:
            found.extend(self._of_departure(departure))
            starts.append(len(found))
        self.starts, self.on_departure = np.array(starts, np.int64), np.array(found, np.int64)
        self.in_transfer = np.full((len(line.rows), line.days), -1, np.int64)
        for number, row in enumerate(line.rows):
            for day in range(line.days) if row.capacity is not None else ():
                resource = self._limit(transfer_resource(Handling(row), line.network.first + timedelta(days=day)))
                if resource is not None:
                    self.in_transfer[number, day] = self._number(resource)
        book = line.network.book
        containers = list(book.containers)
        self.at_start = np.full((len(line.places), len(containers)), -1, np.int64)
        for place, number in line.places.items():
            for resource in pool_resources(book, place):
                self.at_start[number, containers.index(resource.container)] = self._number(line.network.limit(resource))
        self._lay_out()
        rows = enumerate(self.rows)
        self.scaled = {n: row.most for n, row in rows if row.runs is None and row.resource in self.scaling}
        self._departure = np.repeat(np.arange(len(line.departures)), np.diff(self.starts))
        self._transfers = tuple(found.astype(np.int64) for found in np.nonzero(self.in_transfer >= 0))

    def rooms(self, of_rows: Floats) -> Rooms:
        """The least of what rows hold, on each departure, and in each transfer row on each day."""
        departure = np.full((len(self.timeline.departures), 3), np.inf)
        np.minimum.at(departure, (self._departure, self.units[self.on_departure]), of_rows[self.on_departure])
        transfer = np.full((*self.in_transfer.shape, 3), np.inf)
        limited = self.in_transfer[self._transfers]
        transfer[*self._transfers, self.units[limited]] = of_rows[limited]
        return Rooms(departure, transfer)

    def counted(self) -> Counted:
        """What counts towards which row."""
        rows = np.arange(len(self.rows) + 1)
        by_row = np.argsort(self.on_departure, kind="stable")
        limited = self.in_transfer[self._transfers]
        order = np.argsort(limited, kind="stable")
        transfers, days = (axis[order] for axis in self._transfers)
        return Counted(
            self.units,
            self.starts,
            self.on_departure,
            np.searchsorted(self.on_departure[by_row], rows),
            self._departure[by_row],
            np.searchsorted(limited[order], rows),
            transfers,
            days,
            self.in_transfer,
            self.at_start,
        )

    def _lay_out(self) -> None:
        """The rows as arrays."""
        self.units = np.array([row.unit for row in self.rows], np.int64)
        self.least = np.array([row.least for row in self.rows])
        self.most = np.array([row.most for row in self.rows])
        self.conditional = np.flatnonzero([row.runs is not None for row in self.rows])

    @property
    def numbers(self) -> Mapping[Resource, int]:
        """The row of each capacity."""
        return self._numbers

    def limit_unserved(self, tonnes: float) -> None:
        """Let no more tonnes stay behind for want of a penalty."""
        self.serving = self._add(Row(TONNE, -np.inf, tonnes, None))
        self._lay_out()

    def rows_of(self, departure: Departure) -> list[int]:
        """The rows of a departure that need not run."""
        return [row for row in self.conditional.tolist() if self.rows[row].runs is departure]

    def _of_departure(self, departure: Departure) -> Iterator[int]:
        terms, own = departure.terms, self._limit(departure_resource(departure))
        if terms.min_load > 0 or terms.departure_cost > 0:
            unit = _UNITS[terms.capacity_unit]
            if own is not None:
                self._numbers[own] = self._add(Row(unit, -np.inf, self._whole(own.amount, unit), own, departure))
                yield self._numbers[own]
            if own is not None and own in self.scaling:
                yield self._add(self._row_of(own))
            if terms.min_load > 0:
                least = self._whole(terms.min_load, unit, math.ceil)
                yield self._add(Row(unit, least, np.inf, None, departure))
            if own is None:
                yield self._add(Row(TONNE, -np.inf, np.inf, None, departure))
        elif own is not None:
            yield self._number(own)
        for passage in departure.passages:
            yield from self._of_passage(passage)

    def _of_passage(self, passage: Passage) -> tuple[int, ...]:
        """The row of a border on a day, if it is limited; many departures cross it."""
        key = (passage.border.where, passage.crossed)
        if key not in self._passages:
            resource = self._limit(border_resource(passage))
            self._passages[key] = () if resource is None else (self._number(resource),)
        return self._passages[key]

    def _limit(self, resource: Resource | None) -> Resource | None:
        """A capacity, raised to what has left already uses of it."""
        return None if resource is None else self.timeline.network.limit(resource)

    def _add(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1

    def _number(self, resource: Resource) -> int:
        if resource not in self._numbers:
            self._numbers[resource] = self._add(self._row_of(resource))
        return self._numbers[resource]

    def _row_of(self, resource: Resource) -> Row:
        unit = _UNITS[resource.unit]
        in_steps = self._whole(resource.amount, unit) if resource not in self.scaling else float(resource.amount)
        return Row(unit, -np.inf, in_steps, resource)

    def _whole(self, amount: Decimal, unit: int, rounding: Callable[[Fraction], int] = math.floor) -> float:
        """An amount in the steps in which it is used: 13.8 containers hold no more than 13."""
        if unit == TONNE:
            return float(amount)
        key = (amount, unit, rounding)
        if key not in self._wholes:
            step = self._teu_step if unit == TEU else Fraction(1)
            self._wholes[key] = float(rounding(exact(amount) / step) * step)
        return self._wholes[key]

    def prices(self, of_rows: Floats) -> Prices:
        """Prices by departure, transfer and place; ``of_rows`` is what a unit of each row is worth."""
        departure = np.zeros((len(self.timeline.departures), 3))
        np.add.at(departure, (self._departure, self.units[self.on_departure]), of_rows[self.on_departure])
        transfer = np.zeros((*self.in_transfer.shape, 3))
        limited = self.in_transfer[self._transfers]
        transfer[*self._transfers, self.units[limited]] = of_rows[limited]
        start = np.where(self.at_start >= 0, np.append(of_rows, 0.0)[self.at_start], 0.0)
        return Prices(departure, transfer, start, np.asarray(transfer.any(axis=(1, 2))))


def _step(containers: Iterable[Container]) -> Fraction:
    """The greatest number of which every container's teu is a multiple."""
    step = Fraction(0)
    for container in containers:
        teu = exact(container.teu)
        shared = math.lcm(step.denominator, teu.denominator)
        step = Fraction(math.gcd(int(step * shared), int(teu * shared)), shared)
    return step or Fraction(1)
