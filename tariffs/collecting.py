"""Python's search for cyclic garbage, made seldom where there is none to find."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: So many new objects before the youngest are searched, and so many such searches before the older ones are.
SELDOM = (100_000, 50, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Search seldom for cycles while millions of rows, charges and cells are made that stay and form none.

    A third of the time of rating, auditing and reading a hundred thousand shipments goes into that search otherwise.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*(max(pair) for pair in zip(usual, SELDOM, strict=True)))
    try:
        yield
    finally:
        gc.set_threshold(*usual)
