"""What the lines above a table say of all its rows: a currency, thousands, days of validity. None of it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tariffs.problems import Kind, Problem, Severity
from tariffs.reading.currencies import CURRENCY_CODES, CURRENCY_SIGNS, currencies_of
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import ALSO_WORDS
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.schema import Sheet
from tariffs.workbook.raw import RawRow, cell_text, column_letters

WORDS = re.compile(r"[^\s()\[\]/,;:=_-]+")
#: Amounts are written without their last digits: `in thousands`, `PKR '000`; not `5 million`.
THOUSANDS = re.compile(
    r"(?<![\d.,] )(?<![\d.,])(?:\b(?:thousands?|lacs?|lakhs?|crores?|millions?|mln|тыс|тысяч\w*|млн|миллион\w*)\b"
    r"|'000s?\b)",
    re.IGNORECASE,
)
VALIDITY = re.compile(
    r"\b(?:valid|validity|effective|expir(?:y|es)|good till|действ\w+|срок действия)\b", re.IGNORECASE
)
FIGURE = re.compile(r"[1-9]")
DAYS = frozenset(("valid_from", "valid_to"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line above a table: the address of its first cell, and its text."""

    cell: str
    text: str

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currency words in it."""
        return tuple(word for word in WORDS.findall(self.text) if _is_currency(word))

    @property
    def is_sum(self) -> bool:
        """Whether each currency word in it has a figure beside it: `THC PKR 5,000 extra` says nothing of a table."""
        words = WORDS.findall(self.text)
        return all(
            any(FIGURE.search(beside) for beside in (*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]))
            for at, word in enumerate(words)
            if _is_currency(word)
        )


def _is_currency(word: str) -> bool:
    return (word in CURRENCY_CODES and word not in ALSO_WORDS) or word.casefold() in CURRENCY_SIGNS


def lines_above(rows: Iterable[RawRow], header: Header) -> tuple[Line, ...]:
    """The lines among the rows above a header, its own upper row included."""
    upper = [header.upper] if header.upper is not None and header.depth > 1 else []
    found = []
    for row in [*rows, *upper]:
        texts = [(index, cell_text(cell)) for index, cell in enumerate(row.cells) if cell is not None]
        if texts and not header.has_all(row):
            found.append(Line(f"{column_letters(texts[0][0])}{row.number}", " ".join(text for _, text in texts)))
    return tuple(found)


def check_lines(lines: Sequence[Line], sheet: Sheet, header: Header, report: Report) -> None:
    """Take note of lines that say that amounts are in thousands, or when they are valid, and no column does."""
    money = any(match.column.money for match in header.matches.values())
    dated = DAYS & {column.name for column in sheet.columns} and not DAYS & header.names
    for line in lines:
        thousands = THOUSANDS.search(line.text) if money else None
        if thousands is not None:
            what = f'{quoted(line.text)} says that amounts are in "{thousands[0]}": they are read as they stand'
            note = report.error if line.currencies else report.warning
            note(Kind.IGNORED, line.cell, line.text, what, "write the amounts in full, and take that line out")
        if dated and VALIDITY.search(line.text) and FIGURE.search(line.text):
            what = f"{quoted(line.text)} is not used, and no column says when the rows are valid"
            cure = f"write the days in columns {' and '.join(sorted(DAYS & {c.name for c in sheet.columns}))}"
            report.warning(Kind.IGNORED, line.cell, line.text, what, cure)


def check_currencies(lines: Sequence[Line], used: str, report: Report) -> None:
    """Take note if lines name currencies and none of them is the one in which amounts are read that name none.

    Parameters
    ----------
    lines
        Those above a table with such amounts.
    used
        The base currency, in which they are read.
    report
        Where problems go; what is said already of another part of the table is not said again.
    """
    naming = [line for line in lines if line.currencies]
    if any(used in currencies_of(word) for line in naming for word in line.currencies):
        return
    for line in naming:
        words = ", ".join(dict.fromkeys(line.currencies))
        what = f"{quoted(line.text)} names {words}, and amounts without a currency are read as {used}"
        severity = Severity.WARNING if line.is_sum else Severity.ERROR
        cure = "write the currency of the amounts in a column currency"
        problem = Problem(Kind.CURRENCY, severity, report.workbook, report.sheet, line.cell, line.text, what, cure)
        if problem not in report.problems.found:
            report.problems.add(problem)
