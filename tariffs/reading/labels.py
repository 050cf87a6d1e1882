"""What the format of a number shows beside it: `€`, `PKR`, `kg`."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tariffs.currencies import is_currency
from tariffs.problems import Kind
from tariffs.reading.headers import ALSO_WORDS, BETWEEN_WORDS, LINKS
from tariffs.reading.misread import Misread, Note, quoted
from tariffs.reading.numbers import DOUBTFUL_WORDS, MULTIPLIERS
from tariffs.schema import UNITS

UNIT_WORDS = frozenset(word for sizes in UNITS.values() for word in sizes)


@dataclass(frozen=True, slots=True)
class Label:
    """What the words beside a number mean.

    Attributes
    ----------
    factor
        What it is to be multiplied by, as by 100,000 for `lac`.
    currency, unit
        As written; blank without one.
    other
        Whether there is a word that is neither.
    """

    factor: Decimal = Decimal(1)
    currency: str = ""
    unit: str = ""
    other: bool = False


@lru_cache
def label(words: str, unit_of: str = "") -> Label:
    """What words mean that stand beside a number.

    Parameters
    ----------
    words
        As the format has them.
    unit_of
        The unit of the column, whose words come before those for currencies: `kgs` of weight are no som.

    Raises
    ------
    Misread
        If one of them can mean several numbers.
    """
    factor, currency, unit, other = Decimal(1), "", "", False
    own = UNITS.get(unit_of, {})
    for word in BETWEEN_WORDS.split(words):
        folded = unicodedata.normalize("NFKC", word).casefold().rstrip(".")
        if is_currency(word) and not currency and word.upper() not in ALSO_WORDS and folded not in own:
            currency = word
        elif folded in DOUBTFUL_WORDS:
            what = f"the {word} in {quoted(words)}, which the cell shows beside the number,"
            cure = "write the number in digits, and format the cell without that word"
            raise Misread(Kind.AMBIGUOUS, f"{what} can mean {DOUBTFUL_WORDS[folded]}", cure)
        elif folded in MULTIPLIERS and factor == 1:
            factor = MULTIPLIERS[folded]
        elif folded in UNIT_WORDS and not unit:
            unit = folded
        elif folded not in LINKS and any(sign.isalpha() for sign in word):
            other = True
    return Label(factor, currency, unit, other)


def unused(words: str) -> Note:
    """Says that words beside a number are not used, or not all of them."""
    what = f"the {quoted(words)} that the format of the cell shows beside the number is not used"
    cure = "if it matters, say it in a column or header; if not, format the cell as a plain number"
    return Note(Kind.DOUBT, f"label {words}", what, cure)
