"""The pricing problem of a shipment for which it matters what makes one booking: least lots, and fees of a booking.

``price`` has containers go each their own way, owe their share of a fee by tonnes, and know of no least lot. That is a
bound, which is raised here. Given which containers go together, costs are straight lines between the ends of segments,
so some best load plan either

- has a booking of exactly the least lot m: it costs no less than that lot by itself and W − m whatever the lot; or
- has all containers but one at ends of segments, as any mix (``mixes_below``). Then those of one load go together, but
  for one that makes up a booking which would be too small: so the ways to group the loads of a mix are gone through,
  and each group costs what the cheapest itinerary for all of it does, its fees in full.

The least of all these bounds the shipment from below. Where there are two ways to charge duty, it does so for each.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.pricing.cost_to_go import FEE, MOST_LEGS, Duals
from optimizer.column_generation.pricing.itineraries import Work, programme_of
from optimizer.column_generation.pricing.load_mix import NOTHING, cheapest_mix, mixes_below
from optimizer.column_generation.pricing.subproblem import MOST_WHOLE, NEVER, Answer, Bundles, Cargo, Own
from optimizer.column_generation.timeline import Ints

#: Load plans made of so many of the cheapest ways to group a mix.
FEW = 3

#: Mixes of which it is found out together what their groups cost.
TOGETHER = 8

#: Mixes of more loads are not grouped: their bound is that of each by itself.
MOST_GROUPED = 4


class Alike(NamedTuple):
    """Containers of one load: the position of its range, how many, and t in each."""

    position: int
    number: int
    each_t: float

    @property
    def tonnes(self) -> float:
        """In all of them."""
        return self.number * self.each_t


#: A load in whole kilograms: its segment, how many containers, kg in all of them, its itinerary.
_Kept = tuple[int, int, int, Ints]

#: Loads that make one booking.
Group = tuple[Alike, ...]


class Part(NamedTuple):
    """Some tonnes of a shipment: how many, what each of its bookings carries at least, and the penalty of a tonne."""

    tonnes: float
    lot: float
    penalty: float


class Grouped(NamedTuple):
    """Bookings, and what load plans of their containers cost at least."""

    cost: float
    groups: list[Group]


def tonnes_of(group: Group) -> float:
    """What a booking carries, t."""
    return math.fsum(load.tonnes for load in group)


def partitions(loads: Sequence[Alike]) -> Iterator[list[Group]]:
    """All ways to divide some loads into groups."""
    if not loads:
        yield []
        return
    first, *others = loads
    for groups in partitions(others):
        yield [(first,), *groups]
        for n, group in enumerate(groups):
            yield [*groups[:n], (first, *group), *groups[n + 1 :]]


def grouped(loads: Sequence[Alike], lot: float) -> Iterator[list[Group]]:
    """The ways to make bookings of the loads of a mix that may be best, where each carries a lot at least.

    Of bookings that are too small only the first is made up, with a single container: what comes of it costs no more.
    """
    for groups in partitions(loads):
        small = next((n for n, group in enumerate(groups) if tonnes_of(group) < lot - NOTHING), None)
        if small is None:
            yield groups
            continue
        for n, group in enumerate(groups):
            for at, giver in enumerate(group):
                if n != small and giver.number > 1:
                    made = list(groups)
                    made[n] = (*group[:at], giver._replace(number=giver.number - 1), *group[at + 1 :])
                    made[small] = (*groups[small], giver._replace(number=1))
                    yield made


@dataclass(slots=True)
class Bookings:
    """One shipment at some duals, for one way to charge duty.

    ``penalty`` is that of a tonne left behind, and load plans that cost ``limit`` are of no interest.
    """

    work: Work
    duals: Duals
    case: int
    way: int
    penalty: float
    limit: float
    lows: Floats = field(init=False)
    highs: Floats = field(init=False)
    segments: Ints = field(init=False)
    containers: Ints = field(init=False)
    lot: float = field(init=False)
    weight: float = field(init=False)
    _fees: bool = field(init=False)
    _ends: tuple[Floats, Floats] = field(init=False)
    _priced: dict[tuple[Group, float], tuple[float, Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up the shipment."""
        cargo = self.work.cargo
        mine = slice(cargo.range_starts[self.case], cargo.range_starts[self.case + 1])
        self.lows, self.highs = cargo.lows[mine], cargo.highs[mine]
        self.segments, self.containers = cargo.segments[mine], cargo.containers[mine]
        self.lot, self.weight = float(cargo.lots[self.case]), float(cargo.weights[self.case])
        self._fees = owes_fees(self.work, self.case)
        self._price_ends()

    def solve(self) -> tuple[float, list[list[tuple[Alike, Ints]]]]:
        """What the shipment costs at least, no more than ``limit``; and load plans: loads with their itineraries."""
        every = Part(self.weight, self.lot, self.penalty)
        least, found = self._least(every, min(self.limit, self.penalty * self.weight))
        if self.lot:
            lot, rest = Part(self.lot, self.lot, NEVER), Part(self.weight - self.lot, 0.0, self.penalty)
            if rest.tonnes < self.lot:  # which is no booking then
                of_rest, others = rest.penalty * rest.tonnes, [Grouped(rest.penalty * rest.tonnes, [])]
                of_lot, lots = self._least(lot, least - of_rest)
            else:
                of_lot, lots = self._least(lot, least - self._mix(rest)[0])
                of_rest, others = self._least(rest, least - of_lot)
            least = min(least, of_lot + of_rest)
            found += [Grouped(one.cost + other.cost, one.groups + other.groups) for one in lots for other in others]
        found.sort(key=lambda one: one.cost)
        plans = [self._with_itineraries(one.groups) for one in found[:FEW] if math.isfinite(one.cost)]
        return least, plans

    def _least(self, part: Part, limit: float) -> tuple[float, list[Grouped]]:
        """What a part costs at least, no more than a limit, but for bookings of exactly a lot; and bookings of it."""
        bound, loads = self._mix(part)
        if bound >= limit:
            return limit, []
        found = list(self._by_group([loads], part))
        limit = min([limit, *(one.cost for one in found)])
        mixes, least, beyond = self._mixes(part, limit)
        for start in range(0, len(mixes), TOGETHER):
            if least[start] >= limit:
                break
            found += self._by_group(mixes[start : start + TOGETHER], part)
            limit = min([limit, *(one.cost for one in found)])
        return min(limit, beyond), found

    def _cost(self, group: Group, weight: float | None = None) -> float:
        """What a group costs, its fees shared over a weight: by default its own."""
        return self._priced[self._key(group, weight)][0]

    def _key(self, group: Group, weight: float | None) -> tuple[Group, float]:
        shared_over = tonnes_of(group) if weight is None else weight
        return tuple(sorted(group)), round(shared_over, 4) if self._fees else self.weight

    def _price(self, wanted: Sequence[tuple[Group, float | None]]) -> None:
        """Find what groups cost at least, and on which itinerary."""
        keys = [key for key in dict.fromkeys(self._key(*one) for one in wanted) if key not in self._priced]
        if not keys:
            return
        loads = [load for group, _ in keys for load in group]
        positions = np.array([load.position for load in loads], np.int64)
        bundles = Bundles(
            np.cumsum([0, *(len(group) for group, _ in keys)]),
            self.segments[positions],
            self.containers[positions],
            np.array([float(load.number) for load in loads]),
            np.array([load.each_t for load in loads]),
        )
        weights = np.array([weight for _, weight in keys])
        at, paths = programme_of(self.work, self.duals, self.case, self.way, bundles, weights).cheapest()
        self._priced |= zip(keys, zip(at.tolist(), paths, strict=True), strict=True)

    def _price_ends(self) -> None:
        """Find what a container costs at the low and at the high ends of the ranges, with its share of the fees."""
        high = [(Alike(n, 1, float(t)),) for n, t in enumerate(self.highs)]
        joined = (self.segments[1:] == self.segments[:-1]) & (self.lows[1:] == self.highs[:-1])
        same = np.append(False, joined).tolist()
        low = [high[n - 1] if same[n] else (Alike(n, 1, float(t)),) for n, t in enumerate(self.lows)]
        self._price([(group, self.weight) for group in (*low, *high)])
        at_low, at_high = (np.array([self._cost(group, self.weight) for group in ends]) for ends in (low, high))
        self._ends = at_low, at_high

    def _mix(self, part: Part) -> tuple[float, list[Alike]]:
        """The cheapest mix for a part, each container by itself: a bound, and its loads."""
        chosen = np.zeros(2 * self.lows.size, np.int64)
        bound, _, last, rest = cheapest_mix(
            part.tonnes, self.containers, self.lows, self.highs, *self._ends, part.penalty, chosen
        )
        return float(bound), self._loads(chosen, int(last), float(rest))

    def _loads(self, chosen: Ints, part: int, rest: float) -> list[Alike]:
        ends = np.concatenate((self.lows, self.highs))
        found = [Alike(int(n) % self.lows.size, int(chosen[n]), float(ends[n])) for n in np.flatnonzero(chosen)]
        return [*found, Alike(part, 1, rest)] if part >= 0 and rest > NOTHING else found

    def _mixes(self, part: Part, limit: float) -> tuple[list[list[Alike]], list[float], float]:
        """The mixes that cost less than a limit, each container by itself, and how much; what no other is below."""
        least, parts, rests = np.empty(MOST_WHOLE), np.empty(MOST_WHOLE, np.int64), np.empty(MOST_WHOLE)
        chosen = np.zeros((MOST_WHOLE, 2 * self.lows.size), np.int64)
        count, beyond = mixes_below(
            part.tonnes, self.lows, self.highs, *self._ends, self.segments, limit, part.penalty, least, chosen, parts,
            rests,
        )  # fmt: skip
        order = np.argsort(least[:count], kind="stable").tolist()
        mixes = [self._loads(chosen[n], int(parts[n]), float(rests[n])) for n in order]
        return mixes, least[order].tolist(), float(beyond)

    def _by_group(self, mixes: Sequence[list[Alike]], part: Part) -> Iterator[Grouped]:
        """For each mix what load plans of a part with its containers cost at least, and the bookings that do."""
        ways = [list(grouped(loads, part.lot)) if len(loads) <= MOST_GROUPED else [] for loads in mixes]
        apart = [[(load,) for load in loads] if len(loads) > MOST_GROUPED else [] for loads in mixes]
        self._price([(group, None) for of_mix in ways for groups in of_mix for group in groups])
        self._price([(group, self.weight) for of_mix in apart for group in of_mix])
        for loads, of_mix, by_load in zip(mixes, ways, apart, strict=True):
            left = part.penalty * max(part.tonnes - tonnes_of(tuple(loads)), 0.0)
            if by_load:
                yield Grouped(left + math.fsum(self._cost(group, self.weight) for group in by_load), [])
                continue
            made = [Grouped(left + math.fsum(map(self._cost, groups)), groups) for groups in of_mix]
            if made:
                yield min(made, key=lambda one: one.cost)

    def _with_itineraries(self, groups: list[Group]) -> list[tuple[Alike, Ints]]:
        return [(load, self._priced[self._key(group, None)][1]) for group in groups for load in group]


