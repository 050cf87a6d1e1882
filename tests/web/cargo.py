"""Workbooks to upload, each with names that must not come into a log."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"

#: What is in the workbooks, in their names, and in their mistakes.
MARKS = ("Quokka", "Narwhal", "Axolotl", "Karachi", "rice")


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook, and what an upload of it becomes."""

    path: Path
    state: str


def world(path: Path, shipments: int, draw: random.Random, *, broken: bool = False) -> Path:
    """The tiny world with another cargo, for one customer."""
    book = load_workbook(TINY)
    cargo = book["Cargo"]
    first = [cell.value for cell in cargo[2]]
    cargo.cell(1, len(first) + 1, "customer")
    for number in range(shipments):
        row = [f"Quokka{number}", *first[1:], "Narwhal Ltd"]
        row[4] = draw.randint(5, 60)
        for column, value in enumerate(row, 1):
            cargo.cell(number + 2, column, value)
    if broken:
        cargo.cell(2, 2, "Axolotl")
    book.save(path)
    return path


def workbooks(folder: Path, draw: random.Random) -> list[Sent]:
    """Ten: eight that can be planned, of up to 25 shipments, one with a mistake, and one that is no workbook."""
    sizes = (1, 1, 2, 3, 5, 8, 15, 25)
    found = [Sent(world(folder / f"Narwhal-{size}-{at}.xlsx", size, draw), "ready") for at, size in enumerate(sizes)]
    found.append(Sent(world(folder / "Narwhal-broken.xlsx", 2, draw, broken=True), "wrong"))
    (folder / "Narwhal-none.xlsx").write_bytes(b"Quokka" * 1000)
    return [*found, Sent(folder / "Narwhal-none.xlsx", "wrong")]
