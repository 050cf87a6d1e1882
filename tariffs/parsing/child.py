"""The child process: takes files from standard input, one after another, and answers with their coded cells.

A request is a line of JSON (what kind of file, what it is called, how many bytes), then the bytes. An answer is the
length of a JSON text, the text, and after it the numbers of rows, widths and cells of each sheet in turn.
"""

from __future__ import annotations

import codecs
import csv
import gc
import json
import os
import signal
import struct
import sys
import zipfile
import zlib
from array import array
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from xml.parsers import expat

from tariffs.parsing.coding import CodedBook, CodedSheet
from tariffs.parsing.limits import MEGABYTE, Limits
from tariffs.parsing.ods import read_ods
from tariffs.parsing.refused import DAMAGED, Refused
from tariffs.parsing.signatures import Check, check_csv, check_old, check_packed, check_xlsx
from tariffs.parsing.text import read_csv
from tariffs.parsing.xls import read_xls
from tariffs.parsing.xlsb import read_xlsb
from tariffs.parsing.xlsx import read_xlsx

Read: TypeAlias = Callable[[bytes, CodedBook], None]
#: Those of .csv and .xls files, and of names in a zip archive.
ENCODINGS = (
    *("ascii", "latin-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "mac_roman"),
    *(f"cp{page}" for page in (437, *range(1250, 1259), 850, 852, 855, 857, 862, 866, 874, 932, 936, 949, 950)),
)
#: How the length of an answer's JSON is written.
LENGTH = struct.Struct("<Q")
NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
#: The exit status that says so.
OUT_OF_MEMORY = 77
#: Where no process can be told to end after so much time of the processor, it is that of the clock; elsewhere a file
#: may take so many times as long by the clock, in case that the machine has other work.
PATIENCE = 4 if hasattr(signal, "setitimer") else 1
#: Damage has many names: the modules that unpack and parse have no error of their own for it. Those that say what is
#: wrong are told.
TELLING = (zipfile.BadZipFile, zlib.error, expat.ExpatError, csv.Error, ValueError)

#: What each kind of file must look like, and how it is read. A new format is one line here.
READERS: Mapping[str, tuple[Check, Read]] = {
    "xlsx": (check_xlsx, read_xlsx),
    "xls": (check_old, read_xls),
    "xlsb": (check_packed, read_xlsb),
    "ods": (check_packed, read_ods),
    "csv": (check_csv, read_csv),
}


def main(arguments: list[str]) -> None:
    """Serve until standard input ends; the argument is the limits, as JSON."""
    try:
        _serve(Limits(**json.loads(arguments[0])))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nothing else is sure to work


def _serve(limits: Limits) -> None:
    _confine(limits)
    gc.disable()  # what is made here forms no cycles, and there is much of it
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while line := requests.readline():
        request = json.loads(line)
        content = requests.read(request["size"])
        if len(content) < request["size"]:
            return
        _allow(limits.seconds)
        header, numbers = _parsed(request["kind"], content, CodedBook(limits, request["name"]))
        text = json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogatepass")
        answers.write(LENGTH.pack(len(text)))
        answers.write(text)
        for part in numbers:
            answers.write(part)
        answers.flush()
        _allow(0)


def _parsed(kind: str, content: bytes, book: CodedBook) -> tuple[dict[str, Any], list[array[int]]]:
    """The answer to one request: what is said in JSON, and the numbers after it."""
    check, read = READERS[kind]
    try:
        check(content)
        read(content, book)
    except Refused as error:
        refused = error
    except expat.ExpatError as error:
        if getattr(error, "code", 0) == NO_MEMORY:
            raise MemoryError from error
        refused = Refused(f"{DAMAGED} ({error})")
    except (*TELLING, OSError) as error:
        refused = Refused(f"{DAMAGED} ({error})")
    except MemoryError:
        raise
    except Exception:
        refused = Refused(DAMAGED)
    else:
        sheets = [_described(sheet) for sheet in book.sheets]
        numbers = [part for sheet in book.sheets for part in (sheet.rows, sheet.widths, sheet.cells)]
        said = {"code_page": book.code_page, "example": book.example, "from_1904": book.from_1904}
        return {"sheets": sheets, "codes": book.coder.codes, **said}, numbers
    return {"refused": [refused.what, refused.cure]}, []


def _described(sheet: CodedSheet) -> dict[str, Any]:
    """What is said of a sheet in JSON; counts are of the numbers that come after it."""
    return {
        "counts": [len(sheet.rows), len(sheet.widths), len(sheet.cells)],
        "name": sheet.name,
        "hidden": sheet.hidden,
        "beyond": sheet.beyond,
        "hidden_rows": list(sheet.hidden_rows),
        "hidden_columns": list(sheet.hidden_columns),
        "areas": sheet.areas,
        "struck": sheet.struck,
    }


def _confine(limits: Limits) -> None:
    """Give up, as far as the system lets a process do so, what is not needed to parse."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)  # no file can be opened afterwards
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    most = {"AS": limits.memory_mb * MEGABYTE, "CORE": 0, "FSIZE": 0, "NOFILE": 0}
    for name, value in most.items():
        which = getattr(resource, f"RLIMIT_{name}", None)
        if which is not None:
            try:
                _, hard = resource.getrlimit(which)
                allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(which, (allowed, allowed))
            except (OSError, ValueError):
                continue  # macOS has some of them by name only


def _allow(seconds: int) -> None:
    """End this process after so many seconds of the processor, and should nobody be there to end it; 0 is never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(2 * PATIENCE * seconds)
