"""Why cargo stays behind: the first reason of the contract that is true."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.errors import OutOfTimeError
from optimizer.explain.guide import ListingGuide
from optimizer.explain.reasons import NO_TIME, Reason, reasons
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from tests.properties.drawing import Row, World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.solving import examples, solved

ENGINES = (Engine.LISTED, Engine.COLUMNS)


def one_box(*tariffs: Row) -> World:
    """Steel that may go from Quetta to Moscow from 3 to 13 March."""
    wanted: Row = {
        "shipment": "S", "origin": "Quetta", "destination": "Moscow", "commodity": "steel", "weight_t": 10,
        "ready": "2025-03-03", "due": "2025-03-13",
    }  # fmt: skip
    return {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [
            {"location": "Quetta", "country": "PK"},
            {"location": "Zahedan", "country": "IR"},
            {"location": "Moscow", "country": "RU"},
        ],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "steel", "stowage_m3_per_t": 0.5}, {"commodity": "rice", "stowage_m3_per_t": 1}],
        "Tariffs": list(tariffs),
        "Cargo": [wanted],
    }


def leg(origin: str, destination: str, days: int, departures: str = "daily", **more: str | int) -> Row:
    return {
        "mode": "rail", "origin": origin, "destination": destination, "transit_days": days, "departures": departures,
        "TEU": 100, **more,
    }  # fmt: skip


def reason(world: World, *engines: Engine) -> str:
    """What either engine gives as the reason, or those that are named."""
    [told] = {left.reason for engine in engines or ENGINES for left in solved(world, Options(engine=engine)).unserved}
    return told


@pytest.mark.parametrize(
    ("departs", "days"),
    [("2025-03-20", 19), ("2025-03-13", 12), ("2026-03-20", 384)],
)
def test_a_leg_that_runs_only_after_the_last_day_makes_the_connection_slow_and_does_not_refuse_the_goods(
    departs: str, days: int
) -> None:
    told = reason(one_box(leg("Quetta", "Moscow", 2, departs)))
    more = f"{days - 10} days more would be enough"
    assert told == f"the fastest connection takes {days} days against 10 allowed: {more}"


def test_a_leg_that_takes_the_goods_only_after_the_last_day_makes_the_connection_slow() -> None:
    """Until the 19th its only row is for rice."""
    rice = leg("Quetta", "Moscow", 2, "daily", commodity="rice", valid_to="2025-03-19")
    steel = leg("Quetta", "Moscow", 2, "daily", valid_from="2025-03-20")
    assert reason(one_box(rice, steel)).startswith("the fastest connection takes 19 days against 10 allowed")


def test_a_second_leg_that_runs_only_after_the_last_day_makes_the_connection_slow() -> None:
    told = reason(one_box(leg("Quetta", "Zahedan", 1), leg("Zahedan", "Moscow", 4, "2025-03-16")))
    assert told == "the fastest connection takes 17 days against 10 allowed: 7 days more would be enough"


def test_a_leg_whose_every_row_is_for_other_goods_refuses_these_on_every_day() -> None:
    """If it is the only one, nothing takes them; if not, it is named."""
    other = leg("Quetta", "Moscow", 2, commodity="rice")
    assert reason(one_box(other)) == "no carriage accepts it: nothing takes steel"
    told = reason(one_box(other, leg("Moscow", "Zahedan", 2, "2025-03-20")))
    assert told == "no carriage accepts it: rail Quetta – Moscow takes rice and not steel"


def test_legs_that_do_not_meet_are_no_connection_even_where_they_run_only_later() -> None:
    assert reason(one_box(leg("Quetta", "Zahedan", 2, "2025-03-20"))) == "no connection from Quetta to Moscow"


def test_a_leg_that_cannot_cross_its_border_is_no_connection() -> None:
    world = one_box(leg("Quetta", "Moscow", 2, borders="Taftan"))
    world["Borders"] = [{"border": "Taftan", "compliance": "blocked"}]
    told = "no connection from Quetta to Moscow: rail Quetta – Moscow never runs, which cannot cross Taftan"
    assert reason(world) == told


def test_a_leg_that_cannot_cross_its_border_any_more_when_the_cargo_is_ready_is_no_connection() -> None:
    """Not that limits of weight are in the way: it ran for what was ready before."""
    world = one_box(leg("Quetta", "Moscow", 2, borders="Taftan"))
    world["Borders"] = [
        {"border": "Taftan", "valid_to": "2025-03-06"},
        {"border": "Taftan", "valid_from": "2025-03-07", "compliance": "blocked"},
    ]
    world["Cargo"].append({**world["Cargo"][0], "shipment": "T", "ready": "2025-03-05"})
    book, portfolio = book_and_portfolio(world)
    network = Network(book, portfolio)
    late = portfolio.shipments["T"]
    told = "no connection from Quetta to Moscow: rail Quetta – Moscow does not run from 2025-03-05 on, which cannot "
    found = reasons(ListingGuide(Lister(network)), network, [(late, 10_000)], ())
    assert found == {"T": Reason(f"{told}cross Taftan")}


def test_a_cut_off_that_misses_the_last_departure_is_no_connection() -> None:
    """Not that limits of weight are in the way: the next one reaches the border when it is blocked."""
    world = one_box(leg("Quetta", "Moscow", 2, "Mon,Thu", borders="Taftan", cutoff_days=1))
    world["Borders"] = [
        {"border": "Taftan", "valid_to": "2025-03-07"},
        {"border": "Taftan", "valid_from": "2025-03-08", "compliance": "blocked"},
    ]
    told = "no departures connect on rail Quetta – Moscow from 2025-03-03 on, transfers and cut-offs counted"
    assert reason(world) == f"no connection from Quetta to Moscow: {told}"


@pytest.mark.parametrize(
    ("columns", "standing"),
    [
        ({"status": "planned"}, "planned"),
        ({"compliance": "blocked"}, "blocked"),
        ({"compliance": "review"}, "under review, which allow_review does not allow"),
    ],
)
def test_a_leg_whose_rows_do_not_run_is_named_with_what_they_are(columns: Row, standing: str) -> None:
    """Not that nothing takes steel; and it could go if they did."""
    planned = leg("Zahedan", "Moscow", 2, **columns)
    for legs in ([leg("Quetta", "Zahedan", 2), planned], [planned | {"origin": "Quetta"}]):
        world = one_box(*legs)
        world["Settings"].append({"setting": "allow_review", "value": "no"})
        origin = legs[-1]["origin"]
        assert reason(world) == (
            f"no connection from Quetta to Moscow: Tariffs!{len(legs) + 1} (rail {origin} – Moscow) is {standing}"
        )
        world["Tariffs"][-1] = leg(str(origin), "Moscow", 2)
        assert not solved(world, Options()).unserved


def test_a_row_that_does_not_run_is_named_beside_one_of_its_leg_for_other_goods() -> None:
    rice, steel = leg("Quetta", "Moscow", 2, commodity="rice"), leg("Quetta", "Moscow", 2, status="planned")
    told = "no connection from Quetta to Moscow: Tariffs!3 (rail Quetta – Moscow) is planned"
    assert reason(one_box(rice, steel)) == told


def test_a_transfer_that_is_missing_is_named() -> None:
    """And with a row for it the cargo could go."""
    world = one_box(leg("Quetta", "Zahedan", 2), leg("Zahedan", "Moscow", 2, mode="road"))
    assert reason(world) == "no connection from Quetta to Moscow: there is no transfer from rail to road at Zahedan"
    world["Transfers"] = [{"location": "Zahedan", "from_mode": "rail", "to_mode": "road"}]
    assert not solved(world, Options()).unserved


def test_each_transfer_that_would_do_is_named() -> None:
    """Two modes lead there, and a row for either lets the cargo go, whichever is cheaper."""
    world = one_box(
        leg("Quetta", "Zahedan", 2, mode="road"), leg("Quetta", "Zahedan", 2), leg("Zahedan", "Moscow", 2, mode="sea")
    )
    told = "there is no transfer from road to sea or from rail to sea at Zahedan: one of them would do"
    assert reason(world) == f"no connection from Quetta to Moscow: {told}"
    for mode in ("road", "rail"):
        world["Transfers"] = [{"location": "Zahedan", "from_mode": mode, "to_mode": "sea"}]
        assert not solved(world, Options()).unserved


def test_a_transfer_that_would_lead_on_from_nowhere_is_not_named() -> None:
    """No transfer leads to the train beside the lorry, so one from it to the ship would be of no use."""
    world = one_box(
        leg("Quetta", "Taftan", 1, mode="road"),
        leg("Taftan", "Zahedan", 2, mode="road"),
        leg("Taftan", "Zahedan", 2),
        leg("Zahedan", "Moscow", 2, mode="sea"),
    )
    world["Locations"] = [*world["Locations"], {"location": "Taftan", "country": "PK"}]
    assert "there is no transfer from road to sea at Zahedan" in reason(world)
    assert "rail" not in reason(world)


def test_a_weight_band_below_an_empty_container_is_told() -> None:
    """Not that nothing takes steel."""
    told = "rail Quetta – Moscow takes up to 1.5 t gross, and an empty TEU is no lighter"
    assert reason(one_box(leg("Quetta", "Moscow", 2, max_gross_t="1.5"))) == f"no carriage accepts it: {told}"


def test_a_last_departure_is_told_with_its_day() -> None:
    told = reason(one_box(leg("Quetta", "Moscow", 2, "2025-02-20"), leg("Quetta", "Zahedan", 1)))
    assert told == "nothing runs any more from Quetta to Moscow: rail Quetta – Moscow last departs on 2025-02-20"


def test_rates_that_ended_are_told_with_their_day_and_until_when_they_should_be_valid() -> None:
    """Not that nothing takes steel."""
    assert reason(one_box(leg("Quetta", "Moscow", 2, valid_to="2025-02-28"))) == (
        "nothing runs any more from Quetta to Moscow: the rates of rail Quetta – Moscow ended on 2025-02-28 "
        "(Tariffs!2); valid to 2025-03-03, it would be delivered on 2025-03-05"
    )


def test_a_border_closed_for_good_is_told() -> None:
    world = one_box(leg("Quetta", "Moscow", 2, borders="Taftan@0"))
    world["Borders"] = [{"border": "Taftan", "closed_from": "2025-02-21", "closed_to": ""}]
    told = "nothing runs any more from Quetta to Moscow: border Taftan is closed until further notice"
    assert reason(world) == told


def test_a_faster_way_whose_rates_ended_is_a_cure_beside_more_days() -> None:
    told = reason(one_box(leg("Quetta", "Moscow", 20), leg("Quetta", "Moscow", 5, valid_to="2025-03-01", mode="road")))
    assert told == (
        "the fastest connection takes 20 days against 10 allowed: 10 days more would be enough, or the rates of "
        "road Quetta – Moscow ended on 2025-03-01 (Tariffs!3), and valid to 2025-03-03 would be in time"
    )


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("modes", "road"),
        ("avoid", "ACME"),
        ("avoid", "Zahedan"),
        ("avoid", "IR"),
        ("carriers", "BOLT"),
        ("services", "S2"),
    ],
)
def test_the_wish_that_stands_in_the_way_is_named(column: str, cell: str) -> None:
    legs = [leg("Quetta", "Zahedan", 1, carrier="ACME"), leg("Zahedan", "Moscow", 4, carrier="ACME")]
    world = one_box(*legs, leg("Moscow", "Quetta", 1, mode="road", carrier="BOLT", service="S2"))
    world["Cargo"][0][column] = cell
    wish = f"{column} {cell}"
    assert reason(world) == f"no carriage accepts it with {wish}: without {wish} it could go"


def two_legs(*types: str) -> World:
    """By way of Zahedan; each leg takes one type of container."""
    ends = (("Quetta", "Zahedan"), ("Zahedan", "Moscow"))
    rows = [{**leg(*way, 2), "TEU": None, box: 100} for way, box in zip(ends, types, strict=True)]
    world = one_box(*rows)
    world["Containers"].append({"container": "FEU", "teu": 2, "max_gross_t": 30, "tare_t": 4, "volume_m3": 66})
    return world


def test_legs_that_take_different_containers_are_named_with_the_cell_that_is_blank() -> None:
    """As in sheets of legs by size of box, where cargo is stuffed anew on the way."""
    assert reason(two_legs("TEU", "FEU")) == (
        "no container type goes all the way: rail Quetta – Zahedan takes TEU; rail Zahedan – Moscow takes FEU: "
        "an amount for TEU on rail Zahedan – Moscow (Tariffs!3) would carry it"
    )


@examples(20)
@given(st.lists(st.sets(st.sampled_from(["TEU", "FEU", "40HC"]), min_size=1, max_size=2), min_size=3, max_size=3))
def test_an_amount_in_the_cells_named_carries_it(taken: list[set[str]]) -> None:
    """Three legs in a row, each for some of three types of container."""
    places = ["Quetta", "Zahedan", "Tehran", "Moscow"]
    rows = [
        {**leg(*ends, 1), "TEU": None, **dict.fromkeys(boxes, 100)}
        for ends, boxes in zip(pairwise(places), taken, strict=True)
    ]
    world = two_legs("TEU", "FEU") | {"Tariffs": rows}
    world["Containers"].append({**world["Containers"][1], "container": "40HC"})
    world["Locations"].append({"location": "Tehran", "country": "IR"})
    assume(not set.intersection(*taken))
    told = reason(world, Engine.LISTED)
    cells = re.findall(r"(\w+) on [^()]*\(Tariffs!(\d)\)", told)
    least = min(sum(box not in boxes for boxes in taken) for box in ("TEU", "FEU", "40HC"))
    assert len(cells) == least
    for box, row in cells:
        rows[int(row) - 2][box] = 100
    assert not solved(world, Options(engine=Engine.LISTED)).unserved


def full(penalty: int, *more: Row) -> World:
    """One box for a train of one, and a second one that is left behind."""
    world = one_box(leg("Quetta", "Moscow", 2, "2025-03-04", capacity=1), *more)
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": penalty}]
    world["Cargo"].append({**world["Cargo"][0], "shipment": "T", "unserved_penalty_per_t": penalty - 1})
    return world


def test_the_capacity_that_lacks_room_is_named_with_how_much_more_would_do() -> None:
    assert reason(full(3000)) == (
        "no room: departure rail Quetta – Moscow has 0 of 1 teu left on 2025-03-04, 1 more would do "
        "(1 TEU with 10 t would cost 10.00 a tonne against 2,999.00)"
    )


def left_t(world: World) -> float:
    """The tonnes that stay behind, by either engine."""
    [tonnes] = {
        sum(float(left.tonnes) for left in solved(world, Options(engine=engine)).unserved) for engine in ENGINES
    }
    return tonnes


def test_so_much_more_of_a_capacity_as_all_that_is_left_needs_would_do() -> None:
    """Of 130 t three boxes of 22 t go; two more would not be enough."""
    world = one_box(leg("Quetta", "Moscow", 2, "2025-03-04", capacity=3))
    world["Cargo"][0]["weight_t"] = 130
    assert reason(world) == (
        "no room: departure rail Quetta – Moscow has 0 of 3 teu left on 2025-03-04, 3 more would do "
        "(3 TEU with 64 t would cost 4.69 a tonne against 3,000.00)"
    )
    for more, left in ((2, 20), (3, 0)):
        world["Tariffs"][0]["capacity"] = 3 + more
        assert left_t(world) == left


def test_of_how_many_tonnes_more_of_a_capacity_would_do_is_told_where_not_of_all() -> None:
    """The last tonne isn't worth a box of its own."""
    world = one_box(leg("Quetta", "Moscow", 2, "2025-03-04", capacity=3))
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 50}]
    world["Cargo"][0]["weight_t"] = 89
    assert reason(world) == (
        "no room: departure rail Quetta – Moscow has 0 of 3 teu left on 2025-03-04, 1 more would do, for 22 t of the "
        "23 t (1 TEU with 22 t would cost 4.55 a tonne against 50.00)"
    )
    world["Tariffs"][0]["capacity"] = 4
    assert left_t(world) == 1


