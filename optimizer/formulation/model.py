"""The whole linear programme: variables, objective, constraints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pulp

from optimizer import solver
from optimizer.formulation import constraints
from optimizer.formulation.variables import LoadVariables, Variables, add_variables
from optimizer.listing.candidates import Candidate
from optimizer.resources import Resource
from tariffs.book import Shipment
from tariffs.rating import Rater
from tariffs.timetable import Departure

#: Less is no fraction of a kilogram, but what a solver calls feasible, kg.
A_GRAM = 0.001


@dataclass(slots=True, eq=False)
class Model:
    """A linear programme in PuLP, and what its variables and rows stand for.

    ``capacity_rows`` names the constraint of each limited resource that some candidate uses, ``runs_rows`` that of
    each departure with a cost or a minimum load, where its capacity counts only if it runs. ``none_runs`` is 1 where
    none of the departures runs that are forced to.
    """

    problem: pulp.LpProblem
    variables: Variables
    shipments: tuple[Shipment, ...]
    capacity_rows: dict[Resource, str]
    runs_rows: dict[Departure, str]
    cost: pulp.LpAffineExpression
    none_runs: pulp.LpVariable | None = None

    def minimise_cost(self) -> None:
        """Least logistics cost, base currency."""
        self.problem.setObjective(self.cost)

    def minimise_unserved(self) -> None:
        """Fewest tonnes left behind of the shipments without a penalty, t: serving comes first."""
        self.problem.setObjective(self.unserved_without_penalty())

    def unserved_without_penalty(self) -> pulp.LpAffineExpression:
        """Σ u_k over the shipments k without a penalty, t."""
        free = [self.variables.unserved[k.name] for k in self.shipments if k.penalty_per_t is None]
        return pulp.lpSum(1.0 * u for u in free)

    def fractional_loads(self) -> list[LoadVariables]:
        """The loads of a solved model with a fraction of a kilogram in them."""
        found = [load for loads in self.variables.loads.values() for load in loads]
        kilograms = ((load, 1000 * solver.value(load.tonnes)) for load in found)
        return [load for load, amount in kilograms if abs(amount - round(amount)) > A_GRAM]

    def load_whole_kilograms(self) -> None:
        """Let no load have a fraction of a kilogram, from now on."""
        constraints.whole_kilograms(self.problem, self.variables)

    def limit_unserved(self, tonnes: float) -> None:
        """Σ u_k ≤ the least found to be possible, over the shipments k without a penalty, t."""
        self.problem += self.unserved_without_penalty() <= tonnes, "serving_first"


def build(  # noqa: PLR0913, PLR0917 - all that is stated
    rater: Rater,
    shipments: Iterable[Shipment],
    candidates: Sequence[Candidate],
    limited: Iterable[Resource],
    minimums: frozenset[Departure] = frozenset(),
    forced: frozenset[Departure] = frozenset(),
    amounts: Mapping[Resource, float] = constraints.AS_THEY_ARE,
) -> Model:
    """State the linear programme over listed itineraries.

    ``limited`` are the resources whose capacity, and ``minimums`` the departures whose minimum load, is stated. One of
    the ``forced`` departures runs, if there are any. Of some resources there may be other ``amounts`` than their own.

    min Σ_kpc (F_kpc n_kpc + G_kpc y_kpc) + Σ_k penalty_k u_k + Σ_d cost_d z_d + fees + duty by weight, and what kept
    bookings cost, and what it costs to change them: Σ_j (C_j z_kp + X x_j)
    """
    shipments = tuple(shipments)
    problem = pulp.LpProblem("freight", pulp.LpMinimize)
    variables = add_variables(problem, shipments, candidates)
    constraints.demand(problem, variables, shipments)
    constraints.payload(problem, variables)
    constraints.rounding(problem, variables, shipments)
    constraints.above(problem, variables)
    rows = constraints.capacity(problem, variables, limited, amounts)
    runs_rows = constraints.minimum_load(problem, variables, list(candidates), minimums)
    none_runs = constraints.one_runs(problem, variables, list(candidates), forced) if forced else None
    constraints.booking_fee(problem, variables)
    constraints.whole(problem, variables)
    constraints.least_lot(problem, variables)
    constraints.greater_duty(problem, variables)
    constraints.held(problem, variables)
    constraints.change(problem, variables)
    cost = _cost(rater, variables, shipments)
    model = Model(problem, variables, shipments, rows, runs_rows, cost, none_runs)
    model.minimise_cost()
    return model


def _cost(rater: Rater, variables: Variables, shipments: Sequence[Shipment]) -> pulp.LpAffineExpression:
    bookings = [constraints.booking_cost(variables, candidate) for candidate in variables.loads]
    duty = [1.0 * extra for extra in variables.duty_by_weight.values()]
    penalties = [float(rater.unserved_per_t(k)) * variables.unserved[k.name] for k in shipments]
    departures = [float(rater.departure_cost(d).amount) * runs for d, runs in variables.runs.items()]
    kept = [(c.held, z) for c, z in variables.chosen.items() if c.held is not None]
    held = [booking.cost * z for booking, z in kept]
    each = {booking.booking: booking.change_cost for booking, _ in kept}
    changes = [each[name] * changed for name, changed in variables.changed.items()]
    return pulp.lpSum(bookings + duty + penalties + departures + held + changes)
