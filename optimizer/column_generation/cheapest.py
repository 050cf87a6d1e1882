"""The cheapest itinerary for a container, or several together, at given prices.

A search goes forward and is led by what a sweep found to lie ahead (A*: Hart, Nilsson and Raphael, 1968), so that it
is exact in what the sweep is not: the deadline of a shipment where lanes share a later one, a load between those of the
lanes, booking fees. Before it, a dive takes the most promising departure each time; where that meets nothing forbidden
it often is the cheapest itinerary, in no time. Where the search went in a circle, ``search`` sees what was visited.
"""

from __future__ import annotations

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.in_order import search, unrolled
from optimizer.column_generation.routes import MOST_LEGS, MOST_NODES, Bundle, Ground, Nodes
from optimizer.column_generation.steps import delivery, onward, steps_for, weigh
from optimizer.column_generation.sweep import EPSILON
from optimizer.column_generation.timeline import Graph, Ints

#: A search that looks at places visited, for one itinerary, looks at no more departures.
SHORT_PATIENCE = 4_000

#: Costs within this share are the same to a search for the cheapest; the bound allows for it.
ALIKE = 1e-8


@compiled
def cheapest(ground: Ground, bundle: Bundle, origin: int, ready: int, nodes: Nodes, path: Ints) -> tuple[float, float]:
    """The cheapest itinerary; ``path`` is filled with it (−1 after the last departure).

    Returns
    -------
    tuple
        A bound that no itinerary is below, and what the one found costs; ``inf`` if none is.
    """
    if ground.earliest[origin, ready] > bundle.closes:
        path[:] = -1
        return np.inf, np.inf
    least = bundle.at_delivery + weigh(bundle, ground.swept.ahead[origin, ready])
    limit = _dive(ground, bundle, origin, ready, path)
    if limit <= least + ALIKE * abs(least) + EPSILON:
        return min(least, limit), limit
    bound, cost, end = _forward(ground, bundle, origin, ready, limit, least, nodes)
    if end < 0:
        return bound, limit
    found, costs = np.empty((1, MOST_LEGS), np.int64), np.full(1, cost)
    if not unrolled(nodes.before, nodes.by, end, found[0]) or _in_circles(ground.terms.graph, origin, found[0]):
        count, beyond = search(ground, bundle, origin, ready, limit, found, costs, SHORT_PATIENCE)
        if count == 0:
            return max(bound, min(beyond, limit)), limit
        bound = max(bound, min(beyond, costs[0]))
    path[:] = found[0]
    return bound, costs[0]


@compiled
def _dive(ground: Ground, bundle: Bundle, origin: int, ready: int, path: Ints) -> float:
    """Follow the most promising departures, and fill ``path`` with them (−1 after the last).

    Returns
    -------
    float
        What the bundle costs with prices; ``inf`` where the dive ended nowhere.
    """
    graph, step = ground.terms.graph, steps_for(1)
    visited = np.empty(MOST_LEGS + 1, np.int64)
    stand, day, cost = origin, ready, bundle.at_delivery
    path[:] = -1
    for count in range(MOST_LEGS + 1):
        visited[count] = graph.place[stand]
        if visited[count] == ground.target.place:
            return cost + delivery(ground, bundle, stand, day)
        been = visited[: count + 1]
        if count == MOST_LEGS or not onward(ground, bundle, stand, day, count > 0, 0.0, np.inf, been, True, step):
            break
        path[count] = step.departures[0]
        cost += step.costs[0]
        stand, day = graph.into[path[count]], graph.arrives[path[count]]
    return np.inf


@compiled
def _in_circles(graph: Graph, origin: int, path: Ints) -> bool:
    """Whether an itinerary comes to a place twice."""
    for n in range(path.size):
        if path[n] < 0:
            break
        place = graph.place[graph.into[path[n]]]
        if place == graph.place[origin]:
            return True
        for m in range(n):
            if graph.place[graph.into[path[m]]] == place:
                return True
    return False


@compiled
def _forward(
    ground: Ground, bundle: Bundle, origin: int, ready: int, limit: float, least: float, nodes: Nodes
) -> tuple[float, float, int]:
    """Search for an itinerary of less than ``limit``, places visited twice or not.

    Returns
    -------
    tuple
        A bound that none is below, what the one found costs, and its last node; −1 if none is.
    """
    graph, days = ground.terms.graph, ground.terms.graph.epoch.size
    anywhere, steps = np.empty(0, np.int64), steps_for(graph.departs.size)
    nodes.seen[-1] += 1
    _reach(nodes, 0, origin * days + ready, -1, -1, bundle.at_delivery)
    _push(nodes, 0, 0, least)
    waiting, count, end = 1, 1, -1
    while waiting > 0:
        node = _pop(nodes, waiting)
        waiting -= 1
        promise, state, so_far = nodes.promise[node], nodes.state[node], nodes.cost[node]
        if promise >= limit - ALIKE * abs(limit) - EPSILON:
            return min(promise, limit), limit, end
        if so_far > nodes.least[state]:
            continue
        stand, day = state // days, state % days
        for n in range(onward(ground, bundle, stand, day, node > 0, so_far, limit, anywhere, False, steps)):
            i, cost, whole = steps.departures[n], steps.costs[n], steps.promises[n]
            into, arrives = graph.into[i], graph.arrives[i]
            delivered = graph.place[into] == ground.target.place
            if delivered:
                whole = cost + delivery(ground, bundle, into, arrives)
            if whole >= limit:
                continue
            if count >= MOST_NODES:
                return min(promise, limit), limit, end
            then = into * days + arrives
            if not delivered and nodes.seen[then] == nodes.seen[-1] and cost >= nodes.least[then]:
                continue
            _reach(nodes, count, then, node, i, cost)
            if delivered:
                limit, end = whole, count
            else:
                _push(nodes, waiting, count, whole)
                waiting += 1
            count += 1
    return limit, limit, end


@compiled
def _reach(nodes: Nodes, node: int, state: int, before: int, by: int, cost: float) -> None:
    """Take down how a state was reached at less than ever before in this search."""
    nodes.state[node], nodes.before[node], nodes.by[node], nodes.cost[node] = state, before, by, cost
    nodes.least[state], nodes.seen[state] = cost, nodes.seen[-1]


@compiled
def _push(nodes: Nodes, size: int, node: int, promise: float) -> None:
    """Put a node on the heap, which has so many; of those that promise the same, the last comes first."""
    heap, key = nodes.heap, nodes.promise
    key[node] = promise
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        if key[heap[parent]] < promise:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = node


@compiled
def _pop(nodes: Nodes, size: int) -> int:
    """Take the most promising node off the heap, which has so many."""
    heap, key = nodes.heap, nodes.promise
    top, last = heap[0], heap[size - 1]
    at, count = 0, size - 1
    while True:
        child = 2 * at + 1
        if child >= count:
            break
        if child + 1 < count and key[heap[child + 1]] < key[heap[child]]:
            child += 1
        if key[last] <= key[heap[child]]:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = last
    return int(top)
