"""Changes made in code: each says what a row of ``Scenarios`` says, without a name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tariffs.problems import Kind, Problems, Severity
from tariffs.records import Record, Tables
from tariffs.rows import Row
from tariffs.scenarios.applying import perform
from tariffs.scenarios.change import PLUS, SET, TIMES
from tariffs.showing import brief

#: No number of a cell has its first digit farther from the point.
DIGITS = 30

#: What problems with a change give as their sheet.
IN_CODE = "with_change"


class Edit(NamedTuple):
    """A change to the rows of a sheet that match, as a row of ``Scenarios`` has it.

    Attributes
    ----------
    sheet, match, column
        Which cells; the match is ``column=value`` with ``;`` between, blank for every row.
    change
        ``set``, ``times`` or ``plus``.
    value
        To what, or by what; ``None`` clears the cells.
    """

    sheet: str
    match: str
    column: str
    change: str
    value: str | Decimal | date | None

    def __str__(self) -> str:
        where = f" where {self.match}" if self.match else ""
        return f"{self.sheet}{where}: {self.column} {self.change} {'blank' if self.value is None else self.value}"

    def to_json(self) -> str:
        """As a list in JSON, for a cell of a plan workbook."""
        return json.dumps(
            self, ensure_ascii=False, default=lambda v: {"number": f"{v:f}"} if isinstance(v, Decimal) else str(v)
        )

    @classmethod
    def from_json(cls, text: str) -> Edit:
        """Back from that.

        Raises
        ------
        ValueError
            If it is none.
        """
        try:
            found = cls(*json.loads(text, object_hook=lambda found: Decimal(found["number"])))
        except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
            found = None
        if (
            found is None
            or not all(isinstance(t, str) for t in found[:4])
            or isinstance(found.value, list | int | float)
        ):
            raise ValueError(f"{brief(text)} is no change")
        return found


def apply_edits(tables: Tables, edits: Sequence[Edit]) -> Tables:
    """The tables with changes made, one after the other.

    Raises
    ------
    InputError
        If any of them makes no sense or changes nothing: who writes code means what it says.
    """
    if not edits:
        return tables
    found = Problems()
    rows = [Row(_record(edit, number), found) for number, edit in enumerate(edits, start=1)]
    for row in rows:
        if row.text("change") not in (SET, TIMES, PLUS):
            row.error(Kind.WORD, "change", f'"{row.text("change")}" is no change', f"write {SET}, {TIMES} or {PLUS}")
        value = row.record.values["value"]
        if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) <= DIGITS):
            row.error(Kind.VALUE, "value", f'"{value}" is no number that a cell holds', "write another")
    changed = perform(replace(tables, problems=found), rows)
    problems = Problems()
    for problem in found:
        problems.add(replace(problem, severity=Severity.ERROR))
    problems.raise_errors()
    return replace(tables, records=changed)


def _record(edit: Edit, number: int) -> Record:
    values = {"scenario": IN_CODE, **edit._asdict()}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    cells = dict.fromkeys(values, str(edit))
    return Record("", "Scenarios", number, values, cells, texts=texts, tab=IN_CODE)
