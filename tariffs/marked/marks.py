"""What is marked: cells with what is said of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from tariffs.problems import Problem, Suggestion
from tariffs.workbook.raw import RawSheet

#: A row as Excel counts, and a column, 0 being A.
Place: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Mark:
    """What is said of one cell: the problems, and what is put in its place (``None``: it stays)."""

    problems: list[Problem] = field(default_factory=list)
    suggestions: set[Suggestion] = field(default_factory=set)

    def add(self, problem: Problem, suggestion: Suggestion) -> None:
        """Say one more thing of the cell."""
        self.problems.append(problem)
        if suggestion is not None:
            self.suggestions.add(suggestion)

    @property
    def suggestion(self) -> Suggestion:
        """What is put in place: what is suggested, if that is one thing only."""
        return next(iter(self.suggestions)) if len(self.suggestions) == 1 else None


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet with its marks, by row (as Excel counts) and column (0 is A)."""

    raw: RawSheet
    marks: dict[Place, Mark]


@dataclass(frozen=True, slots=True)
class MarkedBook:
    """One input with its sheets, and every problem that is of it or of none in particular."""

    sheets: tuple[MarkedSheet, ...]
    problems: tuple[tuple[Problem, str], ...]
    """Each with the name of its sheet in the workbook, blank where it has none."""
