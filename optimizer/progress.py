"""Showing on a terminal what is being done, for how long, and how near the plan is to its bound."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

#: So many lines of the table are shown: the last ones.
LINES = 12


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done now, and how far a large plan has come. Printed, it is a line of words.

    Attributes
    ----------
    words
        What is being done.
    cost, bound
        Of the best so far, base currency: of the relaxation while rounds are counted, then of the plan in whole
        containers. ``None`` where there is neither.
    columns
        How many load plans are chosen among.
    best
        What the best plan in whole containers so far costs, base currency; ``None`` where there is none.
    aloud
        Whether it is said even where there is no terminal.
    """

    words: str
    cost: float | None = None
    bound: float | None = None
    columns: int = 0
    aloud: bool = False
    best: float | None = None

    @property
    def gap(self) -> float | None:
        """The cost above the bound, as a share of it; ``None`` where it is not known."""
        if not self.cost or self.bound is None or not math.isfinite(self.cost) or not math.isfinite(self.bound):
            return None
        return (self.cost - self.bound) / abs(self.cost)

    def __str__(self) -> str:
        """A line."""
        if self.gap is None:
            return self.words
        figures = f"cost {self.cost:,.2f}, bound {self.bound:,.2f}, gap {self.gap:.3%}"
        return f"{self.words}: {figures}, {self.columns:,} load plans"


#: Is told of every step.
Tell: TypeAlias = Callable[[Step], None]


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Tell]:
    """Give a function that is told of every step.

    On a terminal the words stand in one line of standard error, with a table of how far a large plan has come above
    it; both go away at the end. Elsewhere only what takes long is said, and nothing if it is to be quiet.
    """
    if quiet or not sys.stderr.isatty():
        yield silent if quiet else _aloud
        return
    # Not at the top: it takes a while to import, and most runs do without.
    from rich.console import Console, Group  # noqa: PLC0415
    from rich.live import Live  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    line = Progress(SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    task = line.add_task("starting", total=None)
    started, steps = time.monotonic(), list[tuple[float, Step]]()

    def shown() -> Group:
        if not steps:
            return Group(line)
        table = Table("", "Bound", "Cost", "Gap", "Load plans", "Seconds", box=None)
        for column in table.columns[1:]:
            column.justify = "right"
        for when, step in steps[-LINES:]:
            cells = (f"{step.bound:,.2f}", f"{step.cost:,.2f}", f"{step.gap:.3%}", f"{step.columns:,}", f"{when:.1f}")
            table.add_row(Text(step.words), *cells)
        return Group(table, line)

    with Live(shown(), console=Console(stderr=True), transient=True) as live:

        def tell(step: Step) -> None:
            line.update(task, description=step.words)
            if step.gap is not None:
                steps.append((time.monotonic() - started, step))
            live.update(shown())

        yield tell


def _aloud(step: Step) -> None:
    """Say what takes long."""
    if step.aloud:
        print(step.words, file=sys.stderr)


def silent(_step: Step) -> None:
    """Say nothing."""
