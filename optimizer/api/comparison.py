"""Plans held to the first of them: ``optimizer.compare``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer import asked
from optimizer.api.plan import Plan
from optimizer.api.requests import Path, chosen
from optimizer.api.world import World
from optimizer.errors import RequestError
from optimizer.framed import Framed, Sheet
from optimizer.progress import Tell, silent
from tariffs.folding import fold
from tariffs.scenarios import Edit

if TYPE_CHECKING:
    import pandas as pd

    from optimizer.executors import Executor
    from optimizer.figures.figure import Figure
    from optimizer.report.table import Table
    from tariffs.loading import Input

#: How wide the name of a scenario is shown, and how many shipments left behind are named.
NAME, FEW = 40, 5


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Framed):
    """Plans held to the first of them.

    ``scenarios`` has a row for each; every other frame has rows for those after the first, each figure with that of
    the first beside it. The differences of ``components``, and those of ``shipments``, add up to the difference in cost
    to the cent. ``unserved`` is what stays behind that the first plan carries, and why; ``inputs`` are the cells of the
    input that are otherwise.
    """

    plans: tuple[Plan, ...]

    scenarios = Sheet()
    unserved = Sheet()
    components = Sheet()
    modes = Sheet()
    borders = Sheet()
    shipments = Sheet()
    inputs = Sheet()

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The same with exact figures, as they are written."""
        from optimizer.report.comparison import Compared, comparison_tables, named  # noqa: PLC0415 - as above

        first, names = self.plans[0].world.given, named([plan.details for plan in self.plans])
        compared = (
            Compared(name, plan.details, _of_scenario(plan.world.given), first.differing(plan.world.given))
            for name, plan in zip(names, self.plans, strict=True)
        )
        return comparison_tables(list(compared))

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        from optimizer.report.frames import frame  # noqa: PLC0415 - as above

        return {table.name.lower(): frame(table) for table in self.tables}

    def to_excel(self, path: Path) -> None:
        """Write it as a workbook; a file that is there is replaced once the new one is whole.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        from optimizer.report.workbook import write_tables  # noqa: PLC0415 - as above

        write_tables(self.tables, path, "Freight plans compared")

    def plot(self) -> Figure:
        """How the tonne-km are shared among the modes in each plan; needs the extra ``figures``."""
        from optimizer.figures.modes import mode_shares  # noqa: PLC0415 - as above
        from optimizer.report.comparison import named  # noqa: PLC0415

        plans = [plan.details for plan in self.plans]
        return mode_shares(named(plans), plans)

    def lines(self) -> Iterator[str]:
        """What more or less stays behind; cost, difference, gap and what changed, a line for each plan; and why."""
        table, unserved = self.tables[:2]
        yield from (
            f"{name}: {note}" for name, note in zip(*map(table.values, ("scenario", "note")), strict=True) if note
        )
        columns = ("scenario", "cost", "difference", "gap", "unserved_t", "changed_shipments")
        yield f"{'Scenario':<{NAME}}{'Cost':>18}{'Difference':>18}{'Gap':>10}{'Left, t':>12}  Shipments changed"
        for name, cost, more, gap, left, changed in zip(*map(table.values, columns), strict=True):
            short = str(name) if len(str(name)) < NAME else f"{str(name)[: NAME - 2]}…"
            yield f"{short:<{NAME}}{cost:>18,.2f}{more:>+18,.2f}{gap:>10.3%}{left:>12,.1f}  {changed}"
        for name, shipment, _, _, more, reason in unserved.rows[:FEW]:
            yield f"Left behind more under {name}: {shipment}, {more:,.1f} t, {reason}"
        if len(unserved.rows) > FEW:
            yield f"and {len(unserved.rows) - FEW} more, in the sheet Unserved"


def _of_scenario(given: Input) -> list[Edit]:
    """What the rows of the scenario that holds change."""
    if given.scenario is None:
        return []
    rows = given.tables.records.get("Scenarios", ())
    of_it = (row for row in rows if fold(str(row.values["scenario"] or "")) == fold(given.scenario))
    return [Edit(*(row.texts.get(name) or str(row.values[name] or "") for name in Edit._fields)) for row in of_it]


def compare(
    worlds: Iterable[World | Plan], *, executor: Executor | None = None, progress: Tell = silent, **options: Any
) -> Comparison:
    """Hold plans to the first of them; worlds are planned first.

    Parameters
    ----------
    executor
        Who plans the worlds side by side: ``optimizer.executors.Processes()``, in a script that keeps what it does
        under ``if __name__ == "__main__":``. Otherwise one is planned after the other.
    options
        As ``World.plan`` takes them; ``trains`` is False by default, since trains that do not run are not compared.

    Raises
    ------
    RequestError
        If there is nothing to compare, something is neither a world nor a plan, their base currencies differ, or there
        is no such option.
    """
    given = tuple(_worlds(worlds))
    chosen(dict(options))
    currencies = dict.fromkeys(_world(one).given.book.settings.base_currency for one in given)
    if len(currencies) > 1:
        raise RequestError(f"costs in {' and '.join(currencies)} cannot be held to each other: give one base_currency")
    if not given:
        raise RequestError("there is nothing to compare: give plans or worlds; the others are held to the first")
    to_plan = [one for one in given if isinstance(one, World)]
    made = _planned(to_plan, executor, progress, {"trains": False} | options)
    return Comparison(tuple(next(made) if isinstance(one, World) else one for one in given))


def _worlds(worlds: object) -> Iterator[World | Plan]:
    """Worlds and plans, one after the other.

    Raises
    ------
    RequestError
        If something is neither.
    """
    if isinstance(worlds, World | Plan):
        raise RequestError("compare takes a list of worlds and plans: put this one in []")
    for one in asked.several(worlds):
        if not isinstance(one, World | Plan):
            raise RequestError(f"compare takes a list of worlds and plans, and {one!r} is neither")
        yield one


def _world(of: World | Plan) -> World:
    return of.world if isinstance(of, Plan) else of


def _planned(
    worlds: Sequence[World], executor: Executor | None, progress: Tell, options: Mapping[str, Any]
) -> Iterator[Plan]:
    """The plans of worlds: the first by itself, the others from the load plans that it found."""
    if not worlds:
        return
    first, *others = worlds
    yield (made := first.plan(progress=progress, **options))
    if executor is None:
        yield from (world.plan(progress=progress, start=made, **options) for world in others)
        return
    from optimizer.scenario_runs import plans  # noqa: PLC0415 - as above

    start = made.details.load_plans
    found = plans([world.given for world in others], chosen(dict(options)), executor=executor, start=start)
    yield from (Plan(world, plan) for world, plan in zip(others, found, strict=True))
