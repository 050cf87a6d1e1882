"""The engine for small instances: list the itineraries, state the linear programme, solve it.

Capacities are brought in as they bind. A plan that is best when some capacities are taken as endless, and yet exceeds
none, is best with all of them; so each round lists and solves with the capacities that an earlier round exceeded, and
the bound of every round holds for the whole problem. Shipments that no limit joins are solved apart.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

import pulp

from optimizer import solver
from optimizer.errors import OutOfTimeError, SolverError
from optimizer.formulation.constraints import AS_THEY_ARE, too_heavy
from optimizer.formulation.kilograms import (
    ChosenLoad,
    exceeded,
    short,
    whole_kilograms,
)
from optimizer.formulation.model import Model, build
from optimizer.listing.candidates import Candidate, candidates
from optimizer.listing.lister import Lister
from optimizer.options import Options
from optimizer.resources import Resource, departure_resource
from optimizer.solution import HALF_KILOGRAM, ServingBound, Solution, unserved_kilograms
from optimizer.stopping import Stop, never, nothing_to_check
from tariffs.book import Portfolio, Shipment
from tariffs.timetable import Departure

#: How near to the least cost the first plans are, which show the capacities that bind with whole containers.
ROUGH_GAP = 0.005

#: After so many rounds that exceeded a capacity, all that the itineraries at hand use are brought in: one by one,
#: there may be dozens.
ONE_BY_ONE = 3

#: Once time is up: how near is near enough.
LATE_GAP = 0.02

#: What is whole but for a solver's tolerance is nearer to 1 than this, or nearer to 0.
HALF = 0.5


class KeptOptions(Protocol):
    """What shipments may do while a plan is kept."""

    def of(
        self, shipment: Shipment, limited: Callable[[Resource], bool], minimums: frozenset[Departure]
    ) -> list[Candidate]:
        """What a shipment may do: bookings that stay as they are, or ways on from where one was brought to."""

    def is_all(self, shipment: Shipment) -> bool:
        """Whether there is nothing else that it may do."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Shipments that share no limit with any other, and their candidates: a problem of its own."""

    shipments: tuple[Shipment, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The loads of a part, the bound on its cost, and what must be left behind for want of a penalty, t.

    ``bound`` is ``None`` where nothing is proven; ``proven`` says that no plan leaves less.
    """

    loads: tuple[ChosenLoad, ...]
    bound: float | None
    unserved: float
    proven: bool


class NeverFilledError(SolverError):
    """No plan has one of the departures run that were to be forced to."""


class Listed:
    """One run of the engine; ``at_least`` is what no plan costs less than, as far as is proven.

    One of the ``forced`` departures runs, if there are any.
    """

    def __init__(
        self,
        lister: Lister,
        portfolio: Portfolio,
        options: Options,
        report: Callable[[str], None],
        stop: Stop,
        kept: KeptOptions | None = None,
    ) -> None:
        self.kept = kept
        self.network = lister.network
        self.shipments: tuple[Shipment, ...] = tuple(portfolio.shipments.values())
        self.options = options
        self.report = report
        self.stop = stop
        self.lister = lister
        self.limited: dict[Resource, None] = {}
        self.forced: frozenset[Departure] = frozenset()
        self.minimums: frozenset[Departure] = frozenset()
        self.candidates: dict[str, list[Candidate]] = {}
        self._solved: dict[tuple[object, ...], _Outcome] = {}
        self.at_least = 0.0

    def force(self, departures: Iterable[Departure]) -> None:
        """Have one of some departures run, with its minimum load and a unit at least; before ``run``."""
        self.forced = self.minimums = frozenset(departures)

    def run(self) -> Solution:
        """List, solve, look for exceeded capacities; first roughly, until there are none, then to the gap asked for."""
        self._begin()
        if self.forced and not any(
            self.forced.intersection(one.commits) for of in self.candidates.values() for one in of
        ):
            raise NeverFilledError("no cargo can take any of the departures that were to be forced to run")
        serving: ServingBound | None = None
        rough, exceeding = True, 0
        while True:
            in_time = self._in_time
            gap = max(ROUGH_GAP if rough else 0.0, float(self.options.gap) / 2)
            outcomes = [self._outcome(part, gap) for part in self._parts()]
            loads = [load for outcome in outcomes for load in outcome.loads]
            unserved = sum(outcome.unserved for outcome in outcomes)
            if in_time:
                bound = _sum(outcome.bound for outcome in outcomes)
                serving = None if bound is None else ServingBound(bound, unserved)
            over, under = exceeded(loads), short(loads)
            exceeding += bool(over)
            if (over or under) and self._in_time:
                self._bring_in(over if exceeding <= ONE_BY_ONE else self._used(), under)
            elif over and not self._used() <= self.limited.keys():  # time is up: what is listed by now must do
                self._limit(self._used())
            elif not over and not under and rough and self._in_time:
                rough = False
            else:
                break
        if over or under:
            loads = _fitting(loads)
            unserved = _left_without_penalty(self.shipments, loads)
        proven = in_time and all(outcome.proven for outcome in outcomes)
        booked = tuple(load.booked for load in loads)
        least = serving.bound if serving is not None and serving.is_of(unserved) else self.at_least
        return Solution("listed", booked, least, self._duals(unserved), proven, serving=serving)

    def _used(self) -> set[Resource]:
        """Every capacity that an itinerary at hand uses: of these, whatever is chosen among them exceeds none."""
        return {resource for found in self.candidates.values() for candidate in found for resource in candidate.uses}

    def _limit(self, resources: Iterable[Resource]) -> None:
        """Take capacities as limited from now on."""
        self.limited |= dict.fromkeys(sorted(resources, key=str))
        self._solved.clear()

    def _begin(self) -> None:
        """List everything, and find a bound; where something is paid back, none is known before: however late it is.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """
        check = self.lister.check
        if self.stop.patient:
            self.lister.check = nothing_to_check
        try:
            self._list(self.shipments)
            if not self.forced:  # else what is forced may not be possible at all
                self._relaxed_rounds()
        finally:
            self.lister.check = check

    @property
    def _in_time(self) -> bool:
        return not self.stop.now

    def _list(self, shipments: Iterable[Shipment]) -> None:
        for shipment in shipments:
            self.candidates[shipment.name] = self._candidates(shipment)
        count = sum(map(len, self.candidates.values()))
        self.report(f"{count} itineraries for {len(self.shipments)} shipments, {len(self.limited)} capacities")

    def _candidates(self, shipment: Shipment) -> list[Candidate]:
        limited = self.limited.__contains__
        kept = [] if self.kept is None else self.kept.of(shipment, limited, self.minimums)
        if self.kept is not None and self.kept.is_all(shipment):
            return kept
        search = self.lister.search(shipment, limited=limited, minimums=self.minimums)
        return [*candidates(self.network, search.whole, search.itineraries(), self.minimums), *kept]

    def _bring_in(self, resources: Iterable[Resource], departures: Iterable[Departure] = ()) -> None:
        """Take capacities and minimum loads as limited from now on, and list again for the shipments they concern.

        A capacity concerns those with a candidate that uses it: what the others have is as good as without. A minimum
        load concerns everyone, since it may take cargo that would rather go otherwise. Once time is up the
        itineraries at hand must do: a plan among them holds, but proves nothing.
        """
        added, below = set(resources) - self.limited.keys(), frozenset(departures)
        self._limit(added)
        self.minimums |= below
        with contextlib.suppress(OutOfTimeError):
            self._list(
                shipment
                for shipment in self.shipments
                if below or any(added.intersection(candidate.uses) for candidate in self.candidates[shipment.name])
            )

    def _parts(self) -> list[_Part]:
        """The shipments in groups that no limit joins."""
        leader = {shipment.name: shipment.name for shipment in self.shipments}

        def leads(name: str) -> str:
            while leader[name] != name:
                name = leader[name]
            return name

        first_user: dict[Resource | Departure | None, str] = {}
        for name, found in self.candidates.items():
            limits = (limit for candidate in found for limit in (*candidate.uses, *candidate.commits))
            for limit in limits:
                if limit in self.forced:  # any of them may be the one
                    leader[leads(name)] = leads(first_user.setdefault(None, name))
                if isinstance(limit, Departure) or limit in self.limited:
                    leader[leads(name)] = leads(first_user.setdefault(limit, name))
        groups: dict[str, list[Shipment]] = defaultdict(list)
        for shipment in self.shipments:
            groups[leads(shipment.name)].append(shipment)
        return [
            _Part(tuple(group), tuple(candidate for shipment in group for candidate in self.candidates[shipment.name]))
            for group in groups.values()
        ]

    def _outcome(self, part: _Part, gap: float) -> _Outcome:
        """Solve a part; one of a single shipment at once to the gap asked for, and once only."""
        asked = float(self.options.gap) / 2
        if len(part.shipments) == 1:
            gap = asked
        key = (tuple(k.name for k in part.shipments), gap)
        if key not in self._solved:
            outcome = None
            try:
                outcome = self._solve_part(part, gap)
                more = _left_without_penalty(part.shipments, outcome.loads) > outcome.unserved + HALF_KILOGRAM
                unproven = not outcome.proven and outcome.bound is not None and gap <= asked and self._in_time
                if more or unproven:
                    # Whole kilograms leave more behind than the model thought, whose bound is of plans that leave less
                    # than any can. To allow a kilogram more would but have it think of one less again. And where they
                    # leave as much as it was then allowed, that no plan leaves less is proven in kilograms only.
                    outcome = self._solve_part(part, gap, in_kilograms=True)
            except OutOfTimeError:
                outcome = outcome or _Outcome((), None, _left_without_penalty(part.shipments, ()), proven=False)
            self._solved[key] = outcome
        return self._solved[key]

    def _solve_part(self, part: _Part, gap: float, *, in_kilograms: bool = False) -> _Outcome:
        """Solve a part, whose loads may be stated in whole kilograms from the start."""
        using = {departure for candidate in part.candidates for departure in candidate.commits}
        forced = self.forced & using
        model = build(self.network.rater, part.shipments, part.candidates, self.limited, self.minimums, forced)
        too_heavy(model.variables, self.limited)
        if in_kilograms:
            model.load_whole_kilograms()
        proven, allowed = True, 0.0
        if model.none_runs is not None:
            self._have_one_run(model, model.none_runs)
        if any(k.penalty_per_t is None for k in part.shipments):
            model.minimise_unserved()
            # To less than a kilogram of all that has no penalty.
            most = sum(float(k.weight_t) for k in part.shipments if k.penalty_per_t is None)
            answer = self._solve(model, HALF_KILOGRAM / 4 / max(most, 1.0))
            # A solver's containers are whole but for a tolerance, and so hold more in all than whole ones do.
            served = whole_kilograms(model, self.limited, self.minimums, self.stop)
            allowed = max(answer.objective or 0.0, _left_without_penalty(part.shipments, served))
            proven = answer.bound is not None and allowed - answer.bound < HALF_KILOGRAM
            model.minimise_cost()
            model.limit_unserved(allowed + HALF_KILOGRAM / 10)
        answer = self._solve(model, gap)
        split = self._in_time and self._kilogram_share(model, answer) > gap
        loads = whole_kilograms(model, self.limited, self.minimums, self.stop)
        if split and not in_kilograms:
            model.load_whole_kilograms()
            with suppress(OutOfTimeError):  # what was found before holds
                again = self._solve(model, gap)
                answer = replace(
                    again, bound=max((b for b in (answer.bound, again.bound) if b is not None), default=None)
                )
                if again.finished:
                    loads = whole_kilograms(model, self.limited, self.minimums, self.stop)
        return _Outcome(tuple(loads), answer.bound, allowed, proven and answer.bound is not None)

    def _have_one_run(self, model: Model, none_runs: pulp.LpVariable) -> None:
        """Have one of the forced departures run.

        Raises
        ------
        NeverFilledError
            If none can.
        """
        model.problem.setObjective(1.0 * none_runs)
        answer = self._solve(model, 0.0)
        if answer.bound is not None and answer.bound > HALF:
            raise NeverFilledError("no plan fills any of the departures that were to be forced to run")
        none_runs.upBound = 0
        model.minimise_cost()

    def _kilogram_share(self, model: Model, answer: solver.Answer) -> float:
        """What a solution that shares out kilograms may come short of one in whole kilograms, of its cost."""
        split = model.fractional_loads()
        if not split:
            return 0.0
        prices = [abs(price) for load in split for price in load.piece.per_tonne]
        prices += [float(self.network.rater.unserved_per_t(k)) for k in model.shipments]
        return len(split) * max(prices) / 1000 / max(abs(answer.objective or 0.0), 1.0)

    def _solve(self, model: Model, gap: float) -> solver.Answer:
        """Solve within the time left; after it, be content with a plan that is near enough.

        Raises
        ------
        OutOfTimeError
            If nothing is found by then.
        SolverError
            If the solver fails.
        """
        self.stop.check_late()
        if not self._in_time:
            gap = max(gap, LATE_GAP)
        left, enough = self.stop.seconds_left(), self.stop.asked_from_now_on()
        answer = solver.solve(model.problem, self.options.solver, gap=gap, time_limit=left, enough=enough)
        if answer.objective is None:
            self.stop.check()
            raise SolverError(f"{self.options.solver} found no plan, although leaving all cargo behind is one")
        return answer

    def _relax(self, model: Model) -> solver.Answer:
        """Solve with whole numbers relaxed.

        Raises
        ------
        OutOfTimeError
            If there is no time left for it.
        """
        left, enough = self.stop.seconds_left(), self.stop.asked_from_now_on()
        if self.stop.patient and not self.at_least:  # no bound is known before
            left, enough = None, never
        answer = solver.relax(model.problem, self.options.solver, time_limit=left, enough=enough)
        if not answer.finished:
            raise OutOfTimeError("the time was over before the linear relaxation was solved")
        return answer

    def _whole_model(self, amounts: Mapping[Resource, float] = AS_THEY_ARE) -> Model:
        every = [candidate for found in self.candidates.values() for candidate in found]
        return build(self.network.rater, self.shipments, every, self.limited, self.minimums, amounts=amounts)

    def list_all(self) -> None:
        """List for every shipment."""
        self._list(self.shipments)

    @property
    def hopeful(self) -> list[str]:
        """The shipments without a penalty that have an itinerary."""
        return [k.name for k in self.shipments if k.penalty_per_t is None and self.candidates[k.name]]

    def relaxed(self, amounts: Mapping[Resource, float], dearer_per_t: float = 0.0) -> tuple[Model, solver.Answer]:
        """The linear relaxation, where of some capacities there is so much, and what is found; after ``list_all``.

        A tonne that is left of what is ``hopeful`` costs so much more.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """
        while True:
            model = self._whole_model(amounts)
            left = pulp.lpSum(dearer_per_t * model.variables.unserved[name] for name in self.hopeful)
            model.problem.setObjective(model.cost + left)
            answer = self._relax(model)
            over = _exceeded_by_relaxation(model, amounts)
            if not over:
                return model, answer
            self._bring_in(over)
            self.stop.check()

    def _relaxed_rounds(self) -> None:
        """Find most of the capacities that bind relaxed, which is quicker, and a bound on any plan."""
        while True:
            model = self._whole_model()
            if any(k.penalty_per_t is None for k in self.shipments):
                model.minimise_unserved()
                least = self._relax(model).objective or 0.0
                model.minimise_cost()
                model.limit_unserved(least + HALF_KILOGRAM)
            answer = self._relax(model)
            if all(k.penalty_per_t is not None for k in self.shipments):
                self.at_least = answer.bound or 0.0
            over = _exceeded_by_relaxation(model, AS_THEY_ARE)
            if not over:
                break
            self._bring_in(over)
        self.at_least = self._relax(self._whole_model()).bound or 0.0

    def _duals(self, unserved: float) -> dict[Resource, float]:
        """What one more unit of each limited resource would save with whole numbers relaxed, if there is time."""
        if self.forced:
            return {}
        model = self._whole_model()
        if any(k.penalty_per_t is None for k in self.shipments):
            model.limit_unserved(unserved + HALF_KILOGRAM)
        try:
            duals = self._relax(model).duals
        except OutOfTimeError:
            return {}
        worth = {resource: -duals.get(name, 0.0) for resource, name in model.capacity_rows.items()}
        for departure, name in model.runs_rows.items():
            resource = departure_resource(departure)
            if resource is not None:  # its capacity also stands in load ≤ capacity × runs
                runs = solver.value(model.variables.runs[departure])
                worth[resource] = worth.get(resource, 0.0) - duals.get(name, 0.0) * runs
        return {resource: max(saves, 0.0) for resource, saves in worth.items()}


def _sum(bounds: Iterable[float | None]) -> float | None:
    """The bound of parts together, unless one has none."""
    total = 0.0
    for bound in bounds:
        if bound is None:
            return None
        total += bound
    return total


def _fitting(loads: Iterable[ChosenLoad]) -> list[ChosenLoad]:
    """The loads without all those of shipments that use what is exceeded, or go where a minimum load is missed."""
    left = list(loads)
    while True:
        over, under = set(exceeded(left)), set(short(left))
        if not over and not under:
            return left
        dropped = next(
            load.candidate.shipment.name
            for load in reversed(left)
            if over.intersection(load.candidate.uses) or under.intersection(load.candidate.itinerary.departures)
        )
        left = [load for load in left if load.candidate.shipment.name != dropped]


def _left_without_penalty(shipments: Iterable[Shipment], loads: Iterable[ChosenLoad]) -> float:
    """Tonnes that loads leave behind of the shipments without a penalty."""
    free = [k for k in shipments if k.penalty_per_t is None]
    names = {k.name for k in free}
    left = unserved_kilograms((load.booked for load in loads if load.candidate.shipment.name in names), free)
    return sum(left.values()) / 1000


def _exceeded_by_relaxation(model: Model, amounts: Mapping[Resource, float]) -> list[Resource]:
    used: dict[Resource, float] = {}
    for candidate, loads in model.variables.loads.items():
        for load in loads:
            tonnes, count = solver.value(load.tonnes), solver.value(load.containers)
            if tonnes <= 0 and count <= 0:
                continue
            for resource in candidate.uses:
                units = tonnes * resource.per_tonne() + count * resource.per_container(load.piece.container)
                used[resource] = used.get(resource, 0.0) + units
    return [resource for resource, use in used.items() if use > amounts.get(resource, float(resource.amount)) + 1e-6]
