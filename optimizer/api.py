"""What is said of this program from outside: worlds that are read, plans that are made of them, and their audit.

Nothing in ``optimizer`` knows of this module but the command line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from os import PathLike
from pathlib import Path as FilePath
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypeAlias

from optimizer import asked
from optimizer.errors import RequestError, WriteError
from optimizer.framed import WIDTH, Framed, Sheet, Shown
from optimizer.options import Options, kept_as_of
from optimizer.progress import Tell, silent
from optimizer.report.problem_list import how_many, problems_as_json
from optimizer.report.words import counted
from optimizer.solution import NONE_KNOWN, KnownLoadPlans
from tariffs.building.locations import locations
from tariffs.loading import Input, built, load, read_rows
from tariffs.near_matches import near_match
from tariffs.problems import InputError, Problem, Problems, Severity
from tariffs.records import Tables
from tariffs.rows import Desk
from tariffs.scenarios import Edit
from tariffs.showing import printable

if TYPE_CHECKING:
    import pandas as pd

    from optimizer import plan as inner
    from optimizer.auditor import Verdict
    from optimizer.executors import Executor
    from optimizer.explain.cheapest import Cheapest
    from optimizer.figures.itineraries import Itineraries
    from optimizer.figures.of_plan import PlanFigures
    from optimizer.figures.trade_offs import Curve, Frontier
    from optimizer.kept import Keep
    from optimizer.listing.lister import Lister
    from optimizer.plan_risk import Risk
    from tariffs.book import Shipment

#: A workbook, or a folder of ``.csv`` files.
Path: TypeAlias = "str | PathLike[str]"

#: What a cell may be changed to: ``None`` clears it. A pair is a change to what is there: ``("times", 1.2)``.
Value: TypeAlias = "str | bool | int | float | Decimal | date | None"


@dataclass(frozen=True, repr=False)
class World(Shown):
    """Everything that a plan starts from: the tariff book and the cargo of some workbooks, read and checked.

    Worlds never change; ``with_scenario`` and ``with_change`` give others. Two worlds of the same rows are equal.

    Attributes
    ----------
    given
        The book and the portfolio as objects: ``tariffs.Input``.
    """

    given: Input

    @property
    def scenario(self) -> str | None:
        """The scenario that holds, or ``None``."""
        return self.given.scenario

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names in the sheet ``Scenarios``."""
        return self.given.scenarios

    @property
    def changes(self) -> tuple[Edit, ...]:
        """The changes made in code, in order."""
        return self.given.edits

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful in the input; it goes into every plan."""
        return self.given.problems

    def with_scenario(self, name: str | None) -> World:
        """The same rows under a scenario of the sheet ``Scenarios``, or under none; changes made in code stay.

        Raises
        ------
        InputError
            If there is none of that name, or anything is wrong under it.
        """
        return World(self.given.under(None if name is None else asked.word("the scenario", name), self.given.edits))

    def with_change(self, sheet: str, match: str = "", **columns: Value | tuple[str, Value]) -> World:
        """The same rows with cells of a sheet changed, as a row of the sheet ``Scenarios`` would.

        Parameters
        ----------
        sheet
            The sheet, such as ``Borders``.
        match
            Which rows: ``border=Taftan; mode=road``. All of them if blank.
        columns
            The new value of each column, ``None`` to clear it; or a pair such as ``("times", 1.2)`` or ``("plus", 3)``.
            Container columns go by their names (``**{"40HC": 2500}`` where that is no name in Python).

        Raises
        ------
        InputError
            If there is no such sheet or column, no row matches, or anything is wrong then.
        RequestError
            If no column is named, or a value is none that a cell holds.
        """
        asked.word("the sheet", sheet), asked.word("the match", match)
        if not columns:
            raise RequestError("with_change names no column: write which is to change, such as capacity=3")
        edits = [Edit(sheet, match, column, *_change(column, value)) for column, value in columns.items()]
        return World(self.given.under(self.scenario, (*self.changes, *edits)))

    @cached_property
    def _lister(self) -> Lister:
        from optimizer.listing.lister import Lister  # noqa: PLC0415 - as in `plan`
        from optimizer.network import Network  # noqa: PLC0415

        return Lister(Network(self.given.book, self.given.portfolio))

    def alternatives(self, shipment: str, within: float = 0.05, via: str | Sequence[str] = ()) -> Itineraries:
        """The cheapest itineraries of a shipment by itself, one a chain of legs, the cheapest first.

        All of it goes together, on the dates and in the containers that cost least there. Capacities are not counted;
        where there is no room for it, or a minimum load is not reached, the column ``in_the_way`` says so.

        Parameters
        ----------
        shipment
            Its name.
        within
            How much more than the cheapest of them one may cost, as a share of it.
        via
            Places that it passes, in whatever order, by their names, aliases or codes, as in a cell.

        Raises
        ------
        RequestError
            If there is no such shipment or place, or the share is none.
        """
        _known("shipment", [shipment], self.given.portfolio.shipments)
        return self._cheapest(self.given.portfolio.shipments[shipment], within, via)

    def corridors(
        self,
        origin: str,
        destination: str,
        commodity: str,
        tonnes: float,
        via: str | Sequence[str] = (),
        within: float = 0.05,
        **cargo: Value,
    ) -> Itineraries:
        """As ``alternatives``, for cargo that is in no sheet.

        Parameters
        ----------
        cargo
            Other columns of ``Cargo``, such as ``value`` (0: then nothing is insured, and no duty is due by value),
            ``ready`` and ``due`` (the first and the last day of the world's own cargo).

        Raises
        ------
        InputError
            If anything is wrong with it, as if it stood in a workbook.
        RequestError
            If there is no such place to pass, or a value is none that a cell holds.
        """
        own = self.given.portfolio.shipments.values()
        first, last = min((k.ready for k in own), default=None), max((k.last_day for k in own), default=None)
        limit: dict[str, Value] = {} if "max_transit_days" in cargo else {"due": last}
        row: dict[str, Value] = {"shipment": "corridor", "origin": origin, "destination": destination}
        row |= {"commodity": commodity, "weight_t": tonnes, "ready": first, **limit, **cargo}
        given = self.given.with_cargo(**{name: asked.cell(name, value) for name, value in row.items()})
        [shipment] = given.portfolio.shipments.values()
        return World(given)._cheapest(shipment, within, via)

    def _cheapest(self, shipment: Shipment, within: float, via: str | Sequence[str]) -> Itineraries:
        from optimizer.explain.cheapest import cheapest  # noqa: PLC0415 - as in `plan`
        from optimizer.figures.itineraries import Itineraries  # noqa: PLC0415
        from optimizer.report.frames import frame  # noqa: PLC0415
        from optimizer.report.itineraries import itineraries_table  # noqa: PLC0415

        places = _locations(self.given, asked.words("via", via))
        found = cheapest(self._lister, shipment, within=asked.share("within", within), via=places)
        made = Itineraries(frame(itineraries_table(self.given.book, shipment, found)))
        made.attrs["currency"] = self.given.book.settings.base_currency
        return made

    def plan(  # noqa: PLR0913 - each by name
        self,
        *,
        keep: Path | Plan | None = None,
        as_of: str | date | None = None,
        change_cost: float | str | Decimal = 0,
        start: Plan | None = None,
        budget_co2: float | str | Decimal | None = None,
        progress: Tell | None = None,
        executor: Executor | None = None,
        **options: Any,
    ) -> Plan:
        """The plan of least logistics cost, audited.

        The first Ctrl-C takes the best plan so far.

        Parameters
        ----------
        keep
            A plan, or the workbook of one: what of it departed before ``as_of`` stays. What changes is in ``changes``.
        as_of
            The day from which on something may change; with ``keep``, and only then.
        change_cost
            What each booking of that plan costs that does not stay as it was, base currency. It is no part of ``cost``;
            least is the sum of both, and of that is the bound.
        start
            A plan of a world like this one, whose load plans are at hand from the start: for speed. It says no more of
            the outcome than that.
        budget_co2
            The most CO2e, t well to wheel: the cheapest plan found that emits no more, with what is proven of all such
            plans, and what a tonne less would cost (``details.budget``). Prices on CO2e are tried, and the load plans
            at hand recombined; next best itineraries are not looked for. Where cargo has no penalty, it carries as
            much of it as the cheapest plan. Ctrl-C ends the plan under the price at hand, and no others.
        progress
            Is told of every step; ``print`` will do.
        executor
            Who generates columns, in place of threads of this process (see ``optimizer.executors``).
        options
            ``gap`` (0.0001: how far from the proven bound a plan may be to count as optimal), ``time_limit`` (seconds),
            ``engine`` (``auto``, ``listed`` or ``columns``), ``solver``, ``workers``, ``cluster``, ``trains`` (True:
            find out what it would take for departures to run that have a minimum load and do not; by default only where
            itineraries are listed), ``explain`` (False: look neither for reasons nor for what is next best).

        Raises
        ------
        InputError
            If ``keep`` is no plan workbook, or this world contradicts what of it has departed.
        RequestError
            If there is no such option, or it cannot be what it is to be.
        SolverError
            If the solver fails, or finds nothing in the time allowed.
        AuditError
            If the plan does not stand up to the auditor: a failure of this program, never of the input.
        """
        how = chosen({"trains": None} | options)
        kept = _kept(keep, as_of, change_cost)
        # Not at the top: a solver takes a while to import, and reading does without.
        from optimizer.planning import plan_of  # noqa: PLC0415

        known = NONE_KNOWN if start is None else _plan("start", start).details.load_plans
        tell = progress or silent
        if budget_co2 is not None:
            return Plan(self, self._within(budget_co2, kept, known, how, tell, executor))
        return Plan(self, plan_of(self.given, how, progress=tell, executor=executor, keep=kept, start=known))

    def _within(
        self,
        budget_co2: float | str | Decimal,
        kept: Keep | None,
        known: KnownLoadPlans,
        how: Options,
        progress: Tell,
        executor: Executor | None,
    ) -> inner.Plan:
        """The cheapest plan found within a budget of CO2e."""
        from optimizer.trade_offs.budget import within_budget  # noqa: PLC0415 - as above

        most = asked.amount(budget_co2)
        if most is None:
            raise RequestError(f"a budget of {budget_co2} t of CO2e: it must be a number of tonnes, 0 or more")
        if kept is not None:
            raise RequestError("a plan that is kept cannot be given a budget of CO2e: leave out one of the two")
        how, clock = replace(how, trains=False), Clock(how.time_limit)
        return within_budget(self.given, most, how.gap, _one_by_one(how, progress, known, executor, clock), clock.left)

    def capacity_curve(
        self,
        sheet: str,
        match: str | Sequence[str] = "",
        factors: Iterable[float] = (1, 2, 3, 4, 5),
        *,
        progress: Tell = silent,
        **options: Any,
    ) -> Curve:
        """The least cost by how much there is of some capacities: a row for each factor, with cost and bound.

        Each factor has a plan in whole containers, made on its own, unless that for the next greater one does for it.
        A plan for less is a plan for more, so the cost never rises with the factor, and a bound for more is one for
        less; ``stands_from`` says from which factor on a plan does. Of what lies between two factors nothing is known
        but that its least cost is between theirs. Without a penalty on what stays behind, serving comes first: costs of
        plans that leave more or less behind are then not held to each other.

        Its ``relaxation`` is a frame of its own: the least cost where cargo and capacities are shared out in fractions,
        which no plan is below, and which is a straight line from each of its rows to the next. It is looked for until
        it is exact, for 30 s at most where column generation plans; ``optimizer/README.md`` says what it leaves out.

        Parameters
        ----------
        sheet
            ``Borders``, ``Tariffs``, ``Transfers``, ``Departures`` or ``Pool``.
        match
            Which rows, as for ``with_change``; or several such, all of which are multiplied together.
        factors
            By which their capacities (in ``Pool``: what is available) are multiplied, 0 or more.
        options
            As ``plan`` takes them, for each of the plans: ``time_limit`` is that of one.

        Raises
        ------
        RequestError
            If a factor is no number from 0 up, or a row matches twice.
        InputError
            If there is no such sheet or row, none has a capacity, or anything is wrong with what comes of it.
        """
        from optimizer.figures.trade_offs import Curve  # noqa: PLC0415
        from optimizer.planning import engine_for  # noqa: PLC0415
        from optimizer.report.frames import frame  # noqa: PLC0415
        from optimizer.report.trade_offs import curve_table, relaxation_table  # noqa: PLC0415
        from optimizer.trade_offs.capacity_curve import curve, scaled  # noqa: PLC0415 - as in `plan`
        from optimizer.trade_offs.relaxation import relaxation  # noqa: PLC0415

        solve = _solving({"explain": False, **options}, progress)
        matches = asked.words("the match", match)
        if not matches:
            raise RequestError("a curve needs rows to multiply the capacities of: give a match, blank for all of them")
        inputs = scaled(self.given, sheet, matches, factors)
        points = curve(list(inputs.values()), solve)
        found = Curve(frame(curve_table(list(inputs), points)))
        known = max((point.plan.load_plans for point in points), key=lambda of: sum(map(len, of.values())))
        how = chosen(options)
        how = replace(how, engine=engine_for(how, self.given.book, self.given.portfolio))
        found.relaxation = frame(relaxation_table(max(inputs), relaxation(inputs, how, progress, known)))
        words = (" ".join(part.rpartition("=")[2].strip() for part in one.split(";")) for one in matches)
        found.of, found.currency = ", ".join(filter(None, words)) or sheet, self.given.book.settings.base_currency
        return found

    def frontier(
        self, over: str, points: int = 15, up_to: float | None = None, *, progress: Tell = silent, **options: Any
    ) -> Frontier:
        """What it costs to be sooner, or to emit less: a row for each plan, the cheapest first.

        Five plans, or a third if that is more, are found by putting a price on days or on CO2e, and planning again.
        That gives supported points: those on the lower convex hull of cost and measure. The others are the cheapest
        recombinations of load plans at hand within budgets that are evenly spaced between the ends, supported or not.
        The bound is for all plans that measure no more, and so states at each point what any of them could save most.

        Parameters
        ----------
        over
            ``days``: the mean of days from ready to delivery, each shipment weighted by its share in the value of all
            cargo, at whose capital cost they are priced; one without a value has no weight. ``co2``: tonnes of CO2e.
            Cargo that stays behind adds to neither, so at a high price some may be left for its penalty:
            see ``unserved_t``.
        points
            The most plans to make. Fewer come of it where two are the same, or one is outdone by another. No more
            prices are tried where the bound shows that none could better anything by more than the gap.
        up_to
            The greatest price that is put on a mean day, or on a tonne of CO2e, base currency, beside what the world
            has for it; by default, that at which the cheapest plan would cost twice what it does.
        options
            As ``plan`` takes them, for each of the plans: ``time_limit`` is that of one.

        Returns
        -------
        DataFrame
            ``cost`` is without the price that was put on; ``price`` is what each mean day, or each tonne of CO2e, less
            costs there along the hull, which rises from row to row; ``supported`` says which rows are on it.

        Raises
        ------
        RequestError
            If it is over something else, no shipment has a value, rows of ``Tariffs`` have no CO2e, or a number cannot
            be.
        """
        from optimizer.figures.trade_offs import Frontier  # noqa: PLC0415 - as in `plan`
        from optimizer.report.frames import frame  # noqa: PLC0415
        from optimizer.report.trade_offs import frontier_table  # noqa: PLC0415
        from optimizer.trade_offs.frontier import frontier  # noqa: PLC0415

        solve = _solving({"explain": False, **options}, progress)
        found = frontier(self.given, over, points, up_to, chosen(options).gap, solve)
        made = Frontier(frame(frontier_table(self.given, found)))
        made.over, made.currency = over, self.given.book.settings.base_currency
        return made

    def near_optimal(
        self,
        fewest: str,
        within: float = 0.02,
        *,
        start: Plan | None = None,
        progress: Tell = silent,
        **options: Any,
    ) -> Plan:
        """A plan that costs little more than the cheapest, and has least of something, of the load plans looked at.

        These are the load plans of the cheapest plan, of plans in worlds where what is not wanted costs more, and
        mixtures of them. There may be better ones that were not looked at: what is proven is the bound on cost alone.

        Parameters
        ----------
        fewest
            ``carriers``: how many there are. A mode, such as ``road``: its tonne-km. A country, such as ``IR``: how
            many legs of bookings touch it.
        within
            How much more than the cheapest plan it may cost, as a share, 0 or more. It leaves no more behind than that.
        start
            The cheapest plan of this world, if it is there already.
        options
            As ``plan`` takes them, for each of the plans: ``time_limit`` is that of one.

        Raises
        ------
        RequestError
            If there is no such mode or country, rows of the mode have no distance, the share is none, ``start`` is no
            cheapest plan of this world, or a shipment asks for an ``on_time_probability``.
        """
        from optimizer.trade_offs.near_optimal import near_optimal  # noqa: PLC0415 - as in `plan`

        cheapest = None if start is None else _plan("start", start).details
        if start is not None and start.world != self:
            raise RequestError("start is a plan of another world: give the cheapest one of this world, or none")
        if cheapest is not None and (cheapest.replanned is not None or cheapest.budget is not None):
            raise RequestError("start keeps another plan or has a budget of CO2e: give the cheapest plan, or none")
        least = asked.share("within", within)
        asked.word("fewest", fewest)
        return Plan(self, near_optimal(self.given, fewest, least, _solving(options, progress), cheapest))

    def lines(self) -> Iterator[str]:
        """What is in it, a line each."""
        book, shipments = self.given.book, self.given.portfolio.shipments.values()
        yield f"World           {', '.join(file.name for file in self.given.files) or 'of no workbook'}"
        others = f", of {len(self.scenarios)}: {', '.join(self.scenarios)}" if self.scenarios else ""
        yield f"Scenario        {self.scenario or 'none'}{others}"
        yield from (f"Changed         {edit}" for edit in self.changes)
        weight = sum((shipment.weight_t for shipment in shipments), Decimal(0))
        if shipments:
            first, last = min(k.ready for k in shipments), max(k.last_day for k in shipments)
            what = f"{counted(len(shipments), 'shipment')}, {weight:,.1f} t"
            yield f"Cargo           {what}, ready from {first}, due by {last}"
        modes = dict.fromkeys(leg.key.mode for leg in book.legs)
        by_mode = (f"{sum(leg.key.mode == mode for leg in book.legs):,} {mode}" for mode in modes)
        yield f"Legs            {', '.join(by_mode)}; {sum(len(leg.tariffs) for leg in book.legs):,} rates"
        yield f"Locations       {len(book.locations):,}"
        yield f"Borders         {', '.join(dict.fromkeys(border.name for border in book.borders)) or 'none'}"
        yield f"Containers      {', '.join(book.containers)}"
        yield f"Currency        {book.settings.base_currency}"
        yield f"Warnings        {how_many(self.warnings, Severity.WARNING):,}"


def _change(column: str, value: object) -> tuple[str, str | Decimal | date | None]:
    """How a column is changed, and to what or by what.

    Raises
    ------
    RequestError
        If it is neither a value nor a pair such as ``("times", 1.2)``.
    """
    if not isinstance(value, tuple):
        return "set", asked.cell(column, value)
    match value:
        case (str(how), to):
            return how, asked.cell(column, to)
    raise RequestError(f'{column} {value!r}: a change is a pair such as ("times", 1.2) or ("plus", 3)')


def _plan(name: str, value: object) -> Plan:
    """A plan.

    Raises
    ------
    RequestError
        If it is none.
    """
    if not isinstance(value, Plan):
        raise RequestError(f"{name} is no plan: give what World.plan returns")
    return value


def chosen(options: dict[str, Any]) -> Options:
    """The options of these names.

    Raises
    ------
    RequestError
        If there is none of a name, or it cannot be what it is to be.
    """
    try:
        return Options.of(**options)
    except ValueError as error:
        raise RequestError(str(error)) from None


def _kept(keep: Path | Plan | None, as_of: str | date | None, change_cost: float | str | Decimal) -> Keep | None:
    """What is kept when it is planned again, if anything is.

    Raises
    ------
    RequestError
        If one of them is missing, or cannot be what it is to be.
    InputError
        If it is no plan workbook.
    """
    from optimizer.kept import Keep  # noqa: PLC0415 - as in `plan`
    from optimizer.replan.reading import kept_plan  # noqa: PLC0415

    since = kept_as_of(keep, as_of, change_cost)
    if since is None or keep is None:
        return None
    return Keep(kept_plan(keep.details if isinstance(keep, Plan) else _paths([keep])[0]), *since)


def _paths(paths: Sequence[Path]) -> Sequence[Path]:
    """What names files.

    Raises
    ------
    RequestError
        If one of them does not.
    """
    for path in paths:
        if not isinstance(path, str | PathLike):
            raise RequestError(f"{type(path).__name__} is no path: name each file or folder, one after the other")
    return paths


def _solving(options: dict[str, Any], progress: Tell) -> Callable[[Input], inner.Plan]:
    """What makes the plans of several like inputs, with the same options; each starts from what the last one found."""
    return _one_by_one(chosen(options), progress)


def _one_by_one(
    how: Options,
    progress: Tell,
    known: KnownLoadPlans = NONE_KNOWN,
    executor: Executor | None = None,
    clock: Clock | None = None,
) -> Callable[[Input], inner.Plan]:
    """As ``_solving``; with a clock, each plan takes half of the time that is left on it."""
    from optimizer.planning import plan_of  # noqa: PLC0415 - as in `plan`

    before = known

    def solve(given: Input) -> inner.Plan:
        nonlocal before
        left = None if clock is None else clock.left()
        options = how if left is None else replace(how, time_limit=left / 2)
        made = plan_of(given, options, progress=progress, executor=executor, start=before)
        before = made.load_plans or before
        return made

    return solve


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit on several plans together, s from when it is made; ``None`` for none."""

    limit: float | None
    begun: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """Seconds left, ``None`` without a limit."""
        return None if self.limit is None else max(self.limit - (time.monotonic() - self.begun), 0.0)


def _locations(given: Input, words: Sequence[str]) -> list[str]:
    """The locations that words mean: by name, alias or code, as in a cell.

    Raises
    ------
    RequestError
        If any means none.
    """
    names, _ = locations(Desk(replace(given.tables, problems=Problems())))
    found = {word: word if word in given.book.locations else names.find(word) for word in words}
    unknown = [f'there is no location "{word}"; {names.cure(word)[0]}' for word, name in found.items() if name is None]
    if unknown:
        raise RequestError("\n".join(unknown))
    return [name for name in found.values() if name is not None]


def _known(what: str, names: Sequence[str], known: Iterable[str]) -> None:
    """See that there are things of these names.

    Raises
    ------
    RequestError
        If there is not one of each.
    """
    listed = tuple(known)
    for name in names:
        asked.word(f"the {what}", name)
    unknown = [f'there is no {what} "{name}"; {near_match(name, listed)}' for name in names if name not in listed]
    if unknown:
        raise RequestError("\n".join(text.rstrip("; ") for text in unknown))


@dataclass(frozen=True, repr=False, eq=False)
class Plan(Framed):
    """A plan, with the world that it is for: what its workbook says, as data frames and as numbers.

    The frames are the sheets of the plan workbook with the same columns (optimizer/PLAN.md says what each holds):
    days are ``datetime64``, counts integers, all else that is a figure ``float64``, blanks missing. ``charges`` has
    the exact cents of each amount beside it. ``customers`` is empty where no shipment has one, ``changes`` and
    ``kept`` where no plan is kept.

    Attributes
    ----------
    world
        What it was made of.
    details
        The plan as objects: ``optimizer.plan.Plan``.
    """

    world: World
    details: inner.Plan

    summary = Sheet()
    changes = Sheet()
    to_book = Sheet()
    bookings = Sheet()
    shipments = Sheet()
    unserved = Sheet()
    customers = Sheet()
    corridors = Sheet()
    weeks = Sheet()
    capacity_use = Sheet()
    trains = Sheet()
    problems = Sheet()
    legs = Sheet()
    co2e = Sheet()
    charges = Sheet()
    capacities = Sheet()
    kept = Sheet()

    @property
    def status(self) -> str:
        """``optimal``, which is never said without a proven bound within the gap asked for, or ``feasible``."""
        return self.details.status.value

    @property
    def cost(self) -> Decimal:
        """The logistics cost, base currency: the sum of the cents of every charge."""
        return self.details.cost

    @property
    def change_cost(self) -> Decimal:
        """What the changes of a kept plan cost together, base currency; no part of ``cost``, 0 where none is kept."""
        return self.details.paid - self.details.cost

    @property
    def cost_with_changes(self) -> Decimal:
        """``cost`` and ``change_cost``, base currency: what is least, and what ``bound`` and ``gap`` are of."""
        return self.details.paid

    @property
    def bound(self) -> Decimal:
        """What ``cost_with_changes`` of no plan is less than, base currency: proven."""
        return self.details.bound

    @property
    def gap(self) -> Decimal:
        """(cost_with_changes − bound) ÷ cost_with_changes."""
        return self.details.gap

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        from optimizer.report.frames import frames  # noqa: PLC0415 - pandas is slow to import, and not always wanted

        return frames(self.details)

    @property
    def plot(self) -> PlanFigures:
        """Its figures: ``plan.plot.map()``, ``.timeline()``, ``.waterfall()``, ``.borders()``.

        They need the extra ``figures``: ``pip install "freight-optimizer[figures]"``.
        """
        from optimizer.figures.of_plan import PlanFigures  # noqa: PLC0415 - as above

        return PlanFigures(self.details)

    def explain(self, shipment: str, within: float | None = None) -> Explanation:
        """Why a shipment goes as it does, what it pays for what, what binds, and what would be next best.

        It shows itself in sentences; as a data frame it is ``plan.explain("N01").frame``.

        Parameters
        ----------
        shipment
            Its name.
        within
            Which alternatives are said: those of ``World.alternatives`` that cost no more than this share above the
            cheapest, with what stands in their way beside the other shipments. None if not given.

        Raises
        ------
        RequestError
            If there is no such shipment.
        """
        from optimizer.report.explanation import Explained  # noqa: PLC0415 - as above
        from optimizer.report.frames import frame  # noqa: PLC0415

        _known("shipment", [shipment], self.details.portfolio.shipments)
        network, bookings = self.world._lister.network, self.details.bookings_of.get(shipment, [])
        uses = {booking.name: list(network.resources_of(booking.itinerary)) for booking in bookings}
        others = [] if within is None else self._beside(shipment, asked.share("within", within))
        explained = Explained(self.details, shipment, uses, others)
        return Explanation(tuple(explained.lines()), frame(explained.table()))

    def _beside(self, name: str, within: Decimal) -> list[Cheapest]:
        """What a shipment could do beside the others."""
        from optimizer.bookings import Bookings  # noqa: PLC0415 - as above
        from optimizer.explain.cheapest import cheapest  # noqa: PLC0415

        lister, details = self.world._lister, self.details
        loads_of = Bookings(lister.network).loads_of
        beside = [load for booking in details.bookings if booking.shipment.name != name for load in loads_of(booking)]
        return cheapest(lister, details.portfolio.shipments[name], within=within, beside=beside)

    def worth_of_capacity(self, most: int = 10, *, progress: Tell = silent, **options: Any) -> pd.DataFrame:
        """All capacities that the plan uses, first those of which one unit more in each period would save most.

        Parameters
        ----------
        most
            For how many of the first it is also found by solving again, with one unit more in each period and with one
            less; so twice as many plans are made, but for those that this plan does for.
        options
            As ``World.plan`` takes them, for each of those plans; the gap is that of this plan if none is given.

        Raises
        ------
        RequestError
            If there is no such option, ``most`` is no whole number from 0 up, or the plan has a budget of CO2e or keeps
            another.
        """
        from optimizer.report.frames import frame  # noqa: PLC0415 - as above
        from optimizer.report.trade_offs import worth_table  # noqa: PLC0415

        if self.details.budget is not None:
            raise RequestError("plans that this one would be held to have no budget of CO2e: ask a plan without one")
        if self.details.replanned is not None:
            raise RequestError("plans that this one would be held to keep no other: ask a plan that keeps none")
        options = {"gap": self.details.tolerance, "explain": False, **options}
        solve = _one_by_one(chosen(options), progress, self.details.load_plans)
        return frame(worth_table(self.world.given, self.details, asked.whole("most", most, 0), solve))

    def risk(self, draws: int = 10_000, seed: int = 1) -> Risk:
        """How sure the dates are: every booking simulated, by the spread that the workbooks give to their times.

        A time whose 95th percentile is stated (``transit_days_p95``, ``dwell_days_p95``) is drawn about its median, and
        closures come about with their ``closed_probability``; all else takes as long as is planned. A connection missed
        waits for the next departure of the same leg with the room that this plan leaves.

        Parameters
        ----------
        draws
            How often, 1 or more.
        seed
            Which draws, 0 or more. Under one seed a departure, a border on a day and a transfer on a day are drawn
            alike for every plan, so that plans can be held to each other.

        Raises
        ------
        RequestError
            If one of the two is no such whole number.
        """
        from optimizer.plan_risk import simulated  # noqa: PLC0415 - as above

        return simulated(self.world._lister.network, self.details, draws, seed)

    def to_excel(self, path: Path) -> None:
        """Write the plan workbook; a file that is there is replaced once the new one is whole.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        from optimizer.report.workbook import write_plan  # noqa: PLC0415 - as above

        write_plan(self.details, _paths([path])[0])

    def to_json(self) -> dict[str, Any]:
        """The summary, as ``optimizer plan --json`` prints it."""
        from optimizer.report.digest import as_json  # noqa: PLC0415 - as above

        return as_json(self.details)

    def lines(self) -> Iterator[str]:
        """What was found, a line each: cost, bound, cargo, what is left behind, where it is tight."""
        from optimizer.report.digest import lines  # noqa: PLC0415 - as above

        return lines(self.details)


@dataclass(frozen=True, repr=False, eq=False)
class Explanation:
    """Why a shipment goes as it does.

    Attributes
    ----------
    sentences
        In words.
    frame
        The same as a frame: a row for each charge, scarce capacity, next best, and what is left behind. The rows whose
        ``topic`` is ``cost`` add up to what the shipment costs.
    """

    sentences: tuple[str, ...]
    frame: pd.DataFrame

    def __repr__(self) -> str:
        lines = (printable(sentence) for sentence in self.sentences)
        return "\n".join(fill(line, WIDTH, subsequent_indent="  ", break_on_hyphens=False) for line in lines)


def read(*paths: Path, scenario: str | None = None) -> World:
    """Read workbooks, which form one input, and check everything.

    Parameters
    ----------
    paths
        ``.xlsx``, ``.xlsm``, ``.xls``, ``.xlsb``, ``.ods``, or folders of ``.csv`` files.
    scenario
        A name in the sheet ``Scenarios``.

    Raises
    ------
    InputError
        If anything is wrong; it carries every problem found.
    """
    return World(load(_paths(paths), scenario if scenario is None else asked.word("the scenario", scenario)))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in workbooks, whether or not a plan can be made of them.

    Attributes
    ----------
    problems
        All that is wrong or doubtful.
    world
        What they say; ``None`` if anything is wrong.
    marked
        The marked copies that were written.
    rows
        The rows as they were understood, sound or not; none of a file that could not be read at all.
    """

    problems: tuple[Problem, ...]
    world: World | None
    marked: tuple[FilePath, ...] = ()
    rows: Tables = field(default_factory=lambda: Tables({}), repr=False, compare=False)

    @property
    def ready(self) -> bool:
        """Whether a plan can be made of them: nothing is wrong, and there is cargo."""
        return self.world is not None and bool(self.world.given.portfolio.shipments)

    def to_json(self) -> dict[str, Any]:
        """The problems, each with all its parts and how many there are, as ``optimizer check --json`` prints them."""
        return problems_as_json(self.problems)

    def understood(self) -> list[dict[str, Any]]:
        """The rows as they were understood, a sheet each: ``sheet``, ``columns``, and ``rows``.

        Each row says where it stands and has, for each column, the address of its cell and what was understood of it:
        the default of a blank one, ``None`` of one that could not be read.
        """
        from optimizer.report.understood import understood  # noqa: PLC0415 - seldom wanted

        return understood(self.rows)


def check(*paths: Path, scenario: str | None = None, marked: Path | None = None) -> Checked:
    """Read workbooks and say all that is wrong or doubtful in them, in place of raising it.

    Parameters
    ----------
    paths
        As for ``read``; a tariff book may be checked without cargo.
    scenario
        A name in the sheet ``Scenarios``.
    marked
        Where to write a copy in which every doubtful cell is marked, with what would be right: an ``.xlsx``; of several
        workbooks one copy each beside it, with their names behind. What stands there is replaced.

    Raises
    ------
    WriteError
        If a copy cannot be written.
    """
    world, problems, rows = None, tuple[Problem, ...](), Tables({})
    try:
        rows = read_rows(_paths(paths))
        world = World(built(rows, scenario, cargo_required=False))
        problems = world.warnings
    except InputError as error:
        problems = error.problems
    copies: list[FilePath] = []
    if marked is not None:
        from tariffs.marked import write_marked  # noqa: PLC0415 - what writes workbooks is slow to import

        try:
            copies = write_marked([str(path) for path in paths], problems, FilePath(marked))
        except OSError as error:
            raise WriteError(f"{marked} cannot be written: {error.strerror or error}") from error
    return Checked(problems, world, tuple(copies), rows)


def reopen(path: Path, world: World | Sequence[Path]) -> Plan:
    """A plan from its workbook: to compare, to draw, to explain, to simulate.

    It is audited first. What only its making found is not in it, such as next best itineraries and trains that do not
    run; the workbook says that.

    Parameters
    ----------
    path
        The plan workbook.
    world
        What it was made of, under whichever scenario; or the workbooks.

    Raises
    ------
    InputError
        If it is no plan workbook, it does not follow from these workbooks, or anything is wrong with them.
    """
    from optimizer.auditor import audit as differences  # noqa: PLC0415 - as above
    from optimizer.auditor import read_plan  # noqa: PLC0415
    from optimizer.reopening import disagrees, reopened  # noqa: PLC0415

    record, under = read_plan(_paths([path])[0]), _under(world)
    given = under(record.scenario or None, record.edits)
    if found := differences(record, given.book, given.portfolio):
        raise disagrees(FilePath(path), "", str(found[0]))
    return Plan(World(given), reopened(record, given, FilePath(path)))


def _under(world: World | Sequence[Path]) -> Callable[[str | None, Sequence[Edit]], Input]:
    """What gives an input under a scenario and with changes."""
    if isinstance(world, World):
        return world.given.under
    _paths([world] if isinstance(world, str | PathLike) else world)
    return lambda scenario, edits: load(world, scenario, edits=edits)


def audit(path: Path, world: World | Sequence[Path]) -> Verdict:
    """Replay a plan workbook against its input, under the scenario and with the changes that it states.

    Parameters
    ----------
    path
        The plan workbook.
    world
        What it was made of, under whichever scenario; or the workbooks.

    Raises
    ------
    InputError
        If the one is no plan workbook, or anything is wrong with the other.
    """
    from optimizer.auditor import verdict  # noqa: PLC0415 - as above

    _paths([path])
    return verdict(path, _under(world))
