"""Whether the columns of a header are all there, once each and known."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from tariffs.folding import fold_code
from tariffs.latin import in_latin
from tariffs.problems import Kind, closest
from tariffs.reading.header_rows import Header
from tariffs.reading.lines import THOUSANDS, per_unit
from tariffs.reading.report import Report
from tariffs.schema import LOOSE_UNITS, UNITS, Column, Sheet, normalise, unit_words
from tariffs.workbook.raw import Fault, column_letters

#: What stands in front of a ton that is no metric one.
OTHER_TONS = frozenset(("short", "long", "us", "uk", "american", "imperial"))
RATE, CARGO = "rate", "Cargo"
#: Words for what is known of a commodity and not of a shipment, and words for the value of goods.
OF_COMMODITIES = frozenset(
    ("dangerous", "dg", "imo", "imdg", "adr", "un", "hazardous", "hazard", "hazmat", "reefer", "temperature", "temp")
) | {"опасный", "опасность", "температура"}
VALUES = frozenset(("value", "price", "стоимость", "цена", "qeemat"))
#: Words for the time in which so much can pass.
PERIODS = frozenset(
    ("day", "daily", "week", "weekly", "month", "monthly", "year", "annual", "день", "сутки", "неделю", "месяц", "год")
)
#: Headers of columns for containers are of so many feet, or name one of the two units.
BOX = re.compile(r"(?<![\d.,])(?:20|40|45)(?!\d)|(?<!\w)[tf]eu(?!\w)", re.IGNORECASE)
#: Headers that may say what amounts are per, or what a capacity counts.
UNIT_HEADERS = frozenset(
    ("unit", "units", "uom", "unit_of_measure", "per_unit", "rate_unit", "charge_unit", "ед", "ед_изм", "единицы")
)
#: The last words of a header in brackets, or after a comma.
BRACKETED = re.compile(r"[(\[,]([^()\[\],]+)[)\]]?\s*$")
#: Words for units that no column takes, and those that some column takes.
OTHER_UNITS = frozenset(("h", "hr", "hrs", "hour", "hours", "min", "g", "cwt", "ft", "gal", "l", "litres", "liters"))
UNIT_WORDS = OTHER_UNITS.union(*UNITS.values())


def check_header(
    sheet: Sheet, header: Header, parts: Iterable[Header], containers: Iterable[str], report: Report
) -> bool:
    """Take note of columns that are twice there, missing, or unknown; whether the rows can be read.

    Parameters
    ----------
    sheet
        What the rows below are.
    header
        The header as a whole.
    parts
        The same by carrier, of which each has a column once.
    containers
        What columns for containers are called.
    report
        Where problems go.
    """
    named = {*_name_units(sheet, header, report), *_name_letters(sheet, header, containers, report)}
    checks = (
        *[_check_once(part, report) for part in parts],
        _check_faults(header, report),
        _check_contradicted(header, report),
        _check_required(sheet, header, report),
        not named,
    )
    _name_unknown(sheet, header, named, report)
    _doubt_units(header, report)
    return all(checks)


def _doubt_units(header: Header, report: Report) -> None:
    """Take note of the units in headers that elsewhere mean something else."""
    for index, match in header.matches.items():
        word = normalise(header.texts[index]).rpartition("_")[2]
        if match.column.unit and word in LOOSE_UNITS:
            text = header.texts[index]
            what = f'the {word} in the header "{text}" is read as {LOOSE_UNITS[word]}'
            report.warning(Kind.DOUBT, header.address(index), text, what, "write t, or lb for pounds")


def _name_unknown(sheet: Sheet, header: Header, named: Collection[int], report: Report) -> None:
    """Take note of all unknown columns but those that are named already."""
    unknown = {index: text for index, text in header.unknown.items() if index not in named}
    if not unknown:
        return
    there = {match.name for match in header.matches.values()}
    absent = {column.name: column for column in sheet.columns if column.name not in there}
    listed = ", ".join(f'"{text}"' for text in unknown.values())
    what = f"unknown column{'s' if len(unknown) > 1 else ''} {listed}: not used"
    boxes = [
        text for text in unknown.values() if sheet.container_columns and BOX.search(text) and not per_unit(text, header)
    ]
    near = [_defined(boxes)] if boxes else []
    for text in unknown.values():
        if RATE in absent and per_unit(text, header):
            near.append(
                f'"{text}": if these are the amounts, name it rate, and say what they are per in a column basis'
            )
            continue
        if text in boxes:
            continue
        elsewhere = _elsewhere(sheet, text, absent)
        if elsewhere:
            near.append(elsewhere)
            continue
        close = difflib.get_close_matches(normalise(text), absent, n=1, cutoff=0.8)
        near += [_asked(absent[close[0]], text)] if close else []
    first = next(iter(unknown))
    report.warning(Kind.COLUMN, header.address(first), unknown[first], what, " ".join(near))


def _check_once(header: Header, report: Report) -> bool:
    first: dict[str, int] = {}
    good = True
    for index, match in header.matches.items():
        before = first.setdefault(match.name, index)
        if before != index:
            good = False
            both = " and ".join(f'"{header.texts[i]}" in {column_letters(i)}' for i in (before, index))
            what = f"column {match.name} is there twice: {both}"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, "keep one of them")
    return good


def _check_contradicted(header: Header, report: Report) -> bool:
    good = True
    for index, match in header.matches.items():
        if match.contradicted:
            good = False
            what = f'the header "{header.texts[index]}" names two units for {match.name}'
            cure = "keep the one in which the figures are, in one of the two rows"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, cure)
    return good


def _check_faults(header: Header, report: Report) -> bool:
    good = True
    for index, cell in enumerate(header.row.cells):
        if isinstance(cell, Fault):
            good = False
            what = f"the header {cell.text} {cell.what}"
            report.error(Kind.FORMULA, header.address(index), cell.text, what, cell.cure)
    return good


def _check_required(sheet: Sheet, header: Header, report: Report) -> bool:
    there = {match.name for match in header.matches.values()}
    missing = [column for column in sheet.columns if column.required and column.name not in there]
    for column in missing:
        what = f"column {column.name} ({column.description}) is missing"
        cure = _missing_cure(column, list(header.unknown.values()))
        report.error(Kind.COLUMN, str(header.row.number), "", what, cure)
    return not missing


def _missing_cure(column: Column, unknown: Sequence[str]) -> str:
    by_name = {normalise(text): text for text in unknown}
    stem = _stem(column)
    near = stem if column.unit and stem in by_name else closest(column.name, by_name)
    if near:
        return f'does "{by_name[near]}" mean it? Then {_renaming(column, by_name[near])}'
    others = f"; not known: {', '.join(unknown)}" if unknown else ""
    return f"add a column {column.name}{others}"


def _elsewhere(sheet: Sheet, text: str, absent: Collection[str]) -> str:
    """How cargo says what a header would say that is no name of a column; blank for others."""
    words = set(normalise(text).split("_"))
    if sheet.name != CARGO:
        return ""
    if words & OF_COMMODITIES:
        return f'"{text}": say in Commodities which goods are dangerous, and which need a reefer'
    if words & VALUES and "value" in absent:
        return (
            f'"{text}": if it is the value of the goods, write that of the whole shipment, in full, in a column value'
        )
    return ""


def _defined(boxes: Sequence[str]) -> str:
    """What to do with headers that rather name container types."""
    named = ", ".join(f'"{text}"' for text in boxes)
    if len(boxes) == 1:
        return f"{named}: if it is a container type, add it to Containers, or to the aliases of one there"
    return f"{named}: if they are container types, add them to Containers, or to the aliases of those there"


def _asked(column: Column, text: str) -> str:
    """Whether a header means a column, as a question."""
    other = column.unit and (_unit_in(text) not in UNITS[column.unit] or THOUSANDS.search(text))
    return f'"{text}": did you mean {column.name}?' + (f" Then {_renaming(column, text)}" if other else "")


def _renaming(column: Column, text: str) -> str:
    """What to do with a header that means a column; never a name with another unit than the header's own."""
    if not column.unit:
        return f"rename it to {column.name}"
    said = _unit_in(text)
    if said in UNITS[column.unit] and not THOUSANDS.search(text):
        own = f"{_stem(column)}_{said}"
        return f"rename it to {own if own in column.spellings() else column.name}"
    if said:
        return f"write it in {column.unit} and name it {column.name}"
    return f"say the unit: {' or '.join(f'{_stem(column)}_{unit}' for unit in unit_words(column.unit))}"


