"""The generated worlds that the program is measured on."""

from __future__ import annotations

from pathlib import Path

import tariffs
from benchmarks.worlds import given, world, write
from tariffs.calendar import Period

SHIPMENTS = 60


def test_a_generated_world_reads_without_problems(tmp_path: Path) -> None:
    """No error and no warning, and every shipment is there."""
    read = tariffs.load(write(world(SHIPMENTS, seed=1), tmp_path))

    assert [str(problem) for problem in read.problems] == []
    assert len(read.portfolio.shipments) == SHIPMENTS


def test_a_world_in_memory_is_the_one_in_its_files(tmp_path: Path) -> None:
    """Book and cargo are equal to what is read from the written files."""
    made = world(SHIPMENTS, seed=2)
    read = tariffs.load(write(made, tmp_path))

    assert given(made).book == read.book
    assert given(made).portfolio == read.portfolio


def test_a_world_has_the_shape_that_it_is_measured_for() -> None:
    """Clusters of some sixty places, seven hundred legs, crossings with a capacity a week, both container types."""
    book = given(world(SHIPMENTS, seed=1)).book
    crossings = [border for border in book.borders if border.capacity and border.capacity.per is Period.WEEK]
    over_borders = [leg for leg in book.legs if leg.tariffs[0].crossings]

    assert len(book.locations) >= 60
    assert len(book.legs) >= 700
    assert len({border.name for border in crossings}) >= 10
    assert len(over_borders) < len(book.legs) / 4
    assert set(book.containers) == {"TEU", "FEU"}


def test_one_seed_gives_one_world_and_another_seed_another() -> None:
    """Row by row."""
    assert world(SHIPMENTS, seed=3) == world(SHIPMENTS, seed=3)
    assert world(SHIPMENTS, seed=3) != world(SHIPMENTS, seed=4)


def test_more_shipments_of_one_seed_move_over_the_same_network_with_more_room() -> None:
    """Only the capacities of the crossings differ; they grow with the cargo."""
    few, many = (given(world(count, seed=1)).book for count in (400, 4000))
    room = [sum(border.capacity.amount for border in book.borders if border.capacity) for book in (few, many)]

    assert few.legs == many.legs
    assert room[1] > 5 * room[0]
