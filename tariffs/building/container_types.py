"""Cargo whose legs each take some container, and none of them the same: it is not carried, for it is not re-stuffed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from tariffs.book import LegKey, Shipment, Tariff, TariffBook
from tariffs.chains import Link, first_chain
from tariffs.problems import Kind
from tariffs.rating.carriage import carries
from tariffs.rows import Row
from tariffs.timetable import Timetable

Rated = Sequence[tuple[Row, Tariff]]


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

    def note(self, shipment: Shipment) -> None:
        """Warn if no type goes all the way, and with an amount in a cell or two one would."""
        boxes = [
            box.name
            for box in self._book.containers.values()
            if (shipment.containers is None or box.name in shipment.containers)
            and (box.reefer or not shipment.commodity.reefer)
        ]
        taken = {key: self._taken(key, shipment, boxes) for key in self._timetable.legs}
        chains = {name: self._chain(shipment, taken, name) for name in boxes}
        blanks = {
            name: [key for key in legs if name not in taken[key]] for name, legs in chains.items() if legs is not None
        }
        if not blanks or not all(blanks.values()):
            return
        name = min(blanks, key=lambda name: len(blanks[name]))
        told = "; ".join(f"{key} takes {' and '.join(taken[key])}" for key in chains[name] or ())
        for key in blanks[name]:
            row = next(row for row in self._timetable.legs[key].tariffs if carries(row, shipment))
            self._row[row.where].warn(
                Kind.UNREACHED,
                name,
                f"no container type goes all the way from {shipment.origin} to {shipment.destination}: {told}",
                f"write what {key} charges for a {name}, if it takes one; cargo stays in its container to the end",
            )

    def _taken(self, key: LegKey, shipment: Shipment, boxes: Iterable[str]) -> list[str]:
        """The container types that some row of a leg has an amount for."""
        rows = [row for row in self._timetable.legs[key].tariffs if carries(row, shipment)]
        return [name for name in boxes if any(row.amounts.of(name) is not None for row in rows)]

    def _chain(self, shipment: Shipment, taken: Mapping[LegKey, Sequence[str]], name: str) -> list[LegKey] | None:
        """The chain with the fewest legs that have no amount for a container, of those the shortest."""
        onward = partial(self._onward, taken, name)
        found = first_chain(Link(shipment.origin, 0), shipment.destination, onward, self._delivery)
        return None if found is None else [link.leg for link in found[1].chain() if link.leg is not None]

    def _onward(self, taken: Mapping[LegKey, Sequence[str]], name: str, link: Link) -> Iterator[Link]:
        for key in self._from.get(link.place, ()):
            if taken[key] and self._timetable.handling(link.place, link.leg, key) is not None:
                weight = 1 if name in taken[key] else len(taken) + 1
                yield Link(key.destination, link.cost + weight, 1, key, None, link)

    def _delivery(self, link: Link) -> int | None:
        return None if self._timetable.handling(link.place, link.leg, None) is None else 0
