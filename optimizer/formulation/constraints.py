"""The constraint families of the linear programme, one function each, named as in the formulation.

k is a shipment, p an itinerary of it, c a piece (a container type and a range of loads), r a resource, d a departure
with a minimum load or a cost, j a booking of a plan that is kept.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

import pulp

from optimizer.formulation.variables import LoadVariables, Variables, committed
from optimizer.listing.candidates import Candidate
from optimizer.resources import Resource
from tariffs.book import Shipment
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.timetable import Departure

#: Rounding by a smaller fraction would give coefficients that solvers handle badly.
LEAST_FRACTION = Fraction(1, 100)

#: No capacity is another than it is stated.
AS_THEY_ARE: Mapping[Resource, float] = MappingProxyType({})

#: How far above an open end a load must be, t: a kilogram.
ABOVE = 0.001


def demand(problem: pulp.LpProblem, variables: Variables, shipments: Iterable[Shipment]) -> None:
    """Σ_pc y_kpc + u_k = W_k for each shipment k, t."""
    loads: dict[str, list[pulp.LpVariable]] = defaultdict(list)
    for candidate, of_candidate in variables.loads.items():
        loads[candidate.shipment.name].extend(load.tonnes for load in of_candidate)
    for number, k in enumerate(shipments):
        problem += (
            pulp.lpSum(loads[k.name]) + variables.unserved[k.name] == float(k.weight_t),
            f"demand_{number}",
        )


def payload(problem: pulp.LpProblem, variables: Variables) -> None:
    """low_c n_kpc ≤ y_kpc ≤ high_c n_kpc for each piece, t."""
    for p, loads in enumerate(variables.loads.values()):
        for c, load in enumerate(loads):
            problem += load.tonnes <= float(load.piece.high) * load.containers, f"payload_{p}_{c}"
            problem += load.tonnes >= float(load.piece.low) * load.containers, f"least_{p}_{c}"


def rounding(problem: pulp.LpProblem, variables: Variables, shipments: Iterable[Shipment]) -> None:
    """Σ_pc ⌊⌊high_c ÷ d⌋⌋ n_kpc + u_k ÷ (d f) ≥ ⌈W_k ÷ d⌉ for each shipment k and each d among its high_c; containers.

    Here f is the fraction of W ÷ d, and ⌊⌊a⌋⌋ = ⌊a⌋ + min(1, (a − ⌊a⌋) ÷ f): mixed-integer rounding of
    Σ_pc high_c n_kpc + u_k ≥ W_k, which payload and demand imply. It cuts off no plan, and says in the relaxation
    that 8 t in a container of 22 t take a container, not a third of one. (Nemhauser and Wolsey, 1990.)
    """
    loads: dict[str, list[LoadVariables]] = defaultdict(list)
    for candidate, of_candidate in variables.loads.items():
        loads[candidate.shipment.name].extend(of_candidate)
    for number, k in enumerate(shipments):
        weight = exact(k.weight_t)
        for place, d in enumerate(sorted({load.piece.high for load in loads[k.name]})):
            f = weight / d % 1
            if f >= LEAST_FRACTION:
                rounded = (_rounded(load.piece.high / d, f) * load.containers for load in loads[k.name])
                left = (1.0 / float(d * f)) * variables.unserved[k.name]
                problem += pulp.lpSum(rounded) + left >= math.ceil(weight / d), f"rounding_{number}_{place}"


def _rounded(ratio: Fraction, fraction: Fraction) -> float:
    return math.floor(ratio) + float(min(Fraction(1), ratio % 1 / fraction))


def above(problem: pulp.LpProblem, variables: Variables) -> None:
    """y_kpc ≥ low_c n_kpc + 0.001 o_kpc, n_kpc ≤ M o_kpc for each piece whose lower end is charged otherwise, t.

    o_kpc is 1 where the piece is used. M is more containers than could be above their lower end.
    """
    for p, loads in enumerate(variables.loads.values()):
        for c, load in enumerate(loads):
            if load.piece.open_low:
                used = problem.add_variable(f"open_{p}_{c}", cat="Binary")
                most = float(load.candidate.shipment.weight_t) / float(load.piece.low) + 1
                low = float(load.piece.low)
                problem += load.tonnes >= low * load.containers + ABOVE * used, f"above_{p}_{c}"
                problem += load.containers <= most * used, f"open_{p}_{c}"


def whole_kilograms(problem: pulp.LpProblem, variables: Variables) -> None:
    """1000 y_kpc whole for each piece, kg; not stated from the start, since it seldom binds."""
    for p, loads in enumerate(variables.loads.values()):
        for c, load in enumerate(loads):
            kilograms = problem.add_variable(f"kilograms_{p}_{c}", 0, cat="Integer")
            problem += 1000 * load.tonnes - kilograms == 0, f"kilograms_{p}_{c}"


def capacity(
    problem: pulp.LpProblem,
    variables: Variables,
    limited: Iterable[Resource],
    amounts: Mapping[Resource, float] = AS_THEY_ARE,
) -> dict[Resource, str]:
    """Σ_kpc a_rkpc n_kpc ≤ A_r (or of y_kpc) for each limited resource r, in its unit: teu, containers or tonnes.

    Of some there may be other ``amounts``. Returns the name of each resource's constraint.
    """
    using: dict[Resource, list[Candidate]] = defaultdict(list)
    for candidate in variables.loads:
        for resource in candidate.uses:
            using[resource].append(candidate)
    names = {}
    for number, r in enumerate(limited):
        if r in using:
            names[r] = f"capacity_{number}"
            uses = [use(r, load) for candidate in using[r] for load in variables.loads[candidate]]
            problem += pulp.lpSum(uses) <= amounts.get(r, float(r.amount)), names[r]
    return names


def use(resource: Resource, load: LoadVariables) -> pulp.LpAffineExpression:
    """What a load uses of a resource, in its unit: a_rkpc n_kpc, or y_kpc."""
    if resource.unit == "tonnes":
        return 1.0 * load.tonnes
    return resource.per_container(load.piece.container) * load.containers


def minimum_load(
    problem: pulp.LpProblem, variables: Variables, candidates: list[Candidate], minimums: frozenset[Departure]
) -> dict[Departure, str]:
    """L_d z_d ≤ load_d ≤ A_d z_d, and Σ_p∋d y_kp ≤ W_k z_d for each shipment k: nothing moves on what does not run.

    Returns the name of the constraint load_d ≤ A_d z_d of each departure with a capacity.
    """
    names = {}
    for number, (d, using) in enumerate(committed(candidates).items()):
        runs = variables.runs[d]
        loads = [load for candidate in using for load in variables.loads[candidate]]
        load_d = pulp.lpSum(departure_load(d, load) for load in loads)
        if d in minimums:
            problem += load_d >= float(d.terms.min_load) * runs, f"minimum_{number}"
        if d.terms.capacity is not None:
            names[d] = f"runs_capacity_{number}"
            problem += load_d <= float(d.terms.capacity) * runs, names[d]
        by_shipment: dict[str, list[LoadVariables]] = defaultdict(list)
        for load in loads:
            by_shipment[load.candidate.shipment.name].append(load)
        for k, of_shipment in enumerate(by_shipment.values()):
            weight = float(of_shipment[0].candidate.shipment.weight_t)
            problem += (
                pulp.lpSum(load.tonnes for load in of_shipment) <= weight * runs,
                f"runs_{number}_{k}",
            )
    return names


def one_runs(
    problem: pulp.LpProblem, variables: Variables, candidates: list[Candidate], forced: Collection[Departure]
) -> pulp.LpVariable:
    """Σ_d f_d + o ≥ 1, f_d ≤ z_d, load_d ≥ max(L_d, 1) f_d for the forced departures d: one runs, with a unit at least.

    Returns o, which is 1 where none does.
    """
    none = problem.add_variable("none_runs", cat="Binary")
    chosen = [1.0 * none]
    for number, (d, using) in enumerate(committed(candidates).items()):
        if d in forced:
            f = problem.add_variable(f"forced_{number}", cat="Binary")
            load_d = pulp.lpSum(departure_load(d, load) for c in using for load in variables.loads[c])
            problem += f - variables.runs[d] <= 0, f"forced_{number}"
            problem += load_d >= max(float(d.terms.min_load), 1.0) * f, f"forced_load_{number}"
            chosen.append(1.0 * f)
    problem += pulp.lpSum(chosen) >= 1, "one_runs"
    return none


def departure_load(departure: Departure, load: LoadVariables) -> pulp.LpAffineExpression:
    """What a load counts for on a departure, in its capacity unit."""
    match departure.terms.capacity_unit:
        case "tonnes":
            return 1.0 * load.tonnes
        case "teu":
            return float(load.piece.container.teu) * load.containers
        case _:
            return 1.0 * load.containers


def booking_fee(problem: pulp.LpProblem, variables: Variables) -> None:
    """Σ_c∋f y_kpc ≤ W_k b_kpf for each fee f of an itinerary, over the pieces that owe it, t."""
    for number, ((candidate, fee), due) in enumerate(variables.fee_due.items()):
        owing = [load.tonnes for load in variables.loads[candidate] if fee in load.piece.fees]
        problem += pulp.lpSum(owing) <= float(candidate.shipment.weight_t) * due, f"fee_{number}"


def whole(problem: pulp.LpProblem, variables: Variables) -> None:
    """Σ_c y_kpc = W_k z_kp, Σ_p z_kp ≤ 1 for each shipment k that may not be split, t."""
    for k, (shipment, candidates) in enumerate(_chosen(variables, split=False)):
        for p, (tonnes, z) in enumerate(candidates):
            problem += tonnes == float(shipment.weight_t) * z, f"whole_{k}_{p}"
        problem += pulp.lpSum(z for _, z in candidates) <= 1, f"one_itinerary_{k}"


def least_lot(problem: pulp.LpProblem, variables: Variables) -> None:
    """m_k z_kp ≤ Σ_c y_kpc ≤ W_k z_kp, Σ_p z_kp ≤ ⌊W_k ÷ m_k⌋ for each shipment k with a least lot m_k, t.

    The last follows from the rest in whole numbers, and not in the relaxation.
    """
    for k, (shipment, candidates) in enumerate(_chosen(variables, split=True)):
        for p, (tonnes, z) in enumerate(candidates):
            problem += tonnes >= float(shipment.min_lot_t) * z, f"least_lot_{k}_{p}"
            problem += tonnes <= float(shipment.weight_t) * z, f"lot_{k}_{p}"
        problem += pulp.lpSum(z for _, z in candidates) <= int(shipment.weight_t // shipment.min_lot_t), f"lots_{k}"


def _chosen(
    variables: Variables, *, split: bool
) -> Iterable[tuple[Shipment, list[tuple[pulp.LpAffineExpression, pulp.LpVariable]]]]:
    """By shipment with z_kp: Σ_c y_kpc and z_kp of each itinerary."""
    found: dict[str, tuple[Shipment, list[tuple[pulp.LpAffineExpression, pulp.LpVariable]]]] = {}
    for candidate, z in variables.chosen.items():
        k = candidate.shipment
        if k.split is split and (not split or k.min_lot_t):
            tonnes = pulp.lpSum(load.tonnes for load in variables.loads[candidate])
            found.setdefault(k.name, (k, []))[1].append((tonnes, z))
    return found.values()


def held(problem: pulp.LpProblem, variables: Variables) -> None:
    """n_kpc = N_jc z_kp, y_kpc = T_jc z_kp for each kept booking j on an itinerary, containers and t: all, or none.

    N_jc and T_jc are what it carries: T_jc ÷ N_jc is both ends of its piece.
    """
    for p, (candidate, loads) in enumerate(variables.loads.items()):
        if candidate.held is not None:
            z = variables.chosen[candidate]
            for c, (load, count) in enumerate(zip(loads, candidate.held.containers, strict=True)):
                problem += load.containers == count * z, f"held_{p}_{c}"
                problem += load.tonnes == float(load.piece.high * count) * z, f"held_tonnes_{p}_{c}"


def change(problem: pulp.LpProblem, variables: Variables) -> None:
    """x_j + z_kp ≥ 1 for each kept booking j, p being the way it was booked on; x_j ≥ 1 where there is none."""
    as_it_was = {c.held.booking: z for c, z in variables.chosen.items() if c.held is not None and not c.held.changed}
    for number, (booking, changed) in enumerate(variables.changed.items()):
        problem += changed + as_it_was.get(booking, 0) >= 1, f"change_{number}"


def too_heavy(variables: Variables, limited: Iterable[Resource]) -> None:
    """z_kp = 0 where W_k t, or m_k, are more than a limited resource of the itinerary holds; not for the relaxation.

    It follows from the rest. But HiGHS, up to 1.15.1 at least, may never end its presolve where it is left to find that
    out; and the shadow prices of the relaxation are those of a cost that is convex in what the resources hold.
    """
    tonnes = {resource for resource in limited if resource.unit == "tonnes"}
    for candidate, chosen in variables.chosen.items():
        k = candidate.shipment
        least = exact(k.min_lot_t if k.split else k.weight_t)
        if any(r in tonnes and least * times > exact(r.amount) for r, times in Counter(candidate.uses).items()):
            chosen.upBound = 0


def greater_duty(problem: pulp.LpProblem, variables: Variables) -> None:
    """e_kp ≥ (cost with duty by weight) − (cost with duty by value), base currency: the greater is due, as e_kp ≥ 0."""
    for number, (candidate, extra) in enumerate(variables.duty_by_weight.items()):
        by_value, by_weight = (booking_cost(variables, candidate, way) for way in (0, 1))
        problem += extra - by_weight + by_value >= 0, f"duty_{number}"


def booking_cost(variables: Variables, candidate: Candidate, way: int = 0) -> pulp.LpAffineExpression:
    """Σ_c (F_kpc n_kpc + G_kpc y_kpc) + Σ_f fee_f b_kpf with duty charged one way, base currency."""
    loads = variables.loads[candidate]
    carriage = [load.piece.fixed[way] * load.containers + load.piece.per_tonne[way] * load.tonnes for load in loads]
    fees = [fee[way] * variables.fee_due[candidate, number] for number, fee in enumerate(candidate.fees)]
    return pulp.lpSum(carriage + fees)
