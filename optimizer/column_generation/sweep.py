"""The backward sweep through time: what is the least that cargo still costs from each stand on each day.

A *lane* is one question: a container of one type with so many tonnes of some goods, bound for one place by one day.
All lanes of a destination are swept together. Prices of what is limited come on top of the tariff. The answer is exact
but for locations visited twice, which the sweep does not see: it is then a lower bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.goods import Stay
from optimizer.column_generation.limits import Floats, Prices
from optimizer.column_generation.timeline import Flags, Graph, Ints

#: Costs closer than this are equal, base currency: far below a cent, far above the rounding of floats.
EPSILON = 1e-7


class Lanes(NamedTuple):
    """The lanes of a sweep, those of one container type side by side.

    Attributes
    ----------
    cost
        By variant of departures and lane: what carriage costs in the end, duty and insurance on it included.
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

    cost: Floats
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
    foreign
        By place, whether it is outside the destination's customs territory.
    row, dwell
        By stand: the transfer row before delivery (−1 for none), and its days; −1 where cargo cannot be delivered.
    """

    first: int
    last: int
    place: int
    foreign: Flags
    row: Ints
    dwell: Ints


class Scope(NamedTuple):
    """What a sweep needs to look at.

    Attributes
    ----------
    departure_starts, departures
        Those of day t are ``departures[departure_starts[t]:departure_starts[t + 1]]``.
    stand_starts, stands
        Where cargo may stand on day t, likewise.
    """

    departure_starts: Ints
    departures: Ints
    stand_starts: Ints
    stands: Ints


class Swept(NamedTuple):
    """What cargo still costs at least.

    ``ahead`` is by stand, day and lane; ``aboard`` by departure and lane, the departure's own cost included, and
    ``later`` the least of ``aboard`` over it and all later ones of its line.
    """

    ahead: Floats
    aboard: Floats
    later: Floats


def room_for(graph: Graph, lanes: int) -> Swept:
    """Arrays for a sweep of so many lanes."""
    stands, days, departures = graph.place.size, graph.epoch.size, graph.departs.size
    return Swept(np.empty((stands, days, lanes)), np.empty((departures, lanes)), np.empty((departures, lanes)))


@compiled
def sweep(graph: Graph, stay: Stay, prices: Prices, lanes: Lanes, target: Target, scope: Scope, swept: Swept) -> None:
    """Fill ``swept``, from the last day back to the first."""
    swept.ahead[:, target.first : target.last + 1] = np.inf
    for x in range(graph.day_starts[target.first], graph.by_day.size):
        swept.aboard[graph.by_day[x]] = np.inf
        swept.later[graph.by_day[x]] = np.inf
    for day in range(target.last, target.first - 1, -1):
        _deliver(graph, stay, prices, lanes, target, scope, swept, day)
        _depart(graph, prices, lanes, scope, swept, day, False)
        lowered = _go_on(graph, stay, prices, lanes, target, scope, swept, day, False)
        # Legs that arrive on the day of departure follow one another within the day, but visit no place twice.
        for _ in range(target.foreign.size):
            if not lowered or not _depart(graph, prices, lanes, scope, swept, day, True):
                break
            lowered = _go_on(graph, stay, prices, lanes, target, scope, swept, day, True)


@compiled
def _depart(graph: Graph, prices: Prices, lanes: Lanes, scope: Scope, swept: Swept, day: int, same_day: bool) -> bool:
    """What cargo costs aboard the departures of a day, or those that arrive on it; whether any is less than known."""
    lowered = False
    count = lanes.inside.size
    teu, tonnes = lanes.counts[0], lanes.counts[2]
    for x in range(scope.departure_starts[day], scope.departure_starts[day + 1]):
        i = scope.departures[x]
        if same_day and graph.arrives[i] > day:
            continue
        onward = swept.ahead[graph.into[i], graph.arrives[i]]
        cost, aboard, later = lanes.cost[graph.variant[i]], swept.aboard[i], swept.later[i]
        of_teu, of_box, of_tonne = prices.departure[0, i], prices.departure[1, i], prices.departure[2, i]
        for n in range(count):
            least = cost[n] + of_box + of_teu * teu[n] + of_tonne * tonnes[n] + onward[n]
            lowered |= least < aboard[n] - EPSILON
            aboard[n] = least
            later[n] = least
        if i + 1 < graph.starts[graph.line[i] + 1]:
            following = swept.later[i + 1]
            for n in range(count):
                later[n] = min(later[n], following[n])
    return lowered


@compiled
def _deliver(
    graph: Graph, stay: Stay, prices: Prices, lanes: Lanes, target: Target, scope: Scope, swept: Swept, day: int
) -> None:
    """What delivery costs cargo that has come to its destination on a day."""
    for x in range(scope.stand_starts[day], scope.stand_starts[day + 1]):
        stand = scope.stands[x]
        dwell, row = target.dwell[stand], target.row[stand]
        delivered = day + dwell
        if graph.place[stand] != target.place or dwell < 0 or delivered > target.last:
            continue
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
def _go_on(
    graph: Graph,
    stay: Stay,
    prices: Prices,
    lanes: Lanes,
    target: Target,
    scope: Scope,
    swept: Swept,
    day: int,
    same_day: bool,
) -> bool:
    """What the ways onward cost cargo that stands somewhere on a day; whether any is less than was known.

    With ``same_day``, only by the lines that have departures which arrive on the same day.

    One function, since calls and the fields of tuples take longer here than the work itself.
    """
    ways, way_line, way_row, way_dwell = graph.ways, graph.way_line, graph.way_row, graph.way_dwell
    way_through, cutoff, first, starts = graph.way_through, graph.cutoff, graph.first, graph.starts
    departs_on, epoch, last = graph.departs, graph.epoch, target.last
    transfer, transfer_least, row_price = stay.transfer, stay.transfer_least, prices.transfer
    storage, storage_least, types, type_starts = stay.storage, stay.storage_least, lanes.containers, lanes.starts
    teu, tonnes, aboard, later = lanes.counts[0], lanes.counts[2], swept.aboard, swept.later
    count = teu.size
    lowered = False
    for x in range(scope.stand_starts[day], scope.stand_starts[day + 1]):
        stand = scope.stands[x]
        place = graph.place[stand]
        if place == target.place:
            continue
        ahead = swept.ahead[stand, day]
        factor = lanes.outside if target.foreign[place] else lanes.inside
        # The first stands are those where shipments start, and pay no storage.
        store = stay.stored[place] if stand >= target.foreign.size else -1
        for way in range(ways[stand], ways[stand + 1]):
            line, row = way_line[way], way_row[way]
            if same_day and not graph.same_day[line]:
                continue
            ready = day + way_dwell[way] + (0 if way_through[way] else cutoff[line])
            i, end = (first[line, ready], starts[line + 1]) if ready <= last else (0, 0)
            if store < 0 and row < 0:
                if i < end and departs_on[i] <= last:
                    for n in range(count):
                        if later[i, n] < ahead[n]:
                            lowered |= later[i, n] < ahead[n] - EPSILON
                            ahead[n] = later[i, n]
                continue
            while i < end and departs_on[i] <= last:
                departs = departs_on[i]
                worth = False  # whether this departure or a later one may be cheaper on any lane
                for c in range(types.size):
                    before = transfer_least[row, types[c]] if row >= 0 else 0.0
                    if store >= 0:
                        before += storage_least[store, types[c], departs - day]
                    for n in range(type_starts[c], type_starts[c + 1]):
                        worth |= later[i, n] + factor[n] * before < ahead[n] - EPSILON
                if not worth:
                    break
                for c in range(types.size):
                    before = transfer[row, epoch[departs], types[c]] if row >= 0 else 0.0
                    of_box, of_teu, of_tonne = 0.0, 0.0, 0.0
                    if row >= 0:
                        of_teu, of_box, of_tonne = (
                            row_price[0, row, departs],
                            row_price[1, row, departs],
                            row_price[2, row, departs],
                        )
                    if store >= 0:
                        before += storage[store, epoch[departs], types[c], departs - day]
                    for n in range(type_starts[c], type_starts[c + 1]):
                        cost = aboard[i, n] + factor[n] * before + of_box + of_teu * teu[n] + of_tonne * tonnes[n]
                        lowered |= cost < ahead[n] - EPSILON
                        ahead[n] = min(ahead[n], cost)
                i += 1
    return lowered
