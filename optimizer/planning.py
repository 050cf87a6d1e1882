"""From a tariff book and a portfolio to an audited plan."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from optimizer import solver
from optimizer.assembly import as_bound, named, paid, rated_bookings
from optimizer.auditor import PlanRecord, audit
from optimizer.betterment import GuideFor, bettered
from optimizer.bookings import Bookings
from optimizer.errors import AuditError, OutOfTimeError, RebateError, RequestError, SolverError
from optimizer.executors import Executor, executor_for
from optimizer.explain.guide import ListingGuide
from optimizer.explaining import explained
from optimizer.insertion.construction import inserted
from optimizer.keeping import Keeper, part_of_the_time
from optimizer.kept import Keep
from optimizer.listed import Listed
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import DEFAULT_SOLVER, Engine, Options
from optimizer.plan import OnTime, Plan
from optimizer.progress import Step, Tell, silent
from optimizer.replan.facts import facts_of
from optimizer.replan.going_on import Going, going
from optimizer.replan.outcome import apart, outcome, stay_where_it_costs_nothing
from optimizer.replan.solving import as_it_was, at_hand, better_of
from optimizer.solution import MOST_BACK, NONE_KNOWN, KnownLoadPlans, Solution, pays_back
from optimizer.stopping import GRACE, Stop, stoppable
from optimizer.trains import Trains
from optimizer.trains.again import Again, ByColumns, ByListing
from tariffs.book import Portfolio, TariffBook
from tariffs.collecting import seldom_collected
from tariffs.loading import Input

if TYPE_CHECKING:
    from optimizer.column_generation.engine import ColumnGeneration

#: What a search finds: a plan, who finds itineraries for plans, and the engine if it generates columns.
Searched: TypeAlias = "tuple[Solution, GuideFor, ColumnGeneration | None]"

#: Single moves are tried for so many seconds at least, and for that share of what the search took.
MOVES_S, MOVES_SHARE = 30.0, 0.25

#: Seconds for what it would take for trains to run, on an idle machine. (The four legs of the sample took 60 s on one
#: that had three times as much to do as it has cores.)
TRAINS_S = 30.0

#: Seconds that explaining takes, a shipment; and auditing and writing, in all and a shipment (measured on the sample,
#: whose 80 shipments take 1.4 s and 0.4 s). Of a time limit they get no more than these shares.
EXPLAINING_S, FINISHING_S, FINISHING_S_EACH = 0.02, 0.3, 0.003
EXPLAINING_SHARE, FINISHING_SHARE = 0.15, 0.3

#: Seconds that a first plan of the sample takes: by column generation, which is not begun with less, and by insertion.
COLUMNS_S, INSERTING_S = 2.0, 1.5

#: What is said where time is too short to compile.
NOT_COMPILED = (
    "the engine for large portfolios is not compiled for this machine yet, which takes longer than the time limit: "
    "planning without it"
)

#: The most shipments and the most legs with which itineraries are listed; beyond either, column generation is quicker.
#: (On the 282 legs of the sample, one shipment takes 7 s by listing and 2 s by columns; 25 take minutes, and 4 s.)
MOST_LISTED, MOST_LEGS_LISTED = 25, 60


@seldom_collected()
def plan(  # noqa: PLR0913 - the last four by name
    book: TariffBook,
    portfolio: Portfolio,
    options: Options | None = None,
    *,
    progress: Tell = silent,
    executor: Executor | None = None,
    keep: Keep | None = None,
    start: KnownLoadPlans = NONE_KNOWN,
) -> Plan:
    """The plan of least logistics cost, audited.

    The first Ctrl-C takes the best plan so far, which is then explained for a moment; while it is explained, it means
    that no more is. A second one interrupts.

    Parameters
    ----------
    book, portfolio
        What ``tariffs.load`` gives.
    options
        How to solve.
    progress
        Is told what is being done, and how far it has come; ``print`` will do.
    executor
        Who prices shipments in column generation, and is left open; by default whom ``options`` ask for.
    keep
        A plan that is kept: what of it has departed stays, and least is the logistics cost with what changes cost.
    start
        ``Plan.load_plans`` of a like world, from which column generation starts: for speed.

    Raises
    ------
    InputError
        If the workbooks contradict what of the kept plan has departed.
    SolverError
        If the solver fails, or finds nothing in the time allowed.
    WorkerError
        If the cluster that is asked for can't be had, or workers are lost again and again.
    AuditError
        If the plan does not stand up to the auditor: a failure of this program, never of the input.
    """
    options = options or Options()
    with stoppable() as stop:
        stop.limit(options.time_limit)
        stop.patient = pays_back(book)
        made = _planned(book, portfolio, options, progress, executor, stop, keep, start)
        progress(Step("auditing"))
        differences = audit(PlanRecord.of(made), book, portfolio)
    if differences:
        raise AuditError(differences)
    return made


def plan_of(given: Input, options: Options | None = None, **how: Any) -> Plan:
    """``plan`` of an input, with all that its workbook says of that input."""
    made = plan(given.book, given.portfolio, options, **how)
    edits, scenario = given.edits, given.scenario or ""
    return replace(made, warnings=(*given.problems, *made.warnings), files=given.files, scenario=scenario, edits=edits)


def _planned(  # noqa: PLR0913, PLR0917 - all that a plan is made of
    book: TariffBook,
    portfolio: Portfolio,
    options: Options,
    progress: Tell,
    executor: Executor | None,
    stop: Stop,
    keep: Keep | None,
    start: KnownLoadPlans,
) -> Plan:
    """The plan, not audited yet."""
    if keep is not None and Keeper.wanted(portfolio):
        raise RequestError(
            "a plan that is kept cannot be made to keep an on_time_probability, too: "
            "clear that in Cargo and Settings, or plan without keeping"
        )
    if options.solver != DEFAULT_SOLVER:  # to ask which others are there takes a while
        options = replace(options, solver=solver.solver_name(options.solver))
    with stop.busy:
        kept = None if keep is None else going(facts_of(keep, book, portfolio), book, stop.check)
        lister = Lister(Network(book, portfolio), stop.check) if kept is None else kept.lister
    cargo = portfolio if kept is None else kept.facts.portfolio
    searched = time.monotonic()
    finishing = _share_time(options.time_limit, len(cargo.shipments), stop)
    with _workers(options, book, cargo, executor) as workers:

        def search(start: KnownLoadPlans) -> Searched:
            try:
                return _solved(lister, cargo, options, progress, stop, workers, kept, start)
            except OutOfTimeError:
                if kept is not None:
                    return as_it_was(kept, cargo, _first_plan(stop)), _listing(lister), None
                found = _inserted(lister, portfolio, stop)
                return found, _listing(lister), None

        if Keeper.wanted(portfolio):
            return _keeping(lister, portfolio, options, progress, stop, search, start, finishing)
        solution, guide_for, engine = search(start)
        stop.go_on(finishing)
        progress(Step("trying single moves"))
        new, held = (list(solution.loads), []) if kept is None else apart(kept, solution.loads)
        check = stop.check_within(max(MOVES_S, MOVES_SHARE * (time.monotonic() - searched)))
        least = solution.least if kept is None else {}
        better = bettered(lister.network, rated_bookings(lister.network.rater, new), guide_for, check, least, held)
        if kept is not None:
            stay_where_it_costs_nothing(kept, better)
        solution = replace(solution, loads=better.loads)
        bookings = named(better.all)
        progress(Step("saying why"))
        guide = guide_for(solution.loads)
        if kept is None:
            made = explained(lister.network, portfolio, options, solution, bookings, guide, stop)
            if options.trains is False:
                return made
            progress(Step("looking at trains that do not run"))
            again = _again(lister, portfolio, options, stop, engine, workers, solution.load_plans)
            trains = _trains(lister, portfolio, solution, again, stop)
            with stop.within(TRAINS_S * stop.busy.times):
                return replace(made, trains=trains.rows(all_of_it=options.trains or engine is None))
        done = outcome(kept, portfolio, better)
        solution = replace(solution, bound=solution.bound + kept.lost_cost, loads=done.loads)
        return explained(lister.network, portfolio, options, solution, done.bookings, guide, stop, (kept, done))


def _keeping(  # noqa: PLR0913, PLR0917 - all that plans are made of
    lister: Lister,
    portfolio: Portfolio,
    options: Options,
    progress: Tell,
    stop: Stop,
    search: Callable[[KnownLoadPlans], Searched],
    start: KnownLoadPlans,
    finishing: float,
) -> Plan:
    """The plan whose bookings are on time with the probability that is asked for, not audited yet.

    Plans are made one after the other, with more and more itineraries cut off; see ``optimizer.keeping``.
    """
    network, plain, proven = lister.network, None, None
    keeper = Keeper(network, portfolio)
    while True:
        progress(Step(f"plan {keeper.plans + 1}, with {network.cuts.count:,} itineraries cut off"))
        begun = time.monotonic()
        with part_of_the_time(stop):
            solution, guide_for, _ = search(start if plain is None else NONE_KNOWN)
            check = stop.check_within(max(MOVES_S, MOVES_SHARE * (time.monotonic() - begun)))
            better = bettered(network, rated_bookings(network.rater, solution.loads), guide_for, check, solution.least)
        solution = replace(solution, loads=better.loads)
        plain = plain or solution
        proven = solution if keeper.certain else proven
        progress(Step("simulating its bookings"))
        failing = keeper.failing(better.all)
        if not failing:
            break
        if stop.now or not keeper.cut(failing, better, guide_for(better.loads), stop.check):
            progress(Step("inserting anew what is late too often"))
            better = keeper.repaired(lister, better, partial(_moves, network, guide_for, stop.check), stop)
            break
    stop.go_on(finishing)
    assert proven is not None  # of the first plan
    solution = _bounded(lister, portfolio, replace(solution, loads=better.loads), proven)
    bookings = named(better.all)
    progress(Step("saying why"))
    network.cuts.refuses = keeper.refuses
    made = explained(network, portfolio, options, solution, bookings, guide_for(solution.loads), stop)
    unserved = (replace(one, reason=keeper.reason(one.shipment.name, one.reason)) for one in made.unserved)
    shares = {b.name: share for b, share in zip(bookings, keeper.shares(bookings), strict=True) if share is not None}
    cost, bound = paid(network.rater, portfolio, plain.loads)[1], as_bound(plain.bound)
    on_time = OnTime(shares, cost, min(bound, cost), network.cuts.counts)
    return replace(made, unserved=tuple(unserved), on_time=on_time)


def _moves(network: Network, guide_for: GuideFor, check: Callable[[], None], plan: Bookings) -> Bookings:
    """A plan that no single move betters."""
    return bettered(network, named(plan.all), guide_for, check)


def _bounded(lister: Lister, portfolio: Portfolio, solution: Solution, proven: Solution) -> Solution:
    """A plan with what is proven of all plans that keep the probability.

    A bound is of plans that leave no more for want of a penalty than its own did: where this one leaves more, all that
    is known is that no plan costs less than nothing, where nothing pays back.
    """
    if solution.loads == proven.loads:
        return solution
    rater = lister.network.rater
    left, left_there = paid(rater, portfolio, solution.loads)[0], paid(rater, portfolio, proven.loads)[0]
    bound = proven.bound if left <= left_there else (-MOST_BACK if pays_back(lister.network.book) else 0.0)
    return replace(solution, bound=bound, served_first=proven.served_first and left <= left_there)


def _share_time(limit: float | None, shipments: int, stop: Stop) -> float:
    """Keep some of a time limit for what follows the search; what of it is for that which comes last, s."""
    needed = (FINISHING_S + FINISHING_S_EACH * shipments) * stop.busy.times
    # Where nothing else was found in time, a plan is inserted, which takes its time, too.
    allowance = GRACE - min(needed, GRACE) - INSERTING_S * stop.busy.times
    if limit is None:
        stop.keep(0.0, allowance)
        return 0.0
    explaining = min(EXPLAINING_S * shipments * stop.busy.times, EXPLAINING_SHARE * limit)
    finishing = min(needed, FINISHING_SHARE * limit)
    stop.keep(explaining + finishing, allowance)
    return finishing


def _workers(
    options: Options, book: TariffBook, portfolio: Portfolio, executor: Executor | None
) -> AbstractContextManager[Executor | None]:
    """Who does what is shared out, if anything is; closed in the end only if it was opened here."""
    shared_out = engine_for(options, book, portfolio) is Engine.COLUMNS
    return executor_for(options) if shared_out and executor is None else nullcontext(executor)


def _solved(  # noqa: PLR0913, PLR0917 - as above
    lister: Lister,
    portfolio: Portfolio,
    options: Options,
    progress: Tell,
    stop: Stop,
    executor: Executor | None,
    kept: Going | None,
    start: KnownLoadPlans,
) -> tuple[Solution, GuideFor, ColumnGeneration | None]:
    """What the engine found, who finds itineraries for plans, and the engine itself if it generates columns."""
    if not portfolio.shipments:  # all of it is held up under way
        return Solution("listed", (), 0.0, {}, served_first=True), _listing(lister), None
    rest = portfolio if kept is None else Portfolio(kept.facts.rest)
    if rest.shipments and engine_for(options, lister.network.book, portfolio) is Engine.COLUMNS:
        stop.check_late(COLUMNS_S * stop.busy.times)
        # Compiled code takes a while to load, and a small plan does without.
        from optimizer.column_generation import ahead  # noqa: PLC0415
        from optimizer.column_generation.engine import ColumnGeneration  # noqa: PLC0415

        if ahead.to_be_compiled() and not stop.lasts((ahead.COMPILING_S + COLUMNS_S) * stop.busy.times):
            progress(Step(NOT_COMPILED, aloud=True))
            with ahead.compiling_aside():  # some of it is there for the next plan
                return _listed(lister, portfolio, options, progress, stop, kept), _listing(lister), None
        assert executor is not None  # see _workers
        try:
            engine = ColumnGeneration(lister, portfolio, options, progress, stop, executor, kept=kept)
            solution = engine.run(start)
            if kept is None:
                return solution, engine.guide, engine
            solution = _chosen_anew(kept, portfolio, engine, solution, options, progress, stop)
            return solution, lambda loads: engine.guide(engine.known(loads)), engine
        except RebateError:
            if options.engine is Engine.COLUMNS:
                raise
    return _listed(lister, portfolio, options, progress, stop, kept), _listing(lister), None


def _chosen_anew(  # noqa: PLR0913, PLR0917 - as above
    kept: Going,
    cargo: Portfolio,
    engine: ColumnGeneration,
    found: Solution,
    options: Options,
    progress: Tell,
    stop: Stop,
) -> Solution:
    """What column generation found, or a better plan among kept bookings and the itineraries that it has at hand."""
    choice = engine.at_hand
    if choice is None or stop.now:
        return found
    among = at_hand(kept, found.loads, choice.itineraries)
    listed = Listed(kept.lister, cargo, options, lambda words: progress(Step(words)), stop, among)
    with contextlib.suppress(OutOfTimeError):
        chosen = listed.run()
        complete = choice.complete and found.served_first
        return better_of(kept, cargo, found, chosen, choice.cost if complete else None)
    return found


def _listed(
    lister: Lister, portfolio: Portfolio, options: Options, progress: Tell, stop: Stop, kept: Going | None
) -> Solution:
    """What listing finds; with a time limit, no worse than a first plan."""
    listed = Listed(lister, portfolio, options, lambda words: progress(Step(words)), stop, kept)
    if options.time_limit is None or stop.patient or kept is not None:
        return listed.run()
    first = _inserted(lister, portfolio, stop)
    of_any = all(shipment.penalty_per_t is not None for shipment in portfolio.shipments.values())
    try:
        stop.check()
        found = listed.run()
    except OutOfTimeError:
        return replace(first, bound=max(first.bound, listed.at_least)) if of_any else first
    rater = lister.network.rater
    first_paid, found_paid = paid(rater, portfolio, first.loads), paid(rater, portfolio, found.loads)
    if found_paid <= first_paid:
        # It leaves no more, so what is proven of plans that leave as little as the first holds.
        served_first = found.served_first or first.served_first
        return replace(found, bound=max(first.bound, found.bound), served_first=served_first)
    proven = [first.bound, found.bound] if of_any else [first.bound]
    if found.serving is not None and found.serving.is_of(first_paid[0] / 1000):
        proven.append(found.serving.bound)
    # It costs less than what was found, and is proven to serve as much if that is.
    served_first = first.served_first or (found.served_first and first_paid[0] <= found_paid[0])
    return replace(first, bound=max(proven), duals=found.duals, served_first=served_first)


def _inserted(lister: Lister, portfolio: Portfolio, stop: Stop) -> Solution:
    """The first plan by insertion, for which there is some time even where there is none left."""
    return inserted(lister, portfolio, _first_plan(stop))


def _first_plan(stop: Stop) -> Callable[[], None]:
    """A check for a plan that needs neither compiled code nor a solver."""
    return stop.first_plan(INSERTING_S * stop.busy.times)


def _listing(lister: Lister) -> GuideFor:
    """The guide that lists itineraries, which is the same for every plan."""
    return lambda _loads: ListingGuide(lister)


def _again(  # noqa: PLR0913, PLR0917 - as above
    lister: Lister,
    portfolio: Portfolio,
    options: Options,
    stop: Stop,
    engine: ColumnGeneration | None,
    executor: Executor | None,
    known: KnownLoadPlans,
) -> Again:
    """Who solves again in the way of the plan."""
    if engine is None:
        return ByListing(lister, portfolio, options, stop)
    from optimizer.column_generation.engine import ColumnGeneration  # noqa: PLC0415 - as in `_solved`

    assert executor is not None  # see _workers

    def make(book: TariffBook) -> ColumnGeneration:
        again = Lister(Network(book, portfolio), stop.check)
        return ColumnGeneration(again, portfolio, options, silent, stop, executor)

    return ByColumns(engine, make, stop, known)


def _trains(
    lister: Lister,
    portfolio: Portfolio,
    solution: Solution,
    again: Again,
    stop: Stop,
) -> Trains:
    """Who says which departures with a minimum load or a cost run, and what it would take."""
    return Trains(lister, portfolio, solution.loads, partial(paid, lister.network.rater, portfolio), again, stop)


def engine_for(options: Options, book: TariffBook, portfolio: Portfolio) -> Engine:
    """The engine for a portfolio on a network.

    Raises
    ------
    SolverError
        If column generation is asked for with a solver that it cannot use.
    """
    if options.engine is Engine.COLUMNS and options.solver != DEFAULT_SOLVER:
        raise SolverError(f"column generation needs {DEFAULT_SOLVER}, not {options.solver}; leave out one of the two")
    if options.engine is not Engine.AUTO:
        return options.engine
    small = len(portfolio.shipments) <= MOST_LISTED and len(book.legs) <= MOST_LEGS_LISTED
    return Engine.LISTED if small or options.solver != DEFAULT_SOLVER else Engine.COLUMNS
