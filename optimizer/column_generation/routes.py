"""Itineraries for a container, or several together, at given prices: the cheapest, or all within a limit, in order.

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
from optimizer.column_generation.timeline import Graph, Ints

#: No itinerary has more legs.
MOST_LEGS = 24


class Bundle(NamedTuple):
    """Containers of a shipment that go together, or one of them.

    Attributes
    ----------
    leg
        By variant of departures, what they cost together in the end, prices apart; ``inf`` where one is not taken.
    types, numbers
        The numbers of their container types, and how many there are of each.
    counts
        What they count for by unit: teu, containers, tonnes.
    inside, outside
        What one of transport costs in the end, by where it starts.
    per_day, at_delivery
        What days until delivery cost, and delivery itself.
    opens, closes
        The days between which they may be delivered.
    lanes, weights
        The lanes between which they lie, and how near to each.
    """

    leg: Floats
    types: Ints
    numbers: Floats
    counts: Floats
    inside: float
    outside: float
    per_day: float
    at_delivery: float
    opens: int
    closes: int
    lanes: Ints
    weights: Floats


class Rooms(NamedTuple):
    """How much of what is limited is left, by unit, on departures and in transfers; and what a departure costs.

    Shapes as in ``Prices``; ``running`` is by departure, what it costs to have it run.
    """

    departure: Floats
    transfer: Floats
    running: Floats


class Ground(NamedTuple):
    """What every search of one destination at some prices goes by; ``earliest`` is as ``Block`` says."""

    graph: Graph
    stay: Stay
    prices: Prices
    rooms: Rooms
    target: Target
    swept: Swept
    earliest: Ints


@compiled
def _weigh(bundle: Bundle, values: Floats) -> float:
    """What lies between lanes: no more than the true cost, which is concave in load and value."""
    total = 0.0
    for n in range(bundle.lanes.size):
        if bundle.weights[n] > 0.0:
            total += bundle.weights[n] * values[bundle.lanes[n]]
    return total


@compiled
def _delivery(
    graph: Graph, stay: Stay, prices: Prices, rooms: Rooms, target: Target, bundle: Bundle, stand: int, day: int
) -> float:
    """What the last steps at the destination cost; ``inf`` where delivery is not to be had."""
    dwell, row = target.dwell[stand], target.row[stand]
    delivered = day + dwell
    if dwell < 0 or delivered < bundle.opens or delivered > bundle.closes:
        return np.inf
    cost = bundle.per_day * delivered
    if row >= 0:
        for n in range(bundle.types.size):
            cost += bundle.numbers[n] * bundle.inside * stay.transfer[row, graph.epoch[day], bundle.types[n]]
        for unit in range(3):
            cost += prices.transfer[unit, row, day] * bundle.counts[unit]
            if bundle.counts[unit] > rooms.transfer[unit, row, day]:
                return np.inf
    return float(cost)


@compiled
def _least_between(stay: Stay, factor: float, bundle: Bundle, store: int, row: int, days: int) -> float:
    """What a transfer and so many days or more before a departure cost at least."""
    cost = 0.0
    for n in range(bundle.types.size):
        if row >= 0:
            cost += bundle.numbers[n] * factor * stay.transfer_least[row, bundle.types[n]]
        if store >= 0:
            cost += bundle.numbers[n] * factor * stay.storage_least[store, bundle.types[n], days]
    return cost


@compiled
def _step(
    graph: Graph,
    stay: Stay,
    prices: Prices,
    rooms: Rooms,
    factor: float,
    bundle: Bundle,
    store: int,
    row: int,
    days: int,
    i: int,
) -> float:
    """What a departure costs after so many days at its origin, transfer included; ``inf`` where there is no room."""
    departs = graph.departs[i]
    epoch = graph.epoch[departs]
    cost = bundle.leg[graph.variant[i]] + rooms.running[i]
    for n in range(bundle.types.size):
        if row >= 0:
            cost += bundle.numbers[n] * factor * stay.transfer[row, epoch, bundle.types[n]]
        if store >= 0:
            cost += bundle.numbers[n] * factor * stay.storage[store, epoch, bundle.types[n], days]
    for unit in range(3):
        count = bundle.counts[unit]
        cost += prices.departure[unit, i] * count
        if count > rooms.departure[unit, i]:
            return np.inf
        if row >= 0:
            cost += prices.transfer[unit, row, departs] * count
            if count > rooms.transfer[unit, row, departs]:
                return np.inf
    return float(cost)


@compiled
def _been(place: int, visited: Ints, count: int) -> bool:
    for n in range(count):
        if visited[n] == place:
            return True
    return False


@compiled
def dive(ground: Ground, bundle: Bundle, origin: int, ready: int, path: Ints) -> tuple[int, float]:
    """Follow the most promising departures; fill ``path`` with them.

    Returns
    -------
    tuple
        How many departures, 0 where the dive ended nowhere, and what the bundle costs with prices.
    """
    graph, stay, prices, rooms = ground.graph, ground.stay, ground.prices, ground.rooms
    target, swept, earliest = ground.target, ground.swept, ground.earliest
    visited = np.empty(MOST_LEGS + 1, np.int64)
    visited[0] = graph.place[origin]
    stand, day, cost = origin, ready, bundle.at_delivery
    for count in range(MOST_LEGS + 1):
        place = graph.place[stand]
        if place == target.place:
            end = _delivery(graph, stay, prices, rooms, target, bundle, stand, day)
            return (count, cost + end) if end < np.inf else (0, np.inf)
        if count == MOST_LEGS:
            break
        factor = bundle.outside if target.foreign[place] else bundle.inside
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
                least = _weigh(bundle, swept.later[i])
                if least + _least_between(stay, factor, bundle, store, row, departs - day) >= best - EPSILON:
                    break
                if arrives > target.last or earliest[graph.into[i], arrives] > bundle.closes:
                    continue
                own = _step(graph, stay, prices, rooms, factor, bundle, store, row, departs - day, i)
                promise = own + _weigh(bundle, swept.ahead[graph.into[i], arrives])
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
def _rounded(cost: float) -> float:
    """Down to a part of a cent: of ways that cost the same, the search goes on with the one begun last."""
    return float(np.floor(cost * 1000.0) / 1000.0)


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
    graph, stay, prices, rooms = ground.graph, ground.stay, ground.prices, ground.rooms
    target, swept, earliest, most = ground.target, ground.swept, ground.earliest, costs.size
    nodes_stand = [origin]
    nodes_day = [ready]
    nodes_from = [-1]
    nodes_by = [-1]
    nodes_cost = [bundle.at_delivery]
    queue = [(-np.inf, 0)]
    visited = np.empty(MOST_LEGS + 1, np.int64)
    followed = np.zeros(swept.ahead.shape[:2], np.int64)
    found, cut = 0, np.inf
    while len(queue) > 0:
        promise, last = heappop(queue)
        node = -last
        if promise >= limit:
            break
        if found == most or len(nodes_by) > patience:
            return found, min(promise, limit)
        stand, day = nodes_stand[node], nodes_day[node]
        place = graph.place[stand]
        if day >= 0:
            # As many ways on from here as are asked for need no more ways to here.
            followed[stand, day] += 1
            if followed[stand, day] > most:
                cut = min(cut, promise)
                continue
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
            costs[found] = nodes_cost[node]
            found += 1
            continue
        if place == target.place:
            end = _delivery(graph, stay, prices, rooms, target, bundle, stand, day)
            if nodes_cost[node] + end < limit:
                nodes_stand.append(stand)
                nodes_day.append(-1)
                nodes_from.append(node)
                nodes_by.append(-1)
                nodes_cost.append(nodes_cost[node] + end)
                heappush(queue, (_rounded(nodes_cost[node] + end), 1 - len(nodes_by)))
            continue
        count, step = 0, node
        while step >= 0:
            visited[count] = graph.place[nodes_stand[step]]
            count += 1
            step = nodes_from[step]
        if count > MOST_LEGS:
            continue
        factor = bundle.outside if target.foreign[place] else bundle.inside
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
                least = nodes_cost[node] + _weigh(bundle, swept.later[i])
                if least + _least_between(stay, factor, bundle, store, row, departs - day) >= limit:
                    break
                if arrives > target.last or earliest[graph.into[i], arrives] > bundle.closes:
                    continue
                own = _step(graph, stay, prices, rooms, factor, bundle, store, row, departs - day, i)
                whole = nodes_cost[node] + own + _weigh(bundle, swept.ahead[graph.into[i], arrives])
                if whole < limit:
                    nodes_stand.append(graph.into[i])
                    nodes_day.append(arrives)
                    nodes_from.append(node)
                    nodes_by.append(i)
                    nodes_cost.append(nodes_cost[node] + own)
                    heappush(queue, (_rounded(whole), 1 - len(nodes_by)))
    return found, min(cut, limit)


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
        leg = (
            carriage.fixed[variant, s]
            + (carriage.per_tonne[variant, s] + carriage.by_value[variant, s] * value) * tonnes
        )
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
