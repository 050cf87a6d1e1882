"""When two spellings of a name are the same name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tariffs.schema import normalise

#: A book has few names, and a long cargo list uses each of them many times.
CACHE = 1 << 16
#: The code of a place: two letters of the country, three letters or digits of the place.
LOCODE = re.compile(r"^([a-z]{2})[ -]?([a-z2-9]{3})$")


@lru_cache(CACHE)
def fold(name: str) -> str:
    """A name for comparing: letter case and runs of white space do not count.

    >>> fold("  Bandar   Abbas ")
    'bandar abbas'
    """
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


@lru_cache(CACHE)
def fold_place(name: str) -> str:
    """The name of a place for comparing: as ``fold``, and a UN/LOCODE may be written in two parts.

    >>> fold_place("PK KHI")
    'pkkhi'
    """
    folded = fold(name)
    return LOCODE.sub(r"\1\2", folded)


@lru_cache(CACHE)
def fold_code(code: str) -> str:
    """A container code for comparing, as in headers: only its letters and digits count.

    >>> fold_code("40' HC")
    '40hc'
    """
    return normalise(code).replace("_", "") or fold(code)
