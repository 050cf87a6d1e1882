"""The least cost of all itineraries, stated plainly: every limit, no cut, and nothing of the formulation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import pulp

from optimizer import solver
from optimizer.listing.candidates import Candidate, Piece
from tariffs.book import LegKey
from tests.engine.exhaustive import Exhaustive
from tests.oracle.rating import left_behind

#: Tonnes that the second solve may leave behind beyond the fewest: a gram.
SLACK_T = 0.000001
KILOGRAM = 0.001


@dataclass
class Boxes:
    """So many containers of a piece, and tonnes in them."""

    piece: Piece
    count: pulp.LpVariable
    tonnes: pulp.LpVariable

    def units(self, unit: str) -> pulp.LpAffineExpression:
        if unit == "tonnes":
            return 1 * self.tonnes
        return (float(self.piece.container.teu) if unit == "teu" else 1) * self.count


@dataclass
class Plainly:
    """One mixed-integer programme, made and solved."""

    everything: Exhaustive
    problem: pulp.LpProblem = field(default_factory=lambda: pulp.LpProblem("plainly", pulp.LpMinimize))
    boxes: dict[Candidate, list[Boxes]] = field(default_factory=dict)
    costs: list[pulp.LpAffineExpression] = field(default_factory=list)
    _names: int = 0

    def least_cost(self) -> tuple[float, float]:
        """The least cost before rounding, serving first, and a bound on it."""
        for candidate in self.everything.candidates:
            self.boxes[candidate] = [self._piece(candidate, piece) for piece in candidate.pieces]
            self._booking(candidate)
        left = self._demand()
        self._limits()
        self._departures()
        if left:
            self.problem.setObjective(pulp.lpSum(1 * tonnes for tonnes in left))
            fewest = solver.solve(self.problem).objective
            assert fewest is not None
            self.problem += pulp.lpSum(1 * tonnes for tonnes in left) <= fewest + SLACK_T
        self.problem.setObjective(pulp.lpSum(self.costs))
        answer = solver.solve(self.problem)
        assert answer.objective is not None
        assert answer.bound is not None
        return answer.objective, answer.bound

    def _new(self, most: float | None = None, cat: str = "Continuous") -> pulp.LpVariable:
        self._names += 1
        return self.problem.add_variable(f"x{self._names}", 0, most, cat=cat)

    def _piece(self, candidate: Candidate, piece: Piece) -> Boxes:
        """From low to high in each container; above low where that is charged otherwise."""
        made = Boxes(piece, self._new(cat="Integer"), self._new())
        low = float(piece.low)
        self.problem += made.tonnes <= float(piece.high) * made.count
        if piece.open_low:
            used = self._new(1, "Integer")
            self.problem += made.tonnes >= low * made.count + KILOGRAM * used
            self.problem += made.count <= float(candidate.shipment.weight_t) / low * used
        else:
            self.problem += made.tonnes >= low * made.count
        return made

    def _booking(self, candidate: Candidate) -> None:
        """Fees once, where a load owes them; the dearer way to charge duty."""
        weight = float(candidate.shipment.weight_t)
        due = []
        for number in range(len(candidate.fees)):
            owed = self._new(1, "Integer")
            owing = [boxes.tonnes for boxes in self.boxes[candidate] if number in boxes.piece.fees]
            self.problem += pulp.lpSum(owing) <= weight * owed
            due.append(owed)
        cost = self.problem.add_variable(f"cost{self._names}")
        for way in range(candidate.ways):
            carriage = [
                boxes.piece.fixed[way] * boxes.count + boxes.piece.per_tonne[way] * boxes.tonnes
                for boxes in self.boxes[candidate]
            ]
            fees = [fee[way] * owed for fee, owed in zip(candidate.fees, due, strict=True)]
            self.problem += cost >= pulp.lpSum(carriage + fees)
        self.costs.append(1 * cost)

    def _demand(self) -> list[pulp.LpVariable]:
        """All is carried or left behind; what is not to be split goes one way or none. Returns what has no price."""
        unpriced = []
        for shipment in self.everything.shipments:
            weight = float(shipment.weight_t)
            own = {c: boxes for c, boxes in self.boxes.items() if c.shipment.name == shipment.name}
            left = self._new(weight)
            self.problem += pulp.lpSum(b.tonnes for boxes in own.values() for b in boxes) + left == weight
            if not shipment.split:
                chosen = {candidate: self._new(1, "Integer") for candidate in own}
                for candidate, boxes in own.items():
                    self.problem += pulp.lpSum(b.tonnes for b in boxes) == weight * chosen[candidate]
                self.problem += pulp.lpSum(1 * flag for flag in chosen.values()) <= 1
            if shipment.min_lot_t:
                for boxes in own.values():
                    booked, tonnes = self._new(1, "Integer"), pulp.lpSum(b.tonnes for b in boxes)
                    self.problem += tonnes <= weight * booked
                    self.problem += tonnes >= float(shipment.min_lot_t) * booked
            if shipment.penalty_per_t is None:
                unpriced.append(left)
            self.costs.append(float(left_behind(self.everything.network.book, shipment)) * left)
        return unpriced

    def _limits(self) -> None:
        """Every capacity of every itinerary, whether or not it binds."""
        used = defaultdict(list)
        for candidate, all_boxes in self.boxes.items():
            for resource in candidate.uses:
                used[resource] += [
                    boxes.units(resource.unit)
                    for boxes in all_boxes
                    if resource.container in ("", boxes.piece.container.name)
                ]
        for resource, amounts in used.items():
            self.problem += pulp.lpSum(amounts) <= float(resource.amount)

    def _departures(self) -> None:
        """A departure runs with its minimum and at its cost, or carries nothing."""
        on_board: dict[tuple[LegKey, date], list[Boxes]] = defaultdict(list)
        departures = {}
        for candidate, all_boxes in self.boxes.items():
            for departure in candidate.itinerary.departures:
                if departure.terms.departure_cost > 0 or departure.terms.min_load > 0:
                    on_board[departure.key] += all_boxes
                    departures[departure.key] = departure
        most = sum(float(shipment.weight_t) for shipment in self.everything.shipments)
        for key, departure in departures.items():
            runs = self._new(1, "Integer")
            load = pulp.lpSum(boxes.units(departure.terms.capacity_unit) for boxes in on_board[key])
            self.problem += load >= float(departure.terms.min_load) * runs
            self.problem += pulp.lpSum(1 * boxes.tonnes for boxes in on_board[key]) <= most * runs
            self.costs.append(float(self.everything.network.rater.departure_cost(departure).amount) * runs)
