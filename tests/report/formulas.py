"""Works out the formulas of a plan workbook, of which there are few kinds, from the cells that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

COLUMN = re.compile(r"([A-Za-z_0-9]+)\[([^\]]+)\]")
SHEET = r"(?:'([^']+)'!|([A-Z]\w+)!)?"
RANGE = re.compile(SHEET + r"(?<![A-Z])\$?([A-Z]{1,2})\$?(\d+):\$?([A-Z]{1,2})\$?(\d+)\b")
CELL = re.compile(SHEET + r"(?<![A-Z'\"$])\$?([A-Z]{1,2})\$?(\d+)\b(?!['\"])")


def formula_cells(book: Workbook) -> Iterator[Cell]:
    """Every cell that holds a formula."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.data_type == "f")


class Calculator:
    """Works out formulas over the values stored in a workbook."""

    def __init__(self, values: Workbook) -> None:
        self.values = values

    def column(self, table: str, header: str) -> list[Any]:
        """The cells of a column of a table, without header and total."""
        sheet = next(s for s in self.values.worksheets if table in s.tables)
        definition = sheet.tables[table]
        rows = list(sheet[definition.ref])
        position = [cell.value for cell in rows[0]].index(header)
        last = len(rows) - (definition.totalsRowCount or 0)
        return [row[position].value for row in rows[1:last]]

    def of(self, cell: Cell) -> Any:
        """What the formula in a cell comes to."""
        sheet = self.values[cell.parent.title]
        return self._evaluate(str(cell.value)[1:], sheet)

    def _evaluate(self, formula: str, sheet: Worksheet) -> Any:
        if formula.startswith("IF("):
            condition, then, otherwise = _arguments(formula[3:-1])
            return self._evaluate(then if self._evaluate(condition, sheet) else otherwise, sheet)
        text = COLUMN.sub(lambda m: f"column({m[1]!r}, {m[2]!r})", formula)
        text = RANGE.sub(lambda m: f"cells({m[1] or m[2]!r}, {f'{m[3]}{m[4]}:{m[5]}{m[6]}'!r})", text)
        text = CELL.sub(lambda m: f"cell({m[1] or m[2]!r}, {f'{m[3]}{m[4]}'!r})", text)
        return eval(
            text,
            {
                "column": self.column,
                "cells": lambda name, of: [c.value for row in (self.values[name] if name else sheet)[of] for c in row],
                "cell": lambda name, of: (self.values[name] if name else sheet)[of].value,
                "SUM": lambda *ranges: sum(n for numbers in ranges for n in numbers if n is not None),
                "SUBTOTAL": lambda kind, numbers: sum(n for n in numbers if kind == 109 and n is not None),
                "SUMIF": _sum_if,
            },
        )


def _sum_if(keys: list[Any], wanted: str, numbers: list[float]) -> float:
    word = wanted.removeprefix("=").replace("~*", "*").replace("~?", "?").replace("~~", "~")
    return sum(number for key, number in zip(keys, numbers, strict=True) if key == word)


def _arguments(text: str) -> list[str]:
    """Cut at the commas that are not in brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
