"""Mistakes in many sheets are all said in the first run, and curing some of them brings no other to light."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import tariffs
from tariffs.problems import InputError
from tests.cli.program import TINY

Change = Callable[[Workbook], None]


def _cell(sheet: str, cell: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def _renamed(sheet: str, old: str, new: str) -> Change:
    def change(book: Workbook) -> None:
        (header,) = (cell for cell in book[sheet][1] if cell.value == old)
        header.value = new

    return change


def _added(sheet: str, header: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        page = book[sheet]
        column = page.max_column + 1
        page.cell(1, column).value = header
        for row in range(2, page.max_row + 1):
            page.cell(row, column).value = value

    return change


#: Mistakes that have nothing to do with each other, and where each is said.
MISTAKES: dict[str, Change] = {
    "Locations!B2": _cell("Locations", "B2", "Pakistan it is"),
    "Containers!F1": _added("Containers", "Max. cube", 33),
    "Tariffs!1": _renamed("Tariffs", "transit_days", "Where it is"),
    "Tariffs!D3": _cell("Tariffs", "D3", "Zahidan"),
    "Transfers!H1": _added("Transfers", "Levy", 5),
    "Borders!D2": _cell("Borders", "D2", -2),
    "FX!B2": _cell("FX", "B2", 285),
    "Duties!D2": _cell("Duties", "D2", "a lot"),
    "Cargo!D2": _cell("Cargo", "D2", "rise"),
    "Cargo!1": _renamed("Cargo", "ready", "Order date"),
}


def said(names: list[str], folder: Path) -> set[str]:
    """The errors of the tiny world with some mistakes, without the file's name."""
    book = openpyxl.load_workbook(TINY)
    for name in names:
        MISTAKES[name](book)
    path = folder / "book.xlsx"
    book.save(path)
    try:
        tariffs.load(path)
    except InputError as error:
        return {str(problem) for problem in error.problems if problem.severity == "error"}
    return set()


def test_each_mistake_alone_is_an_error(tmp_path: Path) -> None:
    """Else it would prove nothing below."""
    for name in MISTAKES:
        assert said([name], tmp_path), name


@settings(max_examples=12)
@given(st.sets(st.sampled_from(sorted(MISTAKES)), min_size=1))
def test_many_mistakes_are_said_at_once(tmp_path_factory, names: set[str]) -> None:  # type: ignore[no-untyped-def]
    """Each as if it were alone, whatever else is wrong: so to cure some of them brings no other to light."""
    folder = tmp_path_factory.mktemp("books")
    alone = set().union(*(said([name], folder) for name in names))
    assert said(sorted(names), folder) == alone
