"""Solving again: without a leg's minimum, and with one of its departures forced to run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from optimizer.listed import Listed
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Options
from optimizer.solution import BookedLoad, KnownLoadPlans, Solution, units
from optimizer.stopping import Stop
from tariffs.book import LegKey, Portfolio, TariffBook
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.timetable import Departure

if TYPE_CHECKING:
    from optimizer.column_generation.engine import ColumnGeneration


@dataclass(frozen=True, slots=True)
class Forced:
    """What is known of plans in which one of some departures runs.

    ``loads`` are of the best plan found, ``None`` for none. No such plan costs less than ``bound``, base currency;
    minus infinity where nothing is proven.
    """

    loads: tuple[BookedLoad, ...] | None
    bound: float


class Again(Protocol):
    """How an engine solves again."""

    def without_minimum(self, key: LegKey) -> tuple[BookedLoad, ...]:
        """The loads of the best plan where no departure of a leg has a minimum load.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """

    def forced(self, departures: Sequence[Departure]) -> Forced:
        """The best plan in which one of some departures of a leg runs, with its minimum load and a unit at least.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        NeverFilledError
            If there is none.
        """


def without_minimum(book: TariffBook, key: LegKey) -> TariffBook:
    """The book where no row of a leg states a minimum load."""
    legs = (
        replace(leg, tariffs=tuple(replace(row, min_load=Decimal(0)) for row in leg.tariffs)) if leg.key == key else leg
        for leg in book.legs
    )
    return replace(book, legs=tuple(legs))


def on_board(departure_key: object, loads: Sequence[BookedLoad]) -> Fraction:
    """What loads count for on a departure, in its unit."""
    found = Fraction(0)
    for booked in loads:
        for departure in booked.itinerary.departures:
            if departure.key == departure_key:
                found += units(departure.terms.capacity_unit, booked.load)
    return found


def runs_forced(departures: Sequence[Departure], loads: Sequence[BookedLoad]) -> bool:
    """Whether one of the departures has its minimum load, and a unit."""
    least = {departure.key: max(exact(departure.terms.min_load), Fraction(1)) for departure in departures}
    return any(on_board(key, loads) >= amount for key, amount in least.items())


@dataclass(slots=True)
class ByListing:
    """Both as integer programmes over listed itineraries."""

    lister: Lister
    portfolio: Portfolio
    options: Options
    stop: Stop

    def without_minimum(self, key: LegKey) -> tuple[BookedLoad, ...]:
        """See ``Again``."""
        book = without_minimum(self.lister.network.book, key)
        return self._run(Lister(Network(book, self.portfolio), self.stop.check), ()).loads

    def forced(self, departures: Sequence[Departure]) -> Forced:
        """See ``Again``."""
        found = self._run(self.lister, departures)
        proven = found.serving.bound if found.serving is not None else float("-inf")
        return Forced(found.loads if runs_forced(departures, found.loads) else None, proven)

    def _run(self, lister: Lister, forced: Sequence[Departure]) -> Solution:
        before = lister.check
        lister.check = self.stop.check
        try:
            engine = Listed(lister, self.portfolio, self.options, _silent, self.stop)
            engine.force(forced)
            found = engine.run()
        finally:
            lister.check = before
        self.stop.check()
        return found


@dataclass(slots=True)
class ByColumns:
    """Both by column generation: ``engine`` is the run that is done, which is asked on; ``make`` makes another.

    The other starts from the load plans ``known`` of the first.
    """

    engine: ColumnGeneration
    make: Callable[[TariffBook], ColumnGeneration]
    stop: Stop
    known: KnownLoadPlans

    def without_minimum(self, key: LegKey) -> tuple[BookedLoad, ...]:
        """See ``Again``."""
        found = self.make(without_minimum(self.engine.timeline.network.book, key)).run(self.known)
        self.stop.check()
        return found.loads

    def forced(self, departures: Sequence[Departure]) -> Forced:
        """See ``Again``."""
        loads, bound = self.engine.forced(departures)
        return Forced(loads if loads is not None and runs_forced(departures, loads) else None, bound)


def _silent(_: str) -> None:
    """Tell nobody."""
