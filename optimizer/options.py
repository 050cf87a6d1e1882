"""What a caller may choose about solving."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

#: The solver that comes with the program, as PuLP writes it; here, where it is quick to import.
DEFAULT_SOLVER = "HiGHS"


class Engine(StrEnum):
    """How a plan is found: among all listed itineraries, or by column generation; ``AUTO`` goes by size."""

    AUTO = "auto"
    LISTED = "listed"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Options:
    """How to solve.

    Attributes
    ----------
    gap
        The relative gap within which a plan is called optimal, 0 to 1.
    time_limit
        Seconds for the search, for explaining and for the audit; ``None`` for as long as it takes. What is left of
        explaining by then is dropped.
    solver
        ``HiGHS``, ``CBC``, or any other that PuLP finds installed. Column generation is tied to HiGHS.
    engine
        Which way to find a plan.
    workers
        How many threads price shipments in column generation; ``None`` for as many as the machine has cores. It
        changes how long that takes, and never the plan.
    cluster
        The address of a dask scheduler whose workers price them instead, such as ``tcp://10.0.0.1:8786``.
    """

    gap: Decimal = Decimal("0.0001")
    time_limit: float | None = None
    solver: str = DEFAULT_SOLVER
    engine: Engine = Engine.AUTO
    workers: int | None = None
    cluster: str | None = None

    def __post_init__(self) -> None:
        """Refuse a time limit that none could be.

        Raises
        ------
        ValueError
            If it is below zero, or no number.
        """
        if self.time_limit is not None and not self.time_limit >= 0:
            raise ValueError(f"a time limit of {self.time_limit} s: it must be 0 or more, or None for no limit")
