"""A path → raw cells, whatever the format; a file that cannot be read is one problem."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from tariffs.parsing.coding import check_sheets
from tariffs.parsing.limits import MAX_COLUMNS, MEGABYTE, SPLIT, BadLimit, Limits, raising
from tariffs.parsing.refused import Refused
from tariffs.paths import resolved
from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.records import InputFile
from tariffs.workbook.parser import Parsed, Parser
from tariffs.workbook.raw import RawSheet, RawWorkbook
from tariffs.workbook.shown import FileSheet

#: How the child process reads each kind of file, by suffix.
FORMATS: Mapping[str, str] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".xlsb": "xlsb",
    ".ods": "ods",
    ".csv": "csv",
}
#: A pipe is opened without waiting for somebody to write into it; Windows has no such thing.
OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
NOTHING = RawWorkbook((), ())
#: So many addresses are listed.
SHOWN = 8


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
    with WorkbookReader() as reader:
        return reader.read(path, name, problems)


@dataclass(slots=True)
class WorkbookReader:
    """Reads workbooks one after another, with one child process for all of them.

    It is used in a ``with`` statement, at whose end the child ends too.
    """

    _parser: Parser = field(default_factory=Parser)
    _limits_known: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._parser.__exit__(kind, error, traceback)

    def read(self, path: Path, name: str, problems: Problems) -> RawWorkbook:
        """What a file, or a folder of .csv files, holds; parameters as of ``read_workbook``."""
        try:
            self._take_limits()
            if os.path.isdir(path):  # noqa: PTH112 - it takes every name
                return self._folder(path, name, problems)
            return self._file(path, name, problems)
        except Refused as refused:
            problems.add(_problem(name, refused))
            return NOTHING

    def _take_limits(self) -> None:
        if not self._limits_known:
            try:
                self._parser.limits = Limits.of()
            except BadLimit as error:
                raise Refused(f"cannot be read: {error}", "write it in digits, such as 5000000") from error
            self._limits_known = True

    def _file(self, path: Path, name: str, problems: Problems) -> RawWorkbook:
        kind = FORMATS.get(path.suffix.casefold())
        if kind is None and os.path.exists(path):  # noqa: PTH110 - it takes every name
            raise Refused(f"{path.suffix or 'a file without suffix'} cannot be read yet", "save it as .xlsx")
        content = _content(path, self._parser.limits)
        parsed = self._parser.parse(kind or "", path.stem, content)
        if parsed.code_page:
            _warn_of_code_page(name, parsed, problems)
        sheets = tuple(_shown(name, sheet, problems) for sheet in parsed.sheets if not _hidden(name, sheet, problems))
        return RawWorkbook(sheets, (InputFile(name, hashlib.sha256(content).hexdigest()),))

    def _folder(self, path: Path, name: str, problems: Problems) -> RawWorkbook:
        entries = sorted(_entries(path))
        files = [file for file in entries if file.suffix.casefold() == ".csv" and file.name[0] not in ".~"]
        if not files:
            raise Refused("is a folder without .csv files", "name the workbooks in it one by one")
        read = {resolved(file) for file in files}  # what a link leads to is read under the link's name
        _name_passed_over(name, [entry.name for entry in entries if resolved(entry) not in read], problems)
        _check_together(files, self._parser.limits)
        books = []
        for file in files:
            label = f"{name}/{file.name}"
            try:
                _check_inside(file, path)
                books.append(self._file(file, label, problems))
            except Refused as refused:
                problems.add(_problem(label, refused))
        return RawWorkbook(
            tuple(sheet for book in books for sheet in book.sheets),
            tuple(file for book in books for file in book.files),
        )


def _name_passed_over(name: str, others: Sequence[str], problems: Problems) -> None:
    """Take note of what a folder holds besides its .csv files."""
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        listed = f"{', '.join(others[:SHOWN])}{more}"
        what = f"{listed} in the folder {'is' if len(others) == 1 else 'are'} passed over: only .csv files are read"
        cure = "save what counts as .csv, named after its sheet, or name workbooks one by one"
        problems.add(Problem(Kind.FILE, Severity.WARNING, name, "", "", "", what, cure))


def _check_together(files: Sequence[Path], limits: Limits) -> None:
    """A folder is one workbook, and may be no larger than one."""
    check_sheets(len(files), limits)
    sizes = []
    for file in files:
        with suppress(OSError):  # which is said when it is to be read
            sizes.append(file.stat().st_size)
    if sum(sizes) > limits.file_mb * MEGABYTE:
        raise Refused(f"is larger than {limits.file_mb:,} MB, all files together", f"{SPLIT}{raising('file_mb')}")


def _problem(name: str, refused: Refused) -> Problem:
    return Problem(Kind.FILE, Severity.ERROR, name, "", "", "", refused.what, refused.cure)


def _warn_of_code_page(name: str, parsed: Parsed, problems: Problems) -> None:
    like = f' ("{parsed.example}")' if parsed.example else ""
    what = f"is not in UTF-8 and is read as {parsed.code_page}{like}"
    problems.add(Problem(Kind.DOUBT, Severity.WARNING, name, "", "", "", what, "save it as CSV UTF-8 to be sure"))


def _hidden(name: str, sheet: FileSheet, problems: Problems) -> bool:
    """Whether a sheet is hidden, which is noted."""
    if sheet.hidden:
        what = "the sheet is hidden and is not read"
        problems.add(Problem(Kind.SHEET, Severity.WARNING, name, sheet.name, "", "", what, "unhide it if it counts"))
    return sheet.hidden


def _shown(name: str, sheet: FileSheet, problems: Problems) -> RawSheet:
    """What a sheet shows; what is in it and not read is noted."""
    shown = RawSheet(name, sheet.name, sheet.shown(), sheet.merged(), from_1904=sheet.from_1904)
    for what in sheet.passed:
        cure = "unhide what counts"
        problems.add(Problem(Kind.IGNORED, Severity.WARNING, name, sheet.name, "", "", what, cure))
    struck = sheet.shown_struck()
    if struck:
        what = f"{_listed(struck)} struck through, all or in part, and read like any other"
        cure = "clear what no longer counts, or take the line out"
        problems.add(Problem(Kind.DOUBT, Severity.WARNING, name, sheet.name, struck[0], "", what, cure))
    if sheet.beyond:
        what = f"cells right of column {MAX_COLUMNS} are not read"
        problems.add(Problem(Kind.IGNORED, Severity.WARNING, name, sheet.name, sheet.beyond, "", what, ""))
    return shown


def _listed(cells: Sequence[str]) -> str:
    """Cells by their addresses, as many as one reads."""
    if len(cells) == 1:
        return f"the cell {cells[0]} is"
    more = ", …" if len(cells) > SHOWN else ""
    return f"the cells {', '.join(cells[:SHOWN])}{more} are"


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise _unopened(error) from error


def _check_inside(file: Path, folder: Path) -> None:
    """A folder that came from elsewhere must not make the program read what lies beside it."""
    if file.is_symlink() and resolved(folder) not in resolved(file).parents:
        raise Refused("is a link to a file outside of the folder", "put the file itself there")


def _content(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, if it is one and not too large.

    Raises
    ------
    Refused
        If it is not there, cannot be opened, is a link to nothing, a folder, a pipe or a device, or is too large.
    """
    most = limits.file_mb * MEGABYTE
    try:
        # What is no ordinary file must not even be opened where that would make somebody else act, and not waited for.
        _check_ordinary(path.stat())
        with open(path, "rb", opener=lambda name, _: os.open(name, OPENING)) as file:
            _check_ordinary(os.fstat(file.fileno()))
            content = file.read(most + 1)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise Refused("is a link to a file that is not there", "put the file itself there") from error
        raise Refused(f"there is no file {path}", "check the name and the folder") from error
    except OSError as error:
        raise _unopened(error) from error
    if len(content) > most:
        raise Refused(f"is larger than {limits.file_mb:,} MB", f"{SPLIT}{raising('file_mb')}")
    return content


def _check_ordinary(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise Refused("is a folder", "name the workbooks in it one by one")
    if not stat.S_ISREG(found.st_mode):
        raise Refused("is a pipe or a device and not a file", "save it as a file first")


def _unopened(error: OSError) -> Refused:
    return Refused(f"cannot be opened ({error.strerror or error})", "close it elsewhere, or check who may read it")
