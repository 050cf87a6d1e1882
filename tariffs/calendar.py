"""Days: when a leg runs, when a border is shut, and which period a day belongs to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Period(StrEnum):
    """What a capacity is counted over."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PLAN = "plan"

    def of(self, day: date) -> str:
        """The period that ``day`` is in: ``2025-03-07``, ``2025-W10`` (ISO), ``2025-03`` or ``plan``."""
        if self is Period.DAY:
            return day.isoformat()
        if self is Period.WEEK:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        if self is Period.MONTH:
            return f"{day:%Y-%m}"
        return "plan"


def whole_days(duration: Decimal) -> int:
    """A duration rounded up to whole days."""
    return math.ceil(duration)


@dataclass(frozen=True, slots=True)
class Validity:
    """The days from ``start`` to ``end``, both inclusive; ``None`` is open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day <= self.end)

    def overlaps(self, other: Validity) -> bool:
        """Whether some day is in both."""
        return not (
            (self.end is not None and other.start is not None and self.end < other.start)
            or (other.end is not None and self.start is not None and other.end < self.start)
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates on which a leg departs: every day, on weekdays, every so many days, or listed ones.

    Attributes
    ----------
    weekdays
        0 is Monday; all seven unless the leg runs on some.
    every, start
        Every ``every`` days from ``start``, and never before it.
    dates
        If not empty, these dates and no others.
    skipped
        Never on these dates, whatever else holds.
    """

    weekdays: frozenset[int] = frozenset(range(7))
    every: int = 1
    start: date | None = None
    dates: frozenset[date] = frozenset()
    skipped: frozenset[date] = frozenset()

    def runs_on(self, day: date) -> bool:
        """Whether there is a departure on ``day``."""
        if day in self.skipped:
            return False
        if self.dates:
            return day in self.dates
        if self.every > 1:
            if self.start is None or day < self.start:
                return False
            return (day - self.start).days % self.every == 0
        return day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Closures:
    """The days on which a border lets nothing cross."""

    weekdays: frozenset[int] = frozenset()
    spans: tuple[Validity, ...] = ()

    def next_open(self, day: date) -> date | None:
        """The first open day from ``day`` on, or ``None`` if it stays shut."""
        while True:
            if day.weekday() in self.weekdays:
                if len(self.weekdays) == len(WEEKDAYS):
                    return None
                day += timedelta(days=1)
                continue
            shut = next((span for span in self.spans if day in span), None)
            if shut is None:
                return day
            if shut.end is None:
                return None
            day = shut.end + timedelta(days=1)
