"""What is doubtful about lanes, and what is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs.book import Location
from tariffs.building.lanes import great_circle_km
from tests.building.mistakes import another, both, cells, problems_of
from tests.building.tiny_world import World


def place(latitude: str | None, longitude: str | None) -> Location:
    north = None if latitude is None else Decimal(latitude)
    east = None if longitude is None else Decimal(longitude)
    return Location("somewhere", "", "PK", "PK", latitude=north, longitude=east)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        (("30.196", "67.017"), ("28.950", "61.588"), 543),  # Quetta to Taftan
        (("0", "179"), ("0", "-179"), 222),  # over the line of the dates
        (("90", "0"), ("-90", "0"), 20015),
        (("24.855", "67.021"), ("24.855", "67.021"), 0),
    ],
)
def test_a_straight_line_over_the_globe(one: tuple[str, str], other: tuple[str, str], km: int) -> None:
    """As the atlas has it, to the kilometre."""
    assert round(great_circle_km(place(*one), place(*other)) or 0) == km


def test_without_coordinates_there_is_no_straight_line() -> None:
    """A location may be on no map."""
    assert great_circle_km(place("24", "67"), place(None, "67")) is None


def coordinates(world: World) -> None:
    """Karachi and Zahedan, 798 km apart."""
    cells("Locations", 2, latitude=24.855, longitude=67.021)(world)
    cells("Locations", 3, latitude=29.491, longitude=60.864)(world)


@pytest.mark.parametrize(("km", "doubtful"), [(798, False), (786, False), (784, True), (1600, False)])
def test_a_leg_may_be_a_little_shorter_than_from_town_to_town(km: int, *, doubtful: bool) -> None:
    """Coordinates are those of a place, not of a buffer stop: one in a hundred and 5 km are allowed."""
    assert bool(problems_of(coordinates, cells("Tariffs", 2, distance_km=km))) is doubtful


def test_the_same_short_leg_is_said_once() -> None:
    """A tariff book has a row for each container, weight band and commodity."""
    short = both(coordinates, cells("Tariffs", 2, distance_km=300), another("Tariffs", commodity="rice"))
    assert [problem.kind.code for problem in problems_of(short)] == ["distance"]


def test_amounts_of_other_modes_containers_and_bases_are_not_compared() -> None:
    """A tonne costs less than a container, and a lorry more than a train."""
    per_tonne = another("Tariffs", like=3, service="IR2", basis="tonne", TEU=45, FEU=45)
    by_road = another("Tariffs", like=3, service="IR3", mode="road", TEU=9900, FEU=17000)
    planned = another("Tariffs", like=3, service="IR4", status="planned", TEU=99000, FEU=1)
    assert problems_of(both(per_tonne, by_road, planned)) == []


def test_a_lane_is_reached_by_legs_that_are_valid_in_time_only() -> None:
    """A leg that ends before the cargo is ready leads nowhere."""
    late = both(
        cells("Tariffs", 3, valid_from="2025-04-03"),
        cells("Tariffs", 4, valid_from="2025-04-03"),
    )
    assert [problem.kind.code for problem in problems_of(late)] == ["unreached"]


def test_rows_of_which_the_same_is_said_are_known() -> None:
    """A problem of three shipments says so, and where the others are."""
    (problem,) = problems_of(*(another("Cargo", shipment=name) for name in ("R2", "R3", "R4")))
    assert (problem.cell, problem.more) == ("A3", (range(4, 6),))


def test_cargo_that_differs_in_anything_is_no_repetition() -> None:
    """Another day, another weight, another commodity or other containers."""
    for changes in ({"ready": "2025-03-04"}, {"weight_t": 65}, {"containers": "TEU"}, {"value": 1}):
        assert problems_of(another("Cargo", shipment="R2", **changes)) == []


def test_surcharges_for_other_containers_or_other_days_are_no_repetition() -> None:
    """One row per container is the usual way to write them."""
    split = both(
        cells("Surcharges", amount=None, TEU=20, FEU=None), another("Surcharges", amount=None, TEU=None, FEU=40)
    )
    later = both(
        cells("Surcharges", valid_to="2025-03-31"),
        another("Surcharges", valid_from="2025-04-01", valid_to=None, amount=30),
    )
    assert problems_of(split) == problems_of(later) == []
