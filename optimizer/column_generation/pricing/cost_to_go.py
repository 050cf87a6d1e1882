"""Cheapest itineraries of one shipment at given duals: a backward dynamic programme over its part of the network.

A *lane* here is one cargo class: containers that go together, their tonnes, a way to charge duty and a window of
delivery. From the last day back to the first, for all lanes of a shipment at once,

    ahead(stand, t)  = least over groups onward and days t' on which they can be boarded:
                       transfer + storage over the days waited + aboard(group, t')
    aboard(group, t) = least over its departures i on day t:
                       carriage of i + duals of what i uses + ahead(where i arrives, when)

with delivery at the destination as the start. It is exact for the shipment, but for locations visited twice, which it
does not see: it is then a lower bound.

Only departures are looked at that can be reached from the origin after the ready day and can deliver in time: a line
(departures of one group to one stand) that lies off the way has none, and of any other a few dates.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.timeline import Flags, Ints

#: Columns of ``Net.departures``.
DEPARTS, ARRIVES, VARIANT, GROUP, INTO = range(5)

#: Columns of ``Net.ways``.
WAY_GROUP, WAY_ROW, WAY_WAIT = range(3)

#: Columns of ``Net.lines``.
LINE_START, LINE_END, LINE_GROUP, LINE_INTO, LINE_DAYS = range(5)

#: Rows of ``Net.carriage``.
FIXED, PER_TONNE, BY_VALUE, CO2, FEE, DUTIABLE = range(6)

#: No itinerary has more legs.
MOST_LEGS = 24

#: Costs closer than this are equal, base currency: far below a cent, far above the rounding of floats.
EPSILON = 1e-7

NEVER = 1 << 30


class Net(NamedTuple):
    """The time-space graph and what it costs: the same for every shipment.

    Attributes
    ----------
    departures
        Shape (departures, 5): day of departure and of arrival, variant, group, and the stand that it leads to.
    group_place, group_first
        By group, the place that it leaves; by group and day, the first of its departures on or after the day:
        departures are in order of group and date.
    place
        By stand, its location; the first stands are the places, where shipments start.
    ways, way_starts
        From stand s, ``ways[way_starts[s]:way_starts[s + 1]]``: the group onward, the row of ``Transfers`` (−1: none),
        and the days that it and the cut-off take.
    lines, line_departures
        Shape (lines, 5): a line's departures are ``line_departures[start:end]``, by date; its group, the stand that it
        leads to, and the fewest days that it takes.
    epoch
        By day, a number that changes with any rate of exchange, surcharge or duty.
    carriage
        Shape (6, segments of all goods, variants): see ``Carriage``.
    transfer, storage
        By transfer row, epoch and container type; by store, epoch, container type and days: base currency.
    transfer_co2
        By transfer row: the price of what the handling of a tonne emits.
    steady
        By transfer row, whether all epochs cost the same.
    stored
        By place, the number of its store; −1 for none.
    allowed
        By rules and variant, whether cargo may use it.
    teu
        By container type.
    """

    departures: Ints
    group_place: Ints
    group_first: Ints
    place: Ints
    ways: Ints
    way_starts: Ints
    lines: Ints
    line_departures: Ints
    epoch: Ints
    carriage: Floats
    transfer: Floats
    transfer_co2: Floats
    storage: Floats
    steady: Flags
    stored: Ints
    allowed: Flags
    teu: Floats


class Duals(NamedTuple):
    """What a unit costs beside the tariff, and how much is left: by unit (teu, containers, tonnes).

    ``departure`` and ``departure_left`` have shape (departures, 3), ``transfer`` and ``transfer_left`` (rows, days, 3);
    ``start`` is by place and container type; ``of_row`` by transfer row, whether it has a dual or a limit on any day.
    """

    departure: Floats
    transfer: Floats
    start: Floats
    of_row: Flags
    departure_left: Floats
    transfer_left: Floats


class Lanes(NamedTuple):
    """The cargo classes of a shipment.

    Attributes
    ----------
    starts, segments, numbers, tonnes
        Those of a lane are ``starts[lane]`` to ``starts[lane + 1]``: segment of those of all goods, containers, and t
        in each.
    container
        By load, the container type.
    counts, needs
        Shape (lanes, 3): what they count for by unit, and how much must be left of whatever they use.
    inside, abroad
        By lane, what one of transport costs in the end, and what one that starts abroad costs more.
    per_day, opens, closes
        By lane: what a day until delivery costs; the days between which it may be delivered.
    weights
        By lane, the t over which the fees of its booking are shared.
    """

    starts: Ints
    segments: Ints
    container: Ints
    numbers: Floats
    tonnes: Floats
    counts: Floats
    needs: Floats
    inside: Floats
    abroad: Floats
    per_day: Floats
    opens: Ints
    closes: Ints
    weights: Floats


class Bound(NamedTuple):
    """Where a shipment is bound for.

    ``row`` and ``dwell`` are by stand: the transfer row before delivery, and its days (−1: no delivery there);
    ``to_go`` by stand the fewest days to delivery; ``foreign`` by place and ``away`` by variant, whether it is, or
    starts, outside the destination's customs territory.
    """

    place: int
    row: Ints
    dwell: Ints
    to_go: Ints
    foreign: Flags
    away: Flags


class Search(NamedTuple):
    """The result of a dynamic programme, from which itineraries are traced.

    By entry (departures of one group and day): its day, the next entry of the group, and by lane the least cost aboard
    and the departure that makes it, as well as the least of this and later entries of the group, and which that is.
    By state (stand and day): by lane the least cost ahead and the entry onward (−1: delivered or none).
    ``state_of`` is by stand and day.
    """

    group_head: Ints
    entry_day: Ints
    entry_next: Ints
    aboard: Floats
    by: Ints
    least: Floats
    least_at: Ints
    state_of: Ints
    ahead: Floats
    onward: Ints


@compiled
def follow(
    net: Net, bound: Bound, segment: int, container: int, tonnes: float, value: float, path: Ints
) -> tuple[float, float, float, float, float]:
    """What a container pays on an itinerary.

    Returns
    -------
    tuple
        Transport, the part of it up to the territory, emissions; the fees of its booking, and the part of them
        up to the territory. Base currency; transport is ``inf`` where the load is not taken.
    """
    transport = outside = co2 = fees = fees_outside = 0.0
    stand, arrived = net.group_place[net.departures[path[0], GROUP]], -1
    for n in range(path.size):
        i = path[n]
        if i < 0:
            break
        departs, variant, group = net.departures[i, DEPARTS], net.departures[i, VARIANT], net.departures[i, GROUP]
        place, epoch = net.place[stand], net.epoch[departs]
        abroad = 1.0 if bound.foreign[place] else 0.0
        before = 0.0
        for w in range(net.way_starts[stand], net.way_starts[stand + 1]):
            if net.ways[w, WAY_GROUP] == group and net.ways[w, WAY_ROW] >= 0:
                before += net.transfer[net.ways[w, WAY_ROW], epoch, container]
                co2 += net.transfer_co2[net.ways[w, WAY_ROW]] * tonnes
        if n > 0 and net.stored[place] >= 0:
            before += net.storage[net.stored[place], epoch, container, departs - arrived]
        leg = net.carriage[FIXED, segment, variant]
        if leg == np.inf:
            return np.inf, 0.0, 0.0, 0.0, 0.0
        leg += (net.carriage[PER_TONNE, segment, variant] + net.carriage[BY_VALUE, segment, variant] * value) * tonnes
        dutiable = net.carriage[DUTIABLE, segment, variant]
        transport += before + leg
        outside += abroad * (before + leg * dutiable)
        co2 += net.carriage[CO2, segment, variant] * tonnes
        fees += net.carriage[FEE, segment, variant]
        fees_outside += abroad * net.carriage[FEE, segment, variant] * dutiable
        stand, arrived = net.departures[i, INTO], net.departures[i, ARRIVES]
    if bound.row[stand] >= 0:
        transport += net.transfer[bound.row[stand], net.epoch[arrived], container]
        co2 += net.transfer_co2[bound.row[stand]] * tonnes
    return transport, outside, co2, fees, fees_outside


@compiled
def fewest_days_to(net: Net, row: Ints, dwell: Ints, place: int) -> Ints:
    """By stand, the fewest days to delivery, whatever the calendar says."""
    found = np.full(net.place.size, NEVER)
    for stand in range(net.place.size):
        if net.place[stand] == place and dwell[stand] >= 0:
            found[stand] = dwell[stand]
    aboard = np.full(net.group_place.size, NEVER)
    changed = True
    while changed:
        changed = False
        for n in range(net.lines.shape[0]):
            days = net.lines[n, LINE_DAYS] + found[net.lines[n, LINE_INTO]]
            aboard[net.lines[n, LINE_GROUP]] = min(aboard[net.lines[n, LINE_GROUP]], days)
        for stand in range(net.place.size):
            if net.place[stand] == place:
                continue
            for w in range(net.way_starts[stand], net.way_starts[stand + 1]):
                days = net.ways[w, WAY_WAIT] + aboard[net.ways[w, WAY_GROUP]]
                if days < found[stand]:
                    found[stand] = days
                    changed = True
    return found


@compiled
def fewest_days_from(net: Net, origin: int) -> Ints:
    """By group, the fewest days from an origin to boarding it, whatever the calendar says."""
    found = np.full(net.group_place.size, NEVER)
    reached = np.full(net.place.size, NEVER)
    reached[origin] = 0
    changed = True
    while changed:
        changed = False
        for stand in range(net.place.size):
            if reached[stand] < NEVER:
                for w in range(net.way_starts[stand], net.way_starts[stand + 1]):
                    days = reached[stand] + net.ways[w, WAY_WAIT]
                    found[net.ways[w, WAY_GROUP]] = min(found[net.ways[w, WAY_GROUP]], days)
        for n in range(net.lines.shape[0]):
            days = found[net.lines[n, LINE_GROUP]] + net.lines[n, LINE_DAYS]
            if days < reached[net.lines[n, LINE_INTO]]:
                reached[net.lines[n, LINE_INTO]] = days
                changed = True
    return found


@compiled
def _subgraph(net: Net, duals: Duals, bound: Bound, board: Ints, rules: int, ready: int, last: int) -> Ints:
    """The departures that can be reached and can deliver in time, the latest first."""
    starts, ends = np.empty(net.lines.shape[0], np.int64), np.empty(net.lines.shape[0], np.int64)
    by_day = np.zeros(last - ready + 2, np.int64)
    for n in range(net.lines.shape[0]):
        first, into = ready + board[net.lines[n, LINE_GROUP]], net.lines[n, LINE_INTO]
        starts[n] = ends[n] = net.lines[n, LINE_START]
        if first + net.lines[n, LINE_DAYS] + bound.to_go[into] > last:
            continue
        low, high = net.lines[n, LINE_START], net.lines[n, LINE_END]
        while low < high:
            middle = (low + high) >> 1
            if net.departures[net.line_departures[middle], DEPARTS] < first:
                low = middle + 1
            else:
                high = middle
        end = low
        while end < net.lines[n, LINE_END]:
            i = net.line_departures[end]
            # Those of a line may take longer on some dates, and so overtake one another.
            if net.departures[i, DEPARTS] + net.lines[n, LINE_DAYS] + bound.to_go[into] > last:
                break
            if net.departures[i, ARRIVES] + bound.to_go[into] <= last:
                by_day[last - net.departures[i, DEPARTS] + 1] += 1
            end += 1
        starts[n], ends[n] = low, end
    for t in range(by_day.size - 1):
        by_day[t + 1] += by_day[t]
    found = np.empty(by_day[-1], np.int64)
    for n in range(net.lines.shape[0]):
        for x in range(starts[n], ends[n]):
            i = net.line_departures[x]
            t = last - net.departures[i, DEPARTS]
            if net.departures[i, ARRIVES] + bound.to_go[net.lines[n, LINE_INTO]] <= last:
                found[by_day[t]] = i
                by_day[t] += 1
    return found


@compiled
def cost_to_go(
    net: Net, duals: Duals, lanes: Lanes, bound: Bound, board: Ints, rules: int, origin: int, ready: int, last: int,
    value: float, cost: Floats,
) -> Search:  # fmt: skip
    """Fill ``cost`` with what each lane costs at least, from the origin on its ready day.

    ``value`` is of a tonne.

    One function, since a call that hands over arrays takes longer than the work of most steps here.
    """
    found = _subgraph(net, duals, bound, board, rules, ready, last)
    size, days, steps = lanes.inside.size, last - ready + 1, found.size
    departures, ways, way_starts, places, carriage = net.departures, net.ways, net.way_starts, net.place, net.carriage
    transfer, storage, epochs, allowed = net.transfer, net.storage, net.epoch, net.allowed
    hub = net.transfer_co2
    weights = lanes.weights
    starts, segments, containers, numbers = lanes.starts, lanes.segments, lanes.container, lanes.numbers
    tonnes, counts, needs, inside, outside = lanes.tonnes, lanes.counts, lanes.needs, lanes.inside, lanes.abroad
    of_departure, of_transfer = duals.departure, duals.transfer
    left, transfer_left = duals.departure_left, duals.transfer_left
    group_head = np.full(net.group_place.size, -1, np.int64)
    entry_day, entry_next = np.empty(steps, np.int64), np.empty(steps, np.int64)
    aboard, by = np.empty((steps, size)), np.empty((steps, size), np.int64)
    least, least_at = np.empty((steps, size)), np.empty((steps, size), np.int64)
    state_of = np.full(places.size * days, -1, np.int64)
    ahead, onward = np.empty((steps + 1, size)), np.empty((steps + 1, size), np.int64)
    rate_of = np.full(allowed.shape[1], -1, np.int64)
    rates = np.empty((min(steps, allowed.shape[1]), size))
    rated, states, count, x = 0, 1, 0, 0
    while x <= steps:
        day = departures[found[x], DEPARTS] if x < steps else ready
        first, end = count, x + 1
        while x < steps and end < steps and departures[found[end], DEPARTS] == day:
            end += 1
        # Legs that arrive on the day of departure follow one another within the day, but visit no place twice.
        for attempt in range(places.size + 1):
            again = False
            for y in range(x, end):
                i = found[y] if y < steps else -1
                if i >= 0:
                    arrives, into, variant, group = (
                        departures[i, ARRIVES], departures[i, INTO], departures[i, VARIANT], departures[i, GROUP]
                    )  # fmt: skip
                    if not allowed[rules, variant]:
                        continue
                    if (arrives == day) != (attempt > 0):
                        again = again or attempt == 0
                        continue
                    at = into * days + arrives - ready
                    state = state_of[at]
                    fresh = state < 0 or attempt > 0
                    if state < 0:
                        state_of[at] = state = states
                        states += 1
                else:  # in the end, the origin
                    arrives, into, variant, group, state, fresh = ready, origin, -1, -1, 0, True
                if fresh:
                    place = places[into]
                    abroad = 1.0 if bound.foreign[place] else 0.0
                    for lane in range(size):
                        ahead[state, lane], onward[state, lane] = np.inf, -1
                    if place == bound.place:
                        delivered, row = arrives + bound.dwell[into], bound.row[into]
                        for lane in range(size):
                            if bound.dwell[into] < 0 or delivered < lanes.opens[lane] or delivered > lanes.closes[lane]:
                                continue
                            total = lanes.per_day[lane] * delivered
                            if row >= 0:
                                for z in range(starts[lane], starts[lane + 1]):
                                    each = inside[lane] * transfer[row, epochs[arrives], containers[z]]
                                    total += numbers[z] * (each + hub[row] * tonnes[z])
                                for u in range(3):
                                    total += of_transfer[row, arrives, u] * counts[lane, u]
                                    if needs[lane, u] > transfer_left[row, arrives, u]:
                                        total = np.inf
                            ahead[state, lane] = total
                    else:
                        store = net.stored[place] if i >= 0 else -1
                        for w in range(way_starts[into], way_starts[into + 1]):
                            row, since = ways[w, WAY_ROW], arrives + ways[w, WAY_WAIT]
                            e = group_head[ways[w, WAY_GROUP]]
                            while e >= 0 and entry_day[e] < since:
                                e = entry_next[e]
                            plain = store < 0 and (row < 0 or (net.steady[row] and not duals.of_row[row]))
                            while e >= 0:
                                departs, hope = entry_day[e], False
                                for lane in range(size):
                                    if least[e, lane] >= ahead[state, lane]:
                                        continue
                                    hope = True
                                    total = least[e, lane] if plain else aboard[e, lane]
                                    if total >= ahead[state, lane]:
                                        continue
                                    factor = inside[lane] + abroad * outside[lane]
                                    for z in range(starts[lane], starts[lane + 1]):
                                        if row >= 0:
                                            each = factor * transfer[row, epochs[departs], containers[z]]
                                            total += numbers[z] * (each + hub[row] * tonnes[z])
                                        if store >= 0:
                                            total += (
                                                numbers[z]
                                                * factor
                                                * storage[store, epochs[departs], containers[z], departs - arrives]
                                            )
                                    if row >= 0 and not plain:
                                        for u in range(3):
                                            total += of_transfer[row, departs, u] * counts[lane, u]
                                            if needs[lane, u] > transfer_left[row, departs, u]:
                                                total = np.inf
                                    if total < ahead[state, lane]:
                                        ahead[state, lane] = total
                                        onward[state, lane] = least_at[e, lane] if plain else e
                                if plain or not hope:
                                    break
                                e = entry_next[e]
                if i < 0:
                    break
                rate = rate_of[variant]
                if rate < 0:
                    rate_of[variant] = rate = rated
                    rated += 1
                    away = 1.0 if bound.away[variant] else 0.0
                    for lane in range(size):
                        total = 0.0
                        for z in range(starts[lane], starts[lane + 1]):
                            s, q = segments[z], tonnes[z]
                            if carriage[FIXED, s, variant] == np.inf:
                                total = np.inf
                                break
                            each = carriage[FIXED, s, variant] + carriage[FEE, s, variant] * q / weights[lane]
                            each += (carriage[PER_TONNE, s, variant] + carriage[BY_VALUE, s, variant] * value) * q
                            factor = inside[lane] + away * outside[lane] * carriage[DUTIABLE, s, variant]
                            total += numbers[z] * (factor * each + carriage[CO2, s, variant] * q)
                        rates[rate, lane] = total
                e = group_head[group]
                if e < 0 or entry_day[e] != day:
                    entry_day[count], entry_next[count] = day, e
                    group_head[group] = e = count
                    count += 1
                    then = entry_next[e]
                    for lane in range(size):
                        aboard[e, lane], by[e, lane], least[e, lane], least_at[e, lane] = np.inf, -1, np.inf, e
                        if then >= 0:
                            least[e, lane], least_at[e, lane] = least[then, lane], least_at[then, lane]
                for lane in range(size):
                    total = rates[rate, lane] + ahead[state, lane]
                    for u in range(3):
                        total += of_departure[i, u] * counts[lane, u]
                        if needs[lane, u] > left[i, u]:
                            total = np.inf
                    if total < aboard[e, lane] - EPSILON:
                        aboard[e, lane], by[e, lane] = total, i
                        again = again or attempt > 0
            for e in range(first, count):
                then = entry_next[e]
                for lane in range(size):
                    least[e, lane], least_at[e, lane] = aboard[e, lane], e
                    if then >= 0 and least[then, lane] < aboard[e, lane]:
                        least[e, lane], least_at[e, lane] = least[then, lane], least_at[then, lane]
            if not again:
                break
        x = end
    for lane in range(size):
        cost[lane] = ahead[0, lane]
        for z in range(starts[lane], starts[lane + 1]):
            cost[lane] += numbers[z] * duals.start[origin, containers[z]]
    return Search(group_head, entry_day, entry_next, aboard, by, least, least_at, state_of, ahead, onward)


@compiled
def trace(net: Net, search: Search, lane: int, ready: int, last: int, path: Ints) -> bool:
    """Fill ``path`` with the cheapest itinerary of a lane (−1 after the last); whether there is one, with no circle."""
    path[:] = -1
    state, days = 0, last - ready + 1
    if search.ahead[0, lane] == np.inf:
        return False
    for n in range(path.size):
        e = search.onward[state, lane]
        if e < 0:
            break
        i = search.by[e, lane]
        path[n] = i
        for m in range(n):
            if net.place[net.departures[path[m], INTO]] == net.place[net.departures[i, INTO]]:
                return False
        if net.group_place[net.departures[path[0], GROUP]] == net.place[net.departures[i, INTO]]:
            return False
        state = search.state_of[net.departures[i, INTO] * days + net.departures[i, ARRIVES] - ready]
    return bool(search.onward[state, lane] < 0)
