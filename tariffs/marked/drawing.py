"""A marked workbook → the bytes of an .xlsx file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tariffs.marked.marks import Mark, MarkedBook, MarkedSheet, Place
from tariffs.problems import Problem, Severity, as_typed
from tariffs.showing import brief, printable
from tariffs.workbook.raw import Cell, Fault, Merged, Month, Shown, cell_text, plain_number, shortened

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}
#: The fill of a cell: what is wrong, what is doubtful, and what has been put in place of something.
WRONG, DOUBTFUL, IN_PLACE = "#F8B4B4", "#FFE699", "#C6E0B4"
AUTHOR = "optimizer"
LIST = "Problems"
HEADERS = ("mark", "severity", "kind", "sheet", "cell", "value", "problem", "cure", "suggestion")
WIDTHS = (11, 9, 12, 14, 9, 24, 70, 60, 20)
#: What Excel allows: signs in a cell, and in the name of a sheet.
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
RESERVED = "history"
#: What a cell without a value holds in the copy: its own error, or that it has none. A text would be taken for a value.
EXCEL_ERRORS = frozenset(("#N/A", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"))
NO_VALUE = "#N/A"
FIRST_DAY = date(1900, 3, 1)
DAY, MOMENT, CLOCK, SPAN = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm:ss", "[h]:mm:ss"
#: A cell that shows a month alone still does, so that the question what day is meant is not settled by its copy.
MONTH = "mmm yyyy"
COUNTED = re.compile(r" \(and \d+ more[^)]*\)")
WIDEST, LOOKED_AT = 40, 200


def draw(book: MarkedBook) -> bytes:
    """The workbook: a list of the problems, and the sheets with their marks."""
    buffer = io.BytesIO()
    from_1904 = any(sheet.raw.from_1904 for sheet in book.sheets)  # so that a plain number is the day that it was
    with Workbook(buffer, {**OPTIONS, "date_1904": from_1904}) as workbook:
        pen = _Pen(workbook)
        names = _sheet_names([LIST, *(sheet.raw.name for sheet in book.sheets)])
        shown = dict(zip([sheet.raw.name for sheet in book.sheets], names[1:], strict=True))
        _draw_list(pen, workbook.add_worksheet(names[0]), book.problems, shown)
        for sheet, name in zip(book.sheets, names[1:], strict=True):
            _draw_sheet(pen, workbook.add_worksheet(name), sheet)
        if len(names) > 1:
            workbook.worksheets()[0].activate()
    return buffer.getvalue()


@dataclass(slots=True)
class _Pen:
    """Writes cells as what they are."""

    workbook: Workbook
    formats: dict[tuple[str, str], Format] = field(default_factory=dict)

    def format(self, number: str = "", fill: str = "", **more: object) -> Format:
        """The format of cells with that number format and fill."""
        key = (number, fill)
        if more or key not in self.formats:
            looks = dict(more)
            if number:
                looks["num_format"] = number
            if fill:
                looks["bg_color"] = fill
            made: Format = self.workbook.add_format(looks)
            if more:
                return made
            self.formats[key] = made
        return self.formats[key]

    def write(self, sheet: Worksheet, row: int, column: int, cell: Cell, fill: str = "") -> None:
        """Put a cell at row and column, both from 0 on."""
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, self.format(fill=fill))
        elif isinstance(cell, Decimal):
            sheet.write_number(row, column, float(cell), self.format(fill=fill))
        elif isinstance(cell, Shown):
            stored, code = _stored(cell)
            sheet.write_number(row, column, stored, self.format(code, fill))
        elif isinstance(cell, date | time | timedelta):
            self._write_moment(sheet, row, column, cell, fill)
        elif cell is None:
            sheet.write_blank(row, column, None, self.format(fill=fill))
        elif isinstance(cell, Fault):
            error = cell.text if cell.text in EXCEL_ERRORS else NO_VALUE
            sheet.write_formula(row, column, f"={error}", self.format(fill=fill), error)
        else:
            sheet.write_string(row, column, cell[:LONGEST_TEXT], self.format(fill=fill))

    def _write_moment(self, sheet: Worksheet, row: int, column: int, cell: date | time | timedelta, fill: str) -> None:
        if isinstance(cell, date) and (cell.date() if isinstance(cell, datetime) else cell) < FIRST_DAY:
            sheet.write_string(row, column, cell_text(cell), self.format(fill=fill))  # Excel counts from 1900 on
            return
        midnight = not isinstance(cell, datetime) or cell.time() == time()
        day = MONTH if isinstance(cell, Month) else DAY if midnight else MOMENT
        code = CLOCK if isinstance(cell, time) else SPAN if isinstance(cell, timedelta) else day
        sheet.write_datetime(row, column, cell, self.format(code, fill))  # type: ignore[call-overload]


def _stored(cell: Shown) -> tuple[float, str]:
    """What is stored in a cell that shows it otherwise, and the format that does so."""
    if cell.percent:
        return float(cell.number / 100), "0%" if cell.number % 1 == 0 else "0.00%"
    if cell.words:
        before, _, behind = cell.text.partition(plain_number(cell.number))
        return float(cell.number), f"{_literal(before)}General{_literal(behind)}"
    return float(cell.number), "0" * len(cell.text)


def _literal(text: str) -> str:
    """A text as a part of a number format."""
    bare = text.replace('"', "'")
    return f'"{bare}"' if bare else ""


def _draw_sheet(pen: _Pen, page: Worksheet, sheet: MarkedSheet) -> None:
    """Every cell at its address, the marked ones with fill and comment; merged cells stay merged."""
    merged = _merge(pen, page, sheet.raw.merged)
    widths: dict[int, int] = {}
    blank = set(sheet.marks)
    for position, row in enumerate(sheet.raw.rows):
        for column, cell in enumerate(row.cells):
            mark = sheet.marks.get((row.number, column))
            if cell is None:
                continue
            if mark is not None:
                blank.discard((row.number, column))
                _draw_mark(pen, page, (row.number, column), cell, mark)
            else:
                pen.write(page, row.number - 1, column, cell)
                if lost := _lost(cell):
                    page.write_comment(row.number - 1, column, lost, {"author": AUTHOR})
            if position < LOOKED_AT:
                widths[column] = max(widths.get(column, 0), min(len(cell_text(cell)), WIDEST))
    for number, column in sorted(blank):
        _draw_mark(pen, page, (number, column), merged.get((number, column)), sheet.marks[number, column])
    for column, width in widths.items():
        page.set_column(column, column, width + 2)


def _merge(pen: _Pen, page: Worksheet, merged: Iterable[Merged]) -> dict[Place, Cell]:
    """Merge what is merged in the input; gives what it holds, which may come from a hidden row or column."""
    for area in merged:
        if (area.first, area.column) != (area.last, area.right):
            page.merge_range(area.first - 1, area.column, area.last - 1, area.right, "")
        pen.write(page, area.first - 1, area.column, area.cell)
    return {(area.first, area.column): area.cell for area in merged}


def _draw_mark(pen: _Pen, page: Worksheet, place: Place, cell: Cell, mark: Mark) -> None:
    """A cell with the suggestion in its place, if there is one, and a comment on what is wrong."""
    row, column = place[0] - 1, place[1]
    suggestion = mark.suggestion
    if suggestion is not None:
        pen.write(page, row, column, suggestion, IN_PLACE)
    else:
        wrong = any(problem.severity is Severity.ERROR for problem in mark.problems)
        pen.write(page, row, column, cell, WRONG if wrong else DOUBTFUL)
    text = "\n\n".join(dict.fromkeys(_comment(problem) for problem in mark.problems))
    if suggestion is not None:
        was = printable(shortened(cell_text(cell))) or "blank"
        text = f"Was: {was}\nPut in its place: {as_typed(suggestion)}\n\n{text}"
    elif lost := _lost(cell):
        text = f"{lost}\n\n{text}"
    lines = text.count("\n") + len(text) // 40 + 2
    page.write_comment(row, column, text[:LONGEST_TEXT], {"author": AUTHOR, "width": 300, "height": 18 * lines})


def _lost(cell: Cell) -> str:
    """What to say of a cell without a value that the copy cannot show; blank for any other."""
    if not isinstance(cell, Fault) or cell.text in EXCEL_ERRORS:
        return ""
    return f"Was: {printable(shortened(cell.text))}"


def _comment(problem: Problem) -> str:
    """What is wrong with a cell, and what would be right."""
    what, cure = (printable(brief(part)) for part in (COUNTED.sub("", problem.what), problem.cure))
    return f"{problem.severity.value.capitalize()}: {what}." + (f"\n{_sentence(cure)}" if cure else "")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '.')) else '.'}"


def _draw_list(pen: _Pen, page: Worksheet, problems: Iterable[tuple[Problem, str]], shown: dict[str, str]) -> None:
    """One row for each problem, with a link to its cell."""
    head = pen.format(bold=True, bottom=1)
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        page.write_string(0, column, header, head)
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for row, (problem, name) in enumerate(problems, 1):
        wrong = problem.severity is Severity.ERROR
        fill = IN_PLACE if problem.suggestion is not None else WRONG if wrong else DOUBTFUL
        mark = "in place" if problem.suggestion is not None else "to correct" if wrong else "to look at"
        pen.write(page, row, 0, mark, fill)
        where = (problem.severity.value, problem.kind.code, name or problem.sheet, problem.cell)
        texts = (*where, problem.value, problem.what, problem.cure)
        for column, text in enumerate(texts, 1):
            if text:
                pen.write(page, row, column, text)
        if problem.suggestion is not None:
            pen.write(page, row, len(HEADERS) - 1, problem.suggestion)
        if name and problem.cell:
            address = problem.cell if problem.cell[0].isalpha() else f"A{problem.cell}"
            quoted = shown[name].replace("'", "''")
            page.write_url(row, 4, f"internal:'{quoted}'!{address}", string=problem.cell)


def _sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel allows, each once, as near to those wanted as can be."""
    taken: set[str] = set()
    names = []
    for name in wanted:
        bare = NOT_IN_NAMES.sub("_", name)[:LONGEST_NAME] or "_"
        bare = f"{bare}_" if bare.casefold() == RESERVED else bare
        unique, number = bare, 1
        while unique.casefold() in taken:
            number += 1
            tail = f" ({number})"
            unique = f"{bare[: LONGEST_NAME - len(tail)]}{tail}"
        taken.add(unique.casefold())
        names.append(unique)
    return names