def hurried(weight_t: int, *tariffs: Row) -> World:
    """Steel that may take a day, by a border that two lorries cross a day."""
    world = one_box(*tariffs or [leg("Quetta", "Moscow", 3, mode="road", borders="Torkham")])
    world["Borders"] = [
        {"border": "Torkham", "mode": "road", "capacity": 2, "capacity_unit": "vehicles", "capacity_per": "day"}
    ]
    world["Cargo"][0] |= {"weight_t": weight_t, "due": "2025-03-04"}
    return world


def test_days_that_would_be_enough_for_all_of_it_are_told_and_are() -> None:
    world = hurried(44)
    told = "the fastest connection takes 3 days against 1 allowed: 2 days more would be enough"
    assert reason(world) == told
    world["Cargo"][0]["due"] = "2025-03-06"
    assert left_t(world) == 0


def test_days_in_which_capacity_keeps_back_some_of_it_are_told_to_be_the_earliest() -> None:
    """Three boxes need another day, or room for one more: either cures."""
    world = hurried(60)
    assert reason(world) == (
        "the fastest connection takes 3 days against 1 allowed: 2 days more at the earliest, and there border Torkham "
        "(road) has 2 of 2 vehicles left on 2025-03-06, 1 more would do "
        "(3 TEU with 60 t would cost 5.00 a tonne against 3,000.00)"
    )
    world["Cargo"][0]["due"] = "2025-03-06"
    assert left_t(world) == 16
    world["Borders"][0]["capacity"] = 3
    assert left_t(world) == 0


