"""The engine for large portfolios, from shipments to whole containers and a proven bound."""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from optimizer.column_generation import ahead
from optimizer.column_generation.cases import Case, Cases
from optimizer.column_generation.fillers import Fillers
from optimizer.column_generation.forcing import Forcing
from optimizer.column_generation.goods import Carriage, stays
from optimizer.column_generation.guide import ColumnsGuide
from optimizer.column_generation.integers import AtHand, Integers
from optimizer.column_generation.kept import Choice, KeptCargo, KeptCases, KeptRun
from optimizer.column_generation.like_worlds import Known, as_known
from optimizer.column_generation.limits import BOX, TEU, Floats, Limits
from optimizer.column_generation.linking import Links
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.master import Master
from optimizer.column_generation.plans import LoadPlan, Packer
from optimizer.column_generation.pricing.arrays import bounds_of, cargo_of, net_of
from optimizer.column_generation.pricing.cost_to_go import FIXED, VARIANT
from optimizer.column_generation.pricing.itineraries import Work
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.pricing.subproblem import bound_of
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.heuristic import PrimalHeuristic
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.scaling import Scaling
from optimizer.column_generation.timeline import Flags, Timeline
from optimizer.column_generation.trips import Trip, Trips
from optimizer.errors import OutOfTimeError, RebateError
from optimizer.executors import Executor
from optimizer.listing.lister import Lister
from optimizer.options import Options
from optimizer.progress import Step, Tell
from optimizer.resources import Resource
from optimizer.solution import HALF_KILOGRAM, NONE_KNOWN, BookedLoad, KnownLoadPlans, Solution
from optimizer.stopping import Stop
from tariffs.book import Portfolio
from tariffs.rating import Load
from tariffs.timetable import Departure, Itinerary

#: The penalty that stands in for none is so many times the most that a tonne of any such shipment costs.
SERVING_FIRST = 1000.0


@dataclass(frozen=True, slots=True)
class _Found:
    """Load plans by case, a bound, what limits are worth, how far departures run; and all load plans at hand."""

    plans: dict[int, LoadPlan]
    bound: float
    prices: Floats
    runs: dict[int, float]
    at_hand: Sequence[LoadPlan]


