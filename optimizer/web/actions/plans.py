"""Plans: their figures, tables and files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from optimizer.web.access import Visit
from optimizer.web.actions import jobs
from optimizer.web.refusal import not_found
from optimizer.web.store.tables import Job, JobKind, Plan, PlanFile
from optimizer.web.store.tables.plans import alternatives_file

WORKBOOK, EXPLANATIONS = "plan.xlsx", "explanations.json"


@dataclass(frozen=True, slots=True)
class Table:
    """A part of a table of a plan: its columns, the rows of this part, and how many there are in all."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    total: int

    @classmethod
    def written(cls, sheet: Mapping[str, Any]) -> Table:
        """A table as pandas writes it, split into ``columns`` and ``data``."""
        return cls(tuple(sheet["columns"]), sheet["data"], len(sheet["data"]))

    def by_name(self) -> list[dict[str, Any]]:
        """The rows, each by its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def of(self, *columns: str) -> Table:
        """The same with these columns alone, as far as there are such."""
        places = [self.columns.index(name) for name in columns if name in self.columns]
        rows = [[row[place] for place in places] for row in self.rows]
        return Table(tuple(self.columns[place] for place in places), rows, self.total)


def plan_of(visit: Visit, name: str) -> Plan:
    """A plan.

    Raises
    ------
    Refusal
        404, if the firm has none of this name.
    """
    found = visit.session.scalars(select(Plan).where(Plan.id == name)).first()
    if found is None:
        raise not_found("plan")
    return found


def plans_of(visit: Visit, upload: str) -> Sequence[Plan]:
    """The plans of an upload, the newest first."""
    return visit.session.scalars(select(Plan).where(Plan.upload_id == upload).order_by(Plan.id.desc())).all()


def file_of(plan: Plan, name: str) -> PlanFile:
    """A file of a plan.

    Raises
    ------
    Refusal
        404, if it has none of this name.
    """
    for file in plan.files:
        if file.name == name:
            return file
    raise not_found(name.partition("/")[0].removesuffix("s"))


def written(visit: Visit, plan: Plan, name: str) -> Any:
    """What a file of a plan holds, as JSON; ``None`` if it has none of this name."""
    for file in plan.files:
        if file.name == name:
            return json.loads(visit.house.files.read(file.sha256))
    return None


def explanation(visit: Visit, plan: Plan, shipment: str) -> dict[str, Any] | None:
    """Why a shipment goes as it does: ``sentences``, and ``rows`` as a table; ``None`` where nothing is said of it."""
    found: dict[str, Any] | None = (written(visit, plan, EXPLANATIONS) or {}).get(shipment)
    return found


def alternatives(visit: Visit, plan: Plan, shipment: str) -> Table | None:
    """What a shipment could do by itself, whatever others take; ``None`` where nobody has looked."""
    sheet = written(visit, plan, alternatives_file(shipment))
    return None if sheet is None else Table.written(sheet)


def ask_for_alternatives(visit: Visit, plan: Plan, shipment: str, within: float, key: str | None = None) -> Job:
    """Have it looked at what a shipment could do by itself at no more than this share above the cheapest.

    Raises
    ------
    Refusal
        404 if the plan has no such shipment; 429 if too many jobs of the firm wait already.
    """
    if not table(visit, plan, "shipments", only={"shipment": shipment}).total:
        raise not_found("shipment")
    return jobs.ask_beside(visit, plan, JobKind.ALTERNATIVES, {"shipment": shipment, "within": within}, key)


def words_of(visit: Visit, plan: Plan, name: str, column: str) -> list[str]:
    """The words that stand in a column of a table, each once, in order."""
    found = table(visit, plan, name, limit=10**9)
    if column not in found.columns:
        return []
    at = found.columns.index(column)
    return sorted({str(row[at]) for row in found.rows if row[at]})


def workbook(visit: Visit, name: str) -> PlanFile:
    """The workbook of a plan, whose download is noted."""
    file = file_of(plan_of(visit, name), WORKBOOK)
    visit.note("download plan", "plans", name)
    visit.session.commit()
    return file


def table(  # noqa: PLR0913 - the last four by name
    visit: Visit,
    plan: Plan,
    name: str,
    *,
    search: str = "",
    only: Mapping[str, str] | None = None,
    sort: str = "",
    offset: int = 0,
    limit: int = 100,
) -> Table:
    """Rows of a table of a plan.

    Parameters
    ----------
    search
        Only rows that have this somewhere, in whatever case.
    only
        Only rows that have this in these columns.
    sort
        The column to sort by; ``-`` before it for the greatest first. Blanks come last.
    """
    whole = json.loads(visit.house.files.read(file_of(plan, f"tables/{name}.json").sha256))
    columns, rows = tuple(whole["columns"]), whole["data"]
    for at, wanted in ((columns.index(one), value) for one, value in (only or {}).items() if one in columns):
        rows = [row for row in rows if row[at] == wanted]
    if search:
        wanted = search.casefold()
        rows = [row for row in rows if any(wanted in str(cell).casefold() for cell in row if cell is not None)]
    column = sort.removeprefix("-")
    if column in columns:
        at = columns.index(column)
        blank = [row for row in rows if row[at] is None]
        rows = sorted((row for row in rows if row[at] is not None), key=lambda row: row[at], reverse=sort[0] == "-")
        rows += blank
    return Table(columns, rows[offset : offset + limit], len(rows))
