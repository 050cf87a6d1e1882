"""What a user does by mistake with files and commands, and what keeps it from doing harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

import optimizer
from optimizer.commands.output import check_replaced
from optimizer.report.workbook import write_plan
from optimizer.tables import TABLES
from tariffs.atomic import write_whole
from tariffs.seal import may_be_replaced, sealed
from tariffs.sheets import PLAN
from tests.cli.program import ROOT, Run

HERE = Path(__file__).parent
EXCELS_NOTE = HERE / "lock_file"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook that can be planned."""
    return Path(shutil.copy(HERE / "plain.xlsx", tmp_path / "in.xlsx"))


def test_a_book_without_cargo_is_sound_and_not_ready_to_plan(run: Run, tmp_path: Path) -> None:
    """What check says of it and what plan says do not contradict each other."""
    alone = HERE / "book_without_cargo.xlsx"
    checked = run("check", alone)
    assert checked.returncode == 0
    assert checked.stdout.endswith("a sound tariff book; a plan needs the sheet Cargo as well, with its shipments\n")
    assert "ready" not in checked.stdout
    planned = run("plan", alone, "-o", tmp_path / "plan.xlsx")
    assert planned.returncode == 2
    assert "there is no sheet Cargo" in planned.stderr


def test_a_book_with_a_cargo_sheet_without_rows_is_not_ready_either(run: Run, book: Path) -> None:
    cargo = load_workbook(book)
    cargo["Cargo"].delete_rows(2)
    cargo.save(book)
    assert "ready to plan" not in run("check", book).stdout


def test_excels_note_that_a_workbook_is_open_is_passed_over(run: Run, book: Path) -> None:
    """A shell makes it one of the inputs of `plan *.xlsx`."""
    note = Path(shutil.copy(EXCELS_NOTE, book.with_name("~$in.xlsx")))
    done = run("plan", note, book, "-o", book.with_name("plan.xlsx"))
    assert done.returncode == 0
    assert "is Excel's own note that in.xlsx is open: not read; close it in Excel when done" in done.stderr


def test_excels_note_alone_is_one_error(run: Run, book: Path) -> None:
    """There is nothing else to read, and no sheet is called missing."""
    note = Path(shutil.copy(EXCELS_NOTE, book.with_name("~$in.xlsx")))
    done = run("check", note)
    assert done.returncode == 2
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["~$in.xlsx", "error", "1"]
    assert "in.xlsx is open" in done.stderr


def test_a_plan_as_input_is_one_line_that_names_the_workbooks(run: Run, book: Path) -> None:
    plan = book.with_name("plan.xlsx")
    assert run("plan", book, "-o", plan, "--quiet").returncode == 0
    done = run("plan", plan, "-o", book.with_name("again.xlsx"))
    assert done.returncode == 2
    (line,) = (line for line in done.stderr.splitlines() if "error " in line and "is a plan" in line)
    assert line.endswith("is a plan workbook, and no input; name the workbooks that it was made from (in.xlsx)")
    assert done.stderr.splitlines()[-1] == "1 error"


def test_what_a_folder_holds_besides_its_tables_is_named(run: Run, book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "Locations.csv").write_text("location,country\nA,PK\n")
    shutil.copy(book, folder / "rates.xlsx")
    (folder / "old").mkdir()
    said = run("check", folder).stderr
    assert "old, rates.xlsx in the folder are passed over: only .csv files are read" in said


@pytest.mark.parametrize("command", [("template",), ("check", "--fix")], ids=["template", "check"])
def test_a_workbook_that_somebody_filled_in_is_not_replaced(run: Run, book: Path, command: list[str]) -> None:
    """Arrow-up and Enter is enough, and all that was filled in is gone."""
    kept = Path(shutil.copy(book, book.with_name("kept.xlsx")))
    before = kept.read_bytes()
    arguments = [command[0], kept] if len(command) == 1 else [command[0], book, command[1], kept]
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is there and holds what this command did not write; give it another name, or replace it with --force" in (
        done.stderr
    )
    assert kept.read_bytes() == before
    assert run(*arguments, "--force").returncode == 0
    assert kept.read_bytes() != before


def test_a_copy_that_nobody_touched_is_replaced_and_one_that_was_corrected_is_not(run: Run, book: Path) -> None:
    """To check and mend in turns needs no force."""
    copy = book.with_name("marked.xlsx")
    assert run("check", book, "--fix", copy).returncode == 0
    changed = load_workbook(book)
    changed["Cargo"]["E2"] = 21
    changed.save(book)
    assert run("check", book, "--fix", copy).returncode == 0
    corrected = load_workbook(copy)
    assert corrected["Cargo"]["E2"].value == 21
    corrected.save(copy)
    assert run("check", book, "--fix", copy).returncode == 2


