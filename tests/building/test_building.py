"""What the rows of the tiny world become."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import tariffs
from tariffs.book import Avoid, Capacity, Crossing, LegKey, Portfolio, Shipment, TariffBook
from tariffs.building import build
from tariffs.calendar import Period, Schedule, Validity
from tariffs.problems import InputError, Problem
from tests.building.mistakes import Change, another, both, cells, problems_of
from tests.building.sheets_of_rows import tables
from tests.building.tiny_world import tiny_world

WORLDS = sorted((Path(__file__).parents[1] / "worlds").glob("*.xlsx"))


def built(*changes: Change) -> tuple[TariffBook, Portfolio, list[Problem]]:
    world = tiny_world()
    for change in changes:
        change(world)
    read = tables(world)
    book, portfolio = build(read)
    return book, portfolio, list(read.problems)


def shipment(*changes: Change) -> Shipment:
    return built(*changes)[1].shipments["R1"]


@pytest.mark.parametrize("path", WORLDS, ids=[path.stem for path in WORLDS])
def test_every_world_with_a_known_optimum_loads(path: Path):
    """Nothing in the worlds of the contract is an error, and each has legs and cargo."""
    given = tariffs.load(path)

    assert given.book.legs
    assert given.portfolio.shipments
    assert [file.name for file in given.files] == [path.name]


def test_settings_take_what_is_stated_and_else_the_default():
    """A setting without a row has the default of the schema."""
    settings = built()[0].settings

    assert settings.capital_cost_pct == 12
    assert settings.insurance_uplift_pct == 110
    assert settings.unserved_penalty_per_t is None
    assert settings.allow_review is True


def test_names_are_canonical_however_they_are_spelled():
    """Aliases, letter case and white space lead to the one name in the book."""
    book, portfolio, problems = built(
        cells("Tariffs", origin="khi", mode="RAIL", borders="TAFTAN@4"),
        cells("Cargo", origin="  karachi", destination="moskva", commodity="RICE", containers="40gp; teu"),
    )

    assert book.legs[0].key == LegKey("PR1", "", "rail", "Karachi", "Zahedan")
    assert book.legs[0].tariffs[0].crossings == (Crossing("Taftan", Decimal(4)),)
    carried = portfolio.shipments["R1"]
    assert (carried.origin, carried.destination, carried.commodity.name) == ("Karachi", "Moscow", "rice")
    assert carried.containers == {"FEU", "TEU"}
    assert problems == []


def test_an_alias_that_repeats_its_own_name_is_no_mistake():
    """`Karachi` among the aliases of Karachi contradicts nothing."""
    assert problems_of(cells("Locations", aliases="karachi; KHI; khi")) == []


def test_the_territory_of_a_location_is_its_country_unless_stated():
    """Karachi is in PK, Moscow in the EAEU."""
    locations = built()[0].locations

    assert (locations["Karachi"].territory, locations["Moscow"].territory) == ("PK", "EAEU")


def test_a_greater_payload_raises_nothing_and_a_lesser_one_lowers():
    """The payload is the least of the stated one and gross less tare."""
    greater = built(cells("Containers", 3, payload_t=44))[0].containers["FEU"]
    lesser = built(cells("Containers", 3, payload_t=22))[0].containers["FEU"]
    unstated = built()[0].containers["FEU"]

    assert [box.payload_t for box in (greater, lesser, unstated)] == [Decimal("26.75"), 22, Decimal("26.75")]


def test_rows_of_one_service_mode_and_ends_are_one_leg():
    """Rows of another commodity join the leg; those of another carrier without service do not."""
    joined = built(another("Tariffs", like=3, commodity="rice"))[0]
    apart = built(
        both(cells("Tariffs", 3, service=None), another("Tariffs", like=3, service=None, carrier="RZD")),
        cells("Surcharges", service=None),
    )[0]

    assert [len(leg.tariffs) for leg in joined.legs] == [1, 2, 1]
    assert [leg.key.carrier for leg in apart.legs] == ["", "RAI", "", "RZD"]


def test_spellings_of_one_service_are_one_service():
    """A service written in other letter case is the same departure, under its first spelling."""
    book = built(another("Tariffs", like=3, service="ir1", commodity="rice"))[0]

    assert [leg.key.service for leg in book.legs] == ["PR1", "IR1", "TIR"]


def test_departures_every_so_many_days_count_from_valid_from():
    """The start of the schedule is the first day of the row's validity."""
    book = built(cells("Tariffs", departures="every 10 days", valid_from="2025-03-03"))[0]

    assert book.legs[0].tariffs[0].schedule == Schedule(every=10, start=date(2025, 3, 3))


