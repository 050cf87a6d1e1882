"""From workbooks to a checked input, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from tariffs.book import Portfolio, TariffBook
from tariffs.building import build
from tariffs.collecting import seldom_collected
from tariffs.likeness import likenesses
from tariffs.problems import InputError, Problem
from tariffs.reading import read_tables
from tariffs.records import InputFile
from tariffs.scenarios import apply_scenario


@dataclass(frozen=True, slots=True)
class Input:
    """Everything that a plan starts from.

    Attributes
    ----------
    book, portfolio
        What the workbooks say, checked and resolved.
    problems
        The warnings; errors are raised instead.
    files
        The workbooks read, with the SHA-256 of each.
    scenario
        The named change to the book that was applied, or ``None``.
    """

    book: TariffBook
    portfolio: Portfolio
    problems: tuple[Problem, ...] = ()
    files: tuple[InputFile, ...] = ()
    scenario: str | None = None


@seldom_collected()
def load(
    paths: Sequence[str | PathLike[str]] | str | PathLike[str],
    scenario: str | None = None,
    *,
    cargo_required: bool = True,
) -> Input:
    """Read workbooks, apply a scenario if one is named, and check everything.

    Parameters
    ----------
    paths
        One workbook or several, which form one input: `.xlsx`, `.xlsm`, `.xls`, `.xlsb`, `.ods`, or folders of
        `.csv` files.
    scenario
        A name in the sheet ``Scenarios``.
    cargo_required
        Whether an input without ``Cargo`` is an error. A tariff book can be checked by itself.

    Raises
    ------
    InputError
        If anything is wrong; it carries every problem found, warnings included.
    """
    likenesses.cache_clear()  # what is compared here must not depend on what was compared for another input
    several = [paths] if isinstance(paths, str | PathLike) else paths
    tables = read_tables([Path(path) for path in several])
    if scenario is not None:
        try:
            tables = apply_scenario(tables, scenario)
        except InputError as unknown:  # goes on, so that everything else that is wrong is said as well
            tables.problems.add(unknown.problems[-1])
    book, portfolio = build(tables, cargo_required=cargo_required)
    return Input(book, portfolio, tuple(tables.problems.warnings), tables.files, scenario)
