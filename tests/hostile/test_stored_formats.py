"""The limits hold in .xls, .xlsb and .ods files as they do in the others."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from tariffs.problems import Kind
from tariffs.reading import read_tables
from tests.hostile.refusals import Attack, check_refused
from tests.hostile.sound import zipped
from tests.messy.build import WRITERS, csv_bytes
from tests.messy.sheets import Sheet
from tests.messy.xlsb_file import record
from tests.reading.workbooks import CARGO, SHIPMENT

STORED = (".xls", ".xlsb", ".ods")
HEADER = ("currency", "rate")
RATES = Sheet("FX", (HEADER, ("PKR", 0.0035), ("EUR", 1.08)))
#: A cell of Excel holds 32,767 characters.
LONG = "x" * 33_000


def written(suffix: str, sheets: Sequence[Sheet]) -> Callable[[], bytes]:
    """How a workbook with these sheets is made."""
    return partial(WRITERS[suffix], sheets)


def changed(suffix: str, part: str, old: bytes, new: bytes) -> bytes:
    """The rates with some bytes of one part, which are there once, in place of others."""
    with zipfile.ZipFile(io.BytesIO(WRITERS[suffix]([RATES]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert parts[part].count(old) == 1
    return zipped({**parts, part: parts[part].replace(old, new)})


def many_times(what: bytes, times: int) -> bytes:
    """An .ods file whose last row, or the last cell of it, is said to be there so many times."""
    row, cell = b"<table:table-row", b"<table:table-cell"
    start = row + b">" + cell + b' office:value-type="string"><text:p>EUR'
    repeated = {row: b"rows", cell: b"columns"}[what]
    more = what + b' table:number-%s-repeated="%d"' % (repeated, times)
    return changed(".ods", "content.xml", start, start.replace(what, more))


ATTACKS = {
    **{
        f"too many cells in {suffix}": Attack(
            written(suffix, [RATES]), "has more than 5 cells; split it, or clear", f"book{suffix}", {"cells": 5}
        )
        for suffix in STORED
    },
    **{
        f"too many cells in two sheets of {suffix}": Attack(
            written(suffix, [RATES, RATES]), "has more than 11 cells; split it", f"book{suffix}", {"cells": 11}
        )
        for suffix in STORED
    },
    **{
        f"blanks left of a cell in {suffix}": Attack(
            written(suffix, [Sheet("FX", (HEADER, *[(None,) * 99 + (1,)] * 3))]),
            "has more than 300 cells; split it",
            f"book{suffix}",
            {"cells": 300},
        )
        for suffix in STORED
    },
    **{
        f"too many sheets in {suffix}": Attack(
            written(suffix, [RATES, *(Sheet(f"S{number}", ()) for number in range(1_000))]),
            "has more than 1,000 sheets; take out the sheets that are not used",
            f"book{suffix}",
        )
        for suffix in STORED
    },
    **{
        f"one long text in many cells of {suffix}": Attack(
            written(suffix, [Sheet("FX", ((*HEADER, "note"), *[("PKR", 1, "x" * 30_000)] * 40))]),
            "has more than 1,000,000 characters of text",
            f"book{suffix}",
            {"characters": 1_000_000},
        )
        for suffix in STORED
    },
    **{
        f"a bomb of text in {suffix}": Attack(
            written(suffix, [Sheet("FX", ((*HEADER, "note"), ("PKR", 1, "x" * 2_000_000)))]),
            "unpacks to more than 1 MB",
            f"book{suffix}",
            {"unpacked_mb": 1},
        )
        for suffix in (".xlsb", ".ods")
    },
    "a row a million times": Attack(
        lambda: many_times(b"<table:table-row", 10_000_000), "has more than 3,000,000 cells", "book.ods"
    ),
    "a row below the last": Attack(
        lambda: changed(
            ".xlsb",
            "xl/worksheets/sheet1.bin",
            record(0, struct.pack("<IIHBBBI", 2, 0, 300, 0, 0, 0, 0)),
            record(0, struct.pack("<IIHBBBI", 1_048_576, 0, 300, 0, 0, 0, 0)),
        ),
        "1048577 is not the number of a row",
        "book.xlsb",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_stored_file_that_holds_too_much_is_one_line_with_a_cure(
    attack: Attack, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an .xlsx file is."""
    check_refused(attack, tmp_path, capsys, monkeypatch)


