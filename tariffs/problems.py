"""What can be wrong with an input, and how it is said.

A problem says where (workbook, sheet, cell), what stands there, what is wrong and what would be right.
Reading and checking collect problems; nothing stops at the first.

The errors a caller may see::

    FreightError
    ├── InputError        the workbooks are wrong; carries every problem found
    ├── UnratedError      a charge was asked for that the tariff book cannot give
    └── (optimizer.errors: RequestError, SolverError, AuditError, …)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from tariffs.crowds import Crowds, Scope, rest_of
from tariffs.showing import brief, printable


class Severity(StrEnum):
    """An error stops the run before solving; a warning is carried into the plan."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """The kinds of problem, each a sentence for the documentation; the name in lower case is its code.

    ``tariffs.catalogue`` has an example of each.
    """

    FILE = "a workbook cannot be read"
    SHEET = "a sheet is missing, unknown, hidden or has no header"
    COLUMN = "a column is missing, unknown or there twice"
    BLANK = "a cell that is needed is blank"
    VALUE = "a cell does not hold what its column takes"
    AMBIGUOUS = "a cell can be read in two ways"
    FORMULA = "a formula has no stored value: it was never calculated"
    ERROR_CELL = "a cell holds an error of Excel, such as #N/A"
    TEXT_NUMBER = "a number is stored as text"
    SENTINEL = "a figure or date looks like a stand-in for none, unknown or no limit"
    PERCENT = "a percentage may be written as a fraction, or is more than the whole"
    CALENDAR = "a date is of another calendar"
    WORD = "a word is not one of those that its column takes, or is rather another one"
    NAME = "a name is not in the sheet that defines it"
    CURRENCY = "a currency has no rate of exchange, or is not that of its row"
    DUPLICATE = "two rows say the same thing, or define one name twice"
    OVERLAP = "two rows hold for the same thing on the same day"
    CONFLICT = "two rows, or two cells of a row, contradict each other"
    MISSING = "something that is needed elsewhere has no row"
    RANGE = "a number or date is outside what can be"
    DATES = "dates are in the wrong order, or leave no day"
    EXPIRED = "what a row says ended before any cargo is ready"
    DISTANCE = "a leg is shorter than the straight line between its ends"
    OUTLIER = "an amount is far from those of the same lane"
    PAYLOAD = "a weight is above what a container may hold"
    CAPACITY = "a capacity of zero lets nothing pass"
    UNREACHED = "no tariff leads from where cargo is to where it goes"
    DOUBT = "a figure is possible and yet doubtful"
    IGNORED = "something was read as blank, rounded, or passed over"

    @property
    def code(self) -> str:
        """A short name that does not change: ``error_cell``."""
        return self.name.lower()


#: What would be right where nothing more is known than what the problem is.
LEAVE_OR_CORRECT = "leave it if that is right, or correct it"
LEAVE = {
    Kind.COLUMN: "leave it if it is not needed, or name it as a column of the sheet",
    Kind.SHEET: "leave it if it is not needed, or name it as a sheet of the input",
    Kind.IGNORED: "leave it if that is right",
}
#: What a cell may be put right to: text, a number or a date.
Suggestion: TypeAlias = "str | Decimal | date | None"


def as_typed(suggestion: str | Decimal | date) -> str:
    """What to type into a cell: numbers with a point for decimals, days as 2025-03-15.

    >>> as_typed(Decimal("12E3")), as_typed(date(2025, 3, 15))
    ('12000', '2025-03-15')
    """
    return f"{suggestion:f}" if isinstance(suggestion, Decimal) else str(suggestion)


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
    suggestion
        What the whole cell was most likely meant to hold, where that is one thing only; ``None`` where it
        is not known, or could be several.
    more
        The other rows of the same column of which the same is said, in runs.
    times
        How many problems it stands for: more than one where there are too many to say each.
    """

    kind: Kind
    severity: Severity
    workbook: str
    sheet: str
    cell: str
    value: str
    what: str
    cure: str = ""
    suggestion: Suggestion = None
    more: tuple[range, ...] = ()
    times: int = 1

    @property
    def where(self) -> str:
        """The address as a person writes it: ``cargo.xlsx, Cargo!E14``."""
        return ", ".join(part for part in (self.workbook, self.place) if part)

    @property
    def place(self) -> str:
        """The address within its workbook."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def text(self) -> str:
        """What is wrong and what would be right, in one line; a value that goes on and on is cut short."""
        return "; ".join(brief(part) for part in (self.what, self.cure) if part)

    def __str__(self) -> str:
        return printable(f"{self.where}: {self.text}" if self.where else self.text)


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


def cured(problem: Problem) -> Problem:
    """The problem, with the cure of its kind if it says none."""
    return problem if problem.cure else replace(problem, cure=LEAVE.get(problem.kind, LEAVE_OR_CORRECT))


@dataclass(slots=True)
class _Rest:
    """Problems that are only counted: where the first of them stands in the list, how many, and the last."""

    position: int
    count: int
    last: Problem


@dataclass(slots=True)
class Problems:
    """A list of problems that grows while an input is read.

    Of very many of one kind in one column, in one sheet or in all the first are listed; the others become one, which
    says how many they are and where the last is.
    """

    _listed: list[Problem] = field(default_factory=list)
    _crowds: Crowds = field(default_factory=Crowds)
    _rests: dict[Scope, _Rest] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self._listed)

    @property
    def found(self) -> list[Problem]:
        """Those found so far, in order."""
        found = list(self._listed)
        for scope, rest in self._rests.items():
            if rest.count > 1:
                found[rest.position] = _counted(found[rest.position], scope, rest)
        return found

    def add(self, problem: Problem) -> None:
        """Take note of one problem; one that says no cure gets that of its kind."""
        place = (problem.kind, problem.severity, problem.workbook, problem.sheet, problem.cell)
        full = self._crowds.full(*place)
        if full is None:
            self._crowds.count(*place)
        elif full in self._rests:
            rest = self._rests[full]
            rest.count, rest.last = rest.count + problem.times, problem
            return
        else:
            self._rests[full] = _Rest(len(self._listed), problem.times, problem)
        self._listed.append(cured(problem))

    def crowded(self, kind: Kind, severity: Severity, workbook: str, sheet: str, cell: str) -> bool:
        """Whether one more problem in a cell would only be counted, whatever it said."""
        return self._crowds.full(kind, severity, workbook, sheet, cell) in self._rests

    def copy(self) -> Problems:
        """The same problems, to which others can be added."""
        return Problems(
            list(self._listed), self._crowds.copy(), {scope: replace(rest) for scope, rest in self._rests.items()}
        )

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


def _counted(first: Problem, scope: Scope, rest: _Rest) -> Problem:
    """One problem for many, of which the first is known."""
    same_sheet = (rest.last.workbook, rest.last.sheet) == (first.workbook, first.sheet)
    cell = f"row {rest.last.cell}" if rest.last.cell.isdecimal() else rest.last.cell
    last = cell if same_sheet and cell else rest.last.where
    what = rest_of(scope, rest.count, last)
    cure = "correct those that are listed first, and check again"
    return replace(first, what=what, cure=cure, suggestion=None, more=(), times=rest.count)
