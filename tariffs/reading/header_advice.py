"""What to do with headers that a sheet does not know: how to name them, or where else to say it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence

from tariffs.near_matches import closest
from tariffs.reading.header_rows import Header
from tariffs.reading.lines import THOUSANDS, per_unit
from tariffs.schema import UNITS, Column, Sheet, normalise, unit_words

#: The last words of a header in brackets, or after a comma.
BRACKETED = re.compile(r"[(\[,]([^()\[\],]+)[)\]]?\s*$")
#: Words for units that no column takes, and those that some column takes.
OTHER_UNITS = frozenset(("h", "hr", "hrs", "hour", "hours", "min", "g", "cwt", "ft", "gal", "l", "litres", "liters"))
UNIT_WORDS = OTHER_UNITS.union(*UNITS.values())
#: What stands in front of a ton that is no metric one.
OTHER_TONS = frozenset(("short", "long", "us", "uk", "american", "imperial"))
#: Headers of columns for containers are of so many feet, or name one of the two units.
BOX = re.compile(r"(?<![\d.,])(?:20|40|45)(?!\d)|(?<!\w)[tf]eu(?!\w)", re.IGNORECASE)
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


def advice(sheet: Sheet, header: Header, unknown: Collection[str]) -> str:
    """What to do with headers that a sheet does not know, as far as it can be told; blank where it cannot.

    Parameters
    ----------
    sheet
        What the rows below are.
    header
        The header that they stand in.
    unknown
        The headers.
    """
    absent = {column.name: column for column in sheet.columns if column.name not in header.names}
    rates = [text for text in unknown if RATE in absent and per_unit(text, header)]
    boxes = [text for text in unknown if sheet.container_columns and BOX.search(text) and text not in rates]
    found = [_defined(boxes)] if boxes else []
    for text in unknown:
        if text in rates:
            found.append(
                f'"{text}": if these are the amounts, name it rate, and say what they are per in a column basis'
            )
        elif text not in boxes:
            found.append(_elsewhere(sheet, text, absent) or _near(absent, text))
    return " ".join(filter(None, found))


def _near(absent: Mapping[str, Column], text: str) -> str:
    """Whether a header means a column that is not there, as a question; blank if it is like none."""
    close = difflib.get_close_matches(normalise(text), absent, n=1, cutoff=0.8)
    return _asked(absent[close[0]], text) if close else ""


def _defined(boxes: Sequence[str]) -> str:
    """What to do with headers that rather name container types."""
    named = ", ".join(f'"{text}"' for text in boxes)
    if len(boxes) == 1:
        return f"{named}: if it is a container type, add it to Containers, or to the aliases of one there"
    return f"{named}: if they are container types, add them to Containers, or to the aliases of those there"


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


def missing_cure(column: Column, unknown: Sequence[str]) -> str:
    """What to do where a column is missing, beside headers that the sheet does not know."""
    by_name = {normalise(text): text for text in unknown}
    stem = _stem(column)
    near = stem if column.unit and stem in by_name else closest(column.name, by_name)
    if near:
        return f'does "{by_name[near]}" mean it? Then {_renaming(column, by_name[near])}'
    others = f"; not known: {', '.join(unknown)}" if unknown else ""
    return f"add a column {column.name}{others}"


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


def in_other_unit(column: Column, text: str) -> str:
    """What to do with a header that names a column in a unit that it does not take; blank for other headers.

    `Dwell (hours)` is one, and left out the border would take no time.
    """
    unit = _unit_in(text)
    if not column.unit or unit not in UNIT_WORDS or unit in UNITS[column.unit]:
        return ""
    stem = normalise(text).removesuffix(unit).removesuffix("_").removesuffix("_in").replace("_", "")
    own = UNITS[column.unit]
    for spelling in (column.name, *column.synonyms):
        head, _, last = spelling.rpartition("_")
        if stem == spelling.replace("_", "") or (last in own and stem == head.replace("_", "")):
            return _renaming(column, text)
    return ""


def capacity_cure(sheet: Sheet, text: str) -> str:
    """How to name a capacity; one of a week is none of a departure."""
    counted = "say what it counts in a column capacity_unit"
    if PERIODS.isdisjoint(normalise(text).split("_")):
        return f"name it capacity, and {counted}"
    if any(column.name == "capacity_per" for column in sheet.columns):
        return f"name it capacity, say its period in a column capacity_per, and {counted}"
    return f"write what is left for each departure in a column capacity, and {counted}"
