"""The simulation against a second one in plain Python, in drawn worlds whose times spread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from optimizer.network import Network
from optimizer.options import Options
from optimizer.plan import Booking
from optimizer.planning import plan
from optimizer.risk.draws import Draws
from optimizer.risk.journey import NEVER, Days, Journey
from optimizer.risk.room import Boarding, Room
from tariffs.book import Border, Leg, Tariff, TariffBook, Transfer
from tests.engine.rice import leg
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.numbered import world
from tests.risk.plain import Plain
from tests.risk.worlds import by_way_of_mary, due

WORLDS, DRAWS, PLAIN_DRAWS = 40, 4000, 300


def wider(row: Tariff | Border | Transfer, chance: Random) -> Tariff | Border | Transfer:
    """A row whose time spreads, if it takes any."""
    factor = Decimal(chance.choice(("1", "1.5", "3")))
    if isinstance(row, Tariff):
        return replace(row, transit_days_p95=row.transit_days * factor) if row.transit_days else row
    return replace(row, dwell_days_p95=row.dwell_days * factor) if row.dwell_days else row


def spread_out(book: TariffBook, chance: Random) -> TariffBook:
    """The book with a spread of most times; the rows of a leg agree."""
    legs = []
    for of_leg in book.legs:
        drawn = wider(of_leg.tariffs[0], chance)
        rows = (replace(row, transit_days_p95=drawn.transit_days_p95) for row in of_leg.tariffs)
        legs.append(Leg(of_leg.key, tuple(rows)))
    stations = {name: tuple(wider(row, chance) for row in getattr(book, name)) for name in ("borders", "transfers")}
    return replace(book, legs=tuple(legs), **stations)


def busy() -> World:
    """Nine shipments by way of Mary, where a border and a transfer have little room in a week, and no train has any."""
    first = leg("road", "daily", TEU=100, transit_days=4, borders="Taftan@1; Sarakhs", capacity=2, carrier="ACME")
    second = leg("rail", "Mon,Wed,Sat", TEU=100, transit_days=2, capacity=3, cutoff_days=1)
    taftan = {"border": "Taftan", "dwell_days": 1, "capacity": 8, "capacity_per": "week", "closed_weekdays": "Fri"}
    shut = {"closed_from": "2025-03-10; 2025-03-12", "closed_to": "2025-03-13; 2025-03-15", "closed_probability": 0.4}
    lift = {"location": "Mary", "from_mode": "road", "to_mode": "rail", "dwell_days": 1, "capacity": 4}
    stations = {"Borders": [taftan, {"border": "Sarakhs", "dwell_days": 0.5, **shut}], "Transfers": [lift]}
    made = due(by_way_of_mary(first, second, **stations), "2025-04-10")
    return {
        **made,
        "Cargo": [{**made["Cargo"][0], "shipment": f"S{n}", "ready": f"2025-03-{3 + n:02d}"} for n in range(9)],
    }


def simulated(number: int, made_of: World) -> Iterator[tuple[Booking, Days, list[date | None]]]:
    """By booking of a world: days of delivery in all draws, and in those of the second simulation."""
    chance = Random(number)
    book, portfolio = book_and_portfolio(made_of)
    book = spread_out(book, chance)
    made = plan(book, portfolio, Options(gap=Decimal("0.01")))
    network = Network(book, portfolio)
    plain, room, draws = Plain(book, made.bookings), Room(network, made.bookings), Draws(DRAWS, number)
    for booking in made.bookings:
        journey = Journey(network, booking, draws, Boarding(network, booking, room))
        yield booking, journey.outcome().delivered, [plain.delivered(booking, chance) for _ in range(PLAIN_DRAWS)]


@pytest.fixture(scope="module")
def found() -> list[tuple[Booking, Days, list[date | None]]]:
    worlds = [*(world(number, penalty=True) for number in range(WORLDS)), busy(), busy(), busy()]
    return [one for number, made_of in enumerate(worlds) for one in simulated(number, made_of)]


def test_both_simulations_agree_on_every_day_of_delivery(found: list[tuple[Booking, Days, list[date | None]]]) -> None:
    """The probability of delivery by each of some days, and of none at all, within five standard errors."""
    for booking, days, others in found:
        planned = booking.itinerary.delivered.toordinal()
        for day in (*range(planned - 2, planned + 4), planned + 7, planned + 14, NEVER - 1):
            share = float(np.mean(days <= day))
            other = sum(one is not None and one.toordinal() <= day for one in others) / PLAIN_DRAWS
            pooled = (share * DRAWS + other * PLAIN_DRAWS) / (DRAWS + PLAIN_DRAWS)
            error = math.sqrt(pooled * (1 - pooled) * (1 / DRAWS + 1 / PLAIN_DRAWS))
            assert share == pytest.approx(other, abs=5 * error + 1e-9), (booking.name, day - planned)


def test_the_drawn_bookings_meet_all_that_the_simulation_knows(
    found: list[tuple[Booking, Days, list[date | None]]],
) -> None:
    """Or the comparison above would be none: spread, missed connections, transfers, borders, closures, no delivery."""
    assert sum(len(np.unique(days)) > 1 for _, days, _ in found) >= 40
    assert sum(len(booking.itinerary.departures) > 1 for booking, _, _ in found) >= 30
    assert sum(any(d.passages for d in booking.itinerary.departures) for booking, _, _ in found) >= 10
    assert any((days == NEVER).any() for _, days, _ in found)
    borders = [p.border for booking, _, _ in found for d in booking.itinerary.departures for p in d.passages]
    assert any(border.announced and border.closed_probability < 1 for border in borders)
    assert any(h.transfer and h.transfer.dwell_days_p95 for booking, _, _ in found for h in booking.itinerary.handlings)
