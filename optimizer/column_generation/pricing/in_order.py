"""All itineraries of one lane that cost less than a limit, in order of cost.

A search goes forward through the tree of itineraries that come to no place twice, led by the cost to go (A*: Hart,
Nilsson and Raphael, 1968).
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
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
    MOST_LEGS,
    PER_TONNE,
    VARIANT,
    WAY_GROUP,
    WAY_ROW,
    WAY_WAIT,
    Bound,
    Duals,
    Lanes,
    Net,
    Search,
)
from optimizer.column_generation.timeline import Ints

#: Where routes are not to be taken, so many times as many ways to a state are followed: some lead back onto one.
FURTHER = 4


@compiled
def _carried(net: Net, lanes: Lanes, bound: Bound, lane: int, variant: int, value: float) -> float:
    """What carriage by a variant costs a lane."""
    total, away = 0.0, 1.0 if bound.away[variant] else 0.0
    for z in range(lanes.starts[lane], lanes.starts[lane + 1]):
        s, q = lanes.segments[z], lanes.tonnes[z]
        if net.carriage[FIXED, s, variant] == np.inf:
            return np.inf
        each = net.carriage[FIXED, s, variant] + net.carriage[FEE, s, variant] * q / lanes.weights[lane]
        each += (net.carriage[PER_TONNE, s, variant] + net.carriage[BY_VALUE, s, variant] * value) * q
        factor = lanes.inside[lane] + away * lanes.abroad[lane] * net.carriage[DUTIABLE, s, variant]
        total += lanes.numbers[z] * (factor * each + net.carriage[CO2, s, variant] * q)
    return total


@compiled
def _between(
    net: Net, duals: Duals, lanes: Lanes, lane: int, factor: float, row: int, store: int, arrived: int, departs: int
) -> float:
    """What a transfer and the days before a departure cost a lane; ``inf`` where there is no room."""
    cost = 0.0
    for z in range(lanes.starts[lane], lanes.starts[lane + 1]):
        if row >= 0:
            each = factor * net.transfer[row, net.epoch[departs], lanes.container[z]]
            cost += lanes.numbers[z] * (each + net.transfer_co2[row] * lanes.tonnes[z])
        if store >= 0:
            days = departs - arrived
            cost += lanes.numbers[z] * factor * net.storage[store, net.epoch[departs], lanes.container[z], days]
    if row >= 0:
        for u in range(3):
            cost += duals.transfer[row, departs, u] * lanes.counts[lane, u]
            if lanes.needs[lane, u] > duals.transfer_left[row, departs, u]:
                return np.inf
    return cost


@compiled
def is_cut(path: Ints, cuts: Ints) -> bool:
    """Whether an itinerary is among those cut off: departures, −1 after the last."""
    for c in range(cuts.shape[0]):
        same = True
        for n in range(path.size):
            if path[n] != cuts[c, n]:
                same = False
                break
        if same:
            return True
    return False


@compiled
def in_order(
    net: Net, duals: Duals, lanes: Lanes, bound: Bound, search: Search, lane: int, rules: int, origin: int, ready: int,
    last: int, value: float, limit: float, costs: Floats, paths: Ints, patience: int, legs: Ints,
    routes: Ints, only: bool, cuts: Ints,
) -> tuple[int, float]:  # fmt: skip
    """Fill ``costs`` and ``paths`` (−1 after the last departure) with itineraries of a lane, the cheapest first.

    No more than there is room for, all of less than ``limit``; after ``patience`` departures looked at, no more are.
    ``routes`` (shape (routes, ``MOST_LEGS``), −1 at the end; 62 at most) are chains of legs to the destination that are
    not to be taken; or one of them has to be, if ``only``. ``legs`` is by departure, the number of its leg. ``cuts``
    (shape (cuts, ``MOST_LEGS``), −1 at the end) are itineraries that are passed over.
    Costs are those of ``cost_to_go``.

    Returns
    -------
    tuple
        How many, and a cost that none of the others is below.
    """
    days, most, found, cut = last - ready + 1, costs.size, 0, np.inf
    pool = 0.0
    for z in range(lanes.starts[lane], lanes.starts[lane + 1]):
        pool += lanes.numbers[z] * duals.start[origin, lanes.container[z]]
    # Which routes it follows so far, as bits.
    states, before, by, so_far, along = [0], [-1], [-1], [pool], [(1 << routes.shape[0]) - 1]
    queue = [(search.ahead[0, lane] + pool, 0)]
    followed = np.zeros((search.ahead.shape[0], 2), np.int64)
    visited = np.empty(MOST_LEGS + 2, np.int64)
    while len(queue) > 0:
        promise, last_first = heappop(queue)
        node = -last_first
        if promise >= limit:
            break
        if found == most or len(by) > patience:
            return found, min(promise, cut, limit)
        stand, day = origin, ready
        if by[node] >= 0:
            stand, day = net.departures[by[node], INTO], net.departures[by[node], ARRIVES]
        if net.place[stand] == bound.place:
            if along[node] != 0 and not only:
                continue
            step, length = node, 0
            while by[step] >= 0:
                length, step = length + 1, before[step]
            paths[found, :] = -1
            step = node
            while by[step] >= 0:
                length -= 1
                paths[found, length] = by[step]
                step = before[step]
            if not is_cut(paths[found], cuts):
                costs[found] = promise
                found += 1
            continue
        # As many itineraries on from a state as are asked for need no more ways to it.
        kind = 1 if along[node] != 0 else 0  # which of them are taken in the end depends on it
        followed[states[node], kind] += 1
        if followed[states[node], kind] > most * (FURTHER if routes.shape[0] > 0 else 1) + cuts.shape[0]:
            cut = min(cut, promise)
            continue
        count, step = 0, node
        while step >= 0 and count < visited.size:
            visited[count] = net.place[net.departures[by[step], INTO]] if by[step] >= 0 else net.place[origin]
            count, step = count + 1, before[step]
        if count > MOST_LEGS:
            continue
        place = net.place[stand]
        store = net.stored[place] if by[node] >= 0 else -1
        factor = lanes.inside[lane] + (lanes.abroad[lane] if bound.foreign[place] else 0.0)
        for w in range(net.way_starts[stand], net.way_starts[stand + 1]):
            row, group = net.ways[w, WAY_ROW], net.ways[w, WAY_GROUP]
            e = search.group_head[group]
            while e >= 0 and search.entry_day[e] < day + net.ways[w, WAY_WAIT]:
                e = search.entry_next[e]
            while e >= 0 and so_far[node] + search.least[e, lane] < limit:
                departs = search.entry_day[e]
                if search.aboard[e, lane] < np.inf:
                    waited = so_far[node] + _between(net, duals, lanes, lane, factor, row, store, day, departs)
                    i = net.group_first[group, departs]
                    while i < net.departures.shape[0]:
                        into, arrives = net.departures[i, INTO], net.departures[i, ARRIVES]
                        if net.departures[i, GROUP] != group or net.departures[i, DEPARTS] != departs:
                            break
                        state = search.state_of[into * days + arrives - ready] if arrives <= last else -1
                        been = False
                        for m in range(count):
                            been = been or visited[m] == net.place[into]
                        same = 0
                        if along[node] != 0:
                            for r in range(routes.shape[0]):
                                if along[node] >> r & 1 and routes[r, count - 1] == legs[i]:
                                    same |= 1 << r
                        if only and same == 0:
                            been = True
                        if state >= 0 and not been and net.allowed[rules, net.departures[i, VARIANT]]:
                            cost = waited + _carried(net, lanes, bound, lane, net.departures[i, VARIANT], value)
                            for u in range(3):
                                cost += duals.departure[i, u] * lanes.counts[lane, u]
                                if lanes.needs[lane, u] > duals.departure_left[i, u]:
                                    cost = np.inf
                            whole = cost + search.ahead[state, lane]
                            if whole < limit:
                                # Of those that promise the same, the last is looked at first.
                                heappush(queue, (whole, -len(by)))
                                states.append(state)
                                before.append(node)
                                by.append(i)
                                so_far.append(cost)
                                along.append(same)
                        i += 1
                e = search.entry_next[e]
    return found, min(cut, limit)
