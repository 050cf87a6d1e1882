"""Files that are given as inputs by mistake: a plan, and what Excel keeps beside a workbook that is open."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tariffs.problems import Kind, Problem, Severity
from tariffs.schema import normalise
from tariffs.sheets import PLAN
from tariffs.workbook import RawWorkbook, cell_text

#: What stands in front of the name of an input in the summary of a plan.
SUMMARY, INPUT = "summary", "input "
#: How the name of the file begins that Excel keeps beside a workbook while it is open.
NOTE = "~$"


def is_plan(book: RawWorkbook) -> bool:
    """Whether a workbook is a plan."""
    return {normalise(sheet.name) for sheet in book.sheets} >= PLAN


def plan_given(name: str, book: RawWorkbook) -> Problem:
    """Says of a plan that it is no input, and what it was made from."""
    summary = next(sheet for sheet in book.sheets if normalise(sheet.name) == SUMMARY)
    figures = (cell_text(row.cell(0)) for row in summary.rows)
    inputs = ", ".join(figure.removeprefix(INPUT) for figure in figures if figure.startswith(INPUT))
    cure = f"name the workbooks that it was made from{f' ({inputs})' if inputs else ''}"
    return Problem(Kind.FILE, Severity.ERROR, name, "", "", "", "is a plan workbook, and no input", cure)


def is_note_of_excel(path: Path) -> bool:
    """Whether a file is one that Excel keeps beside a workbook while it is open."""
    return path.name.startswith(NOTE) and path.is_file()


def note_given(name: str, path: Path, *, alone: bool) -> Problem:
    """Says of Excel's note what it is; an error where nothing else is given."""
    what = f"is Excel's own note that {_opened(path)} is open: not read"
    cure = "name that workbook itself" if alone else "close it in Excel when done"
    return Problem(Kind.FILE, Severity.ERROR if alone else Severity.WARNING, name, "", "", "", what, cure)


def _opened(path: Path) -> str:
    """The workbook beside a note of Excel, in which a long name lacks its first two letters."""
    rest = path.name.removeprefix(NOTE)
    with suppress(OSError):
        for other in sorted(path.parent.iterdir()):
            if (
                not other.name.startswith(NOTE)
                and other.name.endswith(rest)
                and len(other.name) <= len(rest) + len(NOTE)
            ):
                return other.name
    return rest
