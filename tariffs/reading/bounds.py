"""Which numbers a column can hold, and which reading of a text it therefore means."""

from __future__ import annotations

from decimal import Decimal

from tariffs.problems import Kind
from tariffs.reading.misread import Misread, quoted
from tariffs.reading.numbers import NumberStyle, Written
from tariffs.schema import Column, Type
from tariffs.workbook.raw import plain_number


def within(number: Decimal, column: Column) -> bool:
    """Whether the number is within the column's bounds."""
    return not (
        (column.minimum is not None and number < column.minimum)
        or (column.above is not None and number <= column.above)
        or (column.maximum is not None and number > column.maximum)
        or abs(number) > column.most
    )


def bounds(column: Column, number: Decimal) -> str:
    """The bounds of a column that a number is not within, in words: ``it must be 0 or more``."""
    if abs(number) > column.most:
        unit = f" {column.unit}" if column.unit else ""
        most = f"it can be {plain_number(column.most)}{unit} at most"
        return f"{most}: write what is meant, or clear the cell if it stands for no limit or belongs to another column"
    parts = []
    if column.above is not None:
        parts.append(f"more than {column.above}")
    if column.minimum is not None:
        parts.append(f"{column.minimum} or more")
    if column.maximum is not None:
        parts.append(f"{column.maximum} or less")
    return f"it must be {' and '.join(parts)}"


def takes_percent(column: Column) -> bool:
    """Whether a percent sign makes sense: in percentages, and in charges that may be a share of something."""
    return column.type is Type.PERCENT or column.share


def admissible(text: Written, column: Column) -> dict[NumberStyle, Decimal]:
    """Those readings of a number that the column can hold; all of them if it can hold none."""
    possible = {style: number for style, number in text.readings.items() if within(number, column)}
    return possible or dict(text.readings)


def choose_number(text: Written, column: Column, style: NumberStyle | None, shown: str) -> Decimal:
    """The one number that a text means, in a column whose style is ``style`` (``None``: not settled).

    Raises
    ------
    Misread
        If it can be read in two ways.
    """
    possible = admissible(text, column)
    numbers = sorted(set(possible.values()))
    if len(numbers) == 1:
        return numbers[0]
    if style is not None:
        return possible[style]
    low, high = (plain_number(number) for number in numbers)
    raise Misread(
        Kind.AMBIGUOUS,
        f"{quoted(shown)} can be read as {high} or as {low}",
        "write it without a sign between thousands, or set number_style in Settings to point or comma",
    )
