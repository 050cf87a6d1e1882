"""A table → typed records."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Self

from tariffs.crowds import DIGITS
from tariffs.problems import Kind, Problem, Problems, cured
from tariffs.reading.columns import ColumnValues, Place, default, read_column
from tariffs.reading.currency_check import Stated
from tariffs.reading.figures import held, number_rows
from tariffs.reading.headers import Match
from tariffs.reading.lines import check_currencies
from tariffs.reading.row_currency import RowCurrencies
from tariffs.reading.style import Style
from tariffs.reading.tables import Given, Table
from tariffs.reading.views import Addresses, Texts
from tariffs.records import Record, Value
from tariffs.schema import Column, normalise
from tariffs.workbook.raw import Cell, cell_text, column_letters


def read_records(table: Table, style: Style, base_currency: str) -> tuple[Record, ...]:
    """The typed rows of a table; what is wrong with them goes to the table's report.

    A cell that cannot be read, and a required one that is blank, is ``None`` in its record.
    """
    style = replace(style, from_1904=table.from_1904)
    if not table.again:
        return _TableRun(table, style, base_currency).run()
    report = replace(table.report, problems=_Unsaid.beside(table))
    return _TableRun(replace(table, report=report), style, base_currency).run()


@dataclass(slots=True)
class _Unsaid(Problems):
    """Passes on the problems of a table that are not said of another one with the same rows.

    Where they are too many to be listed, those of its own columns have not been.
    """

    known: Problems = field(default_factory=Problems)
    said: Set[Problem] = frozenset()
    own: Set[str] = frozenset()

    @classmethod
    def beside(cls, table: Table) -> Self:
        """For the problems of a table that is read again."""
        known = table.report.problems
        own = {column_letters(index) for index, match in table.header.matches.items() if match.container}
        return cls(known=known, said={problem for problem in known if problem.sheet == table.report.sheet}, own=own)

    def add(self, problem: Problem) -> None:
        """Pass a problem on."""
        problem = cured(problem)
        place = (problem.workbook, problem.sheet, problem.cell)
        counted = self.known.crowded(problem.kind, problem.severity, *place)
        if problem not in self.said and (not counted or problem.cell.rstrip(DIGITS) in self.own):
            self.known.add(problem)


@dataclass(slots=True)
class _TableRun:
    table: Table
    style: Style
    base_currency: str
    read: dict[int, ColumnValues] = field(default_factory=dict)
    said: dict[int, dict[str, Given]] = field(default_factory=dict)
    numbers: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = [row.number for row in self.table.rows]

    def run(self) -> tuple[Record, ...]:
        table = self.table
        cells = table.columns()
        whole = table.whole_columns() if table.whole else ()
        for index, match in table.header.matches.items():
            place = Place(table.report, index, self.numbers)
            among = whole[index] if whole else ()
            found = read_column(match.column, cells[index], place, self.style, match.factor, among)
            self.read[index] = found
            if match.required:
                self._check_filled(match, found, place)
        self._settle_currencies()
        self._check_headless(cells)
        return self._records()

    def _check_filled(self, match: Match, found: ColumnValues, place: Place) -> None:
        for position, value in enumerate(found.values):
            if value is None and position not in found.wrong:
                what = f"{match.name} is blank ({match.column.description})"
                text = cell_text(self.table.rows[position].cell(place.index))
                self.table.report.error(Kind.BLANK, place.cell(position), text, what, "fill it in")

    def _check_headless(self, cells: list[tuple[Cell, ...]]) -> None:
        """A column with data and no header is not read, and that is said; as an error where it may bind or cost."""
        table = self.table
        for index, column in enumerate(cells):
            position = next((position for position, cell in enumerate(column) if cell is not None), None)
            if index in table.header.texts or position is None:
                continue
            cell, text = f"{column_letters(index)}{table.rows[position].number}", cell_text(column[position])
            filled = [cell for cell in column if cell is not None]
            what = held(filled)
            if what and not (index < min(table.header.matches) and number_rows(filled)):
                what = f"column {column_letters(index)} has no header and holds {what}: it would be left out"
                table.report.error(Kind.COLUMN, cell, text, what, "name it, or clear it")
            else:
                what = f"column {column_letters(index)} has no header: not used"
                table.report.warning(Kind.COLUMN, cell, text, what, "name it, or clear it")

    def _settle_currencies(self) -> None:
        """Currencies named in cells and headers: they hold for a row that says none, and contradict none."""
        matches = self.table.header.matches
        above = [tuple(line for line in self.table.lines if line.currencies)]
        above += [(line,) for line in self.table.titles if line.currencies]
        for money in dict.fromkeys(match.column.money for match in matches.values()):
            amounts = {index: match for index, match in matches.items() if match.column.money == money}
            place = Place(self.table.report, 0, self.numbers)
            rows = RowCurrencies(amounts, self.read, place, self._shown)
            stated = partial(self._stated_currency, money)
            rows.settle(money, stated, self.said)
            if (
                self.base_currency
                and any(above)
                and money not in ("", "base")
                and rows.lack_a_word(money, stated, self.said)
            ):
                for naming in above:
                    check_currencies(naming, self.base_currency, self.table.report)

    def _shown(self, position: int, index: int) -> str:
        return cell_text(self.table.rows[position].cell(index))

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
        tab = "" if table.report.sheet == table.sheet.name else table.report.sheet
        unread: dict[str, Value] = {name: None for name in table.unread if name in blanks}
        everywhere = _elsewhere(table.given)
        records = []
        for position, (row, *found) in enumerate(zip(table.rows, *columns, strict=True)):
            values = blanks.copy()
            values.update(zip(plain, found, strict=True))
            cells, texts = everywhere
            if position in self.said:
                cells, texts = _elsewhere({**table.given, **self.said[position]})
            values.update(texts)
            values.update(unread)
            records.append(
                Record(
                    workbook=table.workbook,
                    sheet=table.sheet.name,
                    row=row.number,
                    values=values,
                    cells=Addresses(letters, row.number, cells),
                    amounts=_amounts(boxes, [column[position] for column in amounts]) if boxes else {},
                    texts=Texts(indexes, row.cells, texts),
                    wrong=wrong.get(position, table.unread),
                    tab=tab,
                    beside=table.beside,
                )
            )
        return tuple(records)

    def _wrong(self) -> dict[int, frozenset[str]]:
        """The columns whose cell is wrong, or blank and required, by position of the row."""
        found: dict[int, set[str]] = {}
        whole = self.table.unread
        for index, match in self.table.header.matches.items():
            column = self.read[index]
            bad = set(column.wrong)
            if match.required:
                bad.update(position for position, value in enumerate(column.values) if value is None)
            for position in bad:
                found.setdefault(position, set()).add(match.name)
        return {position: whole.union(names) for position, names in found.items()}

    def _places(self) -> tuple[dict[str, str], dict[str, int]]:
        """Letters and indexes by column name; columns that the sheet doesn't know go by their normalised header."""
        indexes = {match.name: index for index, match in self.table.header.matches.items()}
        for index, text in self.table.header.unknown.items():
            indexes.setdefault(normalise(text), index)
        return {name: column_letters(index) for name, index in indexes.items()}, indexes


def _elsewhere(given: Mapping[str, Given]) -> tuple[dict[str, str], dict[str, str]]:
    """Addresses and texts of what is said in another cell than the column's."""
    return (
        {name: said.cell for name, said in given.items() if said.cell},
        {name: said.value for name, said in given.items()},
    )


def _default(column: Column) -> Value:
    return None if column.required else default(column)


def _amounts(boxes: Mapping[str, int], values: list[Value]) -> dict[str, Decimal]:
    return {code: value for code, value in zip(boxes, values, strict=True) if isinstance(value, Decimal)}