def owes_fees(work: Work, case: int) -> bool:
    """Whether a booking of a shipment may owe a fee."""
    mine = work.cargo.segments[work.cargo.range_starts[case] : work.cargo.range_starts[case + 1]]
    return bool(work.net.carriage[FEE, mine].any())


def as_booked(  # noqa: PLR0913, PLR0917 - as for ``price``
    work: Work, duals: Duals, own: Own, numbers: Ints, penalties: Floats, cutoffs: Floats, least: Floats, answer: Answer
) -> Answer:
    """Raise ``least`` where the load plans of ``price`` cost more than that in bookings; the answer with others, too.

    All else as in ``price``.
    """
    cargo, plans = work.cargo, [answer]
    for number, case in enumerate(numbers.tolist()):
        mine = np.flatnonzero(answer.plans == number)
        if not mine.size or cargo.whole[case]:
            continue
        lot, fees = float(cargo.lots[case]), owes_fees(work, case)
        if not (lot or fees) or _bookings_hold(answer, mine, int(cargo.kilograms[case]), lot, fees=fees):
            continue
        at = _with_own(duals, own, case)
        for way in range(int(cargo.ways[case])):
            bound, found = Bookings(work, at, case, way, float(penalties[case]), float(cutoffs[case])).solve()
            least[number] = max(least[number], bound)
            for loads in found:
                plans.append(_answer(cargo, case, numbers.size + len(plans), loads))
    return answer if len(plans) == 1 else Answer(*(np.concatenate(arrays) for arrays in zip(*plans, strict=True)))


