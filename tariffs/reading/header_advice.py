"""What to do with headers that a sheet does not know: how to name them, or where else to say it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from tariffs.problems import Suggestion
from tariffs.reading.likely import CAPACITY, Likely, choices, likely
from tariffs.reading.lines import THOUSANDS
from tariffs.schema import UNITS, Column, Sheet, normalise, unit_words
from tariffs.sheets import SHEETS
from tariffs.sheets.terms import Sense, head, senses

#: The last words of a header in brackets, or after a comma.
BRACKETED = re.compile(r"[(\[,]([^()\[\],]+)[)\]]?\s*$")
#: Words for units that no column takes, and those that some column takes.
OTHER_UNITS = frozenset(("minutes", "g", "cwt", "ft", "gal", "l", "litres", "liters"))
UNIT_WORDS = OTHER_UNITS.union(*UNITS.values())
#: What stands in front of a ton that is no metric one.
OTHER_TONS = frozenset(("short", "long", "us", "uk", "american", "imperial"))
#: Headers of columns for containers are of so many feet, or name one of the two units.
BOX = re.compile(r"(?<![\d.,])(?:20|40|45)(?!\d)|(?<!\w)[tf]eu(?!\w)", re.IGNORECASE)
CARGO, RATES_OF_EXCHANGE = "Cargo", "FX"
#: Sheets that say what holds for a thing wherever it is named.
DEFINING = frozenset(("Commodities", "Locations", "Containers"))
#: Sheets whose amounts are of legs, on top of which surcharges are.
WITH_SURCHARGES = ("Tariffs",)
#: Words for what is known of a commodity and not of a shipment, and words for the value of goods.
OF_COMMODITIES = frozenset(
    ("dangerous", "dg", "imo", "imdg", "adr", "un", "hazardous", "hazard", "hazmat", "reefer", "temperature", "temp")
) | {"опасный", "опасность", "температура"}
VALUES = frozenset(("value", "price", "стоимость", "цена", "qeemat"))
#: Words for the time in which so much can pass.
PERIODS = frozenset(
    ("day", "daily", "week", "weekly", "month", "monthly", "year", "annual", "день", "сутки", "неделю", "месяц", "год")
)
#: Names that a column may have which is there under a word that means another one: a leg starts at its source.
DOUBLES: Mapping[str, str] = {"origin": "source", "location": "name"}
#: As many columns are listed that a header may mean.
SHOWN = 6
IGNORE = "name it in ignore_columns (Settings)"


def advice(
    sheet: Sheet,
    absent: Collection[Column],
    text: str,
    *,
    dates: bool = False,
    figures: bool = False,
    elsewhere: tuple[str, Column] | None = None,
) -> tuple[str, Suggestion]:
    """What to do with a header that would be left out, and what it is to be renamed to if that is clear.

    Parameters
    ----------
    sheet
        What the rows below are.
    absent
        Its columns that are not there.
    text
        The header.
    dates
        Whether the cells are dates.
    figures
        Whether the cells are figures, of which the header says nothing.
    elsewhere
        The column of another sheet that the header names, with that sheet.
    """
    found = likely(text, absent)
    otherwise = f", or {IGNORE} if it counts for nothing"
    said = _elsewhere(sheet, text, absent) or _into_other(sheet, elsewhere)
    if said:
        return f"{said}{otherwise}", None
    if found is not None:
        return f"did you mean {found.column.name}? Then {_renaming(found.column, text)}{otherwise}", clear_name(
            found, text
        )
    kin = ", ".join(column.name for column in choices(text, absent, dates=dates)[:SHOWN])
    if kin == CAPACITY:
        return f"{capacity_cure(sheet, text)}{otherwise}", None
    into = f"rename it to what it means ({kin})" if kin else f"name it as the column of {sheet.name} that it means"
    if figures and sheet.container_columns:
        into = "if it is a container type, add it to Containers; " + into
    if (figures or Sense.PRICE in head(text)) and sheet.name in WITH_SURCHARGES:
        into = "if it is charged on top of the freight, write a row for it in Surcharges; " + into
    return f"{into}{otherwise}", None


def boxes_cure(boxes: Sequence[str]) -> str:
    """What to do with headers that rather name container types."""
    named = ", ".join(f'"{text}"' for text in boxes)
    if len(boxes) == 1:
        return f"{named}: if it is a container type, add it to Containers, or to the aliases of one there"
    return f"{named}: if they are container types, add them to Containers, or to the aliases of those there"


def plain_advice(sheet: Sheet, absent: Collection[Column], unknown: Iterable[str]) -> str:
    """What to do with headers of columns that hold no figures and speak of none; blank where nothing is likely."""
    found = []
    for text in unknown:
        elsewhere = _elsewhere(sheet, text, absent)
        meant = likely(text, absent)
        if elsewhere:
            found.append(f'"{text}": {elsewhere}')
        elif meant is not None:
            found.append(f'"{text}": did you mean {meant.column.name}?')
    return " ".join(found)


def _into_other(sheet: Sheet, elsewhere: tuple[str, Column] | None) -> str:
    """Where else to say what a column of another sheet says; blank without one."""
    if elsewhere is None:
        return ""
    other, column = elsewhere
    if other in DEFINING and column.name not in SHEETS[other].key:
        return f"say it in a column {column.name} of {other}"
    return f"a row of {sheet.name} holds whatever its {column.name}: take out those that do not"


def _elsewhere(sheet: Sheet, text: str, absent: Collection[Column]) -> str:
    """How cargo says what a header would say that is no name of a column; blank for others."""
    words = set(normalise(text).split("_"))
    if sheet.name == RATES_OF_EXCHANGE:
        return "if it says of how many units the rate is, divide the rate by it and take the column out"
    if sheet.name != CARGO:
        return ""
    if words & OF_COMMODITIES:
        return "say in Commodities which goods are dangerous, and which need a reefer"
    if words & VALUES and any(column.name == "value" for column in absent):
        return "if it is the value of the goods, write that of the whole shipment, in full, in a column value"
    if Sense.EXCLUDED in senses(text):
        return "if it names locations, borders, carriers or countries to keep out of, list them in a column avoid"
    return ""


def missing_cure(column: Column, header: Mapping[int, str], unknown: Sequence[str]) -> tuple[str, str, Suggestion]:
    """What to do where a column is missing, with the header that means it and its new name, each if it is clear.

    Parameters
    ----------
    column
        The column.
    header
        The headers that are there, by index.
    unknown
        Those of them that the sheet doesn't know.
    """
    found = [(text, meant) for text in unknown if (meant := likely(text, [column])) is not None]
    sure = [(text, meant) for text, meant in found if meant.sure] or found
    if len(sure) == 1:
        text, meant = sure[0]
        return f'does "{text}" mean it? Then {_renaming(column, text)}', text, clear_name(meant, text)
    double = next((text for text in header.values() if normalise(text) == DOUBLES.get(column.name)), "")
    if double:
        return f'if "{double}" says that, name it {column.name}', "", None
    others = f"; not known: {', '.join(unknown)}" if unknown else ""
    return f"add a column {column.name}{others}", "", None


def clear_name(found: Likely, text: str) -> Suggestion:
    """The name that a misspelt header is to have, ``None`` if its unit would change with it, or it isn't clear."""
    column = found.column
    if not found.sure or THOUSANDS.search(text):
        return None
    said = _unit_in(text)
    if not column.unit:
        return None if said else column.name
    own = _in_unit(column, said)
    return own if own in column.spellings() else None


