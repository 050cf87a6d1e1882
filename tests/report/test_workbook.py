"""The plan workbook: what stands in it, that its totals are live, and that it is written whole or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from optimizer.errors import WriteError
from optimizer.plan import Plan
from optimizer.report.workbook import write_plan
from tariffs.problems import Kind, Problem, Severity
from tariffs.rating import Component
from tests.audit.tiny import BOOK, R1, best_plan, booking, load
from tests.report.formulas import Calculator, formula_cells
from tests.report.worked import BY_ROAD, COMPONENTS, HEADERS, NAME, empty_plan, rich_plan

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def written(plan: Plan, path: Path, **more: Any) -> tuple[Workbook, Workbook]:
    """The workbook of a plan, with formulas and with stored values."""
    write_plan(plan, path, when=NOON, **more)
    return load_workbook(path), load_workbook(path, data_only=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    return written(rich_plan(), tmp_path_factory.mktemp("rich") / "plan.xlsx")


@pytest.fixture
def values(rich: tuple[Workbook, Workbook]) -> Workbook:
    return rich[1]


def rows(values: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by header, without the total."""
    header, *found = values[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found if row[0] != "Total"]


def totals(values: Workbook, sheet: str) -> dict[str, Any]:
    header, *found = values[sheet].iter_rows(values_only=True)
    return dict(zip(header, found[-1], strict=True))


def figures(values: Workbook) -> dict[str, Any]:
    return {row["figure"]: row["value"] for row in rows(values, "Summary")}


def cents(numbers: Iterator[float] | list[float]) -> Decimal:
    return sum((Decimal(str(number)) for number in numbers), Decimal(0))


def test_every_sheet_is_there_in_order_with_its_headers_in_the_first_row(values: Workbook) -> None:
    found = {sheet.title: " ".join(str(cell.value) for cell in sheet[1]) for sheet in values.worksheets}
    assert list(found.items()) == list(HEADERS.items())


def test_a_plan_without_anything_has_every_sheet_and_no_table(path: Path) -> None:
    _, values = written(empty_plan(), path)
    assert values.sheetnames == list(HEADERS)
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
    assert not second["cost_per_tonne"] and not second["landed_cost_per_tonne"]


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


def test_the_use_of_each_border_is_summed_up_busiest_first(values: Workbook) -> None:
    taftan, sarakhs = rows(values, "Border use")
    assert taftan == {
        "border": "Taftan",
        "unit": "vehicles",
        "periods": 2,
        "full": 1,
        "used": 13,
        "capacity": 20,
        "average_use": 0.65,
        "peak_use": 1,
        "highest_shadow_price": 10.8493,
    }
    assert (sarakhs["border"], sarakhs["full"]) == ("Sarakhs (road)", 0)


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


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "{=", "http://", "' "])
def test_text_of_an_input_stays_text_whatever_it_starts_with(start: str, path: Path) -> None:
    text = f'{start}HYPERLINK("x","y")'
    warning = Problem(Kind.DOUBT, Severity.WARNING, text, text, text, text, text)
    shipment = replace(R1, name=text)
    formulas, values = written(replace(best_plan(shipment=shipment), warnings=(warning,), scenario=text), path)
    for sheet, column in (("Bookings", "shipment"), ("Charges", "shipment"), ("Shipments", "shipment")):
        assert unescape(rows(values, sheet)[0][column]) == text
    assert {unescape(part) for part in rows(values, "Problems")[0].values()} == {text}
    assert unescape(figures(values)["scenario"]) == text
    assert not [cell for cell in formula_cells(formulas) if "HYPERLINK" in str(cell.value)]


def test_a_container_named_with_the_signs_of_a_search_is_counted_by_itself(path: Path) -> None:
    names = ("*", '>"1"')
    boxes = {name: replace(BOOK.containers["TEU"], name=name) for name in names}
    legs = tuple(replace(leg, tariffs=tuple(_priced(t, names) for t in leg.tariffs)) for leg in BOOK.legs)
    book = replace(BOOK, containers=boxes, legs=legs)
    loads = [load(book, names[0], 1, "22"), load(book, names[1], 2, "44")]
    plan = replace(best_plan(), book=book, bookings=(booking("B001", R1, BY_ROAD, loads, book),))
    formulas, values = written(plan, path)
    assert (figures(values)["containers *"], figures(values)['containers >"1"']) == (1, 2)
    live = [str(cell.value) for cell in formula_cells(formulas) if "Bookings[container]" in str(cell.value)]
    assert live == [
        '=SUMIF(Bookings[container],"=~*",Bookings[containers])',
        '=SUMIF(Bookings[container],"=>""1""",Bookings[containers])',
    ]


