"""Freight at least total cost, from Python: read workbooks, plan, ask why and what if, write, audit.

::

    import optimizer

    world = optimizer.read("corridors.xlsx", "cargo.xlsx")
    plan = world.plan()
    plan.bookings
    plan.to_excel("plan.xlsx")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.api.comparison import Comparison, compare
    from optimizer.api.plan import Plan
    from optimizer.api.reading import Checked, audit, check, read, reopen
    from optimizer.api.world import World
    from optimizer.errors import AuditError, RequestError, SolverError, WorkerError, WriteError
    from tariffs.problems import FreightError, InputError

__all__ = [
    "AuditError",
    "Checked",
    "Comparison",
    "FreightError",
    "InputError",
    "Plan",
    "RequestError",
    "SolverError",
    "WorkerError",
    "World",
    "WriteError",
    "audit",
    "check",
    "compare",
    "read",
    "reopen",
]

#: Where each name is. It is fetched when it is asked for: the solver's process and the command line live in this
#: package too, and must start at once.
_HOMES = {
    **dict.fromkeys(("Comparison", "compare"), "optimizer.api.comparison"),
    "Plan": "optimizer.api.plan",
    **dict.fromkeys(("Checked", "audit", "check", "read", "reopen"), "optimizer.api.reading"),
    "World": "optimizer.api.world",
    **dict.fromkeys(("AuditError", "RequestError", "SolverError", "WorkerError", "WriteError"), "optimizer.errors"),
    **dict.fromkeys(("FreightError", "InputError"), "tariffs.problems"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
