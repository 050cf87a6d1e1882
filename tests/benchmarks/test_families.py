"""The families of benchmark worlds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

import tariffs
from benchmarks.builder import Builder
from benchmarks.families import FAMILIES
from benchmarks.worlds import World, given, write


def rows(world: World, *sheets: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of some sheets."""
    return {sheet: [dict(row) for row in world.sheets.get(sheet, ())] for sheet in sheets}


def without_capacity(found: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Rows but for what grows with the shipments."""
    grows = {"capacity", "min_load", "departure_cost", "available"}
    return [
        {column: cell for column, cell in row.items() if column not in grows} for of in found.values() for row in of
    ]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_world_of_a_family_reads_without_problems(name: str, tmp_path: Path) -> None:
    """As files and in memory alike, with as many shipments as were asked for."""
    made = FAMILIES[name](30, 1)
    read = tariffs.load(write(made, tmp_path))
    assert len(read.portfolio.shipments) == 30
    assert read.portfolio == given(made).portfolio


@pytest.mark.parametrize("name", FAMILIES)
def test_one_seed_gives_one_world_and_another_seed_another(name: str) -> None:
    assert FAMILIES[name](12, 1).sheets == FAMILIES[name](12, 1).sheets
    assert FAMILIES[name](12, 1).sheets != FAMILIES[name](12, 2).sheets


@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "flow"])  # its places grow with the shipments
def test_more_shipments_of_one_seed_move_over_the_same_network(name: str) -> None:
    """But for capacities, which grow with the cargo."""
    few, many = (rows(FAMILIES[name](count, 1), "Locations", "Tariffs", "Borders", "Pool") for count in (12, 60))
    assert without_capacity(few) == without_capacity(many)


def test_every_place_can_be_reached() -> None:
    """However few neighbours each is joined to."""
    build = Builder(Random("a"), Random("b"))
    build.scatter(30, ("XA", "XB"), 3000, 2000)
    joined = {(start.name, end.name) for start, end in build.pairs(1)}
    reached = {build.places[0].name}
    for _ in build.places:
        reached |= {end for start, end in joined if start in reached}
    assert reached == {place.name for place in build.places}
