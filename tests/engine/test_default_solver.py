"""The solver that comes with the program."""

from __future__ import annotations

import ast
from pathlib import Path

import optimizer.options

PACKAGE = Path(optimizer.options.__file__).parent


def test_its_name_is_written_in_one_place() -> None:
    """Whatever else means the default asks for it by another name."""
    written = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == optimizer.options.DEFAULT_SOLVER
    ]
    assert written == ["options.py"]
