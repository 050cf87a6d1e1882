"""From a solution in floats to loads in whole containers and whole kilograms."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

import pulp

from optimizer import solver
from optimizer.errors import SolverError
from optimizer.formulation.model import Model
from optimizer.listing.candidates import Candidate, Piece
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, in_lots, units, unserved_kilograms, usage
from optimizer.stopping import Stop
from tariffs.book import Shipment
from tariffs.fraction import Fraction
from tariffs.rating.charge import Load, exact
from tariffs.timetable import Departure

#: What leaving a kilogram behind costs in the search for whole kilograms: more than carrying it ever would.
LEFT_BEHIND = 1e4


@dataclass(frozen=True, slots=True)
class ChosenLoad:
    """So many containers of a piece, and kilograms in them."""

    candidate: Candidate
    piece: Piece
    containers: int
    kilograms: int

    @property
    def load(self) -> Load:
        """As rating takes it."""
        return Load(self.piece.container, self.containers, Decimal(self.kilograms).scaleb(-3))

    @property
    def booked(self) -> BookedLoad:
        """As every engine gives it."""
        return BookedLoad(self.candidate.shipment, self.candidate.itinerary, self.load, self.candidate.uses)

    @property
    def least(self) -> int:
        """The fewest kilograms that the piece allows."""
        if self.piece.open_low:
            return math.floor(self.piece.low * self.containers * 1000) + 1
        return math.ceil(self.piece.low * self.containers * 1000)

    @property
    def most(self) -> int:
        """The most kilograms that the piece allows."""
        return math.floor(self.piece.high * self.containers * 1000)


def whole_kilograms(
    model: Model, limited: Iterable[Resource], minimums: frozenset[Departure], stop: Stop
) -> list[ChosenLoad]:
    """The loads of a solved model: containers rounded, tonnes as whole kilograms that still fit everywhere.

    Raises
    ------
    OutOfTimeError
        If the time is over before that is found out.
    SolverError
        If the containers of the solution cannot be loaded so, which would be a failure of the solver.
    """
    chosen = [
        ChosenLoad(load.candidate, load.piece, count, round(solver.value(load.tonnes) * 1000))
        for loads in model.variables.loads.values()
        for load in loads
        if (count := round(solver.value(load.containers))) > 0
    ]
    chosen = [load for load in chosen if load.kilograms > 0 or load.least > 0]
    limited = list(limited)
    unserved = {k.name: round(solver.value(model.variables.unserved[k.name]) * 1000) for k in model.shipments}
    if _adds_up(chosen, model.shipments, unserved) and _fits(chosen, limited, minimums):
        return chosen
    return _settle(model, chosen, limited, minimums, stop)


def _adds_up(chosen: list[ChosenLoad], shipments: Iterable[Shipment], unserved: dict[str, int]) -> bool:
    """Whether what is carried and what is left make each shipment."""
    left = unserved_kilograms((load.booked for load in chosen), shipments)
    return all(left[name] == kilograms for name, kilograms in unserved.items())


def _fits(chosen: list[ChosenLoad], limited: Iterable[Resource], minimums: frozenset[Departure]) -> bool:
    """Whether loads hold exactly: each in its range, no lot too small, no limit exceeded, no minimum missed."""
    return (
        all(load.least <= load.kilograms <= load.most for load in chosen)
        and in_lots(load.booked for load in chosen)
        and not exceeded(chosen, limited)
        and not minimums.intersection(short(chosen))
    )


def short(chosen: Iterable[ChosenLoad]) -> list[Departure]:
    """The departures that run with less than their minimum load."""
    loaded: dict[Departure, Fraction] = defaultdict(Fraction)
    for load in chosen:
        for departure in load.candidate.itinerary.departures:
            if departure.terms.min_load > 0:
                loaded[departure] += units(departure.terms.capacity_unit, load.load)
    return [departure for departure, amount in loaded.items() if amount < exact(departure.terms.min_load)]


def exceeded(chosen: Iterable[ChosenLoad], limited: Iterable[Resource] | None = None) -> list[Resource]:
    """The resources (of ``limited``, or all) of which more is used than there is."""
    within = None if limited is None else set(limited)
    return [
        resource
        for resource, used in usage(load.booked for load in chosen).items()
        if used > exact(resource.amount) and (within is None or resource in within)
    ]


def _settle(
    model: Model, chosen: list[ChosenLoad], limited: list[Resource], minimums: frozenset[Departure], stop: Stop
) -> list[ChosenLoad]:
    """Choose whole kilograms for the containers of a solution, at least cost, leaving as little behind as need be.

    Kilograms are counted from the solution's own, so that the figures stay small and the solver exact.
    """
    problem = pulp.LpProblem("kilograms", pulp.LpMinimize)
    kilograms = [
        problem.add_variable(f"kg_{number}", load.least, load.most, cat="Integer") for number, load in enumerate(chosen)
    ]
    left = [problem.add_variable(f"left_{number}", 0, cat="Integer") for number, _ in enumerate(model.shipments)]
    carried: dict[str, list[pulp.LpVariable]] = defaultdict(list)
    for load, variable in zip(chosen, kilograms, strict=True):
        carried[load.candidate.shipment.name].append(variable)
    for number, k in enumerate(model.shipments):
        problem += (
            pulp.lpSum(carried[k.name]) + left[number] == int(k.weight_t * 1000),
            f"demand_{number}",
        )
        if not k.split and carried[k.name]:
            problem += 1 * left[number] <= 0, f"whole_{number}"
    for number, resource in enumerate(limited):
        if resource.unit == "tonnes":
            users = [v for load, v in zip(chosen, kilograms, strict=True) for r in load.candidate.uses if r == resource]
            problem += pulp.lpSum(users) <= math.floor(resource.amount * 1000), f"capacity_{number}"
    _lot_kilograms(problem, chosen, kilograms)
    _minimum_kilograms(problem, chosen, kilograms, minimums)
    costs = [load.piece.per_tonne[0] / 1000 * v for load, v in zip(chosen, kilograms, strict=True)]
    problem.setObjective(pulp.lpSum(costs + [LEFT_BEHIND * v for v in left]))
    if solver.solve(problem, time_limit=stop.seconds_left(), enough=stop.asked_from_now_on()).objective is None:
        stop.check()
        raise SolverError("the containers of the solution cannot be loaded in whole kilograms")
    return [
        replace(load, kilograms=round(solver.value(variable))) for load, variable in zip(chosen, kilograms, strict=True)
    ]


def _lot_kilograms(problem: pulp.LpProblem, chosen: list[ChosenLoad], kilograms: list[pulp.LpVariable]) -> None:
    """Bookings carry the least lot of their shipment."""
    bookings: dict[Candidate, list[pulp.LpVariable]] = defaultdict(list)
    for load, variable in zip(chosen, kilograms, strict=True):
        if load.candidate.shipment.min_lot_t:
            bookings[load.candidate].append(variable)
    for number, (candidate, variables) in enumerate(bookings.items()):
        problem += pulp.lpSum(variables) >= int(candidate.shipment.min_lot_t * 1000), f"least_lot_{number}"


def _minimum_kilograms(
    problem: pulp.LpProblem,
    chosen: list[ChosenLoad],
    kilograms: list[pulp.LpVariable],
    minimums: frozenset[Departure],
) -> None:
    """Departures that the solution runs keep their minimum load, where it is in tonnes."""
    by_departure = defaultdict(list)
    for load, variable in zip(chosen, kilograms, strict=True):
        for departure in load.candidate.commits:
            if departure in minimums and departure.terms.capacity_unit == "tonnes":
                by_departure[departure].append(variable)
    for number, (departure, variables) in enumerate(by_departure.items()):
        least = math.ceil(departure.terms.min_load * 1000)
        problem += pulp.lpSum(variables) >= least, f"minimum_{number}"
