"""What each step of an itinerary costs a bundle of containers with prices: going on, aboard, and delivery."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.routes import Bundle, Ground, row_between
from optimizer.column_generation.sweep import EPSILON, carried
from optimizer.column_generation.timeline import Ints


class Steps(NamedTuple):
    """Room for departures on which a bundle may go on: each with what all costs so far, and promises to in the end."""

    departures: Ints
    costs: Floats
    promises: Floats


@compiled
def steps_for(count: int) -> Steps:
    """Room for so many."""
    return Steps(np.empty(count, np.int64), np.empty(count), np.empty(count))


@compiled
def weigh(bundle: Bundle, values: Floats) -> float:
    """What lies between lanes: no more than the true cost, which is concave in load and value."""
    total = 0.0
    for n in range(bundle.lanes.size):
        if bundle.weights[n] > 0.0:
            total += bundle.weights[n] * values[bundle.lanes[n]]
    return total


@compiled
def onward(
    ground: Ground, bundle: Bundle, stand: int, day: int, moved: bool, so_far: float, limit: float, visited: Ints,
    best_only: bool, steps: Steps,
) -> int:  # fmt: skip
    """Fill in the departures on which a bundle may go on from a stand, and promises to cost less than a limit.

    None that leads to a place visited; of the others all, or only the one that promises most. How many is returned.
    """
    graph, target, swept = ground.terms.graph, ground.target, ground.swept
    count = 0
    factor, store = _staying(ground, bundle, stand, moved)
    for way in range(graph.ways[stand], graph.ways[stand + 1]):
        group, row = graph.way_group[way], graph.way_row[way]
        for departs in range(day + graph.way_wait[way], min(bundle.closes, target.last) + 1):
            least = so_far + weigh(bundle, swept.onward[group, departs])
            if least + _least_between(ground, bundle, factor, store, row, departs - day) >= limit:
                break
            before = -1.0
            for i in range(graph.first[group, departs], graph.first[group, departs + 1]):
                into, arrives = graph.into[i], graph.arrives[i]
                if arrives > target.last or ground.earliest[into, arrives] > bundle.closes:
                    continue
                if _been(graph.place[into], visited):
                    continue
                if before < 0.0:
                    before = _between(ground, bundle, factor, store, row, departs - day, departs)
                cost = so_far + before + _aboard(ground, bundle, i)
                promise = cost + weigh(bundle, swept.ahead[into, arrives])
                if promise < limit:
                    at = 0 if best_only else count
                    steps.departures[at], steps.costs[at], steps.promises[at] = i, cost, promise
                    count = at + 1
                    if best_only:
                        limit = promise - EPSILON
    return count


@compiled
def along(ground: Ground, bundle: Bundle, path: Ints) -> float:
    """What a bundle costs with prices on an itinerary that connects; ``inf`` where it is not taken."""
    graph = ground.terms.graph
    stand, day, cost = graph.place_from[graph.group[path[0]]], -1, bundle.at_delivery
    for n in range(path.size):
        i = path[n]
        if i < 0:
            break
        row, departs = row_between(ground.terms, stand, graph.group[i]), graph.departs[i]
        factor, store = _staying(ground, bundle, stand, n > 0)
        cost += _between(ground, bundle, factor, store, row, departs - day, departs) + _aboard(ground, bundle, i)
        stand, day = graph.into[i], graph.arrives[i]
    return cost + delivery(ground, bundle, stand, day)


@compiled
def delivery(ground: Ground, bundle: Bundle, stand: int, day: int) -> float:
    """What the last steps at the destination cost; ``inf`` where delivery is not to be had."""
    target, stay = ground.target, ground.terms.stay
    dwell, row = target.dwell[stand], target.row[stand]
    delivered = day + dwell
    if dwell < 0 or delivered < bundle.opens or delivered > bundle.closes:
        return np.inf
    cost = bundle.per_day * delivered
    if row >= 0:
        epoch = ground.terms.graph.epoch[day]
        for n in range(bundle.containers.size):
            cost += bundle.numbers[n] * bundle.inside * stay.transfer[row, epoch, bundle.containers[n]]
        cost = _handled(ground, bundle, cost, row, day)
    return float(cost)


@compiled
def _staying(ground: Ground, bundle: Bundle, stand: int, moved: bool) -> tuple[float, int]:
    """What one of transport from a stand costs in the end, and the row of storage there, −1 for none.

    Cargo that has not moved yet pays no storage.
    """
    place = ground.terms.graph.place[stand]
    factor = bundle.inside + (bundle.abroad if ground.target.foreign[place] else 0.0)
    return factor, int(ground.terms.stay.stored[place]) if moved else -1


@compiled
def _least_between(ground: Ground, bundle: Bundle, factor: float, store: int, row: int, days: int) -> float:
    """What a transfer and so many days or more before a departure cost at least."""
    cost, stay = 0.0, ground.terms.stay
    for n in range(bundle.containers.size):
        if row >= 0:
            cost += bundle.numbers[n] * factor * stay.transfer_least[row, bundle.containers[n]]
        if store >= 0:
            cost += bundle.numbers[n] * factor * stay.storage_least[store, bundle.containers[n], days]
    return cost


@compiled
def _between(ground: Ground, bundle: Bundle, factor: float, store: int, row: int, days: int, departs: int) -> float:
    """What a transfer and so many days before a departure cost; ``inf`` where there is no room."""
    cost, stay, epoch = 0.0, ground.terms.stay, ground.terms.graph.epoch[departs]
    for n in range(bundle.containers.size):
        each = 0.0
        if row >= 0:
            each += stay.transfer[row, epoch, bundle.containers[n]]
        if store >= 0:
            each += stay.storage[store, epoch, bundle.containers[n], days]
        cost += bundle.numbers[n] * factor * each
    return _handled(ground, bundle, cost, row, departs) if row >= 0 else cost


@compiled
def _aboard(ground: Ground, bundle: Bundle, i: int) -> float:
    """What a departure costs; ``inf`` where it may not be used, or has no room."""
    terms = ground.terms
    variant = terms.graph.variant[i]
    if not terms.allowed[bundle.rules, variant]:
        return np.inf
    cost = 0.0
    for unit in range(3):
        cost += ground.prices.departure[unit, i] * bundle.counts[unit]
        if bundle.needs[unit] > ground.rooms.departure[unit, i]:
            return np.inf
    abroad = bundle.abroad if ground.target.away[variant] else 0.0
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
def _handled(ground: Ground, bundle: Bundle, cost: float, row: int, day: int) -> float:
    """A cost, and the prices of what a transfer on a day uses; ``inf`` where there is no room."""
    for unit in range(3):
        cost += ground.prices.transfer[unit, row, day] * bundle.counts[unit]
        if bundle.needs[unit] > ground.rooms.transfer[unit, row, day]:
            return np.inf
    return cost


@compiled
def _been(place: int, visited: Ints) -> bool:
    for other in visited:
        if other == place:
            return True
    return False
