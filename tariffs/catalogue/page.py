"""The page that lists every kind of problem, with what is said of each example."""

from __future__ import annotations

from pathlib import Path

from tariffs.catalogue.examples import EXAMPLES
from tariffs.catalogue.happening import problems_of
from tariffs.crowds import IN_ALL, IN_COLUMN, IN_SHEET
from tariffs.problems import Kind

PAGE = Path(__file__).parents[1] / "PROBLEMS.md"
INTRODUCTION = f"""# What can be wrong with an input

Everything that is wrong is said at once, never only the first thing: the workbook, the sheet, the cell, what stands
there, what is wrong and what would be right. An error stops the run before anything is planned; a warning goes into
the plan. The kind is a short word that does not change (`kind` in `optimizer check --json`). Of very many problems of
one kind the first {IN_COLUMN:,} of a column are listed, {IN_SHEET:,} of a sheet and {IN_ALL:,} of all; one line more
says how many are left and where the last is (`times` in the JSON), and the counts at the end are of all.

`optimizer check WORKBOOK… --fix OUT.xlsx` writes a copy of each workbook in which every cell that a problem is about
is marked and has it as a comment: red for an error, yellow for a doubt, and green where one thing only can have been
meant and stands in its place. Of several workbooks each has a copy of its own, `OUT-NAME.xlsx`, so that the tariff
book and the cargo of the day stay apart. A copy can be corrected and read again; it holds the visible sheets with
every cell at its address, formulas as their values, and no formats. Marked are the cells that are listed.

Each message below is what the program says of a small workbook with one cell or row changed.

<!-- `python -m tariffs.dictionary` writes this page from tariffs/catalogue. -->

| kind | severity | covers | for example |
|---|---|---|---|
"""


def page() -> str:
    """The page as Markdown: a row for each example, in the order of the kinds."""
    lines = []
    for example in sorted(EXAMPLES, key=lambda example: list(Kind).index(example.kind)):
        said = next(problem for problem in problems_of(example) if problem.kind is example.kind)
        text = str(said).replace("|", "&#124;")
        cells = (f"`{example.kind.code}`", example.severity.value, example.kind.value, text)
        lines.append(f"| {' | '.join(cells)} |")
    return INTRODUCTION + "\n".join(lines) + "\n"
