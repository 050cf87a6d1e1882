"""Which way the arrows between the packages point."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: What the tariffs may not know of: who decides, what solves, what serves.
DECIDES = ("optimizer",)
SOLVES = ("pulp", "highspy", "scipy", "numba", "pyomo", "ortools")
SERVES = ("fastapi", "flask", "starlette", "uvicorn", "streamlit", "dash", "requests", "httpx")
FORBIDDEN = frozenset((*DECIDES, *SOLVES, *SERVES))
MODULES = sorted((ROOT / "tariffs").rglob("*.py"))
PARSING = sorted((ROOT / "tariffs" / "parsing").glob("*.py"))


def imported(source: str) -> Iterator[str]:
    """What a source imports, wherever in it the import stands: modules, and names as ``module.name``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(name: str, modules: Collection[str]) -> str:
    """The module that an imported name is, or is in; blank if it is none of these."""
    return next((found for found in (name, name.rpartition(".")[0]) if found in modules), "")


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_the_tariffs_know_nothing_of_optimisation_or_the_web(path: Path):
    """No module of `tariffs` imports `optimizer`, a solver or anything that serves pages."""
    packages = {name.split(".")[0] for name in imported(path.read_text(encoding="utf-8"))}

    assert packages.isdisjoint(FORBIDDEN)


@pytest.mark.parametrize("path", PARSING, ids=[path.name for path in PARSING])
def test_what_takes_files_apart_imports_the_standard_library_and_itself(path: Path):
    """So its process is small and quick to start, and holds nothing that a file could reach."""
    for name in imported(path.read_text(encoding="utf-8")):
        assert name.startswith("tariffs.parsing.") or name.split(".")[0] in sys.stdlib_module_names


def test_one_room_names_highs():
    """No module outside `optimizer/solver` imports it."""
    naming = {
        path.parent.relative_to(ROOT).as_posix()
        for path in (ROOT / "optimizer").rglob("*.py")
        if "highspy" in set(imported(path.read_text(encoding="utf-8")))
    }

    assert naming == {"optimizer/solver"}


def test_nothing_below_draws():
    """Figures are imported by what is used from outside, and by themselves; Altair by one module of theirs."""
    asking, drawing = set(), set()
    for path in (ROOT / "optimizer").rglob("*.py"):
        names = set(imported(path.read_text(encoding="utf-8")))
        name = path.relative_to(ROOT / "optimizer").as_posix()
        asking |= {name for other in names if other.startswith("optimizer.figures")}
        drawing |= {name for other in names if other.split(".")[0] in ("altair", "vl_convert")}
    outside = {name for name in asking if not name.startswith(("api/", "figures/"))}
    assert outside == {"plan_risk.py"}
    assert drawing == {"figures/figure.py"}


def test_the_web_uses_the_surface():
    """Of this project it imports `optimizer`, the version, and itself; and only these commands import it."""
    web = ROOT / "optimizer" / "web"
    operations = "optimizer.web.operations"
    commands = {
        "serve.py": {"optimizer.web.serve.serve"},
        "user.py": {"optimizer.web.administration"},
        "purge.py": {f"{operations}.beside.opened", f"{operations}.purge.purge"},
        "backup.py": {f"{operations}.beside.opened", f"{operations}.backup.backup"},
    }
    for path in ROOT.joinpath("optimizer").rglob("*.py"):
        names = {
            name for name in imported(path.read_text(encoding="utf-8")) if name.startswith(("optimizer", "tariffs"))
        }
        of_web = {name for name in names if name.startswith("optimizer.web")}
        if path.is_relative_to(web):
            assert names - of_web <= {"optimizer", "optimizer.version.version"}, path
        else:
            assert of_web == (commands[path.name] if path.parent.name == "commands" and of_web else set()), path


def test_what_serves_is_imported_by_nothing_else():
    """Planning does without the extra `server`."""
    for path in [*MODULES, *(ROOT / "optimizer").rglob("*.py")]:
        if not path.is_relative_to(ROOT / "optimizer" / "web"):
            packages = {name.split(".")[0] for name in imported(path.read_text(encoding="utf-8"))}
            assert packages.isdisjoint({*SERVES, "sqlalchemy", "alembic", "pydantic", "structlog", "jinja2"}), path


def test_only_children_of_the_web_import_what_plans():
    """The server and the worker stay small: the library is imported by the tasks, which run in a process each."""
    for path in (ROOT / "optimizer" / "web").rglob("*.py"):
        if "tasks" not in path.parts:
            assert "optimizer" not in set(imported(path.read_text(encoding="utf-8"))), path


def test_an_import_inside_a_function_is_seen():
    """The test above would see an import that is hidden in a function."""
    source = "def plan():\n    from optimizer.plan import Plan\n    import pulp"

    assert list(imported(source)) == ["optimizer.plan.Plan", "pulp"]


def run_when_imported(source: str) -> str:
    """A source without what only a type checker reads."""
    tree = ast.parse(source)
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    return ast.unparse(tree)


@pytest.mark.parametrize("package", ["tariffs", "optimizer"])
def test_the_modules_of_a_package_import_each_other_in_no_circle(package: str):
    """Each can be read knowing only those that it imports, wherever in it the import stands."""
    paths = sorted((ROOT / package).rglob("*.py"))
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    edges = {
        name: {module_of(other, names) for other in imported(run_when_imported(path.read_text(encoding="utf-8")))}
        - {""}
        for name, path in names.items()
    }
    while edges:
        leaves = {name for name, others in edges.items() if others.isdisjoint(edges)}
        assert leaves, f"a circle among {sorted(edges)}"
        edges = {name: others for name, others in edges.items() if name not in leaves}
