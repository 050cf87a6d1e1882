"""The pricing problem of one shipment: its cheapest load plan at given duals, and a bound that none is below.

What a container costs is concave in its tonnes on each segment (it is the least of straight lines), so the chord
between the ends of a range bounds it from below, and some cheapest mix has all containers but one at an end of a range.
The dynamic programme makes the ends exact, all at once; the cheapest mix at these costs is found; its part load, if it
lies within a range, is made exact, which divides the range; and the mix is found again, until all of it is exact.

A shipment that may not be split goes on one itinerary. Its mixes are looked at in the order of that bound, each priced
with all its containers together, until the next is no cheaper than the best.

``price`` alone calls the dynamic programme, at one place: machine code is compiled again in every caller.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.pricing.cost_to_go import (
    MOST_LEGS,
    Bound,
    Duals,
    Lanes,
    Net,
    Search,
    cost_to_go,
    follow,
    trace,
)
from optimizer.column_generation.pricing.in_order import in_order, is_cut
from optimizer.column_generation.pricing.load_mix import NOTHING, between, cheapest_mix, mixes_below
from optimizer.column_generation.timeline import Flags, Ints

#: A shipment's mix is found no more often than this.
MOST_MIXES = 48

#: Loads closer than this are one, t: a tenth of a kilogram.
CLOSE = 1e-4

#: Mixes of a shipment that may not be split looked at, at most; the bound is that of the others.
MOST_WHOLE = 128

#: A penalty at which nothing is left behind.
NEVER = 1e12

#: A search for an itinerary that comes to no place twice looks at no more departures.
SHORT_PATIENCE = 4_000

#: With itineraries cut off, so many times as many at most.
MORE_PATIENCE = 50

#: Costs within this share are the same.
ALIKE = 1e-9


class Cargo(NamedTuple):
    """All shipments as arrays.

    Attributes
    ----------
    origins, destinations, readies, lasts
        By shipment: the place where it starts, the number of its ``Bound``, its days.
    weights, kilograms, values, per_day
        By shipment: t, kg, the value of a tonne, and what a tonne costs a day.
    rules, whole, needs, lots
        By shipment: which departures it may use, and whether it is not to be split; if so, what it uses at least by
        unit of whatever it goes on, else 0; t that a booking carries at least, 0 if all of it does.
    range_starts, segments, containers, lows, highs
        The ranges of shipment k are ``range_starts[k]`` to ``range_starts[k + 1]``: the segment among those of all
        goods, the container type, and their ends, t.
    window_starts, opens, closes
        Its windows of delivery, likewise: their days.
    inside, abroad, per_tonne
        By window and way to charge duty (shape (windows, 2)): what one of transport costs in the end, what one that
        starts outside the territory costs more, and what a tonne pays.
    ways
        By shipment, how many ways there are to charge duty: 1 or 2.
    cut_starts, cuts
        The itineraries that shipment k may not take are ``cut_starts[k]`` to ``cut_starts[k + 1]`` of ``cuts``: their
        departures, −1 after the last.
    """

    origins: Ints
    destinations: Ints
    readies: Ints
    lasts: Ints
    weights: Floats
    kilograms: Ints
    values: Floats
    per_day: Floats
    rules: Ints
    whole: Flags
    needs: Floats
    lots: Floats
    range_starts: Ints
    segments: Ints
    containers: Ints
    lows: Floats
    highs: Floats
    window_starts: Ints
    opens: Ints
    closes: Ints
    inside: Floats
    abroad: Floats
    per_tonne: Floats
    ways: Ints
    cut_starts: Ints
    cuts: Ints


class Bounds(NamedTuple):
    """``Bound`` of every destination, and ``fewest_days_from`` of every origin, one row each."""

    places: Ints
    row: Ints
    dwell: Ints
    to_go: Ints
    foreign: Flags
    away: Flags
    board: Ints
    board_of: Ints


class Own(NamedTuple):
    """What single shipments pay beside the duals.

    The charges of shipment k are ``starts[k]`` to ``starts[k + 1]``: the departure, the unit (teu, containers, tonnes),
    and the charge per unit.
    """

    starts: Ints
    departures: Ints
    units: Ints
    amounts: Floats


class Bundles(NamedTuple):
    """Containers that go together, several times: the loads of bundle b are ``starts[b]`` to ``starts[b + 1]``.

    By load the segment among those of all goods, the container type, how many, and t in each.
    """

    starts: Ints
    segments: Ints
    containers: Ints
    numbers: Floats
    tonnes: Floats


class Answer(NamedTuple):
    """The loads of the load plans found: those of one plan side by side.

    By load the number of its shipment, the number of its plan, the segment among those of all goods, how many
    containers, kilograms in all of them, and the departures (−1 after the last).
    """

    cases: Ints
    plans: Ints
    segments: Ints
    containers: Ints
    kilograms: Ints
    paths: Ints


@compiled
def bound_of(bounds: Bounds, destination: int) -> Bound:
    """Where shipments to a destination are bound for."""
    return Bound(
        bounds.places[destination],
        bounds.row[destination],
        bounds.dwell[destination],
        bounds.to_go[destination],
        bounds.foreign[destination],
        bounds.away[destination],
    )


@compiled
def lanes_of(net: Net, cargo: Cargo, case: int, way: int, bundles: Bundles) -> Lanes:
    """The lanes of some bundles of a shipment: those of its first window, then of its second, and so on."""
    size, loads = bundles.starts.size - 1, bundles.segments.size
    first, windows = cargo.window_starts[case], cargo.window_starts[case + 1] - cargo.window_starts[case]
    starts = np.zeros(windows * size + 1, np.int64)
    segments, containers = np.empty(windows * loads, np.int64), np.empty(windows * loads, np.int64)
    numbers, tonnes, counts = np.empty(windows * loads), np.empty(windows * loads), np.zeros((windows * size, 3))
    inside, abroad, per_day = np.empty(windows * size), np.empty(windows * size), np.empty(windows * size)
    opens, closes = np.empty(windows * size, np.int64), np.empty(windows * size, np.int64)
    for w in range(windows):
        for b in range(size):
            lane = w * size + b
            starts[lane + 1] = w * loads + bundles.starts[b + 1]
            for x in range(bundles.starts[b], bundles.starts[b + 1]):
                y = w * loads + x
                segments[y], containers[y] = bundles.segments[x], bundles.containers[x]
                numbers[y], tonnes[y] = bundles.numbers[x], bundles.tonnes[x]
                counts[lane, 0] += numbers[y] * net.teu[containers[y]]
                counts[lane, 1] += numbers[y]
                counts[lane, 2] += numbers[y] * tonnes[y]
            inside[lane], abroad[lane] = cargo.inside[first + w, way], cargo.abroad[first + w, way]
            per_day[lane] = cargo.per_day[case] * counts[lane, 2]
            opens[lane], closes[lane] = cargo.opens[first + w], cargo.closes[first + w]
    needs = np.maximum(counts, cargo.needs[case])
    if not cargo.whole[case]:
        needs[:, 2] = 0.0  # a container may go partly full where tonnes are scarce
    weights = np.full(windows * size, cargo.weights[case])
    return Lanes(
        starts, segments, containers, numbers, tonnes, counts, needs, inside, abroad, per_day, opens, closes, weights
    )


@compiled
def read_off(
    net: Net, duals: Duals, cargo: Cargo, bounds: Bounds, case: int, way: int, lanes: Lanes, search: Search,
    costs: Floats, at: Floats, paths: Ints,
) -> None:  # fmt: skip
    """Fill in what each bundle costs at least, over its windows, and the itinerary: all −1 where there is none.

    ``costs`` are those of the lanes; what a tonne pays whatever the itinerary is added here.
    """
    size, first, last = at.size, cargo.window_starts[case], cargo.lasts[case]
    cuts = cargo.cuts[cargo.cut_starts[case] : cargo.cut_starts[case + 1]]
    at[:] = np.inf
    paths[:] = -1
    cheapest = np.empty(1)
    for b in range(size):
        best = -1
        for lane in range(b, costs.size, size):
            of_tonne = cargo.per_tonne[first + lane // size, way] - cargo.per_day[case] * cargo.readies[case]
            cost = costs[lane] + lanes.counts[lane, 2] * of_tonne
            if cost < at[b]:
                at[b], best = cost, lane
        if best < 0:
            continue
        sound = trace(net, search, best, cargo.readies[case], last, paths[b]) and not is_cut(paths[b], cuts)
        if sound:
            continue
        # Where some are cut off, all windows are gone through: what is found is the least of what is not.
        least, path = np.inf, paths[b].copy()
        for lane in range(b, costs.size, size):
            if costs[lane] == np.inf or (cuts.shape[0] == 0 and lane != best):
                continue
            of_tonne = cargo.per_tonne[first + lane // size, way] - cargo.per_day[case] * cargo.readies[case]
            paths[b] = -1
            count, beyond = in_order(
                net, duals, lanes, bound_of(bounds, cargo.destinations[case]), search, lane, cargo.rules[case],
                cargo.origins[case], cargo.readies[case], last, cargo.values[case], np.inf,
                cheapest, paths[b : b + 1], max(SHORT_PATIENCE, size) * (1 + min(cuts.shape[0], MORE_PATIENCE)),
                np.empty(0, np.int64), np.empty((0, MOST_LEGS), np.int64), False, cuts,
            )  # fmt: skip
            cost = (cheapest[0] if count > 0 else beyond) + lanes.counts[lane, 2] * of_tonne
            if cost < least:
                least = cost
                path[:] = paths[b]
        paths[b] = path
        if cuts.shape[0] > 0:
            at[b] = max(at[b], least)


class _Curve(NamedTuple):
    """What a container costs by its load: by range its place among those of the shipment, its ends, and their costs.

    ``at`` has shape (2, ranges), low ends first; ``paths`` (2, ranges, legs).
    """

    segments: Ints
    containers: Ints
    lows: Floats
    highs: Floats
    at: Floats
    paths: Ints


@compiled
def _curve(cargo: Cargo, case: int, spare: int) -> tuple[_Curve, int]:
    """The ranges of a shipment, of unknown cost, with room to divide some."""
    first, size = cargo.range_starts[case], cargo.range_starts[case + 1] - cargo.range_starts[case]
    most = size + spare
    curve = _Curve(
        np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most), np.empty(most), np.zeros((2, most)),
        np.full((2, most, MOST_LEGS), -1, np.int64),
    )  # fmt: skip
    for n in range(size):
        curve.segments[n], curve.containers[n] = cargo.segments[first + n], cargo.containers[first + n]
        curve.lows[n], curve.highs[n] = cargo.lows[first + n], cargo.highs[first + n]
    return curve, size


@compiled
def _joined(curve: _Curve, n: int) -> bool:
    """Whether a range continues the one before, within one segment."""
    return n > 0 and curve.segments[n - 1] == curve.segments[n] and abs(curve.highs[n - 1] - curve.lows[n]) < NOTHING


@compiled
def _ends(curve: _Curve, size: int) -> tuple[Bundles, Ints]:
    """A container at each end of the ranges, and which end that is: low ends are numbered as ranges, then high ends."""
    which, tonnes, count = np.empty(2 * size, np.int64), np.empty(2 * size), 0
    for n in range(2 * size):
        if n >= size or not _joined(curve, n):
            which[count], tonnes[count] = n, curve.highs[n - size] if n >= size else curve.lows[n]
            count += 1
    ranges = which[:count] % size
    bundles = Bundles(
        np.arange(count + 1), curve.segments[ranges], curve.containers[ranges], np.ones(count), tonnes[:count]
    )
    return bundles, which[:count]


@compiled
def _take_ends(curve: _Curve, size: int, which: Ints, at: Floats, paths: Ints) -> None:
    """Put down what a container costs at the ends of the ranges."""
    for x in range(which.size):
        curve.at[which[x] // size, which[x] % size] = at[x]
        curve.paths[which[x] // size, which[x] % size] = paths[x]
    for n in range(1, size):
        if _joined(curve, n):
            curve.at[0, n] = curve.at[1, n - 1]
            curve.paths[0, n] = curve.paths[1, n - 1]


@compiled
def _one(curve: _Curve, n: int, tonnes: float) -> Bundles:
    """A single container of a range."""
    return Bundles(
        np.arange(2), curve.segments[n : n + 1].copy(), curve.containers[n : n + 1].copy(), np.ones(1),
        np.full(1, tonnes),
    )  # fmt: skip


@compiled
def _divide(curve: _Curve, size: int, n: int, tonnes: float, cost: float, path: Ints) -> None:
    """Make two ranges of one, where they meet at a load of known cost."""
    for m in range(size, n, -1):
        curve.segments[m], curve.containers[m] = curve.segments[m - 1], curve.containers[m - 1]
        curve.lows[m], curve.highs[m] = curve.lows[m - 1], curve.highs[m - 1]
        for end in range(2):
            curve.at[end, m] = curve.at[end, m - 1]
            curve.paths[end, m] = curve.paths[end, m - 1]
    # The chord is a bound, too: what is found below it is the rounding of floats.
    chord = between(tonnes, curve.lows[n], curve.highs[n], curve.at[0, n], curve.at[1, n])
    curve.highs[n] = curve.lows[n + 1] = tonnes
    curve.at[1, n] = curve.at[0, n + 1] = max(cost, chord)
    curve.paths[1, n] = path
    curve.paths[0, n + 1] = path


@compiled
def _put(
    answer: Answer, count: int, case: int, plan: int, segment: int, containers: int, kilograms: int, path: Ints
) -> None:
    """Put down a load."""
    answer.cases[count], answer.plans[count], answer.segments[count] = case, plan, segment
    answer.containers[count], answer.kilograms[count] = containers, kilograms
    answer.paths[count] = path


@compiled
def _load_of(
    curve: _Curve, size: int, chosen: Ints, part: int, rest: float, n: int, left: int
) -> tuple[int, int, int, int]:
    """The load of a mix at the n-th end (low ends, then high ends), or its part load, of so many kg that are left.

    Which end of which range, how many containers (0: none), and kg.
    """
    if n < 2 * size:
        end, at, number = n // size, n % size, chosen[n]
    else:
        end, at, number = 1, part, 1 if part >= 0 and rest > NOTHING else 0
    if number == 0 or left <= 0:
        return end, at, 0, 0
    tonnes = curve.highs[at] if end else curve.lows[at]
    return end, at, number, min(int(np.floor(tonnes * number * 1000.0 + 1e-6)) + (0 if end else 1), left)


@compiled
def _with_lost(curve: _Curve, size: int, segments: Ints, containers: Ints, kilograms: Ints, left: int) -> int:
    """Put what rounding the loads of a mix down has left behind where they have room; what is then left, kg.

    That is less than a kilogram a load; a mix that leaves more does so because it is cheaper.
    """
    if left > kilograms.size:
        return left
    for x in range(kilograms.size):
        high = 0.0
        for n in range(size):  # a range may end within its segment, where nothing is charged otherwise
            if curve.segments[n] == segments[x]:
                high = max(high, curve.highs[n])
        more = min(int(np.floor(high * containers[x] * 1000.0 + 1e-6)) - kilograms[x], left)
        if more > 0:
            kilograms[x] += more
            left -= more
    return left


@compiled
def _fill(
    cargo: Cargo, case: int, curve: _Curve, size: int, chosen: Ints, part: int, rest: float, plan: int, answer: Answer,
    start: int,
) -> int:  # fmt: skip
    """Fill in the loads of a mix from ``start``; the end of them, which is ``start`` where one has no itinerary."""
    left, count = cargo.kilograms[case], start
    for n in range(2 * size + 1):
        end, at, number, kilograms = _load_of(curve, size, chosen, part, rest, n, left)
        if number == 0:
            continue
        path = end
        if n == 2 * size and rest <= curve.lows[at] + CLOSE:
            path = 0  # a part load as small as its range allows was priced on the itinerary of that end
        if curve.paths[path, at, 0] < 0 or count >= answer.cases.size:
            return start
        _put(answer, count, case, plan, curve.segments[at], number, kilograms, curve.paths[path, at])
        left -= kilograms
        count += 1
    mine = slice(start, count)
    _with_lost(curve, size, answer.segments[mine], answer.containers[mine], answer.kilograms[mine], left)
    return count


@compiled
def _loads_of(
    cargo: Cargo, case: int, curve: _Curve, size: int, chosen: Ints, part: int, rest: float
) -> tuple[Bundles, Ints]:
    """The loads of a mix that carries all of a shipment, as one bundle, and kg by load; no loads if it falls short."""
    most, loads, left = 2 * size + 1, 0, cargo.kilograms[case]
    segments, containers = np.empty(most, np.int64), np.empty(most, np.int64)
    numbers, kilograms = np.empty(most, np.int64), np.empty(most, np.int64)
    for n in range(most):
        _, at, number, mine = _load_of(curve, size, chosen, part, rest, n, left)
        if number == 0:
            continue
        segments[loads], containers[loads] = curve.segments[at], curve.containers[at]
        numbers[loads], kilograms[loads] = number, mine
        left -= mine
        loads += 1
    left = _with_lost(curve, size, segments[:loads], numbers[:loads], kilograms[:loads], left)
    loads = loads if left == 0 else 0
    tonnes, count = kilograms[:loads] / 1000.0 / numbers[:loads], numbers[:loads].astype(np.float64)
    return Bundles(np.array([0, loads]), segments[:loads], containers[:loads], count, tonnes), kilograms[:loads]


@compiled
def net_container(cargo: Cargo, case: int, segment: int) -> int:
    """The container type of a segment of a shipment."""
    for n in range(cargo.range_starts[case], cargo.range_starts[case + 1]):
        if cargo.segments[n] == segment:
            return int(cargo.containers[n])
    return -1


@compiled
def _charge(own: Own, case: int, departure: Floats) -> None:
    """Add what a shipment alone pays to a copy of the duals of departures."""
    for x in range(own.starts[case], own.starts[case + 1]):
        departure[own.departures[x], own.units[x]] += own.amounts[x]


@compiled
def _discharge(shared: Duals, own: Own, case: int, departure: Floats) -> None:
    """Make the copy what it was, to the last bit."""
    for x in range(own.starts[case], own.starts[case + 1]):
        departure[own.departures[x]] = shared.departure[own.departures[x]]


@compiled
def price(
    net: Net, shared: Duals, own: Own, cargo: Cargo, bounds: Bounds, wanted: Ints, penalties: Floats, cutoffs: Floats,
    least: Floats, answer: Answer,
) -> int:  # fmt: skip
    """Fill ``least`` with what each shipment that is wanted costs at least, and ``answer`` with load plans.

    ``penalties`` are those of a tonne left behind, by shipment; load plans are sought for those that cost less than
    their cutoff. ``least`` is in the order of ``wanted``. How many loads there are is returned. ``shared`` are the
    duals of all shipments; each pays what is its ``own`` beside them.
    """
    departure = shared.departure.copy() if own.amounts.size > 0 else shared.departure
    duals = Duals(
        departure, shared.transfer, shared.start, shared.of_row, shared.departure_left, shared.transfer_left
    )  # fmt: skip
    filled = np.zeros(1, np.int64)  # an array, since a constant would be compiled as a type of its own
    mix_least, parts, rests = np.empty(MOST_WHOLE), np.empty(MOST_WHOLE, np.int64), np.empty(MOST_WHOLE)
    for n in range(wanted.size):
        case, start = wanted[n], filled[0]
        nothing, cutoff, whole = penalties[case] * cargo.weights[case], cutoffs[case], cargo.whole[case]
        limit = min(nothing, cutoff)
        least[n] = -np.inf
        _charge(own, case, departure)
        for way in range(cargo.ways[case]):
            curve, size = _curve(cargo, case, 0 if whole else MOST_MIXES)
            chosen = np.zeros((MOST_WHOLE if whole else 1, 2 * curve.lows.size), np.int64)
            bundles, which = _ends(curve, size)
            kilograms = np.empty(0, np.int64)
            # What is compiled for a constant is compiled again for a number: so these are computed.
            part, mix = min(-1, size), min(-1, size)
            bound, best, beyond, first, rest, tonnes = -np.inf, np.inf, np.inf, -np.inf, 0.0, 0.0
            order, end, ends, enumerated = np.zeros(1, np.int64), int(filled[0]), True, False
            for _ in range(2 * MOST_WHOLE):
                lanes = lanes_of(net, cargo, case, way, bundles)
                costs = np.empty(lanes.inside.size)
                at = np.empty(bundles.starts.size - 1)
                paths = np.empty((at.size, MOST_LEGS), np.int64)
                search = cost_to_go(
                    net, duals, lanes, bound_of(bounds, cargo.destinations[case]),
                    bounds.board[bounds.board_of[cargo.origins[case]]], cargo.rules[case], cargo.origins[case],
                    cargo.readies[case], cargo.lasts[case], cargo.values[case], costs,
                )  # fmt: skip
                read_off(net, duals, cargo, bounds, case, way, lanes, search, costs, at, paths)
                if ends:
                    _take_ends(curve, size, which, at, paths)
                elif not whole:
                    _divide(curve, size, part, tonnes, at[0], paths[0])
                    size += 1
                elif max(at[0], mix_least[order[mix]]) < best:
                    best = max(at[0], mix_least[order[mix]])
                    if paths[0, 0] >= 0 and best < limit:
                        end = filled[0] + kilograms.size
                        for x in range(kilograms.size):
                            _put(answer, filled[0] + x, case, n, bundles.segments[x], int(bundles.numbers[x]),
                                 kilograms[x], paths[0])  # fmt: skip
                if ends or not whole:
                    found, _, part, rest = cheapest_mix(
                        cargo.weights[case], curve.containers[:size], curve.lows[:size], curve.highs[:size],
                        curve.at[0, :size], curve.at[1, :size], NEVER if whole else penalties[case],
                        chosen[0, : 2 * size],
                    )  # fmt: skip
                    bound = max(bound, found)
                if not whole:
                    tonnes = np.ceil(rest * 1000.0 - 1e-6) / 1000.0
                    exact = part < 0 or rest <= NOTHING
                    exact = exact or not curve.lows[part] + CLOSE < tonnes < curve.highs[part] - CLOSE
                    if bound >= cutoff or exact or size == curve.lows.size:
                        if bound < cutoff:
                            end = _fill(cargo, case, curve, size, chosen[0], part, rest, n, answer, filled[0])
                        break
                    bundles, ends = _one(curve, part, tonnes), False
                    continue
                if ends:  # the cheapest by the bound comes first, so that few of the others need to be looked at
                    mix_least[0], parts[0], rests[0], ends = bound, part, rest, False
                    first = bound
                mix += 1
                kilograms = kilograms[:0]
                while kilograms.size == 0:
                    if mix == order.size and not enumerated:
                        count, beyond = mixes_below(
                            cargo.weights[case], curve.lows[:size], curve.highs[:size], curve.at[0, :size],
                            curve.at[1, :size], curve.segments[:size], min(best, limit), NEVER, mix_least,
                            chosen, parts, rests,
                        )  # fmt: skip
                        order, mix, enumerated = np.argsort(mix_least[:count]), 0, True
                        bound = beyond = max(beyond, first)
                    if mix == order.size:
                        break
                    if mix_least[order[mix]] >= min(best, limit) - ALIKE * abs(mix_least[order[mix]]):
                        bound = min(bound, mix_least[order[mix]]) if enumerated else mix_least[order[mix]]
                        break
                    bundles, kilograms = _loads_of(
                        cargo, case, curve, size, chosen[order[mix]], parts[order[mix]], rests[order[mix]]
                    )
                    if kilograms.size == 0 or filled[0] + kilograms.size > answer.cases.size:
                        beyond = min(beyond, mix_least[order[mix]])
                        kilograms = kilograms[:0]
                        mix += 1
                if kilograms.size == 0:  # mixes that were not enumerated cost no less than the limit
                    bound = min(bound, best, beyond, limit if enumerated else np.inf)
                    break
            bound = min(bound, nothing)
            if bound <= least[n]:
                continue
            least[n] = bound
            for x in range(filled[0], end):  # the plan of the dearer way to charge duty takes the place of the other
                to = start + x - filled[0]
                _put(
                    answer, to, case, n, answer.segments[x], answer.containers[x], answer.kilograms[x], answer.paths[x]
                )
            filled[0] = start + end - filled[0]
        _discharge(shared, own, case, departure)
    return int(filled[0])


@compiled
def follow_all(net: Net, cargo: Cargo, bounds: Bounds, answer: Answer, found: Floats) -> None:
    """``follow`` for each load of an answer: fill ``found``, a row a load."""
    for n in range(found.shape[0]):
        case = answer.cases[n]
        found[n] = follow(
            net,
            bound_of(bounds, cargo.destinations[case]),
            answer.segments[n],
            net_container(cargo, case, answer.segments[n]),
            answer.kilograms[n] / 1000.0 / answer.containers[n],
            cargo.values[case],
            answer.paths[n],
        )
