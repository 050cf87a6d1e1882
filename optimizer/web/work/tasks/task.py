"""What a task is given, and how it says that it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class RefusedError(Exception):
    """A task that cannot be done, for a reason that whoever asked can mend; ``problem`` says it as RFC 9457 does."""

    def __init__(self, title: str, detail: str, slug: str = "refused", **more: Any) -> None:
        self.problem = {"type": f"/problems/{slug}", "title": title, "status": 422, "detail": detail} | more
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Task:
    """A job in its folder.

    Attributes
    ----------
    inputs
        The workbooks, and the folder of ``.csv`` files if there are any.
    out
        Where files go that are to be kept.
    options
        Of the job.
    tell
        Is told of every step: words, and figures where there are any.
    ready
        Is called with what was found once all that counts is in ``out``; what is written there later is added to it.
    more
        Is called when something has been added that need not wait for the end.
    others
        The workbooks of the other plan, where two are compared; the same as ``inputs`` if they are of one upload.
    """

    inputs: tuple[Path, ...]
    out: Path
    options: dict[str, Any]
    tell: Callable[[dict[str, Any]], None]
    ready: Callable[[dict[str, Any]], None]
    more: Callable[[], None] = lambda: None
    others: tuple[Path, ...] = ()
