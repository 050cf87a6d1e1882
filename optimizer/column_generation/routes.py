"""Itineraries for a container, or several together, at given prices: the cheapest, or all within a limit, in order.

The searches go forward and are led by what a sweep found to lie ahead (A*: Hart, Nilsson and Raphael, 1968), so that
they are exact in what the sweep is not: the deadline of a shipment where lanes share a later one, a load between those
of the lanes, booking fees, and, where all are sought, locations visited twice. A dive takes the most promising
departure each time; where that meets nothing forbidden it often is the cheapest itinerary, in no time.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.goods import Stay
from optimizer.column_generation.limits import Floats, Prices, Rooms
from optimizer.column_generation.sweep import EPSILON, Swept, Target, Terms, carried
from optimizer.column_generation.timeline import Ints

#: No itinerary has more legs.
MOST_LEGS = 24

#: A search for the cheapest looks at no more departures.
MOST_NODES = 1 << 16

#: A search that looks at places visited, for one itinerary, looks at no more.
SHORT_PATIENCE = 4_000

#: Costs within this share are the same to a search for the cheapest; the bound allows for it.
ALIKE = 1e-8


class Bundle(NamedTuple):
    """Containers of a shipment that go together, or one of them.

    Attributes
    ----------
    segments, containers, numbers, tonnes
        By load: the segment among those of all goods, the container type, how many, and t in each.
    value, weight
        Of a tonne, and the t of the whole booking, over which its fees are shared.
    rules
        Which departures may be used.
    counts
        What they count for by unit: teu, containers, tonnes.
    needs
        How much room by unit there must be.
    inside, abroad
        What one of transport costs in the end, and what one that starts outside the territory costs more.
    per_day, at_delivery
        What days until delivery cost, and delivery itself.
    opens, closes
        The days between which they may be delivered.
    lanes, weights
        The lanes between which they lie, and how near to each.
    """

    segments: Ints
    containers: Ints
    numbers: Floats
    tonnes: Floats
    value: float
    weight: float
    rules: int
    counts: Floats
    needs: Floats
    inside: float
    abroad: float
    per_day: float
    at_delivery: float
    opens: int
    closes: int
    lanes: Ints
    weights: Floats


class Ground(NamedTuple):
    """What every search of one block at some prices goes by; ``earliest`` is as ``Block`` says."""

    terms: Terms
    prices: Prices
    rooms: Rooms
    target: Target
    earliest: Ints
    swept: Swept


class Nodes(NamedTuple):
    """Room for the nodes of a search: by state (stand and day) the least cost known, and the search that found it.

    By node its state, the one before, the departure between them, and the cost so far; and the heap of nodes.
    """

    least: Floats
    seen: Ints
    state: Ints
    before: Ints
    by: Ints
    cost: Floats
    promise: Floats
    heap: Ints


def nodes_for(stands: int, days: int) -> Nodes:
    """Room for the searches of a thread, one after the other."""
    size = MOST_NODES + 1
    seen = np.zeros(stands * days + 1, np.int64)  # the last counts the searches
    state, before, by, heap = (np.empty(size, np.int64) for _ in range(4))
    return Nodes(np.empty(stands * days), seen, state, before, by, np.empty(size), np.empty(size), heap)


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


@compiled
def _weigh(bundle: Bundle, values: Floats) -> float:
    """What lies between lanes: no more than the true cost, which is concave in load and value."""
    total = 0.0
    for n in range(bundle.lanes.size):
        if bundle.weights[n] > 0.0:
            total += bundle.weights[n] * values[bundle.lanes[n]]
    return total


@compiled
def _delivery(ground: Ground, bundle: Bundle, stand: int, day: int) -> float:
    """What the last steps at the destination cost; ``inf`` where delivery is not to be had."""
    target, stay, prices = ground.target, ground.terms.stay, ground.prices
    dwell, row = target.dwell[stand], target.row[stand]
    delivered = day + dwell
    if dwell < 0 or delivered < bundle.opens or delivered > bundle.closes:
        return np.inf
    cost = bundle.per_day * delivered
    if row >= 0:
        epoch = ground.terms.graph.epoch[day]
        for n in range(bundle.containers.size):
            cost += bundle.numbers[n] * bundle.inside * stay.transfer[row, epoch, bundle.containers[n]]
        for unit in range(3):
            cost += prices.transfer[unit, row, day] * bundle.counts[unit]
            if bundle.needs[unit] > ground.rooms.transfer[unit, row, day]:
                return np.inf
    return float(cost)


@compiled
def _least_between(stay: Stay, factor: float, bundle: Bundle, store: int, row: int, days: int) -> float:
    """What a transfer and so many days or more before a departure cost at least."""
    cost = 0.0
    for n in range(bundle.containers.size):
        if row >= 0:
            cost += bundle.numbers[n] * factor * stay.transfer_least[row, bundle.containers[n]]
        if store >= 0:
            cost += bundle.numbers[n] * factor * stay.storage_least[store, bundle.containers[n], days]
    return cost


@compiled
def _between(ground: Ground, factor: float, bundle: Bundle, store: int, row: int, days: int, departs: int) -> float:
    """What a transfer and so many days before a departure cost; ``inf`` where there is no room."""
    stay, prices = ground.terms.stay, ground.prices
    cost, epoch = 0.0, ground.terms.graph.epoch[departs]
    for n in range(bundle.containers.size):
        each = 0.0
        if row >= 0:
            each += stay.transfer[row, epoch, bundle.containers[n]]
        if store >= 0:
            each += stay.storage[store, epoch, bundle.containers[n], days]
        cost += bundle.numbers[n] * factor * each
    if row >= 0:
        for unit in range(3):
            cost += prices.transfer[unit, row, departs] * bundle.counts[unit]
            if bundle.needs[unit] > ground.rooms.transfer[unit, row, departs]:
                return np.inf
    return cost


@compiled
def _aboard(ground: Ground, bundle: Bundle, i: int) -> float:
    """What a departure costs; ``inf`` where it may not be used, or has no room."""
    terms, target, rooms = ground.terms, ground.target, ground.rooms
    variant = terms.graph.variant[i]
    if not terms.allowed[bundle.rules, variant]:
        return np.inf
    cost = 0.0
    for unit in range(3):
        cost += ground.prices.departure[unit, i] * bundle.counts[unit]
        if bundle.needs[unit] > rooms.departure[unit, i]:
            return np.inf
    abroad = bundle.abroad if target.away[variant] else 0.0
    for n in range(bundle.segments.size):
        cost += bundle.numbers[n] * carried(
            terms.carriage,
            bundle.segments[n],
            variant,
            bundle.tonnes[n],
            bundle.value,
            bundle.tonnes[n] / bundle.weight,
            bundle.inside,
            abroad,
        )
    return float(cost)


@compiled
def _been(place: int, visited: Ints, count: int) -> bool:
    for n in range(count):
        if visited[n] == place:
            return True
    return False


@compiled
def dive(ground: Ground, bundle: Bundle, origin: int, ready: int, path: Ints) -> float:
    """Follow the most promising departures, and fill ``path`` with them (−1 after the last).

    Returns
    -------
    float
        What the bundle costs with prices; ``inf`` where the dive ended nowhere.
    """
    graph, stay, target, swept = ground.terms.graph, ground.terms.stay, ground.target, ground.swept
    visited = np.empty(MOST_LEGS + 1, np.int64)
    visited[0] = graph.place[origin]
    stand, day, cost = origin, ready, bundle.at_delivery
    path[:] = -1
    for count in range(MOST_LEGS + 1):
        place = graph.place[stand]
        if place == target.place:
            return cost + _delivery(ground, bundle, stand, day)
        if count == MOST_LEGS:
            break
        factor = bundle.inside + (bundle.abroad if target.foreign[place] else 0.0)
        store = stay.stored[place] if count > 0 else -1
        best, chosen, step = np.inf, -1, 0.0
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            group, row = graph.way_group[way], graph.way_row[way]
            for departs in range(day + graph.way_wait[way], min(bundle.closes, target.last) + 1):
                least = _weigh(bundle, swept.onward[group, departs])
                if least + _least_between(stay, factor, bundle, store, row, departs - day) >= best - EPSILON:
                    break
                before = -1.0
                for i in range(graph.first[group, departs], graph.first[group, departs + 1]):
                    into, arrives = graph.into[i], graph.arrives[i]
                    if arrives > target.last or ground.earliest[into, arrives] > bundle.closes:
                        continue
                    if _been(graph.place[into], visited, count + 1):
                        continue
                    if before < 0.0:
                        before = _between(ground, factor, bundle, store, row, departs - day, departs)
                    own = before + _aboard(ground, bundle, i)
                    promise = own + _weigh(bundle, swept.ahead[into, arrives])
                    if promise < best - EPSILON:
                        best, chosen, step = promise, i, own
        if chosen < 0:
            break
        path[count] = chosen
        cost += step
        stand, day = graph.into[chosen], graph.arrives[chosen]
        visited[count + 1] = graph.place[stand]
    return np.inf


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
    least = bundle.at_delivery + _weigh(bundle, ground.swept.ahead[origin, ready])
    limit = dive(ground, bundle, origin, ready, path)
    if limit <= least + ALIKE * abs(least) + EPSILON:
        return min(least, limit), limit
    bound, cost, end = _forward(ground, bundle, origin, ready, limit, least, nodes)
    if end < 0:
        return bound, limit
    length, step = 0, end
    while nodes.by[step] >= 0:
        length += 1
        step = nodes.before[step]
    if length > MOST_LEGS or not _no_circle(ground, nodes, end):
        paths, costs = np.empty((1, MOST_LEGS), np.int64), np.empty(1)
        found, beyond = search(ground, bundle, origin, ready, limit, paths, costs, SHORT_PATIENCE)
        if found == 0:
            return max(bound, min(beyond, limit)), limit
        path[:] = paths[0]
        return max(bound, min(beyond, costs[0])), costs[0]
    path[:] = -1
    step = end
    while nodes.by[step] >= 0:
        length -= 1
        path[length] = nodes.by[step]
        step = nodes.before[step]
    return bound, cost


@compiled
def _no_circle(ground: Ground, nodes: Nodes, end: int) -> bool:
    graph, step = ground.terms.graph, end
    while nodes.by[step] >= 0:
        place = graph.place[graph.into[nodes.by[step]]]
        other = nodes.before[step]
        while nodes.by[other] >= 0:
            if graph.place[graph.into[nodes.by[other]]] == place:
                return False
            other = nodes.before[other]
        if graph.place[nodes.state[other] // graph.epoch.size] == place:
            return False
        step = nodes.before[step]
    return True


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
    graph, stay, target, swept = ground.terms.graph, ground.terms.stay, ground.target, ground.swept
    days = graph.epoch.size
    search = nodes.seen[-1] + 1
    nodes.seen[-1] = search
    nodes.state[0], nodes.before[0], nodes.by[0], nodes.cost[0] = origin * days + ready, -1, -1, bundle.at_delivery
    nodes.least[nodes.state[0]], nodes.seen[nodes.state[0]] = bundle.at_delivery, search
    _push(nodes, 0, 0, least)
    waiting, count, end = 1, 1, -1
    while waiting > 0:
        node = _pop(nodes, waiting)
        waiting -= 1
        promise = nodes.promise[node]
        if promise >= limit - ALIKE * abs(limit) - EPSILON:
            return min(promise, limit), limit, end
        state, so_far = nodes.state[node], nodes.cost[node]
        if so_far > nodes.least[state]:
            continue
        stand, day = state // days, state % days
        place = graph.place[stand]
        factor = bundle.inside + (bundle.abroad if target.foreign[place] else 0.0)
        store = stay.stored[place] if node > 0 else -1
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            group, row = graph.way_group[way], graph.way_row[way]
            for departs in range(day + graph.way_wait[way], min(bundle.closes, target.last) + 1):
                later = so_far + _weigh(bundle, swept.onward[group, departs])
                if later + _least_between(stay, factor, bundle, store, row, departs - day) >= limit:
                    break
                before = -1.0
                for i in range(graph.first[group, departs], graph.first[group, departs + 1]):
                    into, arrives = graph.into[i], graph.arrives[i]
                    if arrives > target.last or ground.earliest[into, arrives] > bundle.closes:
                        continue
                    if before < 0.0:
                        before = _between(ground, factor, bundle, store, row, departs - day, departs)
                    cost = so_far + before + _aboard(ground, bundle, i)
                    if graph.place[into] == target.place:
                        ahead = _delivery(ground, bundle, into, arrives)
                    else:
                        ahead = _weigh(bundle, swept.ahead[into, arrives])
                    if cost + ahead >= limit:
                        continue
                    if count >= MOST_NODES:
                        return min(promise, limit), limit, end
                    then = into * days + arrives
                    if graph.place[into] != target.place:
                        if nodes.seen[then] == search and cost >= nodes.least[then]:
                            continue
                        nodes.seen[then], nodes.least[then] = search, cost
                        _push(nodes, waiting, count, cost + ahead)
                        waiting += 1
                    else:
                        limit, end = cost + ahead, count
                    nodes.state[count], nodes.before[count], nodes.by[count] = then, node, i
                    nodes.cost[count] = cost
                    count += 1
    return limit, limit, end


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
    graph, stay, target, swept = ground.terms.graph, ground.terms.stay, ground.target, ground.swept
    most = costs.size
    nodes_stand = [origin]
    nodes_day = [ready]
    nodes_from = [-1]
    nodes_by = [-1]
    nodes_cost = [bundle.at_delivery]
    queue = [(-np.inf, 0)]
    if ground.earliest[origin, ready] > bundle.closes:
        queue.clear()
    visited = np.empty(MOST_LEGS + 1, np.int64)
    followed = np.zeros((graph.place.size, graph.epoch.size), np.int64)
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
            end = _delivery(ground, bundle, stand, day)
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
        factor = bundle.inside + (bundle.abroad if target.foreign[place] else 0.0)
        store = stay.stored[place] if count > 1 else -1
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            group, row = graph.way_group[way], graph.way_row[way]
            for departs in range(day + graph.way_wait[way], min(bundle.closes, target.last) + 1):
                least = nodes_cost[node] + _weigh(bundle, swept.onward[group, departs])
                if least + _least_between(stay, factor, bundle, store, row, departs - day) >= limit:
                    break
                before = -1.0
                for i in range(graph.first[group, departs], graph.first[group, departs + 1]):
                    into, arrives = graph.into[i], graph.arrives[i]
                    if arrives > target.last or ground.earliest[into, arrives] > bundle.closes:
                        continue
                    if _been(graph.place[into], visited, count):
                        continue
                    if before < 0.0:
                        before = _between(ground, factor, bundle, store, row, departs - day, departs)
                    own = before + _aboard(ground, bundle, i)
                    whole = nodes_cost[node] + own + _weigh(bundle, swept.ahead[into, arrives])
                    if whole < limit:
                        nodes_stand.append(into)
                        nodes_day.append(arrives)
                        nodes_from.append(node)
                        nodes_by.append(i)
                        nodes_cost.append(nodes_cost[node] + own)
                        heappush(queue, (_rounded(whole), 1 - len(nodes_by)))
    return found, min(cut, limit)


@compiled
def along(ground: Ground, bundle: Bundle, path: Ints) -> float:
    """What a bundle costs with prices on an itinerary that connects; ``inf`` where it is not taken."""
    graph, stay, target = ground.terms.graph, ground.terms.stay, ground.target
    stand, day, cost = graph.place_from[graph.group[path[0]]], -1, bundle.at_delivery
    for n in range(path.size):
        i = path[n]
        if i < 0:
            break
        row, departs = _row(ground.terms, stand, graph.group[i]), graph.departs[i]
        factor = bundle.inside + (bundle.abroad if target.foreign[graph.place[stand]] else 0.0)
        store = stay.stored[graph.place[stand]] if n > 0 else -1
        cost += _between(ground, factor, bundle, store, row, departs - day, departs) + _aboard(ground, bundle, i)
        stand, day = graph.into[i], graph.arrives[i]
    return cost + _delivery(ground, bundle, stand, day)


@compiled
def _row(terms: Terms, stand: int, group: int) -> int:
    """The row of ``Transfers`` between a stand and a group that connect."""
    graph = terms.graph
    for way in range(graph.ways[stand], graph.ways[stand + 1]):
        if graph.way_group[way] == group:
            return int(graph.way_row[way])
    return -1


@compiled
def follow(
    terms: Terms, target: Target, segment: int, container: int, tonnes: float, value: float, path: Ints
) -> tuple[float, float, float, float, float]:
    """What a container pays on an itinerary.

    Returns
    -------
    tuple
        Transport, the part of it up to the territory, emissions; the fees of its booking, and the part of them
        up to the territory. Base currency; transport is ``inf`` where the load is not taken.
    """
    graph, stay, carriage = terms.graph, terms.stay, terms.carriage
    transport = outside = co2 = fees = fees_outside = 0.0
    stand, day = graph.place_from[graph.group[path[0]]], -1
    for n in range(path.size):
        i = path[n]
        if i < 0:
            break
        departs, variant = graph.departs[i], graph.variant[i]
        place = graph.place[stand]
        abroad = 1.0 if target.foreign[place] else 0.0
        epoch = graph.epoch[departs]
        row = _row(terms, stand, graph.group[i])
        before = 0.0
        if row >= 0:
            before += stay.transfer[row, epoch, container]
        if n > 0 and stay.stored[place] >= 0:
            before += stay.storage[stay.stored[place], epoch, container, departs - day]
        leg = carried(carriage, segment, variant, tonnes, value, 0.0, 1.0, 0.0)
        if leg == np.inf:
            return np.inf, 0.0, 0.0, 0.0, 0.0
        emitted = carriage.co2[segment, variant] * tonnes
        leg -= emitted
        transport += before + leg
        outside += abroad * (before + leg * carriage.dutiable[segment, variant])
        co2 += emitted
        fees += carriage.fee[segment, variant]
        fees_outside += abroad * carriage.fee[segment, variant] * carriage.dutiable[segment, variant]
        stand, day = graph.into[i], graph.arrives[i]
    if target.row[stand] >= 0:
        transport += stay.transfer[target.row[stand], graph.epoch[day], container]
    return transport, outside, co2, fees, fees_outside


@compiled
def follow_all(
    terms: Terms,
    target: Target,
    values: Floats,
    cases: Ints,
    _plans: Ints,
    segments: Ints,
    containers: Ints,
    kilograms: Ints,
    paths: Ints,
    found: Floats,
) -> None:
    """``follow`` for each load of an answer: fill ``found``, a row a load. ``values`` is by case."""
    for n in range(found.shape[0]):
        tonnes = kilograms[n] / 1000.0 / containers[n]
        container = terms.container[segments[n]]
        found[n] = follow(terms, target, segments[n], container, tonnes, values[cases[n]], paths[n])
