"""The Settings sheet: each value is read as its setting says; some say how all other sheets are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.reading.columns import Place, read_column
from tariffs.reading.currency_check import Stated, check_currency
from tariffs.reading.numbers import NumberStyle
from tariffs.reading.style import UNSETTLED, Style
from tariffs.reading.tables import Table
from tariffs.reading.typed import read_records
from tariffs.reading.written_dates import DateStyle
from tariffs.records import Record, Value
from tariffs.schema import Column, normalise
from tariffs.sheets import SETTING_COLUMNS
from tariffs.workbook.raw import Cell, Shown, cell_text

COLUMNS: dict[str, Column] = {column.name: column for column in SETTING_COLUMNS}
BASE_CURRENCY, IGNORE_COLUMNS = "base_currency", "ignore_columns"
#: The signs in front of decimals, in words: a spreadsheet makes a number of 1,234.50.
POINT_OR_COMMA = {"point": NumberStyle.POINT, "comma": NumberStyle.COMMA}
#: These say how the others are read, and are read before them.
FIRST = ("number_style", "date_style", BASE_CURRENCY)


@dataclass(frozen=True, slots=True)
class Settings:
    """The rows of Settings, and what of them the reading of other sheets needs."""

    records: tuple[Record, ...]
    style: Style
    base_currency: str
    ignored: frozenset[str] = frozenset()
    """Columns that count for nothing, their headers normalised."""


@dataclass(frozen=True, slots=True)
class _Row:
    table: Table
    position: int
    record: Record
    column: Column


def read_settings(tables: Iterable[Table]) -> Settings:
    """The settings of all workbooks."""
    rows = [row for table in tables for row in _known_rows(table)]
    found = Settings((), UNSETTLED, str(COLUMNS[BASE_CURRENCY].default))
    done: dict[str, Record] = {}
    records: dict[int, Record] = {}
    for place in sorted(range(len(rows)), key=lambda place: rows[place].column.name not in FIRST):
        row = rows[place]
        record = records[place] = _read(row, found)
        if row.column.name == IGNORE_COLUMNS:
            found = _ignoring(found, record)
            continue
        before = done.setdefault(row.column.name, record)
        if before.values["value"] != record.values["value"]:
            _conflict(row, before, record)
        elif row.column.name in FIRST and isinstance(record.values["value"], str):
            found = _with(found, row.column.name, record.values["value"])
    return replace(found, records=tuple(record for _, record in sorted(records.items())))


def _known_rows(table: Table) -> Iterable[_Row]:
    if table.index("value") is None:
        table.report.error(
            Kind.COLUMN, str(table.header.row.number), "", "column value is missing", "add a column value"
        )
        return
    for position, record in enumerate(read_records(table, UNSETTLED, "")):
        name = record.values["setting"]
        if not isinstance(name, str):
            continue
        column = COLUMNS.get(normalise(name)) or COLUMNS.get(normalise(name.replace("%", " pct ")))
        if column is None:
            cell = record.cells["setting"]
            table.report.error(
                Kind.NAME,
                cell,
                name,
                f'"{name}" is not a setting',
                near_match(normalise(name), COLUMNS),
                suggestion=only_near(normalise(name), COLUMNS),
            )
            continue
        yield _Row(table, position, record, column)


def _read(row: _Row, settings: Settings) -> Record:
    index = row.table.index("value")
    raw = row.table.rows[row.position]
    cell = None if index is None else raw.cell(index)
    place = Place(row.table.report, index or 0, (raw.number,))
    if row.column.name == "number_style":
        cell = _number_style(cell, place)
    found = read_column(row.column, (cell,), place, settings.style)
    if found.currencies:
        check_currency(row.column, cell_text(cell), found.currencies[0], Stated(settings.base_currency), place, 0)
    value: Value = found.values[0]
    return replace(row.record, values={**row.record.values, "setting": row.column.name, "value": value})


def _number_style(cell: Cell, place: Place) -> Cell:
    """The example that `point` or `comma` stands for; one that a spreadsheet has made a number of is noted."""
    if isinstance(cell, Decimal | Shown):
        what = (
            f"number_style: {cell_text(cell)} is a number, which a spreadsheet makes of 1,234.50, "
            "or of 1.234,50 where a comma stands in front of decimals"
        )
        place.report.error(Kind.AMBIGUOUS, place.cell(0), cell_text(cell), what, "write point or comma")
        return None
    return POINT_OR_COMMA.get(cell_text(cell).casefold(), cell)


def _conflict(row: _Row, before: Record, record: Record) -> None:
    same_sheet = before.workbook == record.workbook
    where = before.cells["value"] if same_sheet else f"{before.workbook}, Settings!{before.cells['value']}"
    row.table.report.error(
        Kind.CONFLICT,
        record.cells["value"],
        record.texts["value"],
        f'{row.column.name} is "{record.texts["value"]}" here and "{before.texts["value"]}" in {where}',
        "keep one of them",
    )


def _ignoring(settings: Settings, record: Record) -> Settings:
    """The settings with more columns that count for nothing: several rows, and workbooks, add up."""
    value = record.values["value"]
    named = {normalise(header) for header in value if isinstance(header, str)} if isinstance(value, tuple) else set()
    return replace(settings, ignored=settings.ignored | named)


def _with(settings: Settings, name: str, value: str) -> Settings:
    """The settings with one more of those that the reading needs."""
    if name == BASE_CURRENCY:
        return replace(settings, base_currency=value)
    style = settings.style
    if name == "number_style":
        return replace(settings, style=replace(style, number=NumberStyle(value)))
    return replace(settings, style=replace(style, date=DateStyle(value)))
