"""Columns that a sheet does not know: what binds or costs under whatever name stops the run, plain texts do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tariffs.problems import Kind, Suggestion
from tariffs.reading.elsewhere import column_elsewhere
from tariffs.reading.figures import are_dates, held, number_rows
from tariffs.reading.header_advice import BOX, IGNORE, advice, boxes_cure, plain_advice
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import CONTAINER, RATE
from tariffs.reading.likely import alike, likely
from tariffs.reading.lines import per_unit
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.reading.words import is_blank_word, is_weekday
from tariffs.schema import Column, Sheet, Type, normalise
from tariffs.sheets.not_read import COLUMNS_NOT_READ
from tariffs.sheets.terms import Sense, harmless, senses
from tariffs.workbook.raw import Cell, RawRow, cell_text

#: A sheet whose other columns mean nothing: a setting is a name and a value.
SETTINGS = "Settings"
RATE_CURE = "if these are the amounts, name it rate, and say what they are per in a column basis"
#: Words for kinds of containers, which elsewhere say something else.
KINDS = re.compile(r"(?:open|hard)[\s-]*top|high[\s-]*cube|flat[\s-]*rack", re.IGNORECASE)
#: Sheets that say of goods what they need, where they have one of these columns.
SAYS_OF_GOODS: Mapping[str, frozenset[str]] = {"Commodities": frozenset(("dangerous", "reefer"))}
FIGURES, DATES = "figures", "dates"


@dataclass(frozen=True, slots=True)
class UnknownColumns:
    """The columns of a table that its sheet doesn't know.

    Attributes
    ----------
    sheet
        What the rows are.
    header
        The header of the table.
    rows
        The rows below it.
    report
        Where problems go.
    guessed
        Whether a column may be of a container that could not be read.
    lacking
        Whether a column is missing that the sheet must have, and no header is known to mean it: figures may be it.
    """

    sheet: Sheet
    header: Header
    rows: Sequence[RawRow]
    report: Report
    guessed: bool = False
    lacking: bool = False

    def name(self, unknown: Mapping[int, str]) -> set[str]:
        """Take note of them all, those that may bind or cost as errors; gives the columns that these may mean."""
        there = self._there()
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
            index: why
            for index in unknown
            if index not in boxes and (why := self._why_binding(index, absent)) is not None
        }
        days = [index for index in binding if is_weekday(unknown[index])]
        if days:
            self._name_days(days, absent)
        for index, why in binding.items():
            if index not in days:
                self._name_binding(index, why, absent, is_rate=index in rates)
        left = {index: text for index, text in unknown.items() if index not in binding}
        if self.guessed:
            left = {index: text for index, text in left.items() if index not in boxes and not self._held(index)}
        if left:
            self._name_others(left, boxes, absent)
        return self._meant([unknown[index] for index in binding], [*binding], absent)

    def _there(self) -> set[str]:
        """The columns that the header names; of a table with amounts by container also those that they say."""
        boxes = any(match.container for match in self.header.matches.values())
        return {*self.header.names} | ({RATE, CONTAINER} if boxes else set())

    def _why_binding(self, index: int, absent: Collection[Column]) -> str | None:
        """Why a column may not be left out, as a part of a sentence; ``None`` if it may."""
        if self.sheet.name == SETTINGS or not self._cells(index) or self._is_of_goods_known(self.header.texts[index]):
            return None
        by_header = self._why_by_header(self.header.texts[index], absent)
        what = self._held(index)
        if by_header is not None or not what or (what == FIGURES and (self.guessed or self.lacking)):
            return by_header
        return None if what != DATES and self._counts_for_nothing(index) else f" and holds {what}"

    def _is_of_goods_known(self, text: str) -> bool:
        """Whether a header says of goods what another column of the sheet says already."""
        said = not SAYS_OF_GOODS.get(self.sheet.name, frozenset()).isdisjoint(self.header.names)
        return said and senses(text) == {Sense.GOODS}

    def _why_by_header(self, text: str, absent: Collection[Column]) -> str | None:
        """Why a column may not be left out whose cells are plain texts."""
        spoken, elsewhere = senses(text), column_elsewhere(text, self.sheet, self._there())
        meant = likely(text, absent)
        if normalise(text) in COLUMNS_NOT_READ.get(self.sheet.name, {}):
            return ""
        if spoken:
            return f" and speaks of {' and '.join(sorted(spoken))}"
        if elsewhere is not None:
            return f" and says what {elsewhere[1].name} does in {elsewhere[0]}"
        return "" if meant is not None and meant.sure else None

    def _counts_for_nothing(self, index: int) -> bool:
        """Whether the figures of a column are of somebody or something, or number the rows."""
        first = index < min(self.header.matches, default=0)
        return harmless(self.header.texts[index]) or (first and number_rows(self._filled(index)))

    def _name_binding(self, index: int, why: str, absent: Collection[Column], *, is_rate: bool) -> None:
        text = self.header.texts[index]
        not_read = COLUMNS_NOT_READ.get(self.sheet.name, {}).get(normalise(text))
        if not_read:
            what = f'column "{text}" ({not_read}) is not read yet: it would be left out'
            cure: tuple[str, Suggestion] = f"{IGNORE} to plan without it", None
        else:
            what = f'column "{text}" is not known{why}: it would be left out'
            cure = (RATE_CURE, None) if is_rate else self._advice(index, absent)
        self.report.error(Kind.COLUMN, self.header.address(index), text, what, cure[0], suggestion=cure[1])

    def _advice(self, index: int, absent: Collection[Column]) -> tuple[str, Suggestion]:
        what, text = self._held(index), self.header.texts[index]
        figures = what == FIGURES and not senses(text)
        elsewhere = column_elsewhere(text, self.sheet, self._there())
        return advice(self.sheet, absent, text, dates=what == DATES, figures=figures, elsewhere=elsewhere)

    def _name_days(self, days: Sequence[int], absent: Collection[Column]) -> None:
        """Take note of columns for days of the week, which say together when something happens."""
        listed = ", ".join(quoted(self.header.texts[index]) for index in days)
        several = len(days) > 1
        into = next((column.name for column in absent if column.type in (Type.SCHEDULE, Type.WEEKDAYS)), "")
        what = f"columns {listed} are not known and speak" if several else f"column {listed} is not known and speaks"
        what = f"{what} of {Sense.DATE}: {'they' if several else 'it'} would be left out"
        cure = f"write the days into one column {into}, such as Mon,Thu, or " if into else ""
        cure += f"name {'them' if several else 'it'} in ignore_columns (Settings) if nothing depends on the day"
        self.report.error(Kind.COLUMN, self.header.address(days[0]), self.header.texts[days[0]], what, cure)

    def _name_others(self, left: Mapping[int, str], boxes: Mapping[int, str], absent: Collection[Column]) -> None:
        """Take note of columns that may be left out, all at once."""
        several = "s" if len(left) > 1 else ""
        what = f"unknown column{several} {', '.join(quoted(text) for text in left.values())}: not used"
        named = [text for index, text in boxes.items() if index in left]
        cures = [boxes_cure(named)] if named else []
        plain = plain_advice(self.sheet, absent, [text for index, text in left.items() if index not in boxes])
        first = next(iter(left))
        cure = " ".join(filter(None, [*cures, plain]))
        self.report.warning(Kind.COLUMN, self.header.address(first), self.header.texts[first], what, cure)

    def _meant(self, texts: Sequence[str], indices: Sequence[int], absent: Collection[Column]) -> set[str]:
        """The columns that headers may mean, each the one that it most likely is or all of its kind."""
        found = {meant.column.name for text in texts if (meant := likely(text, absent)) is not None}
        for index, text in zip(indices, texts, strict=True):
            found |= {column.name for column in alike(text, absent, dates=are_dates(self._filled(index)))}
        return found

    def _held(self, index: int) -> str:
        return held(self._cells(index))

    def _cells(self, index: int) -> list[Cell]:
        """The cells of a column that say something."""
        return [
            cell for cell in self._filled(index) if (text := cell_text(cell)) and not is_blank_word(text, names=False)
        ]

    def _filled(self, index: int) -> list[Cell]:
        """The cells of a column that are filled; its header may come again below."""
        again = {cell for row in (self.header.row, self.header.upper) if row is not None and (cell := row.cell(index))}
        return [cell for row in self.rows if (cell := row.cell(index)) is not None and cell not in again]


def _may_be_box(text: str) -> bool:
    """Whether a header may name a container type, with a price: `Max TEU per week` says more than that."""
    if BOX.search(text) is None:
        return False
    return senses(KINDS.sub(" ", BOX.sub(" ", text))) <= {Sense.PRICE, Sense.GOODS}