def test_a_template_that_is_still_empty_is_written_again(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.xlsx"
    assert [run("template", empty).returncode for _ in range(2)] == [0, 0]
    filled = load_workbook(empty)
    filled["Cargo"]["A2"] = "K1"
    filled.save(empty)
    assert run("template", empty).returncode == 2


def test_a_plan_replaces_a_plan_and_no_other_workbook(run: Run, book: Path) -> None:
    """`plan tariffs.xlsx -o cargo.xlsx` forgets a name."""
    plan, other = book.with_name("plan.xlsx"), book.with_name("cargo.xlsx")
    shutil.copy(book, other)
    before = other.read_bytes()
    assert [run("plan", book, "-o", plan, "--quiet").returncode for _ in range(2)] == [0, 0]
    assert run("plan", book, "-o", other).returncode == 2
    assert other.read_bytes() == before
    assert run("plan", book, "-o", other, "--force", "--quiet").returncode == 0


def _with_a_sheet(book: Workbook) -> str:
    book.create_sheet("Mine & ours")["A1"] = "ask the carrier"
    return 'the sheet "Mine & ours"'


def _with_a_sheet_like_one_of_ours(book: Workbook) -> str:
    book.create_sheet("Charges in March")
    return 'the sheet "Charges in March"'


def _with_a_comment(book: Workbook) -> str:
    book.worksheets[0]["A1"].comment = Comment("confirmed by telephone", "A dispatcher")
    return "comments"


@pytest.mark.parametrize("add", [_with_a_sheet, _with_a_sheet_like_one_of_ours, _with_a_comment])
@pytest.mark.parametrize("command", ["plan", "compare"])
def test_what_somebody_added_to_a_plan_or_a_comparison_is_not_replaced(
    run: Run, book: Path, command: str, add: Callable[[Workbook], str]
) -> None:
    """It would be gone with the plan of yesterday. One that was only opened, calculated and saved is replaced."""
    there = book.with_name("there.xlsx")
    assert run(command, book, "-o", there, "--quiet").returncode == 0
    saved = load_workbook(there)
    saved.save(there)
    assert run(command, book, "-o", there, "--quiet").returncode == 0
    added = load_workbook(there)
    what = add(added)
    added.save(there)
    before = there.read_bytes()
    done = run(command, book, "-o", there)
    assert (done.returncode, there.read_bytes() == before) == (2, True)
    assert f"holds what this command did not write ({what}); give it another name" in done.stderr
    assert run(command, book, "-o", there, "--force", "--quiet").returncode == 0


def test_a_plan_whose_sheets_go_on_in_others_is_replaced(book: Path) -> None:
    """``Charges 2`` is written where a sheet does not hold all rows."""
    made, there = optimizer.read(book).plan(), book.with_name("long.xlsx")
    write_plan(made.details, there, rows_per_sheet=1)
    assert "Charges 2" in load_workbook(there).sheetnames
    check_replaced(there, PLAN, {"Overview", "Summary", *TABLES}, force=False)


@pytest.mark.parametrize("content", [bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), None], ids=["compound", "zip"])
def test_a_workbook_with_a_password_is_not_replaced(run: Run, book: Path, content: bytes | None) -> None:
    """Nor an archive that is no workbook at all: nobody can see what would be lost."""
    there = book.with_name("there.xlsx")
    if content is None:
        with zipfile.ZipFile(there, "w") as archive:
            archive.writestr("content.xml", "somebody's")
    else:
        there.write_bytes(content)
    before = there.read_bytes()
    assert run("plan", book, "-o", there).returncode == 2
    assert there.read_bytes() == before


@pytest.mark.parametrize("link", [False, True], ids=["itself", "through a link"])
def test_a_plan_never_replaces_one_of_its_inputs(run: Run, book: Path, link: bool) -> None:
    """Not with force, either."""
    output = book
    if link:
        output = book.with_name("link.xlsx")
        output.symlink_to(book)
    before = book.read_bytes()
    done = run("plan", book, "-o", output, "--force")
    assert done.returncode == 2
    assert "is one of the inputs" in done.stderr
    assert book.read_bytes() == before


def test_a_seal_is_broken_by_any_change(tmp_path: Path) -> None:
    path = tmp_path / "sealed.xlsx"
    content = sealed((HERE / "plain.xlsx").read_bytes())
    path.write_bytes(content)
    assert may_be_replaced(path)
    assert load_workbook(path).sheetnames[0] == "Settings"
    for position in range(0, len(content), 97):
        path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        assert not may_be_replaced(path)


def test_the_part_of_a_write_that_was_killed_is_swept_by_the_next(tmp_path: Path) -> None:
    """And by no other than one that writes the same file."""
    path = tmp_path / "plan.xlsx"
    code = (
        "import os, sys, pathlib, tariffs.atomic as atomic\n"
        "atomic.os.fsync = lambda _: os.kill(os.getpid(), 9)\n"
        "atomic.write_whole(pathlib.Path(sys.argv[1]), b'half')"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    (part,) = tmp_path.iterdir()
    assert part.name.startswith(".plan.xlsx.") and part.suffix == ".part"
    write_whole(tmp_path / "other.xlsx", b"other")
    assert part.exists()
    write_whole(path, b"whole")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["other.xlsx", "plan.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="what is open is kept there by the system")
def test_the_part_of_a_write_that_goes_on_is_left_alone(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    part = tmp_path / ".plan.xlsx.abc.part"
    handle = os.open(part, os.O_CREAT | os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    write_whole(tmp_path / "plan.xlsx", b"whole")
    assert part.exists()
    os.close(handle)
    write_whole(tmp_path / "plan.xlsx", b"whole")
    assert not part.exists()


@pytest.mark.parametrize("engine", ["listed", "columns"])
@pytest.mark.parametrize("name", ["huge_weight.xlsx", "huge_weight_of_26.xlsx"])
def test_a_weight_that_nobody_moves_is_an_error_of_the_input(run: Run, tmp_path: Path, name: str, engine: str) -> None:
    """A typing slip, or an ID in the wrong column."""
    before = time.monotonic()
    done = run("plan", HERE / name, "-o", tmp_path / "plan.xlsx", "--engine", engine)
    assert done.returncode == 2
    assert 'Cargo!E2: weight_t: "1000000000000000" is out of range; it can be 1000000000 t at most' in done.stderr
    assert time.monotonic() - before < 20
