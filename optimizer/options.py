"""What a caller may choose about solving."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

#: The solver that comes with the program, as PuLP writes it; here, where it is quick to import.
DEFAULT_SOLVER = "HiGHS"


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve.

    Attributes
    ----------
    gap
        The relative gap within which a plan is called optimal, 0 to 1.
    time_limit
        Seconds for choosing among the listed itineraries; ``None`` for as long as it takes.
    solver
        ``HiGHS``, ``CBC``, or any other that PuLP finds installed.
    """

    gap: Decimal = Decimal("0.0001")
    time_limit: float | None = None
    solver: str = DEFAULT_SOLVER
