"""What a sheet and a column are.

``tariffs.sheets`` lists every sheet and column of the contract with these types. The reader, the template
workbook, the data dictionary and the tests all derive from that one list.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NORMALISE = re.compile(r"[\W_]+")


class Type(StrEnum):
    """What the cells of a column hold, in the words of the data dictionary."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "whole number"
    PERCENT = "percent"
    DATE = "date"
    FLAG = "yes or no"
    LIST = "list, `;` between"
    WEEKDAYS = "weekdays"
    DATES = "dates, `;` between"
    SCHEDULE = "departures"
    CROSSINGS = "border crossings"
    ANY = "text, number or date"


def _units(*groups: tuple[str, str]) -> dict[str, Decimal]:
    return {word: Decimal(size) for size, words in groups for word in words.split()}


#: What one of a unit is in the unit that the schema counts in. A closed list: no guessing of units.
UNITS: dict[str, dict[str, Decimal]] = {
    "t": _units(
        ("1", "t tonne tonnes mt mts ton tons т тн тонн тонна тонны"),
        ("0.001", "kg kgs kilo kilos kilogram kilograms кг"),
        ("0.00045359237", "lb lbs pound pounds"),
    ),
    "m3": _units(("1", "m3 cbm м3 куб"), ("0.028316846592", "cft cuft ft3")),
    "km": _units(("1", "km kms км"), ("1.609344", "mi mile miles")),
    "days": _units(
        ("1", "days day d дней дня день дн сут суток"),
        ("7", "week weeks wk wks"),
        (str(Decimal(1) / 24), "hours hour h hr hrs час часа часов"),
    ),
}
#: No figure is larger, by unit: the days of a century, and what all ships move in a month.
MOST: dict[str, Decimal] = {"days": Decimal(36_525), "t": Decimal(10**9), "m3": Decimal(10**9)}
#: Nor is any amount of money, in whatever currency, nor any other number. A solver takes no larger ones, either.
MOST_MONEY, MOST_OF_ALL = Decimal(10**15), Decimal(10**12)
#: Unit words that elsewhere mean something else too, and what they are taken for here.
LOOSE_UNITS: dict[str, str] = {
    "ton": "a metric tonne of 1,000 kg",
    "tons": "metric tonnes of 1,000 kg",
}


def unit_words(unit: str) -> tuple[str, ...]:
    """One word for each unit that may stand in place of one of the schema's, that one first: `t`, `kg`, `lb`."""
    sizes = UNITS.get(unit, {})
    return tuple({size: word for word, size in reversed(sizes.items())}.values())[::-1]


def normalise(name: object) -> str:
    """Fold a sheet or column name: lower case, every run of other signs than letters and digits one ``_``, trimmed.

    >>> normalise("Weight (t)")
    'weight_t'
    >>> normalise("Länge, km")
    'länge_km'
    """
    text = str(name)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return NORMALISE.sub("_", text.casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes
    ----------
    name
        Canonical, normalised.
    type
        What its cells hold.
    description
        One line for the data dictionary.
    required
        Whether a blank cell (or a missing column) is an error.
    default
        What a blank cell means; ``None`` where blank is a meaning of its own.
    choices
        The words allowed, lower case; empty for any.
    names
        The sheet that defines the names used here, or blank.
    minimum, maximum, above
        Bounds of a number, inclusive; ``above`` is exclusive.
    unit
        A key of ``UNITS``; the header may then name another unit of it (``weight_kg``).
    synonyms
        Other names that match, normalised.
    money
        For an amount of money: the column of the row that names its currency, or ``base`` where it is
        always in the base currency. Blank where it is no money (or percent of some).
    share
        Whether an amount of money may be a percentage of another one instead.
    """

    name: str
    type: Type
    description: str
    required: bool = False
    default: str | Decimal | int | bool | None = None
    choices: tuple[str, ...] = ()
    names: str = ""
    minimum: int | None = None
    above: int | None = None
    maximum: int | None = None
    unit: str = ""
    synonyms: tuple[str, ...] = ()
    money: str = ""
    share: bool = False

    @property
    def most(self) -> Decimal:
        """The largest figure that makes sense; a larger one is a slip, or belongs elsewhere."""
        return MOST_MONEY if self.money else MOST.get(self.unit, MOST_OF_ALL)

    @property
    def units(self) -> Mapping[str, Decimal]:
        """The words for units in which its numbers may be, with what one of it is in the column's own."""
        return UNITS.get(self.unit, {})

    def spellings(self, synonyms: tuple[str, ...] | None = None) -> dict[str, Decimal]:
        """Every normalised header that means this column, or would with other synonyms, with the factor to its unit."""
        words = self.synonyms if synonyms is None else synonyms
        found = {self.name: Decimal(1)} | {synonym: Decimal(1) for synonym in words}
        if self.unit:
            if any(UNITS[self.unit].get(synonym) == 1 for synonym in words):  # `tonnes` alone, and so `kgs`
                found = UNITS[self.unit] | found
            for spelling in (self.name, *words):
                stem, _, last = spelling.rpartition("_")
                if stem and UNITS[self.unit].get(last) == 1:
                    found |= {f"{stem}_{unit}": size for unit, size in UNITS[self.unit].items()} | found
        return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its columns, whether it takes a column per container, what names a row."""

    name: str
    description: str
    columns: tuple[Column, ...]
    container_columns: bool = False
    required: bool = False
    key: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that canonical name.

        Raises
        ------
        KeyError
            If the sheet has none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")
