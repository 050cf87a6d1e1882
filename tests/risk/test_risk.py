"""How sure dates are: against closed forms, and cases worked out by hand."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

import optimizer
from optimizer.risk.draws import Draws
from optimizer.risk.simulation import Share
from tests.api.test_surface import TINY, assert_fits
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.risk.worlds import MONDAY, by_way_of_mary, due, rail, read

NORMAL = NormalDist()
DRAWS = 10_000

#: σ of the train of 5 days, 8 at the 95th percentile.
SIGMA = math.log(8 / 5) / 1.645


def within(days: float, median: float = 5, sigma: float = SIGMA) -> float:
    """The probability that a time is no longer than so many days."""
    return NORMAL.cdf(math.log(days / median) / sigma)


def near(probability: float) -> object:
    """Within five standard errors of a probability."""
    error = math.sqrt(probability * (1 - probability) / DRAWS)
    return pytest.approx(probability, abs=5 * error + 1e-12)


def risk_of(world: World, **how: int) -> optimizer.Plan:
    return read(world).plan().risk(**how)


def only(world: World) -> pd.Series:
    """The row of the one booking of a world's plan."""
    (row,) = [row for _, row in risk_of(world).bookings.iterrows()]
    return row


@pytest.mark.parametrize("days", [5, 6, 7, 8, 10])
def test_one_leg_is_on_time_as_its_lognormal_says(days: int) -> None:
    """Delivered no later than so many days after departure."""
    row = only(due(rice(rail(), boxes=1), f"2025-03-{3 + days:02d}"))
    assert row["on_time"] == near(within(days))
    assert row["on_time_low"] < row["on_time"] < row["on_time_high"]


def test_the_95th_percentile_of_a_time_is_the_one_stated() -> None:
    """And its median the plain column; and no time is more than a day below it."""
    times = 5 * Draws(200_000, 7).share(Decimal(5), Decimal(8), "train")
    assert float(np.quantile(times, 0.95)) == pytest.approx(8, rel=0.01)
    assert float(np.median(times)) == pytest.approx(5, rel=0.01)
    assert times.min() == 4


def test_quantiles_of_delivery_and_days_late_are_those_of_the_lognormal() -> None:
    """Days late: Σ P(T > k) over whole k from the days allowed on."""
    row = only(rice(rail(), boxes=1))
    assert row["days_late"] == pytest.approx(sum(1 - within(k) for k in range(7, 60)), rel=0.1)
    days = [math.ceil(5 * math.exp(SIGMA * NORMAL.inv_cdf(p))) for p in (0.05, 0.5, 0.95)]
    days[0] = max(days[0], 4)
    found = [row[name].date() for name in ("delivered_p05", "delivered_p50", "delivered_p95")]
    assert found[0] == date(2025, 3, 3 + days[0])
    assert found[1] in (date(2025, 3, 8), date(2025, 3, 9))  # the median is a whole day, and rounded up beyond it
    assert found[2] in (date(2025, 3, 11), date(2025, 3, 12))
    assert row["never"] == 0


def test_without_a_spread_every_booking_is_on_time_on_the_day_that_was_planned() -> None:
    """The columns left out change nothing."""
    found = optimizer.read(TINY).plan().risk(draws=50)
    assert (found.bookings["on_time"] == 1).all() and (found.bookings["days_late"] == 0).all()
    for quantile in ("delivered_p05", "delivered_p50", "delivered_p95"):
        assert (found.bookings[quantile] == found.bookings["delivered"]).all()
    assert found.causes.empty


def connecting(*onwards: str, **more: Cell) -> World:
    """Mary is reached on Saturday, or later; 20 t go on from there by one of these dates, in two days."""
    second = leg("rail", "; ".join(onwards), TEU=100, transit_days=2, **more)
    return due(by_way_of_mary(rail(), second), "2025-03-12")


def test_a_connection_missed_waits_for_the_next_departure() -> None:
    """Planned on the 9th, in time up to the 10th: what comes later than the 10th is late."""
    row = only(connecting("2025-03-09", "2025-03-10", "2025-03-20"))
    assert row["on_time"] == near(within(7))
    assert row["never"] == near(1 - within(17))


def test_a_departure_without_room_is_passed_over() -> None:
    """On the 10th another shipment has taken all; the 20th has room."""
    world = connecting("2025-03-09", "2025-03-10", "2025-03-20", capacity=1)
    there = cargo("S1", 20, ready="2025-03-10", due="2025-03-12", origin="Mary")
    found = risk_of({**world, "Cargo": [*world["Cargo"], there]}).bookings.set_index("shipment")
    assert found["on_time"]["S0"] == near(within(6))
    assert found["on_time"]["S1"] == 1


def test_a_departure_with_a_minimum_load_that_the_plan_does_not_run_takes_nobody() -> None:
    world = connecting("2025-03-09", "2025-03-10", "2025-03-20")
    for row in world["Tariffs"][1:]:
        row |= {"departures": "2025-03-09; 2025-03-20"}
    block = {**world["Tariffs"][1], "departures": "2025-03-10", "min_load": 1, "valid_from": "2025-03-10"}
    world["Tariffs"][1]["departures"] = "2025-03-09; 2025-03-20"
    assert only({**world, "Tariffs": [*world["Tariffs"], block]})["on_time"] == near(within(6))


def test_a_cut_off_and_a_dwell_pass_before_the_next_departure() -> None:
    """Two days between Mary and the train: the 9th is made with 4 days, the 10th with 5."""
    world = connecting("2025-03-10", "2025-03-20", cutoff_days=1)
    transfer = {"location": "Mary", "from_mode": "rail", "to_mode": "rail", "dwell_days": 1}
    assert only({**world, "Transfers": [transfer]})["on_time"] == near(within(5))


