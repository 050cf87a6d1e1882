"""The plan of a solution: what is booked, with what else could be done, and why some cargo is left behind."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from optimizer.assembly import as_bound, capacity_use, departure_charges, left_behind, with_status
from optimizer.errors import OutOfTimeError
from optimizer.explain import Alternatives, reasons
from optimizer.explain.alternatives import ByShipment
from optimizer.explain.guide import Guide
from optimizer.explain.reasons import Reason
from optimizer.network import Network
from optimizer.options import Options
from optimizer.plan import Booking, Plan, Status
from optimizer.replan.going_on import Going
from optimizer.replan.outcome import Outcome, not_under_way, with_stranded
from optimizer.replan.said import replanned, warnings
from optimizer.solution import Solution, unserved_kilograms, usage
from optimizer.stopping import Stop
from tariffs.book import Portfolio, Shipment

#: What may become of the bookings of a kept plan, and what did.
Keeping: TypeAlias = tuple[Going, Outcome]

#: Why cargo stays behind, where that was not asked.
UNASKED = Reason("not looked for: the plan was made without explaining it")


@dataclass(frozen=True, slots=True)
class _Answers:
    """Why cargo stays behind, and the next best routes and dates, by shipment; what there is no time for is absent."""

    why: Mapping[str, Reason]
    routes: ByShipment = field(default_factory=dict)
    dates: ByShipment = field(default_factory=dict)


def explained(  # noqa: PLR0913, PLR0917 - all that a plan is made of
    network: Network,
    portfolio: Portfolio,
    options: Options,
    solution: Solution,
    bookings: tuple[Booking, ...],
    guide: Guide,
    stop: Stop,
    keeping: Keeping | None = None,
) -> Plan:
    """The plan, with what else could be done, and why some cargo is left behind, as far as there is time."""
    kilograms = unserved_kilograms(solution.loads, portfolio.shipments.values())
    left = [(shipment, kilograms[name]) for name, shipment in portfolio.shipments.items() if kilograms[name] > 0]
    if any(shipment.penalty_per_t is None for shipment, _ in left):
        # More room would first of all carry more, and what that is worth is not said in money.
        solution = replace(solution, duals={})
    said = _Answers({shipment.name: UNASKED for shipment, _ in left})
    if options.explain:
        said = _answers(network, solution, bookings, left, guide, stop, keeping)
    made = Plan(
        network.book,
        portfolio,
        Status.FEASIBLE,
        as_bound(solution.bound),
        options.gap,
        bookings,
        departure_charges(network.rater, bookings),
        tuple(left_behind(network.rater, shipment, left_kg, *said.why[shipment.name]) for shipment, left_kg in left),
        capacity_use(network, solution.loads, solution.duals),
        {name: said.routes[name] for name in portfolio.shipments if name in said.routes},
        {name: said.dates[name] for name in portfolio.shipments if name in said.dates},
        engine=solution.engine,
        solver=options.solver,
        load_plans=solution.load_plans,
        taken_over=solution.taken_over,
        rounds=solution.rounds,
    )
    if keeping is not None:
        made = replace(made, replanned=replanned(*keeping, made), warnings=warnings(*keeping, made))
    return with_status(made, served_first=solution.served_first)


def _answers(  # noqa: PLR0913, PLR0917 - all that is looked at
    network: Network,
    solution: Solution,
    bookings: tuple[Booking, ...],
    left: list[tuple[Shipment, int]],
    guide: Guide,
    stop: Stop,
    keeping: Keeping | None,
) -> _Answers:
    """What is said of cargo left behind and of what else could be done, in the order of their weight."""
    done = None if keeping is None else keeping[1]
    others = Alternatives(network, bookings, usage(solution.loads), *(() if done is None else (done.fixed, done.fees)))
    not_begun = left if keeping is None else not_under_way(*keeping, left)
    fixed = set() if done is None else done.fixed | done.as_booked
    with contextlib.suppress(OutOfTimeError):  # why cargo stays behind comes first, if time is short
        guide.expect((), not_begun, stop.check)
    free = [booking for booking in bookings if booking.name not in fixed]
    why = reasons(guide, network, not_begun, solution.loads, stop.check, free)
    if keeping is not None:
        why = with_stranded(*keeping, why)
    with contextlib.suppress(OutOfTimeError):
        guide.expect(others.changes, (), stop.check)
    return _Answers(why, *others.of_each(guide, stop.check))
