"""Filters of other sheets, from service to border: some row of ``Tariffs`` should match them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tariffs.book import Tariff
from tariffs.building.lexicon import Lexicon
from tariffs.building.names import Spellings
from tariffs.building.standing import Cure, is_wrong_mode, note_unused
from tariffs.near_matches import only_near
from tariffs.problems import Kind
from tariffs.rows import Row

FILTERS = ("service", "carrier", "mode", "origin", "destination", "border")
#: Filters by what a row carries.
CARRIED = ("container", "commodity")
#: Those whose words no sheet defines.
FREE = ("service", "carrier", "mode")


def settled(spellings: Spellings, word: str) -> str:
    """The spelling of ``Tariffs``, or the word as it is."""
    return spellings.find(word) or word


class Filters:
    """What the rows of ``Tariffs`` say, by filter."""

    def __init__(self, tariffs: Sequence[Tariff], lexicon: Lexicon, *, whole: bool) -> None:
        """Take in the rows that are sound, and the words of all of them; ``whole`` is whether all rows are sound."""
        self.tariffs, self.whole = tariffs, whole
        self._seen: dict[str, frozenset[str]] = {}
        self._doubted = None if lexicon.all_tariffs else lexicon.modes.doubted
        if lexicon.modes.first:
            words = {"service": lexicon.services, "carrier": lexicon.carriers, "mode": lexicon.modes}
            self._seen = {name: frozenset(seen.first.values()) for name, seen in words.items()}
        if whole:  # a faulty row could be the one that matches
            self._seen["origin"] = frozenset(row.origin for row in tariffs)
            self._seen["destination"] = frozenset(row.destination for row in tariffs)
            self._seen["border"] = frozenset(c.border for row in tariffs for c in row.crossings)

    def note_unmatched(self, row: Row, filters: object, so: str, cure: Cure = str) -> bool:
        """Note filters that no row matches, or that they match none together; whether that is so.

        Each service, carrier or mode that can only be one of theirs misspelt is an error; else the first that no row
        matches is a warning.

        Parameters
        ----------
        row
            Where the filters stand.
        filters
            What has them as attributes of these names; blank ones match all.
        so
            What follows, such as that a surcharge is never charged.
        cure
            What is made of a cure before it is said.
        """
        wanted = {name: value for name in FILTERS if (value := getattr(filters, name, ""))}
        unmatched = {name: value for name, value in wanted.items() if value not in self._seen.get(name, (value,))}
        wrong = [name for name, value in unmatched.items() if self._is_wrong(name, value)]
        for name in wrong or [*unmatched][:1]:
            value, known = unmatched[name], sorted(self._seen[name])
            what = f'no row of Tariffs has the {name} "{value}", so {so}'
            note_unused(row, name, value, known, what, wrong=name in wrong, doubted=self._doubted, cure=cure)
        if unmatched or not self.whole or row.faulty:
            return bool(unmatched)
        if len(wanted) > 1 and not any(_matches(tariff, wanted) for tariff in self.tariffs):
            what = f"no row of Tariffs matches {' and '.join(wanted)} together, so {so}"
            row.warn(Kind.DOUBT, next(iter(wanted)), what, cure("correct one of them, or delete the row"))
            return True
        return self._note_uncarried(row, filters, wanted, so, cure)

    def _note_uncarried(self, row: Row, filters: object, wanted: Mapping[str, str], so: str, cure: Cure) -> bool:
        """Note goods, or a type of container, that no row takes which the other filters match; whether that is so."""
        carried = {name: value for name in CARRIED if (value := getattr(filters, name, ""))}
        if not carried or any(_matches(tariff, wanted) and _takes(tariff, **carried) for tariff in self.tariffs):
            return False
        named = " and ".join(f'{name} "{value}"' for name, value in carried.items())
        those = "that it matches " if wanted else ""
        what = f"no row of Tariffs {those}takes {named}, so {so}"
        row.warn(Kind.DOUBT, next(iter(carried)), what, cure("correct it, or delete the row"))
        return True

    def _is_wrong(self, name: str, value: str) -> bool:
        """Whether a word that no row has is one of theirs misspelt, or no mode at all."""
        known = self._seen[name]
        return is_wrong_mode(value, known) if name == "mode" else name in FREE and only_near(value, known) is not None


def _matches(tariff: Tariff, wanted: Mapping[str, str]) -> bool:
    return all(
        any(c.border == value for c in tariff.crossings) if name == "border" else getattr(tariff, name) == value
        for name, value in wanted.items()
    )


def _takes(tariff: Tariff, container: str = "", commodity: str = "") -> bool:
    """Whether a row takes a type of container, and goods; any where none are named."""
    takes_it = not container or tariff.amounts.of(container) is not None
    return takes_it and (not commodity or tariff.commodity in ("", commodity))
