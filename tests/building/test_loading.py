"""From workbooks to an input in one call."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest

import tariffs
from tests.building.tiny_world import World, tiny_world


def written(path: Path, world: World) -> Path:
    tariffs.write_tables(path, world)
    return path


def test_one_path_or_several_are_one_input(tmp_path: Path):
    """A tariff book and a cargo sheet of their own give the same as one workbook with both."""
    world = tiny_world()
    whole = written(tmp_path / "whole.xlsx", world)
    cargo = written(tmp_path / "cargo.xlsx", {"Cargo": world.pop("Cargo")})
    book = written(tmp_path / "book.xlsx", world)

    one, two = tariffs.load(str(whole)), tariffs.load([book, cargo])

    assert one.book == two.book
    assert one.portfolio == two.portfolio
    assert [file.name for file in two.files] == ["book.xlsx", "cargo.xlsx"]
    assert two.files[1].sha256 == hashlib.sha256(cargo.read_bytes()).hexdigest()


def test_a_scenario_is_applied_and_named(tmp_path: Path):
    """The input says which change was made; without one it says none."""
    path = written(tmp_path / "book.xlsx", tiny_world())

    plain, opened = tariffs.load(path), tariffs.load(path, "open")

    capacities = [given.book.borders[0].capacity for given in (plain, opened)]
    assert [capacity.amount for capacity in capacities if capacity] == [2, 8]
    assert (plain.scenario, opened.scenario) == (None, "open")


def test_warnings_come_with_the_input(tmp_path: Path):
    """What is doubtful is carried along for the plan, and the input cannot be changed."""
    world = tiny_world()
    world["Cargo"][0]["incoterm"] = "CIF"
    given = tariffs.load(written(tmp_path / "book.xlsx", world))

    assert [problem.where for problem in given.problems] == ["book.xlsx, Cargo!P2"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        given.scenario = "other"  # type: ignore[misc]


def test_cargo_may_be_left_out_of_a_check(tmp_path: Path):
    """A tariff book by itself is an error to plan with and none to check."""
    world = tiny_world()
    del world["Cargo"]
    path = written(tmp_path / "book.xlsx", world)

    assert tariffs.load(path, cargo_required=False).portfolio.shipments == {}
    with pytest.raises(tariffs.InputError, match="there is no sheet Cargo"):
        tariffs.load(path)
