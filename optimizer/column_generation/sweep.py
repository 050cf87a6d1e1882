"""The backward sweep through time: what is the least that cargo still costs from each stand on each day.

A *lane* is one question: a container of one type with so many tonnes of some goods, bound for one place by one day.
All lanes of a block are swept together. Prices of what is limited come on top of the tariff. The answer is exact for
the lane but for locations visited twice, which the sweep does not see: it is then a lower bound.
"""

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.goods import Carriage, Stay
from optimizer.column_generation.limits import Floats, Prices
from optimizer.column_generation.timeline import Flags, Graph, Ints

#: Costs closer than this are equal, base currency: far below a cent, far above the rounding of floats.
EPSILON = 1e-7


class Lanes(NamedTuple):
    """The lanes of a sweep, those of one container type side by side.

    Attributes
    ----------
    segments, tonnes, values
        The two segments that meet there, among those of all goods (shape (2, lanes)), the cheaper of which counts; t
        in the container; the value of a tonne.
    fees
        The share of a booking's fees that the container bears.
    rules
        Which departures may be used.
    inside, outside
        What one of transport costs in the end where it starts inside or outside the territory of the destination.
    containers, starts
        The numbers of the container types; the lanes of the n-th are ``starts[n]`` to ``starts[n + 1]``.
    counts
        Shape (3, lanes): what the container counts for by unit; 1 in teu, containers and tonnes.
    per_day
        What each day from the first of the plan until delivery costs.
    opens, closes
        The days between which it may be delivered.
    """

    segments: Ints
    tonnes: Floats
    values: Floats
    fees: Floats
    rules: Ints
    inside: Floats
    outside: Floats
    containers: Ints
    starts: Ints
    counts: Floats
    per_day: Floats
    opens: Ints
    closes: Ints


class Target(NamedTuple):
    """Where a sweep leads, and when.

    Attributes
    ----------
    first, last
        The days that are swept; ``last`` is the last of delivery.
    place
        The destination.
    foreign, away
        By place, and by variant of departures, whether it is or starts outside the destination's customs territory.
    row, dwell
        By stand: the transfer row before delivery (−1 for none), and its days; −1 where cargo cannot be delivered.
    """

    first: int
    last: int
    place: int
    foreign: Flags
    away: Flags
    row: Ints
    dwell: Ints


class Terms(NamedTuple):
    """What costs how much for whom, wherever it goes: the same for all blocks.

    ``allowed`` is by rules and variant of departures, ``container`` by segment its type, and ``teu`` by type.
    """

    graph: Graph
    stay: Stay
    carriage: Carriage
    allowed: Flags
    container: Ints
    teu: Floats


class Swept(NamedTuple):
    """What cargo still costs at least.

    ``ahead`` is by stand, day and lane; ``aboard`` by group, day and lane the least of that day's departures, their
    own cost included, and ``onward`` the least of that day and all later ones. ``cost`` is by variant and lane, and
    ``moved`` by transfer row and lane what the row costs at least. ``stays`` is by stay and lane, for the day at hand;
    its last row is for what is not shared.
    """

    ahead: Floats
    aboard: Floats
    onward: Floats
    cost: Floats
    moved: Floats
    stays: Floats


def _shapes(terms: Terms, lanes: int) -> tuple[tuple[int, ...], ...]:
    """The shapes of the arrays of ``Swept``."""
    graph = terms.graph
    stands, days, groups = graph.place.size, graph.epoch.size, graph.starts.size - 1
    variants, rows = terms.allowed.shape[1], terms.stay.transfer.shape[0]
    by_day = (stands, days, lanes), (groups, days, lanes), (groups, days + 1, lanes)
    return (*by_day, (variants, lanes), (rows, lanes), (graph.stays + 1, lanes))


def room_for(terms: Terms, lanes: int) -> Floats:
    """Room for sweeps of so many lanes or fewer, one after the other."""
    return np.empty(sum(math.prod(shape) for shape in _shapes(terms, lanes)))