def _bookings_hold(answer: Answer, loads: Ints, kilograms: int, lot: float, *, fees: bool) -> bool:
    """Whether a load plan costs in bookings what its containers do by themselves."""
    carried: dict[tuple[int, ...], int] = defaultdict(int)
    for n in loads.tolist():
        carried[tuple(answer.paths[n].tolist())] += int(answer.kilograms[n])
    if min(carried.values()) < lot * 1000 - 0.5:
        return False
    return not fees or (len(carried) == 1 and sum(carried.values()) == kilograms)


def _with_own(duals: Duals, own: Own, case: int) -> Duals:
    """The duals that a shipment pays, its own charges with them."""
    mine = slice(own.starts[case], own.starts[case + 1])
    if not own.amounts[mine].size:
        return duals
    departure = duals.departure.copy()
    np.add.at(departure, (own.departures[mine], own.units[mine]), own.amounts[mine])
    return duals._replace(departure=departure)


def _with_lost(cargo: Cargo, case: int, loads: list[_Kept], left: int) -> list[_Kept]:
    """Loads with what rounding them down has left behind, where they have room for it: see ``subproblem``."""
    mine = slice(cargo.range_starts[case], cargo.range_starts[case + 1])
    found = []
    for segment, number, kilograms, path in loads:
        high = float(cargo.highs[mine][cargo.segments[mine] == segment].max())
        more = min(math.floor(high * number * 1000 + 1e-6) - kilograms, left) if left <= len(loads) else 0
        left -= max(more, 0)
        found.append((segment, number, kilograms + max(more, 0), path))
    return found


