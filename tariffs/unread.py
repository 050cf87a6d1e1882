"""What a workbook that could not be read may have held: nothing is said that rests on there being no more of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tariffs.problems import Kind, Problems
from tariffs.records import InputFile
from tariffs.schema import normalise
from tariffs.sheets import SHEET_NAMES

#: A file of a folder, which holds the sheet of its name.
OF_FOLDER = re.compile(r".*/(?P<sheet>[^/]*)\.csv", re.IGNORECASE | re.DOTALL)


def may_lack(sheet: str, files: Iterable[InputFile], problems: Problems) -> bool:
    """Whether rows of a sheet, or all of it, may stand in a workbook that could not be read.

    Parameters
    ----------
    sheet
        Its canonical name.
    files
        Those that could be read.
    problems
        What is noted by now, of all workbooks.
    """
    read = {file.name for file in files}
    lost = {problem.workbook for problem in problems.errors if problem.kind is Kind.FILE} - read
    return any(_sheet_in(name) in ("", sheet) for name in lost)


def _sheet_in(workbook: str) -> str:
    """The one sheet that a file can hold; blank if it can be any, or several."""
    found = OF_FOLDER.fullmatch(workbook)
    return SHEET_NAMES.get(normalise(found["sheet"]), "") if found else ""
