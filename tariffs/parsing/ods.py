"""An .ods file (OpenDocument) → coded cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tariffs.parsing.coding import BOOLEAN, DATE_1900, DURATION, FORMULA, NUMBER, PADDED, PERCENT, TEXT, CodedBook, tidy
from tariffs.parsing.coding import EXCEL_ERROR as ERROR
from tariffs.parsing.formats import labelled, says_something
from tariffs.parsing.limits import MAX_COLUMNS, MAX_ROW
from tariffs.parsing.package import Package
from tariffs.parsing.refused import UNLOCK, Refused
from tariffs.parsing.scattered import ScatteredSheet, number_code
from tariffs.parsing.xml import new_parser, parse

MANIFEST, TYPE, CONTENT = "META-INF/manifest.xml", "mimetype", "content.xml"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CLOCK = re.compile(r"-?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
SHOWN_ERROR = re.compile(r"#[A-Z]|Err:\d")
LEADING_ZEROS = re.compile(r"0\d+")
#: What a number is shown with before and behind it.
BESIDE = re.compile(r"(\D*)\d(?:[\d\s.,'’]*\d)?(?:E[+-]\d+)?(\D*)")
EPOCH = datetime(1899, 12, 30)
SECONDS_A_DAY = 86400
HIDDEN = ("collapse", "filter")
#: Where a style says how high or wide something is: `0.45cm`.
SIZES = {
    "style:table-row-properties": "style:row-height",
    "style:table-column-properties": "style:column-width",
}
FLAT = re.compile(r"[0.]+[a-z]*")


def read_ods(content: bytes, book: CodedBook) -> None:
    """Read every sheet of the file with these bytes.

    Raises
    ------
    Refused
        If it is no such file, has a password, or holds too much.
    ExpatError, ValueError
        If it is damaged.
    """
    package = Package.of(content, book.limits)
    if package.has(MANIFEST) and b"encryption-data" in package.bytes_of(MANIFEST):
        raise Refused("is protected with a password", UNLOCK)
    kind = package.bytes_of(TYPE).strip() if package.has(TYPE) else MIMETYPE
    if not package.has(CONTENT) or kind not in (MIMETYPE, MIMETYPE + b"-template"):
        raise Refused("is not an .ods workbook")
    reader = _Reader(book)
    parser = new_parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parse(parser, package.pieces(CONTENT))
    reader.finish()


@dataclass(slots=True)
class _Reader:
    """Takes the XML events of ``content.xml``. Prefixes are those that every program writes."""

    book: CodedBook
    _sheet: ScatteredSheet | None = None
    _hidden_styles: set[str] = field(default_factory=set)
    _flat_styles: set[str] = field(default_factory=set)
    _style: str = ""
    _row: int = 0
    _rows: int = 1
    _column: int = 0
    _columns: int = 0
    _cell: Mapping[str, str] | None = None
    _lines: list[str] = field(default_factory=list)
    _aside: int = 0
    _filled: list[tuple[int, int, str]] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._aside or tag in ("office:annotation", "table:shapes", "draw:frame"):
            self._aside += 1
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell = attributes
            self._lines = []
        elif self._cell is not None:
            self._within(tag, attributes)
        elif tag == "table:table-row":
            self._rows = _times(attributes, "table:number-rows-repeated")
            self._column = 0
            self._filled = []
            if self._is_hidden(attributes) and self._sheet and self._rows < MAX_ROW:
                self._sheet.sheet.hidden_rows.update(range(self._row + 1, self._row + 1 + self._rows))
        elif tag == "table:table-column":
            self._begin_column(attributes)
        elif tag == "table:table":
            self.finish()
            self._row = self._columns = 0
            hidden = attributes.get("table:style-name", "") in self._hidden_styles
            self._sheet = ScatteredSheet.of(self.book, attributes.get("table:name", ""), hidden=hidden)
        else:
            self._take_style(tag, attributes)

    def _take_style(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What styles make of sheets, rows and columns."""
        if tag == "style:style":
            self._style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif FLAT.fullmatch(attributes.get(SIZES.get(tag, ""), "")):
            self._flat_styles.add(self._style)

    def _is_hidden(self, attributes: Mapping[str, str]) -> bool:
        """Whether a row or column is hidden, or of a height or width of nothing."""
        style = attributes.get("table:style-name")
        return attributes.get("table:visibility") in HIDDEN or style in self._flat_styles

    def _begin_column(self, attributes: Mapping[str, str]) -> None:
        times = _times(attributes, "table:number-columns-repeated")
        if self._is_hidden(attributes) and self._sheet:
            self._sheet.sheet.hidden_columns.update(range(self._columns, min(self._columns + times, MAX_COLUMNS)))
        self._columns += times

    def _within(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element within a cell: a paragraph, or a sign that is written as one."""
        if tag == "text:p":
            self._lines.append("")
        elif self._lines:
            if tag == "text:s":
                self._lines[-1] += " " * min(_times(attributes, "text:c"), MAX_COLUMNS)
            elif tag == "text:tab":
                self._lines[-1] += "\t"
            elif tag == "text:line-break":
                self._lines[-1] += "\n"

    def text(self, text: str) -> None:
        """Text within an element."""
        if self._lines and self._cell is not None and not self._aside:
            self._lines[-1] += text

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell(covered=tag != "table:table-cell")
        elif tag == "table:table-row":
            self._end_row()

    def _end_cell(self, *, covered: bool) -> None:
        attributes, self._cell = self._cell or {}, None
        times = _times(attributes, "table:number-columns-repeated")
        code = "" if covered else _coded(attributes, "\n".join(self._lines))
        self._lines = []
        if code and self._sheet and not self._sheet.sheet.hidden:
            self._filled.append((self._column, times, code))
            rows, columns = (_times(attributes, f"table:number-{what}-spanned") for what in ("rows", "columns"))
            self._sheet.sheet.merge(self._row + 1, self._row + rows, self._column, self._column + columns - 1)
        self._column += times

    def _end_row(self) -> None:
        if self._filled and self._sheet:
            # Before as many are made: a row may be said to be there a million times.
            self.book.check_size(self._rows * sum(min(times, MAX_COLUMNS) for _, times, _ in self._filled))
            for row in range(self._row + 1, self._row + 1 + self._rows):
                for column, times, code in self._filled:
                    for place in range(column, min(column + times, MAX_COLUMNS + 1)):
                        self._sheet.put(row, place, code)
        self._row += self._rows

    def finish(self) -> None:
        """The last sheet that began is complete."""
        if self._sheet:
            self._sheet.finish()
            self._sheet = None


def _times(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))


def _coded(attributes: Mapping[str, str], text: str) -> str:
    """A cell with that value, shown as that text."""
    kind = attributes.get("office:value-type", "")
    formula = attributes.get("table:formula", "")
    if attributes.get("calcext:value-type") == "error" or (formula and SHOWN_ERROR.match(text)):
        return f"{ERROR}{text}"
    if kind in VALUES:
        return VALUES[kind](attributes, text)
    if formula and not kind:
        return f"{FORMULA}{formula.removeprefix('of:').removeprefix('=')}"
    shown = attributes.get("office:string-value", text)
    return TEXT + shown if shown.strip() else ""


def _number(attributes: Mapping[str, str], text: str) -> str:
    return number_code(
        _shown_as(text, attributes.get("office:currency", "")), float(attributes.get("office:value", ""))
    )


def _shown_as(text: str, currency: str) -> str:
    """How a number is coded that is shown as that text, and said to be in that currency."""
    if currency:
        return labelled(1, f"{currency} ", "")
    if text.isdecimal():
        return f"{PADDED}{len(text)}:" if LEADING_ZEROS.fullmatch(text) else NUMBER
    beside = BESIDE.fullmatch(text)
    if beside is None or not says_something(beside[1] + beside[2]):
        return NUMBER
    return labelled(1, tidy(beside[1]), tidy(beside[2]))


def _percentage(attributes: Mapping[str, str], _: str) -> str:
    return number_code(PERCENT, float(attributes.get("office:value", "")))


def _date(attributes: Mapping[str, str], _: str) -> str:
    return number_code(DATE_1900, _days(attributes.get("office:date-value", "")))


def _time(attributes: Mapping[str, str], _: str) -> str:
    return number_code(DURATION, _clock(attributes.get("office:time-value", "")))


def _flag(attributes: Mapping[str, str], _: str) -> str:
    return f"{BOOLEAN}{int(attributes.get('office:boolean-value') == 'true')}"


#: How a cell is coded, by the kind of its value.
VALUES: Mapping[str, Callable[[Mapping[str, str], str], str]] = {
    "float": _number,
    "currency": _number,
    "percentage": _percentage,
    "date": _date,
    "time": _time,
    "boolean": _flag,
}


def _days(text: str) -> float:
    moment = datetime.fromisoformat(text) - EPOCH
    return moment.days + moment.seconds / SECONDS_A_DAY if moment.seconds else moment.days


def _clock(text: str) -> float:
    found = CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no time")
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return days + (hours * 3600 + minutes * 60 + seconds) / SECONDS_A_DAY
