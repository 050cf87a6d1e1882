"""The shapes in which a book may come: how its tables stand on its sheets, and how its cells are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter

from tariffs.schema import Column, Type, normalise
from tariffs.sheets import SETTING_COLUMNS, SHEETS
from tariffs.template.tables import as_written
from tests.messy.sheets import Cell, Sheet
from tests.properties.drawing import Row, World

Grid = list[list[Cell]]
#: How numbers are written as text, by the sign between thousands and that before decimals.
STYLES = {"1,234.50": (",", "."), "1.234,50": (".", ","), "1 234.50": (" ", ".")}
#: Columns that a header in another unit can stand for, with what one of theirs is in it.
KILOGRAMS = {"t": ("kg", 1000)}
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y")
#: What stands above a table.
TITLES: Grid = [["Northern Freight, sheet of the week"], [None, None, "valid until further notice"], []]
#: The column of charge codes, in a sheet with a row for each charge.
CHARGE = "charge_code"
#: Filters of a surcharge that such a row cannot have.
ONLY_IN_SURCHARGES = ("border", "container", "reefer", "above_gross_t")
NUMBERS = (Type.NUMBER, Type.PERCENT)


@dataclass(frozen=True, slots=True)
class Looks:
    """How the cells of a table are written.

    Attributes
    ----------
    spelling
        Which of a column's names its header has; beyond their number the first one.
    dressed
        Whether a header is written as people do: `Weight (t)`.
    number, day
        A key of ``STYLES`` and one of ``DATES`` for text; blank where cells hold numbers and dates.
    kilograms
        Whether weights are in kilograms.
    priced
        Whether amounts name the currency of their row, in place of its column.
    """

    spelling: int = 0
    dressed: bool = False
    number: str = ""
    day: str = ""
    kilograms: bool = False
    priced: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table stands on its sheet.

    Attributes
    ----------
    above
        Rows of titles and notes above it.
    cut
        After so many rows a table of its own begins; 0: none does.
    beside
        Whether that one stands beside the first and not below it.
    lower
        So many rows further down than the first.
    shift
        So many columns stand at the end and not at the front.
    two_rows
        Whether its header has two rows, with `Rates` above the container columns.
    repeated
        After so many rows the header comes again; 0: never.
    totals, blanks, notes
        Whether there are totals, blank rows, and notes below.
    hidden
        Whether there is a hidden row and a hidden column of old figures.
    merged
        Whether a name that stands in rows below each other is in one merged cell.
    """

    above: int = 0
    cut: int = 0
    beside: bool = False
    lower: int = 0
    shift: int = 0
    two_rows: bool = False
    repeated: int = 0
    totals: bool = False
    blanks: bool = False
    notes: bool = False
    hidden: bool = False
    merged: bool = False


@dataclass(slots=True)
class Block:
    """A rectangle of cells, with what is hidden and merged in it."""

    grid: Grid = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_of(name: str, rows: Sequence[Row], looks: Looks, layout: Layout) -> Sheet:
    """The rows of one sheet of the book, as a sheet of a file in that shape."""
    block = Block()
    block.grid += TITLES[: layout.above]
    parts = [rows[: layout.cut], rows[layout.cut :]] if 0 < layout.cut < len(rows) else [rows]
    grids = [_table(name, part, looks, layout) for part in parts]
    width = max(len(line) for line in grids[0]) if len(grids) > 1 and layout.beside else None
    if width is not None:
        pairs = zip_longest(grids[0], [*[[]] * layout.lower, *grids[1]], fillvalue=[])
        block.grid += [[*left, *[None] * (width - len(left) + 1), *right] if right else left for left, right in pairs]
    else:
        for number, grid in enumerate(grids):
            block.grid += ([[], ["The second part"]] if number else []) + grid
    if layout.notes:
        block.grid += [[], ["All figures without engagement."], ["* subject to confirmation"]]
    if layout.merged:
        _merge(block, width)
    if layout.hidden:
        _hide(block)
    return Sheet(name, block.grid, False, sorted(block.hidden_rows), sorted(block.hidden_columns), block.merged)


def _merge(block: Block, width: int | None) -> None:
    """Names, which have no digits, that stand below each other become one cell, over blank rows too.

    A name that is all that is left of a row begins a cell of its own: without it the row would be a blank one.
    Of two tables beside each other, ``width`` is how many columns the first has, and each has its own rows.
    """
    lines = [(number, line) for number, line in enumerate(block.grid, 1) if line]
    for column in range(max(len(line) for _, line in lines)):
        table = slice(width) if width is None or column < width else slice(width, None)
        cells = [(number, line[column] if column < len(line) else None) for number, line in lines]
        for cell, same in groupby(cells, key=itemgetter(1)):
            if not isinstance(cell, str) or any(map(str.isdigit, cell)):
                continue
            rows = [number for number, _ in same]
            alone = [i for i, number in enumerate(rows) if i and _filled(block.grid[number - 1][table]) == 1]
            for first, end in pairwise((0, *alone, len(rows))):
                _merge_rows(block, column, rows[first:end])


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in cells)


def _merge_rows(block: Block, column: int, rows: Sequence[int]) -> None:
    """The same name in these rows of a column becomes one cell."""
    first, *others = rows
    if others:
        block.merged.append((first, column, others[-1], column))
    for number in others:
        block.grid[number - 1] = [*block.grid[number - 1]]
        block.grid[number - 1][column] = None


