"""The child process that takes files apart, from the outside: asked, watched, and put an end to."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self, TypeAlias

from tariffs.parsing.child import LENGTH, OUT_OF_MEMORY, PATIENCE
from tariffs.parsing.limits import MEGABYTE, SPLIT, Limits, raising
from tariffs.parsing.refused import SAVE_AS, Refused
from tariffs.problems import FreightError
from tariffs.workbook.decoding import decoded
from tariffs.workbook.raw import Cell, RawRow
from tariffs.workbook.shown import FileSheet

ROOT = Path(__file__).parents[2]
#: Isolated from the environment and without what is installed beside: only the standard library and this project.
START = ("-I", "-S", "-c")
CODE = "import sys; sys.path.append(sys.argv[1]); from tariffs.parsing.child import main; main(sys.argv[2:])"


#: What the child says in JSON, and the numbers after it.
Answer: TypeAlias = "tuple[Mapping[str, Any], Sequence[array[int]]]"
#: What shows that the child gave no answer, or none that makes sense.
BROKEN = (EOFError, OSError, LookupError, TypeError, ValueError)
#: So many seconds a child that has broken off may take to end.
GRACE = 2.0
#: After a file of more bytes than that, or with more cells, a new child is started for the next one.
LARGE = 4_000_000
#: How a child ends that has taken more time than it may.
OUT_OF_TIME = -getattr(signal, "SIGPROF", sys.maxsize)


class ParserError(FreightError):
    """The child process cannot be started."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds.

    Attributes
    ----------
    sheets
        Its sheets.
    code_page, example
        The code page in which its text is taken to be, and a word that shows it; blank if there is no doubt.
    """

    sheets: tuple[FileSheet, ...]
    code_page: str
    example: str


@dataclass(slots=True)
class Parser:
    """Takes files apart in a child process, which is started for the first and serves those that follow.

    A file that takes more than it may is refused; what is left of the child is ended with it, and another one is
    started for the next file.

    Attributes
    ----------
    limits
        What a file may take.
    """

    limits: Limits = field(default_factory=Limits)
    _child: subprocess.Popen[bytes] | None = None
    _rows: int = 0
    _cells: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()

    def parse(self, kind: str, name: str, content: bytes) -> Parsed:
        """What a file holds.

        Parameters
        ----------
        kind
            How it is read: ``xlsx``, ``csv`` or another that the child knows.
        name
            What its sheet is called, if it is a .csv file.
        content
            Its bytes.

        Raises
        ------
        Refused
            If it cannot be read, or takes more than it may.
        ParserError
            If the child process cannot be started.
        """
        child = self._child or self._start()
        watch = Timer(PATIENCE * self.limits.seconds, child.kill)
        watch.start()
        try:
            header, numbers = self._asked(child, kind, name, content)
        except BROKEN:
            in_time = watch.is_alive()
            raise self._broken_off(self._end(grace=GRACE), in_time=in_time) from None
        finally:
            watch.cancel()
        if "refused" in header:
            what, cure = header["refused"]
            raise Refused(what, cure)
        if len(content) > LARGE or sum(map(len, numbers)) > LARGE:
            self._end()  # it keeps the memory that it had
        self._add_up(numbers)
        return Parsed(tuple(_sheets(header, numbers)), header["code_page"], header["example"])

    def _add_up(self, numbers: Sequence[array[int]]) -> None:
        """See that all files together do not hold too much."""
        self._rows += sum(map(len, numbers[::3]))
        self._cells += sum(map(len, numbers[2::3]))
        for limit, count in (("rows", self._rows), ("cells", self._cells)):
            most = getattr(self.limits, limit)
            if count > most:
                what = f"has, together with the files before it, more than {most:,} {limit}"
                raise Refused(what, f"leave out what is not used{raising(limit)}")

    def _broken_off(self, status: int, *, in_time: bool) -> Refused:
        """Why the child gave no answer."""
        if not in_time or status == OUT_OF_TIME:
            return Refused(f"takes more than {self.limits.seconds} seconds to read", f"{SPLIT}{raising('seconds')}")
        if status == OUT_OF_MEMORY:
            what = f"takes more than {self.limits.memory_mb:,} MB of memory to read"
            return Refused(what, f"{SPLIT}{raising('memory_mb')}")
        return Refused(f"cannot be read (what reads it broke off with status {status})", SAVE_AS)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, *START, CODE, str(ROOT), json.dumps(asdict(self.limits))]
        try:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ParserError(f"Python cannot be started to read workbooks ({error})") from error
        return self._child

    def _end(self, grace: float = 0) -> int:
        """End the child, which may first end by itself for so many seconds; gives its exit status."""
        child, self._child = self._child, None
        if child is None:
            return 0
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            child.kill()
        with contextlib.suppress(OSError):  # what was still to be written is of no use
            child.communicate()
        return child.wait()

    def _asked(self, child: subprocess.Popen[bytes], kind: str, name: str, content: bytes) -> Answer:
        """What the child answers: what it says in JSON, and the numbers after it."""
        if child.stdin is None or child.stdout is None:
            raise EOFError
        request = {"kind": kind, "name": name, "size": len(content)}
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.write(content)
        child.stdin.flush()
        (length,) = LENGTH.unpack(_exactly(child.stdout, LENGTH.size))
        header = json.loads(_exactly(child.stdout, min(length, self.limits.memory_mb * MEGABYTE)))
        counts = [count for sheet in header.get("sheets", ()) for count in sheet["counts"]]
        return header, [_numbers(child.stdout, count) for count in counts]


def _sheets(header: Mapping[str, Any], numbers: Sequence[array[int]]) -> Iterator[FileSheet]:
    known = [decoded(code) for code in header["codes"]]
    for index, sheet in enumerate(header["sheets"]):
        rows, widths, cells = numbers[3 * index : 3 * index + 3]
        yield FileSheet(
            name=sheet["name"],
            hidden=sheet["hidden"],
            rows=tuple(_rows(rows, widths, cells, known)),
            beyond=sheet["beyond"],
            hidden_rows=frozenset(sheet["hidden_rows"]),
            hidden_columns=frozenset(sheet["hidden_columns"]),
            from_1904=header["from_1904"],
            areas=tuple((first, last, column, right) for first, last, column, right in sheet["areas"]),
            struck=tuple((row, column) for row, column in sheet["struck"]),
        )


def _rows(rows: array[int], widths: array[int], cells: array[int], known: Sequence[Cell]) -> Iterator[RawRow]:
    """The rows of a sheet, each of whose cells is one of those known."""
    get = known.__getitem__
    for row, width, end in zip(rows, widths, accumulate(widths), strict=True):
        yield RawRow(row, tuple(map(get, cells[end - width : end])))


def _numbers(answers: IO[bytes], count: int) -> array[int]:
    numbers = array("I")
    numbers.frombytes(_exactly(answers, count * numbers.itemsize))
    return numbers


def _exactly(answers: IO[bytes], size: int) -> bytes:
    """So many bytes.

    Raises
    ------
    EOFError
        If the child ends before.
    """
    content = answers.read(size)
    if len(content) < size:
        raise EOFError
    return content