def test_days_that_serve_for_more_than_the_penalty_are_told_to_be_the_earliest() -> None:
    world = hurried(20)
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 4}]
    assert reason(world) == (
        "the fastest connection takes 3 days against 1 allowed: 2 days more at the earliest, and there serving costs "
        "more than the penalty: 5.00 a tonne in 1 TEU against 4.00"
    )


def test_days_that_would_be_enough_for_part_of_it_are_told_so() -> None:
    """The 23rd tonne isn't worth a box of its own."""
    world = hurried(23)
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 50}]
    told = "the fastest connection takes 3 days against 1 allowed: 2 days more would be enough for 22 t of the 23 t"
    assert reason(world) == told
    world["Cargo"][0]["due"] = "2025-03-06"
    assert left_t(world) == 1


def test_rates_whose_departure_has_no_room_for_all_of_it_are_told_with_what_is_in_the_way() -> None:
    world = hurried(60, leg("Quetta", "Moscow", 1, mode="road", borders="Torkham", valid_to="2025-02-28"))
    assert reason(world) == (
        "nothing runs any more from Quetta to Moscow: the rates of road Quetta – Moscow ended on 2025-02-28 "
        "(Tariffs!2); valid to 2025-03-03, it would be delivered on 2025-03-04, but there border Torkham (road) has "
        "2 of 2 vehicles left on 2025-03-04, 1 more would do "
        "(3 TEU with 60 t would cost 5.00 a tonne against 3,000.00)"
    )
    world["Tariffs"][0]["valid_to"] = "2025-03-03"
    assert left_t(world) == 16
    world["Borders"][0]["capacity"] = 3
    assert left_t(world) == 0


