"""From workbooks to an input in one call."""

from __future__ import annotations

import dataclasses
import hashlib
from contextlib import suppress
from pathlib import Path

import pytest

import tariffs
from tariffs.building import build
from tariffs.problems import InputError
from tariffs.sheets import SHEETS
from tests.building.sheets_of_rows import letters
from tests.building.tiny_world import World, tiny_world
from tests.reading.workbooks import CONTAINERS, read


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

    at = letters([column.name for column in SHEETS["Cargo"].columns].index("incoterm"))
    assert [problem.where for problem in given.problems] == [f"book.xlsx, Cargo!{at}2"]
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


def test_a_charge_of_a_long_rate_sheet_that_no_leg_has_may_be_the_freight(tmp_path: Path) -> None:
    """Its code is one that is not known as freight; a row of Surcharges itself is none."""
    header = ("mode", "origin", "destination", "transit_days", "charge code", "TEU")
    sheets = {
        "Locations": [("location", "country"), ("Karachi", "PK"), ("Zahedan", "IR"), ("Moscow", "RU")],
        "Containers": CONTAINERS,
        "Tariffs": [
            header,
            ("rail", "Karachi", "Zahedan", 5, "OF", 455),
            ("road", "Zahedan", "Moscow", 7, "INLAND FREIGHT", 900),
            ("rail", "Zahedan", "Karachi", 7, "Back haul", 900),
        ],
        "Surcharges": [
            ("surcharge", "mode", "origin", "destination", "basis", "TEU"),
            ("fuel", "rail", "Zahedan", "Karachi", "container", 9),
        ],
    }
    tables = read(tmp_path, sheets)
    with suppress(InputError):
        build(tables)
    said = {problem.cell: problem.text for problem in tables.problems if "never charged" in problem.what}
    hint = 'if "{}" is the freight itself, write OF as its charge code'
    assert set(said) == {"A3", "B4", "C2"}
    assert said["A3"].endswith(hint.format("INLAND FREIGHT"))
    assert said["B4"].endswith(hint.format("Back haul"))
    assert "freight itself" not in said["C2"]