@pytest.mark.parametrize("suffix", STORED)
def test_as_many_cells_and_sheets_as_may_be_are_read(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not one less."""
    monkeypatch.setenv("TARIFFS_MAX_CELLS", "12")
    monkeypatch.setenv("TARIFFS_MAX_SHEETS", "2")
    path = tmp_path / f"book{suffix}"
    path.write_bytes(WRITERS[suffix]([RATES, RATES]))
    tables = read_tables([path])
    assert list(tables.problems) == []
    assert len(tables.records["FX"]) == 4


@pytest.mark.parametrize("suffix", STORED)
def test_cells_right_of_the_last_column_are_said_to_be_there(suffix: str, tmp_path: Path) -> None:
    """And the others are read."""
    path = tmp_path / f"book{suffix}"
    path.write_bytes(WRITERS[suffix]([Sheet("FX", (HEADER, ("PKR", 0.0035, *(None,) * 1_998, "far")))]))
    tables = read_tables([path])
    assert "cells right of column 2000 are not read" in str(next(iter(tables.problems)))
    assert len(tables.records["FX"]) == 1


def test_a_cell_that_is_said_to_be_there_a_billion_times_ends_at_the_last_column(tmp_path: Path) -> None:
    """It takes no more room than a row of an ordinary sheet."""
    path = tmp_path / "book.ods"
    path.write_bytes(many_times(b"<table:table-cell", 1_000_000_000))
    assert any("cells right of column 2000 are not read" in str(problem) for problem in read_tables([path]).problems)


@pytest.mark.parametrize("letter", ["x", "ы", "\U0001f69a"], ids=["Latin", "Cyrillic", "beyond"])
@pytest.mark.parametrize(("column", "cell"), [("shipment", "A2"), ("origin", "B2"), ("commodity", "D2")])
@pytest.mark.parametrize("suffix", [*STORED, ".csv"])
def test_a_name_that_no_plan_could_hold_is_wrong_in_its_cell(
    suffix: str, column: str, cell: str, letter: str, tmp_path: Path
) -> None:
    """Excel counts letters beyond the first 65,536 as two."""
    name = letter * (33_000 // (len(letter.encode("utf-16-le")) // 2))
    row = [name if each == column else value for each, value in zip(CARGO, SHIPMENT, strict=True)]
    sheet = Sheet("Cargo", (CARGO, row))
    path = tmp_path / f"Cargo{suffix}"
    path.write_bytes(csv_bytes(sheet, ",", "utf-8") if suffix == ".csv" else WRITERS[suffix]([sheet]))
    (problem,) = read_tables([path]).problems.errors
    assert (problem.kind, problem.sheet, problem.cell) == (Kind.VALUE, "Cargo", cell)
    assert "is longer than 32,767 characters, the most that a cell of Excel holds; shorten it" in str(problem)
    assert len(str(problem)) < 300


@pytest.mark.parametrize("suffix", STORED)
def test_the_name_of_a_location_that_no_plan_could_hold_is_wrong_in_its_cell(suffix: str, tmp_path: Path) -> None:
    """Where it is defined, too."""
    path = tmp_path / f"book{suffix}"
    path.write_bytes(WRITERS[suffix]([Sheet("Locations", (("location", "country"), (LONG, "PK")))]))
    (problem,) = read_tables([path]).problems.errors
    assert (problem.sheet, problem.cell) == ("Locations", "A2")
    assert "is longer than 32,767 characters" in str(problem)
