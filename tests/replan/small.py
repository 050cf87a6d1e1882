"""A small world whose plans can be worked out by hand, and how it is planned again.

From Alpha by rail to Beta in 2 days, on Mondays and Thursdays, for 100 a TEU; on from there by rail in 3 days, daily,
for 200, or by road in 2, daily, for 400. By road all the way it takes 4 days, daily, and costs 500. Nothing else costs.
3 March 2025 is a Monday.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from optimizer.auditor import audit, read_plan
from optimizer.kept import Change, Keep
from optimizer.options import Options
from optimizer.plan import Plan
from optimizer.planning import plan
from optimizer.replan.reading import kept_plan
from optimizer.report.workbook import write_plan
from tariffs.book import Portfolio, TariffBook
from tariffs.building import build
from tests.building.sheets_of_rows import Cell, tables

World = dict[str, list[dict[str, Cell]]]

#: To the last cent.
EXACT = Options(gap=Decimal(0))


def small_world() -> World:
    """A fresh copy: one shipment, which fills a TEU and is ready on the Monday."""
    return {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 1000}],
        "Locations": [
            {"location": "Alpha", "country": "PK"},
            {"location": "Beta", "country": "IR"},
            {"location": "Gamma", "country": "RU"},
        ],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "rice", "hs": "1006", "stowage_m3_per_t": 1}],
        "Tariffs": [
            _leg("T1", ("Alpha", "Beta"), "rail", 2, "Mon,Thu", 100),
            _leg("T2", ("Beta", "Gamma"), "rail", 3, "daily", 200),
            _leg("L2", ("Beta", "Gamma"), "road", 2, "daily", 400),
            _leg("L3", ("Alpha", "Gamma"), "road", 4, "daily", 500),
        ],
        "Transfers": [{"location": "Beta", "from_mode": "rail", "to_mode": "any", "dwell_days": 0, "TEU": 0}],
        "Cargo": [shipment("S1")],
    }


def _leg(service: str, ends: tuple[str, str], mode: str, days: int, departures: str, teu: int) -> dict[str, Cell]:
    return {
        **{"service": service, "carrier": f"{service} line", "mode": mode, "origin": ends[0]},
        **{"destination": ends[1], "transit_days": days, "departures": departures, "capacity": None},
        **{"capacity_unit": None, "min_load": None, "borders": None, "currency": "USD", "basis": "container"},
        **{"TEU": teu, "valid_from": None, "valid_to": None, "status": None},
    }


def shipment(name: str, tonnes: float = 20, due: str = "2025-03-17", **more: Cell) -> dict[str, Cell]:
    """A row of cargo from Alpha to Gamma, ready on the Monday."""
    row: dict[str, Cell] = {"shipment": name, "origin": "Alpha", "destination": "Gamma", "commodity": "rice"}
    return row | {"weight_t": tonnes, "ready": "2025-03-03", "due": due, **more}


def built(world: World) -> tuple[TariffBook, Portfolio]:
    """Its book and cargo."""
    return build(tables(world))


def planned(world: World) -> Plan:
    """Its plan."""
    return plan(*built(world), EXACT)


def again(
    before: Plan,
    world: World,
    as_of: str,
    change_cost: float = 0,
    *,
    options: Options = EXACT,
    path: Path | None = None,
) -> Plan:
    """A plan made again beside another; written, read back and audited, too, if a path is given."""
    book, portfolio = built(world)
    keep = Keep(kept_plan(before), date.fromisoformat(as_of), Decimal(str(change_cost)))
    made = plan(book, portfolio, options, keep=keep)
    if path is not None:
        write_plan(made, path)
        assert [str(difference) for difference in audit(read_plan(path), book, portfolio)] == []
    return made


def changes(made: Plan) -> dict[str, Change]:
    """What became of each booking that is not as it was, by its name."""
    assert made.replanned is not None
    return {change.booking: change for change in made.replanned.changes}


def ways(made: Plan) -> dict[str, list[str]]:
    """By booking, its services with the days on which they depart."""
    return {
        booking.name: [f"{d.leg.key.service} {d.departs:%m-%d}" for d in booking.itinerary.departures]
        for booking in made.bookings
    }


def changed(world: World, sheet: str, which: Callable[[dict[str, Cell]], bool], **cells: Cell) -> World:
    """A world with some cells of a sheet otherwise."""
    rows = [row | cells if which(row) else row for row in world[sheet]]
    return {**world, sheet: rows}


def with_rows(world: World, sheet: str, *rows: dict[str, Cell]) -> World:
    """A world with further rows."""
    return {**world, sheet: [*world.get(sheet, []), *rows]}
