"""What can go wrong after the input is accepted.

::

    tariffs.FreightError
    ├── InputError      the workbooks are wrong; carries every problem found
    ├── RequestError    what is asked for cannot be done; a ValueError too
    ├── SolverError     a solver is missing, failed, or gave an answer that does not hold
    │   ├── InfeasibleError  nothing satisfies all of a programme
    │   └── RebateError     column generation is asked to send containers that earn money
    ├── AuditError      a plan does not stand up to the auditor; carries the differences
    ├── WorkerError     who is to do the work cannot be had, or was lost again and again
    └── WriteError      a file cannot be written
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tariffs.problems import FreightError

if TYPE_CHECKING:
    from optimizer.auditor import Difference


class RequestError(FreightError, ValueError):
    """What is asked for cannot be done: a name that nothing has, an option that there is not, a place to write to."""


class SolverError(FreightError):
    """A solver is missing, failed, or gave an answer that does not hold."""


class OutOfTimeError(SolverError):
    """The time was over before a solver was done; what it has found proves nothing."""


class InfeasibleError(SolverError):
    """A solver finds that nothing satisfies all of a programme."""


class RebateError(SolverError):
    """A container costs less than nothing on some leg, so that column generation could prove nothing."""


class WorkerError(FreightError):
    """Who is to do the work cannot be had, or was lost again and again."""


class WriteError(FreightError):
    """A file cannot be written; what was there before is untouched."""


class AuditError(FreightError):
    """A plan does not stand up to the auditor. ``differences`` holds all that was found."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.differences = tuple(differences)
        super().__init__("\n".join(str(difference) for difference in self.differences))

    def __reduce__(self) -> tuple[type[AuditError], tuple[tuple[Difference, ...]]]:
        """How it goes from one process to another: by its differences, not by its words."""
        return AuditError, (self.differences,)
