"""The integer programme of a small world, written out: each constraint with its equation and its rows.

Every itinerary, every capacity and every minimum load that an engine would look at is in it; the engines themselves
state only what is exceeded.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulp

from optimizer.formulation import constraints
from optimizer.formulation.variables import add_variables
from optimizer.listing.candidates import candidates
from optimizer.listing.lister import Lister
from optimizer.network import Network
from tariffs.loading import Input

#: The constraints in the order of the formulation; kept plans, and what only helps a solver, have others.
IN_ORDER = (
    "demand", "payload", "above", "capacity", "minimum_load", "booking_fee", "whole", "least_lot", "greater_duty",
    "rounding",
)  # fmt: skip

SIGNS = {pulp.LpConstraintLE: "<=", pulp.LpConstraintGE: ">=", pulp.LpConstraintEQ: "="}


@dataclass(frozen=True, slots=True)
class Written:
    """A constraint: its name, its equation with indices and units, and its rows as an LP file has them."""

    name: str
    equation: str
    rows: str

    def __repr__(self) -> str:
        """The equation, and the rows under it."""
        return "\n".join([f"{self.name}: {self.equation}", "", self.rows or " (none in this world)"])


def written(given: Input) -> dict[str, Written]:
    """The constraints of the integer programme of a world, by name.

    For small worlds: every itinerary that no other is as good as in all that counts is listed.
    """
    network, shipments = Network(given.book, given.portfolio), list(given.portfolio.shipments.values())
    lister = Lister(network)
    minimums = frozenset(d for of_leg in network.departures.values() for d in of_leg if d.terms.min_load > 0)
    found = []
    for shipment in shipments:
        search = lister.search(shipment, limited=lambda _resource: True, minimums=minimums)
        found += candidates(network, search.whole, search.itineraries(), minimums)
    limited = dict.fromkeys(resource for candidate in found for resource in candidate.uses)
    stated = {"shipments": shipments, "candidates": found, "limited": list(limited), "minimums": minimums}
    return {name: _of(name, stated) for name in IN_ORDER}


def _of(name: str, stated: Mapping[str, Any]) -> Written:
    problem = pulp.LpProblem(name)
    variables = add_variables(problem, stated["shipments"], stated["candidates"])
    constraint = getattr(constraints, name)
    given = {**stated, "problem": problem, "variables": variables}
    constraint(*(given[one] for one in inspect.signature(constraint).parameters if one in given))
    equation = (constraint.__doc__ or "").partition("\n")[0]
    return Written(name, equation, rows_of(problem))


def rows_of(problem: pulp.LpProblem) -> str:
    """The rows of a problem, a line each."""
    return "\n".join(
        f" {row.name}: {' '.join(f'{amount:+.10g} {variable.name}' for variable, amount in row.items())}"
        f" {SIGNS[row.sense]} {0 - row.constant:.10g}"
        for row in problem.constraints()
    )
