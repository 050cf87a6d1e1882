"""Where a command may write, found out before any work is done."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from optimizer.commands.saying import CommandError


def output_path(text: str, inputs: Sequence[str]) -> Path:
    """The path to write to, once it is certain that a workbook may be written there.

    Raises
    ------
    CommandError
        If it is no ``.xlsx`` file, is one of the inputs, or its folder is missing or closed.
    """
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise CommandError(f"the output {text} must end in .xlsx")
    if path.is_dir():
        raise CommandError(f"the output {text} is a folder; name a file")
    if not path.parent.is_dir():
        raise CommandError(f"the folder {path.parent} does not exist; make it first, or write elsewhere")
    if not os.access(path.parent, os.W_OK):
        raise CommandError(f"nothing may be written in the folder {path.parent}; write elsewhere")
    if any(_same_file(path, Path(name)) for name in inputs):
        raise CommandError(f"the output {text} is one of the inputs; give it another name")
    return path


def _same_file(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
