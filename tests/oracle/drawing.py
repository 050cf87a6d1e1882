"""Small worlds, itineraries of theirs, and loads drawn at random."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import tariffs
from tariffs.book import LegKey, Portfolio, Shipment, TariffBook
from tariffs.rating import Load
from tariffs.timetable import Itinerary, Timetable
from tests.oracle.runs import Way

WORLDS = sorted((Path(__file__).parents[1] / "worlds").glob("*.xlsx"))

World = tuple[TariffBook, Portfolio]


@cache
def read(path: Path) -> World:
    found = tariffs.load(path)
    return found.book, found.portfolio


def key_of(way: Way) -> tuple[tuple[LegKey, date], ...]:
    """The departures of a way as the timetable names them."""
    rows = [(trip.row, trip.departs) for trip in way.trips]
    return tuple(
        (LegKey(row.service, "" if row.service else row.carrier, row.mode, row.origin, row.destination), day)
        for row, day in rows
    )


def itinerary_of(timetable: Timetable, way: Way) -> Itinerary:
    """The same departures, as the timetable has them."""
    departures = [timetable.departure(key, day) for key, day in key_of(way)]
    itinerary = timetable.itinerary(tuple(d for d in departures if d is not None))
    assert None not in departures and itinerary is not None
    return itinerary


def random_loads(book: TariffBook, shipment: Shipment, draw: random.Random) -> list[Load]:
    """One to three loads, some of one type, some with little in them; none heavier than a container takes."""
    loads = []
    for _ in range(draw.randint(1, 3)):
        container = draw.choice(list(book.containers.values()))
        count = draw.randint(1, 4)
        per_tonne = shipment.volume_m3 / shipment.weight_t
        most = min(container.payload_t, container.volume_m3 / per_tonne) * count
        share = Decimal(draw.choice(["0.01", "0.3", "0.7", "0.99"]))
        loads.append(Load(container, count, Decimal(max(1, int(most * 1000 * share))).scaleb(-3)))
    return loads
