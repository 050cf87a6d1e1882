"""The first chain of legs from one place to another: the soonest, the cheapest, or that with the least in its way."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

from tariffs.book import LegKey
from tariffs.timetable import Departure


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """The end of a chain under way.

    Attributes
    ----------
    place
        Where it stands.
    cost
        What the chain comes to so far, never less than that of ``before``: a day, or a count.
    kinds
        The kinds of load that every leg so far takes, as bits; 1 where only one kind is told.
    leg, departure
        What led here; ``departure`` is ``None`` where no dates are told.
    before
        The chain without its last leg; ``None`` at the origin.
    """

    place: str
    cost: int
    kinds: int = 1
    leg: LegKey | None = None
    departure: Departure | None = None
    before: Link | None = None

    def chain(self) -> list[Link]:
        """The links from the first leg to this one."""
        found: list[Link] = []
        link: Link | None = self
        while link is not None and link.leg is not None:
            found.append(link)
            link = link.before
        return found[::-1]

    def places(self) -> list[str]:
        """The places visited, from this one back to the origin."""
        found, link = [self.place], self.before
        while link is not None:
            found.append(link.place)
            link = link.before
        return found


#: The links that a leg more makes of one.
Onward: TypeAlias = Callable[[Link], Iterator[Link]]

#: What the handling after the last leg adds to the cost; ``None`` where cargo cannot be delivered from that leg.
Delivery: TypeAlias = Callable[[Link], int | None]


def first_chain(
    origin: Link, destination: str, onward: Onward, delivery: Delivery, *, simple: bool = False
) -> tuple[int, Link] | None:
    """The chain of least cost that visits no place twice, and its cost with the delivery; ``None`` if there is none.

    Dijkstra's algorithm over (place, arriving leg), kinds of load side by side. Cargo that comes sooner must be able
    to go on as well as cargo that comes later. Whether a place is visited twice is looked at only if the first chain
    found does so, for then the places visited tell chains apart, and there may be very many; or from the start, if
    ``simple`` says that ``onward`` depends on them.
    """
    found = _search(origin, destination, onward, delivery, simple=simple)
    if found is None or _is_simple(found[1]):
        return found
    return _search(origin, destination, onward, delivery, simple=True)


def _is_simple(link: Link) -> bool:
    places = link.places()
    return len(places) == len(set(places))


def _search(
    origin: Link, destination: str, onward: Onward, delivery: Delivery, *, simple: bool
) -> tuple[int, Link] | None:
    number = itertools.count()
    queue: list[tuple[int, int, bool, Link]] = [(origin.cost, next(number), False, origin)]
    settled: dict[tuple[str, LegKey | None], list[tuple[frozenset[str], int]]] = defaultdict(list)
    while queue:
        cost, _, delivered, link = heappop(queue)
        if delivered:
            return cost, link
        visited = frozenset(link.places()) if simple else frozenset()
        known = settled[link.place, link.leg]
        new = link.kinds
        for places, kinds in known:
            new &= ~kinds if places <= visited else ~0
        if not new:
            continue
        known.append((visited, link.kinds))
        if link.place == destination:
            extra = delivery(link)
            if extra is not None:
                heappush(queue, (cost + extra, next(number), True, link))
            continue
        for longer in onward(link):
            if not (simple and longer.place in visited):
                heappush(queue, (longer.cost, next(number), False, longer))
    return None
