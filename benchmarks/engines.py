"""The two engines of this program, run as a user runs them: from book and portfolio to an audited plan."""

from __future__ import annotations

from decimal import Decimal

from benchmarks.found import Found, Limits, Stopwatch
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tariffs.loading import Input


def by_columns(given: Input, limits: Limits) -> Found:
    """Plan by column generation."""
    return _planned(given, limits, Engine.COLUMNS)


def by_listing(given: Input, limits: Limits) -> Found:
    """Plan among all listed itineraries."""
    return _planned(given, limits, Engine.LISTED)


def _planned(given: Input, limits: Limits, engine: Engine) -> Found:
    watch = Stopwatch()
    options = Options(gap=Decimal(str(limits.gap)), time_limit=limits.seconds, engine=engine)
    made = plan(given.book, given.portfolio, options)
    return Found(float(made.cost), float(made.bound), 0.0, watch.lap())
