"""The program as the tests run it: in this process, or in one of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "worlds" / "tiny.xlsx"

Done: TypeAlias = "subprocess.CompletedProcess[str]"
Run: TypeAlias = Callable[..., Done]


def process(*arguments: str | Path) -> Done:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "optimizer", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def changed(path: Path, sheet: str, cell: str, value: object) -> Path:
    """The workbook with one cell changed. Stored values of formulas are kept as they are."""
    book = load_workbook(path, data_only=True)
    book[sheet][cell] = value
    copy = path.with_name("changed.xlsx")
    book.save(copy)
    return copy
