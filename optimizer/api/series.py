"""Several like plans, one after the other: each starts from what the last one found."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from optimizer.api.requests import chosen
from optimizer.options import Options
from optimizer.progress import Tell
from optimizer.solution import NONE_KNOWN, KnownLoadPlans
from tariffs.loading import Input

if TYPE_CHECKING:
    from optimizer import plan as inner
    from optimizer.executors import Executor


def solving(options: dict[str, Any], progress: Tell) -> Callable[[Input], inner.Plan]:
    """What makes the plans of several like inputs, with the same options; each starts from what the last one found."""
    return one_by_one(chosen(options), progress)


def one_by_one(
    how: Options,
    progress: Tell,
    known: KnownLoadPlans = NONE_KNOWN,
    executor: Executor | None = None,
    clock: Clock | None = None,
) -> Callable[[Input], inner.Plan]:
    """As ``solving``; with a clock, each plan takes half of the time that is left on it."""
    from optimizer.planning import plan_of  # noqa: PLC0415 - as in `plan`

    before = known

    def solve(given: Input) -> inner.Plan:
        nonlocal before
        left = None if clock is None else clock.left()
        options = how if left is None else replace(how, time_limit=left / 2)
        made = plan_of(given, options, progress=progress, executor=executor, start=before)
        before = made.load_plans or before
        return made

    return solve


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit on several plans together, s from when it is made; ``None`` for none."""

    limit: float | None
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """Seconds left, ``None`` without a limit."""
        return None if self.limit is None else max(self.limit - (time.monotonic() - self.begun), 0.0)
