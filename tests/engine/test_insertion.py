"""The first plan that is made by insertion, and what it proves, against the best plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import assume, given

from benchmarks.plain import plain
from benchmarks.worlds import given as given_of
from benchmarks.worlds import world as made_up
from optimizer import planning
from optimizer.errors import OutOfTimeError
from optimizer.listed import Listed
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from optimizer.solution import pays_back
from optimizer.stopping import Stop, nothing_to_check
from tariffs.book import Portfolio, TariffBook
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, rounding, solved


def by_insertion(book: TariffBook, portfolio: Portfolio) -> Plan:
    """The plan that is inserted, all of it, where the engines find nothing in time; it is audited."""
    options = Options(gap=Decimal(0), time_limit=0.0)
    late = OutOfTimeError("the time is over")
    with (
        patch.object(planning, "_solved", side_effect=late),
        patch.object(Stop, "first_plan", return_value=nothing_to_check),
    ):
        return plan(book, portfolio, options)


def left_for_want_of_a_penalty(made: Plan) -> Decimal:
    return sum((left.tonnes for left in made.unserved if left.shipment.penalty_per_t is None), Decimal(0))


@examples(60)
@given(worlds(most_legs=6))
def test_what_is_inserted_is_sound_and_what_it_proves_holds(world: World) -> None:
    """The audit passes it, it is no cheaper than the best, and its bound is below that."""
    book, portfolio = book_and_portfolio(world)
    assume(not pays_back(book))
    hasty, best = by_insertion(book, portfolio), solved(world)
    left, fewest = left_for_want_of_a_penalty(hasty), left_for_want_of_a_penalty(best)
    assert left >= fewest
    assert hasty.bound <= best.cost + rounding(best)
    if left == fewest:
        assert hasty.cost >= best.cost - rounding(hasty, best)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_inserted_into_a_crowded_network_is_near_the_bound_of_column_generation(seed: int) -> None:
    crowded = given_of(plain(made_up(60, seed)))
    hasty = by_insertion(crowded.book, crowded.portfolio)
    best = plan(crowded.book, crowded.portfolio, Options(gap=Decimal("0.01")))
    assert hasty.bound <= best.cost <= hasty.cost * Decimal("1.0001")
    assert hasty.cost < best.cost * Decimal("1.05")


TRAIN = leg("rail", "2025-03-04", TEU=100, min_load=2, capacity=3, capacity_unit="containers", departure_cost=90)
LORRY = leg("road", "daily", TEU=300)


def cost(*shipments: tuple[str, int], **changes: str) -> Decimal:
    """What the plan inserted for shipments of so many tonnes costs, by a train of two boxes at least and lorries."""
    rows = [cargo(name, tonnes) | changes for name, tonnes in shipments]
    return by_insertion(*book_and_portfolio(rice(TRAIN, LORRY, boxes=0, Cargo=rows))).cost


def test_a_train_runs_for_who_fills_it() -> None:
    assert cost(("S0", 44)) == 290


def test_a_train_does_not_run_for_one_box() -> None:
    assert cost(("S0", 20)) == 300


def test_who_comes_later_joins_a_train_that_runs() -> None:
    assert cost(("S0", 44), ("S1", 20)) == 390


def test_what_has_no_room_on_the_train_goes_by_lorry() -> None:
    """Four boxes, of which three fit."""
    assert cost(("S0", 88)) == 690


def test_what_is_not_to_be_split_goes_all_by_lorry() -> None:
    assert cost(("S0", 88), split="no") == 1200


def test_what_is_proven_is_proven_of_a_cheaper_first_plan_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the engine's plan costs a cent more for the rounding of charges; here it carries nothing at all."""
    run = Listed.run
    monkeypatch.setattr(Listed, "run", lambda engine: replace(run(engine), loads=()))
    book, portfolio = book_and_portfolio(
        rice(leg("rail", "daily", TEU=100, capacity=1, capacity_unit="containers"), boxes=3)
    )
    made = plan(book, portfolio, Options(engine=Engine.LISTED, time_limit=600))
    assert (made.cost, made.status, made.engine) == (Decimal(300), Status.OPTIMAL, "insertion")
    assert made.bound == made.cost


@pytest.mark.parametrize(("room", "left", "least"), [(3, 0, 900), (2, 20, 600), (0, 60, 0)])
def test_what_has_no_penalty_is_bounded_by_what_carrying_as_much_costs_at_least(
    room: int, left: int, least: int
) -> None:
    """Three lorries of 300, of which there are so many: the bound is of plans that leave no more behind."""
    lorry = leg("road", "2025-03-04", TEU=300, capacity=room, capacity_unit="containers")
    made = by_insertion(*book_and_portfolio(rice(lorry, boxes=3) | {"Settings": []}))
    assert left_for_want_of_a_penalty(made) == left
    assert made.cost == least
    assert made.bound == pytest.approx(Decimal(least), abs=Decimal("0.001"))
    assert (made.status is Status.OPTIMAL) is (left == 0)
