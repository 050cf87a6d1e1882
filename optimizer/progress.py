"""Showing on a terminal what is being done, and for how long."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that is told, in a few words, what is being done.

    On a terminal the words stand in one line of standard error that goes away at the end. Elsewhere, or
    if it is to be quiet, nothing is shown.
    """
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    # Not at the top: it takes a while to import, and most runs do without.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def tell(words: str) -> None:
            progress.update(task, description=words)

        yield tell


def _nothing(words: str) -> None:
    """Say nothing."""
