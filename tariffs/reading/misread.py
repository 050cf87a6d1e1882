"""What the parsers of cells say: why a cell cannot be read, and what is worth a note when it can."""

from __future__ import annotations

from dataclasses import dataclass

from tariffs.problems import Kind, Suggestion
from tariffs.workbook.raw import shortened


class Misread(Exception):
    """A cell cannot be read. Caught where its address is known, never seen by a caller of this package.

    Attributes
    ----------
    kind, what, cure, suggestion
        As in ``Problem``.
    """

    def __init__(self, kind: Kind, what: str, cure: str, suggestion: Suggestion = None) -> None:
        super().__init__(what)
        self.kind = kind
        self.what = what
        self.cure = cure
        self.suggestion = suggestion


def quoted(text: str) -> str:
    """A cell's text for a message, in quotes and cut where it is long."""
    return f'"{shortened(text)}"'


@dataclass(frozen=True, slots=True)
class Note:
    """A cell was read, and how should be said. Notes of one ``topic`` are reported once per column.

    ``suggestion`` is as in ``Problem``: what the cell would better hold.
    """

    kind: Kind
    topic: str
    what: str
    cure: str
    suggestion: Suggestion = None
