"""``Plan.risk``: the simulation of a plan as it shows itself, and as data frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer import asked
from optimizer.framed import Framed, Sheet
from optimizer.network import Network
from optimizer.plan import Plan
from optimizer.risk.simulation import PlanRisk, risk_of

if TYPE_CHECKING:
    import pandas as pd

    from optimizer.figures.figure import Figure


@dataclass(frozen=True, repr=False, eq=False)
class Risk(Framed):
    """How sure the dates of a plan are.

    ``bookings`` has a row for each booking: the probability that it is on time with its confidence interval, the days
    that it is late on average, and quantiles of its delivery. ``causes`` has a row for each booking and leg, border or
    transfer that may delay it: how often, and by how many days.

    Attributes
    ----------
    details
        The same as objects: ``optimizer.risk.simulation.PlanRisk``.
    """

    details: PlanRisk

    bookings = Sheet()
    causes = Sheet()

    @property
    def draws(self) -> int:
        """How many there were."""
        return self.details.draws

    @property
    def seed(self) -> int:
        """Which they were."""
        return self.details.seed

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        from optimizer.report.frames import frame  # noqa: PLC0415 - pandas is slow to import, and not always wanted
        from optimizer.report.risk import bookings_table, causes_table  # noqa: PLC0415

        return {"bookings": frame(bookings_table(self.details)), "causes": frame(causes_table(self.details))}

    def plot(self) -> Figure:
        """When each booking is delivered, before or after it is due; needs the extra ``figures``."""
        from optimizer.figures.on_time import on_time  # noqa: PLC0415 - as above

        return on_time(self.details)

    def lines(self) -> Iterator[str]:
        """What was found, a line each: on time in all, the least sure bookings, what delays most."""
        from optimizer.report.risk import lines  # noqa: PLC0415 - as above

        return lines(self.details)


def simulated(network: Network, plan: Plan, draws: object, seed: object) -> Risk:
    """The risk of a plan.

    Raises
    ------
    RequestError
        If there are no draws, or the seed is below 0, or one of the two is no whole number.
    """
    return Risk(risk_of(network, plan, asked.whole("draws", draws, 1), asked.whole("seed", seed, 0)))
