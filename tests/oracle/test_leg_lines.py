"""The lines of a departure, against rating a load on it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from tariffs.book import Container, Shipment, TariffBook
from tariffs.rating import Load, Rater
from tariffs.rating.charge import exact
from tariffs.rating.leg_lines import LegLine, LegLines
from tariffs.timetable import Departure, Timetable
from tests.oracle.drawing import WORLDS, read
from tests.oracle.shaken import shaken

#: Days of departures that are looked at: so many, so far apart.
DAYS, APART = 4, 5


def departures_of(book: TariffBook, shipment: Shipment) -> Iterator[Departure]:
    """What runs in the first days that a shipment is ready."""
    timetable = Timetable(book)
    for key in timetable.legs:
        for number in range(0, DAYS * APART, APART):
            departure = timetable.departure(key, shipment.ready + timedelta(days=number))
            if departure is not None:
                yield departure


def loads_of(container: Container, containers: int) -> Iterator[Load]:
    """Loads from empty to full, in whole kilograms, and at the round figures where rows bend and jump."""
    kilograms = int(container.payload_t * 1000)
    for each in {1, *range(1300, kilograms, 4100), 10000, 20000, kilograms}:
        yield Load(container, containers, Decimal(each * containers).scaleb(-3))


def line_of(lines: list[LegLine], load: Load) -> LegLine | None:
    """The line that holds for a load; no two do."""
    found = [
        line
        for line in lines
        if line.segment.container is load.container and line.segment.low < load.tonnes_each <= line.segment.high
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("number", range(2 * len(WORLDS)))
def test_a_line_is_what_rating_says_of_each_load(number: int) -> None:
    """To the fraction: transport, what is owed once, emissions and the dutiable share; nothing where rating refuses."""
    book, portfolio = shaken(*read(WORLDS[number % len(WORLDS)]), random.Random(number))
    containers = 1 + number % 3
    rater = Rater(book)
    rated = LegLines(rater)
    for shipment in portfolio.shipments.values():
        for departure in departures_of(book, shipment):
            lines = rated.of(departure, rated.tiers(departure, shipment))
            for container in book.containers.values():
                for load in loads_of(container, containers):
                    cost, line = rater.leg(departure, shipment, load), line_of(lines, load)
                    assert (cost is None) == (line is None)
                    if cost is None or line is None:
                        continue
                    value = rater.goods_value(shipment, exact(load.tonnes))
                    assert line.transport.at(load.tonnes_each) * containers + line.of_value * value == cost.part.total
                    assert line.fees == {item.where: item.amount for item in cost.booking_fees}
                    assert line.co2_per_tonne * exact(load.tonnes) == cost.co2_t
                    assert line.dutiable == exact(cost.row.tariff.dutiable_pct) / 100
