"""Which column of a sheet a header names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from tariffs.currencies import CURRENCY_CODES, CURRENCY_SIGNS
from tariffs.folding import fold_code
from tariffs.header_words import key_of, without_qualifiers, words_of
from tariffs.schema import Column, Sheet, Type, normalise

#: What parts the words of a header.
BETWEEN_WORDS = re.compile(r"[\s()\[\]/,;:_-]+")
#: Codes of currencies that are words: `ALL IN` names no lek.
ALSO_WORDS = frozenset(("ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "GEL"))
LINKS = frozenset(("in", "per", "each"))

CAPACITY, CAPACITY_UNIT = "capacity", "capacity_unit"
RATE, AMOUNT, BASIS, PER, CONTAINER = "rate", "amount", "basis", "per", "container"
#: What a rate is per in a header, with what an amount for one of it is for one of the basis. No TEU: a container may be
#: called so.
RATE_WORDS: Mapping[tuple[str, int], str] = {
    ("container", 1): "container box cntr ctr контейнер",
    ("tonne", 1): "t mt tonne tonnes ton tons metric_ton тонна тонну т",
    ("tonne", 1000): "kg kgs kilo кг",
    ("km", 1): "km км",
    ("tonne_km", 1): "tkm t_km tonne_km ton_km mt_km ткм",
    ("wm", 1): "wm w_m rt revenue_ton revenue_tonne freight_ton",
}
#: What may stand behind the name of a column, by the sheet of its names or by its own name.
TAILS: Mapping[str, str] = {
    "Locations": "code name location point place city town station port terminal node hub site",
    "Containers": "type size code name",
    "Commodities": "name type group description",
    "Borders": "name code point crossing post station",
    "FX": "code",
    "mode": "name type code description",
    "carrier": "name code id",
    "service": "name code no id",
    "shipment": "id no code reference name",
    "surcharge": "name code type",
}
#: Longer texts are no headers.
LONGEST = 80
#: A name with another in brackets.
TWICE = re.compile(r"(?P<name>[^()\[\]]+)[(\[](?P<again>[^()\[\]]+)[)\]]\s*\*?")
#: How the usual containers are called: `20GP`, `40' HC`, `TEU`.
USUAL_CONTAINER = re.compile(
    r"(?:20|40|45)\s*(?:['’]|ft|foot|feet)?\s*(?:GP|DC|DV|SD|ST|HC|HQ|RF|RE|RH|HR|OT|FR|TK|PL)?|[TF]EU", re.IGNORECASE
)
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
class Ignored:
    """The columns that `ignore_columns` names, by header, or by sheet and header: `Cargo!Order Date`."""

    sheet: str = ""
    named: frozenset[str] = frozenset()

    def __contains__(self, header: str) -> bool:
        """Whether a column with that header is not to be read."""
        return bool(self.named) and not self.named.isdisjoint((normalise(header), normalise(f"{self.sheet} {header}")))


NOTHING_IGNORED = Ignored()


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """Every normalised header that a sheet knows, and its required columns.

    Where ``guessed``, the containers may stand in a workbook that could not be read: the usual ones count as known, and
    any other header may be of one.
    """

    matches: Mapping[str, Match]
    containers: Mapping[str, Match]
    required: frozenset[str] = frozenset()
    ignored: Ignored = NOTHING_IGNORED
    guessed: bool = False
    by_words: Mapping[tuple[str, ...], Match] = field(default_factory=dict)
    _found: dict[str, Match | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        containers: Mapping[str, str],
        ignored: Ignored = NOTHING_IGNORED,
        *,
        all_containers: bool = True,
    ) -> HeaderNames:
        """The headers of a sheet; ``containers`` gives the code of each code and alias, if they are all known."""
        matches, by_words = _matches(sheet)
        by_container: dict[str, Match] = {}
        if sheet.container_columns:
            share = any(column.share for column in sheet.columns)
            for spelling, code in containers.items():
                by_container.setdefault(fold_code(spelling), _of_container(code, share=share))
        required = frozenset(column.name for column in sheet.columns if column.required)
        guessed = sheet.container_columns and not all_containers
        return cls(matches, by_container, required, ignored, guessed, by_words)

    def find(self, header: str) -> Match | None:
        """What a header means, ``None`` if the sheet doesn't know it, or it is named in `ignore_columns`."""
        return None if header in self.ignored else self.meaning(header)

    def meaning(self, header: str) -> Match | None:
        """What a header would mean if it were not named in `ignore_columns`."""
        if header not in self._found:
            self._found[header] = self._find(header) or self._priced(header) or self._in_other_words(header)
        return self._found[header]

    def of_amounts(self, above: str, header: str) -> Match | None:
        """The container that a header below one for amounts may name, where not all containers could be read."""
        match = self.find(above) if self.guessed else None
        return _of_container(header) if match is not None and match.name in (RATE, AMOUNT) else None

    def _find(self, header: str) -> Match | None:
        for name in (normalise(header), normalise(header.replace("%", " pct "))):
            if name in self.matches:
                return self.matches[name]
            head, link, unit = name.rpartition("_in_")  # weight in kg
            if link and f"{head}_{unit}" in self.matches and self.matches[f"{head}_{unit}"].column.unit:
                return self.matches[f"{head}_{unit}"]
        if self.guessed and USUAL_CONTAINER.fullmatch(header.strip()):
            return self.containers.get(fold_code(header)) or _of_container(header.strip())
        return self.containers.get(fold_code(header))

    def _in_other_words(self, header: str) -> Match | None:
        """What a header means whose words stand in another order, run together, or are written otherwise."""
        if len(header) > LONGEST:
            return None
        said_again = TWICE.fullmatch(header)
        if said_again is not None:  # Port of Loading (POL)
            one, other = self.find(said_again["name"]), self.find(said_again["again"])
            if one is not None and other is not None and one.name == other.name and one.factor == other.factor:
                return one
        words = words_of(header)
        for those in (words, without_qualifiers(words)):
            found = self.by_words.get(key_of(those)) or self.by_words.get(("".join(those),))
            if found is not None:
                return found
        return None

    def _priced(self, header: str) -> Match | None:
        """An amount of money whose header names its currency: `20' GP (USD)`, `Value, EUR`, `USD/TEU`."""
        words = [word for word in BETWEEN_WORDS.split(header) if word]
        currencies = [word for word in words if names_currency(word)]
        if len(currencies) != 1 or len(words) == 1:
            return None
        others = [word for word in words if word != currencies[0] and word.casefold() not in LINKS]
        text = " ".join(others)
        match = self._find(text) or self._in_other_words(text) or self._find(f"{PER} {text}")
        return replace(match, currency=currencies[0]) if match is not None and match.column.money else None