def _renaming(column: Column, text: str) -> str:
    """What to do with a header that means a column; never a name with another unit than the header's own."""
    if not column.unit:
        return f"rename it to {column.name}"
    said = _unit_in(text)
    if said in UNITS[column.unit] and not THOUSANDS.search(text):
        own = _in_unit(column, said)
        return f"rename it to {own if own in column.spellings() else column.name}"
    if said:
        return f"write it in {column.unit} and name it {column.name}"
    return f"say the unit: {' or '.join(f'{_stem(column)}_{unit}' for unit in unit_words(column.unit))}"


def _in_unit(column: Column, unit: str) -> str:
    """What a column is called that is in such a unit: by its own name, whatever the word for its own unit."""
    return column.name if UNITS[column.unit].get(unit) == 1 else f"{_stem(column)}_{unit}"


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

    `Dwell (minutes)` is one, and left out the border would take no time.
    """
    unit = _unit_in(text)
    if not column.unit or unit not in UNIT_WORDS or unit in UNITS[column.unit]:
        return ""
    stem = normalise(text).removesuffix(unit).removesuffix("_").removesuffix("_in").replace("_", "")
    own = UNITS[column.unit]
    for spelling in (column.name, *column.synonyms) if stem else ():
        head_, _, last = spelling.rpartition("_")
        if stem == spelling.replace("_", "") or (last in own and stem == head_.replace("_", "")):
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
