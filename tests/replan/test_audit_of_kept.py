"""The auditor sees whatever of a kept plan is not as it has to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from optimizer.auditor import PlanRecord, audit, read_plan, reading
from optimizer.plan import Plan
from optimizer.report.workbook import write_plan
from tariffs.book import Portfolio, TariffBook
from tariffs.problems import InputError, Problems
from tariffs.workbook import RawWorkbook, read_workbook
from tests.audit.test_changed_files import at, cells, changed, with_cell
from tests.replan.small import World, again, built, planned, shipment, small_world, with_rows


def cancelled() -> World:
    """The second train of what is under way is cancelled."""
    return with_rows(small_world(), "Departures", {"service": "T2", "date": "2025-03-05", "change": "cancelled"})


@pytest.fixture(scope="module")
def made() -> Plan:
    """Under way on the Tuesday, and changed at a cost of 50; S2 is new."""
    return again(planned(small_world()), with_rows(cancelled(), "Cargo", shipment("S2")), "2025-03-04", 50)


@pytest.fixture(scope="module")
def given() -> tuple[TariffBook, Portfolio]:
    """What it is made of."""
    return built(with_rows(cancelled(), "Cargo", shipment("S2")))


def found(record: PlanRecord, given: tuple[TariffBook, Portfolio]) -> str:
    """All that the auditor says."""
    return "\n".join(map(str, audit(record, *given)))


def leg(record: PlanRecord, which: int, **cells: object) -> PlanRecord:
    """A record with one leg otherwise."""
    legs = [replace(row, **cells) if n == which else row for n, row in enumerate(record.legs)]  # type: ignore[arg-type]
    return replace(record, legs=tuple(legs))


def kept(record: PlanRecord, **cells: object) -> PlanRecord:
    """A record whose kept plan says something else of its only booking."""
    return replace(record, kept=tuple(replace(row, **cells) for row in record.kept or ()))  # type: ignore[arg-type]


def figures(record: PlanRecord, **values: Decimal | str) -> PlanRecord:
    """A record with other figures in its summary."""
    return replace(record, figures={**record.figures, **{k.replace("_", " "): v for k, v in values.items()}})


def change(record: PlanRecord, **cells: object) -> PlanRecord:
    """A record that says something else of the first change."""
    first, *others = record.changes or ()
    return replace(record, changes=(replace(first, **cells), *others))  # type: ignore[arg-type]


def test_it_finds_nothing_in_a_plan_that_holds(made: Plan, given: tuple[TariffBook, Portfolio]) -> None:
    assert found(PlanRecord.of(made), given) == ""


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda r: leg(r, 0, departs=date(2025, 3, 6)), "B0001, leg 1: departs should be 2025-03-03, is 2025-03-06"),
        (lambda r: kept(r, departs=date(2025, 2, 27)), "departs should be 2025-02-27, is 2025-03-03"),
        (lambda r: kept(r, service="T9"), "leg that had departed should be T9 rail"),
        (lambda r: kept(r, loads="2 × TEU with 20 t"), "loads of a booking under way should be 2 × TEU with 20 t"),
        (lambda r: kept(r, shipment="S2"), "shipment of a booking under way should be S2, is S1"),
        (lambda r: kept(r, booking="B0009"), "B0009: booking under way should be in the plan, or stranded, is neither"),
        (lambda r: kept(r, departed=""), "departed should be yes, is blank"),
        (lambda r: kept(r, cost=Decimal(7)), "cost_before should be 7, is 300"),
        (lambda r: figures(r, changed_bookings=Decimal(0)), "changed bookings should be 1, is 0"),
        (lambda r: figures(r, cost_of_changes=Decimal(49)), "cost of changes should be 50, is 49"),
        (lambda r: figures(r, cost_with_changes=Decimal(600)), "cost with changes should be 650.00, is 600"),
        (lambda r: figures(r, as_of="some day"), "as of should be a day, is some day"),
        (lambda r: figures(r, as_of="2025-03-09"), "departs should be 2025-03-09 or later"),
        (lambda r: change(r, change_cost=Decimal(0)), "Changes, B0001: change_cost should be 50, is 0"),
        (lambda r: change(r, change="stranded"), "Changes, B0001: change should be changed, is stranded"),
        (lambda r: change(r, cost_after=Decimal(1)), "Changes, B0001: cost_after should be 300.00, is 1"),
        (lambda r: replace(r, changes=()), "Changes, B0001: rows should be 1, is 0"),
    ],
)
def test_it_names_what_does_not_hold(
    made: Plan, given: tuple[TariffBook, Portfolio], spoil: Callable[[PlanRecord], PlanRecord], words: str
) -> None:
    """Each in its own words."""
    assert words in found(spoil(PlanRecord.of(made)), given)


def test_a_plan_without_what_is_kept_may_not_depart_before_the_day(
    made: Plan, given: tuple[TariffBook, Portfolio]
) -> None:
    """Were the sheet of kept bookings emptied, what is under way would be new, and too early."""
    assert "B0001, leg 1: departs should be 2025-03-04 or later" in found(replace(PlanRecord.of(made), kept=()), given)


#: The figures of the summary on what is kept.
SAID = tuple(
    f"Summary, {figure}, value"
    for figure in ("as of", "cost of a change", "changed bookings", "cost of changes", "cost with changes", "kept plan")
)

#: What the audit cannot know: of which file the kept plan was.
UNKNOWN = {"Summary, kept plan, value", "Summary, kept plan SHA-256, value"}


def test_every_cell_on_what_is_kept_that_is_changed_is_found(
    made: Plan, given: tuple[TariffBook, Portfolio], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cent, a day, a letter, or something where there was nothing; and each of the sheets left out."""
    path = tmp_path / "plan.xlsx"
    write_plan(made, path)
    raw = read_workbook(path, path.name, Problems())

    def passes(content: RawWorkbook) -> bool:
        monkeypatch.setattr(reading, "read_workbook", lambda *_: content)
        try:
            return not audit(read_plan("plan.xlsx"), *given)
        except InputError:
            return False

    assert passes(raw)
    places = [(place, name) for place, name in cells(raw) if name.startswith(("Changes, ", "Kept, ", *SAID))]
    assert len(places) > 50
    missed = {n for place, n in places if passes(with_cell(raw, place, changed(at(raw, place), n.rpartition(", ")[2])))}
    assert missed <= UNKNOWN
    for left_out in ("Changes", "Kept"):
        assert not passes(replace(raw, sheets=tuple(sheet for sheet in raw.sheets if sheet.name != left_out)))
