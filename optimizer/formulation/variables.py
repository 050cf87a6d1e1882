"""The variables of the linear programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pulp

from optimizer.listing.candidates import Candidate, Piece
from tariffs.book import Shipment
from tariffs.timetable import Departure


@dataclass(slots=True, eq=False)
class LoadVariables:
    """n and y of one piece of a candidate: containers, and tonnes in them."""

    candidate: Candidate
    piece: Piece
    containers: pulp.LpVariable
    tonnes: pulp.LpVariable


@dataclass(slots=True, eq=False)
class Variables:
    """All variables, by what they stand for.

    Attributes
    ----------
    loads
        n_kpc (whole) and y_kpc (t), one pair per piece, by candidate.
    unserved
        u_k, t, by shipment name.
    fee_due
        b_kpf, whether a booking owes a fee, by candidate and fee.
    chosen
        z_kp, whether a shipment that may not be split, or has a least lot, goes on an itinerary, or a kept booking as
        it is, by candidate.
    duty_by_weight
        e_kp, what duty by weight adds over duty by value, base currency, by candidate.
    runs
        z_d, whether a departure with a minimum load or a cost runs.
    changed
        x_j, whether a booking of a kept plan does not stay as it was, by its name.
    """

    loads: dict[Candidate, list[LoadVariables]]
    unserved: dict[str, pulp.LpVariable]
    fee_due: dict[tuple[Candidate, int], pulp.LpVariable]
    chosen: dict[Candidate, pulp.LpVariable]
    duty_by_weight: dict[Candidate, pulp.LpVariable]
    runs: dict[Departure, pulp.LpVariable]
    changed: dict[str, pulp.LpVariable]

    def of(self, shipment: Shipment) -> list[Candidate]:
        """The candidates of a shipment."""
        return [candidate for candidate in self.loads if candidate.shipment is shipment]


def add_variables(problem: pulp.LpProblem, shipments: Iterable[Shipment], candidates: Sequence[Candidate]) -> Variables:
    """Make every variable. Names are numbers only: solvers differ in what else they take."""
    made = Variables({}, {}, {}, {}, {}, {}, {})
    for number, shipment in enumerate(shipments):
        made.unserved[shipment.name] = problem.add_variable(f"unserved_{number}", 0, float(shipment.weight_t))
    for number, candidate in enumerate(candidates):
        made.loads[candidate] = [
            LoadVariables(
                candidate,
                piece,
                problem.add_variable(f"containers_{number}_{position}", 0, cat="Integer"),
                problem.add_variable(f"tonnes_{number}_{position}", 0),
            )
            for position, piece in enumerate(candidate.pieces)
        ]
        for fee in range(len(candidate.fees)):
            made.fee_due[candidate, fee] = problem.add_variable(f"fee_{number}_{fee}", cat="Binary")
        if candidate.held is not None or not candidate.shipment.split or candidate.shipment.min_lot_t:
            made.chosen[candidate] = problem.add_variable(f"chosen_{number}", cat="Binary")
        if candidate.ways > 1:
            made.duty_by_weight[candidate] = problem.add_variable(f"duty_{number}", 0)
    for number, departure in enumerate(committed(candidates)):
        made.runs[departure] = problem.add_variable(f"runs_{number}", cat="Binary")
    for number, booking in enumerate(dict.fromkeys(c.held.booking for c in candidates if c.held is not None)):
        made.changed[booking] = problem.add_variable(f"changed_{number}", 0, 1)
    return made


def committed(candidates: Sequence[Candidate]) -> dict[Departure, list[Candidate]]:
    """The departures with a minimum load or a cost, and the candidates that use each."""
    found: dict[Departure, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        for departure in candidate.commits:
            found[departure].append(candidate)
    return found
