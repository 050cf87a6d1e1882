"""What a plan changes of the one that is kept, and why, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from optimizer.kept import Change, KeptBooking, Replanned
from optimizer.plan import Booking, Plan
from optimizer.replan.going_on import Going
from optimizer.replan.outcome import Outcome, loads_of, way_of
from optimizer.replan.walking import Walked, said_day
from optimizer.solution import BookedLoad, usage
from tariffs.book import LegKey
from tariffs.fraction import Fraction
from tariffs.problems import Kind, Problem, Severity
from tariffs.rating.charge import exact

ZERO = Decimal(0)

#: How many shipments are named for which a booking made room.
MOST_NAMED = 3


def replanned(going: Going, done: Outcome, made: Plan) -> Replanned:
    """What a plan keeps of another, and what it changes."""
    keep, bookings = going.facts.keep, going.facts.bookings
    changes = tuple(_Said(going, done, made).changes())
    return Replanned(keep, bookings, frozenset(done.stranded), len(bookings) - len(done.as_booked), changes)


def warnings(going: Going, done: Outcome, made: Plan) -> tuple[Problem, ...]:
    """What is to be known of a kept plan: bookings under way that are late, or that nothing takes on."""
    found = list(going.facts.warnings)
    name, sheet = going.facts.keep.plan.name or "the kept plan", "Bookings"
    for stranded, why in done.stranded.items():
        cure = "its tonnes are unserved; see how they can go on"
        what = f"booking {stranded} is under way, and {why}"
        found.append(Problem(Kind.UNREACHED, Severity.WARNING, name, sheet, "", stranded, what, cure))
    for booking in made.bookings:
        if booking.itinerary.delivered > booking.shipment.last_day:
            what = f"booking {booking.name} is under way and will be delivered on {booking.itinerary.delivered}, "
            what += f"after {booking.shipment.last_day}, by which {booking.shipment.name} has to be there"
            cure = "nothing delivers it sooner; tell whoever waits for it"
            found.append(Problem(Kind.DATES, Severity.WARNING, name, sheet, "", booking.name, what, cure))
    return tuple(found)


def _in_words(boxes: Iterable[object], way: Iterable[tuple[LegKey, date]]) -> str:
    """A booking in words: what it carries, and by what."""
    return f"{'; '.join(map(str, boxes))}: {', '.join(f'{key} {said_day(day)}' for key, day in way)}"


def _before(kept: KeptBooking) -> str:
    return _in_words(kept.loads, kept.way)


def _after(booking: Booking) -> str:
    return _in_words(loads_of(booking.loads), way_of(booking))


def _differences(kept: KeptBooking, now: Booking) -> list[str]:
    """What of a booking is otherwise, of what was booked."""
    way = way_of(now)
    found = []
    if [key for key, _ in kept.way] != [key for key, _ in way]:
        found.append("itinerary")
    elif kept.way != way:
        found.append("dates")
    boxes = [[(load.container, load.containers) for load in loads] for loads in (kept.loads, loads_of(now.loads))]
    if boxes[0] != boxes[1]:
        found.append("containers")
    if kept.tonnes != now.tonnes:
        found.append("tonnes")
    elif not found:
        found.append("loads")
    return found


@dataclass(slots=True)
class _Said:
    """Says what became of each booking that is not as it was."""

    going: Going
    done: Outcome
    made: Plan
    _now: Mapping[str, Booking] = field(init=False)

    def __post_init__(self) -> None:
        self._now = {booking.name: booking for booking in self.made.bookings}

    def changes(self) -> Iterator[Change]:
        """Kept bookings in their order, then new ones."""
        kept = {booking.name: booking for booking in self.going.facts.bookings}
        for booking in kept.values():
            now = self._now.get(booking.name)
            change = self._gone(booking) if now is None else self._of(booking, now)
            if change is not None:
                yield change
        for new in self.made.bookings:
            if new.name not in kept:
                who, total = (new.name, new.shipment.name), new.rated.total
                yield Change(*who, "new", "", _after(new), "", self._why_new(new), None, total, ZERO)

    def _gone(self, kept: KeptBooking) -> Change:
        """What became of a kept booking that is none any more."""
        each, before = self.going.facts.keep.change_cost, _before(kept)
        stranded = self.done.stranded.get(kept.name)
        if stranded is not None:
            what = ("stranded", before, "", "it goes no further", stranded)
        else:
            what = ("dropped", before, "", "it does not go", self._why(kept, None))
        return Change(kept.name, kept.shipment, *what, kept.cost, None, each)

    def _of(self, kept: KeptBooking, now: Booking) -> Change | None:
        """What became of a kept booking; ``None`` if it is as it was, to the cent and the day."""
        arrival = [] if kept.delivered == now.itinerary.delivered else ["delivery"]
        cost = [] if kept.cost == now.rated.total else ["cost"]
        each, costs = self.going.facts.keep.change_cost, (kept.cost, now.rated.total)
        as_booked = kept.name in self.done.as_booked
        if as_booked and not (arrival or cost):
            return None
        differs = [*_differences(kept, now), *arrival] if not as_booked else [*arrival, *cost]
        why = [] if as_booked else [self._why(kept, now)]
        if as_booked and arrival:
            why.append(f"it is delivered on {now.itinerary.delivered}, and was to be on {kept.delivered}")
        elif as_booked:
            why.append("its rates are others now")
        why += self._late(now)
        what = ("as booked" if as_booked else "changed", _before(kept), _after(now), ", ".join(differs), "; ".join(why))
        return Change(kept.name, kept.shipment, *what, *costs, ZERO if as_booked else each)

    @staticmethod
    def _late(now: Booking) -> list[str]:
        """That a booking is late, which only one under way may be."""
        days, last = (now.itinerary.delivered - now.shipment.last_day).days, now.shipment.last_day
        if days <= 0:
            return []
        return [f"{days} {'day' if days == 1 else 'days'} after {last}, by which it had to be there: nothing is sooner"]

    def _why(self, kept: KeptBooking, now: Booking | None) -> str:
        """Why a booking is not as it was."""
        if kept.name in self.going.barred:
            return self.going.barred[kept.name]
        as_booked = self.going.as_booked(kept.name)
        if full := self._no_room(kept, as_booked, now):
            return full
        if now is not None and kept.tonnes == now.tonnes and as_booked.rated.total > now.rated.total:
            more, route = as_booked.rated.total - now.rated.total, now.itinerary.route
            return f"as booked it would cost {as_booked.rated.total:,.2f}, {more:,.2f} dearer than {route}"
        return "together with what else goes, this costs less"

    def _no_room(self, kept: KeptBooking, as_booked: Walked, now: Booking | None) -> str:
        """For what a booking made room, if as it was it does not fit beside the others; else blank."""
        network, shipment = self.going.network, self.made.portfolio.shipments[kept.shipment]
        others = [load for load in self.done.loads if now is None or load.itinerary is not now.itinerary]
        uses = network.resources_of(as_booked.itinerary)
        own = usage(BookedLoad(shipment, as_booked.itinerary, load, uses) for load in as_booked.loads)
        used = usage(others)
        for resource, amount in own.items():
            if used.get(resource, Fraction(0)) + amount <= exact(resource.amount):
                continue
            name = f"{resource.kind} {resource.name}" + ("" if resource.period == "plan" else f" of {resource.period}")
            if amount > exact(resource.amount):
                return f"{name} now has {resource.amount.normalize():f} {resource.unit} left"
            known = {booking.shipment for booking in self.going.facts.bookings}
            whose = dict.fromkeys(load.shipment.name for load in others if resource in load.uses)
            whose.pop(kept.shipment, None)
            first = sorted(whose, key=lambda name: name in known)[:MOST_NAMED]
            more = f" and {len(whose) - len(first)} more" if len(whose) > len(first) else ""
            return f"made room for {', '.join(first)}{more} on {name}" if first else f"{name} has no room left"
        return ""

    def _why_new(self, new: Booking) -> str:
        """Why there is a booking that the kept plan has not."""
        name, plan = new.shipment.name, self.going.facts.keep.plan
        before = plan.weights_t.get(name)
        if before is None:
            return "new cargo"
        if before < new.shipment.weight_t:
            return f"more cargo: {new.shipment.weight_t.normalize():f} t, and {before.normalize():f} t before"
        gone = [kept.name for kept in self.going.facts.bookings if kept.shipment == name and self._fewer(kept)]
        if gone:
            return f"takes cargo of {' and '.join(gone)}"
        if plan.unserved_t.get(name):
            return "what was left behind before"
        return "together with what else goes, this costs less"

    def _fewer(self, kept: KeptBooking) -> bool:
        """Whether a kept booking carries less than it did."""
        now = self._now.get(kept.name)
        return now is None or now.tonnes < kept.tonnes
