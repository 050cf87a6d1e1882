"""A path → raw cells, whatever the format; a file that cannot be read is one problem."""

from __future__ import annotations

import csv
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from openpyxl.utils.exceptions import InvalidFileException

from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.records import InputFile
from tariffs.stored.cells import NotReadable, StoredSheet
from tariffs.stored.encodings import UnknownEncoding
from tariffs.stored.ods import read_ods
from tariffs.stored.xls import read_xls
from tariffs.stored.xlsb import read_xlsb
from tariffs.workbook.raw import RawSheet, RawWorkbook
from tariffs.workbook.scanner import MAX_CELLS, MAX_COLUMNS, TooLarge
from tariffs.workbook.shown import FileSheet
from tariffs.workbook.stored import file_sheet
from tariffs.workbook.text import read_csv
from tariffs.workbook.xlsx import read_xlsx

Reader: TypeAlias = Callable[[Path, str, Problems], RawWorkbook]
#: What openpyxl and the modules under it raise on a damaged file. It has no error of its own for that.
DAMAGE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    ParseError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    struct.error,
)
#: A workbook may unpack to so many bytes; more is a mistake or an attack.
MAX_UNPACKED = 2 * 1024**3
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SAVE_AS = "open it in Excel and save it as .xlsx"


class _Unreadable(Exception):
    """A file cannot be read: why, and what to do."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure


def read_workbook(path: Path, name: str, problems: Problems) -> RawWorkbook:
    """What a file, or a folder of .csv files, holds.

    Parameters
    ----------
    path
        The workbook.
    name
        What it is called in messages.
    problems
        Grows by what is wrong; a workbook that cannot be read has no sheets and one problem.
    """
    try:
        return _reader(path)(path, name, problems)
    except _Unreadable as error:
        what, cure = error.what, error.cure
    except OSError as error:
        what, cure = f"cannot be opened ({error.strerror})", "close it elsewhere, or check who may read it"
    problems.add(Problem(Kind.FILE, Severity.ERROR, name, "", "", "", what, cure))
    return RawWorkbook((), ())


def _reader(path: Path) -> Reader:
    if not path.exists():
        raise _Unreadable(f"there is no file {path}", "check the name and the folder")
    if path.is_dir():
        return _csv_folder
    suffix = path.suffix.casefold()
    if suffix not in FORMATS:
        raise _Unreadable(f"{path.suffix or 'a file without suffix'} cannot be read yet", "save it as .xlsx")
    return FORMATS[suffix]


def _xlsx(path: Path, name: str, problems: Problems) -> RawWorkbook:
    content = path.read_bytes()
    _check_package(content)
    try:
        sheets = read_xlsx(content)
    except TooLarge as error:
        raise _Unreadable(
            f"has more than {MAX_CELLS:,} cells", "split it, or clear the cells that are not used"
        ) from error
    except DAMAGE as error:
        raise _Unreadable(f"is damaged and cannot be read ({error})", SAVE_AS) from error
    return _book(content, name, sheets, problems)


def _book(content: bytes, name: str, sheets: Iterable[FileSheet], problems: Problems) -> RawWorkbook:
    """What is shown of the sheets of a file; what is not is noted."""
    shown = []
    for sheet in sheets:
        if sheet.hidden:
            what = "the sheet is hidden and is not read"
            problems.add(
                Problem(Kind.SHEET, Severity.WARNING, name, sheet.name, "", "", what, "unhide it if it counts")
            )
            continue
        shown.append(RawSheet(name, sheet.name, sheet.shown(), sheet.merged()))
        for what in sheet.passed:
            cure = "unhide what counts"
            problems.add(Problem(Kind.IGNORED, Severity.WARNING, name, sheet.name, "", "", what, cure))
        if sheet.beyond:
            what = f"cells right of column {MAX_COLUMNS} are not read"
            problems.add(Problem(Kind.IGNORED, Severity.WARNING, name, sheet.name, sheet.beyond, "", what, ""))
    return RawWorkbook(tuple(shown), (InputFile(name, hashlib.sha256(content).hexdigest()),))


def _stored(read: Callable[[bytes], list[StoredSheet]]) -> Reader:
    """How a file is read whose cells come coded."""

    def read_book(path: Path, name: str, problems: Problems) -> RawWorkbook:
        content = path.read_bytes()
        if not content:
            raise _Unreadable("is empty", "save the workbook again")
        try:
            sheets = [file_sheet(sheet) for sheet in read(content)]
        except NotReadable as error:
            raise _Unreadable(str(error), SAVE_AS) from error
        except DAMAGE as error:
            raise _Unreadable(f"is damaged and cannot be read ({error})", SAVE_AS) from error
        return _book(content, name, sheets, problems)

    return read_book


def _packaged(read: Callable[[Callable[[str], bytes | None]], list[StoredSheet]]) -> Reader:
    """How a zipped file is read whose cells come coded."""

    def read_package(content: bytes) -> list[StoredSheet]:
        if content.startswith(OLE):
            raise NotReadable("is protected with a password, or an old .xls workbook under another name")
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            unpacked = sum(part.file_size for part in package.infolist())
            if unpacked > MAX_UNPACKED:
                raise NotReadable(f"unpacks to {unpacked / 1024**3:.1f} GB")
            return read(lambda name: package.read(name) if name in names else None)

    return _stored(read_package)


def _check_package(content: bytes) -> None:
    """Whether the bytes are an Office package at all, whatever the file's name says."""
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _Unreadable("is protected with a password", "save it without a password")
        raise _Unreadable("is an old .xls workbook under another name", SAVE_AS)
    if not content:
        raise _Unreadable("is empty", "save the workbook again")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            unpacked = sum(part.file_size for part in package.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _Unreadable("is not an Excel workbook, or is damaged", SAVE_AS) from error
    if unpacked > MAX_UNPACKED:
        raise _Unreadable(f"unpacks to {unpacked / 1024**3:.1f} GB", "split it, or clear the cells that are not used")
    if "xl/workbook.bin" in names:
        raise _Unreadable("is an .xlsb workbook under another name", SAVE_AS)
    if not any(name.startswith("xl/") for name in names):
        raise _Unreadable("is not an Excel workbook", SAVE_AS)


def _csv(path: Path, name: str, problems: Problems) -> RawWorkbook:
    content = path.read_bytes()
    try:
        found = read_csv(content)
    except UnknownEncoding as error:
        raise _Unreadable("is in an encoding that cannot be told", "save it as CSV UTF-8") from error
    except csv.Error as error:
        raise _Unreadable(f"cannot be cut into cells ({error})", "save it again as CSV UTF-8") from error
    if found.code_page:
        like = f' ("{found.example}")' if found.example else ""
        what = f"is not in UTF-8 and is read as {found.code_page}{like}"
        problems.add(Problem(Kind.DOUBT, Severity.WARNING, name, "", "", "", what, "save it as CSV UTF-8 to be sure"))
    return RawWorkbook(
        (RawSheet(name, path.stem, found.rows),), (InputFile(name, hashlib.sha256(content).hexdigest()),)
    )


def _csv_folder(path: Path, name: str, problems: Problems) -> RawWorkbook:
    files = sorted(
        file
        for file in path.iterdir()
        if file.suffix.casefold() == ".csv" and file.is_file() and not file.name.startswith(".")
    )
    if not files:
        raise _Unreadable("is a folder without .csv files", "name the workbooks in it one by one")
    books = []
    for file in files:
        label = f"{name}/{file.name}"
        try:
            books.append(_csv(file, label, problems))
        except _Unreadable as error:
            problems.add(Problem(Kind.FILE, Severity.ERROR, label, "", "", "", error.what, error.cure))
    return RawWorkbook(
        tuple(sheet for book in books for sheet in book.sheets), tuple(file for book in books for file in book.files)
    )


#: How each kind of file is read. A new format is one function and one line here.
FORMATS: Mapping[str, Reader] = {
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".xls": _stored(read_xls),
    ".xlsb": _packaged(read_xlsb),
    ".ods": _packaged(read_ods),
    ".csv": _csv,
}
