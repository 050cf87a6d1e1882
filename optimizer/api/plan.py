"""Plans, as frames, figures, sentences and files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any

from optimizer import asked
from optimizer.api.requests import Path, chosen, known, paths_of
from optimizer.api.series import one_by_one
from optimizer.errors import RequestError
from optimizer.framed import WIDTH, Framed, Sheet
from optimizer.progress import Tell, silent
from tariffs.showing import printable

if TYPE_CHECKING:
    import pandas as pd

    from optimizer import plan as inner
    from optimizer.api.world import World
    from optimizer.explain.cheapest import Cheapest
    from optimizer.figures.of_plan import PlanFigures
    from optimizer.plan_risk import Risk


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

        known("shipment", [shipment], self.details.portfolio.shipments)
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
        solve = one_by_one(chosen(options), progress, self.details.load_plans)
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

        write_plan(self.details, paths_of([path])[0])

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
