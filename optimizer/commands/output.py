"""Where a command may write, found out before any work is done."""

from __future__ import annotations

import html
import os
import re
import stat
import zipfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from optimizer.errors import RequestError
from tariffs.paths import resolved
from tariffs.schema import normalise
from tariffs.seal import may_be_replaced

#: The administrator may write to a file that nobody may write to, and does not want to.
ANY_MAY_WRITE = 0o222
#: The part of an Excel workbook that lists its sheets, and a sheet in it.
CONTENTS, SHEET = "xl/workbook.xml", re.compile(r'<sheet [^>]*?name="([^"]*)"')
LONGEST_CONTENTS = 1 << 20
#: The parts in which a workbook keeps the comments of persons.
COMMENTS = re.compile(r"xl/(\w+/)?(threadedC|c)omments?\d*\.xml")
#: What a workbook begins with that has a password, or is of an old kind.
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def output_path(text: str, inputs: Sequence[str]) -> Path:
    """The path to write to, once it is certain that a workbook may be written there; a file is replaced.

    Raises
    ------
    RequestError
        If it is no ``.xlsx`` file, is one of the inputs, is there and no file that may be written to, or its folder
        is missing or closed.
    """
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise RequestError(f"the output {text} must end in .xlsx")
    if not os.path.isdir(path.parent):  # noqa: PTH112 - it takes every name
        raise RequestError(f"the folder {path.parent} does not exist; make it first, or write elsewhere")
    _check_replaceable(path)
    if not os.access(path.parent, os.W_OK):
        raise RequestError(f"nothing may be written in the folder {path.parent}; write elsewhere")
    if any(_same_file(path, Path(name)) for name in inputs):
        raise RequestError(f"the output {text} is one of the inputs; give it another name")
    return path


def check_unchanged(paths: Iterable[Path], *, force: bool) -> None:
    """See that no file which somebody else wrote or changed is to be replaced, unless that is wanted.

    Raises
    ------
    RequestError
        If one stands there.
    OSError
        If one cannot be read.
    """
    for path in paths:
        if not force and not may_be_replaced(path):
            raise _not_ours(path)


def check_replaced(path: Path, always: Collection[str], ours: Collection[str], *, force: bool) -> None:
    """See that no workbook is to be replaced but ours, to which nobody added anything, unless that is wanted.

    Parameters
    ----------
    always, ours
        The sheets that each of ours has, normalised, and all that one may have, by name.

    Raises
    ------
    RequestError
        If another one stands there, or one with further sheets or with comments.
    """
    if force or not path.exists():
        return
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            if file.read(len(COMPOUND)) == COMPOUND:
                raise _not_ours(path)
        return
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
        if CONTENTS not in parts:
            raise _not_ours(path)
        with archive.open(CONTENTS) as contents:
            sheets = [
                html.unescape(name) for name in SHEET.findall(contents.read(LONGEST_CONTENTS).decode(errors="replace"))
            ]
    if not {normalise(name) for name in sheets}.issuperset(always):
        raise _not_ours(path)
    further = [f'the sheet "{name}"' for name in sheets if name not in ours and _first_part(name) not in ours]
    if any(map(COMMENTS.fullmatch, parts)):
        further.append("comments")
    if further:
        raise _not_ours(path, f" ({', '.join(further)})")


def _first_part(name: str) -> str:
    """The sheet that another one goes on from: ``Charges`` of ``Charges 2``."""
    first, _, number = name.rpartition(" ")
    return first if number.isdigit() else ""


def _not_ours(path: Path, which: str = "") -> RequestError:
    what = f"the output {path} is there and holds what this command did not write{which}"
    return RequestError(f"{what}; give it another name, or replace it with --force")


def _check_replaceable(path: Path) -> None:
    """See that nothing stands there, or a file that may be written to."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise RequestError(f"the output {path} is a link that leads nowhere; give it another name") from None
        return
    except OSError as error:
        why = error.strerror or error
        raise RequestError(f"the output {path} cannot be written ({why}); give it another name") from error
    if stat.S_ISDIR(mode):
        raise RequestError(f"the output {path} is a folder; name a file")
    if not stat.S_ISREG(mode):
        raise RequestError(f"the output {path} is a pipe or a device and not a file; give it another name")
    if not mode & ANY_MAY_WRITE or not os.access(path, os.W_OK):
        raise RequestError(f"the output {path} may not be written to; give it another name, or take off its protection")


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return resolved(one) == resolved(other)
