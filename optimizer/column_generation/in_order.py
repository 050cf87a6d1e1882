"""All itineraries of less than a limit, in order of cost."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.routes import MOST_LEGS, Bundle, Ground
from optimizer.column_generation.steps import delivery, onward, steps_for
from optimizer.column_generation.timeline import Ints


class _Tree(NamedTuple):
    """What was looked at, by node: stand, day (−1: delivered), the node and the departure before, the cost so far.

    And the nodes to go on from, by what they promise; of those that promise the same, the last comes first.
    """

    stand: list[int]
    day: list[int]
    before: list[int]
    by: list[int]
    cost: list[float]
    queue: list[tuple[float, int]]


@compiled
def _add(tree: _Tree, stand: int, day: int, before: int, by: int, cost: float, promise: float) -> None:
    # Rounded down to a part of a cent: of ways that cost the same, the search goes on with the one begun last.
    heappush(tree.queue, (np.floor(promise * 1000.0) / 1000.0, -len(tree.by)))
    tree.stand.append(stand)
    tree.day.append(day)
    tree.before.append(before)
    tree.by.append(by)
    tree.cost.append(cost)


@compiled
def unrolled(before: list[int] | Ints, by: list[int] | Ints, node: int, path: Ints) -> bool:
    """Fill ``path`` with the departures up to a node (−1 after the last); whether there is room for them."""
    length, step = 0, node
    while by[step] >= 0:
        length += 1
        step = before[step]
    if length > path.size:
        return False
    path[length:] = -1
    while by[node] >= 0:
        length -= 1
        path[length] = by[node]
        node = before[node]
    return True


@compiled
def _places(ground: Ground, tree: _Tree, node: int, visited: Ints) -> int:
    """Fill in the places on the way to a node, its own too; how many there are."""
    count = 0
    while node >= 0:
        visited[count] = ground.terms.graph.place[tree.stand[node]]
        count += 1
        node = tree.before[node]
    return count


@compiled
def search(
    ground: Ground, bundle: Bundle, origin: int, ready: int, limit: float, paths: Ints, costs: Floats, patience: int
) -> tuple[int, float]:
    """Fill ``paths`` (−1 after the last departure) and ``costs`` with itineraries of less than ``limit``.

    No more than there is room for; and after ``patience`` departures looked at, no more are.

    Returns
    -------
    tuple
        How many, and a cost that none of the others is below.
    """
    graph, most = ground.terms.graph, costs.size
    tree = _Tree([origin], [ready], [-1], [-1], [bundle.at_delivery], [(-np.inf, 0)])
    if ground.earliest[origin, ready] > bundle.closes:
        return 0, limit
    visited, steps = np.empty(MOST_LEGS + 1, np.int64), steps_for(graph.departs.size)
    followed = np.zeros((graph.place.size, graph.epoch.size), np.int64)
    found, cut = 0, np.inf
    while len(tree.queue) > 0:
        promise, last = heappop(tree.queue)
        node = -last
        if promise >= limit:
            break
        if found == most or len(tree.by) > patience:
            return found, min(promise, limit)
        stand, day, cost = tree.stand[node], tree.day[node], tree.cost[node]
        if day < 0:
            unrolled(tree.before, tree.by, tree.before[node], paths[found])
            costs[found] = cost
            found += 1
            continue
        # As many ways on from here as are asked for need no more ways to here.
        followed[stand, day] += 1
        if followed[stand, day] > most:
            cut = min(cut, promise)
            continue
        if graph.place[stand] == ground.target.place:
            end = cost + delivery(ground, bundle, stand, day)
            if end < limit:
                _add(tree, stand, -1, node, -1, end, end)
            continue
        count = _places(ground, tree, node, visited)
        if count > MOST_LEGS:
            continue
        for n in range(onward(ground, bundle, stand, day, node > 0, cost, limit, visited[:count], False, steps)):
            i = steps.departures[n]
            _add(tree, graph.into[i], graph.arrives[i], node, i, steps.costs[n], steps.promises[n])
    return found, min(cut, limit)
