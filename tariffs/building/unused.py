"""Rows of charges that can never act: no leg of ``Tariffs``, or no two of them, lead to where they are charged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tariffs.book import ANY, DESTINATION, ORIGIN, Border, StorageBand, Tariff, TariffBook, Transfer
from tariffs.problems import Kind
from tariffs.rows import Desk, Row
from tariffs.runs import in_runs

#: What boxes cost where a shipment begins or ends: nothing is stored there.
AT_THE_ENDS = (
    "what is charged where a shipment starts or ends, such as demurrage at the port of discharge, is an amount by "
    "container in Transfers, from origin or to destination"
)
Charge = TypeVar("Charge", Transfer, StorageBand, Border)
CORRECT = "correct it, or delete the row"


@dataclass(frozen=True, slots=True)
class Unused:
    """Where all rows of a sheet are of no use: their addresses, the column to look at, why, and what would help."""

    sheet: str
    where: tuple[str, ...]
    column: str
    what: str
    cure: str


def note_unused_charges(desk: Desk, book: TariffBook, tariffs: Sequence[Tariff]) -> None:
    """Warn of each location and border none of whose rows in a sheet of charges any leg can make use of.

    Of a location that some leg uses, a row for modes that do not meet there, or for a container that none takes, is
    left alone: who lists all of them loses nothing.

    Parameters
    ----------
    desk
        The rows.
    book
        What they say.
    tariffs
        All rows of ``Tariffs``, whatever their status: a scenario may change that.
    """
    legs = Legs.of(tariffs)
    rows: dict[str, dict[str, Row]] = {}
    for unused in (*_transfers(legs, book), *_storage(legs, book), *_borders(book, tariffs)):
        if unused.sheet not in rows:
            rows[unused.sheet] = {row.where: row for row in desk.rows(unused.sheet)}
        _warn(unused, [rows[unused.sheet][where] for where in unused.where])


def _warn(unused: Unused, rows: Sequence[Row]) -> None:
    first, *others = rows
    never = f"its {len(rows)} rows are never used" if others else "the row is never used"
    more = in_runs(row.record.row for row in others if row.record.workbook == first.record.workbook)
    first.warn(Kind.DOUBT, unused.column, f"{unused.what}: {never}", unused.cure, more=more)


@dataclass(frozen=True, slots=True)
class Legs:
    """The rows of ``Tariffs`` by the location where they end, and by the one where they start."""

    ending: dict[str, list[Tariff]]
    starting: dict[str, list[Tariff]]

    @classmethod
    def of(cls, tariffs: Iterable[Tariff]) -> Legs:
        """Take in rows."""
        found = cls(defaultdict(list), defaultdict(list))
        for tariff in tariffs:
            found.ending[tariff.destination].append(tariff)
            found.starting[tariff.origin].append(tariff)
        return found

    def meet(self, location: str, from_mode: str = ANY, to_mode: str = ANY, container: str = "") -> bool:
        """Whether cargo can arrive by one mode and go on by another, in the container, to where it was not yet."""
        after = [leg for leg in self.starting.get(location, ()) if _takes(leg, to_mode, container)]
        return any(
            before.origin != leg.destination
            for before in self.ending.get(location, ())
            if _takes(before, from_mode, container)
            for leg in after
        )

    def passes(self, location: str, from_mode: str, to_mode: str) -> bool:
        """Whether cargo can pass there by such modes, starting there or ending there where they say so."""
        if from_mode == ORIGIN:
            return any(_takes(leg, to_mode, "") for leg in self.starting.get(location, ()))
        if to_mode == DESTINATION:
            return any(_takes(leg, from_mode, "") for leg in self.ending.get(location, ()))
        return self.meet(location, from_mode, to_mode)


def _takes(leg: Tariff, mode: str, container: str) -> bool:
    """Whether a leg is of a mode, and takes a type of container; any where none is said."""
    return mode in (ANY, leg.mode) and (not container or leg.amounts.of(container) is not None)


def _by(name: str, rows: Iterable[Charge]) -> dict[str, list[Charge]]:
    """Rows by what one of their fields says."""
    found: dict[str, list[Charge]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _transfers(legs: Legs, book: TariffBook) -> Iterator[Unused]:
    """The locations none of whose transfers lies on a way of legs."""
    for location, rows in _by("location", book.transfers).items():
        if not any(legs.passes(location, row.from_mode, row.to_mode) for row in rows):
            what = f'no legs of Tariffs pass "{location}" by the modes of its rows'
            if location not in legs.starting and location not in legs.ending:
                what = f'no leg of Tariffs starts or ends at "{location}"'
            yield _unused("Transfers", rows, "location", what, CORRECT)


def _storage(legs: Legs, book: TariffBook) -> Iterator[Unused]:
    """The locations with storage at which nothing waits between two legs."""
    for location, rows in _by("location", book.storage).items():
        if any(legs.meet(location, container=row.container) for row in rows):
            continue
        if location not in legs.starting or location not in legs.ending:
            side = "goes on from" if location in legs.ending else "leads to"
            why = f'no leg of Tariffs {side} "{location}"'
        elif legs.meet(location):
            why = f'no two legs of Tariffs that meet at "{location}" take the same container of its rows'
        else:
            why = f'each leg of Tariffs from "{location}" leads back to where all legs to it come from'
        what = f"{why}, and storage is charged between two legs"
        yield _unused("Storage", rows, "location", what, f"{AT_THE_ENDS}; else {CORRECT}")


def _borders(book: TariffBook, tariffs: Iterable[Tariff]) -> Iterator[Unused]:
    """The borders that no leg crosses."""
    crossed = {crossing.border for leg in tariffs for crossing in leg.crossings}
    for border, rows in _by("name", book.borders).items():
        if border not in crossed:
            what = f'no row of Tariffs crosses "{border}"'
            cure = f"write it into borders of the legs that cross it; else {CORRECT}"
            yield _unused("Borders", rows, "border", what, cure)


def _unused(sheet: str, rows: Iterable[Charge], column: str, what: str, cure: str) -> Unused:
    return Unused(sheet, tuple(row.where for row in rows), column, what, cure)