class ColumnGeneration:
    """One run of the engine.

    Raises
    ------
    OutOfTimeError
        If it is late, and not even the first round is done; so does ``run``.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that it works with
        self,
        lister: Lister,
        portfolio: Portfolio,
        options: Options,
        tell: Tell,
        stop: Stop,
        executor: Executor,
        scaling: Collection[Resource] = frozenset(),
        kept: KeptCargo | None = None,
    ) -> None:
        self.options, self.tell, self.stop, self.executor = options, tell, stop, executor
        if ahead.to_be_compiled():
            tell(Step("compiling for this machine, which once takes a minute or two", aloud=True))
            ahead.compile_apart(stop)
        tell(Step("laying out the network"))
        self.timeline = Timeline(lister.network)
        self.limits = Limits(self.timeline, scaling)
        self.trips = Trips(self.timeline, self.limits)
        tell(Step("rating carriage"))
        stop.check_late()
        make = Cases(self.timeline, lister.costs.pieces)
        self.cases = []
        for number, shipment in enumerate(portfolio.shipments.values()):
            case = make.of(number, shipment)
            priced = kept is None or not kept.is_under_way(shipment)
            self.cases.append(case if priced else replace(case, ranges=()))
            stop.check_late()
        self.kept = None if kept is None else KeptCases(kept, self.cases, self.limits)
        self.carriage = make.carriage(stop.check_late)
        self.net = net_of(self.timeline, self.carriage, stays(self.timeline), make.allowed())
        destinations = {name: n for n, name in enumerate(dict.fromkeys(c.shipment.destination for c in self.cases))}
        self.cargo = cargo_of(self.timeline, self.cases, destinations)
        self.bounds = bounds_of(self.timeline, self.net, destinations, self.cargo.origins.tolist())
        self.bound_of = {name: bound_of(self.bounds, number) for name, number in destinations.items()}
        self.segment_container = make.containers()
        self.goods = make.goods
        self._refuse_rebates(self.carriage)
        self.departure_cost = {
            departure: float(lister.network.rater.departure_cost(departure).amount)
            for departure in self.timeline.departures
            if departure.terms.min_load > 0 or departure.terms.departure_cost > 0
        }
        self._conditional = {n: d for n, d in enumerate(self.timeline.departures) if d in self.departure_cost}
        self.everything_t = sum(case.weight for case in self.cases)
        self._itineraries: dict[Trip, Itinerary] = {}
        self._resources: dict[Trip, tuple[Resource, ...]] = {}
        self._pricer_used: Pricer | None = None
        self._apart: dict[str, float] = {}
        self._known: KnownLoadPlans = NONE_KNOWN
        self._taken_over = self._rounds = 0
        self._forcing: Forcing | None = None
        self._at_hand: AtHand | None = None

    def run(self, start: KnownLoadPlans = NONE_KNOWN) -> Solution:
        """Serve first where there is no penalty, then at least cost; from load plans of a run on a like world."""
        self._known = start
        penalties, free = self._penalties()
        served_first = True
        if free.any():
            found, served_first = self._serving_first(penalties, free)
        else:
            found = self._solve(self.cases, penalties, free)
        return Solution(
            "column generation",
            self._booked(found.plans),
            found.bound,
            self._duals(found),
            served_first,
            self._apart,
            load_plans=as_known(self.timeline, found.at_hand),
            taken_over=self._taken_over,
            rounds=self._rounds,
        )

    def _penalties(self) -> tuple[Floats, Flags]:
        """What a tonne left behind costs, by case; and whether there is no penalty on it."""
        rater = self.timeline.network.rater
        penalties = np.array([float(rater.unserved_per_t(case.shipment)) for case in self.cases])
        return penalties, np.array([case.shipment.penalty_per_t is None for case in self.cases], np.bool_)

    def _serving_first(self, penalties: Floats, free: Flags) -> tuple[_Found, bool]:
        """The least cost of plans that leave the least of shipments without a penalty; whether it is proven least."""
        extra, hopeful = self._stand_in(penalties, free)
        dear = penalties + np.where(hopeful, extra, 0.0)
        found = self._solve(self.cases, dear, free)
        left = sum(plan.left for number, plan in found.plans.items() if hopeful[number]) / 1000
        if left == 0:
            return found, True
        try:
            return self._serving_most(found, left, penalties, free, hopeful)
        except OutOfTimeError:  # what is proven is of dear tonnes, and of plans that leave no more of them than this
            return replace(found, bound=max(found.bound - extra * left, 0.0)), False

    def _stand_in(self, penalties: Floats, free: Flags) -> tuple[float, Flags]:
        """The penalty that stands in for none, and the cases that it stands in for: those that might go."""
        dearest = self._pricer(self.cases, penalties, free).dearest_tonnes()
        if self.kept is not None:
            dearest[list(self.kept.under_way)] = [*map(self.kept.dearest_tonne, self.kept.under_way)]
        hopeful = free & np.isfinite(dearest)
        return SERVING_FIRST * max(float(dearest[hopeful].max(initial=0.0)), 1.0), hopeful

    def _serving_most(
        self, found: _Found, left: float, penalties: Floats, free: Flags, hopeful: Flags
    ) -> tuple[_Found, bool]:
        """As ``_serving_first``, where the plan that was found leaves some tonnes that could go."""
        cases = [case.free_of_charge() for case in self.cases]
        fewest = self._solve(cases, np.where(hopeful, 1.0, 0.0), free, free_of_charge=True)
        least = min(left, sum(plan.left for number, plan in fewest.plans.items() if hopeful[number]) / 1000)
        everything = least + sum(case.weight for case in self.cases if free[case.number] and not hopeful[case.number])
        self.limits.limit_unserved(everything + HALF_KILOGRAM / 10)
        start = found if left <= least else fewest
        found = self._solve(self.cases, penalties, free, start.plans)
        return found, least - fewest.bound < HALF_KILOGRAM

    def _pricer(self, cases: Sequence[Case], penalties: Floats, free: Flags, *, free_of_charge: bool = False) -> Pricer:
        """Who prices the cases; where nothing costs anything, if asked for."""
        net, cargo = self.net, self.cargo
        if free_of_charge:
            carriage = np.ascontiguousarray(np.stack(self.carriage.free_of_charge().by_row))
            net = net._replace(carriage=carriage, transfer_co2=np.zeros_like(net.transfer_co2))
            numbers = {case.shipment.destination: int(n) for case, n in zip(cases, cargo.destinations, strict=True)}
            cargo = cargo_of(self.timeline, cases, numbers)
        work = Work(net, cargo, self.bounds, self.limits.counted())
        packer = Packer(self.limits, net, self.bound_of)
        if self.kept is not None and not free_of_charge:
            packer.change_fee = self.kept.fee
        return Pricer(
            self.timeline, self.limits, work, tuple(cases), self.trips, packer, penalties, free, self.executor
        )

    def _solve(
        self,
        cases: Sequence[Case],
        penalties: Floats,
        free: Flags,
        start: dict[int, LoadPlan] | None = None,
        *,
        free_of_charge: bool = False,
    ) -> _Found:
        """The relaxation by column generation, and whole containers; where nothing costs anything, if asked for."""
        loop, known = self._loop(cases, penalties, free, start, free_of_charge=free_of_charge)
        begun = time.monotonic()
        loop.run(float(self.options.gap) / 4)
        self._rounds += loop.root.rounds
        integers = Integers(loop, self.options, known if start else None, time.monotonic() - begun)
        best, bound = integers.run()
        if not free_of_charge:
            self._forcing = Forcing(loop, integers, bound)
            self._at_hand = integers.at_hand(best, bound)
            self._apart = {case.shipment.name: float(loop.apart[case.number]) for case in cases}
        master = loop.master
        runs = {int(number): master.running(int(number)) for number in np.flatnonzero(master.prices)}
        return _Found(best.plans, min(bound, best.cost), master.prices, runs, master.plans)

    def relaxed(self, start: KnownLoadPlans = NONE_KNOWN) -> tuple[Scaling, float]:
        """The relaxation, to be asked at shares of the capacities; and the penalty that stands in for none."""
        self._known = start
        penalties, free = self._penalties()
        extra, hopeful = self._stand_in(penalties, free) if free.any() else (0.0, free)
        loop, _ = self._loop(self.cases, penalties + np.where(hopeful, extra, 0.0), free)
        loop.run(0.0)
        return Scaling(loop, hopeful), extra

    def _loop(
        self,
        cases: Sequence[Case],
        penalties: Floats,
        free: Flags,
        start: dict[int, LoadPlan] | None = None,
        *,
        free_of_charge: bool = False,
    ) -> tuple[Loop, dict[int, LoadPlan]]:
        """Rounds to be begun, with the load plans at hand; and those of ``start``."""
        pricer = self._pricer(cases, penalties, free, free_of_charge=free_of_charge)
        departure_cost = dict.fromkeys(self.departure_cost, 0.0) if free_of_charge else self.departure_cost
        fillers, links = Fillers(pricer, self._empties(pricer)), Links(self._conditional, len(cases))
        master = Master(self.limits, len(cases), departure_cost, self.everything_t, fillers.costs, links)
        kept = None if self.kept is None else KeptRun(self.kept, pricer.work, free_of_charge)
        master.add([pricer.packer.nothing(case, float(penalties[case.number])) for case in cases])
        master.add([] if kept is None else kept.plans(pricer))
        known = {n: again for n, plan in (start or {}).items() if (again := self._again(plan, pricer, kept))}
        master.add(known.values())
        if self._known and not free_of_charge:
            self._taken_over = master.add(Known(pricer, self._known).taken_over())
        self._pricer_used = pricer
        nothing = {plan.case.number: plan for plan in master.plans[: len(cases)]}
        safe = Incumbent.of(self.limits, departure_cost, nothing | known)
        primal = PrimalHeuristic(pricer, Conditional(self.limits, departure_cost), nothing, self.stop, safe)
        loop = Loop(
            pricer, self.limits, list(cases), departure_cost, self.tell, self.stop, master, primal, fillers, kept
        )
        return loop, known

    @staticmethod
    def _again(plan: LoadPlan, pricer: Pricer, kept: KeptRun | None) -> LoadPlan | None:
        """A load plan of an earlier relaxation in another; ``None`` where it carries nothing."""
        number = plan.case.number
        if kept is not None and number in kept.of.under_way:
            return kept.again(plan)
        if not plan.loads:
            return None
        return pricer.packer.plan(pricer.cases[number], list(plan.loads), float(pricer.penalties[number]))

    def _empties(self, pricer: Pricer) -> dict[int, float]:
        """By row of a minimum, what one unit costs at least that carries next to nothing.

        No such tonnes can be had: they cost more than to leave any behind.
        """
        net, no_tonnes = pricer.work.net, 2 * float(pricer.penalties.max(initial=0.0)) + 1
        segments = [segment for goods in self.goods for segment in goods.pieces.segments]
        begins = np.array([segment.low == 0 for segment in segments], np.bool_)
        units = {TEU: net.teu[self.segment_container], BOX: np.ones(len(segments))}
        found = {}
        for i, departure in enumerate(self.timeline.departures):
            for row in self.limits.on_departure[self.limits.starts[i] : self.limits.starts[i + 1]].tolist():
                limit = self.limits.rows[row]
                if departure.terms.min_load > 0 and math.isfinite(limit.least) and limit.unit in units:
                    each = net.carriage[FIXED, :, net.departures[i, VARIANT]] / units[limit.unit]
                    found[row] = max(float(each[begins].min(initial=math.inf)), 0.0)
                elif departure.terms.min_load > 0 and math.isfinite(limit.least):
                    found[row] = no_tonnes
        return found

    def _refuse_rebates(self, carriage: Carriage) -> None:
        """Pricing takes it that no container earns money by going somewhere nearly empty."""
        value = max((case.value for case in self.cases), default=0.0)
        ranges = {(case.goods.first + r.segment, r.low, r.high) for case in self.cases for r in case.whole_ranges}
        for low in (True, False):
            tonnes = np.zeros(carriage.fixed.shape[0])
            for segment, bottom, top in ranges:
                tonnes[segment] = max(tonnes[segment], float(bottom if low else top))
            if carriage.least(tonnes, value) < 0:
                raise RebateError(
                    "a container costs less than nothing on some leg, which column generation cannot plan with: "
                    "list the itineraries (--engine listed), or mend the negative rate"
                )

    def guide(self, loads: Sequence[BookedLoad]) -> ColumnsGuide:
        """Who finds itineraries to better or to explain a plan with."""
        return ColumnsGuide(self.pricer, loads, self._itinerary)

    def known(self, loads: Sequence[BookedLoad]) -> list[BookedLoad]:
        """Loads without the capacities that nothing of the portfolio can use: those of days that are past."""
        numbers = self.limits.numbers
        return [replace(load, uses=tuple(use for use in load.uses if use in numbers)) for load in loads]

    @property
    def at_hand(self) -> Choice | None:
        """What a plan that keeps another may be chosen among anew; ``None`` where it is near enough to its bound."""
        if self._at_hand is None or self.kept is None:
            return None
        trips = {n: of_one for n, of_one in self._at_hand.trips.items() if n not in self.kept.under_way}
        itineraries = {self.cases[n].shipment.name: [*map(self._itinerary, of_one)] for n, of_one in trips.items()}
        return Choice(itineraries, self._at_hand.cost, self._at_hand.complete)

    def forced(self, departures: Sequence[Departure]) -> tuple[tuple[BookedLoad, ...] | None, float]:
        """The best plan found in which one of some departures runs, after ``run``; and what none costs less than.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """
        assert self._forcing is not None  # run() comes first
        known = {departure.key: departure for departure in self.departure_cost}
        plans, bound = self._forcing.run([known[departure.key] for departure in departures], float(self.options.gap))
        return None if plans is None else self._booked(plans), bound

    @property
    def pricer(self) -> Pricer:
        """The one that the plan was found with."""
        assert self._pricer_used is not None  # run() comes first
        return self._pricer_used

    def _itinerary(self, trip: Trip) -> Itinerary:
        if trip not in self._itineraries:
            self._itineraries[trip] = self.trips.itinerary(trip)
        return self._itineraries[trip]

    def _booked(self, plans: Mapping[int, LoadPlan]) -> tuple[BookedLoad, ...]:
        booked = []
        network = self.timeline.network
        for number in sorted(plans):
            case, loads = self.cases[number], plans[number].loads
            if self.kept is not None:
                held, loads = self.kept.booked(plans[number])
                booked += held
            for load in loads:
                container = case.goods.pieces.segments[load.segment].container
                itinerary = self._itinerary(load.trip)
                packed = Load(container, load.containers, Decimal(load.kilograms).scaleb(-3))
                if load.trip not in self._resources:
                    self._resources[load.trip] = network.resources_of(itinerary)
                booked.append(BookedLoad(case.shipment, itinerary, packed, self._resources[load.trip]))
        return tuple(booked)

    def _duals(self, found: _Found) -> dict[Resource, float]:
        worth: dict[Resource, float] = {}
        for number in np.flatnonzero(found.prices):
            resource = self.limits.rows[number].resource
            if resource is not None:
                worth[resource] = max(float(found.prices[number]) * found.runs.get(int(number), 1.0), 0.0)
        return worth