def _priced(tariff: Any, names: tuple[str, ...]) -> Any:
    return replace(tariff, amounts=replace(tariff.amounts, per_container=dict.fromkeys(names, Decimal(4000))))


def test_text_too_long_for_a_cell_is_cut_and_says_so(path: Path) -> None:
    warning = Problem(Kind.DOUBT, Severity.WARNING, "a.xlsx", "Cargo", "A1", "", "x" * 40_000)
    _, values = written(replace(best_plan(), warnings=(warning,)), path)
    text = rows(values, "Problems")[0]["problem"]
    assert text.startswith("x" * 1000) and text.endswith(" … (cut)")


def test_more_rows_than_a_sheet_holds_go_on_in_another_and_totals_span_them(path: Path) -> None:
    formulas, values = written(rich_plan(), path, rows_per_sheet=10)
    assert [name for name in values.sheetnames if name.startswith("Charges")] == ["Charges", "Charges 2", "Charges 3"]
    parts = [rows(values, name) for name in ("Charges", "Charges 2", "Charges 3")]
    assert [len(part) for part in parts] == [10, 10, len(rich_plan_charges()) - 20]
    assert cents(row["amount"] for part in parts for row in part) == rich_plan().cost
    calculator = Calculator(values)
    for cell in formula_cells(formulas):
        stored = values[cell.parent.title][cell.coordinate].value
        assert stored == pytest.approx(calculator.of(cell), rel=1e-12)
    assert figures(values)["logistics cost"] == float(rich_plan().cost)


def rich_plan_charges() -> list[Any]:
    return list(rich_plan().charges())


def test_the_same_plan_gives_the_same_bytes_but_for_the_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_plan(rich_plan(), tmp_path / name, when=NOON)
    write_plan(rich_plan(), tmp_path / "later.xlsx", when=NOON.replace(hour=13))
    one, two, later = ((tmp_path / name).read_bytes() for name in ("one.xlsx", "two.xlsx", "later.xlsx"))
    assert one == two != later


def test_every_part_of_the_file_is_sound_xml(path: Path) -> None:
    write_plan(rich_plan(), path, when=NOON)
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            ET.fromstring(parts.read(name))


def test_tables_have_unique_headers_that_are_those_of_the_sheet(rich: tuple[Workbook, Workbook]) -> None:
    formulas, _ = rich
    for sheet in formulas.worksheets:
        for table in sheet.tables.values():
            named = [column.name for column in table.tableColumns]
            assert named == [cell.value for cell in sheet[1]]
            assert len({name.casefold() for name in named}) == len(named)


def test_sheets_are_laid_out_to_be_read_and_printed(rich: tuple[Workbook, Workbook]) -> None:
    formulas, _ = rich
    for sheet in formulas.worksheets:
        assert sheet.freeze_panes == "B2"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", None)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
    assert len(formulas["Summary"]._charts) == 2
    charges = formulas["Charges"]
    assert charges["K2"].number_format.startswith("#,##0.00")
    assert formulas["Bookings"]["F2"].number_format == "yyyy-mm-dd"
    assert charges.tables["Charges"].autoFilter is not None


def test_a_plan_without_borders_has_one_chart(path: Path) -> None:
    formulas, _ = written(replace(rich_plan(), capacities=()), path)
    assert len(formulas["Summary"]._charts) == 1


def test_a_failure_while_writing_leaves_the_previous_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"the plan of yesterday")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WriteError, match=r"plan\.xlsx cannot be written: No space left on device"):
        write_plan(rich_plan(), path)
    assert path.read_bytes() == b"the plan of yesterday"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_may_not_be_replaced_is_said_to_be_open_elsewhere(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(WriteError, match="is it open in another program"):
        write_plan(rich_plan(), path)
    assert not list(path.parent.iterdir())


def test_a_missing_folder_is_a_write_error(path: Path) -> None:
    with pytest.raises(WriteError, match="cannot be written"):
        write_plan(rich_plan(), path / "nowhere" / "plan.xlsx")


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(path: Path) -> None:
    real = path.with_name("real.xlsx")
    real.write_bytes(b"old")
    path.symlink_to(real)
    write_plan(rich_plan(), path, when=NOON)
    assert path.is_symlink() and zipfile.is_zipfile(real)
