"""Chains of legs for a shipment, by what it costs at least to send all of it along one: the least first.

A best-first search over chains (Dechter and Pearl, 1985). A chain under way has the costs of its legs at the ends of
each range of loads, and what lies ahead at least, whatever the dates; from these follows what no whole containers can
cost less than. Capacities, storage and fees of bookings are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count

import numpy as np
import numpy.typing as npt

from optimizer.explain.guide import Route
from optimizer.listing.costs import Cost
from optimizer.listing.lister import Lister
from optimizer.stopping import nothing_to_check
from tariffs.book import Shipment
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Legs so far, what they cost and take at least, and the set of places that have still to be passed."""

    route: Route
    cost: Cost
    days: int
    missing: int


class Routes:
    """The chains of legs of one shipment that pass some places, in whatever order."""

    def __init__(
        self, lister: Lister, shipment: Shipment, via: Sequence[str], check: Callable[[], None] = nothing_to_check
    ) -> None:
        self._network, self._shipment, self._check = lister.network, shipment, check
        self._via = [place for place in via if place not in (shipment.origin, shipment.destination)]
        self._outlook, self._whole = lister.outlook(shipment), lister.whole(shipment)
        self._ahead = self._outlook.through(shipment.destination, self._via)
        segments, weight = self._outlook.costs.segments, exact(shipment.weight_t)
        tops = [min(s.high, most_in(s.container, shipment), weight) for s in segments]
        #: By segment: whether a container may hold such a load, and where between its ends the most of it lies.
        self._may = np.array([s.low < top for s, top in zip(segments, tops, strict=True)], np.bool_)
        self._share = np.array([float((t - s.low) / (s.high - s.low)) for s, t in zip(segments, tops, strict=True)])
        self._tonnes = np.array([float(s.low) for s in segments] + [float(top) for top in tops])
        self._allowed = (shipment.last_day - shipment.ready).days

    def __iter__(self) -> Iterator[tuple[float, Route]]:
        """The chains, each with what it costs at least, base currency."""
        start = _Chain((), self._outlook.costs.zero, 0, (1 << len(self._via)) - 1)
        queue: list[tuple[float, int, _Chain]] = [(0.0, 0, start)]
        number = count(1)
        while queue:
            self._check()
            bound, _, chain = heappop(queue)
            place = chain.route[-1].destination if chain.route else self._shipment.origin
            if place == self._shipment.destination:
                yield bound, chain.route
                continue
            for longer in self._longer(chain, place):
                least = self._at_least(longer)
                if least < math.inf:
                    heappush(queue, (least, next(number), longer))

    def _longer(self, chain: _Chain, place: str) -> Iterator[_Chain]:
        before = chain.route[-1] if chain.route else None
        visited = {self._shipment.origin, *(key.destination for key in chain.route)}
        permitted = self._network.permitted(self._shipment)
        for key in self._network.legs_from[place]:
            if key not in self._outlook.legs or key.destination in visited:
                continue
            step = self._outlook.step(before, key) if permitted.leg(self._network.timetable.legs[key]) else None
            if step is None:
                continue
            missing = chain.missing
            if key.destination in self._via:
                missing &= ~(1 << self._via.index(key.destination))
            if key.destination != self._shipment.destination or not missing:
                yield _Chain((*chain.route, key), chain.cost + step[0], chain.days + step[1], missing)

    def _at_least(self, chain: _Chain) -> float:
        """What the shipment costs at least on any chain that begins so; ``inf`` if none is in time."""
        ahead, number = self._ahead[chain.missing], self._outlook.legs[chain.route[-1]]
        days = chain.days + ahead.days[number]
        if days > self._allowed:
            return math.inf
        delivered = self._shipment.ready + timedelta(days=int(days))
        ways = self._whole.below(chain.cost + ahead.cost[number], delivered)
        half = len(self._may)
        with np.errstate(invalid="ignore"):  # where a load is not taken
            tops = ways[:, :half] + self._share * (ways[:, half:] - ways[:, :half])
        return max(self._of_whole(np.r_[way[:half], top]) for way, top in zip(ways, tops, strict=True))

    def _of_whole(self, cost: Floats) -> float:
        """What the shipment costs at least where a container costs so much at the ends of each range.

        With h the convex envelope of these, n containers that carry W tonnes cost no less than n h(W ÷ n) (Jensen),
        which is convex in n.
        """
        taken = np.isfinite(cost) & np.tile(self._may, 2)
        tonnes, cost = self._tonnes[taken], cost[taken]
        if not tonnes.size or tonnes.max() <= 0:
            return math.inf
        weight = float(self._shipment.weight_t)
        some = tonnes > 0
        best = float(tonnes[some][np.argmin(cost[some] / tonnes[some])])
        fewest = math.ceil(weight / float(tonnes.max()) - 1e-9)
        numbers = {max(fewest, math.floor(weight / best)), max(fewest, math.floor(weight / best) + 1)} - {0}
        return min(n * _envelope_at(weight / n, tonnes, cost) for n in numbers)


def _envelope_at(x: float, tonnes: Floats, cost: Floats) -> float:
    """The convex envelope of points at ``x``; ``inf`` where none lies to one side."""
    left, right = tonnes <= x + 1e-9, tonnes >= x - 1e-9
    if not left.any() or not right.any():
        return math.inf
    q0, c0, q1, c1 = tonnes[left][:, None], cost[left][:, None], tonnes[right], cost[right]
    width = q1 - q0
    share = np.divide(x - q0, width, out=np.zeros(width.shape), where=width > 0)
    return float((c0 + share * (c1 - c0)).min())