def test_hs_codes_lose_their_points():
    """A code is compared by its digits, so 1006.30 begins with 1006."""
    assert built()[0].commodities["rice"].hs == "100630"


def test_a_border_row_holds_its_capacity_and_closures():
    """Unit and period go with the capacity; a closure without last day is until further notice."""
    (border,) = built(cells("Borders", closed_weekdays="Fri", closed_from="2025-05-01"))[0].borders

    assert border.capacity == Capacity(Decimal(2), "containers", Period.WEEK)
    assert border.closures.weekdays == {4}
    assert border.closures.spans == (Validity(date(2025, 5, 1), None),)


def test_a_closure_in_a_list_may_be_open_ended():
    """An empty part of closed_to is until further notice for the first day in the same place."""
    (border,) = built(cells("Borders", closed_from="2025-05-01; 2025-09-01", closed_to="2025-05-03; "))[0].borders

    assert border.closures.spans == (
        Validity(date(2025, 5, 1), date(2025, 5, 3)),
        Validity(date(2025, 9, 1), None),
    )


def test_a_plan_waits_for_closures_that_are_as_likely_as_not():
    """A closure less likely than one half is announced, and no plan counts it."""
    spans = {}
    for likely in (None, 0.5, 0.49):
        (border,) = built(cells("Borders", closed_from="2025-05-01", closed_probability=likely))[0].borders
        spans[likely] = (border.closures.spans, border.announced)

    closed = (Validity(date(2025, 5, 1), None),)
    assert spans == {None: (closed, closed), 0.5: (closed, closed), 0.49: ((), closed)}


def test_a_surcharge_has_one_amount_or_one_per_container():
    """The `amount` serves all containers; container columns those that have one."""
    single = built()[0].surcharges[0]
    several = built(cells("Surcharges", amount=None, TEU=20))[0].surcharges[0]

    assert (single.amounts.of("TEU"), single.amounts.of("FEU")) == (20, 20)
    assert (several.amounts.of("TEU"), several.amounts.of("FEU")) == (20, None)


@pytest.mark.parametrize(
    ("due", "limit", "last"),
    [
        ("2025-03-20", None, date(2025, 3, 20)),
        (None, 30, date(2025, 4, 2)),
        ("2025-03-20", 30, date(2025, 3, 20)),
        ("2025-04-20", 30, date(2025, 4, 2)),
        (None, 30.9, date(2025, 4, 2)),
    ],
)
def test_the_last_day_is_the_earlier_of_due_and_ready_plus_the_limit(due: str | None, limit: float | None, last: date):
    """Both limits hold, and a part of a day is no day."""
    assert shipment(cells("Cargo", due=due, max_transit_days=limit)).last_day == last


def test_a_weight_is_rounded_half_up_to_the_kilogram():
    """Half a kilogram counts as a whole one."""
    assert shipment(cells("Cargo", weight_t=65.9995)).weight_t == Decimal("66.000")
    assert shipment(cells("Cargo", weight_t=65.9994)).weight_t == Decimal("65.999")


def test_a_volume_not_given_is_weight_times_stowage():
    """66 t of rice at 1.3 m³ per tonne are 85.8 m³; a volume given is taken as it is."""
    assert shipment().volume_m3 == Decimal("85.8")
    assert shipment(cells("Cargo", volume_m3=70)).volume_m3 == 70


def test_a_blank_value_is_nothing_and_says_nothing():
    """Goods without value are carried, in the base currency."""
    _, portfolio, problems = built(cells("Cargo", value=None))

    assert portfolio.shipments["R1"].value == 0
    assert portfolio.shipments["R1"].currency == "USD"
    assert problems == []


def test_goods_come_from_the_territory_of_the_origin_unless_stated():
    """A stated origin may be any country."""
    assert shipment().goods_origin == "PK"
    assert shipment(cells("Cargo", goods_origin="cn")).goods_origin == "CN"
    assert shipment(cells("Cargo", goods_origin="eaeu")).goods_origin == "EAEU"


