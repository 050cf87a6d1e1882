"""From workbooks to a checked input, in one call; and the same input with something changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from os import PathLike
from pathlib import Path

from tariffs.book import Portfolio, TariffBook
from tariffs.building import build
from tariffs.collecting import seldom_collected
from tariffs.likeness import likenesses
from tariffs.problems import InputError, Problem, Problems
from tariffs.reading import read_tables, tables_of
from tariffs.records import InputFile, Record, Tables
from tariffs.scenarios import Differing, Edit, apply_edits, apply_scenario, differing, scenario_names
from tariffs.workbook import RawRow, RawSheet


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
    edits
        The changes made in code after that, in order.
    tables
        The rows as read, from which other inputs are made; empty for a book that was read from no workbook.
    """

    book: TariffBook
    portfolio: Portfolio
    problems: tuple[Problem, ...] = ()
    files: tuple[InputFile, ...] = ()
    scenario: str | None = None
    edits: tuple[Edit, ...] = ()
    tables: Tables = field(default_factory=lambda: Tables({}))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names in the sheet ``Scenarios``."""
        return scenario_names(self.tables)

    def differing(self, other: Input) -> list[Differing]:
        """The cells in which the rows of another input are not these, scenario and changes included."""
        before, after = (_changed(one.tables, one.scenario, one.edits).records for one in (self, other))
        return list(differing(before, after))

    @seldom_collected()
    def under(self, scenario: str | None, edits: Sequence[Edit] = ()) -> Input:
        """The same rows under a scenario, or under none, with changes made in code after it.

        Raises
        ------
        InputError
            If there is no such scenario, a change changes nothing, or anything is wrong then.
        """
        if (scenario, tuple(edits)) == (self.scenario, self.edits):
            return self
        return _built(self.tables, scenario, edits)

    @seldom_collected()
    def with_cargo(self, **columns: str | Decimal | date | None) -> Input:
        """The same book for one shipment that is in no sheet: a row of ``Cargo`` by column.

        Raises
        ------
        InputError
            If anything is wrong with it, as if it stood in a workbook.
        """
        header, row = (RawRow(number, tuple(cells)) for number, cells in enumerate((columns, columns.values()), 1))
        problems = Problems()
        found = tables_of([RawSheet("", "Cargo", (header, row))], (), problems).records["Cargo"]
        problems.raise_errors()
        return _built(self.tables, self.scenario, self.edits, cargo=found)


@seldom_collected()
def load(
    paths: Sequence[str | PathLike[str]] | str | PathLike[str],
    scenario: str | None = None,
    *,
    edits: Sequence[Edit] = (),
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
    edits
        Changes to make after it.
    cargo_required
        Whether an input without ``Cargo`` is an error. A tariff book can be checked by itself.

    Raises
    ------
    InputError
        If anything is wrong; it carries every problem found, warnings included.
    """
    return built(read_rows(paths), scenario, edits, cargo_required=cargo_required)


@seldom_collected()
def read_rows(paths: Sequence[str | PathLike[str]] | str | PathLike[str]) -> Tables:
    """The rows of workbooks, with what is wrong with their cells; nothing across rows is checked yet.

    Raises
    ------
    InputError
        If a file cannot be read at all.
    """
    several = [paths] if isinstance(paths, str | PathLike) else paths
    return read_tables([Path(path) for path in several])


@seldom_collected()
def built(read: Tables, scenario: str | None, edits: Sequence[Edit] = (), *, cargo_required: bool = True) -> Input:
    """The checked input of rows that were read, as ``load`` gives it.

    Raises
    ------
    InputError
        If anything is wrong; it carries every problem found, warnings included.
    """
    return _built(read, scenario, edits, cargo_required=cargo_required)


def _built(
    read: Tables,
    scenario: str | None,
    edits: Sequence[Edit],
    *,
    cargo_required: bool = True,
    cargo: tuple[Record, ...] | None = None,
) -> Input:
    likenesses.cache_clear()  # what is compared here must not depend on what was compared for another input
    tables = _changed(read, scenario, edits)
    if cargo is not None:
        tables = replace(tables, records={**tables.records, "Cargo": cargo})
    book, portfolio = build(tables, cargo_required=cargo_required)
    return Input(book, portfolio, tuple(tables.problems.warnings), read.files, scenario, tuple(edits), read)


def _changed(read: Tables, scenario: str | None, edits: Sequence[Edit]) -> Tables:
    """The rows under a scenario and with changes; what was read stays as it is."""
    tables = replace(read, problems=read.problems.copy())
    if scenario is not None:
        try:
            tables = apply_scenario(tables, scenario)
        except InputError as unknown:  # goes on, so that everything else that is wrong is said as well
            tables.problems.add(unknown.problems[-1])
    return apply_edits(tables, edits)
