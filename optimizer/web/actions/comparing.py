"""Two plans held to each other: asked for, and what was found."""

from __future__ import annotations

from optimizer.web.access import Visit
from optimizer.web.actions.jobs import ask_beside
from optimizer.web.actions.plans import Table, plan_of, written
from optimizer.web.store.tables import Job, JobKind, Plan
from optimizer.web.store.tables.plans import comparison_file


def ask(visit: Visit, plan: Plan, to: str, key: str | None = None) -> Job:
    """Have a plan held to another one, which came first.

    Raises
    ------
    Refusal
        404 if there is no such other plan; 429 if too many jobs of the firm wait already.
    """
    return ask_beside(visit, plan, JobKind.COMPARISON, {"to": plan_of(visit, to).id}, key)


def compared(visit: Visit, plan: Plan, to: Plan) -> dict[str, Table] | None:
    """What was found, sheet by sheet; ``None`` where nobody has had them compared."""
    sheets = written(visit, plan, comparison_file(to.id))
    return None if sheets is None else {name: Table.written(sheet) for name, sheet in sheets.items()}
