"""Many plans of one world, as a frame: its cost by how much there is of some capacities, by days, by CO2e."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from optimizer.api.requests import chosen
from optimizer.api.series import solving
from optimizer.errors import RequestError
from optimizer.figures.trade_offs import Curve, Frontier
from optimizer.planning import engine_for
from optimizer.progress import Tell
from optimizer.report.frames import frame
from optimizer.report.trade_offs import curve_table, frontier_table, relaxation_table
from optimizer.trade_offs import frontier as frontiers
from optimizer.trade_offs.capacity_curve import curve, scaled
from optimizer.trade_offs.relaxation import relaxation
from tariffs.loading import Input


def capacity_curve(
    given: Input, sheet: str, matches: Sequence[str], factors: Iterable[float], progress: Tell, options: dict[str, Any]
) -> Curve:
    """``World.capacity_curve``."""
    solve = solving({"explain": False, **options}, progress)
    if not matches:
        raise RequestError("a curve needs rows to multiply the capacities of: give a match, blank for all of them")
    inputs = scaled(given, sheet, matches, factors)
    points = curve(list(inputs.values()), solve)
    found = Curve(frame(curve_table(list(inputs), points)))
    known = max((point.plan.load_plans for point in points), key=lambda of: sum(map(len, of.values())))
    how = chosen(options)
    how = replace(how, engine=engine_for(how, given.book, given.portfolio))
    found.relaxation = frame(relaxation_table(max(inputs), relaxation(inputs, how, progress, known)))
    words = (" ".join(part.rpartition("=")[2].strip() for part in one.split(";")) for one in matches)
    found.of, found.currency = ", ".join(filter(None, words)) or sheet, given.book.settings.base_currency
    return found


def frontier(
    given: Input, over: str, points: int, up_to: float | None, progress: Tell, options: dict[str, Any]
) -> Frontier:
    """``World.frontier``."""
    solve = solving({"explain": False, **options}, progress)
    found = frontiers.frontier(given, over, points, up_to, chosen(options).gap, solve)
    made = Frontier(frame(frontier_table(given, found)))
    made.over, made.currency = over, given.book.settings.base_currency
    return made
