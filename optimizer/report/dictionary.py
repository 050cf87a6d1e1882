"""The sheets of a plan workbook as Markdown, from their columns.

``python -m optimizer.report.dictionary`` writes the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from optimizer.report.styles import NUMBER_FORMATS
from optimizer.tables import ASKED, ROW_OF, TABLES, Column
from tariffs.atomic import write_whole

PAGE = Path(__file__).parents[1] / "PLAN.md"

START = """# The plan workbook

`python -m optimizer.report.dictionary` writes this page from `optimizer/tables.py`.

`Overview` is one page for a manager. `Summary` has a figure a row, for programs: its name, its value, and what it
means. Every other sheet is a table: headers in row 1, a total row that begins with `Total` where something adds up.
Totals are formulas over the rows, with their values beside them; text from an input is never a formula. Money is in
the base currency. A sheet with more rows than Excel takes goes on in another (`Charges 2`). `optimizer audit` reads all
of it back but for `Problems`, and refuses a workbook of another format. What it cannot find again (reasons, next best,
shadow prices, the notes in `Summary`, the first sheet) it holds against fingerprints in `Summary`; the version, the
time, the engine, the solver and the tolerance it takes as they are stated.

In Python each table is a data frame: `plan.bookings`, `plan.to_book`. What is named after a
function, or after a comparison, is in no plan workbook.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([START, *(line for sheet in (*TABLES, *ASKED) for line in _section(sheet))])


def _section(sheet: str) -> Iterator[str]:
    yield f"## {sheet}"
    yield ""
    yield f"One row for {ROW_OF[sheet]}."
    yield ""
    yield "| column | holds | what |"
    yield "|---|---|---|"
    for column in {**TABLES, **ASKED}[sheet]:
        yield f"| {column.name} | {_holds(column)} | {column.meaning} |"
    yield ""


def _holds(column: Column) -> str:
    formula = f"; `{column.formula.format_map(_Names())}`" if column.formula else ""
    unit = column.kind.value if column.kind in NUMBER_FORMATS else "text"
    return f"{unit}{', summed' if column.total and not column.per else ''}{formula}"


class _Names(dict[str, str]):
    """The columns of a formula by their own names."""

    def __missing__(self, name: str) -> str:
        return name


if __name__ == "__main__":
    write_whole(PAGE, page().encode())