def heavy_box(penalty: int, **capacity: str | int) -> World:
    """20 t for a box that costs 1,000, and 700 more above 12 t."""
    world = one_box(leg("Quetta", "Moscow", 2, "2025-03-04", **capacity) | {"TEU": 1000})
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": penalty}]
    world["Surcharges"] = [{"surcharge": "heavy", "basis": "booking", "amount": 700, "above_gross_t": 14}]
    world["Cargo"][0]["weight_t"] = 20
    return world


def test_what_is_left_is_priced_in_the_containers_that_are_booked_too() -> None:
    """8 t more in the box are 700, in another one 1,000."""
    assert reason(heavy_box(85)) == (
        "serving costs more than the penalty: 87.50 a tonne in 1 TEU already booked against 85.00"
    )


def test_a_capacity_that_keeps_tonnes_out_of_the_containers_that_are_booked_is_named() -> None:
    """Another box for them would cost more than the penalty, and more room in tonnes nothing."""
    world = heavy_box(100, capacity=12, capacity_unit="tonnes")
    del world["Surcharges"]
    told = "no room: departure rail Quetta – Moscow has 0 of 12 tonnes left on 2025-03-04, 8 more would do "
    assert reason(world) == f"{told}(1 TEU already booked with 8 t would cost 0.00 a tonne against 100.00)"
    world["Tariffs"][0]["capacity"] = 20
    assert not solved(world, Options()).unserved


