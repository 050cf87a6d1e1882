"""Each number that a figure draws is that of the plan's frames, summed another way."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import optimizer
from tests.figures.drawn import rows

PLANS = ["tiny", "rich", "drawn"]


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest) -> optimizer.Plan:
    found: optimizer.Plan = request.getfixturevalue(request.param)
    return found


def carried(plan: optimizer.Plan) -> pd.DataFrame:
    """The legs of every booking, with its tonnes."""
    tonnes = plan.bookings.groupby("booking")["tonnes"].sum()
    return plan.legs.assign(tonnes=plan.legs["booking"].map(tonnes))


def test_the_map_draws_every_tonne_on_every_leg(plan: optimizer.Plan) -> None:
    """Both ways between two places are one line."""
    lines = {row["flow"]: row for row in rows(plan.plot.map(), "flow", "tonnes")}.values()
    drawn = {(*sorted((row["from"], row["to"])), row["mode"]): row["tonnes"] for row in lines}
    legs = carried(plan)
    legs["ends"] = [
        (*sorted(ends), mode) for *ends, mode in legs[["origin", "destination", "mode"]].to_numpy().tolist()
    ]
    assert drawn == pytest.approx(legs.groupby("ends")["tonnes"].sum().to_dict())
    back = sum(row["back"] for row in lines)
    reverse = legs.groupby(["origin", "destination", "mode"])["tonnes"].sum()
    assert back == pytest.approx(sum(min(t, reverse.get((b, a, mode), 0)) for (a, b, mode), t in reverse.items()) / 2)


def test_the_map_draws_every_tonne_across_every_border(plan: optimizer.Plan) -> None:
    crossings = carried(plan)[["borders", "tonnes"]].itertuples()
    expected: dict[str, float] = {}
    for row in crossings:
        for crossing in filter(None, row.borders.split("; ")):
            name = crossing.rpartition(" ")[0]
            expected[name] = expected.get(name, 0) + row.tonnes
    found = {row["border"]: row["tonnes"] for row in rows(plan.plot.map(), "border", "tonnes")}
    for names, tonnes in found.items():
        assert tonnes == pytest.approx(sum(expected.pop(name) for name in names.split(", ")))
    assert not expected


def test_the_share_in_the_maps_title_is_that_of_the_summary(plan: optimizer.Plan) -> None:
    figures = plan.summary.set_index("figure")["value"]
    shares = figures[figures.index.str.startswith("share of tonne-km ")]
    mode, share = str(shares.index[0]).rpartition(" ")[2].capitalize(), shares.iloc[0]
    title = plan.plot.map().title
    said = re.fullmatch(rf"{mode} carries ([\d.]+|all) (?:%|of) .*tonne-km", title.replace("all of", "100 of"))
    assert said is not None and float(said[1]) == pytest.approx(100 * share, abs=0.5)


def test_the_waterfall_ends_at_the_cost(plan: optimizer.Plan) -> None:
    """Each bar begins where the one before ends, is as long as the charges of its component, and the last is all."""
    bars = rows(plan.plot.waterfall(), "amount", "start")
    parts, whole = bars[:-1], bars[-1]
    charged = plan.charges.groupby("component")["cents"].sum() / 100
    called = {"border fees": "border", "CO2e price": "co2", "left behind": "unserved"}
    assert {called.get(bar["name"], bar["name"]): bar["amount"] for bar in parts} == pytest.approx(
        {name: amount for name, amount in charged.items() if amount}
    )
    ends = [0.0, *(bar["end"] for bar in parts)]
    assert [bar["start"] for bar in parts] == pytest.approx(ends[:-1])
    assert (whole["start"], whole["end"]) == pytest.approx((0, float(plan.cost)))
    assert ends[-1] == pytest.approx(float(plan.cost))


def test_the_timeline_draws_every_leg_on_its_days(plan: optimizer.Plan) -> None:
    figure = plan.plot.timeline(*plan.bookings["shipment"].unique())
    days = lambda frame, *names: [frame[name].dt.strftime("%Y-%m-%d") for name in names]  # noqa: E731
    legs = plan.legs
    expected = sorted(
        zip(legs["origin"], legs["destination"], legs["mode"], *days(legs, "departs", "arrives"), strict=True)
    )
    drawn = rows(figure, "from", "departs", "end")
    assert sorted((r["from"], r["to"], r["mode"], r["departs"], r["arrives"]) for r in drawn) == expected
    spans = {row["booking"]: row for row in rows(figure, "booking", "latest")}
    booked = plan.bookings.drop_duplicates("booking").set_index("booking")
    assert {name: row["latest"] for name, row in spans.items()} == dict(days(booked, "latest")[0])
    assert {name: row["delivered"] for name, row in spans.items()} == dict(days(booked, "delivered")[0])
    assert {name: row["spare"] for name, row in spans.items()} == dict((booked["latest"] - booked["delivered"]).dt.days)
    ready = booked["delivered"] - pd.to_timedelta(booked["days_from_ready"].astype(int), unit="D")
    assert {name: row["ready"] for name, row in spans.items()} == dict(ready.dt.strftime("%Y-%m-%d"))


def test_borders_add_up_to_what_is_used_and_what_there_is(plan: optimizer.Plan) -> None:
    """Over all weeks of each of those that are drawn."""
    use = plan.capacity_use
    use = use[use["kind"] == "border"].head(12).reset_index()
    drawn = pd.DataFrame(rows(plan.plot.borders(), "panel", "used"))
    sums = drawn.groupby("panel", sort=False)[["used", "price", "full", "capacity"]].sum()
    assert sums["used"].tolist() == pytest.approx(use["used"].tolist())
    assert sums["price"].tolist() == pytest.approx(use["worth"].tolist())
    assert sums["full"].tolist() == use["full"].tolist()
    stated = use["capacity"] > 0  # the plan by hand uses one that its book doesn't have
    assert sums["capacity"][stated.to_numpy()].tolist() == pytest.approx(use["capacity"][stated].tolist())
    assert list(sums.index) == [
        f"{name} {mode}".strip() + f", {'TEU' if unit == 'teu' else unit} a {'week' if per == 'day' else per}"
        for name, mode, unit, per in zip(use["name"], use["mode"], use["unit"], use["per"], strict=True)
    ]


def test_each_bar_of_a_border_is_a_period_of_the_plan(drawn: optimizer.Plan) -> None:
    """Capacities by the week: used, price and capacity are those of the row of that week."""
    bars = {(row["panel"].rpartition(",")[0], row["start"]): row for row in rows(drawn.plot.borders(), "panel", "used")}
    capacities = drawn.capacities[drawn.capacities["kind"] == "border"]
    seen = 0
    for row in capacities.itertuples():
        monday = pd.to_datetime(f"{row.period}-1", format="%G-W%V-%u").strftime("%Y-%m-%d")
        bar = bars.get((f"{row.name} {row.mode}".strip(), monday))
        if bar is not None:
            seen += 1
            assert (bar["used"], bar["capacity"], bar["price"]) == pytest.approx(
                (row.used, row.capacity, row.shadow_price)
            )
    assert seen == sum(bar["used"] > 0 for bar in bars.values()) > 10
