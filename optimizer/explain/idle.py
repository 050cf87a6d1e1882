"""What does not run, as if it did: rows of tariffs that are planned, suspended, blocked or under review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from optimizer.explain.connections import Running
from tariffs.book import LegKey, Tariff
from tariffs.timetable import Timetable


class Activated(Running):
    """The legs of a book with every row of ``Tariffs`` active and not blocked.

    Attributes
    ----------
    idle
        The rows of each leg that do not run.
    """

    def __init__(self, running: Running) -> None:
        super().__init__(running.network)
        book, used = running.network.book, running.timetable.legs
        self.idle = {
            leg.key: [row for row in leg.tariffs if leg.key not in used or row not in used[leg.key].tariffs]
            for leg in book.legs
        }
        legs = (
            replace(leg, tariffs=tuple(replace(row, status="active", compliance="ok") for row in leg.tariffs))
            for leg in book.legs
        )
        self.timetable = Timetable(replace(book, legs=tuple(legs)))
        self.legs_from: dict[str, list[LegKey]] = defaultdict(list)
        for key in self.timetable.legs:
            self.legs_from[key.origin].append(key)


def standing(rows: Iterable[Tariff]) -> str:
    """What keeps each row from running, in words."""
    return " and ".join(f"{row.where} ({row.leg_key}) is {_standing(row)}" for row in rows)


def _standing(row: Tariff) -> str:
    if row.status != "active":
        return row.status
    return "blocked" if row.compliance == "blocked" else "under review, which allow_review does not allow"
