"""The itineraries of one shipment at given duals, asked of the kernels: the cheapest, and all in order of cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.limits import Counted, Floats
from optimizer.column_generation.pricing.cost_to_go import (
    ARRIVES,
    DEPARTS,
    GROUP,
    INTO,
    MOST_LEGS,
    Duals,
    Lanes,
    Net,
    Search,
    cost_to_go,
)
from optimizer.column_generation.pricing.in_order import in_order
from optimizer.column_generation.pricing.subproblem import Bounds, Bundles, Cargo, bound_of, lanes_of, read_off
from optimizer.column_generation.timeline import Flags, Ints


class Work(NamedTuple):
    """What is the same in all rounds."""

    net: Net
    cargo: Cargo
    bounds: Bounds
    counted: Counted

    def in_time(self, case: int, departures: Ints) -> Flags:
        """Of departures by number, whether a shipment may reach them and then its destination, if all goes well."""
        cargo, bounds, of = self.cargo, self.bounds, self.net.departures[departures]
        board = bounds.board[bounds.board_of[cargo.origins[case]]][of[:, GROUP]]
        to_go = bounds.to_go[cargo.destinations[case]][of[:, INTO]]
        found: Flags = (cargo.readies[case] + board <= of[:, DEPARTS]) & (of[:, ARRIVES] + to_go <= cargo.lasts[case])
        return found


class Routes(NamedTuple):
    """Chains of legs that are not to be taken, or of which one has to be: shape (routes, ``MOST_LEGS``), −1 at the end.

    See ``in_order``.
    """

    legs: Ints
    routes: Ints
    only: bool


#: Any chain of legs will do.
ANYWHERE = Routes(np.empty(0, np.int64), np.empty((0, MOST_LEGS), np.int64), only=False)


class Programme(NamedTuple):
    """The dynamic programme of some bundles of a shipment: its lanes, what each costs, and what else came of it."""

    work: Work
    duals: Duals
    case: int
    way: int
    bundles: int
    lanes: Lanes
    costs: Floats
    search: Search

    def cheapest(self) -> tuple[Floats, Ints]:
        """What each bundle costs at least, and its itinerary: departures, −1 after the last."""
        work, at, paths = self.work, np.empty(self.bundles), np.empty((self.bundles, MOST_LEGS), np.int64)
        read_off(
            work.net, self.duals, work.cargo, work.bounds, self.case, self.way, self.lanes, self.search, self.costs,
            at, paths,
        )  # fmt: skip
        return at, paths

    def in_order(self, limit: float, most: int, patience: int, routes: Routes = ANYWHERE) -> tuple[Ints, Floats, float]:
        """Cheapest itineraries of a single bundle: departures (−1 after the last), costs, what no other is below."""
        (net, cargo, bounds, _), case, lanes = self.work, self.case, self.lanes
        first, beyond = int(cargo.window_starts[case]), limit
        all_paths, all_costs = [], []
        for window in range(self.costs.size):
            of_tonne = cargo.per_tonne[first + window, self.way] - cargo.per_day[case] * cargo.readies[case]
            extra = float(lanes.counts[window, 2] * of_tonne)
            paths, costs = np.full((most, MOST_LEGS), -1, np.int64), np.empty(most)
            count, further = in_order(
                net, self.duals, lanes, bound_of(bounds, cargo.destinations[case]), self.search, window,
                cargo.rules[case], cargo.origins[case], cargo.readies[case], cargo.lasts[case], cargo.values[case],
                limit - extra, costs, paths, patience, *routes,
                cargo.cuts[cargo.cut_starts[case] : cargo.cut_starts[case + 1]],
            )  # fmt: skip
            # Else all were found: in floats, (limit − extra) + extra may be less than the limit.
            if further < limit - extra:
                beyond = min(beyond, further + extra)
            all_paths.append(paths[:count])
            all_costs.append(costs[:count] + extra)
        costs = np.concatenate(all_costs)
        order = np.argsort(costs, kind="stable")
        return np.concatenate(all_paths)[order], costs[order], beyond


def programme_of(
    work: Work, duals: Duals, case: int, way: int, bundles: Bundles, weights: Floats | None = None
) -> Programme:
    """The dynamic programme of some bundles of a shipment, for one way to charge duty.

    ``weights`` are by bundle the t over which the fees of its booking are shared: by default all of the shipment. With
    them there need be room for each of its containers by itself only, as a bound wants: they may go apart.
    """
    net, cargo, bounds = work.net, work.cargo, work.bounds
    lanes = lanes_of(net, cargo, case, way, bundles)
    if weights is not None:
        each = np.stack(
            (net.teu[lanes.container], np.ones(lanes.container.size), np.zeros(lanes.container.size)), axis=1
        )
        lanes = lanes._replace(
            weights=np.tile(weights, lanes.inside.size // weights.size),
            needs=np.maximum.reduceat(each, lanes.starts[:-1]),
        )
    costs = np.empty(lanes.inside.size)
    search = cost_to_go(
        net, duals, lanes, bound_of(bounds, cargo.destinations[case]),
        bounds.board[bounds.board_of[cargo.origins[case]]], cargo.rules[case], cargo.origins[case],
        cargo.readies[case], cargo.lasts[case], cargo.values[case], costs,
    )  # fmt: skip
    return Programme(work, duals, case, way, bundles.starts.size - 1, lanes, costs, search)
