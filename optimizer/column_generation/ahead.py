"""Compiling ahead of the first plan, in a process of its own, which a time limit and Ctrl-C can end."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numba

from optimizer.column_generation.pricing.subproblem import price
from optimizer.stopping import Stop

#: What compiles.
CODE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from optimizer.column_generation.warm import main; main()"
)

#: What it takes on an idle machine, s.
COMPILING_S = 40.0

#: A turn of waiting for it, s.
TURN = 0.1


class Ahead:
    """Whether this is the process that compiles ahead."""

    here = False


def _folder() -> Path | None:
    """Where machine code is kept; ``None`` where none can be."""
    kept = getattr(price, "stats").cache_path  # noqa: B009  # numba's, which mypy takes for the plain function
    return None if kept is None else Path(kept)


def _sources(folder: Path) -> str:
    """Which sources, Python and numba the machine code in a folder is of; see ``forget_stale``."""
    sources = (folder / "machine-code.sha256").read_text(encoding="ascii")
    return f"{sources} {sys.implementation.cache_tag} {numba.__version__}"


def to_be_compiled() -> bool:
    """Whether a plan waits for machine code: no run before left it, nor can this one have made it."""
    folder = _folder()
    if Ahead.here:
        return False
    if folder is None:  # each run makes its own, as it is called
        return not getattr(price, "signatures")  # noqa: B009  # as above
    done = folder / "machine-code.whole"
    return not done.exists() or _sources(folder) not in done.read_text(encoding="ascii").splitlines()


def all_is_compiled() -> None:
    """Say so, to the next runs."""
    folder = _folder()
    if folder is not None:
        done = folder / "machine-code.whole"
        before = done.read_text(encoding="ascii").splitlines() if done.exists() else []
        # Those of other versions of Python, with the same sources, stay; one numba writes over what another one kept.
        sources = _sources(folder)
        made_from, python, _ = sources.split()
        same = [line for line in before if line.split()[0] == made_from and line.split()[1] != python]
        done.write_text("\n".join([*same, sources]), encoding="ascii")


def compile_apart(stop: Stop) -> None:
    """Compile all in a process of its own; what it has compiled is kept, even if it is ended.

    Where nothing can be kept there is no use in that, and what is called compiles here.

    Raises
    ------
    OutOfTimeError
        If it is ended.
    """
    if _folder() is not None:
        with compiling_aside() as child:
            while child.poll() is None:
                if not stop.patient:
                    stop.check()
                with suppress(subprocess.TimeoutExpired):
                    child.wait(TURN)


@contextmanager
def compiling_aside() -> Iterator[subprocess.Popen[bytes]]:
    """Within, a process of its own compiles; it is ended then, and what it has compiled is there for the next run."""
    command = [sys.executable, "-c", CODE, json.dumps(sys.path)]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere) as child:
        try:
            yield child
        finally:
            child.kill()
