"""The auditor shares no code with what makes plans."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import optimizer.auditor

FILES = sorted(Path(optimizer.auditor.__file__).parent.glob("*.py"))

#: What an auditor may know of: itself, the columns of a plan workbook, and what things cost and when they run.
ALLOWED = ("optimizer.auditor", "optimizer.tables", "tariffs")

#: What is imported to name a type, and never run.
FOR_TYPES = {"optimizer.plan", "optimizer.kept"}


def imported(tree: ast.AST) -> set[str]:
    """The modules that a file imports, those for type checkers left out."""
    typed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if id(node) in typed:
                assert node.module in FOR_TYPES
            else:
                names.add(node.module or "")
    return names


def of_this_project(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in ("optimizer", "tariffs")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_auditor_imports_nothing_of_the_model(path: Path) -> None:
    """Every module of this project that it imports is its own or of the tariffs."""
    ours = {name for name in imported(ast.parse(path.read_text("utf-8"))) if of_this_project(name)}
    assert {name for name in ours if not name.startswith(ALLOWED)} == set()


def test_the_auditor_needs_no_solver() -> None:
    """No file of it names one."""
    assert [
        path.name for path in FILES if {"pulp", "highspy", "numpy"} & imported(ast.parse(path.read_text("utf-8")))
    ] == []