def of_lanes(room: Floats, terms: Terms, lanes: int) -> Swept:
    """The arrays for a sweep of so many lanes, in the room for them."""
    shapes = _shapes(terms, lanes)
    ends = list(accumulate(map(math.prod, shapes), initial=0))
    return Swept(*(room[a:b].reshape(shape) for (a, b), shape in zip(pairwise(ends), shapes, strict=True)))


@compiled
def carried(
    carriage: Carriage,
    segment: int,
    variant: int,
    tonnes: float,
    value: float,
    fees: float,
    inside: float,
    abroad: float,
) -> float:
    """What carriage of a container costs in the end; ``inf`` where it is not taken.

    ``fees`` is the share of the booking's that it bears, and ``abroad`` what one of dutiable transport that starts
    abroad costs more than one of other transport; 0 where the departure does not start there.
    """
    fixed = carriage.fixed[segment, variant]
    if fixed == np.inf:
        return np.inf
    transport = (
        fixed
        + (carriage.per_tonne[segment, variant] + carriage.by_value[segment, variant] * value) * tonnes
        + carriage.fee[segment, variant] * fees
    )
    factor = inside + abroad * carriage.dutiable[segment, variant]
    return float(factor * transport + carriage.co2[segment, variant] * tonnes)


@compiled
def sweep(terms: Terms, prices: Prices, lanes: Lanes, target: Target, earliest: Ints, swept: Swept) -> None:
    """Fill ``swept``, from the last day back to the first.

    ``earliest`` is by stand and day the first day of delivery; where it is too late, ``swept`` is left as it is.

    Here and below, arrays are indexed as a whole within the loops over lanes: a slice of them made before such a loop
    takes longer than the loop.
    """
    graph, count, aboard, onward = terms.graph, lanes.tonnes.size, swept.aboard, swept.onward
    _rate(terms, lanes, target, swept)
    onward[:, target.last + 1] = np.inf
    for day in range(target.last, target.first - 1, -1):
        aboard[:, day] = np.inf
        _deliver(terms, prices, lanes, target, earliest, swept, day)
        same_day = _depart(graph, prices, lanes, target, earliest, swept, day, False)
        for group in range(graph.starts.size - 1):
            for n in range(count):
                onward[group, day, n] = min(aboard[group, day, n], onward[group, day + 1, n])
        _go_on(terms, prices, lanes, target, earliest, swept, day, False)
        # Legs that arrive on the day of departure follow one another within the day, but visit no place twice.
        for _ in range(target.foreign.size):
            if not same_day or not _depart(graph, prices, lanes, target, earliest, swept, day, True):
                break
            _go_on(terms, prices, lanes, target, earliest, swept, day, True)


@compiled
def _rate(terms: Terms, lanes: Lanes, target: Target, swept: Swept) -> None:
    """What each variant of a departure costs on each lane."""
    for variant in range(terms.allowed.shape[1]):
        away = target.away[variant]
        for n in range(lanes.tonnes.size):
            swept.cost[variant, n] = np.inf
            if terms.allowed[lanes.rules[n], variant]:
                abroad = lanes.outside[n] - lanes.inside[n] if away else 0.0
                for side in range(2):
                    cost = carried(
                        terms.carriage,
                        lanes.segments[side, n],
                        variant,
                        lanes.tonnes[n],
                        lanes.values[n],
                        lanes.fees[n],
                        lanes.inside[n],
                        abroad,
                    )
                    swept.cost[variant, n] = min(swept.cost[variant, n], cost)
    for row in range(terms.stay.transfer.shape[0]):
        factor = lanes.outside if target.foreign[terms.stay.row_place[row]] else lanes.inside
        for c in range(lanes.containers.size):
            for n in range(lanes.starts[c], lanes.starts[c + 1]):
                swept.moved[row, n] = factor[n] * terms.stay.transfer_least[row, lanes.containers[c]]


