"""Words for goods: whoever writes one of them means those goods, and has not misspelt others."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+")
#: Endings of the plural, and what stands there in the singular.
PLURALS = (("s", ""), ("es", ""), ("ies", "y"))


def other_goods(word: str, name: str) -> bool:
    """Whether a word is known to be other goods than those of a name: it speaks of some that the name does not.

    >>> other_goods("Meat", "Wheat"), other_goods("Cottonseed oil", "Cottonseed"), other_goods("Wheet", "Wheat")
    (True, True, False)
    """
    return any(single in _goods() for single in _singles(word) - _singles(name))


def _singles(text: str) -> set[str]:
    return {_single(word) for word in WORD.findall(text.casefold())}


def _single(word: str) -> str:
    """A word in the singular, as far as it is known as goods; any other as it is but for an s behind."""
    forms = (word, *(word.removesuffix(ending) + single for ending, single in PLURALS if word.endswith(ending)))
    return next((form for form in forms if form in _goods()), word.removesuffix("s"))


@cache
def _goods() -> frozenset[str]:
    lines = Path(__file__).with_name("goods.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
