"""Files of .xls, .xlsb and .ods: what LibreOffice writes, what each format has of its own, and what is damaged."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.parsing.binary import rk_number
from tariffs.parsing.ole import CompoundFile
from tariffs.parsing.refused import Refused
from tariffs.problems import Problems
from tariffs.reading import read_tables
from tariffs.workbook import RawWorkbook, Shown, read_workbook
from tariffs.workbook.raw import Merged
from tests.messy import xls_file, xlsb_file
from tests.messy.build import WRITERS
from tests.messy.sheets import Formula, Padded, Percent, Sheet
from tests.reading.workbooks import CARGO, SHIPMENT

HERE = Path(__file__).parent
#: What was saved as .xls and .ods with LibreOffice 7.4.
SHEETS = (
    Sheet(
        "Map",
        (
            ("Карачи", "بندر عباس", "Köln", "hidden"),
            (date(2025, 3, 15), Percent(Decimal("0.3")), Padded(302, 4), 1),
            (Decimal("1234567.891"), Decimal("0.1"), -3, 1),
            (Formula("=1+1", Decimal(2)), True, "a  b", 1),
            ("merged", 5),
            (None, 6),
            ("not shown", 7),
        ),
        hidden_rows=(7,),
        hidden_columns=(3,),
        merged=((5, 0, 6, 0),),
    ),
    Sheet("Hidden", (("x",),), hidden=True),
)
SMALL = (Sheet("Cargo", (CARGO, SHIPMENT)),)
SUFFIXES = (".xls", ".xlsb", ".ods")


def raw(path: Path) -> tuple[RawWorkbook, list[str]]:
    """The cells of a file, and what is said of it."""
    problems = Problems()
    found = read_workbook(path, path.name, problems)
    return found, [str(problem).removeprefix(f"{path.name}, ") for problem in problems]


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_what_libreoffice_writes_is_read(suffix: str, tmp_path: Path) -> None:
    """Cell by cell, with what is merged and what is hidden."""
    found, said = raw(HERE / f"by_libreoffice{suffix}")
    (sheet,) = found.sheets
    assert sheet.name == "Map"
    assert [(*row.cells[:3], None)[:3] for row in sheet.rows] == [
        ("Карачи", "بندر عباس", "Köln"),
        (datetime(2025, 3, 15), Shown(Decimal("0.3"), "0.3%", percent=True), Shown(Decimal(302), "0302")),
        (Decimal("1234567.891"), Decimal("0.1"), Decimal(-3)),
        (Decimal(2), True, "a  b"),
        ("merged", Decimal(5), None),
        (None, Decimal(6), None),
    ]
    assert sheet.merged == (Merged(column=0, right=0, first=5, last=6, cell="merged"),)
    assert said == [
        "Map: row 7 is hidden and not read; unhide what counts",
        "Map: column D is hidden and not read; unhide what counts",
        "Hidden: the sheet is hidden and is not read; unhide it if it counts",
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_cut_or_changed_file_is_read_or_refused(suffix: str, tmp_path: Path) -> None:
    """Damage anywhere in the file is a problem or does no harm; nothing is raised.

    An .xls file has no checksums, so that changed figures in it are figures.
    """
    content = WRITERS[suffix](SMALL)
    path = tmp_path / f"book{suffix}"
    for place in range(0, len(content), max(1, len(content) // 150)):
        path.write_bytes(content[:place])
        assert list(read_tables([path]).problems) or len(read_tables([path]).records["Cargo"]) == 1
        changed = bytearray(content)
        changed[place] ^= 0x55
        path.write_bytes(changed)
        tables = read_tables([path])
        assert list(tables.problems) or suffix == ".xls" or len(tables.records["Cargo"]) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_another_file_under_that_name_is_one_problem(suffix: str, tmp_path: Path) -> None:
    """The name says nothing of what is in it."""
    path = tmp_path / f"book{suffix}"
    for content in (b"", b"hello", WRITERS[".xlsx"](SMALL), WRITERS[".ods" if suffix != ".ods" else ".xls"](SMALL)):
        path.write_bytes(content)
        tables = read_tables([path])
        assert len(tables.problems.errors) == 1
        assert tables.records == {}


@pytest.mark.parametrize(
    ("stored", "number"),
    [
        (2, 0),
        ((5 << 2) | 2, 5),
        ((5 << 2) | 3, 0.05),
        ((-7 << 2 & 0xFFFFFFFF) | 2, -7),
        (0x3FF00000, 1),
        (0x3FF00001, 0.01),
    ],
)
def test_a_number_in_four_bytes(stored: int, number: float) -> None:
    """An integer or the upper half of a float, perhaps times a hundred."""
    assert rk_number(stored) == number


def test_a_compound_file_that_refers_to_itself_ends() -> None:
    """A chain of sectors without end is damage."""
    content = bytearray(WRITERS[".xls"](SMALL))
    table = len(content) - 512
    for place in range(table, len(content), 4):
        content[place : place + 4] = b"\0\0\0\0"
    with pytest.raises(Refused):
        CompoundFile.of(bytes(content[:40]))
    file = CompoundFile.of(bytes(content))
    assert len(file.read("Workbook") or b"") <= len(content)


def test_a_text_that_goes_over_several_records_is_whole(tmp_path: Path) -> None:
    """The table of texts of an .xls file is cut every 8 kB, within a text too."""
    notes = [f"{number} {'ы' if number % 3 else 'x'} " * 700 for number in range(40)]
    path = tmp_path / "book.xls"
    path.write_bytes(WRITERS[".xls"]([Sheet("Notes", [(note.strip(),) for note in notes])]))
    (sheet,) = raw(path)[0].sheets
    assert [row.cells[0] for row in sheet.rows] == [note.strip() for note in notes]


def from_1904(suffix: str, content: bytes) -> bytes:
    """The same file, which says that it counts days from the first one of 1904."""
    if suffix == ".xls":
        assert content.count(xls_file.record(0x22, b"\0\0")) == 1
        return content.replace(xls_file.record(0x22, b"\0\0"), xls_file.record(0x22, b"\1\0"))
    properties = [struct.pack("<II", flags, 0) + xlsb_file.text("") for flags in (0, 1)]
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "xl/workbook.bin":
                assert part.count(xlsb_file.record(153, properties[0])) == 1
                part = part.replace(*(xlsb_file.record(153, data) for data in properties))
            copy.writestr(name, part)
    return changed.getvalue()


@pytest.mark.parametrize("suffix", [".xls", ".xlsb"])
def test_days_of_1904_are_days(suffix: str, tmp_path: Path) -> None:
    """Old workbooks from a Mac count from there; plain numbers do so, too."""
    path = tmp_path / f"book{suffix}"
    path.write_bytes(from_1904(suffix, WRITERS[suffix]([Sheet("Cargo", ((date(2025, 3, 3), 44257),))])))
    found, _ = raw(path)
    (sheet,) = found.sheets
    assert sheet.from_1904
    assert sheet.rows[0].cells == (datetime(2029, 3, 4), Decimal(44257))
