"""The words of a header, so that those who say the same in other words or in another order are understood alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tariffs.schema import normalise

#: Where words meet in `shipFrom` and in `POLCode`.
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: Signs for a bound.
BOUND = re.compile(r"(?P<most>[<≤]=?)|[>≥]=?")
#: Plurals, and what their singulars end in instead: duties, taxes, rates. `Gross` and `plus` are none.
PLURALS = (
    (re.compile(r"([a-z]{3,})ies"), "y"),
    (re.compile(r"([a-z]*(?:x|ss|zz|ch|sh|o))es"), ""),
    (re.compile(r"([a-z]{3,}(?<![su]))s"), ""),
)
#: Words that say nothing.
FILLERS = frozenset(("of", "the", "in", "for", "at", "a", "an", "s", "our", "your", "is", "to_be"))
#: Words that say how sure a figure is, or that it is all of it. They are left out where that makes a name of a column.
QUALIFIERS = frozenset(
    (
        *("average", "avg", "mean", "est", "estimated", "approx", "approximate", "typical", "usual", "normal"),
        *("standard", "expected", "planned", "total", "overall"),
    )
)
_SAME: Mapping[str, str] = {
    "max": "maximum maximal maxm mx",
    "min": "minimum minimal minm",
    "no": "number num nr nbr nos",
    "weight": "wt wgt wgh mass",
    "quantity": "qty qnty",
    "volume": "vol",
    "origin": "orig",
    "destination": "dest destn dst",
    "departure": "dep depart departing",
    "arrival": "arr arrive arriving arrived",
    "delivery": "deliver delivered delivering",
    "discharge": "discharging",
    "loading": "load loaded",
    "unloading": "unload",
    "required": "req reqd require needed need requested",
    "until": "till thru through upto",
    "expiry": "expire expiring expiration exp",
    "effective": "eff",
    "validity": "valid",
    "start": "starting begin beginning commencement",
    "end": "ending",
    "date": "dt",
    "day": "dy",
    "container": "ctr cntr ctnr cont",
    "equipment": "equip eqp eqpt",
    "currency": "curr ccy",
    "customer": "cust",
    "location": "loc",
    "code": "cd",
    "description": "desc dsc descr",
    "count": "cnt",
    "charge": "chrg chg",
    "limit": "lim lmt",
    "restriction": "restr rstr",
    "operating": "op oper operation",
    "service": "svc",
    "frequency": "freq",
    "amount": "amt",
    "transport": "transportation",
    "reference": "ref",
    "tonne": "metric_ton metric_tonne",
    "pick up": "pickup",
    "cut off": "cutoff",
    "lead time": "leadtime",
    "drop off": "dropoff",
}
#: What stands for a word that is written otherwise.
SAME: Mapping[str, str] = {other: word for word, others in _SAME.items() for other in others.split()}


@lru_cache(1 << 14)
def words_of(header: str) -> tuple[str, ...]:
    """The words of a header or of a column's name, each as it is usually written, in order.

    >>> words_of("Max. Wt (kgs)"), words_of("shipFrom"), words_of("Valid thru")
    (('max', 'weight', 'kgs'), ('ship', 'from'), ('validity', 'until'))
    >>> words_of("Customs duties"), words_of("Port taxes")
    (('custom', 'duty'), ('port', 'tax'))
    """
    found: list[str] = []
    for word in normalise(CAMEL.sub("_", BOUND.sub(_bound, header))).split("_"):
        bare = _singular(word)
        if bare and bare not in FILLERS:
            found.extend(SAME.get(bare, SAME.get(word, bare)).split())
    return tuple(found)


def _singular(word: str) -> str:
    for plural, end in PLURALS:
        found = plural.fullmatch(word)
        if found is not None:
            return found[1] + end
    return word


def _bound(sign: re.Match[str]) -> str:
    return " max " if sign["most"] else " min "


def key_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without regard to their order: `days in transit` is `transit days`."""
    return tuple(sorted(words))


def without_qualifiers(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words but for those that say how sure a figure is; all of them if no other one is left."""
    return tuple(word for word in words if word not in QUALIFIERS) or words
