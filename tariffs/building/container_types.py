"""Cargo whose legs each take some container, and none of them the same: it is not carried, for it is not re-stuffed."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from tariffs.book import LegKey, Shipment, Tariff, TariffBook
from tariffs.chains import Link, first_chain
from tariffs.problems import Kind
from tariffs.rating.carriage import carries
from tariffs.rows import Row
from tariffs.timetable import Timetable

Rated = Sequence[tuple[Row, Tariff]]

#: By container type, the legs that take it.
Taking: TypeAlias = Mapping[str, frozenset[LegKey]]


def note_no_type(cargo: Iterable[tuple[Row, Shipment]], rated: Rated, book: TariffBook) -> None:
    """Warn of a blank amount for want of which no container type goes all the way, once for each lane and goods."""
    legs = _Legs(rated, book)
    noted: set[tuple[object, ...]] = set()
    for _, shipment in cargo:
        lane = (shipment.origin, shipment.destination, shipment.commodity.name, shipment.containers)
        if lane not in noted:
            noted.add(lane)
            legs.note(shipment)


class _Legs:
    """The legs that run, and the rows of each."""

    def __init__(self, rated: Rated, book: TariffBook) -> None:
        self._book, self._timetable = book, Timetable(book)
        self._row = {tariff.where: row for row, tariff in rated}
        self._from: dict[str, list[LegKey]] = {}
        for key in self._timetable.legs:
            self._from.setdefault(key.origin, []).append(key)
        self._after: dict[tuple[str, LegKey | None], tuple[LegKey, ...]] = {}
        self._alike: dict[tuple[LegKey, ...], tuple[LegKey, ...]] = {}
        self._by_goods: dict[Hashable, Taking] = {}
        self._delivered: dict[tuple[str, frozenset[LegKey]], set[str]] = {}

    def note(self, shipment: Shipment) -> None:
        """Warn if no type goes all the way, and with an amount in a cell or two one would."""
        boxes = tuple(
            box.name
            for box in self._book.containers.values()
            if (shipment.containers is None or box.name in shipment.containers)
            and (box.reefer or not shipment.commodity.reefer)
        )
        taking = self._taking(shipment, boxes)
        if any(self._is_delivered(shipment, legs) for legs in taking.values()):
            return
        chains = {name: self._chain(shipment, taking, name) for name in boxes}
        blanks = {
            name: [key for key in legs if key not in taking[name]] for name, legs in chains.items() if legs is not None
        }
        if not blanks or not all(blanks.values()):
            return
        name = min(blanks, key=lambda name: len(blanks[name]))
        taken = {key: [name for name in boxes if key in taking[name]] for key in chains[name] or ()}
        told = "; ".join(f"{key} takes {' and '.join(names)}" for key, names in taken.items())
        for key in blanks[name]:
            row = next(row for row in self._timetable.legs[key].tariffs if carries(row, shipment))
            self._row[row.where].warn(
                Kind.UNREACHED,
                name,
                f"no container type goes all the way from {shipment.origin} to {shipment.destination}: {told}",
                f"write what {key} charges for a {name}, if it takes one; cargo stays in its container to the end",
            )

    def _taking(self, shipment: Shipment, boxes: tuple[str, ...]) -> Taking:
        """By container type, the legs of which some row has an amount for it."""
        goods = (shipment.commodity.name, shipment.carriers, shipment.avoid.carriers, boxes)
        if goods not in self._by_goods:
            legs = self._timetable.legs.items()
            rows = [(key, row) for key, leg in legs for row in leg.tariffs if carries(row, shipment)]
            self._by_goods[goods] = {
                name: frozenset(key for key, row in rows if row.amounts.of(name) is not None) for name in boxes
            }
        return self._by_goods[goods]

    def _is_delivered(self, shipment: Shipment, legs: frozenset[LegKey]) -> bool:
        """Whether some legs are quickly found to carry a shipment all the way, as for most there are such.

        Shipments from one place are looked at together, since there may be very many.
        """
        start = (shipment.origin, legs)
        if start not in self._delivered:
            self._delivered[start] = self._delivers_to(*start)
        return shipment.destination in self._delivered[start]

    def _delivers_to(self, origin: str, legs: frozenset[LegKey]) -> set[str]:
        """Places to which some legs deliver from an origin, by a chain that visits none twice; not all such places."""
        visited: dict[LegKey, frozenset[str]] = {}
        boarded: set[int] = set()
        queue = deque([(self._onward_from(origin, None), frozenset((origin,)))])
        while queue:
            onward, places = queue.popleft()
            if id(onward) in boarded:
                continue
            boarded.add(id(onward))
            for key in onward:
                if key in legs and key not in visited and key.destination not in places:
                    visited[key] = places | {key.destination}
                    queue.append((self._onward_from(key.destination, key), visited[key]))
        return {key.destination for key in visited if self._timetable.handling(key.destination, key, None) is not None}

    def _onward_from(self, place: str, before: LegKey | None) -> tuple[LegKey, ...]:
        """The legs on which cargo may go on from a place; where they are the same, the same object."""
        if (place, before) not in self._after:
            keys = self._from.get(place, ())
            found = tuple(key for key in keys if self._timetable.handling(place, before, key) is not None)
            self._after[place, before] = self._alike.setdefault(found, found)
        return self._after[place, before]

    def _chain(self, shipment: Shipment, taking: Taking, name: str) -> list[LegKey] | None:
        """The chain with the fewest legs that have no amount for a container, of those the shortest."""
        onward = partial(self._onward, frozenset().union(*taking.values()), taking[name])
        found = first_chain(Link(shipment.origin, 0), shipment.destination, onward, self._delivery)
        return None if found is None else [link.leg for link in found[1].chain() if link.leg is not None]

    def _onward(self, some: frozenset[LegKey], this: frozenset[LegKey], link: Link) -> Iterator[Link]:
        """The links by legs that take some type; those that do not take this one count for more than all others."""
        for key in self._onward_from(link.place, link.leg):
            if key in some:
                weight = 1 if key in this else len(self._timetable.legs) + 1
                yield Link(key.destination, link.cost + weight, 1, key, None, link)

    def _delivery(self, link: Link) -> int | None:
        return None if self._timetable.handling(link.place, link.leg, None) is None else 0