@compiled
def _depart(
    graph: Graph, prices: Prices, lanes: Lanes, target: Target, earliest: Ints, swept: Swept, day: int, same_day: bool
) -> bool:
    """What cargo costs aboard the departures of a day that arrive later; whether there are others.

    With ``same_day``, aboard those that arrive on it, and ``onward`` with them; whether that lowered any.
    """
    found = False
    count, teu, tonnes = lanes.tonnes.size, lanes.counts[0], lanes.counts[2]
    ahead, aboard, onward, rated = swept.ahead, swept.aboard, swept.onward, swept.cost
    for x in range(graph.day_starts[day], graph.day_starts[day + 1]):
        i = graph.by_day[x]
        arrives, into, group, variant = graph.arrives[i], graph.into[i], graph.group[i], graph.variant[i]
        if arrives == day and not same_day:
            found = True
        if (arrives == day) != same_day:
            continue
        if arrives > target.last or earliest[into, arrives] > target.last:
            continue
        of_teu, of_box, of_tonne = prices.departure[0, i], prices.departure[1, i], prices.departure[2, i]
        if same_day:
            for n in range(count):
                cost = rated[variant, n] + of_box + of_teu * teu[n] + of_tonne * tonnes[n] + ahead[into, arrives, n]
                found |= cost < aboard[group, day, n] - EPSILON
                aboard[group, day, n] = min(aboard[group, day, n], cost)
                onward[group, day, n] = min(onward[group, day, n], cost)
        elif of_box == 0.0 and of_teu == 0.0 and of_tonne == 0.0:
            for n in range(count):
                aboard[group, day, n] = min(aboard[group, day, n], rated[variant, n] + ahead[into, arrives, n])
        else:
            for n in range(count):
                cost = rated[variant, n] + of_box + of_teu * teu[n] + of_tonne * tonnes[n] + ahead[into, arrives, n]
                aboard[group, day, n] = min(aboard[group, day, n], cost)
    return found


@compiled
def _deliver(
    terms: Terms, prices: Prices, lanes: Lanes, target: Target, earliest: Ints, swept: Swept, day: int
) -> None:
    """What delivery costs cargo that has come to its destination on a day."""
    graph, stay = terms.graph, terms.stay
    for stand in range(graph.place.size):
        if graph.place[stand] != target.place or earliest[stand, day] > target.last:
            continue
        swept.ahead[stand, day] = np.inf
        row, delivered = target.row[stand], day + target.dwell[stand]
        for c in range(lanes.containers.size):
            handled = stay.transfer[row, graph.epoch[day], lanes.containers[c]] if row >= 0 else 0.0
            for n in range(lanes.starts[c], lanes.starts[c + 1]):
                if lanes.opens[n] <= delivered <= lanes.closes[n]:
                    cost = lanes.per_day[n] * delivered + lanes.inside[n] * handled
                    if row >= 0:
                        for unit in range(3):
                            cost += prices.transfer[unit, row, day] * lanes.counts[unit, n]
                    swept.ahead[stand, day, n] = cost