def _of_container(code: str, *, share: bool = False) -> Match:
    """The column with the amounts for a container."""
    amount = Column(code, Type.NUMBER, f"amount for {code}", money="currency", share=share)
    return Match(code, amount, container=True)


@lru_cache(64)
def _matches(sheet: Sheet) -> tuple[Mapping[str, Match], Mapping[tuple[str, ...], Match]]:
    """The headers of a sheet but for containers, as they are written, and by their words."""
    matches: dict[str, Match] = {column.name: Match(column.name, column) for column in sheet.columns}
    for column in sheet.columns:
        for spelling, factor in column.spellings().items():
            matches.setdefault(spelling, Match(column.name, column, factor=factor))
    matches = {**_capacities(sheet), **_rates(sheet), **matches}
    return matches, _by_words(matches)


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


def _rates(sheet: Sheet) -> dict[str, Match]:
    """The headers that say a rate and what it is per: `Rate per MT`, `freight_kg`, and `USD/kg` but for the dollars."""
    columns = {column.name: column for column in sheet.columns}
    amount = columns.get(RATE) or columns.get(AMOUNT)
    if amount is None or BASIS not in columns:
        return {}
    return {
        spelling: Match(amount.name, amount, factor=Decimal(size), implies=((BASIS, basis),))
        for (basis, size), words in RATE_WORDS.items()
        if basis in columns[BASIS].choices
        for word in words.split()
        for stem in amount.spellings()
        # `Rates` above `Container` is no rate per container.
        for spelling in (
            *(f"{start}{link}_{word}" for link in (PER, "за") for start in (f"{stem}_", "")),
            *([f"{stem}_{word}"] if basis != CONTAINER else []),
        )
    }


def _by_words(matches: Mapping[str, Match]) -> dict[tuple[str, ...], Match]:
    """The headers by their words, in whatever order or run together; those that would mean two things are left out."""
    found: dict[tuple[str, ...], Match] = {}
    doubtful: set[tuple[str, ...]] = set()
    for spelling, match in matches.items():
        stem = words_of(spelling)
        for words in (stem, *((*stem, *tail) for tail in _tails(match.column))):
            for key in {key_of(words), ("".join(words),)}:
                other = found.setdefault(key, match)
                if (other.name, other.factor, other.implies) != (match.name, match.factor, match.implies):
                    # The name itself comes before names that others gave it.
                    if key_of(words_of(match.name)) == key and words == stem:
                        found[key] = match
                    elif key_of(words_of(other.name)) != key:
                        doubtful.add(key)
    return {key: match for key, match in found.items() if key not in doubtful}


def _tails(column: Column) -> Iterable[tuple[str, ...]]:
    """What may stand behind the name of a column and says no more than it: `date` of a day, `port` of a place."""
    words = TAILS.get(column.names or column.name, "")
    if column.type is Type.DATE:
        words = "date day on"
    return ((word,) for word in words.split())


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