def _answer(cargo: Cargo, case: int, plan: int, loads: Sequence[tuple[Alike, Ints]]) -> Answer:
    """Some loads as those of one load plan, in whole kilograms: those at the ends of their ranges come first."""
    first, left = int(cargo.range_starts[case]), int(cargo.kilograms[case])

    def at_an_end(load: Alike) -> bool:
        return load.each_t in {float(cargo.lows[first + load.position]), float(cargo.highs[first + load.position])}

    kept: list[_Kept] = []
    for load, path in sorted(loads, key=lambda one: not at_an_end(one[0])):
        at_low = load.each_t == cargo.lows[first + load.position]
        kilograms = min(math.floor(load.tonnes * 1000 + 1e-6) + (1 if at_low else 0), left)
        if kilograms > 0 and path[0] >= 0:
            kept.append((int(cargo.segments[first + load.position]), load.number, kilograms, path))
            left -= kilograms
    kept = _with_lost(cargo, case, kept, left)
    same = np.ones(len(kept), np.int64)
    segments, containers, of_loads = (np.array([load[n] for load in kept], np.int64) for n in range(3))
    paths = np.array([load[3] for load in kept], np.int64).reshape(-1, MOST_LEGS)
    return Answer(case * same, plan * same, segments, containers, of_loads, paths)
