"""What the lines above a table say of all its rows: a currency, thousands, days of validity. None of it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tariffs.currencies import ALSO_UNITS, CURRENCY_CODES, CURRENCY_SIGNS, currencies_of
from tariffs.problems import Kind, Problem, Severity
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import ALSO_WORDS, BASIS, RATE_WORDS
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.schema import Sheet, normalise
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
#: Amounts are of each tonne, or of each kilometre: `rates per tonne`, `USD/t`; not `USD 5 per tonne`, which is a sum.
PER = re.compile(
    r"(?:\b(?:per|за)\b|[A-Z]{3}\s?/|[$€£₽]\s?/)\s*(?:1\s*)?"
    r"(?P<unit>m?t|t[- ./]?km|(?:metric\s)?ton(?:ne)?s?(?:[- ./]km)?|kgs?|km|cbm|m3|w/?m|revenue\ston(?:ne)?|"
    r"teu(?:[- ./]km)?|тонн\w*|т|кг|км|дфэ)(?!\w)",
    re.IGNORECASE,
)
#: What the amounts of container columns are per in any case.
PER_BOX = frozenset(("teu", "дфэ"))
#: A sum of money at the end of a text: `USD 5`, `15 USD`; a year is none.
SUM = re.compile(r"(?<!\d)(?!(?:19|20)\d\d\b)\d[\d.,]*\s*(?:[A-Z]{3}|[$€£₽])?\s*$")
LONGEST_SUM = 40
#: Words for the amounts of a whole table.
AMOUNTS = re.compile(
    r"\b(?:rates?|tariffs?|freight|prices?|amounts?|figures|all|ставк\w*|тариф\w*|цен\w*|стоимость)\b", re.IGNORECASE
)
#: Words at the beginning of a note for all amounts of a table: `* All rates are in USD per tonne`.
OF_ALL = re.compile(
    r"^[\W\d_]*(?:(?:(?:foot)?notes?|n\.?b\.?|the|all|above|these|quoted|sea|ocean|rail|все|указанные)\W+)*"
    r"(?:rates?|tariffs?|freight|prices?|amounts?|figures|ставк\w*|тариф\w*|цен\w*)\b",
    re.IGNORECASE,
)
#: Sums of money, which are rather of something else.
SUMS = re.compile(r"\d\s?(?:[A-Z]{3}\b|[$€£₽])|(?:\b[A-Z]{3}|[$€£₽])\s?\d")
#: Words for what is weighed, and for what is paid.
WEIGHED = re.compile(r"\b(?:weights?|wt|gross|tare|payload|mass|вес\w*|масс\w*|брутто)\b", re.IGNORECASE)
PAID = re.compile(
    r"\b(?:rates?|tariffs?|freight|prices?|amounts?|charges?|fees?|ставк\w*|тариф\w*|цен\w*|стоимость)\b", re.IGNORECASE
)
FIGURE = re.compile(r"[1-9]")
LETTERS = re.compile(r"^[A-Z]+")
DAYS = frozenset(("valid_from", "valid_to"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line above a table: the address of its first cell, and its text."""

    cell: str
    text: str

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currency words in it, but for those that are units of what it speaks of: `All weights in KGS`."""
        weighed = WEIGHED.search(self.text) and not PAID.search(self.text)
        units = ALSO_UNITS if weighed else frozenset[str]()
        return tuple(word for word in WORDS.findall(self.text) if _is_currency(word) and word not in units)

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


def lines_of(rows: Iterable[RawRow]) -> tuple[Line, ...]:
    """Each row that is not blank as a line."""
    found = []
    for row in rows:
        texts = [(index, cell_text(cell)) for index, cell in enumerate(row.cells) if cell is not None]
        if texts:
            found.append(Line(f"{column_letters(texts[0][0])}{row.number}", " ".join(text for _, text in texts)))
    return tuple(found)


def lines_above(rows: Iterable[RawRow], header: Header) -> tuple[Line, ...]:
    """The lines among the rows above a header, and each cell of the upper one of its own two rows."""
    found = lines_of(row for row in rows if not header.is_data(row))
    if header.upper is None or header.depth == 1:
        return found
    upper = ((f"{column_letters(index)}{header.upper.number}", cell) for index, cell in enumerate(header.upper.cells))
    return (*found, *(Line(place, cell_text(cell)) for place, cell in upper if cell is not None))


def lines_below(notes: Iterable[RawRow]) -> tuple[Line, ...]:
    """The notes that say something of all amounts of a table; most are of what is charged besides."""
    return tuple(line for line in lines_of(notes) if OF_ALL.search(line.text) and not SUMS.search(line.text))


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
        if money:
            _check_basis(line, sheet, header, report)
        if dated and VALIDITY.search(line.text) and FIGURE.search(line.text):
            what = f"{quoted(line.text)} is not used, and no column says when the rows are valid"
            cure = f"write the days in columns {' and '.join(sorted(DAYS & {c.name for c in sheet.columns}))}"
            report.warning(Kind.IGNORED, line.cell, line.text, what, cure)


def per_unit(text: str, header: Header) -> str:
    """The words by which a text says what amounts are per (`per tonne`, `USD/t`), where that changes what they mean.

    A figure in front of them makes a sum of it, which is said of something else; and who says it in a column has said
    it already, as has who writes an amount for each container.
    """
    found = PER.search(text)
    if found is None or BASIS in header.names or SUM.search(text[max(found.start() - LONGEST_SUM, 0) : found.start()]):
        return ""
    boxes = any(match.container for match in header.matches.values())
    unit = normalise(found["unit"]).removeprefix("metric_")
    same = (boxes and unit in PER_BOX) or unit in _said_of_rate(header)[1]
    return "" if same else found[0]


def _said_of_rate(header: Header) -> tuple[str, Sequence[str]]:
    """The basis that the header of a rate says (`Rate per MT`), and the words for that unit; nothing without one."""
    for match in header.matches.values():
        basis = dict(match.implies).get(BASIS, "")
        if basis:
            return basis, RATE_WORDS[basis, int(match.factor)].split()
    return "", ()


def _check_basis(line: Line, sheet: Sheet, header: Header, report: Report) -> None:
    """Take note of a line that says what amounts are per, where no column does."""
    per = per_unit(line.text, header)
    basis = next((column for column in sheet.columns if column.name == BASIS), None)
    if basis is None or not per:
        return
    said, _ = _said_of_rate(header)
    read = f"the rate's header that they are per {said}" if said else "no column does: they are read as per container"
    what = f'{quoted(line.text)} says that amounts are "{per}", and {read}'
    beside = header.upper is not None and LETTERS.sub("", line.cell) == str(header.upper.number)
    note = report.error if beside or line.currencies or AMOUNTS.search(line.text) else report.warning
    cure = f"say it of each row in a column {BASIS} ({', '.join(basis.choices)})"
    note(Kind.IGNORED, line.cell, line.text, what, cure)


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
