"""Takes note of what is wrong in one sheet."""

from __future__ import annotations

from dataclasses import dataclass

from tariffs.problems import Kind, Problem, Problems, Severity, Suggestion


@dataclass(frozen=True, slots=True)
class Report:
    """Where problems of one sheet go; ``sheet`` is its name in the workbook."""

    workbook: str
    sheet: str
    problems: Problems

    def error(
        self, kind: Kind, cell: str, value: str, what: str, cure: str = "", *, suggestion: Suggestion = None
    ) -> None:
        """Take note of an error."""
        self.problems.add(Problem(kind, Severity.ERROR, self.workbook, self.sheet, cell, value, what, cure, suggestion))

    def warning(  # noqa: PLR0913 - the parts of a problem
        self,
        kind: Kind,
        cell: str,
        value: str,
        what: str,
        cure: str = "",
        *,
        suggestion: Suggestion = None,
        more: tuple[range, ...] = (),
    ) -> None:
        """Take note of a warning; ``more`` are the other rows of its column of which it is said."""
        self.problems.add(
            Problem(kind, Severity.WARNING, self.workbook, self.sheet, cell, value, what, cure, suggestion, more)
        )
