"""What the auditor says of a plan workbook as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike

from optimizer.auditor.difference import Difference
from optimizer.auditor.reading import read_plan
from optimizer.auditor.record import Figure
from optimizer.auditor.replay import audit
from tariffs.loading import Input
from tariffs.scenarios import Edit


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """Whether a plan workbook follows from its input.

    Attributes
    ----------
    differences
        Everything in it that does not.
    changed_inputs
        The workbooks that are not the files it was made from, by their SHA-256.
    cost
        The logistics cost that it states, with its currency.
    """

    differences: tuple[Difference, ...]
    changed_inputs: tuple[str, ...]
    cost: str

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def __repr__(self) -> str:
        if self.passed:
            return f"The plan follows from the workbooks: every booking and charge agrees, {self.cost} in all"
        count = len(self.differences)
        return "\n".join([*map(str, self.differences), f"{count} difference{'' if count == 1 else 's'}"])


def verdict(path: str | PathLike[str], under: Callable[[str | None, Sequence[Edit]], Input]) -> Verdict:
    """Audit a plan workbook; ``under`` gives its input under the scenario and with the changes that it states.

    Raises
    ------
    InputError
        If it is no plan workbook, or the input is wrong.
    """
    record = read_plan(path)
    given = under(record.scenario or None, record.edits)
    changed = (f.name for f in given.files if record.figures.get(f"input {f.name}", f.sha256) != f.sha256)
    cost = f"{_money(record.figures['logistics cost'])} {record.figures.get('currency', '')}".strip()
    return Verdict(tuple(audit(record, given.book, given.portfolio)), tuple(changed), cost)


def _money(figure: Figure) -> str:
    return f"{figure:,.2f}" if isinstance(figure, Decimal) else str(figure)
