"""What carriage, transfers and storage cost, as arrays for pricing: asked of rating once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.timeline import Flags, Ints, Timeline
from optimizer.listing.pieces import BY_VALUE, CO2, DUTIABLE, FIXED, PER_TONNE, LegPieces, hub_co2_price
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.lines import total
from tariffs.timetable import Handling


class Carriage(NamedTuple):
    """The cost of every variant of a departure, for all goods that rating can tell apart, base currency.

    Arrays of shape (segments of all goods, variants): ``fixed`` per container (``inf`` where a load is not taken),
    ``per_tonne``, ``by_value`` per tonne and unit of its value, ``co2`` per tonne, ``fee`` per booking; ``dutiable``
    is the share of all but ``co2`` that counts towards the customs value where a leg starts outside the territory.
    """

    fixed: Floats
    per_tonne: Floats
    by_value: Floats
    co2: Floats
    fee: Floats
    dutiable: Floats

    @property
    def by_row(self) -> tuple[Floats, ...]:
        """The arrays in the order of the rows of ``Net.carriage``."""
        return self.fixed, self.per_tonne, self.by_value, self.co2, self.fee, self.dutiable

    def free_of_charge(self) -> Carriage:
        """Where nothing costs anything, but what is not taken is not taken."""
        none = np.zeros_like(self.fixed)
        return Carriage(np.where(np.isinf(self.fixed), np.inf, 0.0), none, none, none, none, none)

    def least(self, tonnes: Floats, value: float) -> float:
        """The least that a container with so many tonnes, by segment, costs anywhere, of any value up to one."""
        per_tonne = self.per_tonne + np.minimum(self.by_value, 0.0) * value
        return float((self.fixed + per_tonne * tonnes[:, None]).min(initial=np.inf))


def carriage(timeline: Timeline, goods: Sequence[LegPieces], check: Callable[[], None]) -> Carriage:
    """The arrays of all goods, one after the other; ``check`` raises what ends it before."""
    found = []
    for pieces in goods:
        check()
        found.append(_carriage(timeline, pieces))
    if not found:
        return Carriage(*[np.zeros((0, len(timeline.variants)))] * 6)
    return Carriage(*(np.concatenate(arrays) for arrays in zip(*found, strict=True)))


def _carriage(timeline: Timeline, pieces: LegPieces) -> Carriage:
    found = [pieces.of(departure) for departure in timeline.variants]
    shape = (len(found), 5, len(pieces.segments))
    figures = np.array([of_one.figures for of_one in found]).reshape(shape)
    fee = np.zeros((len(pieces.segments), len(found)))
    for number, of_one in enumerate(found):
        for owed in of_one.fees:
            fee[sorted(owed.segments), number] += owed.amount
    fixed, per_tonne, dutiable, by_value, co2 = (
        np.ascontiguousarray(figures[:, row].T) for row in (FIXED, PER_TONNE, DUTIABLE, BY_VALUE, CO2)
    )
    return Carriage(fixed, per_tonne, by_value, co2, fee, dutiable)


class Stay(NamedTuple):
    """What happens between legs costs, base currency per container.

    Attributes
    ----------
    transfer
        By transfer row, epoch and container type.
    transfer_least
        The least of any epoch, by row and container type.
    transfer_co2
        By row: the price of what the handling of a tonne emits.
    row_place, steady
        By row, its place, and whether all epochs cost the same.
    stored
        By place, its number in ``storage``; −1 where nothing is charged.
    storage
        By stored place, epoch of the departure, container type and days.
    storage_least
        By stored place, container type and days: no stay of so many days or more costs less.
    """

    transfer: Floats
    transfer_least: Floats
    transfer_co2: Floats
    row_place: Ints
    steady: Flags
    stored: Ints
    storage: Floats
    storage_least: Floats


def stays(timeline: Timeline) -> Stay:
    """The arrays of transfers and storage."""
    network = timeline.network
    loads = [Load(container, 1, Decimal(1)) for container in network.book.containers.values()]
    transfer = np.zeros((len(timeline.rows), len(timeline.epoch_days), len(loads)))
    for number, row in enumerate(timeline.rows):
        known: dict[Fraction, list[float]] = {}
        for epoch, day in enumerate(timeline.epoch_days):
            on = network.first + timedelta(days=day)
            rate = network.rater.exchange.on(on, row.amounts.currency)
            if rate not in known:
                known[rate] = [float(total(network.rater.transfer(Handling(row), on, load))) for load in loads]
            transfer[number, epoch] = known[rate]
    stored = np.full(len(timeline.places), -1, np.int64)
    charged = list(dict.fromkeys(band.location for band in network.book.storage))
    stored[[timeline.places[location] for location in charged]] = np.arange(len(charged))
    storage = np.zeros((len(charged), len(timeline.epoch_days), len(loads), timeline.days))
    for number, location in enumerate(charged):
        _storage(timeline, location, loads, storage[number])
    by_day = storage.min(axis=1, initial=np.inf) if storage.size else storage[:, 0]
    least = np.minimum.accumulate(by_day[..., ::-1], axis=-1)[..., ::-1]
    steady = (transfer == transfer[:, :1]).all(axis=(1, 2))
    row_place = np.array([timeline.places[row.location] for row in timeline.rows], np.int64)
    emitted = np.array([hub_co2_price(network, row) for row in timeline.rows], np.float64)
    least_transfer = transfer.min(axis=1, initial=np.inf)
    by_days = np.ascontiguousarray(least)
    return Stay(transfer, least_transfer, emitted, row_place, steady, stored, storage, by_days)


def _storage(timeline: Timeline, location: str, loads: list[Load], into: Floats) -> None:
    """Fill in what a container pays by epoch, type and days.

    Epochs of the same rates of exchange pay the same, and so do the types that no band names.
    """
    network = timeline.network
    bands = [band for band in network.book.storage if band.location == location]
    currencies = sorted({band.currency for band in bands})
    alike: dict[str, list[int]] = defaultdict(list)
    for number, load in enumerate(loads):
        name = load.container.name
        alike[name if any(band.container == name for band in bands) else ""].append(number)
    known: dict[tuple[object, ...], int] = {}
    for epoch, day in enumerate(timeline.epoch_days):
        on = network.first + timedelta(days=day)
        rates = tuple(network.rater.exchange.on(on, currency) for currency in currencies)
        if rates in known:
            into[epoch] = into[known[rates]]
            continue
        known[rates] = epoch
        for numbers in alike.values():
            for days in range(timeline.days):
                items = network.rater.storage(location, on - timedelta(days=days), on, loads[numbers[0]])
                into[epoch, numbers, days] = float(total(items))
