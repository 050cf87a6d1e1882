"""What a caller may choose about solving."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from numbers import Integral, Real
from types import NoneType
from typing import Any

#: The solver that comes with the program, as PuLP writes it; here, where it is quick to import.
DEFAULT_SOLVER = "HiGHS"


class Engine(StrEnum):
    """How a plan is found: among all listed itineraries, or by column generation; ``AUTO`` goes by size."""

    AUTO = "auto"
    LISTED = "listed"
    COLUMNS = "columns"


#: The types of options, and what they must be in words. To Python a truth is a number; here it is none.
TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "time_limit": ((Real, NoneType), "a number of seconds, 0 or more, or None for no limit"),
    "workers": ((Integral, NoneType), "a whole number, or None for as many as there are cores"),
    "trains": ((bool, NoneType), "True, False or None"),
    "explain": ((bool,), "True or False"),
    "solver": ((str,), "the name of a solver, such as HiGHS"),
    "cluster": ((str, NoneType), "an address such as tcp://10.0.0.1:8786, or None"),
}


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
    trains
        Whether to find out what it would take for departures with a minimum load or a cost to run that do not, by
        solving again, twice for each such leg. ``None``: only where itineraries are listed, which is quick; else it is
        only said which of them run. ``False``: not even that.
    explain
        Whether to look for why cargo stays behind, and for the next best routes and dates: else that is blank.
    cluster
        The address of a dask scheduler whose workers price them instead, such as ``tcp://10.0.0.1:8786``.
    """

    gap: Decimal = Decimal("0.0001")
    time_limit: float | None = None
    solver: str = DEFAULT_SOLVER
    engine: Engine = Engine.AUTO
    workers: int | None = None
    cluster: str | None = None
    trains: bool | None = False
    explain: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises
        ------
        ValueError
            If the gap is no share from 0 up to 1, the time limit below zero, or the threads fewer than one.
        """
        if not 0 <= self.gap < 1:
            raise ValueError(f"a gap of {self.gap}: it must be a share from 0 up to 1, such as 0.001 for 0.1 %")
        if self.time_limit is not None and not self.time_limit >= 0:
            raise ValueError(f"a time limit of {self.time_limit} s: it must be 0 or more, or None for no limit")
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"{self.workers} workers: it must be 1 or more, or None for as many as there are cores")

    @classmethod
    def of(cls, **options: Any) -> Options:
        """Options by name, as a person writes them: the gap as any number, the engine by its word.

        Raises
        ------
        ValueError
            If there is no such option, or it cannot be what it is to be.
        """
        if unknown := sorted(options.keys() - {option.name for option in fields(cls)}):
            known = ", ".join(option.name for option in fields(cls))
            raise ValueError(f"there is no option {', '.join(unknown)}; there are {known}")
        try:
            if "gap" in options:
                options["gap"] = Decimal(str(options["gap"]))
            if "engine" in options:
                options["engine"] = Engine(options["engine"])
        except (ValueError, ArithmeticError):
            raise ValueError(f"the gap must be a number, and the engine one of {', '.join(Engine)}") from None
        for name, (right, what) in TYPES.items():
            value = options.get(name)
            if name in options and not (isinstance(value, right) and (bool in right or not isinstance(value, bool))):
                raise ValueError(f"{name} {value!r}: it must be {what}")
        return cls(**options)


def kept_as_of(
    keep: object, as_of: str | date | None, change_cost: float | str | Decimal
) -> tuple[date, Decimal] | None:
    """The day as of which a plan is kept, and what a change costs; ``None`` where none is kept.

    Raises
    ------
    RequestError
        If one of them is missing, or cannot be what it is to be.
    """
    from optimizer import asked  # noqa: PLC0415 - help need not wait for it
    from optimizer.errors import RequestError  # noqa: PLC0415 - as above

    try:
        cost = Decimal(str(change_cost))
    except InvalidOperation:
        raise RequestError(f"a change cost of {change_cost}: it must be an amount such as 50") from None
    if not cost.is_finite() or cost < 0:
        raise RequestError(f"a change cost of {change_cost}: it must be 0 or more")
    if keep is None:
        if as_of is not None or cost:
            raise RequestError("a day as of which, and what a change costs, belong to a plan that is kept: say which")
        return None
    if as_of is None:
        raise RequestError("a plan is kept as of a day, before which what has departed stays: say which")
    return asked.day("as of", as_of), cost
