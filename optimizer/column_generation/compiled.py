"""Functions compiled to machine code, once per machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

SOURCES = Path(__file__).parent


def compiled(function: Function) -> Function:
    """Compile at the first call; the machine code is kept for the next run wherever numba may write.

    That is beside the source, or in the user's cache folder; where neither can be written to, it is compiled in each
    run. The interpreter's lock is let go of, so that threads may run side by side.
    """
    try:
        made = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder that can be written to
        return cast(Function, numba.njit(nogil=True, error_model="numpy")(function))
    if made.stats.cache_path is not None:
        forget_stale(Path(made.stats.cache_path))
    return cast(Function, made)


@cache
def forget_stale(folder: Path) -> None:
    """Take away machine code made from other sources of this package than these.

    numba compares a function with its own module only, but what it calls in others is compiled into it.
    """
    sources = hashlib.sha256(b"".join(path.read_bytes() for path in _compiled_sources())).hexdigest()
    made_from = folder / "machine-code.sha256"
    if made_from.exists() and made_from.read_text(encoding="ascii") == sources:
        return
    for index in folder.glob("*.nbi"):
        index.unlink(missing_ok=True)
    made_from.write_text(sources, encoding="ascii")


def _compiled_sources() -> list[Path]:
    """The modules that have compiled functions, and the one whose constants they use."""
    return [
        path for path in sorted(SOURCES.rglob("*.py")) if path.stem == "limits" or b"@compiled" in path.read_bytes()
    ]
