"""What can be wrong with an input, and how it is said.

A problem says where (workbook, sheet, cell), what stands there, what is wrong and what would be right.
Reading and checking collect problems; nothing stops at the first.

The errors a caller may see::

    FreightError
    ├── InputError        the workbooks are wrong; carries every problem found
    ├── UnratedError      a charge was asked for that the tariff book cannot give
    └── (optimizer.errors: SolverError, AuditError)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the run before solving; a warning is carried into the plan."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """The kinds of problem, each a sentence for the documentation."""

    FILE = "a workbook cannot be read"
    SHEET = "a sheet is missing, unknown, hidden or has no header"
    COLUMN = "a column is missing, unknown or there twice"
    BLANK = "a required cell is blank"
    VALUE = "a cell does not hold what its column takes"
    AMBIGUOUS = "a cell can be read in two ways"
    FORMULA = "a formula has no stored value, or an error"
    NAME = "a name is not in the sheet that defines it"
    DUPLICATE = "two rows say the same thing, or define one name twice"
    CONFLICT = "two rows, or two cells of a row, contradict each other"
    MISSING = "something that is needed elsewhere has no row"
    RANGE = "a number or date is outside what can be"
    DATES = "validity dates leave nothing, or have passed"
    DOUBT = "a figure is possible and yet doubtful"
    IGNORED = "something was read as blank, rounded, or passed over"


#: So many signs at most are said of what is wrong, and of what would be right.
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input.

    Attributes
    ----------
    kind, severity
        What sort of problem, and whether it stops the run.
    workbook, sheet, cell
        Where; ``cell`` is an address (``E14``), a row (``14``), or blank for a whole sheet.
    value
        What stands there, as text.
    what, cure
        What is wrong, and what would be right.
    """

    kind: Kind
    severity: Severity
    workbook: str
    sheet: str
    cell: str
    value: str
    what: str
    cure: str = ""

    @property
    def where(self) -> str:
        """The address as a person writes it: ``cargo.xlsx, Cargo!E14``."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return ", ".join(part for part in (self.workbook, place) if part)

    @property
    def text(self) -> str:
        """What is wrong and what would be right, in one line; a value that goes on and on is cut short."""
        parts = (self.what, self.cure)
        return "; ".join(part if len(part) <= LONGEST else f"{part[: LONGEST - 1]}…" for part in parts if part)

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


class FreightError(Exception):
    """The root of every error that this project raises on purpose."""


class UnratedError(FreightError):
    """A charge was asked for that the tariff book cannot give (no row, or two rows)."""


class InputError(FreightError):
    """The input is wrong. ``problems`` holds all that was found, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity is Severity.ERROR]
        super().__init__("\n".join(str(problem) for problem in errors))


@dataclass(slots=True)
class Problems:
    """A list of problems that grows while an input is read."""

    found: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, problem: Problem) -> None:
        """Take note of one problem."""
        self.found.append(problem)

    @property
    def errors(self) -> list[Problem]:
        """Those that stop the run."""
        return [problem for problem in self.found if problem.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """Those that are carried into the plan."""
        return [problem for problem in self.found if problem.severity is Severity.WARNING]

    def raise_errors(self) -> None:
        """Stop here if anything found is an error.

        Raises
        ------
        InputError
            With every problem found so far.
        """
        if self.errors:
            raise InputError(self.found)


#: How many known names a message lists.
SHOWN = 8


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like an unknown one, blank if none is much like it."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else ""


def near_match(name: str, known: Iterable[str]) -> str:
    """A cure for an unknown name: the nearest known one, or a list of a few, or nothing."""
    names = sorted({candidate.casefold(): candidate for candidate in known}.values())
    near = closest(name, names)
    if near:
        return f'did you mean "{near}"?'
    if not names:
        return ""
    shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    return f"known are {shown}"
