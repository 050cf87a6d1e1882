"""Itineraries for one container at given prices: the cheapest, or all within a limit, cheapest first.

The search goes forward and is led by what a sweep found to lie ahead (A*: Hart, Nilsson and Raphael, 1968), so that it
is exact in what the sweep is not: locations visited twice, the deadline of a shipment where lanes share a later one,
and a load between those of the lanes. A dive takes the most promising departure each time; where that meets nothing
forbidden it is the cheapest itinerary, in no time.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.goods import Carriage, Stay
from optimizer.column_generation.limits import Floats, Prices
from optimizer.column_generation.sweep import EPSILON, Swept, Target
from optimizer.column_generation.timeline import Flags, Graph, Ints

#: No itinerary has more legs.
MOST_LEGS = 24


class Box(NamedTuple):
    """One container of a shipment.

    Attributes
    ----------
    segment, container, tonnes, counts
        Its load: the segment, the container type, t, and what it counts for by unit.
    value, fee
        Of a tonne; the share of a booking's fees that it bears.
    inside, outside
        What one of transport costs in the end, by where it starts.
    per_day, at_delivery
        What days until delivery cost, and delivery itself.
    opens, closes
        The days between which it may be delivered.
    lanes, weights
        The lanes between which it lies, and how near it is to each.
    """

    segment: int
    container: int
    tonnes: float
    counts: Floats
    value: float
    fee: float
    inside: float
    outside: float
    per_day: float
    at_delivery: float
    opens: int
    closes: int
    lanes: Ints
    weights: Floats


@compiled
def leg_cost(carriage: Carriage, foreign: bool, variant: int, box: Box) -> float:
    """What a departure costs a container in the end, prices apart."""
    s, q = box.segment, box.tonnes
    transport = carriage.fixed[variant, s] + (
        carriage.per_tonne[variant, s] + carriage.by_value[variant, s] * box.value
    ) * q + carriage.fee[variant, s] * box.fee
    if transport == np.inf:
        return np.inf
    factor = box.inside
    if foreign:
        factor += (box.outside - box.inside) * carriage.dutiable[variant, s]
    return factor * transport + carriage.co2[variant, s] * q


@compiled
def _weigh(box: Box, values: Floats) -> float:
    """What lies between lanes: no more than the true cost, which is concave in load and value."""
    total = 0.0
    for n in range(box.lanes.size):
        if box.weights[n] > 0.0:
            total += box.weights[n] * values[box.lanes[n]]
    return total


@compiled
def _delivery(graph: Graph, stay: Stay, prices: Prices, target: Target, box: Box, stand: int, day: int) -> float:
    """What delivery costs at the destination."""
    dwell, row = target.dwell[stand], target.row[stand]
    delivered = day + dwell
    if dwell < 0 or delivered < box.opens or delivered > box.closes:
        return np.inf
    cost = box.at_delivery + box.per_day * delivered
    if row >= 0:
        cost += box.inside * stay.transfer[row, graph.epoch[day], box.container]
        for unit in range(3):
            cost += prices.transfer[unit, row, day] * box.counts[unit]
    return cost


@compiled
def _between(
    graph: Graph, stay: Stay, prices: Prices, factor: float, box: Box, store: int, row: int, day: int, departs: int
) -> float:
    """What a transfer and the days before a departure cost."""
    cost = 0.0
    epoch = graph.epoch[departs]
    if row >= 0:
        cost += factor * stay.transfer[row, epoch, box.container]
        for unit in range(3):
            cost += prices.transfer[unit, row, departs] * box.counts[unit]
    if store >= 0:
        cost += factor * stay.storage[store, epoch, box.container, departs - day]
    return cost


@compiled
def _been(place: int, visited: Ints, count: int) -> bool:
    for n in range(count):
        if visited[n] == place:
            return True
    return False


@compiled
def dive(
    graph: Graph,
    stay: Stay,
    prices: Prices,
    carriage: Carriage,
    allowed: Flags,
    target: Target,
    swept: Swept,
    earliest: Ints,
    box: Box,
    origin: int,
    ready: int,
    path: Ints,
) -> tuple[int, float]:
    """Follow the most promising departures; fill ``path`` with them.

    Returns
    -------
    tuple
        How many departures, 0 where the dive ended nowhere, and what the container costs with prices.
    """
    visited = np.empty(MOST_LEGS + 1, np.int64)
    visited[0] = graph.place[origin]
    stand, day, cost = origin, ready, 0.0
    for count in range(MOST_LEGS + 1):
        place = graph.place[stand]
        if place == target.place:
            end = _delivery(graph, stay, prices, target, box, stand, day)
            return (count, cost + end) if end < np.inf else (0, np.inf)
        if count == MOST_LEGS:
            break
        factor = box.outside if target.foreign[place] else box.inside
        store = stay.stored[place] if count > 0 else -1
        best, chosen, step = np.inf, -1, 0.0
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            line, row = graph.way_line[way], graph.way_row[way]
            if _been(graph.place_to[line], visited, count + 1):
                continue
            since = day + graph.way_dwell[way] + (0 if graph.way_through[way] else graph.cutoff[line])
            if since > target.last:
                continue
            for i in range(graph.first[line, since], graph.starts[line + 1]):
                departs, arrives = graph.departs[i], graph.arrives[i]
                if departs > target.last:
                    break
                least = _weigh(box, swept.later[i])
                if row >= 0:
                    least += factor * stay.transfer_least[row, box.container]
                if store >= 0:
                    least += factor * stay.storage_least[store, box.container, departs - day]
                if least >= best - EPSILON:
                    break
                variant = graph.variant[i]
                if arrives > target.last or earliest[graph.into[i], arrives] > box.closes or not allowed[variant]:
                    continue
                own = leg_cost(carriage, target.foreign[place], variant, box)
                own += _between(graph, stay, prices, factor, box, store, row, day, departs)
                for unit in range(3):
                    own += prices.departure[unit, i] * box.counts[unit]
                promise = own + _weigh(box, swept.ahead[graph.into[i], arrives])
                if promise < best - EPSILON:
                    best, chosen, step = promise, i, own
        if chosen < 0:
            break
        path[count] = chosen
        cost += step
        stand, day = graph.into[chosen], graph.arrives[chosen]
        visited[count + 1] = graph.place[stand]
    return 0, np.inf


@compiled
def search(
    graph: Graph,
    stay: Stay,
    prices: Prices,
    carriage: Carriage,
    allowed: Flags,
    target: Target,
    swept: Swept,
    earliest: Ints,
    box: Box,
    origin: int,
    ready: int,
    limit: float,
    most: int,
    paths: Ints,
    costs: Floats,
    patience: int,
) -> tuple[int, float]:
    """Fill ``paths`` (−1 after the last departure) and ``costs`` with itineraries of less than ``limit``.

    No more than ``most``; and after ``patience`` departures looked at, no more are.

    Returns
    -------
    tuple
        How many, and a cost that none of the others is below.
    """
    nodes_stand = [origin]
    nodes_day = [ready]
    nodes_from = [-1]
    nodes_by = [-1]
    nodes_cost = [0.0]
    queue = [(0.0, 0)]
    visited = np.empty(MOST_LEGS + 1, np.int64)
    found = 0
    while len(queue) > 0:
        promise, node = heappop(queue)
        if promise >= limit:
            return found, limit
        if found == most or len(nodes_by) > patience:
            return found, promise
        stand, day = nodes_stand[node], nodes_day[node]
        place = graph.place[stand]
        if nodes_day[node] < 0:  # delivered
            length, step = 0, nodes_from[node]
            while nodes_by[step] >= 0:
                length += 1
                step = nodes_from[step]
            paths[found, length:] = -1
            step = nodes_from[node]
            while nodes_by[step] >= 0:
                length -= 1
                paths[found, length] = nodes_by[step]
                step = nodes_from[step]
            costs[found] = promise
            found += 1
            continue
        if place == target.place:
            end = _delivery(graph, stay, prices, target, box, stand, day)
            if nodes_cost[node] + end < limit:
                nodes_stand.append(stand)
                nodes_day.append(-1)
                nodes_from.append(node)
                nodes_by.append(-1)
                nodes_cost.append(nodes_cost[node] + end)
                heappush(queue, (nodes_cost[node] + end, len(nodes_by) - 1))
            continue
        count, step = 0, node
        while step >= 0:
            visited[count] = graph.place[nodes_stand[step]]
            count += 1
            step = nodes_from[step]
        if count > MOST_LEGS:
            continue
        factor = box.outside if target.foreign[place] else box.inside
        store = stay.stored[place] if count > 1 else -1
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            line, row = graph.way_line[way], graph.way_row[way]
            if _been(graph.place_to[line], visited, count):
                continue
            since = day + graph.way_dwell[way] + (0 if graph.way_through[way] else graph.cutoff[line])
            if since > target.last:
                continue
            for i in range(graph.first[line, since], graph.starts[line + 1]):
                departs, arrives = graph.departs[i], graph.arrives[i]
                if departs > target.last:
                    break
                least = nodes_cost[node] + _weigh(box, swept.later[i])
                if row >= 0:
                    least += factor * stay.transfer_least[row, box.container]
                if store >= 0:
                    least += factor * stay.storage_least[store, box.container, departs - day]
                if least >= limit:
                    break
                variant = graph.variant[i]
                if arrives > target.last or earliest[graph.into[i], arrives] > box.closes or not allowed[variant]:
                    continue
                own = leg_cost(carriage, target.foreign[place], variant, box)
                own += _between(graph, stay, prices, factor, box, store, row, day, departs)
                for unit in range(3):
                    own += prices.departure[unit, i] * box.counts[unit]
                whole = nodes_cost[node] + own + _weigh(box, swept.ahead[graph.into[i], arrives])
                if whole < limit:
                    nodes_stand.append(graph.into[i])
                    nodes_day.append(arrives)
                    nodes_from.append(node)
                    nodes_by.append(i)
                    nodes_cost.append(nodes_cost[node] + own)
                    heappush(queue, (whole, len(nodes_by) - 1))
    return found, limit


@compiled
def follow(
    graph: Graph,
    stay: Stay,
    carriage: Carriage,
    target: Target,
    segment: int,
    container: int,
    tonnes: float,
    value: float,
    path: Ints,
) -> tuple[float, float, float, float, float]:
    """What a container pays on an itinerary.

    Returns
    -------
    tuple
        Transport, the part of it up to the territory, emissions; the fees of its booking, and the part of them
        up to the territory. Base currency; transport is ``inf`` where the load is not taken.
    """
    transport = outside = co2 = fees = fees_outside = 0.0
    stand, day = -1, -1
    for n in range(path.size):
        i = path[n]
        if i < 0:
            break
        departs, variant = graph.departs[i], graph.variant[i]
        line = graph.line[i]
        place = graph.place_from[line]
        abroad = 1.0 if target.foreign[place] else 0.0
        epoch = graph.epoch[departs]
        if stand < 0:
            stand = place  # the stands where shipments start are numbered as places are
        row = -1
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            if graph.way_line[way] == line:
                row = graph.way_row[way]
        before = 0.0
        if row >= 0:
            before += stay.transfer[row, epoch, container]
        if n > 0 and stay.stored[place] >= 0:
            before += stay.storage[stay.stored[place], epoch, container, departs - day]
        s = segment
        leg = carriage.fixed[variant, s] + (
            carriage.per_tonne[variant, s] + carriage.by_value[variant, s] * value
        ) * tonnes
        if leg == np.inf:
            return np.inf, 0.0, 0.0, 0.0, 0.0
        transport += before + leg
        outside += abroad * (before + leg * carriage.dutiable[variant, s])
        co2 += carriage.co2[variant, s] * tonnes
        fees += carriage.fee[variant, s]
        fees_outside += abroad * carriage.fee[variant, s] * carriage.dutiable[variant, s]
        stand, day = graph.into[i], graph.arrives[i]
    if target.row[stand] >= 0:
        transport += stay.transfer[target.row[stand], graph.epoch[day], container]
    return transport, outside, co2, fees, fees_outside