def test_avoid_takes_a_word_for_all_that_it_names():
    """A word that is a location and a border avoids both; carriers and countries are found too."""
    named = both(
        lambda world: world["Locations"].append({"location": "Taftan", "country": "PK"}),
        cells("Cargo", avoid="taftan; RAI; ir"),
    )

    assert shipment(named).avoid == Avoid(
        locations=frozenset({"Taftan"}),
        borders=frozenset({"Taftan"}),
        carriers=frozenset({"RAI"}),
        countries=frozenset({"IR"}),
    )


def test_a_carrier_that_only_a_surcharge_names_may_be_avoided():
    """To avoid what is known and never used is no mistake."""
    named = both(cells("Surcharges", carrier="MSC", service=None), cells("Cargo", avoid="msc; AF"))
    world = tiny_world()
    named(world)
    read = tables(world)
    _, portfolio = build(read)

    assert portfolio.shipments["R1"].avoid == Avoid(carriers=frozenset({"MSC"}), countries=frozenset({"AF"}))
    assert [problem.sheet for problem in read.problems] == ["Surcharges"]


def test_modes_allowed_are_folded():
    """`Rail` and `rail` are one mode."""
    assert shipment(cells("Cargo", modes="Rail; ROAD")).modes == {"rail", "road"}


def test_services_and_carriers_allowed_are_those_of_the_tariffs():
    """However their case is written; blank allows all."""
    assert shipment(cells("Cargo", services="pr1; IR1")).services == {"PR1", "IR1"}
    assert shipment(cells("Cargo", carriers="tir  union")).carriers == {"TIR Union"}
    assert (shipment().services, shipment().carriers) == (None, None)


def test_a_customer_is_one_however_its_case_is_written():
    """Costs are summed by it."""
    _, portfolio, _ = built(
        cells("Cargo", customer="Alfa Traders"), another("Cargo", shipment="R2", customer="ALFA  traders")
    )
    assert [shipment.customer for shipment in portfolio.shipments.values()] == ["Alfa Traders"] * 2


def test_a_tariff_book_alone_can_be_checked():
    """Without cargo the book is built when cargo is not required, and no date is held against it."""
    world = tiny_world()
    del world["Cargo"]
    read = tables(world)

    book, portfolio = build(read, cargo_required=False)

    assert len(book.legs) == 3
    assert portfolio.shipments == {}
    assert list(read.problems) == []


def test_warnings_do_not_stop_and_errors_carry_them():
    """A warning alone builds; beside an error it is among the problems that the error carries."""
    doubtful, wrong = cells("Cargo", incoterm="CIF"), cells("Cargo", origin="Karchi")

    assert len(built(doubtful)[2]) == 1
    world = tiny_world()
    both(doubtful, wrong)(world)
    with pytest.raises(InputError) as caught:
        build(tables(world))
    assert [problem.severity for problem in caught.value.problems] == ["error", "warning"]
    assert "CIF" not in str(caught.value)


def test_a_renewed_tariff_is_history_and_no_doubt():
    """An expired row whose leg has a later row for the commodity is not mentioned."""
    renewed = both(
        cells("Tariffs", 3, valid_to="2025-03-01"),
        another("Tariffs", like=3, valid_from="2025-03-02", valid_to=None),
    )

    assert problems_of(renewed) == []


def test_planned_rows_are_kept_and_held_against_nothing():
    """A planned row may contradict the active one of its leg: a scenario picks between them."""
    planned = another("Tariffs", like=3, status="planned", transit_days=9, currency="USD")
    book, _, problems = built(planned)

    assert [row.status for row in book.legs[1].tariffs] == ["active", "planned"]
    assert problems == []


def test_rows_for_different_weekdays_are_different_departures():
    """A Monday train and a Thursday train of one service may differ in everything."""
    assert (
        problems_of(
            cells("Tariffs", departures="Mon", capacity=30),
            another("Tariffs", departures="Thu", capacity=20, TEU=100000),
        )
        == []
    )


def test_a_border_on_arrival_is_the_border_on_the_last_day():
    """`Taftan` and `Taftan@5` on a leg of five days agree."""
    assert (
        problems_of(cells("Tariffs", borders="Taftan"), another("Tariffs", borders="Taftan@5", commodity="rice")) == []
    )
