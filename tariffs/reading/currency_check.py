"""A currency word in a number (`USD 1,200`) against what the row says."""

from __future__ import annotations

from dataclasses import dataclass

from tariffs.currencies import currencies_of
from tariffs.problems import Kind
from tariffs.reading.columns import Place
from tariffs.schema import Column


@dataclass(frozen=True, slots=True)
class Stated:
    """The currency of an amount by what the workbook says outside its cell.

    ``holder`` is the column of the row that says so, blank where it is the base currency. That is blank where the
    workbook that says it may be one that could not be read.
    """

    currency: str
    holder: str = ""


def check_currency(
    column: Column, text: str, named: tuple[str, ...], stated: Stated, place: Place, position: int
) -> None:
    """Take note if a number names a currency that is not its own.

    Parameters
    ----------
    column
        What the cell holds.
    text
        The cell as written.
    named
        The currencies that the word in the cell can stand for.
    stated
        The currency of the row.
    place, position
        Where the cell is.
    """
    cell = place.cell(position)
    if not column.money:
        what = f'{column.name}: "{text}" names a currency and the column holds no money'
        place.report.error(Kind.VALUE, cell, text, what, "write the number alone")
    elif stated.currency and set(currencies_of(stated.currency)).isdisjoint(named):
        source = f"column {stated.holder}" if stated.holder else "the base currency"
        what = f'{column.name}: "{text}" contradicts {source}, which is {stated.currency}'
        where = "Settings" if column.money == "base" else f"column {column.money}"
        cure = f"write the number alone, and its currency in {where}"
        place.report.error(Kind.CURRENCY, cell, text, what, cure)
