"""Which column of a sheet a header names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tariffs.currencies import CURRENCY_CODES, CURRENCY_SIGNS
from tariffs.folding import fold_code
from tariffs.schema import Column, Sheet, Type, normalise

#: What parts the words of a header.
BETWEEN_WORDS = re.compile(r"[\s()\[\]/,;:_-]+")
#: Codes of currencies that are words: `ALL IN` names no lek.
ALSO_WORDS = frozenset(("ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "GEL"))
LINKS = frozenset(("in", "per", "each"))

CAPACITY, CAPACITY_UNIT = "capacity", "capacity_unit"
#: The words for what a capacity counts, in a header.
CAPACITY_WORDS: Mapping[str, str] = {
    "teu": "teu teus дфэ",
    "containers": "containers container boxes box cntr ctr контейнеров",
    "vehicles": "vehicles vehicle trucks",
    "tonnes": "tonnes t mt tons тонн т",
}


@dataclass(frozen=True, slots=True)
class Match:
    """What a header means.

    Attributes
    ----------
    name
        The canonical column name, or the container's code.
    column
        The column; for a container column that of its amounts.
    container
        Whether it is a container column.
    factor
        What one of the header's unit is in the column's own (0.001 for `weight_kg`).
    currency
        The currency word in the header (`Rate (USD)`), blank without one.
    implies
        Other columns that the header says, with what: `Capacity (TEU)` is in a unit.
    contradicted
        Another unit than the header's own that a row below it says.
    """

    name: str
    column: Column
    container: bool = False
    factor: Decimal = Decimal(1)
    currency: str = ""
    implies: tuple[tuple[str, str], ...] = ()
    contradicted: str = ""

    @property
    def required(self) -> bool:
        """Whether a blank cell is an error."""
        return self.column.required


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """Every normalised header that a sheet knows, and its required columns."""

    matches: Mapping[str, Match]
    containers: Mapping[str, Match]
    required: frozenset[str] = frozenset()
    _found: dict[str, Match | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, sheet: Sheet, containers: Mapping[str, str]) -> HeaderNames:
        """The headers of a sheet; ``containers`` gives the code of each code and alias."""
        matches: dict[str, Match] = {column.name: Match(column.name, column) for column in sheet.columns}
        for column in sheet.columns:
            for spelling, factor in column.spellings().items():
                matches.setdefault(spelling, Match(column.name, column, factor=factor))
        matches = {**_capacities(sheet), **matches}
        by_container: dict[str, Match] = {}
        if sheet.container_columns:
            share = any(column.share for column in sheet.columns)
            for spelling, code in containers.items():
                amount = Column(code, Type.NUMBER, f"amount for {code}", money="currency", share=share)
                by_container.setdefault(fold_code(spelling), Match(code, amount, container=True))
        return cls(matches, by_container, frozenset(column.name for column in sheet.columns if column.required))

    def find(self, header: str) -> Match | None:
        """What a header means, ``None`` if the sheet doesn't know it."""
        if header not in self._found:
            self._found[header] = self._find(header) or self._priced(header)
        return self._found[header]

    def _find(self, header: str) -> Match | None:
        for name in (normalise(header), normalise(header.replace("%", " pct "))):
            if name in self.matches:
                return self.matches[name]
            head, link, unit = name.rpartition("_in_")  # weight in kg
            if link and f"{head}_{unit}" in self.matches and self.matches[f"{head}_{unit}"].column.unit:
                return self.matches[f"{head}_{unit}"]
        return self.containers.get(fold_code(header))

    def _priced(self, header: str) -> Match | None:
        """An amount of money whose header names its currency: `20' GP (USD)`, `Value, EUR`, `USD/TEU`."""
        words = [word for word in BETWEEN_WORDS.split(header) if word]
        currencies = [word for word in words if names_currency(word)]
        if len(currencies) != 1 or len(words) == 1:
            return None
        others = [word for word in words if word != currencies[0] and word.casefold() not in LINKS]
        match = self._find(" ".join(others))
        return replace(match, currency=currencies[0]) if match is not None and match.column.money else None


def _capacities(sheet: Sheet) -> dict[str, Match]:
    """The headers that say a capacity and what it counts: `Capacity (TEU)`, `slots_containers`."""
    columns = {column.name: column for column in sheet.columns}
    if not {CAPACITY, CAPACITY_UNIT} <= columns.keys():
        return {}
    return {
        f"{spelling}_{word}": Match(CAPACITY, columns[CAPACITY], implies=((CAPACITY_UNIT, unit),))
        for spelling in columns[CAPACITY].spellings()
        for unit in columns[CAPACITY_UNIT].choices
        for word in CAPACITY_WORDS[unit].split()
    }


def names_currency(word: str) -> bool:
    """Whether a word of a header is a currency's sign, or its code in capitals."""
    return (not word.isalpha() and word.casefold() in CURRENCY_SIGNS) or (
        word in CURRENCY_CODES and word not in ALSO_WORDS
    )


def container_names(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """The code of every code and alias of the Containers sheet; a code comes before another's alias."""
    listed = [(code, tuple(aliases)) for code, aliases in rows]
    names = {code: code for code, _ in listed}
    for code, aliases in listed:
        for alias in aliases:
            names.setdefault(alias, code)
    return names
