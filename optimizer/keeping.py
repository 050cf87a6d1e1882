"""Plans whose bookings are on time with the probability that their shipments ask for (``on_time_probability``).

A plan is made, its bookings are simulated in the room that it leaves (``optimizer.risk``), itineraries that are not on
time often enough are cut off for their shipments, and the plan is made again, until every booking keeps what is asked.

*Certain* cuts come first: itineraries which, in the draws, no plan whatever can keep on time often enough
(``Judge.at_most``). As long as there are no others, the bound of each plan holds for all plans that keep the
probability. Then come those that fail in the plan at hand, or would with room on every later departure: another plan
might leave them more, so the bound stays that of the certain cuts. With many shipments that would take too many plans:
there what fails is inserted anew instead, and single moves better the whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal

from optimizer.bookings import Bookings, conditional
from optimizer.errors import OutOfTimeError
from optimizer.explain.alternatives import Alternatives
from optimizer.explain.guide import Change, Guide
from optimizer.insertion.construction import insert
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.risk.draws import Draws
from optimizer.risk.judge import Judge
from optimizer.risk.simulation import DRAWS, SEED, on_time_shares
from optimizer.stopping import Stop
from tariffs.book import Portfolio, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Load, Rated
from tariffs.rating.charge import exact
from tariffs.timetable import Itinerary

#: As many shipments that ask for a probability, or in all, are few; else a plan is repaired once it is made so often.
MOST_SHIPMENTS = 25

#: Plans made at most: with certain cuts where many ask; in all where few do, of few and of many shipments.
MOST_CERTAIN, MOST_PLANS, MOST_LARGE_PLANS = 4, 40, 8

#: Turns of repair at most; what then still fails stays behind.
MOST_REPAIRS = 30

#: Draws by which moves are judged, of which there are many; plans are by all.
QUICK_DRAWS = 1000

#: A booking that is judged and costs nothing yet.
UNRATED = Rated((), Decimal(0), Fraction(0), {}, ())

#: Itineraries looked at, for each booking that fails, beside its own: the cheapest ones in the room that is left.
PROBED = 40

#: Of the time left for searching, the share that one more plan gets.
SHARE_OF_TIME = 0.5


@dataclass(slots=True)
class Keeper:
    """Cuts off what is not on time often enough.

    ``certain`` says whether no plan that keeps the probability has been cut off; ``plans`` counts those that failed.
    """

    network: Network
    portfolio: Portfolio
    judge: Judge = field(init=False)
    certain: bool = True
    plans: int = 0

    def __post_init__(self) -> None:
        """Judge by the draws that every plan is judged by."""
        self.judge = Judge(self.network, Draws(DRAWS, SEED), Draws(QUICK_DRAWS, SEED))

    @staticmethod
    def wanted(portfolio: Portfolio) -> bool:
        """Whether any shipment asks for a probability."""
        return any(shipment.on_time_probability for shipment in portfolio.shipments.values())

    def shares(self, bookings: Sequence[Booking]) -> list[float | None]:
        """The on-time probability of each booking in its plan; ``None`` where its shipment asks for none."""
        asking = [booking for booking in bookings if booking.shipment.on_time_probability]
        shares = on_time_shares(self.network, bookings, asking)
        return [next(shares) if booking.shipment.on_time_probability else None for booking in bookings]

    def failing(self, bookings: Sequence[Booking]) -> list[Booking]:
        """The bookings that are not on time often enough in their plan."""
        shares = zip(bookings, self.shares(bookings), strict=True)
        return [booking for booking, share in shares if share is not None and share < _asked(booking)]

    def refuses(self, shipment: Shipment, itinerary: Itinerary, loads: Sequence[Load]) -> bool:
        """Whether a booking would not be on time often enough even with room on every later departure."""
        asked = _asked_of(shipment)
        return asked > 0 and self.judge.quickly(Booking("", shipment, itinerary, tuple(loads), UNRATED)) < asked

    def cut(self, failing: Sequence[Booking], plan: Bookings, guide: Guide, check: Callable[[], None]) -> bool:
        """Cut off itineraries of bookings that fail: certain ones if there are any, else these.

        Whether another plan is to be made with them, or this one to be repaired.
        """
        self.plans += 1
        shipments = self.portfolio.shipments.values()
        many = sum(bool(shipment.on_time_probability) for shipment in shipments) > MOST_SHIPMENTS
        if self.certain and not (many and self.plans >= MOST_CERTAIN):
            sure = [booking for booking in failing if self.judge.at_most(booking) < _asked(booking)]
            if self._cut(sure, self.judge.at_most, plan, guide, check):
                return True
        self.certain = False
        again = not many and self.plans < (MOST_PLANS if len(shipments) <= MOST_SHIPMENTS else MOST_LARGE_PLANS)
        return again and self._cut(failing, self.judge.with_room, plan, guide, check)

    def _cut(
        self,
        failing: Sequence[Booking],
        share: Callable[[Booking], float],
        bookings: Bookings,
        guide: Guide,
        check: Callable[[], None],
    ) -> bool:
        """Cut these off, and of what they might do next what fails by a share, up to the first that does not."""
        cuts = self.network.cuts
        cut = [cuts.add(booking.shipment, booking.itinerary) for booking in failing]
        with suppress(OutOfTimeError):
            for booking, change in self._changes(failing, bookings, guide, check):
                for number, (_, itinerary) in enumerate(guide.in_order(change)):
                    check()
                    if number >= PROBED:
                        break
                    if itinerary is None or not cuts.allow(booking.shipment, itinerary):
                        continue
                    other = replace(booking, itinerary=itinerary)
                    if share(other) >= _asked(other):
                        break
                    cuts.add(booking.shipment, itinerary)
        return any(cut)

    def _changes(
        self, failing: Sequence[Booking], bookings: Bookings, guide: Guide, check: Callable[[], None]
    ) -> Iterator[tuple[Booking, Change]]:
        alternatives = Alternatives(self.network, bookings.all, bookings.used)
        asked = [(booking, replace(alternatives.change(booking), keep=PROBED)) for booking in failing]
        guide.expect([change for _, change in asked], (), check)
        yield from asked

    def repaired(self, lister: Lister, plan: Bookings, better: Callable[[Bookings], Bookings], stop: Stop) -> Bookings:
        """A plan that keeps what is asked, near one that does not.

        What fails is taken out and inserted anew where it does not, in the room that the others leave, turn by turn;
        then single moves better the whole, and what fails after them is inserted anew. What still fails at last, or
        when the time is over, stays behind.
        """
        self.network.cuts.refuses = self.refuses
        if self._inserted_anew(lister, plan, stop):
            plan = better(plan)
            self._inserted_anew(lister, plan, stop)
        while failing := self.failing(plan.all):
            self._take_out(failing, plan)
        return plan

    def _inserted_anew(self, lister: Lister, plan: Bookings, stop: Stop) -> bool:
        """Insert what fails anew, until nothing does; whether that came to its end."""
        asking = [shipment for shipment in self.portfolio.shipments.values() if shipment.on_time_probability]
        with suppress(OutOfTimeError):
            for _ in range(MOST_REPAIRS):
                failing = self.failing(plan.all)
                if not failing:
                    return True
                stop.check()
                self._take_out(failing, plan)
                insert(lister, plan, [one for one in asking if plan.left(one) > 0], stop.check)
        return False

    def _take_out(self, failing: Sequence[Booking], plan: Bookings) -> None:
        """Leave bookings behind, and cut their itineraries off."""
        for booking in failing:
            self.network.cuts.add(booking.shipment, booking.itinerary)
            plan.remove(booking)
        self._stop_trains(plan)

    @staticmethod
    def _stop_trains(bookings: Bookings) -> None:
        """Leave behind what is on departures that no longer have their minimum load, until all have."""
        short = True
        while short:
            short = False
            for booking in bookings.all:
                departures = [d for d in booking.itinerary.departures if conditional(d)]
                if any(0 < bookings.aboard[d] < exact(d.terms.min_load) for d in departures):
                    bookings.remove(booking)
                    short = True

    def reason(self, name: str, ordinary: str) -> str:
        """Why tonnes of a shipment stay behind, where some of its itineraries are cut off."""
        shipment = self.portfolio.shipments[name]
        count = len(self.network.cuts.of(shipment))
        if not count:
            return ordinary
        what = "1 itinerary is" if count == 1 else f"{count:,} itineraries are"
        best = self.judge.likeliest(name)
        likeliest = f", the likeliest {100 * best:.1f} %"
        return (
            f"{what} on time with less than {100 * float(_asked_of(shipment)):g} %{likeliest}; "
            f"of the others, {ordinary}"
        )


def _asked(booking: Booking) -> float:
    return _asked_of(booking.shipment)


def _asked_of(shipment: Shipment) -> float:
    return float(shipment.on_time_probability or 0)


@contextmanager
def part_of_the_time(stop: Stop) -> Iterator[None]:
    """Within, a search has a part of the time that is left for all of them."""
    whole = stop.deadline
    if whole is not None:
        now = time.monotonic()
        stop.deadline = now + max(whole - now, 0.0) * SHARE_OF_TIME
    try:
        yield
    finally:
        stop.deadline = whole
