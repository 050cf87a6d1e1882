"""Whether the columns of a header are all there, once each and known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tariffs.latin import in_latin
from tariffs.problems import Kind, Suggestion
from tariffs.reading.figures import are_dates, are_figures
from tariffs.reading.header_advice import (
    BOX,
    IGNORE,
    advice,
    boxes_cure,
    capacity_cure,
    in_other_unit,
    missing_cure,
    plain_advice,
)
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import RATE, HeaderNames
from tariffs.reading.likely import alike, likely
from tariffs.reading.lines import per_unit
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.reading.words import is_blank_word
from tariffs.schema import LOOSE_UNITS, Column, Sheet, normalise
from tariffs.sheets.terms import Sense, senses
from tariffs.workbook.raw import Cell, Fault, RawRow, cell_text, column_letters

SETTINGS = "Settings"
RATE_CURE = "if these are the amounts, name it rate, and say what they are per in a column basis"

#: Headers that may say what amounts are per, or what a capacity counts.
UNIT_HEADERS = frozenset(
    ("unit", "units", "uom", "unit_of_measure", "per_unit", "rate_unit", "charge_unit", "ед", "ед_изм", "единицы")
)


def check_header(  # noqa: PLR0913 - all that a header is held against
    sheet: Sheet,
    header: Header,
    parts: Iterable[Header],
    names: HeaderNames,
    rows: Sequence[RawRow],
    report: Report,
    *,
    strange: Collection[int] = (),
) -> frozenset[str]:
    """Take note of columns that are twice there, missing, or unknown; gives those of which nobody knows what they say.

    Parameters
    ----------
    sheet
        What the rows below are.
    header
        The header as a whole.
    parts
        The same by carrier, of which each has a column once.
    names
        What headers may be called, and which are not to be read.
    rows
        The rows below.
    report
        Where problems go.
    strange
        Columns of which something else is said already.
    """
    odd = dict(_name_letters(sheet, header, names, report))
    units = dict(_name_units(sheet, header, names, report))
    missed = dict(_name_missing(sheet, header, {*odd.values()}, report))
    unread = {name for part in parts for name in _name_twice(part, report)}
    unread |= {*odd.values(), *missed, *(name for those in units.values() for name in those)}
    unread |= {*_name_contradicted(header, report), *_name_faults(sheet, header, report)}
    named = {*odd, *units, *missed.values(), *strange}
    unknown = {
        index: text for index, text in header.unknown.items() if index not in named and text not in names.ignored
    }
    unread |= _Unknown(sheet, header, rows, report, names.guessed).name(unknown)
    _doubt_units(header, report)
    _name_ignored(header, names, report)
    return frozenset(unread)


def _name_ignored(header: Header, names: HeaderNames, report: Report) -> None:
    """Take note of columns that the sheet knows and that are not to be read."""
    for index, text in header.unknown.items():
        meant = names.meaning(text) if text in names.ignored else None
        if meant is not None:
            what = f'column "{text}" would be {meant.name}, and is named in ignore_columns: not read'
            report.warning(Kind.IGNORED, header.address(index), text, what, "take it out there if it counts")


@dataclass(frozen=True, slots=True)
class _Unknown:
    """The columns of a table that its sheet doesn't know."""

    sheet: Sheet
    header: Header
    rows: Sequence[RawRow]
    report: Report
    guessed: bool = False
    """Whether a column may be of a container that could not be read."""

    def name(self, unknown: Mapping[int, str]) -> set[str]:
        """Take note of them all: those that bind or cost, those of numbers, and the others.

        Gives the columns that the first may mean.
        """
        there = self.header.names
        if any(match.container for match in self.header.matches.values()):
            there |= {RATE}  # amounts are by container
        absent = [column for column in self.sheet.columns if column.name not in there]
        rates = {
            index
            for index, text in unknown.items()
            if any(column.name == RATE for column in absent) and per_unit(text, self.header)
        }
        boxes = {
            index: text
            for index, text in unknown.items()
            if self.sheet.container_columns and _may_be_box(text) and index not in rates
        }
        binding = {
            index: text
            for index, text in unknown.items()
            if index not in boxes and self.sheet.name != SETTINGS and self._binds(index, absent)
        }
        for index, text in binding.items():
            dates = are_dates(self._filled(index))
            cure = (RATE_CURE, None) if index in rates else advice(self.sheet, absent, text, dates=dates)
            self._name_binding(index, text, cure)
        numbers = [
            index
            for index in unknown
            if index not in binding and index not in boxes and are_figures(self._filled(index))
        ]
        if self.guessed:
            unknown = {index: text for index, text in unknown.items() if index not in (*boxes, *numbers)}
            boxes, numbers = {}, []
        for index in numbers:
            what = f'unknown column "{unknown[index]}" holds figures, and is not used'
            if_not = f"if they bind or cost, name it as the column of {self.sheet.name} that it means; if not, {IGNORE}"
            self._warn(index, what, if_not)
        others = {index: text for index, text in unknown.items() if index not in binding and index not in numbers}
        if others:
            several = "s" if len(others) > 1 else ""
            what = f"unknown column{several} {', '.join(quoted(text) for text in others.values())}: not used"
            cures = [boxes_cure([*boxes.values()])] if boxes else []
            plain = plain_advice(self.sheet, absent, [text for index, text in others.items() if index not in boxes])
            self._warn(next(iter(others)), what, " ".join(filter(None, [*cures, plain])))
        meant = (likely(text, absent) for text in binding.values())
        kin = (alike(text, absent, dates=are_dates(self._filled(index))) for index, text in binding.items())
        return {column.name for columns in kin for column in columns} | {
            found.column.name for found in meant if found is not None
        }

    def _binds(self, index: int, absent: Collection[Column]) -> bool:
        """Whether a column may not be left out: by what it speaks of or holds, or as one that is misspelt."""
        text = self.header.texts[index]
        meant = likely(text, absent)
        binds = bool(senses(text)) or (meant is not None and meant.sure) or are_dates(self._filled(index))
        return binds and bool(self._cells(index))

    def _name_binding(self, index: int, text: str, cure: tuple[str, Suggestion]) -> None:
        spoken = f" and speaks of {' and '.join(sorted(senses(text)))}" if senses(text) else ""
        held = " and holds dates" if not spoken and are_dates(self._filled(index)) else ""
        what = f'column "{text}" is not known{spoken}{held}: it would be left out'
        self.report.error(Kind.COLUMN, self.header.address(index), text, what, cure[0], suggestion=cure[1])

    def _warn(self, index: int, what: str, cure: str) -> None:
        self.report.warning(Kind.COLUMN, self.header.address(index), self.header.texts[index], what, cure)

    def _cells(self, index: int) -> list[str]:
        """The cells of a column that say something."""
        texts = (cell_text(cell) for cell in self._filled(index))
        return [text for text in texts if text and not is_blank_word(text, names=False)]

    def _filled(self, index: int) -> list[Cell]:
        """The cells of a column that are filled; its header may come again below."""
        again = {cell for row in (self.header.row, self.header.upper) if row is not None and (cell := row.cell(index))}
        return [cell for row in self.rows if (cell := row.cell(index)) is not None and cell not in again]


