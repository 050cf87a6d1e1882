"""Which column an unknown header most likely means, if any: a hint is right, or there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tariffs.header_words import key_of, words_of
from tariffs.schema import UNITS, Column, Type
from tariffs.sheets import SHEETS
from tariffs.sheets.terms import Sense, head, of_what, senses

#: Words this alike are one, misspelt; shorter ones are too often another word.
ALIKE, LONG_ENOUGH = 0.83, 4
#: A header has at most so many words besides those of the column that it means.
MOST_MORE = 2
#: Words that make another thing of what is counted, or turn it around.
OTHERWISE = frozenset(("not", "no", "without", "excl", "excluding", "per", "weekly", "monthly", "daily", "annual"))
TEXTS = (Type.TEXT, Type.LIST, Type.FLAG)
DAYS, LIMIT = (Type.DATE, Type.DATES), frozenset((Sense.LIMIT,))
#: The words for what is measured in a unit; without a unit it is counted.
MEASURES: Mapping[str, frozenset[str]] = {
    unit: frozenset((*words.split(), *UNITS.get(unit, ())))
    for unit, words in {
        "t": "weight payload tonnage tonne gross net tare load axle вес масса брутто нетто",
        "m3": "volume cube cubic stowage объем объём",
        "km": "distance mileage расстояние",
        "days": "transit dwell duration time",
        "": "capacity slot space teu feu container vehicle truck",
    }.items()
}
CAPACITY = "capacity"


@dataclass(frozen=True, slots=True)
class Likely:
    """A column that a header may mean; ``sure`` if it is one of its names, misspelt."""

    column: Column
    sure: bool


def likely(text: str, columns: Iterable[Column]) -> Likely | None:
    """The one of the columns that a header most likely means; ``None`` if none is, or several are."""
    candidates = [column for column in columns if _may_be(text, column)]
    misspelt = [column for column in candidates if _is_misspelt(text, column)]
    if misspelt:
        return Likely(misspelt[0], sure=True) if len(misspelt) == 1 else None
    if not head(text) and senses(text):
        return None  # of a `Minimum` nobody knows of what
    scored = [(_shared(words_of(text), column), column) for column in candidates if column.type not in TEXTS]
    best = max((score for score, _ in scored), default=0)
    found = [column for score, column in scored if score == best]
    return Likely(found[0], sure=False) if best and len(found) == 1 else None


def alike(text: str, columns: Iterable[Column], *, dates: bool = False) -> list[Column]:
    """The columns of the kind that a header is the name of: dates, if it is one or holds them (``dates``)."""
    what = head(text) or (frozenset((Sense.DATE,)) if dates else frozenset())
    limit = Sense.LIMIT in senses(text)
    return [column for column in columns if what & sense_of(column) and (not limit or is_limit(column))]


def choices(text: str, columns: Iterable[Column], *, dates: bool = False) -> list[Column]:
    """Those of them that are dates too, or measure the same; none if one alone is left, which may be another thing.

    A day may be a date or as long as one, and names none.
    """
    words = of_what(words_of(text))
    if {Sense.DATE, Sense.QUANTITY} <= senses(" ".join(words)):
        return []
    measured = [unit for unit, names in MEASURES.items() if not names.isdisjoint(words)]
    found = [
        column
        for column in alike(text, columns, dates=dates)
        if column.type in DAYS or (Sense.QUANTITY in sense_of(column) and measured == [column.unit])
    ]
    return found if len(found) > 1 or [column.name for column in found] == [CAPACITY] else []


def sense_of(column: Column) -> frozenset[Sense]:
    """What the cells of a column are; nothing for texts and probabilities."""
    if column.type in DAYS:
        return frozenset((Sense.DATE,))
    if column.money or column.type is Type.PERCENT:
        return frozenset((Sense.PRICE,))
    if column.type in (Type.NUMBER, Type.INTEGER) and column.maximum != 1:
        return frozenset((Sense.QUANTITY,))
    return frozenset()


@cache
def is_limit(column: Column) -> bool:
    """Whether a column sets a bound."""
    spellings = (column.name, *column.synonyms)
    return any(Sense.LIMIT in senses(spelling.replace("_", " ")) for spelling in spellings)


def _may_be(text: str, column: Column) -> bool:
    """Whether a header and a column are of the same kind: no date is a name, no price a weight."""
    what = head(text)
    if what and not what & sense_of(column):
        return False
    unit = words_of(text)[-1:]
    named = [kind for kind, sizes in UNITS.items() if unit and unit[0] in sizes]
    if named and column.unit not in named and column.type not in DAYS:
        return False
    return not what or Sense.LIMIT not in senses(text) or is_limit(column)


def _is_misspelt(text: str, column: Column) -> bool:
    """Whether a header is a name of the column with a letter or two amiss."""
    words = key_of(words_of(text))
    return any(_are_alike(words, name) for name in _names(column))


@cache
def _names(column: Column) -> tuple[tuple[str, ...], ...]:
    """The names of a column as keys."""
    return tuple({key_of(words_of(spelling)): None for spelling in column.spellings()})


def _are_alike(words: Sequence[str], others: Sequence[str]) -> bool:
    if len(words) != len(others):
        return False
    odd = [(word, other) for word, other in zip(words, others, strict=True) if word != other]
    return bool(odd) and all(
        word not in known_words()
        and min(len(word), len(other)) >= LONG_ENOUGH
        and difflib.SequenceMatcher(None, word, other).ratio() >= ALIKE
        for word, other in odd
    )


@cache
def known_words() -> frozenset[str]:
    """The words of all names of columns: one of them is no other one misspelt."""
    columns = (column for sheet in SHEETS.values() for column in sheet.columns)
    return frozenset(word for column in columns for spelling in column.spellings() for word in words_of(spelling))


def _shared(words: tuple[str, ...], column: Column) -> int:
    """How many words a header shares with that name of the column of which it has all; 0 if it has none whole."""
    if not OTHERWISE.isdisjoint(words):
        return 0
    names = {_bare(spelling, column) for spelling in (column.name, *column.synonyms)}
    names = {name for name in names if len(name) > 1} | {_bare(column.name, column)}  # `cost` alone is of anything
    whole = [len(name) for name in names if name and set(name) <= set(words) and len(words) - len(name) <= MOST_MORE]
    return max(whole, default=0)


def _bare(spelling: str, column: Column) -> tuple[str, ...]:
    """The words of a name without its unit."""
    words = words_of(spelling)
    return words[:-1] if len(words) > 1 and words[-1] in UNITS.get(column.unit, {}) else words
