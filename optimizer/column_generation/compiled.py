"""Functions compiled to machine code, once per machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile at the first call; the machine code is kept beside the source for the next run.

    The interpreter's lock is let go of, so that threads may run side by side.
    """
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
