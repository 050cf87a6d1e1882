"""Worlds: what workbooks say, what can be asked of it, and the plans that are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer import asked
from optimizer.api.plan import Plan
from optimizer.api.requests import Path, Value, change, chosen, known, locations_of, paths_of
from optimizer.api.series import Clock, one_by_one, solving
from optimizer.errors import RequestError
from optimizer.framed import Shown
from optimizer.options import Options, kept_as_of
from optimizer.progress import Tell, silent
from optimizer.report.problem_list import how_many
from optimizer.report.words import counted
from optimizer.solution import NONE_KNOWN, KnownLoadPlans
from tariffs.loading import Input
from tariffs.problems import Problem, Severity
from tariffs.scenarios import Edit

if TYPE_CHECKING:
    from optimizer import plan as inner
    from optimizer.executors import Executor
    from optimizer.figures.itineraries import Itineraries
    from optimizer.figures.trade_offs import Curve, Frontier
    from optimizer.kept import Keep
    from optimizer.listing.lister import Lister
    from tariffs.book import Shipment


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
        edits = [Edit(sheet, match, column, *change(column, value)) for column, value in columns.items()]
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
        known("shipment", [shipment], self.given.portfolio.shipments)
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

        places = locations_of(self.given, asked.words("via", via))
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
        return within_budget(self.given, most, how.gap, one_by_one(how, progress, known, executor, clock), clock.left)

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
        from optimizer.api.trade_offs import capacity_curve  # noqa: PLC0415 - as in `plan`

        return capacity_curve(self.given, sheet, asked.words("the match", match), factors, progress, options)

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
        from optimizer.api.trade_offs import frontier  # noqa: PLC0415 - as in `plan`

        return frontier(self.given, over, points, up_to, progress, options)

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
        return Plan(self, near_optimal(self.given, fewest, least, solving(options, progress), cheapest))

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
    return Keep(kept_plan(keep.details if isinstance(keep, Plan) else paths_of([keep])[0]), *since)
