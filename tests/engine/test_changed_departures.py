"""What the sheet ``Departures`` changes of a day, in both engines, and what the auditor says of a plan without it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import tariffs
from optimizer.auditor import PlanRecord, audit
from optimizer.options import Engine, Options
from optimizer.plan import Plan
from optimizer.planning import plan
from tariffs.book import DepartureChange, TariffBook
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import Row, World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.solving import solved

ENGINES = (Engine.LISTED, Engine.COLUMNS)
TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"


def world(*changes: Row, boxes: int = 1, departures: str = "Mon,Thu", **of_leg: str | int) -> World:
    """Boxes for a train of Monday 3 and 10 and Thursday 6 March, which wait from the 3rd at 10 a day each."""
    goods = [cargo(f"S{number}", 20, value=36500) for number in range(boxes)]
    train = leg("rail", departures, carrier="RAI", TEU=100, **of_leg)
    settings = [{"setting": "capital_cost_pct", "value": 10}, {"setting": "unserved_penalty_per_t", "value": 3000}]
    return {**rice(train, boxes=0), "Settings": settings, "Cargo": goods, "Departures": list(changes)}


def days(of: World) -> list[str]:
    """The days on which boxes leave, the same by either engine."""
    first, second = (departing(solved(of, Options(engine=engine))) for engine in ENGINES)
    assert first == second
    return first


def departing(made: Plan) -> list[str]:
    leaving = [(b.itinerary.departures[0].departs, load.containers) for b in made.bookings for load in b.loads]
    return sorted(f"{day:%a %d}" for day, containers in leaving for _ in range(containers))


def on(day: str, **more: str | int) -> Row:
    return {"date": f"2025-03-{day}", **more}


@pytest.mark.parametrize(
    ("changes", "leaves"),
    [
        ([], "Mon 03"),
        ([on("03", change="cancelled")], "Thu 06"),
        ([on("03", change="cancelled", carrier="RAI", mode="rail")], "Thu 06"),
        ([on("03", change="cancelled", carrier="PR")], "Mon 03"),
        ([on("03", change="cancelled", origin="Aktau")], "Mon 03"),
        ([on("03", change="cancelled"), on("05", change="extra")], "Wed 05"),
        ([on("05", change="extra"), on("05", change="cancelled"), on("03", change="cancelled")], "Thu 06"),
        ([on("03", capacity=0)], "Thu 06"),
    ],
)
def test_a_departure_is_cancelled_or_runs_beside_its_schedule(changes: list[Row], leaves: str) -> None:
    assert days(world(*changes)) == [leaves]


def test_except_takes_dates_away_and_extra_gives_them_back() -> None:
    assert days(world(departures="Mon,Thu except 2025-03-03")) == ["Thu 06"]
    assert days(world(on("03", change="extra"), departures="Mon,Thu except 2025-03-03")) == ["Mon 03"]


def test_an_extra_departure_needs_a_row_that_is_valid_that_day() -> None:
    changes = [on("03", change="cancelled"), on("04", change="extra")]
    assert days(world(*changes)) == ["Tue 04"]
    assert days(world(*changes, valid_from="2025-03-05")) == ["Thu 06"]
    assert days(world(*changes, status="planned")) == []


def test_a_capacity_replaces_that_of_the_leg_in_its_unit() -> None:
    """Three boxes: one may go on Monday and two on Thursday, then two on Monday."""
    tight = {"capacity": 1, "capacity_unit": "containers"}
    assert days(world(on("06", capacity=2), boxes=3, **tight)) == ["Mon 03", "Thu 06", "Thu 06"]
    assert days(world(on("03", capacity=2), boxes=3, **tight)) == ["Mon 03", "Mon 03", "Thu 06"]
    assert days(world(on("04", capacity=2, change="extra"), boxes=3, **tight)) == ["Mon 03", "Tue 04", "Tue 04"]
    assert days(world(on("03", capacity=25), boxes=3, capacity_unit="tonnes")) == ["Mon 03", "Thu 06", "Thu 06"]


def found(made: Plan, book: TariffBook, of: World) -> list[str]:
    return [str(difference) for difference in audit(PlanRecord.of(made), book, book_and_portfolio(of)[1])]


def test_the_auditor_knows_what_is_cancelled_extra_and_full() -> None:
    """Each plan stands by its own book, and is found against the book without its change, or with another."""
    plain, extra = world(boxes=2), world(on("04", change="extra"), on("03", change="cancelled"), boxes=2)
    book = book_and_portfolio(plain)[0]
    made, other = plan(*book_and_portfolio(plain)), plan(*book_and_portfolio(extra))
    assert found(made, book, plain) == []
    assert found(other, book_and_portfolio(extra)[0], extra) == []

    third = date(2025, 3, 3)
    cancelled = replace(book, departures=(DepartureChange("Departures!2", third, "cancelled"),))
    full = replace(book, departures=(DepartureChange("Departures!2", third, "", capacity=1, mode="rail"),))
    assert any("departs should be a day on which RAI rail" in what for what in found(made, cancelled, plain))
    assert any("teu used should be at most 1, is 2" in what for what in found(made, full, plain))
    assert any("departs should be a day on which RAI rail" in what for what in found(other, book, plain))


def test_the_sheet_is_read_from_a_workbook_and_changed_by_a_scenario(tmp_path: Path) -> None:
    """With headers and dates as people write them."""
    book = openpyxl.load_workbook(TINY)
    sheet = book.create_sheet("Departures")
    for row in (["Service", "POL", "Date", "Change", "Capacity"], ["PR1", "Karachi", "10-Mar-25", "Cancelled", None]):
        sheet.append(row)
    scenarios = book.create_sheet("Scenarios")
    for row in (
        ["scenario", "sheet", "match", "column", "change", "value"],
        ["back", "Departures", "service=PR1", "change", "set", "extra"],
        ["back", "Departures", "date=2025-03-10", "date", "set", date(2025, 3, 11)],
    ):
        scenarios.append(row)
    book.save(tmp_path / "book.xlsx")

    change = DepartureChange(
        "Departures!2", date(2025, 3, 10), "cancelled", service="PR1", origin="Karachi", destination=""
    )
    assert tariffs.load(tmp_path / "book.xlsx").book.departures == (change,)
    assert tariffs.load(tmp_path / "book.xlsx", "back").book.departures == (
        replace(change, day=date(2025, 3, 11), change="extra"),
    )
