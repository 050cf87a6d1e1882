"""Which rows under a header are data; all others are named, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tariffs.problems import Kind
from tariffs.reading.header_rows import Header
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.runs import in_runs, run_list
from tariffs.schema import Type
from tariffs.workbook.raw import Cell, RawRow, cell_text, column_letters

TOTAL = re.compile(
    r"(?:(?:grand|sub)[\s-]*)?total(?:s\b|\b)|sum\s*:?$|(?:общий\s+)?итого?\b|подытог\b|всего\b|сумма\s*:?$"
    r"|(?:jumla|mizan|meezan|majmoo?a)\b|(?:ال)?(?:جمع|مجموع|میزان|کل)(?!\w)",
    re.IGNORECASE,
)
#: The first letters of those: nearly every row of data begins with another one.
TOTAL_INITIALS = frozenset("tTgGsSоОиИпПвВсСjJmMاجمک")  # noqa: RUF001 - words in Cyrillic and Arabic script
NOTE = re.compile(
    r"\*|•|\(?\d{1,2}[.)]\s|n\.?b\.?\b|(?:foot)?notes?\b|remarks?\b|sources?\b|disclaimer\b|terms\b|subject to\b",
    re.IGNORECASE,
)
#: A lone text of so many words below the table is a note; one of fewer may be a name.
NOTE_WORDS = 4
#: In a sheet of fewer required columns a row with one cell is a row with a blank one.
FEW = 3


@dataclass(slots=True)
class _PassedOver:
    """Rows that are no data, by what they are."""

    headers: list[RawRow] = field(default_factory=list)
    totals: list[RawRow] = field(default_factory=list)
    notes: list[RawRow] = field(default_factory=list)
    strangers: list[RawRow] = field(default_factory=list)


@dataclass(slots=True)
class RowSorter:
    """Sorts the rows under a header.

    Attributes
    ----------
    header
        The header.
    report
        Where is said which rows are no data.
    repeated
        The numbers of rows that are known to say the header again.
    titles
        The numbers of rows with a text alone above these, merged cells aside.
    followed
        Whether another table comes below, so that the last rows, up to a blank one, may be its title.
    """

    header: Header
    report: Report
    repeated: frozenset[int] = frozenset()
    titles: frozenset[int] = frozenset()
    followed: bool = field(default=False, kw_only=True)
    _required: list[int] = field(init=False)
    _names: list[int] = field(init=False)
    _said: dict[int, str] = field(init=False)
    _last: frozenset[int] = field(init=False, default=frozenset())
    _passed: _PassedOver = field(init=False, default_factory=_PassedOver)

    def __post_init__(self) -> None:
        matches = self.header.matches
        self._required = [index for index, match in matches.items() if match.required]
        self._said = {index: cell_text(self.header.row.cell(index)) for index in self._required}
        self._names = [index for index in self._required if matches[index].column.type is Type.TEXT]

    def data(self, rows: Sequence[RawRow]) -> tuple[RawRow, ...]:
        """The rows that hold data; of the others is taken note."""
        end = self._end(rows)
        self._last = _last_block(rows) if self.followed else frozenset()
        kept = tuple(row for position, row in enumerate(rows) if self._is_data(row, below=position >= end))
        self._report()
        return kept

    @property
    def notes(self) -> Sequence[RawRow]:
        """The rows with notes among those sorted, without titles of what comes below them."""
        titles = self.titles | self._last
        return [row for row in self._passed.notes if row.number not in titles]

    def _end(self, rows: Sequence[RawRow]) -> int:
        """The position after the last row that has something in each required column.

        Where one column is required, a row with nothing else may be a note, but not if there is no other row and it
        stands right under the header.
        """
        for position in range(len(rows), 0, -1):
            row = rows[position - 1]
            if self._complete(row) and not self._is_lone(row):
                return position
        first = rows[0] if rows and rows[0].number == self.header.row.number + 1 else None
        return 1 if first is not None and self._complete(first) and not self._is_sentence(first) else 0

    def _is_lone(self, row: RawRow) -> bool:
        """Whether a row has one cell only, in a table that has more columns."""
        return len(self._required) == 1 and len(self.header.matches) > 1 and _has_one_cell(row)

    def _complete(self, row: RawRow) -> bool:
        cells = row.cells
        width = len(cells)
        return all(index < width and cells[index] is not None for index in self._required)

    def _is_data(self, row: RawRow, *, below: bool) -> bool:
        first = next(index for index, cell in enumerate(row.cells) if cell is not None)
        text = row.cells[first]
        if isinstance(text, str) and self._is_total(row, first, text):
            self._passed.totals.append(row)
        elif row.number in self.repeated or self._is_header(row):
            self._passed.headers.append(row)
        elif (row.number in self.titles and _has_one_cell(row)) or (
            below and self._is_lone(row) and (row.number in self._last or self._is_sentence(row))
        ):
            self._passed.notes.append(row)
        elif self._complete(row):
            return True
        elif isinstance(text, str) and self._is_note(row, first, text, below=below):
            self._passed.notes.append(row)
        elif all(row.cell(index) is None for index in self.header.matches):
            self._passed.strangers.append(row)
        else:
            return not self._stands_alone(row)
        return False

    def _is_total(self, row: RawRow, first: int, text: str) -> bool:
        if text.lstrip()[:1] not in TOTAL_INITIALS or TOTAL.match(text.strip()) is None:
            return False
        return all(index == first or row.cell(index) is None for index in self._names)

    def _is_header(self, row: RawRow) -> bool:
        """Whether the row says again what the header says."""
        texts = self.header.texts
        for index, text in self._said.items():
            cell = row.cell(index)
            if cell is not None and cell_text(cell) != text:
                return False
        filled = [index for index, cell in enumerate(row.cells) if cell is not None]
        return len(filled) > 1 and all(
            _same(row.cells[index], texts.get(index), self.header.row.cell(index)) for index in filled
        )

    def _is_note(self, row: RawRow, first: int, text: str, *, below: bool) -> bool:
        others = [index for index, cell in enumerate(row.cells) if cell is not None and index != first]
        if any(index in self._required for index in others) or not all(
            isinstance(row.cells[index], str) for index in others
        ):
            return False
        if NOTE.match(text.strip()):
            return True
        if others:
            return False
        return first not in self._required or (below and (self.followed or len(text.split()) >= NOTE_WORDS))

    def _is_sentence(self, row: RawRow) -> bool:
        """Whether the first cell of a row holds a sentence, which is no name."""
        text = next(cell_text(cell).strip() for cell in row.cells if cell is not None)
        return NOTE.match(text) is not None or len(text.split()) >= NOTE_WORDS

    def _stands_alone(self, row: RawRow) -> bool:
        """Whether a row has one cell only and that a required one: one problem then, not one per blank cell."""
        filled = [index for index, cell in enumerate(row.cells) if cell is not None]
        if len(filled) > 1 or filled[0] not in self._required or len(self._required) < FEW:
            return False
        blank = [self.header.matches[index].name for index in self._required if index != filled[0]]
        text = cell_text(row.cells[filled[0]])
        self.report.error(
            Kind.BLANK,
            f"{column_letters(filled[0])}{row.number}",
            text,
            f"{quoted(text)} stands alone in its row: {', '.join(blank)} {'is' if len(blank) == 1 else 'are'} blank",
            "fill the row, or delete it",
        )
        return True

    def _report(self) -> None:
        passed = self._passed
        self._say(passed.headers, "repeats the header", "repeat the header")
        self._say(passed.totals, "is a total", "are totals")
        self._say(passed.notes, "is a note", "are notes")
        self._say(passed.strangers, "has nothing in a known column", "have nothing in a known column")

    def _say(self, rows: list[RawRow], one: str, many: str) -> None:
        if not rows:
            return
        first = next(index for index, cell in enumerate(rows[0].cells) if cell is not None)
        text = cell_text(rows[0].cells[first])
        listed = run_list(row.number for row in rows)
        what = f"row {listed} {one} and was not read" if len(rows) == 1 else f"rows {listed} {many} and were not read"
        cell = f"{column_letters(first)}{rows[0].number}"
        self.report.warning(Kind.IGNORED, cell, text, f"{what} ({quoted(text)})")


def _last_block(rows: Sequence[RawRow]) -> frozenset[int]:
    """The numbers of the last rows without a blank one between them."""
    return frozenset(in_runs(row.number for row in rows)[-1]) if rows else frozenset()


def _has_one_cell(row: RawRow) -> bool:
    return sum(cell is not None for cell in row.cells) == 1


def _same(cell: Cell, header: str | None, lower: Cell) -> bool:
    text = cell_text(cell).casefold()
    return text in ((header or "").casefold(), cell_text(lower).casefold())