def _may_be_box(text: str) -> bool:
    """Whether a header may name a container type, with a price: `Max TEU per week` says more than that."""
    return BOX.search(text) is not None and senses(BOX.sub(" ", text)) <= {Sense.PRICE}


def _doubt_units(header: Header, report: Report) -> None:
    """Take note of the units in headers that elsewhere mean something else."""
    for index, match in header.matches.items():
        word = normalise(header.texts[index]).rpartition("_")[2]
        if match.column.unit and word in LOOSE_UNITS:
            text = header.texts[index]
            what = f'the {word} in the header "{text}" is read as {LOOSE_UNITS[word]}'
            report.warning(Kind.DOUBT, header.address(index), text, what, "write t, or lb for pounds")


def _name_twice(header: Header, report: Report) -> Iterator[str]:
    """The columns that are there twice."""
    first: dict[str, int] = {}
    for index, match in header.matches.items():
        before = first.setdefault(match.name, index)
        if before != index:
            yield match.name
            both = " and ".join(f'"{header.texts[i]}" in {column_letters(i)}' for i in (before, index))
            what = f"column {match.name} is there twice: {both}"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, "keep one of them")


def _name_contradicted(header: Header, report: Report) -> Iterator[str]:
    """The columns whose unit nobody knows."""
    for index, match in header.matches.items():
        if match.contradicted:
            yield match.name
            what = f'the header "{header.texts[index]}" names two units for {match.name}'
            cure = "keep the one in which the figures are, in one of the two rows"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, cure)


