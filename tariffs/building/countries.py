"""Cells that name countries by their codes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from tariffs.book import Location
from tariffs.building.lexicon import Lexicon
from tariffs.countries import NAMES
from tariffs.folding import fold
from tariffs.near_matches import only_near
from tariffs.problems import Kind
from tariffs.rows import Row

#: Names this alike are one, misspelt.
ALIKE = 0.85
BY_NAME = {fold(name): code for code, name in NAMES.items()}


def country_codes(places: Iterable[Location]) -> frozenset[str]:
    """The codes that are known: those of ISO 3166, and what the locations have."""
    return frozenset(NAMES) | {place.country for place in places}


def country_named(word: str, others: Iterable[str] = ()) -> str:
    """The code of the country that has this English name, maybe misspelt; blank if none has, or one of others is near.

    >>> country_named("Iran"), country_named("Afganistan"), country_named("Moskva")
    ('IR', 'AF', '')
    """
    name = fold(word)
    near = only_near(name, [*BY_NAME, *others]) or ""
    alike = SequenceMatcher(None, name, near).ratio() >= ALIKE
    return BY_NAME.get(name) or (BY_NAME.get(near, "") if alike else "")


def countries(row: Row, column: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The codes in a cell; a word that is no code is noted as an error."""
    found = []
    for word in row.words(column):
        if word.upper() in lexicon.countries:
            found.append(word.upper())
            continue
        meant = country_named(word)
        row.error(
            Kind.VALUE,
            column,
            f'"{word}" is not the code of a country',
            f'did you mean "{meant}"?' if meant else "write the two letters of ISO 3166, such as PK, IR, RU",
            row.with_word(column, word, meant) if meant else None,
        )
    return tuple(dict.fromkeys(found))