def test_a_train_that_is_not_worth_running_for_it_is_told() -> None:
    world = one_box(leg("Quetta", "Moscow", 2, departure_cost=900))
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 50}]
    assert reason(world) == (
        "no room: what it could go on does not run for it alone: 1 TEU with 10 t would cost 100.00 a tonne "
        "against 50.00, 90.00 of it to run that"
    )


def test_duty_is_told_apart_from_what_carriage_costs_more_than_the_penalty() -> None:
    world = one_box(leg("Quetta", "Moscow", 2))
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 50}]
    world["Cargo"][0]["value"] = 4000
    world["Duties"] = [{"territory": "RU", "valuation": "fob", "duty_pct": 15}]
    told = "serving costs more than the penalty: 70.00 a tonne, of which 60.00 duty and tax, in 1 TEU against 50.00"
    assert reason(world) == told


def test_when_the_time_is_over_it_is_said_so() -> None:
    book, portfolio = book_and_portfolio(one_box(leg("Quetta", "Moscow", 2)))
    network = Network(book, portfolio)
    left = [(shipment, 10_000) for shipment in portfolio.shipments.values()]

    def over() -> None:
        raise OutOfTimeError("the time is over")

    assert reasons(ListingGuide(Lister(network)), network, left, (), over) == {"S": Reason(NO_TIME)}
