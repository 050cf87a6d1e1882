"""Filters of other sheets, from service to border: some row of ``Tariffs`` should match them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tariffs.book import Tariff
from tariffs.building.names import Spellings
from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.rows import Row


def settled(spellings: Spellings, word: str) -> str:
    """The spelling of ``Tariffs``, or the word as it is."""
    return spellings.find(word) or word


class Filters:
    """What the rows of ``Tariffs`` say, by filter."""

    def __init__(self, tariffs: Sequence[Tariff]) -> None:
        self.tariffs = tariffs
        self._seen = {
            "service": frozenset(row.service for row in tariffs),
            "carrier": frozenset(row.carrier for row in tariffs),
            "mode": frozenset(row.mode for row in tariffs),
            "origin": frozenset(row.origin for row in tariffs),
            "destination": frozenset(row.destination for row in tariffs),
            "border": frozenset(c.border for row in tariffs for c in row.crossings),
        }

    def note_unmatched(self, row: Row, filters: object, so: str, cure: Callable[[str], str] = str) -> bool:
        """Warn of the first filter that no row matches, or that they match none together; whether that is so.

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
        wanted = {name: value for name in self._seen if (value := getattr(filters, name, ""))}
        for name, value in wanted.items():
            seen = self._seen[name]
            if value not in seen:
                known = seen - {""}
                what = f'no row of Tariffs has the {name} "{value}", so {so}'
                says = cure(near_match(value, known) or "correct it, or delete the row")
                row.warn(Kind.DOUBT, name, what, says, only_near(value, known))
                return True
        if len(wanted) > 1 and not any(_matches(tariff, wanted) for tariff in self.tariffs):
            what = f"no row of Tariffs matches {' and '.join(wanted)} together, so {so}"
            row.warn(Kind.DOUBT, next(iter(wanted)), what, cure("correct one of them, or delete the row"))
            return True
        return False


def _matches(tariff: Tariff, wanted: Mapping[str, str]) -> bool:
    return all(
        any(c.border == value for c in tariff.crossings) if name == "border" else getattr(tariff, name) == value
        for name, value in wanted.items()
    )
