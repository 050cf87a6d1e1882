"""Records made from plain rows, as the reader would make them from a clean workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tariffs.book import Crossing
from tariffs.calendar import WEEKDAYS, Schedule
from tariffs.records import InputFile, Record, Tables, Value
from tariffs.schema import Column, Type
from tariffs.sheets import SETTING_COLUMNS, SHEETS

Cell: TypeAlias = str | int | float | bool | date | Decimal | None
Rows: TypeAlias = Sequence[Mapping[str, Cell]]

WORKBOOK = "book.xlsx"


def letters(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    head, tail = divmod(index, 26)
    return (letters(head - 1) if head else "") + chr(ord("A") + tail)


def tables(sheets: Mapping[str, Rows], workbook: str = WORKBOOK) -> Tables:
    """Headers stand in row 1, in the order in which columns first appear; row 2 is the first."""
    read = {name: records(name, rows, workbook) for name, rows in sheets.items()}
    return Tables(read, (InputFile(workbook, ""),))


def records(sheet: str, rows: Rows, workbook: str = WORKBOOK) -> tuple[Record, ...]:
    """The records of one sheet; a column that the schema does not have is a container's."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    columns = {column.name: column for column in SHEETS[sheet].columns}
    found = []
    for number, row in enumerate(rows, start=2):
        values = {name: typed(_column_of(sheet, column, row), row.get(name)) for name, column in columns.items()}
        amounts = {
            header: Decimal(str(row[header]))
            for header in headers
            if header not in columns and row.get(header) is not None
        }
        cells = {header: f"{letters(at)}{number}" for at, header in enumerate(headers)}
        texts = {h: "" if row.get(h) is None else str(row[h]) for h in headers}
        found.append(Record(workbook, sheet, number, values, cells, amounts, texts))
    return tuple(found)


def _column_of(sheet: str, column: Column, row: Mapping[str, Cell]) -> Column:
    """The column, or for the value of a setting the column that it is read as."""
    if sheet == "Settings" and column.name == "value":
        return next(c for c in SETTING_COLUMNS if c.name == row["setting"])
    return column


def typed(column: Column, cell: Cell) -> Value:
    """The value of a cell that is written well."""
    if cell is None:
        cell = column.default
    if cell is None or column.type is Type.ANY:
        return cell if not isinstance(cell, int | float) else Decimal(str(cell))
    text = str(cell)
    match column.type:
        case Type.NUMBER | Type.PERCENT:
            return Decimal(text.rstrip("%"))
        case Type.INTEGER:
            return int(text)
        case Type.FLAG:
            return text.lower() in ("true", "yes")
        case Type.DATE:
            return date.fromisoformat(text[:10])
    return _listed(column.type, text)


def _listed(kind: Type, text: str) -> Value:
    parts = tuple(part.strip() for part in text.replace(",", ";").split(";"))
    match kind:
        case Type.LIST:
            return parts
        case Type.WEEKDAYS:
            return frozenset(WEEKDAYS.index(day.strip().lower()) for day in text.split(","))
        case Type.DATES:
            return tuple(date.fromisoformat(part) if part else None for part in parts)
        case Type.CROSSINGS:
            return tuple(_crossing(part) for part in parts)
        case Type.SCHEDULE:
            return _schedule(text)
    return text


def _crossing(text: str) -> Crossing:
    border, _, offset = text.partition("@")
    return Crossing(border, Decimal(offset) if offset else None)


def _schedule(text: str) -> Schedule:
    text, _, skipped = text.partition(" except ")
    if skipped:
        return replace(
            _schedule(text), skipped=frozenset(date.fromisoformat(day.strip()) for day in skipped.split(";"))
        )
    if text == "daily":
        return Schedule()
    if text.startswith("every"):
        return Schedule(every=int(text.split()[1]))
    if text[0].isdigit():
        return Schedule(dates=frozenset(date.fromisoformat(day.strip()) for day in text.split(";")))
    return Schedule(frozenset(WEEKDAYS.index(day.strip().lower()) for day in text.split(",")))
