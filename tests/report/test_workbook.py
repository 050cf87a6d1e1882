"""What stands in the plan workbook, and that its totals are live."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from optimizer.plan import Plan, Status
from optimizer.tables import COST_GROUPS
from tariffs.book import Portfolio
from tariffs.rating import Component
from tests.audit.rich import rich_plan as audited_plan
from tests.audit.tiny import BOOK, R1, best_plan, booking, load
from tests.report.formulas import Calculator, formula_cells
from tests.report.reading import cents, figures, rows, totals, written
from tests.report.worked import BY_ROAD, COMPONENTS, HEADERS, NAME, empty_plan, rich_plan


def test_every_sheet_is_there_in_order_with_its_headers_in_the_first_row(values: Workbook) -> None:
    assert values.sheetnames[0] == "Overview"
    found = {sheet.title: " ".join(str(cell.value) for cell in sheet[1]) for sheet in values.worksheets[1:]}
    assert list(found.items()) == list(HEADERS.items())


def test_a_plan_without_anything_has_every_sheet_and_no_table(path: Path) -> None:
    _, values = written(empty_plan(), path)
    assert values.sheetnames == ["Overview", *HEADERS]
    assert all(not sheet.tables for sheet in values.worksheets)
    assert figures(values)["logistics cost"] == 0


@pytest.mark.parametrize("plan", [rich_plan(), best_plan(), empty_plan()], ids=["rich", "tiny", "empty"])
def test_what_is_stored_beside_each_formula_is_what_it_comes_to(plan: Plan, path: Path) -> None:
    formulas, values = written(plan, path)
    calculator = Calculator(values)
    for cell in formula_cells(formulas):
        stored = values[cell.parent.title][cell.coordinate].value
        assert stored == pytest.approx(calculator.of(cell), rel=1e-12), f"{cell.parent.title}!{cell.coordinate}"


def test_totals_and_figures_are_formulas(rich: tuple[Workbook, Workbook]) -> None:
    formulas, _ = rich
    found = {f"{cell.parent.title}!{cell.coordinate}" for cell in formula_cells(formulas)}
    assert formulas["Charges"].cell(formulas["Charges"].max_row, 11).value == "=SUBTOTAL(109,Charges[amount])"
    names = {row[0].value: row[1] for row in formulas["Summary"].iter_rows(min_row=2)}
    live = {"logistics cost", "landed cost", "gap", "tonnes", "unserved tonnes", "recoverable tax", "containers TEU"}
    for name in live | {component.value for component in Component}:
        assert f"Summary!{names[name].coordinate}" in found, name


def test_the_cost_is_the_sum_of_the_written_cents(values: Workbook) -> None:
    plan = rich_plan()
    amounts = cents(row["amount"] for row in rows(values, "Charges"))
    assert amounts == plan.cost
    assert cents([figures(values)["logistics cost"], totals(values, "Charges")["amount"]]) == 2 * plan.cost
    assert cents(figures(values)[component.value] for component in Component) == plan.cost


def test_the_loads_of_a_booking_show_its_charges_to_the_cent(values: Workbook) -> None:
    plan = rich_plan()
    for booked in plan.bookings:
        shown = [row for row in rows(values, "Bookings") if row["booking"] == booked.name]
        assert len(shown) == len(booked.loads)
        assert cents(row["total"] for row in shown) == booked.rated.total
        for component in COMPONENTS:
            charged = cents([float(c.amount) for c in booked.rated.charges if c.item.component == component])
            assert cents(row[component] for row in shown) == charged
    assert totals(values, "Bookings")["containers"] == 7


def test_departures_and_penalties_are_charges_without_a_booking(values: Workbook) -> None:
    loose = [row for row in rows(values, "Charges") if row["booking"] is None]
    assert [(row["component"], row["shipment"]) for row in loose] == [
        ("departure", None),
        ("departure", None),
        ("unserved", NAME),
    ]


def test_loads_are_counted_from_one_and_are_blank_for_what_is_charged_per_booking(values: Workbook) -> None:
    first = [row for row in rows(values, "Charges") if row["booking"] == "B001"]
    assert {row["load"] for row in first if row["component"] in ("freight", "border", "transfer")} == {1, 2}
    assert {row["load"] for row in first if row["component"] in ("surcharge", "insurance", "duty")} == {None}


def test_a_shipment_costs_its_bookings_and_its_penalty(values: Workbook) -> None:
    plan = rich_plan()
    first, second = rows(values, "Shipments")
    assert Decimal(str(first["cost"])) == plan.bookings[0].rated.total
    assert Decimal(str(second["cost"])) == sum(b.rated.total for b in plan.bookings[1:]) + Decimal("4667.00")
    assert second["cost_per_tonne"] == pytest.approx(second["cost"] / 85.333)
    assert second["goods_value"] == pytest.approx(33000 * 85.333 / 90, abs=0.005)
    assert second["landed_cost_per_tonne"] == pytest.approx((second["cost"] + second["goods_value"]) / 85.333)
    assert (second["delivered"], second["unserved"]) == (85.333, 4.667)
    assert second["next_best"] == ("Karachi –rail→ Zahedan –rail→ Moscow, 2025-03-03 to 2025-03-25, instead of B002")
    assert (first["next_best"], first["next_best_extra"], second["next_best_extra"]) == (None, None, 12.5)


def test_a_shipment_of_which_nothing_arrives_has_no_cost_per_tonne(path: Path) -> None:
    plan = rich_plan()
    _, values = written(replace(plan, bookings=plan.bookings[:1]), path)
    second = rows(values, "Shipments")[1]
    assert second["cost_per_tonne"] is None and second["landed_cost_per_tonne"] is None  # and not 0


def test_the_landed_cost_adds_the_value_of_what_is_delivered(path: Path) -> None:
    _, values = written(best_plan(), path)
    assert figures(values)["landed cost"] == pytest.approx(8827.68 + 33000)


def test_the_tiny_world_is_reported_as_it_is_worked_out_by_hand(path: Path) -> None:
    _, values = written(best_plan(), path)
    charges = [(row["component"], row["amount"]) for row in rows(values, "Charges") if row["booking"] == "B002"]
    assert sorted(charges) == [
        ("border", 42),
        ("duty", 1259.94),
        ("freight", 441),
        ("freight", 1000),
        ("insurance", 41.44),
        ("inventory", 90.41),
        ("transfer", 75),
    ]
    first = rows(values, "Bookings")[0]
    assert (first["containers"], first["tonnes"], first["transit_days"]) == (2, 44, 22)
    assert (first["departs"], first["delivered"]) == (datetime(2025, 3, 3), datetime(2025, 3, 25))
    assert (first["due"], first["latest"]) == (None, datetime(2025, 4, 2))
    assert first["route"] == "Karachi –rail→ Zahedan –rail→ Moscow"


def test_legs_say_crossings_with_their_days_and_containers_by_type(values: Workbook) -> None:
    first = rows(values, "Legs")[0]
    assert (first["service"], first["carrier"], first["borders"]) == ("PR1", "Pakistan Railways", "Taftan 2025-03-07")
    assert (first["TEU"], first["FEU"]) == (2, 1)
    assert rows(values, "Legs")[2]["FEU"] is None


def test_a_container_named_like_a_column_of_legs_gets_a_column_of_its_own(path: Path) -> None:
    box = replace(BOOK.containers["TEU"], name="Mode")
    rows_by_mode = [replace(leg, tariffs=tuple(_renamed(t, "Mode") for t in leg.tariffs)) for leg in BOOK.legs]
    book = replace(BOOK, containers={"Mode": box}, legs=tuple(rows_by_mode))
    booked = booking("B001", R1, BY_ROAD, [load(book, "Mode", 3, "66")], book)
    _, values = written(replace(best_plan(), book=book, bookings=(booked,)), path)
    assert rows(values, "Legs")[0]["Mode containers"] == 3
    assert figures(values)["containers Mode"] == 3


def _renamed(tariff: Any, name: str) -> Any:
    return replace(tariff, amounts=replace(tariff.amounts, per_container={name: Decimal(4000)}))


def test_the_use_of_each_capacity_is_summed_up_over_all_periods_used_or_not(path: Path) -> None:
    """Full in one of the five weeks from 3 to 31 March, not "100 %"; what is offered is that of all of them."""
    _, values = written(audited_plan(), path)
    taftan = next(row for row in rows(values, "Capacity use") if row["name"] == "Taftan")
    assert taftan == {
        "kind": "border",
        "name": "Taftan",
        "mode": None,
        "unit": "containers",
        "per": "week",
        "periods": 5,
        "used_periods": 2,
        "full": 1,
        "capacity": 10,
        "used": 3,
        "average_use": 0.3,
        "peak_use": 1,
        "worth": 10.8493,
    }


def test_the_summary_says_what_the_plan_was_made_from(values: Workbook) -> None:
    found = figures(values)
    assert (found["when"], found["scenario"], found["currency"]) == ("2025-03-01 12:00:00 UTC", "=Taftan shut", "USD")
    assert (found["input tariffs.xlsx"], found["input cargo.xlsx"]) == ("a" * 64, "b" * 64)
    assert found["share of tonne-km rail"] + found["share of tonne-km road"] == pytest.approx(1)
    assert (found["status"], found["engine"], found["solver"]) == ("feasible", "listed", "HiGHS")


def test_two_inputs_of_one_name_both_have_their_hash(path: Path) -> None:
    plan = rich_plan()
    twins = tuple(replace(file, name="book.xlsx") for file in plan.files)
    _, values = written(replace(plan, files=twins), path)
    assert (figures(values)["input book.xlsx"], figures(values)["input book.xlsx (2)"]) == ("a" * 64, "b" * 64)


def test_costs_are_summed_by_customer_where_the_input_says_whose_a_shipment_is(path: Path) -> None:
    """The others are together, and the total is that of all shipments."""
    plan = rich_plan()
    theirs = {
        name: replace(shipment, customer="Anar" if name == "R1" else "")
        for name, shipment in plan.portfolio.shipments.items()
    }
    _, values = written(replace(plan, portfolio=Portfolio(theirs)), path)
    found = {row["customer"]: (row["shipments"], row["tonnes"], row["cost"]) for row in rows(values, "Customers")}
    costs = {row["shipment"]: row["cost"] for row in rows(values, "Shipments")}
    assert found == {"Anar": (1, 66, costs["R1"]), "(no customer)": (1, 90, costs[NAME])}
    assert totals(values, "Customers")["cost"] == totals(values, "Shipments")["cost"]


def test_the_first_sheet_says_what_it_costs_what_stays_behind_and_where_it_is_tight(values: Workbook) -> None:
    """On one page of A4, with two charts."""
    page = values["Overview"]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert texts[0] == "Freight plan: scenario =Taftan shut"
    assert any(text.startswith("The plan carries 151.3 of 156.0 t for ") for text in texts)
    assert any(text.startswith("Could still be saved: at most ") for text in texts)
    for words in ("What it costs", "Where it goes", "By which mode", "In which boxes", "no connection"):
        assert words in texts
    assert {"transport cost", "duty and tax", "logistics cost", "landed cost", "border Taftan"} <= set(texts)
    assert (page.page_setup.fitToHeight, page.page_setup.paperSize, len(page._charts)) == (None, 9, 2)


def test_the_chart_of_the_cost_shows_the_lines_of_the_table_that_are_something(values: Workbook) -> None:
    """One vocabulary, and no bar of nothing; the goods and the sums are not in it."""
    page = values["Overview"]
    [series] = page._charts[0].series
    names, amounts = (
        [cell.value for (cell,) in page[ref.f.split("!")[1]]] for ref in (series.cat.strRef, series.val.numRef)
    )
    beside = {row[0].value: row[1].value for row in page.iter_rows()}
    assert set(names) <= set(COST_GROUPS)
    assert all(amounts)
    assert {name: beside[name] for name in names} == dict(zip(names, amounts, strict=True))
    assert sum(amounts) == pytest.approx(beside["logistics cost"])


def test_the_first_sheet_says_what_feasible_means(path: Path) -> None:
    """That it can be carried out, and that more time seldom helps; a plan that is proven has nothing of that."""
    for status, times in ((Status.FEASIBLE, 1), (Status.OPTIMAL, 0)):
        plan = replace(audited_plan(), status=status, bound=audited_plan().cost - 100)
        texts = [str(cell.value) for row in written(plan, path)[1]["Overview"].iter_rows() for cell in row]
        assert sum("the plan can be carried out as it stands; it is only not proven" in text for text in texts) == times


def test_the_first_sheet_of_a_plan_without_anything_says_so(path: Path) -> None:
    _, values = written(empty_plan(), path)
    texts = [str(cell.value) for row in values["Overview"].iter_rows() for cell in row if cell.value is not None]
    assert "The plan carries all of 0.0 t for 0.00 USD." in texts
    assert "What stays behind: nothing" in texts
    assert "Where it is tight: nowhere" in texts
