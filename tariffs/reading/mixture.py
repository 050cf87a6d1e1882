"""What the cells of a column say together: a number without unit among numbers of another one is a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tariffs.problems import Kind
from tariffs.reading.labels import label
from tariffs.reading.misread import Misread, quoted
from tariffs.reading.numbers import written
from tariffs.schema import Column, Type
from tariffs.workbook.raw import Cell, Shown, cell_text, plain_number

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a column mixes.

    Attributes
    ----------
    units
        Unit words in its cells that are not the unit of its header.
    percents
        Whether some of its cells can only be percentages: they have the sign, or are 1 and more.
    """

    units: frozenset[str] = frozenset()
    percents: bool = False

    def check(self, number: Decimal, cell: Cell, column: Column, factor: Decimal) -> None:
        """Refuse a number without sign and unit that the other cells make doubtful.

        Raises
        ------
        Misread
            If it can be read in two ways.
        """
        if self.percents and 0 < number < ONE:
            as_fraction = plain_number(number * 100)
            what = f"{quoted(cell_text(cell))} can be read as {plain_number(number)} % or as {as_fraction} %"
            cure = f"other cells of the column are percentages: write {plain_number(number)}% or {as_fraction}%"
            raise Misread(Kind.PERCENT, what, cure)
        if self.units:
            own = _unit_word(column, factor)
            other = min(self.units)
            what = f"{quoted(cell_text(cell))} can be read as {plain_number(number)} {own} or as"
            what = f"{what} {plain_number(number)} {other}, which other cells of the column name"
            raise Misread(Kind.AMBIGUOUS, what, f"write the unit behind it, {own} or {other}")


#: A column of which nothing is doubtful.
UNMIXED = Mixture()


def mixture(column: Column, cells: Sequence[Cell], factor: Decimal) -> Mixture:
    """What the cells of a column mix; ``factor`` is what one of its header's unit is in the schema's."""
    if column.type is Type.PERCENT and len(cells) > 1:
        return Mixture(percents=any(_surely_percent(cell) for cell in set(cells)))
    if column.unit:
        sizes = column.units
        return Mixture(frozenset(word for word in _units(cells, column) if sizes.get(word, factor) != factor))
    return UNMIXED


def _surely_percent(cell: Cell) -> bool:
    if isinstance(cell, Decimal):
        return cell >= ONE
    if isinstance(cell, Shown):
        return cell.percent or cell.number >= ONE
    if not isinstance(cell, str):
        return False
    try:
        found = written(cell)
    except Misread:  # said where the cell itself is read
        return False
    return found.percent or min(found.readings.values()) >= ONE


def _units(cells: Sequence[Cell], column: Column) -> Iterator[str]:
    """The unit words in the cells and their formats. Digits alone, as most text cells are, have none."""
    for cell in {cell for cell in cells if isinstance(cell, str) and not cell[-1:].isdecimal()}:
        try:
            yield written(cell, units=column.units).unit
        except Misread:  # said where the cell itself is read
            continue
    for words in {cell.words for cell in cells if isinstance(cell, Shown)}:
        try:
            yield label(words, column.unit).unit
        except Misread:
            continue


def _unit_word(column: Column, factor: Decimal) -> str:
    """The shortest word for the unit of the column's header."""
    return next((word for word, size in column.units.items() if size == factor), column.unit)
