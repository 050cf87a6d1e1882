"""A block train beside a lorry, whose figures are worked out on paper or by the third engine."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tariffs.book import LegKey, Portfolio, TariffBook
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.oracle.programme import Answer, Programme
from tests.properties.drawing import Row, World

MONDAY, THURSDAY = "2025-03-03", "2025-03-06"


def beside_a_lorry(*weights_t: float, lorry: Cell = 500, dates: str = f"{MONDAY}; {THURSDAY}", **train: Cell) -> World:
    """A train of 400 a box that costs 300, beside a daily lorry; a shipment for each weight, each with its own days."""
    rail = leg("rail", dates, **{"service": "BT", "TEU": 400, "departure_cost": 300, **train})
    world = rice(rail, leg("road", "daily", TEU=lorry), boxes=0)
    return {**world, "Cargo": [cargo(f"S{n}", weight) for n, weight in enumerate(weights_t)]}


def on_days(world: World, *days: tuple[str, str]) -> World:
    """The shipments in order, each with a day on which it is ready and one on which it is due."""
    rows: list[Row] = [
        {**row, "ready": ready, "due": due} for row, (ready, due) in zip(world["Cargo"], days, strict=True)
    ]
    return {**world, "Cargo": rows}


def least(book: TariffBook, portfolio: Portfolio) -> Answer | None:
    """The least cost by the third engine."""
    return Programme(book, portfolio, 400).solve(60)


def without_minimum(book: TariffBook, key: LegKey) -> TariffBook:
    legs = (
        replace(one, tariffs=tuple(replace(row, min_load=Decimal(0)) for row in one.tariffs)) if one.key == key else one
        for one in book.legs
    )
    return replace(book, legs=tuple(legs))


class Forced(Programme):
    """The third engine where some departure of a leg runs, with its minimum and a unit."""

    key: LegKey

    def _departures(self) -> None:
        super()._departures()
        by_day: dict[object, list[object]] = {}
        for booked in self.bookings:
            for trip in booked.way.trips:
                if trip.row.leg_key == self.key:
                    by_day.setdefault(trip.departs, []).extend(
                        boxes.units(trip.row.capacity_unit) for boxes in booked.boxes
                    )
                    least_load = max(float(trip.row.min_load), 1.0)
        flags = []
        for units in by_day.values():
            flag = self._new(1)
            self.problem += sum(units) >= least_load * flag
            flags.append(1 * flag)
        self.problem += sum(flags) >= 1


def forced(book: TariffBook, portfolio: Portfolio, key: LegKey) -> Answer | None:
    """The least cost where one departure of a leg runs; ``None`` where none can."""
    programme = Forced(book, portfolio, 400)
    programme.key = key
    try:
        return programme.solve(60)
    except AssertionError:  # it is taken that there always is a plan
        return None
