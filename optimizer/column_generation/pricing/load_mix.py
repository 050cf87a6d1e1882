"""The cheapest way to load a shipment: how many containers of which load, a part load, and what stays behind.

What a container costs is concave in its load on each segment, being the least of straight lines. So some best mix has
all containers but one at an end of a segment; the rest, if any, is a part load or stays behind. Mixes are enumerated
depth first, cheapest a tonne first, and cut off by what the rest costs at least.
"""

from __future__ import annotations

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.timeline import Flags, Ints

#: Less than this is no cargo, t: far below a kilogram.
NOTHING = 1e-7

#: How many part mixes are looked at; beyond, the bound is that of the mixes not looked at.
PATIENCE = 20000

#: The same where all mixes below a limit are sought: it is asked for seldom, and a mix takes a fifth of a microsecond.
PATIENCE_FOR_ALL = 200_000

#: Mixes that are better by a smaller share than this are not looked for; the bound allows for it.
EPSILON_SHARE = 1e-7


@compiled
def between(tonnes: float, low: float, high: float, at_low: float, at_high: float) -> float:
    """What a container costs with a load between two, on the line between what it costs with those."""
    return at_low + (tonnes - low) / (high - low) * (at_high - at_low)


@compiled
def close(
    rest: float, lows: Floats, highs: Floats, at_low: Floats, at_high: Floats, penalty: float
) -> tuple[float, int]:
    """What the rest of a shipment costs in one container, or left behind: cost, and the segment (−1: left behind)."""
    if rest <= NOTHING:
        return 0.0, -1
    best, segment = penalty * rest, -1
    for s in range(lows.size):
        if lows[s] < rest <= highs[s] + NOTHING and at_low[s] < np.inf and at_high[s] < np.inf:
            cost = between(rest, lows[s], highs[s], at_low[s], at_high[s])
            if cost < best:
                best, segment = cost, s
    return best, segment


@compiled
def _corners(containers: Ints, lows: Floats, highs: Floats, at_low: Floats, at_high: Floats, corners: Flags) -> None:
    """Mark the ends at which the cost is not concave: low ends of the ranges, and then high ends.

    Only there can it pay to have more than one container.
    """
    size = lows.size
    for n in range(size):
        corners[n] = lows[n] > NOTHING
        corners[size + n] = True
        joined = n > 0 and containers[n - 1] == containers[n] and abs(highs[n - 1] - lows[n]) < NOTHING
        if not joined:
            continue
        before, after = at_high[n - 1], at_low[n]
        if max(before, after) == np.inf:
            continue
        close_to = EPSILON_SHARE * abs(before)
        corners[n] = after < before - close_to
        rising = (at_high[n] - after) / (highs[n] - lows[n])
        risen = (before - at_low[n - 1]) / (highs[n - 1] - lows[n - 1])
        corners[size + n - 1] = after > before + close_to or (after >= before - close_to and rising > risen + close_to)


@compiled
def _by_rate(weight: float, loads: Floats, costs: Floats, corners: Flags, penalty: float) -> tuple[Ints, Floats]:
    """The corners that cost a tonne less than the penalty, the cheapest first; and what each end costs a tonne."""
    rates = np.full(loads.size, np.inf)
    for n in range(loads.size):
        if corners[n] and NOTHING < loads[n] <= weight + NOTHING and costs[n] < np.inf:
            rates[n] = costs[n] / loads[n]
    order, options = np.argsort(rates), 0
    while options < loads.size and rates[order[options]] < penalty:
        options += 1
    return order[:options], rates


@compiled
def _part_loads(weight: float, lows: Floats, highs: Floats, at_low: Floats, at_high: Floats) -> tuple[float, float]:
    """The greatest part load, t; and what a tonne costs at least in those as great as their segments allow."""
    widest, rate = 0.0, np.inf
    for s in range(lows.size):
        if lows[s] < weight and at_low[s] < np.inf and at_high[s] < np.inf:
            top = min(highs[s], weight)
            widest = max(widest, top)
            if top > NOTHING:
                rate = min(rate, between(top, lows[s], highs[s], at_low[s], at_high[s]) / top)
    return widest, rate