def _stem(column: Column) -> str:
    return column.name.removesuffix(f"_{column.unit}")


def _unit_in(text: str) -> str:
    """The word of a header that stands where units do; blank without one."""
    *_, before, last = ("", *normalise(text).split("_"))
    if last in UNIT_WORDS:
        return f"{before}_{last}" if before in OTHER_TONS else last
    bracketed = BRACKETED.search(text)
    return normalise(bracketed[1]) if bracketed else ""


def _name_units(sheet: Sheet, header: Header, report: Report) -> Iterator[int]:
    """The columns that say a unit in words of their own, and capacities in unknown ones: they change what rows mean."""
    lacking = {column.name for column in sheet.columns} - header.names
    meant = {"basis": "what the amounts are per"} if "basis" in lacking else {}
    if "capacity" in header.names and "capacity_unit" in lacking:
        meant["capacity_unit"] = "what the capacity counts"
    for index, text in header.unknown.items():
        if meant and normalise(text) in UNIT_HEADERS:
            what = f'column "{text}" may say {" or ".join(meant.values())}, and is not known'
            cure = f"name it {' or '.join(meant)}"
        elif "capacity" in lacking and _is_capacity(sheet.column("capacity"), text):
            what = f'column "{text}" is not known, and without a column capacity it would be unlimited'
            cure = _capacity_cure(sheet, text)
        else:
            continue
        report.error(Kind.COLUMN, header.address(index), text, what, cure)
        yield index


def _is_capacity(column: Column, text: str) -> bool:
    """Whether a header names a capacity, with other words in front of it or behind."""
    return not {*column.spellings()}.isdisjoint(normalise(text).split("_"))


def _capacity_cure(sheet: Sheet, text: str) -> str:
    """How to name a capacity; one of a week is none of a departure."""
    counted = "say what it counts in a column capacity_unit"
    if PERIODS.isdisjoint(normalise(text).split("_")):
        return f"name it capacity, and {counted}"
    if any(column.name == "capacity_per" for column in sheet.columns):
        return f"name it capacity, say its period in a column capacity_per, and {counted}"
    return f"write what is left for each departure in a column capacity, and {counted}"


def _name_letters(sheet: Sheet, header: Header, containers: Iterable[str], report: Report) -> Iterator[int]:
    """The headers in letters of another alphabet that look like those of a column's name."""
    known = {*containers, *(normalise(spelling) for column in sheet.columns for spelling in column.spellings())}
    for index, text in header.unknown.items():
        latin = in_latin(text)
        if latin != text and (normalise(latin) in known or fold_code(latin) in known):
            what = f'the header "{text}" has letters of another alphabet that look like those of {latin}'
            report.error(Kind.COLUMN, header.address(index), text, what, "type it in Latin letters", suggestion=latin)
            yield index
