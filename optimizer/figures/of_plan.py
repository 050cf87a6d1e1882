"""The figures of a plan: ``plan.plot``."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.figures.borders import borders
from optimizer.figures.figure import Figure
from optimizer.figures.map import plan_map
from optimizer.figures.timeline import timeline
from optimizer.figures.waterfall import waterfall
from optimizer.plan import Plan


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The figures of a plan, each made when it is asked for.

    Every one shows itself in a notebook, and has ``save``, which writes ``.png``, ``.svg`` or ``.html``, without a
    network.

    Raises
    ------
    RequestError
        On asking for a figure, if the extra ``figures`` is not installed.
    """

    plan: Plan

    def __repr__(self) -> str:
        return "Figures of a plan: .map(), .timeline(), .waterfall(), .borders()"

    def map(self) -> Figure:
        """What goes where by which mode, and across which borders, on a map.

        Raises
        ------
        RequestError
            If no leg that is used has latitude and longitude at both ends; it says which locations lack them. Where
            some do, the others are drawn, and the figure says what is not.
        """
        return plan_map(self.plan)

    def timeline(self, *shipments: str) -> Figure:
        """When each booking goes by what, in the days that it has.

        Parameters
        ----------
        shipments
            Which; by default all, or the first 60 bookings, by shipments with least time to spare.

        Raises
        ------
        RequestError
            If there is no such shipment.
        """
        return timeline(self.plan, shipments)

    def waterfall(self) -> Figure:
        """What the logistics cost is made of, component by component."""
        return waterfall(self.plan)

    def borders(self) -> Figure:
        """How far each border is used week by week, its capacity, and its shadow price."""
        return borders(self.plan)