@compiled
def cheapest_mix(
    weight: float,
    containers: Ints,
    lows: Floats,
    highs: Floats,
    at_low: Floats,
    at_high: Floats,
    penalty: float,
    chosen: Ints,
) -> tuple[float, float, int, float]:
    """The cheapest mix for a shipment.

    Parameters
    ----------
    weight
        Of the shipment, t.
    containers, lows, highs, at_low, at_high
        The segments: the container type, t in one container, and what one costs at their ends.
    penalty
        Of a tonne left behind.
    chosen
        Filled with how many containers go at the lower end of each segment, and then at the upper end of each.

    Returns
    -------
    tuple
        A bound that no mix is below, the cost of the best found, the segment of the part load (−1: none), and its
        tonnes (those left behind where there is none).
    """
    loads = np.concatenate((lows, highs))
    costs = np.concatenate((at_low, at_high))
    corners = np.empty(loads.size, np.bool_)
    _corners(containers, lows, highs, at_low, at_high, corners)
    order, rates = _by_rate(weight, loads, costs, corners, penalty)
    options = order.size
    chosen[:] = 0
    best, part = close(weight, lows, highs, at_low, at_high, penalty)
    part_tonnes = weight
    if options == 0:
        return best, best, part, part_tonnes
    # A part load costs no less a tonne than the best end of its segment, or than the load as a whole.
    widest, rate = _part_loads(weight, lows, highs, at_low, at_high)
    floor = min(rates[order[0]], penalty, rate)
    counts = np.zeros(options, np.int64)
    rest = np.empty(options + 1)
    cost = np.empty(options + 1)
    rest[0], cost[0] = weight, 0.0
    level, looked = 0, 0
    counts[0] = int((rest[0] + NOTHING) / loads[order[0]])
    bound = np.inf
    while level >= 0:
        looked += 1
        if counts[level] < 0:
            level -= 1
            if level >= 0:
                counts[level] -= 1
            continue
        load = loads[order[level]]
        left = max(rest[level] - counts[level] * load, 0.0)
        so_far = cost[level] + counts[level] * costs[order[level]]
        following = rates[order[level + 1]] if level + 1 < options else penalty
        least = so_far + following * max(left - widest, 0.0) + floor * min(left, widest)
        tolerance = EPSILON_SHARE * abs(best)
        if least >= best - tolerance or looked > PATIENCE:
            if looked > PATIENCE and least < bound:
                bound = least
            if left >= widest:  # fewer of this one, and dearer ones instead, cost no less
                level -= 1
                if level < 0:
                    break
            counts[level] -= 1
            continue
        closing, segment = close(left, lows, highs, at_low, at_high, penalty)
        if so_far + closing < best:
            best, part, part_tonnes = so_far + closing, segment, left
            chosen[:] = 0
            for n in range(level + 1):
                chosen[order[n]] = counts[n]
        if level + 1 < options and left > NOTHING:
            level += 1
            rest[level], cost[level] = left, so_far
            counts[level] = int((left + NOTHING) / loads[order[level]])
        else:
            counts[level] -= 1
    return min(bound, best - EPSILON_SHARE * abs(best)), best, part, part_tonnes


@compiled
def _least_rate(most: float, lows: Floats, highs: Floats, at_low: Floats, at_high: Floats) -> float:
    """What a tonne costs at least in a container of no more than so many tonnes."""
    rate = np.inf
    for n in range(lows.size):
        if lows[n] < most and at_low[n] < np.inf and at_high[n] < np.inf:
            top = min(highs[n], most)
            if top > NOTHING:
                rate = min(rate, between(top, lows[n], highs[n], at_low[n], at_high[n]) / top)
            if lows[n] > NOTHING:
                rate = min(rate, at_low[n] / lows[n])
    return rate