@pytest.mark.parametrize("likely", [0.2, 0.45])
def test_a_border_is_shut_with_its_probability(likely: float) -> None:
    """It is on the 8th and 9th, and the train, which takes just 5 days, is to arrive on the 8th or 9th."""
    shut = {"border": "Taftan", "closed_from": "2025-03-08", "closed_to": "2025-03-09", "closed_probability": likely}
    world = rice(rail(transit_days_p95=None, borders="Taftan"), boxes=1, Borders=[shut])
    row = only(due(world, "2025-03-09"))
    assert row["on_time"] == near(1 - likely)
    assert row["days_late"] == pytest.approx(likely, rel=0.1)  # it arrives on the 10th


def test_a_border_likely_to_be_shut_is_waited_for_and_may_be_open() -> None:
    """Planned for the 10th; on the 8th with what is left of certainty."""
    shut = {"border": "Taftan", "closed_from": "2025-03-08", "closed_to": "2025-03-09", "closed_probability": 0.7}
    row = only(rice(rail(transit_days_p95=None, borders="Taftan"), boxes=1, Borders=[shut]))
    assert row["delivered"].date() == date(2025, 3, 10)
    assert (row["on_time"], row["delivered_p05"].date()) == (1, date(2025, 3, 8))


def test_the_dwell_of_a_border_spreads_from_the_day_on_which_it_is_crossed() -> None:
    """A day of dwell, 3 in one of twenty cases, after 5 days for certain."""
    border = {"border": "Taftan", "dwell_days": 1, "dwell_days_p95": 3}
    world = due(rice(rail(transit_days_p95=None, borders="Taftan"), boxes=1, Borders=[border]), "2025-03-10")
    found = risk_of(world)
    assert found.bookings["on_time"][0] == near(within(2, 1, math.log(3) / 1.645))
    (cause,) = [row for _, row in found.causes.iterrows()]
    assert (cause["kind"], cause["what"]) == ("border", "Taftan, rail")
    assert cause["late"] == pytest.approx(1 - found.bookings["on_time"][0])
    assert cause["days"] == pytest.approx(found.bookings["days_late"][0])


def test_what_makes_it_late_is_told_apart() -> None:
    """Two legs that add up: without the first's spread the second alone decides, and the other way about."""
    second = leg("rail", "daily", TEU=100, transit_days=5, transit_days_p95=8)
    found = risk_of(due(by_way_of_mary(rail(), second), "2025-03-14"))
    alone = 1 - within(6)
    on_time = found.bookings["on_time"][0]
    assert on_time < within(6)
    assert list(found.causes["kind"]) == ["leg", "leg"]
    # Late for the one alone, of those late at all: less than all, and no more than what the other leaves.
    assert (found.causes["late"] < 1 - on_time).all()
    assert (found.causes["late"] >= 1 - on_time - alone - 0.02).all()
    assert found.causes["missed"].tolist() == [0, near(1 - within(5))]


def test_the_same_seed_gives_the_same_draws_and_another_gives_others() -> None:
    plan = read(rice(rail(), boxes=1)).plan()
    frames = [plan.risk(seed=seed).bookings for seed in (1, 1, 2)]
    pd.testing.assert_frame_equal(frames[0], frames[1])
    assert frames[0]["on_time"][0] != frames[2]["on_time"][0]


def test_two_plans_meet_the_same_delays() -> None:
    """A shipment on the same departure is late in the same draws, whatever else another plan carries."""
    one = risk_of(rice(rail(), boxes=1)).bookings
    other = risk_of(rice(rail(), leg("road", "daily", TEU=200), boxes=3)).bookings
    assert other["shipment"].tolist() == ["S0", "S1", "S2"]
    assert set(other["on_time"]) == set(one["on_time"])
    assert risk_of(rice(rail(), boxes=3)).details.all_on_time.share == one["on_time"][0]


def test_the_interval_is_where_a_binomial_of_either_end_would_still_be_found() -> None:
    """Wilson: both ends p solve |share − p| = z·√(p(1 − p) ÷ n)."""
    for hits in (1, 40, 7000, 9999):
        share, low, high = Share.of(hits, DRAWS)
        for end in (low, high):
            assert abs(share - end) == pytest.approx(1.959964 * math.sqrt(end * (1 - end) / DRAWS), rel=1e-6)
    assert Share.of(0, 10).low == 0 and Share.of(10, 10).high == pytest.approx(1)


@pytest.mark.parametrize("how", [{"draws": 0}, {"draws": 2.5}, {"draws": True}, {"seed": -1}, {"seed": "one"}])
def test_what_cannot_be_is_said(how: dict[str, int]) -> None:
    plan = read(rice(rail(), boxes=1)).plan()
    with pytest.raises(optimizer.RequestError, match="must be a whole number"):
        plan.risk(**how)


def test_it_shows_itself_in_a_screenful() -> None:
    found = risk_of(rice(*(rail(carrier=f"C{n}", capacity=1) for n in range(20)), boxes=20))
    assert_fits(found)
    assert "20 bookings" in repr(found) and "Least sure" in repr(found) and "What delays" in repr(found)
    assert repr(risk_of(rice(rail(valid_from="2025-05-01"), boxes=1))).endswith("0 bookings")
    assert MONDAY in str(found.bookings["delivered"][0] - pd.Timedelta(days=5))
