"""Columns under whatever name: what holds figures, days or marks, or narrows what rows hold for, stops the run."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tariffs.problems import Problem, Problems, Severity
from tariffs.reading.headers import HeaderNames
from tariffs.reading.tables import find_tables
from tariffs.schema import Sheet, Type
from tariffs.sheets import SHEETS
from tariffs.sheets.not_read import COLUMNS_NOT_READ
from tariffs.sheets.terms import HARMLESS, harmless
from tariffs.workbook.raw import Cell, RawRow, RawSheet

CONTAINERS = {"TEU": "TEU", "FEU": "FEU"}
#: A cell for each kind of column.
CELLS: Mapping[Type, Cell] = {Type.NUMBER: Decimal(5), Type.DATE: "2025-03-15", Type.INTEGER: Decimal(3)}
READ = [sheet for sheet in SHEETS.values() if sheet.name != "Settings"]


def problems(
    sheet: str, columns: Mapping[str, Cell], rows: int = 1, first: Mapping[str, Cell] | None = None
) -> Problems:
    """What is said of the columns of a sheet, beside those that it must have."""
    known = {column.name: CELLS.get(column.type, "x") for column in SHEETS[sheet].columns if column.required}
    table = {**(first or {}), **known, **columns}
    raw = [RawRow(1, tuple(table)), *(RawRow(number + 2, tuple(table.values())) for number in range(rows))]
    found = Problems()
    find_tables(SHEETS[sheet], RawSheet("book.xlsx", sheet, tuple(raw)), _names(sheet), found)
    return found


@cache
def _names(sheet: str) -> HeaderNames:
    return HeaderNames.of(SHEETS[sheet], CONTAINERS)


def only(sheet: str, header: str, cell: Cell) -> Problem:
    """The one problem of a column with that header and that cell."""
    (problem,) = problems(sheet, {header: cell})
    return problem


@pytest.mark.parametrize(
    ("sheet", "headers"),
    [
        (
            "Tariffs",
            "Canal; Coefficient; Factor; Multiplier; Extra; Misc; Carnet; Lashing; Genset; Pilotage; Visa; Customs",
        ),
        ("Tariffs", "Booked; Sold; Used; Remaining; Left; Index; K; Class; Clearance (m)"),
        ("Cargo", "Temperature; IMDG class; Priority; Wagons; Tolerance"),
        ("Borders", "Queue; Delay; Bond; Friday"),
        ("Surcharges", "Tier; Free"),
        ("Duties", "Anti-dumping; RD; Regulatory"),
        ("Containers", "Lease; Per diem; Rent; Door"),
        ("FX", "Nominal; Unit; Units; Per; Scale; Номинал; единиц; Spread; Ask; Multiple"),
        ("Storage", "Free; Weekend"),
        ("Locations", "Crane; Gauge"),
        ("Pool", "Leased; Return"),
    ],
)
def test_figures_that_nobody_knows_are_an_error(sheet: str, headers: str) -> None:
    """More likely than not they cost, or bind."""
    for header in headers.split("; "):
        problem = only(sheet, header, Decimal(100))
        assert problem.severity is Severity.ERROR, header
        assert "it would be left out" in problem.what
        assert "ignore_columns (Settings)" in problem.cure


WORDS = st.text("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщыэюя", min_size=1, max_size=9)


@given(
    sheet=st.sampled_from(READ),
    header=st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    cell=st.sampled_from(
        [Decimal(7), "1,234.50", "5 %", "USD 150 per BL", "10-15", "€5", "30 days", "150/box", "08:00-16:00"]
    ),
)
def test_no_figures_are_left_out_whatever_their_header(sheet: Sheet, header: str, cell: Cell) -> None:
    """Unless it is a name of a column, or in the list of what is harmless."""
    found = problems(sheet.name, {header: cell})
    if _names(sheet.name).find(header) is None and not harmless(header):
        assert any(problem.severity is Severity.ERROR and problem.value == header for problem in found)


def test_one_figure_among_texts_is_enough() -> None:
    table = {"Bridge": "incl."}
    assert not problems("Tariffs", table).errors
    rows = [RawRow(1, ("mode", "origin", "destination", "transit_days", "Bridge"))]
    rows += [
        RawRow(n, ("rail", "A", "B", Decimal(5), cell)) for n, cell in ((2, "incl."), (3, "n/a"), (4, Decimal(40)))
    ]
    found = Problems()
    find_tables(SHEETS["Tariffs"], RawSheet("book.xlsx", "Tariffs", tuple(rows)), _names("Tariffs"), found)
    assert [problem.cell for problem in found.errors] == ["E1"]


@pytest.mark.parametrize(
    "header", ["Contact phone", "Zip", "Latitude", "Coordinates", "Remarks by Ali", "Invoice no", "Consignee", "#", "№"]
)
def test_figures_of_somebody_or_something_are_harmless(header: str) -> None:
    header = header.removesuffix(" by Ali")
    found = problems("Transfers", {header: Decimal(4711)})
    assert found.errors == []


def test_what_is_harmless_is_not_a_term_as_well() -> None:
    """A header of one of these words alone is a warning at most."""
    read = {name for sheet in READ for name in ("source", "note") for name in sheet.column(name).spellings()}
    words = {word: Decimal(4711) for word in HARMLESS - read}
    assert problems("Transfers", words).errors == []


def test_a_count_of_pallets_is_no_number_of_something() -> None:
    assert only("Cargo", "Pallets no", Decimal(4)).severity is Severity.ERROR
    assert only("Cargo", "Truck no", Decimal(4)).severity is Severity.WARNING


def test_numbers_of_rows_in_front_are_harmless() -> None:
    """1, 2, 3 under whatever stands there; behind the columns that are known, or counted otherwise, they are not."""
    for first, errors in (((1, 2, 3), 0), ((1, 2, 4), 1), ((2, 3, 4), 1)):
        rows = [RawRow(1, ("S", "currency", "rate"))]
        rows += [RawRow(n, (Decimal(number), "PKR", Decimal(1))) for n, number in enumerate(first, 2)]
        found = Problems()
        find_tables(SHEETS["FX"], RawSheet("book.xlsx", "FX", tuple(rows)), _names("FX"), found)
        assert len(found.errors) == errors
    assert only("FX", "S", Decimal(1)).severity is Severity.ERROR


@pytest.mark.parametrize("cell", ["yes", "x", "✓", "no", True, "Mon-Fri", "Thursday", "2025-03-20"])
def test_marks_and_days_are_an_error_whatever_their_header(cell: Cell) -> None:
    """`On hold`, `Urgent`: what is marked is meant."""
    problem = only("Cargo", "Zxqv", cell)
    assert problem.severity is Severity.ERROR
    assert "is not known and holds " in problem.what


def test_plain_texts_are_none() -> None:
    for text in ("Amber", "see note", "PO 1234", "IMO 9123456", "3rd floor", "12-A", "x 12"):
        assert only("Cargo", "Zxqv", text).severity is Severity.WARNING, text


@pytest.mark.parametrize(
    ("headers", "cure"),
    [
        (
            "Mon; Tue; Wed; Thu; Fri; Sat; Sun",
            "write the days into one column departures, such as Mon,Thu, or name them",
        ),
        ("Monday; Thursday", "write the days into one column departures, such as Mon,Thu, or name them"),
        ("пн; вт; ср; чт", "write the days into one column departures, such as Mon,Thu, or name them"),
        ("Friday", "write the days into one column departures, such as Mon,Thu, or name it"),
    ],
)
@pytest.mark.parametrize("cell", ["x", Decimal(1), "PR1"])
def test_a_timetable_with_a_column_for_each_day_is_one_error(headers: str, cure: str, cell: Cell) -> None:
    """Left out, all legs would run daily."""
    found = problems("Tariffs", dict.fromkeys(headers.split("; "), cell))
    (error, *more) = [problem for problem in found.errors if "speak" in problem.what]
    assert cure in error.cure
    assert all(header in error.what for header in headers.split("; ") if header != "ср")
    assert more == []


#: Columns by which rows hold for some cargo and not for other.
NARROWING = (
    "service carrier mode origin destination border container commodity dangerous reefer customer status compliance "
    "country territory hs goods_origin origin_territory avoid transit_countries between currency basis capacity_unit "
    "capacity_per split valuation from_mode change vat_recoverable"
)


@pytest.mark.parametrize("sheet", READ, ids=lambda sheet: sheet.name)
def test_a_column_that_narrows_on_another_sheet_is_an_error(sheet: Sheet) -> None:
    """By each of its names: `Status` of cargo, `Customer` of a surcharge, `Commodity` of a border."""
    there = {column.name for column in sheet.columns if column.required}
    lacking = set(NARROWING.split()) - there
    columns = [column for other in SHEETS.values() for column in other.columns if column.name in lacking]
    every = {name for column in columns for name in column.spellings() if _names(sheet.name).find(name) is None}
    if {"origin", "destination"} <= there:  # their countries say nothing more
        every -= {f"{end}_{where}" for end in ("origin", "destination") for where in ("country", "territory")}
    alone = {"type", "name", "code", "id", "description", "line", "account", "node", "unit", "uom", "за_единицу"}
    names = dict.fromkeys(every - alone, "abc")
    said = {problem.value for problem in problems(sheet.name, names).errors}
    assert len(names) > 50
    assert names.keys() - said == set()


@pytest.mark.parametrize(
    ("sheet", "header", "says"),
    [
        ("Cargo", "Status", "says what status does in Tariffs"),
        ("Cargo", "Order status", "says what status does in Tariffs"),
        ("Cargo", "HS code", "says what hs does in Commodities"),
        ("Cargo", "Compulsory border", "speaks of what must be used"),
        ("Cargo", "Entry border", "says what border"),
        ("Cargo", "Blocked countries", "speaks of what must not be used"),
        ("Cargo", "Gateway", "speaks of what must be used"),
        ("Cargo", "Reefer", "speaks of what goods need"),
        ("Cargo", "UN No", "speaks of what goods need"),
        ("Surcharges", "Customer", "says what customer does in Cargo"),
        ("Surcharges", "Country", "says what country does in Locations"),
        ("Surcharges", "Condition", "speaks of what it holds for"),
        ("Borders", "Commodity", "says what commodity"),
        ("Borders", "Ramadan", "speaks of a date"),
        ("Borders", "Open", "speaks of a limit"),
        ("Tariffs", "Transit port", "speaks of"),
    ],
)
def test_a_column_of_texts_that_binds_is_an_error(sheet: str, header: str, says: str) -> None:
    problem = only(sheet, header, "abc")
    assert problem.severity is Severity.ERROR
    assert says in problem.what
    assert problem.what.endswith(": it would be left out")


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("Cargo", "Consignee country"),
        ("Cargo", "Destination country"),
        ("Cargo", "Payment status"),
        ("Tariffs", "POL country"),
        ("Cargo", "Account"),
        ("Commodities", "Description"),
    ],
)
def test_what_describes_an_end_or_a_party_is_none(sheet: str, header: str) -> None:
    """Or it is another name of the column itself."""
    assert not [problem for problem in problems(sheet, {header: "PK"}).errors if "not known" in problem.what]


def test_what_goods_need_is_said_once() -> None:
    """Where commodities say whether they are dangerous, their class is a detail."""
    assert only("Commodities", "IMO class", "3").severity is Severity.ERROR
    found = problems("Commodities", {"dangerous": "yes", "IMO class": "3", "Temperature": Decimal(-18)})
    assert found.errors == []


@pytest.mark.parametrize(
    ("sheet", "column"), [(sheet, column) for sheet, columns in COLUMNS_NOT_READ.items() for column in columns]
)
def test_a_column_that_is_not_read_yet_is_an_error_that_says_so(sheet: str, column: str) -> None:
    problem = only(sheet, column.replace("_", " ").title(), "abc")
    assert problem.severity is Severity.ERROR
    assert "is not read yet: it would be left out" in problem.what
    assert problem.cure == "name it in ignore_columns (Settings) to plan without it"
    assert _names(sheet).find(column) is None


def test_a_rate_of_many_units_says_how_to_write_it() -> None:
    assert only("FX", "Nominal", Decimal(100)).cure.startswith(
        "if it says of how many units the rate is, divide the rate by it and take the column out, or "
    )


def test_one_mistake_is_one_problem() -> None:
    """Where a column must be there and is not, figures under an unknown header may be it."""
    rows = (RawRow(1, ("currency", "Kurs")), RawRow(2, ("PKR", Decimal(1))))
    found = Problems()
    find_tables(SHEETS["FX"], RawSheet("book.xlsx", "FX", rows), _names("FX"), found)
    assert [problem.what.partition(" (")[0] for problem in found.errors] == ["column rate"]
