"""Takes note of what is wrong in one sheet."""

from __future__ import annotations

from dataclasses import dataclass

from tariffs.problems import Kind, Problem, Problems, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """Where problems of one sheet go; ``sheet`` is its name in the workbook."""

    workbook: str
    sheet: str
    problems: Problems

    def error(self, kind: Kind, cell: str, value: str, what: str, cure: str = "") -> None:
        """Take note of an error."""
        self._add(kind, Severity.ERROR, cell, value, what, cure)

    def warning(self, kind: Kind, cell: str, value: str, what: str, cure: str = "") -> None:
        """Take note of a warning."""
        self._add(kind, Severity.WARNING, cell, value, what, cure)

    def _add(self, kind: Kind, severity: Severity, cell: str, value: str, what: str, cure: str) -> None:
        self.problems.add(Problem(kind, severity, self.workbook, self.sheet, cell, value, what, cure))
