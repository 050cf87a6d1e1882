"""Named changes to the typed rows, before the book is built from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tariffs.folding import fold
from tariffs.near_matches import near_match, only_near
from tariffs.problems import InputError, Kind, Problem, Severity
from tariffs.reading.numbers import NumberStyle
from tariffs.reading.style import Style
from tariffs.reading.written_dates import DateStyle
from tariffs.records import Record, Tables
from tariffs.rows import Desk, Row
from tariffs.scenarios.change import Change
from tariffs.scenarios.matching import Words

Sheets = Mapping[str, tuple[Record, ...]]


def scenario_names(tables: Tables) -> tuple[str, ...]:
    """The names of the scenarios, in order of appearance."""
    first: dict[str, str] = {}
    for row in Desk(tables).rows("Scenarios"):
        name = row.text("scenario")
        if name:
            first.setdefault(fold(name), name)
    return tuple(first.values())


def apply_scenario(tables: Tables, name: str) -> Tables:
    """Make the changes of one scenario, in the order of its rows.

    Parameters
    ----------
    tables
        What was read; it stays as it is.
    name
        A name in ``Scenarios``; letter case does not count.

    Returns
    -------
    Tables
        The changed rows. Its problems are those of ``tables`` and what is wrong in ``Scenarios``, which
        building the book raises.

    Raises
    ------
    InputError
        If no row of ``Scenarios`` has that name; it carries every problem found so far, this one last.
    """
    problems = tables.problems.copy()
    known = scenario_names(tables)
    if fold(name) not in map(fold, known):
        if Desk(tables).may_lack("Scenarios") and not only_near(name, known):
            return tables  # which do not make a book
        problems.add(_unknown(name, known, Desk(tables).workbooks))
        raise InputError(problems)
    changed = _perform_all(replace(tables, problems=problems))[fold(name)]
    return Tables(changed, tables.files, problems, scenario=name)


def check_scenarios(tables: Tables) -> None:
    """Note what is wrong in ``Scenarios``, whichever of them is wanted, in ``tables.problems``."""
    _perform_all(tables)


def _unknown(name: str, known: tuple[str, ...], workbooks: str) -> Problem:
    cure = near_match(name, known) or "the sheet has no row"
    what = f'scenario "{name}" is not in Scenarios'
    return Problem(Kind.NAME, Severity.ERROR, workbooks, "Scenarios", "", name, what, cure)


def _perform_all(tables: Tables) -> dict[str, Sheets]:
    """The rows under each scenario by its folded name, each from the tables as read."""
    by_name: dict[str, list[Row]] = {}
    for row in Desk(tables).rows("Scenarios"):
        by_name.setdefault(fold(row.text("scenario")), []).append(row)
    return {name: perform(tables, rows) for name, rows in by_name.items()}


def perform(tables: Tables, rows: Iterable[Row]) -> Sheets:
    """The rows of every sheet after the changes that rows of ``Scenarios`` say, one after the other."""
    changed = dict(tables.records)
    desk = Desk(tables)
    words = Words.of(tables.records, all_containers=desk.has("Containers") or not desk.may_lack("Containers"))
    style = _style(tables)
    for row in rows:
        change = Change.of(row, words, style)
        if change is not None:
            name = change.sheet.name
            changed[name] = change.apply(changed.get(name, ()), words, whole=not desk.may_lack(name))
    return changed


def _style(tables: Tables) -> Style:
    """How numbers and dates written as text are read, as Settings say."""
    stated = {record.values["setting"]: record.values["value"] for record in tables.records.get("Settings", ())}
    number, day = stated.get("number_style"), stated.get("date_style")
    return Style(
        NumberStyle(number) if isinstance(number, str) else None,
        DateStyle(day) if isinstance(day, str) else None,
    )
