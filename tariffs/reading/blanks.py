"""What stands for a blank cell, column by column."""

from __future__ import annotations

from tariffs.reading import words
from tariffs.schema import Column, Type

#: The types whose cells hold names, which may look like a word for a blank cell.
NAMES = (Type.TEXT, Type.LIST, Type.CROSSINGS, Type.ANY)
#: The types whose cells hold any number of names, and so may hold none.
LISTS = (Type.LIST, Type.CROSSINGS)
#: Columns of last days, where a blank cell says that there is none.
LAST_DAYS = ("valid_to", "closed_to")
#: Columns in which anything may stand.
FREE_TEXT = ("source", "note")


def blank_words(column: Column) -> frozenset[str]:
    """What stands for a blank cell of a column, in lower case."""
    if column.name in FREE_TEXT:
        return frozenset()
    found = set(words.BLANK_WORDS)
    if column.type not in NAMES:
        found.add(words.BLANK_UNLESS_A_NAME)
    if column.type in LISTS:
        found.add(words.NO_LIST)
    if column.name == "capacity":
        found |= words.UNLIMITED
    if column.name in LAST_DAYS:
        found |= words.OPEN_END
    return frozenset(found)
