"""Files that mean harm: each is one line that names it and says what to do, and the exit status is 2."""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from pathlib import Path

import pytest

import tariffs
from optimizer.cli import main
from tariffs.problems import InputError
from tariffs.reading import read_tables
from tariffs.workbook import parser
from tests.hostile import attacks
from tests.hostile.attacks import LAUGHS, OUTSIDE, SHEET, STRINGS, STYLES, WORKBOOK, deep, within
from tests.hostile.refusals import Attack, check_refused
from tests.hostile.sound import content, parts

BEFORE = {SHEET: b"<worksheet", STRINGS: b"<sst", STYLES: b"<styleSheet", WORKBOOK: b"<workbook"}
MERGED = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (row, row) for row in (5, 6, 7))
DAMAGED = "is damaged and cannot be read"
ENTITIES = f"{DAMAGED} (a document type has no place in a workbook)"
SAVE_AS = "; open it in Excel and save it as .xlsx"


ATTACKS = {
    "a bomb of blanks": Attack(attacks.blank_bomb, "unpacks to more than 2 MB", limits={"unpacked_mb": 2}),
    "one large part as many sheets": Attack(
        attacks.shared_part_bomb, "unpacks to more than 2 MB", limits={"unpacked_mb": 2}
    ),
    "overlapping entries": Attack(attacks.overlapping, DAMAGED),
    "an archive in an archive": Attack(attacks.nested, f"{DAMAGED} (not well-formed"),
    "a million sheets": Attack(attacks.million_sheets, "has more than 1,000 sheets; take out the sheets that are not"),
    "ten thousand parts": Attack(attacks.many_parts, "is packed of more than 10,000 parts; split it"),
    "one long text in many cells": Attack(
        attacks.text_bomb, "has more than 1,000,000 characters of text", limits={"characters": 1_000_000}
    ),
    "too many cells": Attack(content, "has more than 8 cells; split it, or clear", limits={"cells": 8}),
    "very many merged areas": Attack(
        lambda: within(SHEET, b"</worksheet", b"<mergeCells>" + MERGED + b"</mergeCells>"),
        "has more than 2 merged areas; unmerge cells",
        limits={"merged": 2},
    ),
    "cells of more memory than there is": Attack(
        lambda: within(SHEET, b"</sheetData", b'<row r="9"><c r="A9"><v>5</v></c></row>' + b"<a>" * 2_000_000),
        "takes more than 100 MB of memory to read; split it",
        limits={"memory_mb": 100},
    ),
    **{
        f"entities that expand in {part}": Attack(partial(within, part, mark, LAUGHS), ENTITIES)
        for part, mark in BEFORE.items()
    },
    **{
        f"an entity from outside in {part}": Attack(partial(within, part, mark, OUTSIDE), ENTITIES)
        for part, mark in BEFORE.items()
    },
    "elements deep in each other": Attack(lambda: deep(WORKBOOK, 1000), "elements stand more than 100 deep"),
    "a sheet above the archive": Attack(
        lambda: attacks.sheet_elsewhere(b"../../../../etc/passwd"), f"{DAMAGED} (it has no part etc/passwd)"
    ),
    "a sheet at an absolute place": Attack(
        lambda: attacks.sheet_elsewhere(b"/etc/passwd"), f"{DAMAGED} (it has no part etc/passwd)"
    ),
    "a sheet on the web": Attack(
        lambda: attacks.sheet_elsewhere(b"https://example.com/sheet1.xml", b"External"), "its sheet FX is not there"
    ),
    "encrypted entries": Attack(attacks.encrypted_entries, "is protected with a password; save it without a password"),
    "a false size": Attack(attacks.false_size, DAMAGED),
    "half a workbook": Attack(lambda: content()[: len(content()) // 2], "is cut off or damaged; get it again, or open"),
    "a row far below the last": Attack(
        lambda: within(SHEET, b"</sheetData", b'<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "1048577 is not the number of a row",
    ),
    "a row of endless number": Attack(lambda: within(SHEET, b"</sheetData", b'<row r="%s"/>' % (b"9" * 5000)), DAMAGED),
    "a shared text before the first": Attack(
        lambda: within(SHEET, b"</sheetData", b'<row r="9"><c r="A9" t="s"><v>-1</v></c></row>'),
        "there is no shared text -1",
    ),
    "a shared text beyond the last": Attack(
        lambda: within(SHEET, b"</sheetData", b'<row r="9"><c r="A9" t="s"><v>99</v></c></row>'), DAMAGED
    ),
    "text of zeros": Attack(
        lambda: b"currency,rate\nPKR,\0,0.0035,x",
        "is in an encoding that cannot be told; save it as CSV UTF-8",
        name="FX.csv",
    ),
    "a cell without end": Attack(lambda: b'a,"' + b"x" * 1_000_000, "cannot be cut into cells", name="FX.csv"),
    "a workbook as text": Attack(content, "is a workbook and not text; give it the ending .xlsx", name="FX.csv"),
    "a csv file of line ends": Attack(lambda: b"a" + b"\n" * 1_048_577, "more than 1,048,576 rows", "FX.csv"),
    "very many rows": Attack(lambda: b"currency\nA\nB\n", "has more than 2 rows", "FX.csv", {"rows": 2}),
    "a large file": Attack(lambda: bytes(1024 * 1024 + 1), "is larger than 1 MB; split it", limits={"file_mb": 1}),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_hostile_file_is_one_line_with_a_cure(
    attack: Attack, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is named, nothing else is blamed, and the exit status says that the input is wrong."""
    check_refused(attack, tmp_path, capsys, monkeypatch)


def test_what_rests_on_a_workbook_that_cannot_be_read_is_not_blamed(tmp_path: Path) -> None:
    """The names of a cargo sheet are unknown only because the tariff book is cut off; a cell that is wrong is said."""
    book, cargo = tmp_path / "book.xlsx", tmp_path / "Cargo.csv"
    book.write_bytes(content()[:2000])
    cargo.write_text(
        "shipment,origin,destination,commodity,weight_t,ready,due\nS1,Karachi,Moscow,Rice,much,2025-03-03,2025-04-02\n"
    )
    with pytest.raises(InputError) as error:
        tariffs.load([book, cargo])
    assert [problem.workbook for problem in error.value.problems] == ["book.xlsx", "Cargo.csv"]


def test_a_line_of_a_million_cells_is_read_as_far_as_a_sheet_may_be_wide(tmp_path: Path) -> None:
    """The rest is said to be there."""
    (tmp_path / "FX.csv").write_text("currency,rate" + ",x" * 1_000_000 + "\nPKR,0.0035\n")
    tables = read_tables([tmp_path / "FX.csv"])
    assert "FX!row 1: cells right of column 2000 are not read" in str(next(iter(tables.problems)))
    assert len(tables.records["FX"]) == 1


def test_tricks_with_paths_lead_nowhere(tmp_path: Path) -> None:
    """Entries above the archive, at absolute places and links are never unpacked; the sheet is read."""
    folder = tmp_path / "in" / "it"
    folder.mkdir(parents=True)
    (folder / "book.xlsx").write_bytes(attacks.with_tricky_entries())
    tables = read_tables([folder / "book.xlsx"])
    assert len(tables.records["FX"]) == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / "book.xlsx"]


def test_macros_and_links_are_never_touched(tmp_path: Path) -> None:
    """Whatever stands in their parts."""
    path = tmp_path / "book.xlsm"
    junk = b"<?xml?><!DOCTYPE x [<!ENTITY a 'b'>]>"
    path.write_bytes(attacks.with_parts({"xl/vbaProject.bin": junk, "xl/externalLinks/externalLink1.xml": junk}))
    assert len(read_tables([path]).records["FX"]) == 2


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_workbook_that_is_cut_off_anywhere_is_one_problem(tmp_path: Path, share: int) -> None:
    """Mail and messengers do that."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(content()[: len(content()) * share // 100])
    (problem,) = read_tables([path]).problems
    assert "is cut off or damaged; get it again, or open it in Excel and save it as .xlsx" in str(problem)


def test_a_million_styles_columns_and_merged_cells_do_no_harm(tmp_path: Path) -> None:
    """They take time and room only while they are read."""
    many = 100_000
    styles = parts()[STYLES].replace(b"</cellXfs>", b'<xf numFmtId="14"/>' * many + b"</cellXfs>")
    sheet = parts()[SHEET].replace(b"<sheetData", b"<cols>" + b'<col min="1" max="2"/>' * many + b"</cols><sheetData")
    sheet = sheet.replace(b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="A1:A1048576"/>' * many)
    path = tmp_path / "book.xlsx"
    path.write_bytes(attacks.with_parts({STYLES: styles, SHEET: sheet}))
    assert len(read_tables([path]).records["FX"]) == 2


@pytest.mark.parametrize("name", ["book.xlsx", "FX.csv"])
def test_a_text_longer_than_a_cell_holds_is_wrong(tmp_path: Path, name: str) -> None:
    """It could be read, and not be written into a plan."""
    long = "x" * 33_000
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text(f"currency,rate\n{long},1\n")
    else:
        path.write_bytes(attacks.with_parts({STRINGS: parts()[STRINGS].replace(b"PKR", long.encode())}))
    (problem,) = read_tables([path]).problems.errors
    assert problem.cell == "A2"
    assert "is longer than 32,767 characters, the most that a cell of Excel holds; shorten it" in str(problem)
    assert len(str(problem)) < 300


def test_the_longest_text_that_a_cell_holds_is_read(tmp_path: Path) -> None:
    """Not one sign less is allowed than Excel allows."""
    (tmp_path / "FX.csv").write_text(f"currency,rate,note\nPKR,1,{'x' * 32_767}\n")
    assert list(read_tables([tmp_path / "FX.csv"]).problems) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_pipes_devices_and_links_to_elsewhere_in_a_folder_are_not_read(tmp_path: Path) -> None:
    """Nothing waits for a pipe, and a folder from elsewhere shows no file beside it."""
    folder = tmp_path / "book"
    (folder / "Pool.csv").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("currency,rate\nPKR,0.0035\n")
    os.mkfifo(folder / "Cargo.csv")
    (folder / "Borders.csv").symlink_to("/dev/zero")
    (folder / "FX.csv").symlink_to("../secret.csv")
    (folder / "Storage.csv").symlink_to("nowhere.csv")
    (folder / "Locations.csv").symlink_to("Places.txt")
    (folder / "Places.txt").write_text("location,country\nKarachi,PK\n")
    tables = read_tables([folder])
    assert [str(problem) for problem in tables.problems] == [
        "book/Borders.csv: is a link to a file outside of the folder; put the file itself there",
        "book/Cargo.csv: is a pipe or a device and not a file; save it as a file first",
        "book/FX.csv: is a link to a file outside of the folder; put the file itself there",
        "book/Pool.csv: is a folder; name the workbooks in it one by one",
        "book/Storage.csv: is a link to a file that is not there; put the file itself there",
    ]
    assert list(tables.records) == ["Locations"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_link_in_a_circle_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a workbook, and in a folder; Python 3.11 and 3.13 raise different errors of it."""
    (tmp_path / "book.xlsx").symlink_to(tmp_path / "book.xlsx")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "FX.csv").symlink_to(tmp_path / "book" / "FX.csv")
    for name, said in (("book.xlsx", "book.xlsx"), ("book", "book/FX.csv")):
        assert main(["check", str(tmp_path / name)]) == 2
        told = capsys.readouterr().err.splitlines()
        assert told[0] == said
        assert told[1].startswith("  error    cannot be opened (")


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No system takes a name of 300 letters."""
    assert main(["check", str(tmp_path / f"{'a' * 300}.xlsx")]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "1 error"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no such names")
def test_signs_that_a_terminal_acts_upon_are_said_as_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those in a cell, and in the names of file and sheet."""
    folder = tmp_path / "bo\nok"
    folder.mkdir()
    (folder / "Fu\x1b[31mel.csv").write_text("currency\nPKR\n")
    (folder / "FX.csv").write_text("currency,rate\nPKR,5\x1b]0;pwn\x07 \u202e5\n", encoding="utf-8")
    assert main(["check", str(folder)]) == 2
    told = capsys.readouterr().err
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told)
    assert "bo\\x0aok/Fu\\x1b[31mel.csv" in told.splitlines()
    assert '"5\\x1b]0;pwn\\x07 5" is not a number' in told


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Windows has no such devices")
def test_a_device_under_the_name_of_a_workbook_is_not_read(tmp_path: Path) -> None:
    """It has no end."""
    (tmp_path / "book.xlsx").symlink_to("/dev/zero")
    (problem,) = read_tables([tmp_path / "book.xlsx"]).problems
    assert "is a pipe or a device and not a file" in str(problem)


@pytest.mark.parametrize("ends", [True, False], ids=["by the processor", "by the clock"])
def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: bool) -> None:
    """The next one is read all the same."""
    idle = "(lambda _: None, lambda content, _: [None for _ in iter(int, 1)])"
    spoilt = f"from tariffs.parsing import child; child.READERS = {{**child.READERS, 'xlsx': {idle}}}; "
    if not ends:
        monkeypatch.setattr(parser, "PATIENCE", 1)
        spoilt += "child.signal.setitimer = lambda *_: None; "
    monkeypatch.setattr(parser, "CODE", parser.CODE.replace("from tariffs", f"{spoilt}from tariffs"))
    monkeypatch.setenv("TARIFFS_MAX_SECONDS", "1")
    (tmp_path / "Cargo.xlsx").write_bytes(b"PK")
    (tmp_path / "FX.csv").write_text("currency,rate\nPKR,0.0035\n")
    tables = read_tables([tmp_path / "Cargo.xlsx", tmp_path / "FX.csv"])
    assert [str(problem) for problem in tables.problems] == [
        "Cargo.xlsx: takes more than 1 seconds to read; split it, or clear the cells that are not used; "
        "if it must be read as it is, set TARIFFS_MAX_SECONDS higher"
    ]
    assert len(tables.records["FX"]) == 1


@pytest.mark.parametrize(("limit", "most"), [("cells", 14), ("rows", 7)])
def test_all_files_together_hold_no_more_than_one_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    """The one with which it becomes too much is named, and the others are read."""
    monkeypatch.setenv(f"TARIFFS_MAX_{limit.upper()}", str(most))
    for name in ("FX", "Borders"):
        (tmp_path / f"{name}.csv").write_text("currency,rate\nPKR,0.0035\nEUR,1.1\nRUB,0.01\n")
    tables = read_tables([tmp_path / "FX.csv", tmp_path / "Borders.csv"])
    assert [str(problem) for problem in tables.problems] == [
        f"Borders.csv: has, together with the files before it, more than {most} {limit}; leave out what is not used; "
        f"if it must be read as it is, set TARIFFS_MAX_{limit.upper()} higher"
    ]
    assert len(tables.records["FX"]) == 3


def test_a_folder_is_no_larger_than_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise many files would do what one may not."""
    monkeypatch.setenv("TARIFFS_MAX_FILE_MB", "1")
    for name in ("FX", "Borders"):
        (tmp_path / f"{name}.csv").write_bytes(b"currency,rate\n" + bytes(600_000))
    (problem,) = read_tables([tmp_path]).problems
    assert "is larger than 1 MB, all files together; split it" in str(problem)
    monkeypatch.setenv("TARIFFS_MAX_SHEETS", "1")
    (problem,) = read_tables([tmp_path]).problems
    assert "has more than 1 sheets" in str(problem)


@pytest.mark.parametrize(
    "code", ["import os; os.abort()", "print('nonsense' * 100)", "import os; os.write(1, bytes(7))", "raise SystemExit"]
)
def test_a_child_that_breaks_off_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Whatever a file made of it, it takes nothing else along."""
    monkeypatch.setattr(parser, "CODE", code)
    (tmp_path / "FX.csv").write_text("currency,rate\nPKR,0.0035\n")
    (problem,) = read_tables([tmp_path / "FX.csv"]).problems
    assert "FX.csv: cannot be read (what reads it broke off" in str(problem)


@pytest.mark.parametrize("value", ["many", "0", "-5", "1.5", "", "9" * 30])
def test_a_limit_that_is_no_number_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Nothing is read with limits that are not meant."""
    monkeypatch.setenv("TARIFFS_MAX_CELLS", value)
    (tmp_path / "FX.csv").write_text("currency,rate\nPKR,0.0035\n")
    (problem,) = read_tables([tmp_path / "FX.csv"]).problems
    assert f"TARIFFS_MAX_CELLS is {value!r}, which is no whole number above 0" in str(problem)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as Linux shows it")
def test_the_child_can_open_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor write one: it is to read what it is given."""
    tries = (
        "from tariffs.parsing import child; child.READERS = {'csv': (lambda _: None, lambda *_: open('/etc/passwd'))}; "
    )
    monkeypatch.setattr(parser, "CODE", parser.CODE.replace("from tariffs", f"{tries}from tariffs"))
    (tmp_path / "FX.csv").write_text("currency,rate\nPKR,0.0035\n")
    (problem,) = read_tables([tmp_path / "FX.csv"]).problems
    assert "Too many open files" in str(problem)
