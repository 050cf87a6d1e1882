"""A table → typed records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tariffs.problems import Kind
from tariffs.reading.cells import Style
from tariffs.reading.columns import ColumnValues, Place, default, read_column
from tariffs.reading.currency_check import Stated, check_currency
from tariffs.reading.headers import Match
from tariffs.reading.tables import Table
from tariffs.reading.views import Addresses, Texts
from tariffs.records import Record, Value
from tariffs.schema import Column, normalise
from tariffs.workbook.raw import Cell, cell_text, column_letters


def read_records(table: Table, style: Style, base_currency: str) -> tuple[Record, ...]:
    """The typed rows of a table; what is wrong with them goes to the table's report.

    A cell that cannot be read, and a required one that is blank, is ``None`` in its record.
    """
    return _TableRun(table, style, base_currency).run()


NONE_WRONG: frozenset[str] = frozenset()


@dataclass(slots=True)
class _TableRun:
    table: Table
    style: Style
    base_currency: str
    read: dict[int, ColumnValues] = field(default_factory=dict)

    def run(self) -> tuple[Record, ...]:
        table = self.table
        cells = table.columns()
        numbers = [row.number for row in table.rows]
        for index, match in table.header.matches.items():
            place = Place(table.report, index, numbers)
            found = read_column(match.column, cells[index], place, self.style, match.factor)
            self.read[index] = found
            if match.required:
                self._check_filled(match, found, place)
        self._check_currencies()
        self._check_headless(cells)
        return self._records() if table.usable else ()

    def _check_filled(self, match: Match, found: ColumnValues, place: Place) -> None:
        for position, value in enumerate(found.values):
            if value is None and position not in found.wrong:
                what = f"{match.name} is blank ({match.column.description})"
                text = cell_text(self.table.rows[position].cell(place.index))
                self.table.report.error(Kind.BLANK, place.cell(position), text, what, "fill it in")

    def _check_headless(self, cells: list[tuple[Cell, ...]]) -> None:
        """A column with data and no header is not read, and that is said."""
        table = self.table
        for index, column in enumerate(cells):
            position = next((position for position, cell in enumerate(column) if cell is not None), None)
            if index in table.header.texts or position is None:
                continue
            cell = f"{column_letters(index)}{table.rows[position].number}"
            what = f"column {column_letters(index)} has no header: not used"
            table.report.warning(Kind.COLUMN, cell, cell_text(column[position]), what, "name it, or clear it")

    def _check_currencies(self) -> None:
        """A currency word in a number must not contradict the row."""
        for index, found in self.read.items():
            column = self.table.header.matches[index].column
            place = Place(self.table.report, index, [row.number for row in self.table.rows])
            for position, named in found.currencies.items():
                text = cell_text(self.table.rows[position].cell(index))
                stated = self._stated_currency(column.money, position)
                if stated is not None:
                    check_currency(column, text, named, stated, place, position)

    def _stated_currency(self, column: str, position: int) -> Stated | None:
        """The currency of amounts in a row; ``None`` where the row's own cell is wrong anyway."""
        index = self.table.index(column)
        if index is None:
            return Stated(self.base_currency)
        value = self.read[index].values[position]
        if isinstance(value, str):
            return Stated(value, column)
        return None if position in self.read[index].wrong else Stated(self.base_currency)

    def _records(self) -> tuple[Record, ...]:
        table = self.table
        letters, indexes = self._places()
        plain = {match.name: index for index, match in table.header.matches.items() if not match.container}
        boxes = {match.name: index for index, match in table.header.matches.items() if match.container}
        blanks: dict[str, Value] = {column.name: _default(column) for column in table.sheet.columns}
        columns = [self.read[index].values for index in plain.values()]
        amounts = [self.read[index].values for index in boxes.values()]
        wrong = self._wrong()
        records = []
        for position, row in enumerate(table.rows):
            values = blanks.copy()
            values.update(zip(plain, [column[position] for column in columns], strict=True))
            records.append(
                Record(
                    workbook=table.workbook,
                    sheet=table.sheet.name,
                    row=row.number,
                    values=values,
                    cells=Addresses(letters, row.number),
                    amounts=_amounts(boxes, [column[position] for column in amounts]) if boxes else {},
                    texts=Texts(indexes, row.cells),
                    wrong=wrong.get(position, NONE_WRONG),
                )
            )
        return tuple(records)

    def _wrong(self) -> dict[int, frozenset[str]]:
        """The columns whose cell is wrong, or blank and required, by position of the row."""
        found: dict[int, set[str]] = {}
        for index, match in self.table.header.matches.items():
            column = self.read[index]
            bad = set(column.wrong)
            if match.required:
                bad.update(position for position, value in enumerate(column.values) if value is None)
            for position in bad:
                found.setdefault(position, set()).add(match.name)
        return {position: frozenset(names) for position, names in found.items()}

    def _places(self) -> tuple[dict[str, str], dict[str, int]]:
        """Letters and indexes by column name; columns that the sheet doesn't know go by their normalised header."""
        indexes = {match.name: index for index, match in self.table.header.matches.items()}
        for index, text in self.table.header.unknown.items():
            indexes.setdefault(normalise(text), index)
        return {name: column_letters(index) for name, index in indexes.items()}, indexes


def _default(column: Column) -> Value:
    return None if column.required else default(column)


def _amounts(boxes: Mapping[str, int], values: list[Value]) -> dict[str, Decimal]:
    return {code: value for code, value in zip(boxes, values, strict=True) if isinstance(value, Decimal)}
