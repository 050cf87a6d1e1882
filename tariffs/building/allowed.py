"""The container types that a shipment may use: `40HC`, and what `2x40HC` says of them."""

# ruff: noqa: RUF001 - signs that stand for "times"

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tariffs.building.names import Names
from tariffs.problems import Kind
from tariffs.rows import Row

#: So many of a type, with an x of either alphabet or a times sign between.
SO_MANY = re.compile(r"\d{1,4}\s*[x×хX*]\s*(?P<after>\D.*|\d{2}.*)|(?P<before>.+?)\s*[x×хX*]\s*\d{1,4}")
AND = re.compile(r"\s*(?:\+|&|\band\b)\s*")


def allowed_types(row: Row, containers: Names) -> frozenset[str] | None:
    """The types that the cell names, ``None`` for all where it is blank; an unknown one is noted as an error.

    `2x40HC` allows 40HC. How many there are follows from the weight and the volume, which is said as a warning.
    """
    words = row.words("containers")
    if not words:
        return None
    names = [containers.find(word) for word in words]
    if all(names):
        return frozenset(name for name in names if name)
    types = [_type(part, containers) for word in words for part in _parts(word, containers)]
    found = [containers.resolve(row, "containers", word) for word in types]
    if all(found):  # not all were names, so some said how many
        listed = "; ".join(dict.fromkeys(found))
        row.warn(
            Kind.IGNORED,
            "containers",
            f'"{row.shown("containers")}" allows {listed}, and how many are used follows from weight and volume',
            f"write {listed} to say no more than that",
            listed,
        )
    return frozenset(name for name in found if name)


def _parts(word: str, containers: Names) -> Iterable[str]:
    """The parts of `2x40HC + 1x20GP`; a name that the book has is never cut."""
    return (word,) if containers.find(word) is not None else AND.split(word)


def _type(word: str, containers: Names) -> str:
    """The type in `2x40HC`; any other word as it is."""
    if containers.find(word) is not None:
        return word
    return next(_stated(word), word)


def _stated(word: str) -> Iterator[str]:
    found = SO_MANY.fullmatch(word)
    if found is not None:
        yield (found["after"] or found["before"]).strip()
