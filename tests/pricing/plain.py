"""Itineraries and what they cost as the definitions say, in plain Python."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from hypothesis import reject

from optimizer.column_generation.engine import ColumnGeneration
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.cost_to_go import (
    ARRIVES,
    BY_VALUE,
    CO2,
    DEPARTS,
    DUTIABLE,
    FEE,
    FIXED,
    GROUP,
    INTO,
    PER_TONNE,
    VARIANT,
    WAY_GROUP,
    WAY_ROW,
    WAY_WAIT,
    Duals,
)
from optimizer.column_generation.pricing.subproblem import Bundles, bound_of, lanes_of
from optimizer.errors import RebateError
from optimizer.executors import Threads
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Options
from optimizer.progress import silent
from optimizer.stopping import Stop
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio

Path = tuple[int, ...]


def engine_of(world: World) -> ColumnGeneration:
    """The engine of a world, its network laid out and nothing priced; worlds with rebates it refuses."""
    book, portfolio = book_and_portfolio(world)
    with Threads(1) as executor:
        try:
            return ColumnGeneration(Lister(Network(book, portfolio)), portfolio, Options(), silent, Stop(), executor)
        except RebateError:
            reject()


@dataclass(frozen=True)
class Plain:
    """One shipment of an engine, at duals drawn from a seed."""

    engine: ColumnGeneration
    case: int
    seed: int

    @cached_property
    def of_rows(self) -> Floats:
        """On half of the rows, up to 400 a unit."""
        rows, random = len(self.engine.limits.rows), np.random.default_rng(self.seed)
        return random.uniform(0, 400, rows) * random.integers(0, 2, rows)

    @cached_property
    def duals(self) -> Duals:
        """Those of the rows, with the room that there is."""
        limits = self.engine.limits
        return duals_of(limits.prices(self.of_rows), limits.rooms(limits.most))

    def itineraries(self) -> Iterator[Path]:
        """Every chain of departures within its days that it may use and that comes to no place twice."""
        cargo = self.engine.cargo
        origin, ready = int(cargo.origins[self.case]), int(cargo.readies[self.case])
        yield from self._longer((), origin, ready, (origin,))

    def _longer(self, path: Path, stand: int, day: int, visited: tuple[int, ...]) -> Iterator[Path]:
        net, cargo = self.engine.net, self.engine.cargo
        bound = bound_of(self.engine.bounds, int(cargo.destinations[self.case]))
        last, rules = int(cargo.lasts[self.case]), int(cargo.rules[self.case])
        if net.place[stand] == bound.place:
            if bound.dwell[stand] >= 0 and day + bound.dwell[stand] <= last:
                yield path
            return
        for way in net.ways[net.way_starts[stand] : net.way_starts[stand + 1]]:
            for i, departure in enumerate(net.departures):
                if departure[GROUP] != way[WAY_GROUP] or departure[DEPARTS] < day + way[WAY_WAIT]:
                    continue
                place = int(net.place[departure[INTO]])
                if departure[ARRIVES] > last or place in visited or not net.allowed[rules, departure[VARIANT]]:
                    continue
                yield from self._longer((*path, i), int(departure[INTO]), int(departure[ARRIVES]), (*visited, place))

    def costs(self, path: Path, bundles: Bundles, way: int) -> list[float]:
        """By bundle, what it costs with duals on an itinerary, in the window that suits it best; ``inf`` without room.

        A booking's fees are shared by the tonnes of the shipment.
        """
        net, cargo, duals, case = self.engine.net, self.engine.cargo, self.duals, self.case
        bound = bound_of(self.engine.bounds, int(cargo.destinations[case]))
        lanes = lanes_of(net, cargo, case, way, bundles)
        size, value, weight = bundles.starts.size - 1, float(cargo.values[case]), float(cargo.weights[case])
        first = int(cargo.window_starts[case])
        found = [math.inf] * size
        for lane in range(lanes.inside.size):
            loads = range(int(lanes.starts[lane]), int(lanes.starts[lane + 1]))
            inside, outside, total = float(lanes.inside[lane]), float(lanes.abroad[lane]), 0.0
            stand, day = int(cargo.origins[case]), int(cargo.readies[case])
            for z in loads:
                total += lanes.numbers[z] * duals.start[stand, lanes.container[z]]
            for n, i in enumerate(path):
                departs, arrives, variant, group, into = net.departures[i]
                place = net.place[stand]
                row = self._row(stand, int(group))
                factor = inside + outside * bound.foreign[place]
                for z in loads:
                    q, s, each = lanes.tonnes[z], lanes.segments[z], 0.0
                    if row >= 0:
                        each += factor * net.transfer[row, net.epoch[departs], lanes.container[z]]
                        each += net.transfer_co2[row] * q
                    if n > 0 and net.stored[place] >= 0:
                        days = departs - day
                        each += factor * net.storage[net.stored[place], net.epoch[departs], lanes.container[z], days]
                    leg = net.carriage[FIXED, s, variant] + net.carriage[FEE, s, variant] * q / weight
                    leg += (net.carriage[PER_TONNE, s, variant] + net.carriage[BY_VALUE, s, variant] * value) * q
                    dutiable = bound.away[variant] * net.carriage[DUTIABLE, s, variant]
                    each += (inside + outside * dutiable) * leg + net.carriage[CO2, s, variant] * q
                    total += lanes.numbers[z] * each
                total += self._of(duals.departure[i], duals.departure_left[i], lanes.counts[lane], lanes.needs[lane])
                if row >= 0:
                    total += self._of(
                        duals.transfer[row, departs], duals.transfer_left[row, departs], lanes.counts[lane],
                        lanes.needs[lane],
                    )  # fmt: skip
                stand, day = int(into), int(arrives)
            row, delivered = int(bound.row[stand]), day + int(bound.dwell[stand])
            if row >= 0:
                total += sum(
                    lanes.numbers[z]
                    * (
                        inside * net.transfer[row, net.epoch[day], lanes.container[z]]
                        + net.transfer_co2[row] * lanes.tonnes[z]
                    )
                    for z in loads
                )
                total += self._of(
                    duals.transfer[row, day], duals.transfer_left[row, day], lanes.counts[lane], lanes.needs[lane]
                )  # fmt: skip
            total += lanes.per_day[lane] * delivered
            of_tonne = cargo.per_tonne[first + lane // size, way] - cargo.per_day[case] * cargo.readies[case]
            total += lanes.counts[lane, 2] * of_tonne
            if lanes.opens[lane] <= delivered <= lanes.closes[lane]:
                found[lane % size] = min(found[lane % size], float(total))
        return found

    def _row(self, stand: int, group: int) -> int:
        """The transfer row between a stand and a group of departures; −1 for none."""
        net = self.engine.net
        for way in net.ways[net.way_starts[stand] : net.way_starts[stand + 1]]:
            if way[WAY_GROUP] == group:
                return int(way[WAY_ROW])
        raise LookupError(f"no way from stand {stand} to group {group}")

    @staticmethod
    def _of(dual: np.ndarray, left: np.ndarray, counts: np.ndarray, needs: np.ndarray) -> float:  # type: ignore[type-arg]  # any figures
        """What uses cost at some duals; ``inf`` where there is no room."""
        return math.inf if (needs > left).any() else float(dual @ counts)
