"""Plans that follow from their book, whatever is in it, pass the audit: in memory, and as written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from optimizer.auditor import PlanRecord, audit, read_plan
from optimizer.plan import Booking, DepartureCharge, Plan, Status, Unserved
from optimizer.report.workbook import write_plan
from tariffs.book import Leg, Portfolio, TariffBook
from tariffs.rating import Charge, Load, Rater
from tariffs.timetable import Timetable
from tests.oracle.drawing import WORLDS, itinerary_of, random_loads, read
from tests.oracle.rating import Boxes, NotCarried, bill
from tests.oracle.runs import ways
from tests.oracle.shaken import shaken

SEEDS = range(13)


def without_limits(book: TariffBook, draw: random.Random) -> TariffBook:
    """No capacities or minimum loads, which bookings drawn at random would exceed; some departures have a cost."""
    return replace(
        book,
        legs=tuple(leg_without_limits(leg, Decimal(draw.choice([0, 0, 333]))) for leg in book.legs),
        borders=tuple(replace(border, capacity=None) for border in book.borders),
        transfers=tuple(replace(transfer, capacity=None) for transfer in book.transfers),
        containers={name: replace(container, reefer=True) for name, container in book.containers.items()},
        pool={},
    )


def leg_without_limits(leg: Leg, cost: Decimal) -> Leg:
    """The rows of one departure agree on its cost and on the currency of it."""
    currency = leg.tariffs[0].amounts.currency
    free = {"capacity": None, "min_load": Decimal(0), "departure_cost": cost}
    rows = (replace(row, amounts=replace(row.amounts, currency=currency), **free) for row in leg.tariffs)  # type: ignore[arg-type]
    return Leg(leg.key, tuple(rows))


def bookings(book: TariffBook, portfolio: Portfolio, draw: random.Random) -> Iterator[Booking]:
    """Up to two bookings of each shipment on itineraries and with loads drawn at random."""
    timetable, rater = Timetable(book), Rater(book)
    number = 0
    for shipment in portfolio.shipments.values():
        found = ways(book, shipment)
        for way in draw.sample(found, min(2, len(found))):
            loads = random_loads(book, shipment, draw)
            try:
                bill(book, shipment, way, [Boxes(k.container, k.containers, Fraction(k.tonnes)) for k in loads])
            except NotCarried:
                continue
            number += 1
            itinerary = itinerary_of(timetable, way)
            rated = rater.booking(shipment, itinerary, loads)
            yield Booking(f"B{number:03d}", shipment, itinerary, tuple(loads), rated)


def drawn(seed: int) -> Plan:
    """A plan of bookings drawn at random; what they leave is unserved."""
    draw = random.Random(seed)
    book, portfolio = shaken(*read(WORLDS[seed % len(WORLDS)]), draw)
    book = without_limits(book, draw)
    portfolio = Portfolio(
        {
            name: replace(
                k, split=True, weight_t=Decimal(900), volume_m3=900 * k.volume_m3 / k.weight_t, containers=None
            )
            for name, k in portfolio.shipments.items()
        }
    )
    made = tuple(bookings(book, portfolio, draw))
    rater = Rater(book)
    running = {d.key: d for booking in made for d in booking.itinerary.departures if d.terms.departure_cost}
    left = []
    for shipment in portfolio.shipments.values():
        carried = sum((b.tonnes for b in made if b.shipment.name == shipment.name), Decimal(0))
        tonnes = shipment.weight_t - carried
        charges = map(Charge.of, rater.unserved(shipment, tonnes))
        left.append(Unserved(shipment, tonnes, "drawn at random", tuple(charges)))
    departures = tuple(DepartureCharge(d, Charge.of(rater.departure_cost(d))) for d in running.values())
    return Plan(
        book, portfolio, Status.FEASIBLE, Decimal(0), Decimal("0.0001"), made, departures, tuple(left), warnings=()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_that_follows_from_its_book_passes(seed: int, tmp_path: Path) -> None:
    """Nothing is found in it in memory, and nothing in the workbook that it is written to."""
    plan = drawn(seed)
    assert [str(d) for d in audit(PlanRecord.of(plan), plan.book, plan.portfolio)] == []
    write_plan(plan, tmp_path / "plan.xlsx")
    assert [str(d) for d in audit(read_plan(tmp_path / "plan.xlsx"), plan.book, plan.portfolio)] == []


def test_the_plans_drawn_are_not_empty() -> None:
    """Among them are loads of every world, and departures with a cost."""
    plans = [drawn(seed) for seed in SEEDS]
    loads: list[Load] = [load for plan in plans for booking in plan.bookings for load in booking.loads]
    assert len(loads) > len(SEEDS)
    assert any(plan.departures for plan in plans)