@compiled
def _stay(
    terms: Terms,
    prices: Prices,
    lanes: Lanes,
    target: Target,
    swept: Swept,
    way: int,
    store: int,
    factor: Floats,
    day: int,
    row: int,
    number: int,
) -> None:
    """Fill a row of ``stays`` with what it costs to go on by a way, storage included; and ``row``, unless it is −1."""
    graph, stay, stays, onward, aboard = terms.graph, terms.stay, swept.stays, swept.onward, swept.aboard
    epoch, types, starts = graph.epoch, lanes.containers, lanes.starts
    teu, tonnes, group = lanes.counts[0], lanes.counts[2], graph.way_group[way]
    stays[number] = np.inf
    departs = day + graph.way_wait[way]
    while departs <= target.last:
        i = graph.first[group, departs]
        if i == graph.starts[group + 1] or graph.departs[i] > target.last:
            break
        departs = graph.departs[i]
        worth = 0  # on how many lanes this day's departures or later ones may be cheaper
        for c in range(types.size):
            before = stay.transfer_least[row, types[c]] if row >= 0 else 0.0
            if store >= 0:
                before += stay.storage_least[store, types[c], departs - day]
            # Numbers that may be below zero would keep the loop from becoming instructions for several lanes at once.
            for n in range(np.uint64(starts[c]), np.uint64(starts[c + 1])):
                worth += onward[group, departs, n] + factor[n] * before < stays[number, n] - EPSILON
        if worth == 0:
            break
        of_teu = of_box = of_tonne = 0.0
        if row >= 0:
            of_teu, of_box, of_tonne = (
                prices.transfer[0, row, departs],
                prices.transfer[1, row, departs],
                prices.transfer[2, row, departs],
            )
        for c in range(types.size):
            before = stay.transfer[row, epoch[departs], types[c]] if row >= 0 else 0.0
            if store >= 0:
                before += stay.storage[store, epoch[departs], types[c], departs - day]
            for n in range(np.uint64(starts[c]), np.uint64(starts[c + 1])):
                extra = of_box + of_teu * teu[n] + of_tonne * tonnes[n]
                stays[number, n] = min(stays[number, n], aboard[group, departs, n] + factor[n] * before + extra)
        departs += 1


@compiled
def _go_on(
    terms: Terms,
    prices: Prices,
    lanes: Lanes,
    target: Target,
    earliest: Ints,
    swept: Swept,
    day: int,
    same_day: bool,
) -> None:
    """What the ways onward cost cargo that stands somewhere on a day.

    With ``same_day``, only by the groups that have departures which arrive on the same day.
    """
    graph, stay = terms.graph, terms.stay
    ahead, onward, stays, moved = swept.ahead, swept.onward, swept.stays, swept.moved
    place, last, count = graph.place, target.last, lanes.tonnes.size
    # Of stands at one location, the stays are the same but for what the transfer costs.
    known = np.zeros(graph.stays, np.bool_)
    for stand in range(place.size):
        at = place[stand]
        if at == target.place or earliest[stand, day] > last:
            continue
        if not same_day:
            ahead[stand, day] = np.inf
        factor = lanes.outside if target.foreign[at] else lanes.inside
        # The first stands are those where shipments start, and pay no storage.
        store = stay.stored[at] if stand >= target.foreign.size else -1
        for way in range(graph.ways[stand], graph.ways[stand + 1]):
            group, row, since = graph.way_group[way], graph.way_row[way], day + graph.way_wait[way]
            if since > last or (same_day and not (graph.same_day[group] and since == day)):
                continue
            if row >= 0 and (prices.of_transfer[row] or not stay.steady[row]):
                _stay(terms, prices, lanes, target, swept, way, store, factor, day, row, graph.stays)
                for n in range(count):
                    ahead[stand, day, n] = min(ahead[stand, day, n], stays[graph.stays, n])
                continue
            number = graph.way_stay[way]
            if store >= 0 and not known[number]:
                known[number] = True
                _stay(terms, prices, lanes, target, swept, way, store, factor, day, -1, number)
            if store >= 0 and row >= 0:
                for n in range(count):
                    ahead[stand, day, n] = min(ahead[stand, day, n], stays[number, n] + moved[row, n])
            elif store >= 0:
                for n in range(count):
                    ahead[stand, day, n] = min(ahead[stand, day, n], stays[number, n])
            elif row >= 0:
                for n in range(count):
                    ahead[stand, day, n] = min(ahead[stand, day, n], onward[group, since, n] + moved[row, n])
            else:
                for n in range(count):
                    ahead[stand, day, n] = min(ahead[stand, day, n], onward[group, since, n])
