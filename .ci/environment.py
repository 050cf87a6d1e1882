"""Make the virtual environment that a make target needs, unless it is there already.

    python3 .ci/environment.py run                        # .venv with what running needs
    python3 .ci/environment.py test --venv build/py3.11   # somewhere else, with what testing needs

Needs nothing but Python 3.11 or newer. Every package comes from one of the lock files in
``.ci/locks``, with its hash, and as a wheel: building one would fetch tools that no lock names.
The environment is made afresh when a lock it was made from, its Python or its place has changed. Then the engine
for large portfolios is compiled, so that no plan waits for it; and again whenever its sources have changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / ".ci" / "locks"
NEEDS = ("run", "server", "test", "lowest", "notebooks", "benchmarks", "tools")
WITHOUT_PROJECT = {"tools"}
ENGINE = ROOT / "optimizer" / "column_generation"
STATE = "made-by-make.json"

State = dict[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("need", choices=NEEDS)
    parser.add_argument("--venv", type=Path, default=Path(".venv"))
    options = parser.parse_args()
    where = (ROOT / options.venv).absolute()
    try:
        prepare(options.need, where)
        if options.need not in WITHOUT_PROJECT:
            compile_ahead(where)
    except subprocess.CalledProcessError as error:
        # pip has said what went wrong.
        return error.returncode
    except RefusedError as error:
        print(f"{Path(__file__).name}: {error}", file=sys.stderr)
        return 2
    return 0


class RefusedError(Exception):
    """The environment can't be made, for the reason in the message."""


def prepare(need: str, where: Path) -> None:
    """Bring the environment at `where` to hold what `need` asks for."""
    wanted = {"place": place(where), need: digest(LOCKS / f"{need}.txt")}
    if need not in WITHOUT_PROJECT:
        wanted["project"] = digest(ROOT / "pyproject.toml")
    state = read_state(where)
    if state.keys() & {"server", "test", "notebooks", "benchmarks"}:
        # Their locks hold all of run.txt, in the same versions.
        state["run"] = digest(LOCKS / "run.txt")
    if "test" in state:
        state["server"] = digest(LOCKS / "server.txt")
    if wanted.items() <= state.items() and not outdated(state):
        return
    if not state or outdated(state) or state["place"] != wanted["place"]:
        create(where)
        state = {"place": wanted["place"]}
    pip(where, "--require-hashes", "--only-binary=:all:", "-r", str(LOCKS / f"{need}.txt"))
    if need not in WITHOUT_PROJECT:
        pip(where, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    (where / STATE).write_text(json.dumps(state | wanted), encoding="utf-8")


def outdated(state: State) -> bool:
    """Whether a lock that this environment was made from has changed since."""
    return any(state[need] != digest(LOCKS / f"{need}.txt") for need in NEEDS if need in state)


def place(where: Path) -> str:
    """Which Python the environment is of, and where it and the project are."""
    return json.dumps([sys.version, sys.base_prefix, str(where), str(ROOT)])


def digest(*files: Path) -> str:
    """The contents of text files, whatever their line endings."""
    return hashlib.sha256(b"".join(file.read_bytes().replace(b"\r\n", b"\n") for file in files)).hexdigest()


def read_state(where: Path) -> State:
    """What the environment was made from; empty when it is none of ours or wasn't finished."""
    try:
        state = json.loads((where / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if python_of(where).exists() else {}


def create(where: Path) -> None:
    """Make an empty environment, in place of any that is there."""
    if where.exists() and any(where.iterdir()) and not (where / "pyvenv.cfg").exists():
        raise RefusedError(f"{where} is no virtual environment; move it away, or say VENV=…")
    try:
        import ensurepip  # noqa: F401, PLC0415
    except ImportError:
        raise RefusedError(
            f"{sys.executable} can't make virtual environments; on Debian and Ubuntu, "
            f"`apt install python{sys.version_info.major}.{sys.version_info.minor}-venv` helps"
        ) from None
    print(f"Making {where} with Python {sys.version.split()[0]} …", file=sys.stderr)
    venv.create(where, clear=True, with_pip=True, symlinks=os.name != "nt")


def compile_ahead(where: Path) -> None:
    """Have the engine compiled, if it wasn't since its sources changed; without that, the first plan has to wait."""
    state, sources = read_state(where), digest(*sorted(ENGINE.rglob("*.py")))
    if state.get("compiled") == sources:
        return
    print("Compiling the engine for large portfolios; once takes a minute or two …", file=sys.stderr)
    done = subprocess.run([str(python_of(where)), "-m", "optimizer.column_generation.warm"], cwd=ROOT, check=False)
    if done.returncode == 0:
        (where / STATE).write_text(json.dumps(state | {"compiled": sources}), encoding="utf-8")
    else:
        print("That failed; it is compiled when first used instead.", file=sys.stderr)


def python_of(where: Path) -> Path:
    return where / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def pip(where: Path, *arguments: str) -> None:
    command = [str(python_of(where)), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    # All is compiled at once, since where Python may not write what it compiles every start would take a second longer.
    subprocess.run([*command, "install", "--quiet", *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
