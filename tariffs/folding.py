"""When two spellings of a name are the same name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tariffs.schema import normalise

#: A book has few names, and a long cargo list uses each of them many times.
CACHE = 1 << 16


@lru_cache(CACHE)
def fold(name: str) -> str:
    """A name for comparing: letter case and runs of white space do not count.

    >>> fold("  Bandar   Abbas ")
    'bandar abbas'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


@lru_cache(CACHE)
def fold_code(code: str) -> str:
    """A container code for comparing, as in headers: only its letters and digits count.

    >>> fold_code("40' HC")
    '40hc'
    """
    return normalise(code).replace("_", "") or fold(code)
