"""The sound files that are mutated."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tariffs.problems import Problems
from tariffs.workbook import RawSheet, cell_text, read_workbook
from tests.hostile import sound
from tests.messy.ods_file import ods_bytes
from tests.messy.sheets import Sheet
from tests.messy.xls_file import xls_bytes
from tests.messy.xlsb_file import xlsb_bytes
from tests.messy.xlsx_file import xlsx_bytes

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "worlds" / "tiny.xlsx"
SAMPLE = (ROOT / "spreadsheets" / "corridors.xlsx", ROOT / "spreadsheets" / "cargo.xlsx")


@dataclass(frozen=True)
class Base:
    """A sound file, or the files of a folder, by name; and workbooks that are read along with it."""

    files: Mapping[str, bytes]
    besides: tuple[Path, ...] = ()


@cache
def bases() -> Sequence[tuple[int, Base]]:
    """The sound files, and how often each is taken."""
    tiny = _sheets(TINY)
    csv = {f"book/{sheet.name}.csv": _csv(sheet) for sheet in tiny}
    made = [
        Sheet(sheet.name, [[_plain(cell_text(cell)) for cell in row.cells] for row in sheet.rows]) for sheet in tiny
    ]
    return (
        (12, Base({"book.xlsx": TINY.read_bytes()})),
        (6, Base({"book.xlsx": sound.content()})),
        (6, Base(csv)),
        (4, Base({"book.xlsx": xlsx_bytes(made)})),
        (4, Base({"book.xls": xls_bytes(made)})),
        (4, Base({"book.xlsb": xlsb_bytes(made)})),
        (4, Base({"book.ods": ods_bytes(made)})),
        (1, Base({"cargo.xlsx": SAMPLE[1].read_bytes()}, besides=(SAMPLE[0],))),
        (1, Base({"book.xlsx": SAMPLE[0].read_bytes()}, besides=(SAMPLE[1],))),
    )


def _sheets(path: Path) -> Sequence[RawSheet]:
    return read_workbook(path, path.name, Problems()).sheets


def _csv(sheet: RawSheet) -> bytes:
    lines = (",".join(f'"{cell_text(cell)}"' for cell in row.cells) for row in sheet.rows)
    return "\r\n".join(lines).encode()


def _plain(text: str) -> str | float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return text


def unzipped(content: bytes) -> dict[str, bytes]:
    """The parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
