"""All cells of one column: how its numbers and dates are written, its values, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tariffs.calendar import Schedule
from tariffs.problems import Kind
from tariffs.reading.cells import CellReader
from tariffs.reading.misread import Misread, Note
from tariffs.reading.mixture import mixture
from tariffs.reading.report import Report
from tariffs.reading.style import Style, column_style
from tariffs.records import Value
from tariffs.runs import in_runs
from tariffs.schema import Column, Type
from tariffs.workbook.raw import Cell, cell_text, column_letters


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its sheet's report, its index (0 is A) and the number of each row."""

    report: Report
    index: int
    rows: Sequence[int]

    def cell(self, position: int) -> str:
        """The address of the cell in the row at that position."""
        return f"{column_letters(self.index)}{self.rows[position]}"


@dataclass(slots=True)
class ColumnValues:
    """What a column says: a value per row (``None`` where blank or wrong), and where a cell names a currency."""

    values: list[Value]
    wrong: set[int] = field(default_factory=set)
    currencies: dict[int, tuple[str, ...]] = field(default_factory=dict)


def read_column(
    column: Column,
    cells: Sequence[Cell],
    place: Place,
    style: Style,
    factor: Decimal = Decimal(1),
    among: Sequence[Cell] = (),
) -> ColumnValues:
    """Read every cell of a column; what is wrong goes to the report.

    Parameters
    ----------
    column
        What the cells hold.
    cells
        One per row.
    place
        Where they stand.
    style
        What Settings say about numbers and dates; where they say nothing the column itself settles it.
    factor
        What one of the header's unit is in the column's own.
    among
        All cells of the column, where these are some of them: they show how it is written.
    """
    settled = replace(
        column_style(column, among or cells, style),
        mixture=mixture(column, among or cells, factor),
        from_1904=style.from_1904,
        typed=not place.report.workbook.casefold().endswith(".csv"),
    )
    reader = CellReader(column, settled, factor)
    return _ColumnRun(column, cells, place, reader).run()


@dataclass(slots=True)
class _ColumnRun:
    column: Column
    cells: Sequence[Cell]
    place: Place
    reader: CellReader
    noted: dict[str, tuple[Note, list[int]]] = field(default_factory=dict)

    def run(self) -> ColumnValues:
        reader = self.reader
        blank = default(self.column)
        result = ColumnValues([])
        add = result.values.append
        known: dict[Cell, Value] = {None: blank}
        said: dict[Cell, tuple[Note, ...]] = {}
        for position, cell in enumerate(self.cells):
            # TRUE equals 1 in Python: the one must not be taken for the other.
            keep = cell.__class__ is not bool
            if keep and cell in known:
                add(known[cell])
                if said and cell in said:
                    self._take_notes(position, said[cell])
                continue
            try:
                value = reader.read(cell)
            except Misread as misread:
                self._fail(position, misread)
                result.wrong.add(position)
                add(None)
                continue
            value = blank if value is None else value
            add(value)
            if reader.currencies:
                result.currencies[position] = reader.currencies
            if keep and not reader.currencies:
                known[cell] = value
                if reader.notes:
                    said[cell] = tuple(reader.notes)
            if reader.notes:
                self._take_notes(position, reader.notes)
                reader.notes.clear()
        self._report_notes()
        return result

    def _fail(self, position: int, misread: Misread) -> None:
        self.reader.notes.clear()
        what = f"{self.column.name}: {misread.what}"
        text = cell_text(self.cells[position])
        cell = self.place.cell(position)
        self.place.report.error(misread.kind, cell, text, what, misread.cure, suggestion=misread.suggestion)

    def _take_notes(self, position: int, notes: Iterable[Note]) -> None:
        for note in notes:
            self.noted.setdefault(note.topic, (note, []))[1].append(position)

    def _report_notes(self) -> None:
        for note, (first, *others) in self.noted.values():
            also = f" (and {len(others)} more cell{'s' * (len(others) > 1)} of this column)" if others else ""
            suggestion = None if note.kind is Kind.TEXT_NUMBER and self.reader.leans else note.suggestion
            what = f"{self.column.name}: {note.what}{also}"
            text = cell_text(self.cells[first])
            more = in_runs(self.place.rows[position] for position in others)
            cell = self.place.cell(first)
            self.place.report.warning(note.kind, cell, text, what, note.cure, suggestion=suggestion, more=more)


def default(column: Column) -> Value:
    """What a blank cell of the column means."""
    return Schedule() if column.type is Type.SCHEDULE else column.default
