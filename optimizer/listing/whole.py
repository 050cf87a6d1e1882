"""The whole cost of a shipment on an itinerary: carriage, and what is charged on goods and carriage together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from optimizer.listing.costs import EMISSIONS, OUTSIDE, TRANSPORT, Cost, Costs
from tariffs.book import Shipment
from tariffs.rating.lines import OnCostLine, on_cost_lines


@dataclass(slots=True)
class Whole:
    """Turns the cost arrays of carriage into whole costs of one shipment, base currency.

    ``cargo`` is the tonnes in a container at the ends of the segments. A whole cost has shape (ways, 2·S): a
    row for each way that duty may be charged, columns as in ``costs``.
    """

    costs: Costs
    shipment: Shipment
    _lines: dict[date, list[OnCostLine]] = field(default_factory=dict)
    _least: dict[date, npt.NDArray[np.float64] | None] = field(default_factory=dict)
    _below: dict[date, npt.NDArray[np.float64]] = field(default_factory=dict)

    @property
    def cargo(self) -> npt.NDArray[np.float64]:
        """The tonnes in a container at the ends of the segments."""
        return self.costs.cargo

    @property
    def one_way(self) -> bool:
        """Whether duty is charged in one way only, whenever the shipment is delivered."""
        if self.shipment.ready not in self._least:
            self._least[self.shipment.ready] = self._least_coefficients(self.shipment.ready)
        coefficients = self._least[self.shipment.ready]
        return coefficients is not None and len(coefficients) == 1

    def lines(self, delivered: date) -> list[OnCostLine]:
        """The ways to charge duty on a delivery on a day, without one that another always exceeds."""
        if delivered not in self._lines:
            found = on_cost_lines(self.costs.network.rater, self.shipment, delivered)
            self._lines[delivered] = [line for line in found if not any(line.below(other) for other in found)]
        return self._lines[delivered]

    def of(self, cost: Cost, delivered: date) -> Cost:
        """The whole cost of carriage that is delivered on a day."""
        return self._apply(self._coefficients(delivered), cost)

    def at_least(self, cost: Cost, delivered: date) -> Cost | None:
        """What carriage delivered on a day or later costs at least; ``None`` where the ways to charge duty change."""
        if delivered not in self._least:
            self._least[delivered] = self._least_coefficients(delivered)
        coefficients = self._least[delivered]
        return None if coefficients is None else self._apply(coefficients, cost)

    def below(self, cost: Cost, delivered: date) -> Cost:
        """As ``at_least``; where the ways to charge duty change, one row that none of them is ever below."""
        least = self.at_least(cost, delivered)
        if least is not None:
            return least
        return self._apply(self.least_coefficients(delivered)[np.newaxis], cost)

    def least_coefficients(self, delivered: date) -> npt.NDArray[np.float64]:
        """What transport, transport up to the territory, and a tonne count at least, delivered on a day or later."""
        if delivered not in self._below:
            every = np.concatenate(self._coefficients_from(delivered))
            self._below[delivered] = np.asarray(every.min(axis=0))
        return self._below[delivered]

    def _coefficients(self, delivered: date) -> npt.NDArray[np.float64]:
        """By way, what transport, transport up to the territory, and a tonne count."""
        return np.array(
            [[float(line.transport), float(line.outside), float(line.per_tonne)] for line in self.lines(delivered)]
        )

    def _least_coefficients(self, delivered: date) -> npt.NDArray[np.float64] | None:
        found = self._coefficients_from(delivered)
        if len({coefficients.shape for coefficients in found}) > 1:
            return None
        return np.asarray(np.minimum.reduce(found))

    def _coefficients_from(self, delivered: date) -> list[npt.NDArray[np.float64]]:
        """Those of the first day of each epoch from a day on, which is the epoch's cheapest.

        Within an epoch only the capital tied up grows with the days.
        """
        network = self.costs.network
        days = [delivered + timedelta(days=n) for n in range(max((self.shipment.last_day - delivered).days, 0) + 1)]
        first_of_each = {network.epoch(day): day for day in reversed(days)}.values()
        return [self._coefficients(day) for day in first_of_each]

    def _apply(self, coefficients: npt.NDArray[np.float64], cost: Cost) -> Cost:
        transport, outside, per_tonne = coefficients.T[:, :, np.newaxis]
        return np.asarray(
            transport * cost[TRANSPORT] + outside * cost[OUTSIDE] + per_tonne * self.cargo + cost[EMISSIONS]
        )
