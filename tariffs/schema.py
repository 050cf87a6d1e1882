"""What a sheet and a column are.

``tariffs.sheets`` lists every sheet and column of the contract with these types. The reader, the template
workbook, the data dictionary and the tests all derive from that one list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NORMALISE = re.compile(r"[^a-z0-9]+")


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


#: What one of a unit is in the unit that the schema counts in. A closed list: no guessing of units.
UNITS: dict[str, dict[str, Decimal]] = {
    "t": {
        "t": Decimal(1),
        "tonne": Decimal(1),
        "tonnes": Decimal(1),
        "kg": Decimal("0.001"),
        "kgs": Decimal("0.001"),
        "lb": Decimal("0.00045359237"),
        "lbs": Decimal("0.00045359237"),
    },
    "m3": {"m3": Decimal(1), "cbm": Decimal(1)},
    "km": {"km": Decimal(1)},
    "days": {"days": Decimal(1), "day": Decimal(1)},
}


def normalise(name: object) -> str:
    """Fold a sheet or column name: lower case, every run of other signs one ``_``, trimmed.

    >>> normalise("Weight (t)")
    'weight_t'
    """
    text = str(name).replace("³", "3").casefold()
    return NORMALISE.sub("_", text).strip("_")


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

    def spellings(self) -> dict[str, Decimal]:
        """Every normalised header that means this column, with the factor to its unit."""
        found = {self.name: Decimal(1)} | {synonym: Decimal(1) for synonym in self.synonyms}
        if self.unit:
            stems = [
                spelling.removesuffix(f"_{self.unit}")
                for spelling in (self.name, *self.synonyms)
                if spelling.endswith(f"_{self.unit}")
            ]
            for stem in stems:
                for unit, factor in UNITS[self.unit].items():
                    found.setdefault(f"{stem}_{unit}", factor)
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
