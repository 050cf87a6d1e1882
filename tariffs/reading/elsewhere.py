"""Headers of one sheet that are columns of another: `Customer` in Surcharges, `Status` in Cargo.

Such a column narrows what its rows hold for, and without it they hold for more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from tariffs.header_words import words_of
from tariffs.schema import Column, Sheet, Type
from tariffs.sheets import SHEETS
from tariffs.sheets.terms import HARMLESS, NEUTRAL

#: Sheets whose columns narrow nothing.
APART = frozenset(("Settings", "Scenarios"))
#: Columns that say who or what something is, and narrow nothing.
DESCRIBING = frozenset(("name", "locode", "kind", "aliases", "shipment", "surcharge", "incoterm", "source", "note"))
#: Names that are of anything where they stand alone.
OF_ANYTHING = (NEUTRAL | HARMLESS) - {"status"}
NARROWING = (Type.TEXT, Type.LIST, Type.FLAG, Type.CROSSINGS)
#: Last words of headers that say of what something is: a `Compulsory border` is a border.
NOUNS = frozenset(
    (
        *("border", "crossing", "checkpoint", "country", "territory", "carrier", "commodity", "good", "customer"),
        *(
            "client",
            "mode",
            "service",
            "status",
            "port",
            "station",
            "terminal",
            "city",
            "place",
            "location",
            "currency",
        ),
    )
)
#: Of these it is nobody's business where they are: a `Consignee country` rules nothing out.
PARTIES = frozenset(
    (
        *("consignee", "consignor", "shipper", "notify", "buyer", "seller", "supplier", "manufacturer", "vendor"),
        *("bank", "invoice", "payment", "billing", "party", "contact"),
    )
)
#: What the ends of a row are in, which they say themselves: `Destination country`.
WHERE = frozenset((("country",), ("territory",), ("city",), ("place",)))


def column_elsewhere(text: str, sheet: Sheet, there: Collection[str]) -> tuple[str, Column] | None:
    """The sheet and the column that a header names which its own sheet lacks; ``None`` for others.

    Parameters
    ----------
    text
        The header.
    sheet
        What the rows below are.
    there
        The columns that the sheet has, by canonical name.
    """
    words = words_of(text)
    ends = (column for column in sheet.columns if column.required and column.names == "Locations")
    if words[-1:] in WHERE and any(words[:-1] == name for end in ends for name in _words(end)):
        return None
    found = _columns().get(words)
    if found is None and NOUNS.issuperset(words[-1:]) and PARTIES.isdisjoint(words):
        found = _columns().get(words[-1:])
    if found is None or found[1].name in there or f"{found[1].name}s" in there:
        return None
    return found


@cache
def _columns() -> Mapping[tuple[str, ...], tuple[str, Column]]:
    """The columns that narrow, with their sheets, by the words of each of their names."""
    found: dict[tuple[str, ...], tuple[str, Column]] = {}
    for sheet in SHEETS.values():
        for column in sheet.columns:
            if sheet.name in APART or column.type not in NARROWING or column.name in DESCRIBING:
                continue
            for words in _words(column):
                if len(words) > 1 or OF_ANYTHING.isdisjoint(words):
                    found.setdefault(words, (sheet.name, column))
    return found


def _words(column: Column) -> Iterator[tuple[str, ...]]:
    return (words_of(spelling) for spelling in column.spellings())