def _name_faults(sheet: Sheet, header: Header, report: Report) -> Iterator[str]:
    """The columns that may stand under a header without a value: all that are not there."""
    for index, cell in enumerate(header.row.cells):
        if isinstance(cell, Fault):
            yield from {column.name for column in sheet.columns} - header.names
            what = f"the header {cell.text} {cell.what}"
            report.error(Kind.FORMULA, header.address(index), cell.text, what, cell.cure)


def _name_missing(
    sheet: Sheet, header: Header, odd: Collection[str], report: Report
) -> Iterator[tuple[str, int | None]]:
    """Take note of columns that are missing; gives each with the index of the header that means it, if that is known.

    ``odd`` is how some are named but for letters of another alphabet.
    """
    there = {match.name for match in header.matches.values()}
    there |= {name for match in header.matches.values() for name, _ in match.implies}
    for column in sheet.columns:
        if not column.required or column.name in there or column.name in odd:
            continue
        what = f"column {column.name} ({column.description}) is missing"
        cure, text, suggestion = missing_cure(column, header.texts, list(header.unknown.values()))
        index = next((index for index, other in header.unknown.items() if other == text), None)
        place = str(header.row.number) if index is None else header.address(index)
        report.error(Kind.COLUMN, place, text, what, cure, suggestion=suggestion)
        yield column.name, index


def _name_units(
    sheet: Sheet, header: Header, names: HeaderNames, report: Report
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The columns that say a unit in words of their own, and capacities in unknown ones: they change what rows mean."""
    lacking = {column.name for column in sheet.columns} - header.names
    meant = {"basis": "what the amounts are per"} if "basis" in lacking else {}
    if "capacity" in header.names and "capacity_unit" in lacking:
        meant["capacity_unit"] = "what the capacity counts"
    for index, text in header.unknown.items():
        if text in names.ignored:
            continue
        if meant and normalise(text) in UNIT_HEADERS:
            of: tuple[str, ...] = tuple(meant)
            what = f'column "{text}" may say {" or ".join(meant.values())}, and is not known'
            cure = f"name it {' or '.join(meant)}"
        elif "capacity" in lacking and _is_capacity(sheet.column("capacity"), text):
            of = ("capacity",)
            what = f'column "{text}" is not known, and without a column capacity it would be unlimited'
            cure = capacity_cure(sheet, text)
        else:
            column, cure = _in_other_unit(sheet, lacking, text)
            if column is None:
                continue
            of = (column.name,)
            what = f'column "{text}" is not known: {column.name} is in {column.unit}, and would be left out'
        report.error(Kind.COLUMN, header.address(index), text, what, cure)
        yield index, of


def _in_other_unit(sheet: Sheet, lacking: Collection[str], text: str) -> tuple[Column | None, str]:
    """The column that a header names in a unit that it does not take, and what to do."""
    for column in sheet.columns:
        if column.name in lacking and not column.required:
            cure = in_other_unit(column, text)
            if cure:
                return column, cure
    return None, ""


def _is_capacity(column: Column, text: str) -> bool:
    """Whether a header names a capacity, with other words in front of it or behind."""
    return not {*column.spellings()}.isdisjoint(normalise(text).split("_"))


def _name_letters(sheet: Sheet, header: Header, names: HeaderNames, report: Report) -> Iterator[tuple[int, str]]:
    """The headers in letters of another alphabet that look like those of a column's name, and that name."""
    for index, text in header.unknown.items():
        latin = in_latin(text)
        match = names.find(latin) if latin != text and text not in names.ignored else None
        if match is not None:
            what = f'the header "{text}" has letters of another alphabet that look like those of {latin}'
            report.error(Kind.COLUMN, header.address(index), text, what, "type it in Latin letters", suggestion=latin)
            yield index, match.name