def _hide(block: Block) -> None:
    """Old figures in a hidden last row and in a hidden column on the right."""
    width = max(map(len, block.grid))
    block.grid = [[*line, *[None] * (width - len(line)), "old"] for line in block.grid]
    block.grid.append([1] * width)
    block.hidden_rows.add(len(block.grid))
    block.hidden_columns.add(width)


def _table(name: str, rows: Sequence[Row], looks: Looks, layout: Layout) -> Grid:
    names = _columns(name, rows, looks)
    shift = layout.shift % len(names)
    names = names[shift:] + names[:shift]
    headers = _headers(name, names, looks, layout)
    grid = [*headers]
    for number, row in enumerate(rows):
        if layout.repeated and number and number % layout.repeated == 0:
            grid += [["Next page"], *headers]
        if layout.blanks and number:
            grid.append([])
        grid.append([_cell(name, column, row, looks) for column in names])
        if layout.totals:
            grid.append(["Subtotal", *[None] * (len(names) - 1)])
    return grid


def _columns(name: str, rows: Sequence[Row], looks: Looks) -> list[str]:
    """The columns that the rows use, and those that the sheet must have."""
    used = dict.fromkeys([column.name for column in SHEETS[name].columns if column.required])
    used |= dict.fromkeys(column for row in rows for column, cell in row.items() if cell is not None)
    if looks.priced and _all_priced(name, rows):
        used.pop("currency", None)
    # One word is no header to tell from a title, where another table comes below.
    return list(used) if len(used) > 1 else [*used, "note"]


def _all_priced(name: str, rows: Iterable[Row]) -> bool:
    """Whether each row that names its currency has an amount to say it with."""
    return name != "FX" and all(row.get("currency") is None or any(_is_money(name, c) for c in row) for row in rows)


def _is_money(name: str, column: str) -> bool:
    found = _column(name, column)
    return found is None or found.money == "currency"


def _column(name: str, column: str) -> Column | None:
    """The column of the schema, ``None`` for that of a container."""
    if column == CHARGE:
        return Column(CHARGE, Type.TEXT, "")
    return next((found for found in SHEETS[name].columns if found.name == column), None)


def _headers(name: str, names: Sequence[str], looks: Looks, layout: Layout) -> Grid:
    spelt = [_spelt(_column(name, column), column, looks) for column in names]
    boxes = [_column(name, column) is None for column in names]
    if not layout.two_rows or not any(boxes):
        return [list(spelt)]
    upper: list[Cell] = []
    for index, box in enumerate(boxes):
        starts = box and not (index and boxes[index - 1])
        upper.append("Rates" if starts else None if box else spelt[index])
    return [upper, [text if box else None for text, box in zip(spelt, boxes, strict=True)]]


def _spelt(column: Column | None, name: str, looks: Looks) -> str:
    if column is None:
        return name
    text = (column.name, *column.synonyms)[looks.spelling] if looks.spelling <= len(column.synonyms) else column.name
    if _in_kilograms(column, looks):
        text = column.name.removesuffix("_t") + "_kg"
    if looks.dressed:
        head, _, unit = text.rpartition("_")
        text = f"{head} ({unit})" if head and unit in ("t", "kg", "km", "m3", "days") else text
        text = text.replace("_", " ").capitalize()
    return text


def _in_kilograms(column: Column, looks: Looks) -> bool:
    return looks.kilograms and column.unit == "t" and column.name.endswith("_t")


def _cell(name: str, column: str, row: Row, looks: Looks) -> Cell:
    """A cell as it is written in that style."""
    cell = row.get(column)
    if cell is None:
        return None
    found = _column(name, column) or Column(column, Type.NUMBER, "", money="currency")
    if name == "Settings":
        found = next((c for c in SETTING_COLUMNS if c.name == normalise(str(row["setting"]))), found)
        return str(cell) if column == "setting" else as_written(found, cell)
    value = as_written(found, cell)
    if isinstance(value, date):
        return value.strftime(looks.day) if looks.day else value
    if isinstance(value, Decimal) and found.type in NUMBERS:
        value = value * 1000 if _in_kilograms(found, looks) else value
        currency = row.get("currency") if looks.priced and found.money == "currency" else None
        if looks.number or currency is not None:
            text = _number(value, looks.number or "1,234.50")
            return f"{currency} {text}" if currency is not None else text
    return value


def _number(value: Decimal, style: str) -> str:
    between, point = STYLES[style]
    return f"{value:,f}".replace(",", "_").replace(".", point).replace("_", between)


def with_charges(world: World) -> World:
    """The same book with a row for each charge in Tariffs: of the freight, and of what is charged on one lane."""
    lanes = ("mode", "origin", "destination")
    moved = [
        row
        for row in world.get("Surcharges", ())
        if all(row.get(column) for column in lanes) and not any(row.get(column) for column in ONLY_IN_SURCHARGES)
    ]
    rows: list[Row] = [{**row, CHARGE: "OF"} for row in world["Tariffs"]]
    for row in moved:
        cells = {column: cell for column, cell in row.items() if column not in ("surcharge", "amount")}
        rows.append({**cells, CHARGE: row["surcharge"], "rate": row.get("amount")})
    left = [row for row in world.get("Surcharges", ()) if row not in moved]
    changed = {**world, "Tariffs": rows, "Surcharges": left}
    return {name: found for name, found in changed.items() if found}
