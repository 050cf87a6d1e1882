"""What is asked for by name: files, locations, shipments, changes and options, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import Any, TypeAlias

from optimizer import asked
from optimizer.errors import RequestError
from optimizer.options import Options
from tariffs.building.locations import locations
from tariffs.loading import Input
from tariffs.near_matches import near_match
from tariffs.problems import Problems
from tariffs.rows import Desk

#: A workbook, or a folder of ``.csv`` files.
Path: TypeAlias = "str | PathLike[str]"

#: What a cell may be changed to: ``None`` clears it. A pair is a change to what is there: ``("times", 1.2)``.
Value: TypeAlias = "str | bool | int | float | Decimal | date | None"


def paths_of(paths: Sequence[Path]) -> Sequence[Path]:
    """What names files.

    Raises
    ------
    RequestError
        If one of them does not.
    """
    for path in paths:
        if not isinstance(path, str | PathLike):
            raise RequestError(f"{type(path).__name__} is no path: name each file or folder, one after the other")
    return paths


def chosen(options: dict[str, Any]) -> Options:
    """The options of these names.

    Raises
    ------
    RequestError
        If there is none of a name, or it cannot be what it is to be.
    """
    try:
        return Options.of(**options)
    except ValueError as error:
        raise RequestError(str(error)) from None


def change(column: str, value: object) -> tuple[str, str | Decimal | date | None]:
    """How a column is changed, and to what or by what.

    Raises
    ------
    RequestError
        If it is neither a value nor a pair such as ``("times", 1.2)``.
    """
    if not isinstance(value, tuple):
        return "set", asked.cell(column, value)
    match value:
        case (str(how), to):
            return how, asked.cell(column, to)
    raise RequestError(f'{column} {value!r}: a change is a pair such as ("times", 1.2) or ("plus", 3)')


def locations_of(given: Input, words: Sequence[str]) -> list[str]:
    """The locations that words mean: by name, alias or code, as in a cell.

    Raises
    ------
    RequestError
        If any means none.
    """
    names, _ = locations(Desk(replace(given.tables, problems=Problems())))
    found = {word: word if word in given.book.locations else names.find(word) for word in words}
    unknown = [f'there is no location "{word}"; {names.cure(word)[0]}' for word, name in found.items() if name is None]
    if unknown:
        raise RequestError("\n".join(unknown))
    return [name for name in found.values() if name is not None]


def known(what: str, names: Sequence[str], known: Iterable[str]) -> None:
    """See that there are things of these names.

    Raises
    ------
    RequestError
        If there is not one of each.
    """
    listed = tuple(known)
    for name in names:
        asked.word(f"the {what}", name)
    unknown = [f'there is no {what} "{name}"; {near_match(name, listed)}' for name in names if name not in listed]
    if unknown:
        raise RequestError("\n".join(text.rstrip("; ") for text in unknown))