@compiled
def mixes_below(
    weight: float, lows: Floats, highs: Floats, at_low: Floats, at_high: Floats, segments: Ints, limit: float,
    penalty: float, least: Floats, chosen: Ints, parts: Ints, rests: Floats,
) -> tuple[int, float]:  # fmt: skip
    """All mixes that are bounded from below by less than a limit; what they do not carry stays behind.

    On one itinerary a cost is a straight line on each segment, so some cheapest mix has all containers but one at ends
    of segments, whichever they are. Ranges that continue one another within a segment are no ends.

    Parameters
    ----------
    segments
        By range, its segment.
    penalty
        Of a tonne left behind.
    least, chosen, parts, rests
        Filled by mix: its bound; how many containers go at the lower end of each range, then at the upper; the range
        of the part load (−1: none) and its tonnes.

    Returns
    -------
    tuple
        How many mixes were put down, of more than there is room for the cheapest; and a bound that none of the others
        is below (``inf``: there are none).
    """
    size = lows.size
    loads, costs = np.empty(2 * size), np.empty(2 * size)
    which = np.empty(2 * size, np.int64)
    options, floor = 0, min(penalty, _least_rate(weight, lows, highs, at_low, at_high))
    widest = min(highs.max(), weight)
    for n in range(size):
        joins = n > 0 and segments[n - 1] == segments[n] and abs(highs[n - 1] - lows[n]) < NOTHING
        joined = n + 1 < size and segments[n + 1] == segments[n] and abs(lows[n + 1] - highs[n]) < NOTHING
        if lows[n] > NOTHING and not joins and at_low[n] < np.inf and lows[n] <= weight:
            loads[options], costs[options], which[options] = lows[n], at_low[n], n
            options += 1
        if not joined and at_high[n] < np.inf and highs[n] <= weight + NOTHING:
            loads[options], costs[options], which[options] = highs[n], at_high[n], size + n
            options += 1
    # The cheapest a tonne come first, so that what is left costs no less than the next, but for a part load.
    order = np.argsort(costs[:options] / loads[:options])
    count, beyond = 0, np.inf
    counts, rest, cost = np.zeros(options + 1, np.int64), np.empty(options + 1), np.empty(options + 1)
    rest[0], cost[0], level = weight, 0.0, 0
    if options > 0:
        counts[0] = int((weight + NOTHING) / loads[order[0]])
    looked = 0
    while level >= 0:
        looked += 1
        if counts[level] < 0:
            level -= 1
            if level >= 0:
                counts[level] -= 1
            continue
        left, so_far, following = rest[level], cost[level], penalty
        if level < options:
            left = max(left - counts[level] * loads[order[level]], 0.0)
            so_far += counts[level] * costs[order[level]]
        if level + 1 < options:
            following = min(penalty, costs[order[level + 1]] / loads[order[level + 1]])
        bound = so_far + following * max(left - widest, 0.0)
        bound += (
            floor * widest if left >= widest else min(penalty, _least_rate(left, lows, highs, at_low, at_high)) * left
        )
        if bound >= limit or looked > PATIENCE_FOR_ALL:
            if bound < limit:
                beyond = min(beyond, bound)
            if left >= widest:  # fewer of this one, and dearer ones instead, cost no less
                level -= 1
                if level < 0:
                    break
            counts[level] -= 1
            continue
        if level + 1 < options:
            level += 1
            rest[level], cost[level] = left, so_far
            counts[level] = int((left + NOTHING) / loads[order[level]])
            continue
        for n in range(-1, size):
            if n < 0:
                bound = so_far + (penalty * left if left > NOTHING else 0.0)
            elif left > NOTHING and lows[n] < left <= highs[n] + NOTHING:
                bound = so_far + between(left, lows[n], highs[n], at_low[n], at_high[n])
            else:
                continue
            if not bound < limit:
                continue
            at = count
            if count == least.size:  # the dearest makes room
                at = int(np.argmax(least))
                beyond = min(beyond, max(bound, least[at]))
                if bound >= least[at]:
                    continue
            else:
                count += 1
            least[at], parts[at], rests[at] = bound, n, left
            chosen[at] = 0
            for m in range(options):
                chosen[at, which[order[m]]] = counts[m]
        counts[level] -= 1
    return count, beyond
