"""Trains that do not run: each figure by hand, by enumeration, or by a third engine that has them run."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

import optimizer
from optimizer.auditor import audit, reading
from optimizer.auditor.reading import read_plan
from optimizer.listing.costs import containers_for
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Train
from optimizer.planning import plan as planned
from optimizer.report.frames import frames
from optimizer.report.workbook import write_plan
from tariffs.book import Portfolio, Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.problems import Problems, UnratedError
from tariffs.rating import Load, Rater
from tariffs.rating.lines import most_in
from tariffs.timetable import Itinerary
from tariffs.workbook import read_workbook
from tests.audit.test_changed_files import with_cell
from tests.engine.exhaustive import every_itinerary
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.numbered import world as drawn
from tests.trains.worlds import MONDAY, THURSDAY, beside_a_lorry, forced, least, on_days, without_minimum

BLOCK_TRAINS = Path(__file__).with_name("block_trains.xlsx")
ENGINES = [Engine.LISTED, Engine.COLUMNS]


def looked_at(world: World, engine: Engine = Engine.LISTED, **more: object) -> Plan:
    options = Options(gap=Decimal("1e-6"), engine=engine, trains=True, **more)  # type: ignore[arg-type]
    return planned(*book_and_portfolio(world), options)


def train(world: World, engine: Engine = Engine.LISTED) -> Train:
    [row] = looked_at(world, engine).trains
    return row


@pytest.mark.parametrize("engine", ENGINES)
def test_two_block_trains_are_as_enumerated(engine: Engine) -> None:
    """Two departures of 4 TEU at 800 and 500 a train, where lorries take three TEU for 3,000; and 66 t for 100."""
    made = optimizer.read(BLOCK_TRAINS).plan(engine=engine, trains=True)
    found = made.trains.set_index("service")
    one, other = found.loc["BT1"], found.loc["BT2"]
    loads = ["min_load", "possible", "run", "load", "fullest_load", "missing"]
    forced_to = ["extra", "forced_load", "rate", "break_even"]
    assert [float(one[name]) for name in loads + forced_to] == [4, 2, 0, 0, 3, 1, 700, 4, 800, 175]
    assert one["extra_at_least"] == pytest.approx(700, abs=0.01)
    assert [float(other[name]) for name in loads] == [100, 1, 0, 0, 66, 34]
    assert (other["outcome"], other[forced_to].isna().all()) == ("cannot be filled", True)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_train_that_runs_states_its_load_alone(engine: Engine) -> None:
    """Four boxes save 100 each on the train, which costs 300."""
    row = train(beside_a_lorry(20, 20, 20, 20, min_load=2), engine)
    assert (row.run, row.load, row.outcome) == (1, 4, "runs")
    assert (row.possible, row.fullest_load, row.extra, row.break_even, row.nearest) == (None, None, None, None, ())


@pytest.mark.parametrize("engine", ENGINES)
def test_a_train_that_is_only_dear_is_full_enough_and_costs_what_it_costs(engine: Engine) -> None:
    """No minimum, 300 a train, one box that saves 100: 200 more; a fullest departure of none lacks nothing."""
    row = train(beside_a_lorry(20), engine)
    assert (row.possible, row.fullest_load, row.missing, row.extra, row.forced_load) == (2, 0, 0, 200, 1)
    assert (row.rate, row.break_even, row.nearest) == (400, 200, (("S0", Decimal(-100)),))


@pytest.mark.parametrize("engine", ENGINES)
def test_no_break_even_above_the_rate(engine: Engine) -> None:
    """The train costs 900: at 800 more a box than the lorry, which is more than the 400 that it is paid."""
    row = train(beside_a_lorry(20, departure_cost=900), engine)
    assert (row.extra, row.rate, row.break_even) == (800, 400, None)


def test_departures_that_nobody_could_take_are_not_possible() -> None:
    """One shipment is due before the second train arrives, and one too late for the first: one each; later, none."""
    world = beside_a_lorry(20, 20, min_load=9, dates=f"{MONDAY}; {THURSDAY}; 2025-03-09")
    days = (("2025-03-03", "2025-03-05"), ("2025-03-04", "2025-03-08"))
    assert train(on_days(world, *days)).possible == 2


def test_where_nobody_could_take_any_nothing_is_solved() -> None:
    """The train takes no box of the only type that there is."""
    world = beside_a_lorry(20, min_load=2)
    world["Containers"] = [*world["Containers"], {"container": "FEU", "teu": 2, "max_gross_t": 30, "tare_t": 4,
        "volume_m3": 66}]  # fmt: skip
    world["Tariffs"][0]["FEU"] = world["Tariffs"][0].pop("TEU")
    world["Cargo"] = [{**row, "containers": "TEU"} for row in world["Cargo"]]
    row = train(world)
    assert (row.possible, row.fullest_load, row.missing, row.outcome) == (0, 0, 2, "cannot be filled")


@pytest.mark.parametrize("number", range(0, 60, 2))
def test_drawn_worlds_agree_with_the_third_engine(number: int) -> None:
    """The extra is what the plain programme says with a departure forced to run; impossible where it finds nothing.

    Departures that are possible are those on which an enumeration of all itineraries has a shipment.
    """
    world = drawn(number, most_places=3, most_legs=4, most_shipments=2, most_days=9)
    if not any("min_load" in row or "departure_cost" in row for row in world["Tariffs"]):
        return
    book, portfolio = book_and_portfolio(world)
    best = least(book, portfolio)
    if best is None or best.unpriced_kg:
        return
    for row in looked_at(world).trains:
        if row.run:
            continue
        assert row.possible == len(taken(book, portfolio, row))
        other = forced(book, portfolio, row.leg) if row.possible else None
        if row.outcome == "cannot be filled":
            assert other is None
        elif row.extra is not None:
            assert other is not None and row.extra_at_least is not None
            extra = other.cost - best.cost
            assert float(row.extra_at_least) - 0.06 <= extra <= float(row.extra) + 0.06


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("number", range(12))
def test_forcing_agrees_with_the_third_engine(number: int, engine: Engine) -> None:
    """Trains of every price, minimum and unit beside a lorry: the interval holds what the plain programme adds."""
    draw = Random(number)
    weights = [draw.choice([4.5, 12, 20, 33, 40.25]) for _ in range(draw.randint(1, 3))]
    minimum = {"min_load": draw.choice([2, 3, 5]), "capacity_unit": draw.choice(["teu", "containers"])}
    if draw.random() < 0.4:
        minimum = {"min_load": draw.choice([10, 45]), "capacity_unit": "tonnes"}
    more = {"capacity": 60} if draw.random() < 0.3 else {}
    price = {"TEU": draw.choice([300, 420]), "departure_cost": draw.choice([0, 500, 900])}
    world = beside_a_lorry(*weights, **minimum, **more, **price)
    if draw.random() < 0.5:
        world["Cargo"] = [{**row, "split": draw.choice(["yes", "no"])} for row in world["Cargo"]]
    book, portfolio = book_and_portfolio(world)
    row = train(world, engine)
    if row.run:
        return
    freely = least(without_minimum(book, row.leg), portfolio)
    best, other = least(book, portfolio), forced(book, portfolio, row.leg)
    assert best is not None and freely is not None and freely.cost <= best.cost + 1e-6
    if row.outcome == "cannot be filled":
        assert other is None
        return
    assert other is not None and row.extra is not None and row.extra_at_least is not None
    extra = other.cost - best.cost
    assert float(row.extra_at_least) - 0.02 <= extra <= float(row.extra) + 0.02
    assert row.extra - row.extra_at_least <= Decimal("0.05")
    assert row.forced_load is not None and row.forced_load >= row.min_load


def taken(book: TariffBook, portfolio: Portfolio, row: Train) -> set[object]:
    """The departures of a leg on the itineraries of any shipment in some container, each by its day."""
    rater = Rater(book)

    def carried(shipment: Shipment, itinerary: Itinerary) -> bool:
        for box in containers_for(book, shipment):
            most = most_in(box, shipment)
            for part in (1000, 8, 4, 2, 1):
                tonnes = Decimal(max(1, int(most * 1000 / part))).scaleb(-3)
                try:
                    rater.booking(shipment, itinerary, [Load(box, 1, tonnes)])
                except UnratedError:
                    continue
                return True
        return False

    return {
        departure.departs
        for shipment in portfolio.shipments.values()
        for itinerary in every_itinerary(book, shipment)
        if row.leg in {departure.leg.key for departure in itinerary.departures} and carried(shipment, itinerary)
        for departure in itinerary.departures
        if departure.leg.key == row.leg
    }


def test_the_sheet_is_there_and_is_audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written and read back it passes; with any of its figures or words changed it does not."""
    plan = looked_at(beside_a_lorry(20, min_load=3))
    write_plan(plan, tmp_path / "plan.xlsx")
    assert audit(read_plan(tmp_path / "plan.xlsx"), plan.book, plan.portfolio) == []
    raw = read_workbook(tmp_path / "plan.xlsx", "plan.xlsx", Problems())
    number = [sheet.name for sheet in raw.sheets].index("Trains")
    for column, header in enumerate(raw.sheets[number].rows[0].cells):
        if raw.sheets[number].rows[1].cell(column) is not None:
            cell = raw.sheets[number].rows[1].cell(column)
            changed = with_cell(raw, (number, 1, column), f"{cell}x" if isinstance(cell, str) else Decimal(77))
            monkeypatch.setattr(reading, "read_workbook", lambda *_, content=changed: content)
            found = audit(read_plan(tmp_path / "plan.xlsx"), plan.book, plan.portfolio)
            assert any("Trains" in str(difference) for difference in found), header


def test_a_world_without_such_departures_has_no_sheet(tmp_path: Path) -> None:
    plan = looked_at(rice(leg("road", "daily", TEU=400), boxes=1))
    write_plan(plan, tmp_path / "plan.xlsx")
    assert "Trains" not in load_workbook(tmp_path / "plan.xlsx").sheetnames
    assert (plan.trains, frames(plan)["trains"].empty) == ((), True)


def test_unless_asked_column_generation_says_only_what_runs() -> None:
    given = book_and_portfolio(beside_a_lorry(20, min_load=3))
    [row] = planned(*given, Options(engine=Engine.COLUMNS, trains=None)).trains
    assert (row.run, row.load, row.extra, row.outcome) == (0, Fraction(0), None, "not looked for: ask for trains")
    assert planned(*given, Options(engine=Engine.COLUMNS)).trains == ()


def test_without_time_nothing_is_looked_for() -> None:
    """What there is no time for is dropped, and said to be."""
    world = {**beside_a_lorry(20, min_load=3), "Cargo": [cargo(f"S{n}", 20) for n in range(9)]}
    [row] = looked_at(world, time_limit=0.0).trains
    assert row.outcome in ("not looked for: the time was over", "runs")
