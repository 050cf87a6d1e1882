"""Cells that hold an error of Excel, or a formula without a stored value."""

from __future__ import annotations

from collections.abc import Mapping

from tariffs.problems import Kind
from tariffs.reading.misread import Misread
from tariffs.workbook.raw import Fault, shortened

#: What Excel shows where a formula failed, and what helps. Pasted as text it is no better.
ERRORS: Mapping[str, str] = {
    "#N/A": "a look-up found nothing: correct it, or write the value itself",
    "#REF!": "the cells it was made from were deleted: write the value itself",
    "#DIV/0!": "something is divided by zero or by a blank cell: correct it, or write the value itself",
    "#VALUE!": "it calculates with a text: correct it, or write the value itself",
    "#NAME?": "a name or function in it is misspelt: correct it, or write the value itself",
    "#NUM!": "its number is too large, or there is none: correct it, or write the value itself",
    "#NULL!": "two ranges in it do not meet: correct it, or write the value itself",
    "#SPILL!": "it has no room for its results: correct it, or write the value itself",
    "#CALC!": "it could not be calculated: correct it, or write the value itself",
    "#FIELD!": "it names a field that is not there: correct it, or write the value itself",
    "#GETTING_DATA": "its data had not come when the workbook was saved: open it, wait, and save it again",
    "########": "the column was too narrow when this was copied: copy the value again",
}


def check_error(text: str) -> None:
    """Refuse an error of Excel that was pasted as text."""
    error = text.upper()
    if error in ERRORS or (len(error) > 2 and not error.strip("#")):  # noqa: PLR2004 - # is the sign of a number
        cure = ERRORS.get(error, ERRORS["########"])
        raise Misread(Kind.ERROR_CELL, f"{shortened(text)} is an error value of Excel", cure)


def faulty(fault: Fault) -> Misread:
    """Why a cell without a value has none."""
    if fault.text.upper() in ERRORS:
        return Misread(Kind.ERROR_CELL, f"{fault.text} {fault.what}", ERRORS[fault.text.upper()])
    kind = Kind.FORMULA if fault.text.startswith("=") else Kind.VALUE
    return Misread(kind, f"{shortened(fault.text)} {fault.what}", fault.cure)
