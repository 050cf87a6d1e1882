"""Of several workbooks one cannot be read: that is said, with all that is wrong with the others and nothing besides."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

import tariffs
from tests.building.tiny_world import World, tiny_world
from tests.cli.program import Run

#: How a firm may keep its book; the order is that in which the workbooks are named.
FILES = {
    "base.xlsx": ("Settings", "Locations", "Containers", "Commodities", "FX"),
    "rates.xlsx": (
        *("Tariffs", "Surcharges", "Transfers", "Storage", "Borders"),
        *("Pool", "Emissions", "Duties", "Scenarios"),
    ),
    "cargo.xlsx": ("Cargo",),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda content: content[: len(content) // 2],
    "with a password": lambda content: OLE + "EncryptedPackage".encode("utf-16-le").join([bytes(600)] * 2),
    "of another type": lambda content: b"%PDF-1.7\n" + content[9:],
    "empty": lambda content: b"",
}


def book(folder: Path, world: World) -> list[Path]:
    """The world in three workbooks."""
    paths = []
    for name, sheets in FILES.items():
        tariffs.write_tables(folder / name, {sheet: world[sheet] for sheet in sheets})
        paths.append(folder / name)
    return paths


def spoiled_cells(world: World) -> World:
    """One mistake in each workbook that can be seen without the others, and some that take one of them to see."""
    world["Locations"][2]["country"] = "Russia"
    world["Tariffs"][0]["transit_days"] = "five"
    world["Tariffs"][1]["min_load"], world["Tariffs"][1]["capacity"] = 9, 5
    world["Borders"][0]["closed_from"] = "2025-03-09"
    world["Borders"][0]["closed_to"] = "2025-03-01"
    world["Cargo"][0]["weight_t"] = -66
    world["Cargo"][0]["commodity"] = "rise"
    return world


WRONG = {
    "base.xlsx": {"Locations!country4"},
    "rates.xlsx": {"Tariffs!transit_days2", "Tariffs!min_load3", "Borders!closed_to2"},
    "cargo.xlsx": {"Cargo!weight_t2"},
}


@pytest.mark.parametrize("how", SPOILED)
@pytest.mark.parametrize("lost", FILES)
def test_what_is_wrong_with_the_others_is_said_in_the_same_run(run: Run, tmp_path: Path, lost: str, how: str) -> None:
    """By check and by plan, each once; and a commodity that is misspelt wherever the list of them can be read."""
    paths = book(tmp_path, spoiled_cells(tiny_world()))
    path = tmp_path / lost
    path.write_bytes(SPOILED[how](path.read_bytes()))
    wanted = {place for name, places in WRONG.items() if name != lost for place in places}
    if lost == "rates.xlsx":
        wanted.add("Cargo!commodity2")
    for command in (["check", *paths, "--json"], ["plan", *paths, "-o", tmp_path / "plan.xlsx", "--json"]):
        done = run(*command)
        assert done.returncode == 2
        said = json.loads(done.stdout)["problems"]
        assert [problem["workbook"] for problem in said if not problem["sheet"]] == [lost]
        assert {header(tmp_path, problem) for problem in said if problem["sheet"]} == wanted
    assert not (tmp_path / "plan.xlsx").exists()


@pytest.mark.parametrize("lost", FILES)
def test_nothing_is_said_of_the_others_where_nothing_is_wrong(run: Run, tmp_path: Path, lost: str) -> None:
    """No sheet is missing, no name and no container unknown for want of the workbook that may define it."""
    paths = book(tmp_path, tiny_world())
    (tmp_path / lost).write_bytes(b"")
    for command in (["check"], ["check", "--scenario", "open"], ["plan", "-o", tmp_path / "plan.xlsx"]):
        said = json.loads(run(command[0], *paths, *command[1:], "--json").stdout)["problems"]
        assert [(problem["workbook"], problem["sheet"]) for problem in said] == [(lost, "")]


def test_marked_copies_of_the_others_are_written(run: Run, tmp_path: Path) -> None:
    """Each with what is wrong in it, and none of the workbook that cannot be read."""
    paths = book(tmp_path, spoiled_cells(tiny_world()))
    paths[0].write_bytes(b"")
    done = run("check", *paths, "--fix", tmp_path / "marked.xlsx")
    assert done.returncode == 2
    copies = sorted(path.name for path in tmp_path.glob("marked*"))
    assert copies == ["marked-cargo.xlsx", "marked-rates.xlsx"]
    listed = load_workbook(tmp_path / "marked-rates.xlsx").worksheets[0]
    assert sum("transit_days" in str(row) for row in listed.iter_rows(values_only=True)) == 1


def test_a_table_of_a_folder_that_cannot_be_read_is_the_only_one(run: Run, tmp_path: Path) -> None:
    """A .csv file holds the sheet of its name, so that all else is held against the others as ever."""
    for sheet, rows in tiny_world().items():
        lines = [",".join(rows[0])] + [",".join("" if v is None else f'"{v}"' for v in row.values()) for row in rows]
        (tmp_path / f"{sheet}.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "Storage.csv").write_bytes(b"\0" * 999)
    cargo = tmp_path / "Cargo.csv"
    cargo.write_text(cargo.read_text(encoding="utf-8").replace("Moscow", "Minsk"), encoding="utf-8")
    said = json.loads(run("check", tmp_path, "--json").stdout)["problems"]
    assert [problem["problem"] for problem in said if problem["severity"] == "error"] == [
        said[0]["problem"],
        'location "Minsk" is not in Locations',
    ]


def header(folder: Path, problem: dict[str, str]) -> str:
    """Where a problem is, by the header of its column."""
    sheet = load_workbook(folder / problem["workbook"])[problem["sheet"]]
    letters = problem["cell"].rstrip("0123456789")
    return f"{problem['sheet']}!{sheet[f'{letters}1'].value}{problem['cell'].removeprefix(letters)}"
