"""Frontiers, capacity curves, itineraries, comparisons and risks draw the figures of their frames."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest
from altair.vegalite.v6.schema.core import load_schema
from jsonschema import Draft7Validator

import optimizer
from optimizer.figures.figure import Figure
from optimizer.figures.itineraries import Itineraries
from optimizer.figures.on_time import on_time
from optimizer.figures.trade_offs import Curve, Frontier
from optimizer.risk.simulation import PlanRisk, Share
from tests.engine.rice import rice
from tests.figures.drawn import layers, rows
from tests.risk.worlds import due, rail, read

TAFTAN = ("Borders", "border=Taftan")


@pytest.fixture(scope="module")
def curve(world: optimizer.World) -> Curve:
    return world.capacity_curve(*TAFTAN, [0, 0.5, 1, 1.5, 2])


@pytest.fixture(scope="module")
def frontier(world: optimizer.World) -> Frontier:
    return world.frontier("days", points=6, up_to=10_000)


@pytest.fixture(scope="module")
def comparison(world: optimizer.World, tiny: optimizer.Plan) -> optimizer.Comparison:
    """The second has no trains."""
    return optimizer.compare([tiny, world.with_change("Tariffs", "service=IR1", status="planned")])


def valid(figure: Figure) -> bool:
    return not list(Draft7Validator(load_schema()).iter_errors(figure.spec))


def test_a_curve_draws_its_rows(curve: Curve) -> None:
    """With the amount that is given for the factor 1."""
    drawn = pd.DataFrame(rows(curve.plot(200, "vehicles a day"), "x", "bound"))
    assert drawn["x"].tolist() == pytest.approx((curve["factor"] * 200).tolist())
    assert drawn["cost"].tolist() == curve["cost"].tolist()
    assert drawn["bound"].tolist() == curve["lower_bound"].tolist()
    assert drawn["left"].tolist() == curve["unserved_t"].tolist() == [66, 0, 0, 0, 0]
    assert drawn["carries"].tolist() == ["leaves more behind", *["carries most"] * 4]


def test_a_curve_draws_the_bends_of_its_relaxation(curve: Curve) -> None:
    relaxation = curve.relaxation
    drawn = pd.DataFrame(next(layer for layer in layers(curve.plot(200, "vehicles a day")) if "bound" not in layer[0]))
    assert len(relaxation) > 5
    assert drawn["x"].tolist() == pytest.approx((relaxation["factor"] * 200).tolist())
    assert drawn["cost"].tolist() == relaxation["cost"].tolist()


def test_a_curve_says_what_the_most_capacity_saves(curve: Curve) -> None:
    figure = curve.plot(200, "vehicles a day")
    cost = curve["cost"]
    saved = cost.iloc[0] - cost.iloc[-1]
    assert valid(figure) and figure.spec["description"] == figure.alt
    enough = 200 * curve["stands_from"].iloc[-1]
    assert enough == 300
    kept = (
        f"{saved / 1000:.0f} k" if saved >= 99_950 else f"{saved / 1000:.1f} k" if saved >= 9_999.5 else f"{saved:,.0f}"
    )
    assert figure.title.startswith(f"400 instead of 0 vehicles a day saves {kept} USD")
    assert figure.title.endswith("all of it from 300 on, and carries 66.0 t more")
    with pytest.raises(optimizer.RequestError, match="a number above 0"):
        curve.plot(0)


def test_a_curve_that_saves_nothing_says_so(world: optimizer.World) -> None:
    assert (
        world.capacity_curve(*TAFTAN, [3, 4]).plot().title == "4 instead of 3 times the capacity as it is saves nothing"
    )


def test_a_frontier_draws_its_rows(frontier: Frontier) -> None:
    """The labels are the slopes of the hull."""
    figure = frontier.plot()
    drawn = pd.DataFrame(rows(figure, "x", "bound"))
    assert valid(figure) and len(drawn) > 1
    assert drawn["x"].tolist() == frontier["days"].tolist()
    assert drawn["cost"].tolist() == frontier["cost"].tolist()
    assert drawn["bound"].tolist() == frontier["lower_bound"].tolist()
    labels = [
        float(row["label"].removesuffix(" a day").replace(",", "").replace(" k", "e3"))
        for row in rows(figure, "x", "label")
    ]
    hull = frontier[frontier["supported"] == "yes"]
    slopes = -hull["cost"].diff() / hull["days"].diff()
    assert 1 < len(hull) <= len(frontier)
    assert labels == pytest.approx(slopes[1:].tolist(), rel=0.005)
    more = frontier["cost"].iloc[-1] / frontier["cost"].iloc[0] - 1
    assert figure.title.startswith("23 days sooner") and f"({100 * more:.0f} %)" in figure.title
    assert "leaves 66.0 t more behind; the first day 578 USD" in figure.title


def test_a_frontier_of_one_plan_says_so(frontier: Frontier) -> None:
    alone = Frontier(frontier.head(1))
    alone.over, alone.currency = "days", "USD"
    assert alone.plot().title == "No plan that was found is sooner than the cheapest" and valid(alone.plot())


def test_what_is_made_of_a_frame_is_plain_and_a_copy_by_pickle_is_not(curve: Curve) -> None:
    assert type(curve[["cost"]]) is pd.DataFrame
    again = pickle.loads(pickle.dumps(curve))
    assert again.plot().spec == curve.plot().spec


def test_itineraries_draw_their_rows(world: optimizer.World) -> None:
    """Put together, the cheapest first; the least of each is marked."""
    found = world.alternatives("R1", within=10)
    both = pd.concat([found.tail(1), found.head(-1)])
    assert isinstance(both, Itineraries) and len(both) > 1
    figure = both.plot()
    assert valid(figure)
    for panel, column in zip(figure.spec["hconcat"], ("cost", "days", "co2e_t"), strict=True):
        drawn = panel["data"]["values"]
        assert [row["value"] for row in drawn] == found[column].astype(float).tolist()
        assert {row["value"] for row in drawn if row["which"] == "least"} == {float(found[column].min())}
        assert all(f"{at}. Karachi" in row["row"] for at, row in enumerate(drawn, start=1))
    with pytest.raises(optimizer.RequestError, match="days, co2e_t is missing"):
        found[["route", "cost"]].plot()


def test_shares_of_modes_are_those_of_the_comparison(comparison: optimizer.Comparison) -> None:
    figure = comparison.plot()
    drawn = {(row["scenario"], row["mode"]): row["share"] for row in rows(figure, "scenario", "share")}
    modes = comparison.modes
    first, (second,) = comparison.scenarios["scenario"].iloc[0], modes["scenario"].unique()
    expected = {(second, row.mode): row.share for row in modes.itertuples()}
    expected |= {(first, row.mode): row.share_before for row in modes.itertuples()}
    assert drawn == pytest.approx({key: share for key, share in expected.items() if share})
    assert valid(figure) and figure.title == f'Rail carries 100 % of tonne-km as it is, 0 % under "{second}"'
    assert {row["end"] for row in rows(figure, "scenario", "share")} == {1.0}


def test_a_comparison_of_nothing_says_so(empty: optimizer.Plan) -> None:
    assert optimizer.compare([empty]).plot().title == "There are no tonne-km to share"


def one_train(due_on: str) -> optimizer.Plan:
    """By a train that takes 5 days, and 8 in one of twenty cases."""
    return read(due(rice(rail(), boxes=1), due_on)).plan()


@pytest.mark.parametrize("due_on", ["2025-03-08", "2025-03-20"])
def test_a_risk_draws_the_days_about_the_one_that_is_due(due_on: str) -> None:
    """It arrives on the fourth day at the earliest, by the fifth in half of all draws, and by the eighth in 95 %."""
    risk = one_train(due_on).risk(draws=2000, seed=1)
    figure = risk.plot()
    (row,) = rows(figure, "low", "high")
    day = (pd.Timestamp(due_on) - pd.Timestamp("2025-03-03")).days
    assert (row["low"], row["middle"]) == (4 - day, 5 - day)
    last = risk.bookings["delivered_p95"].iloc[0]
    assert row["high"] == (last - pd.Timestamp(due_on)).days in (8 - day, 9 - day)
    assert row["on_time"] == risk.bookings["on_time"].iloc[0]
    sure = risk.bookings["on_time"].iloc[0] >= 0.95
    assert sure == (due_on == "2025-03-20")
    assert row["kind"] == ("on time in 95 % and more" if sure else "less sure")
    assert figure.title.startswith("1 of 1 booking is on time" if sure else "0 of 1 booking is")


def test_a_risk_draws_its_rows(drawn: optimizer.Plan) -> None:
    """The least sure first; days from due are those of the frame."""
    risk = drawn.risk(draws=200, seed=1)
    figure = risk.plot()
    frame = risk.bookings.sort_values(["on_time", "booking"]).reset_index()
    shown = pd.DataFrame(rows(figure, "low", "high"))
    assert valid(figure)
    assert shown["booking"].tolist() == frame["booking"].head(40).tolist()
    assert shown["on_time"].tolist() == frame["on_time"].head(40).tolist()
    for name, column in {"low": "delivered_p05", "middle": "delivered_p50", "high": "delivered_p95"}.items():
        assert shown[name].tolist() == (frame[column] - frame["due"]).dt.days.head(40).tolist()
    sure = int((frame["on_time"] >= 0.95).sum())
    assert figure.title.startswith(f"{sure} of {len(frame)} bookings are on time")


def test_a_risk_of_nothing_says_so() -> None:
    assert on_time(PlanRisk(10, 1, (), Share.of(10, 10))).title == "Nothing is booked"
