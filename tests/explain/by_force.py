"""How soon a shipment could be delivered, by trying every path and load; and what it would cost, likewise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tariffs.book import Container, LegKey, Shipment, TariffBook
from tariffs.problems import UnratedError
from tariffs.rating import Load, Rater
from tariffs.rating.carriage import tariff_for
from tariffs.timetable import Departure, Timetable
from tests.engine.exhaustive import every_itinerary, suits

KILOGRAM = Decimal("0.001")


def boxes(book: TariffBook, shipment: Shipment) -> list[Container]:
    """The container types that the shipment may go in."""
    return [
        box
        for box in book.containers.values()
        if (shipment.containers is None or box.name in shipment.containers)
        and (box.reefer or not shipment.commodity.reefer)
    ]


def most(shipment: Shipment, box: Container) -> Decimal:
    """Tonnes in one container at most, whole kilograms."""
    volume = box.volume_m3 * shipment.weight_t / shipment.volume_m3 if shipment.volume_m3 else box.payload_t
    return min(box.payload_t, volume, shipment.weight_t) // KILOGRAM * KILOGRAM


def loads(book: TariffBook, shipment: Shipment) -> Iterator[Load]:
    """One container with every weight at which a row may begin or cease to take it."""
    rows = [row for leg in book.legs for row in leg.tariffs]
    for box in boxes(book, shipment):
        top = most(shipment, box)
        ends = {row.max_gross_t - box.tare_t for row in rows if row.max_gross_t is not None}
        ends |= {row.max_payload_t for row in rows if row.max_payload_t is not None}
        for tonnes in {KILOGRAM, top, *ends, *(end + KILOGRAM for end in ends)}:
            if 0 < tonnes <= top:
                yield Load(box, 1, tonnes)


@dataclass
class Soonest:
    """The earliest delivery of a shipment by ``last``, whatever the capacities."""

    book: TariffBook
    shipment: Shipment
    last: date

    def __post_init__(self) -> None:
        self.timetable = Timetable(self.book)

    def delivery(self) -> date | None:
        """Of every load by every path, ``None`` if there is none."""
        found = [
            delivered
            for load in loads(self.book, self.shipment)
            for delivered in self._on(load, self.shipment.origin, None, self.shipment.ready, frozenset())
        ]
        return min(found, default=None)

    def _on(
        self, load: Load, place: str, before: LegKey | None, since: date, visited: frozenset[str]
    ) -> Iterator[date]:
        if place == self.shipment.destination:
            handling = self.timetable.handling(place, before, None)
            if handling is not None and since + timedelta(handling.dwell_days) <= self.last:
                yield since + timedelta(handling.dwell_days)
            return
        for key in self.timetable.legs:
            if key.origin == place and key.destination not in visited:
                arrives = self._arrival(load, key, before, since)
                if arrives is not None:
                    yield from self._on(load, key.destination, key, arrives, visited | {place})

    def _arrival(self, load: Load, key: LegKey, before: LegKey | None, since: date) -> date | None:
        handling = self.timetable.handling(key.origin, before, key)
        if handling is None:
            return None
        days = [since + timedelta(number) for number in range((self.last - since).days + 1)]
        return min(
            (
                departure.arrives
                for departure in self.timetable.departures(key, days)
                if self.timetable.ready_for(departure, handling, since)
                and suits(self.book, self.shipment, departure)
                and self._takes(departure, load)
            ),
            default=None,
        )

    def _takes(self, departure: Departure, load: Load) -> bool:
        try:
            return tariff_for(departure, self.shipment, load) is not None
        except UnratedError:
            return False


def least_per_tonne(book: TariffBook, shipment: Shipment, tonnes: Decimal) -> Decimal | None:
    """The least that a tonne costs of these tonnes, or fewer of them if they may be split, in one container type."""
    rater, found = Rater(book), []
    for itinerary in every_itinerary(book, shipment):
        for load in _amounts(book, shipment, tonnes):
            try:
                rated = rater.booking(shipment, itinerary, (load,))
            except UnratedError:
                continue
            found.append(rated.total / load.tonnes)
    return min(found, default=None)


def _amounts(book: TariffBook, shipment: Shipment, tonnes: Decimal) -> Iterator[Load]:
    for load in loads(book, shipment):
        count = math.ceil(tonnes / load.tonnes)
        yield Load(load.container, count, tonnes)
        full = tonnes // load.tonnes
        if shipment.split and full and full * load.tonnes >= shipment.min_lot_t:
            yield Load(load.container, int(full), full * load.tonnes)


def later(shipment: Shipment, days: int) -> Shipment:
    """The shipment with so many days from ready to its last day."""
    return replace(shipment, last_day=shipment.ready + timedelta(days))
