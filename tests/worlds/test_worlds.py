"""Small worlds whose least cost was found by an exact, independent enumeration."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

import tariffs
from optimizer import solver
from optimizer.auditor import PlanRecord, audit
from optimizer.errors import SolverError
from optimizer.options import DEFAULT_SOLVER, Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from tariffs.book import Capacity
from tariffs.rating import Component

HERE = Path(__file__).parent
#: What the rounding of one charge may shift the cost from the figure, which is before rounding.
A_CHARGE = Decimal("0.01")


def expected() -> list[dict[str, str]]:
    """The rows of ``expected.csv``."""
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ids(row: dict[str, str]) -> str:
    return Path(row["workbook"]).stem


@cache
def planned(workbook: str, by: str = DEFAULT_SOLVER, engine: Engine = Engine.AUTO) -> Plan:
    found = tariffs.load(HERE / workbook)
    return plan(found.book, found.portfolio, Options(solver=by, engine=engine))


def assert_costs(made: Plan, row: dict[str, str]) -> None:
    allowed = A_CHARGE * sum(1 for _ in made.charges())
    assert abs(made.cost - Decimal(row["logistics_cost"])) <= allowed
    assert made.status is Status.OPTIMAL
    assert len(made.bookings_of) == int(row["shipments_served"])
    assert len(made.portfolio.shipments) == int(row["shipments"])


def test_every_workbook_here_is_expected() -> None:
    """No workbook lies here without a figure, and no figure without its workbook."""
    assert {row["workbook"] for row in expected()} == {path.name for path in HERE.glob("*.xlsx")}


@pytest.mark.parametrize("row", expected(), ids=ids)
def test_the_plan_costs_what_it_is_known_to_cost(row: dict[str, str]) -> None:
    """Within a cent a charge, optimal, with as many shipments served."""
    assert_costs(planned(row["workbook"]), row)


@pytest.mark.parametrize("row", expected(), ids=ids)
def test_column_generation_finds_a_plan_of_the_same_cost(row: dict[str, str]) -> None:
    """The engine for large portfolios, forced upon a small one."""
    made = planned(row["workbook"], engine=Engine.COLUMNS)
    assert made.engine == "column generation"
    assert_costs(made, row)


@pytest.mark.parametrize("row", expected(), ids=ids)
def test_the_plan_passes_the_audit(row: dict[str, str]) -> None:
    """Against a book and cargo that are read anew."""
    read = tariffs.load(HERE / row["workbook"])
    record = PlanRecord.of(planned(row["workbook"]))
    assert [str(difference) for difference in audit(record, read.book, read.portfolio)] == []


@pytest.mark.parametrize("name", ["tiny", "world_1004", "world_1012"])
def test_cbc_finds_plans_of_the_same_cost(name: str) -> None:
    """The solver is a choice, and no part of the answer."""
    try:
        solver.solver_name("CBC")
    except SolverError as missing:
        pytest.skip(str(missing))
    row = next(row for row in expected() if ids(row) == name)
    assert_costs(planned(row["workbook"], "CBC"), row)


def test_tiny_is_what_it_is_by_hand_charge_by_charge() -> None:
    """Two TEU on Monday's train and one on Thursday's, each component as worked out with pencil and paper."""
    first, second = sorted(planned("tiny.xlsx").bookings, key=lambda b: b.itinerary.departures[0].departs)
    per_teu = {
        Component.FREIGHT: "1441.00",
        Component.BORDER: "42.00",
        Component.TRANSFER: "75.00",
        Component.INSURANCE: "41.4414",
        Component.DUTY: "1259.9441",
        Component.INVENTORY: "79.5616",
    }
    for booking, teu, inventory in ((first, 2, "79.5616"), (second, 1, "90.4110")):
        assert [(load.container.name, load.containers, load.tonnes) for load in booking.loads] == [
            ("TEU", teu, Decimal(22 * teu))
        ]
        sums: dict[Component, Decimal] = {}
        for charge in booking.rated.charges:
            amount = charge.item.amount
            exact = Decimal(amount.numerator) / Decimal(amount.denominator)
            sums[charge.item.component] = sums.get(charge.item.component, Decimal(0)) + exact
        wanted = {**per_teu, Component.INVENTORY: inventory}
        assert {name: f"{amount / teu:.4f}" for name, amount in sums.items()} == {
            name: f"{Decimal(amount):.4f}" for name, amount in wanted.items()
        }


def test_tiny_moves_on_the_days_that_it_does_by_hand() -> None:
    """Over Taftan on the 7th and the 10th, delivered on the 25th and the 28th."""
    days = sorted(
        (
            str(booking.itinerary.departures[0].departs),
            str(booking.itinerary.departures[0].passages[0].crossed),
            str(booking.itinerary.departures[1].departs),
            str(booking.itinerary.delivered),
            booking.days_from_ready,
        )
        for booking in planned("tiny.xlsx").bookings
    )
    assert days == [
        ("2025-03-03", "2025-03-07", "2025-03-11", "2025-03-25", 22),
        ("2025-03-06", "2025-03-10", "2025-03-14", "2025-03-28", 25),
    ]


def test_one_crossing_more_in_tiny_saves_its_shadow_price() -> None:
    """10.8493 of capital for three days; the week after has crossings to spare."""
    made = planned("tiny.xlsx")
    prices = {use.period: use.shadow_price for use in made.capacities if use.kind == "border"}
    assert prices == {"2025-W10": Decimal("10.8493"), "2025-W11": 0}
    border = made.book.borders[0]
    assert border.capacity is not None
    wider = replace(border, capacity=Capacity(border.capacity.amount + 1, border.capacity.unit, border.capacity.per))
    again = plan(replace(made.book, borders=(wider,)), made.portfolio)
    assert abs(made.cost - again.cost - Decimal("10.8493")) <= A_CHARGE
