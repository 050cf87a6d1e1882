"""What kept bookings may do: stay as they are, or, under way, go on from where they were brought to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from optimizer.kept import KeptBooking
from optimizer.listing.candidates import Candidate, Held
from optimizer.listing.candidates import Piece as Range
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.replan.facts import Facts, Piece
from optimizer.replan.walking import Walked, walked
from optimizer.resources import Resource
from optimizer.solution import units_of
from optimizer.stopping import nothing_to_check
from tariffs.book import Portfolio, Shipment, TariffBook
from tariffs.problems import UnratedError
from tariffs.rating import Load
from tariffs.rating.charge import exact
from tariffs.timetable import Departure, Itinerary

#: For how many days after its last day a booking under way is tried that nothing delivers in time.
LATE_DAYS = 90


@dataclass(slots=True)
class Going:
    """What each kept booking may do, as candidates for the linear programme.

    Attributes
    ----------
    facts
        What has departed. The last day of a booking under way that nothing delivers in time is put off, to the first
        day on which anything does.
    lister
        Searches over what departs from now on.
    barred
        By kept booking, why it cannot stay as it was booked.
    stranded
        By booking under way, why nothing takes it on.
    """

    facts: Facts
    lister: Lister
    barred: dict[str, str] = field(default_factory=dict)
    stranded: dict[str, str] = field(default_factory=dict)
    _kept_of: dict[Itinerary, KeptBooking] = field(default_factory=dict)
    _as_booked: dict[str, Walked] = field(default_factory=dict)
    _rated: dict[tuple[str, object], Walked | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out what may stay as it was booked."""
        self.stranded.update(self.facts.stranded)
        for kept in self.facts.standing:
            self._note(kept, self._standing(kept))
        for piece in self.facts.pieces.values():
            way = piece.kept.way
            self._note(piece.kept, walked(self.network, piece.shipment, way, piece.loads, piece.pinned))

    @property
    def network(self) -> Network:
        """What departs from now on."""
        return self.lister.network

    @property
    def lost_cost(self) -> float:
        """What it costs that some bookings can neither stay nor go on: their changes, and tonnes unserved."""
        stranded = [kept for kept in self.facts.bookings if kept.name in self.stranded]
        per_t, shipments = self.network.rater.unserved_per_t, self.facts.shipments
        unserved = sum(float(per_t(shipments[kept.shipment]) * exact(kept.tonnes)) for kept in stranded)
        under_way = {piece.kept.name for piece in self.facts.pieces.values()}
        lost = [kept for kept in self.facts.bookings if kept.name not in self._as_booked and kept.name not in under_way]
        return float(self.facts.keep.change_cost) * len(lost) + unserved

    def kept_of(self, itinerary: Itinerary) -> KeptBooking | None:
        """The kept booking that goes on an itinerary of a candidate; ``None`` for what is none of them."""
        return self._kept_of.get(itinerary)

    def stays(self, itinerary: Itinerary) -> KeptBooking | None:
        """The kept booking that stays as it was on an itinerary of a candidate; ``None`` where none does."""
        kept = self._kept_of.get(itinerary)
        as_booked = None if kept is None else self._as_booked.get(kept.name)
        return kept if as_booked is not None and as_booked.itinerary is itinerary else None

    def as_booked(self, name: str) -> Walked:
        """A kept booking as it was booked, which it can be: see ``barred``."""
        return self._as_booked[name]

    def is_under_way(self, shipment: Shipment) -> bool:
        """Whether it is the cargo of a booking under way, which can do nothing but go on."""
        return shipment.name in self.facts.pieces

    def is_all(self, shipment: Shipment) -> bool:
        """See ``optimizer.listed.KeptOptions``."""
        return self.is_under_way(shipment)

    def of(
        self, shipment: Shipment, limited: Callable[[Resource], bool], minimums: frozenset[Departure]
    ) -> list[Candidate]:
        """See ``optimizer.listed.KeptOptions``."""
        if self.is_under_way(shipment):
            return list(self.ways_on(shipment, limited, minimums))
        return list(self.staying(shipment, minimums))

    def staying(self, shipment: Shipment, minimums: frozenset[Departure]) -> Iterator[Candidate]:
        """The bookings of a shipment that may stay as they are."""
        for kept in self.facts.bookings:
            found = self._as_booked.get(kept.name)
            if found is not None and kept.shipment == shipment.name and not kept.departed(self.facts.keep.as_of):
                yield self._candidate(shipment, kept, found, minimums)

    def ways_on(
        self, shipment: Shipment, limited: Callable[[Resource], bool], minimums: frozenset[Departure]
    ) -> Iterator[Candidate]:
        """How a booking under way may go on: as planned, and in every way that some least-cost plan may need."""
        piece = self.facts.pieces[shipment.name]
        planned = self._as_booked.get(piece.kept.name)
        if planned is not None:
            yield self._candidate(shipment, piece.kept, planned, minimums)
        for itinerary in _onward(self.lister, piece, limited, minimums):
            if planned is not None and itinerary.key == planned.itinerary.key:
                continue
            found = self._rate(piece, itinerary)
            if found is not None:
                yield self._candidate(shipment, piece.kept, found, minimums, changed=True)

    @property
    def change_cost(self) -> float:
        """What a change of a booking costs, base currency."""
        return float(self.facts.keep.change_cost)

    def may_stay(self, shipment: Shipment) -> list[Candidate]:
        """See ``optimizer.column_generation.kept.KeptCargo``."""
        return list(self.staying(shipment, frozenset()))

    def _note(self, kept: KeptBooking, found: Walked | str) -> None:
        if isinstance(found, str):
            self.barred[kept.name] = found
        else:
            self._as_booked[kept.name] = found

    def _standing(self, kept: KeptBooking) -> Walked | str:
        """A booking that has not departed, as it was booked, or why it cannot stay so."""
        shipment = self.facts.rest.get(kept.shipment)
        if shipment is None:
            return f"{kept.shipment} is not in Cargo any more"
        missing = [load.container for load in kept.loads if load.container not in self.network.book.containers]
        if missing:
            return f"Containers no longer has {' and '.join(missing)}"
        if kept.tonnes > shipment.weight_t or (not shipment.split and kept.tonnes != shipment.weight_t):
            return f"Cargo now has {shipment.weight_t.normalize():f} t of {shipment.name}"
        if kept.tonnes < shipment.min_lot_t:
            return f"{kept.tonnes.normalize():f} t are less than the least lot of {shipment.min_lot_t.normalize():f}"
        containers = self.network.book.containers
        loads = tuple(Load(containers[load.container], load.containers, load.tonnes) for load in kept.loads)
        return walked(self.network, shipment, kept.way, loads)

    def _rate(self, piece: Piece, itinerary: Itinerary) -> Walked | None:
        """Its charges on an itinerary; ``None`` if some departure does not take it."""
        key = (piece.kept.name, itinerary.key)
        if key not in self._rated:
            try:
                rated = self.network.rater.booking(piece.shipment, itinerary, piece.loads)
                self._rated[key] = Walked(itinerary, piece.loads, rated)
            except UnratedError:
                self._rated[key] = None
        return self._rated[key]

    def _candidate(
        self,
        shipment: Shipment,
        kept: KeptBooking,
        found: Walked,
        minimums: frozenset[Departure],
        *,
        changed: bool = False,
    ) -> Candidate:
        """A booking that carries what it carries, or does not go at all."""
        self._kept_of[found.itinerary] = kept
        each = [exact(load.tonnes) / load.containers for load in found.loads]
        ranges = tuple(
            Range(load.container, q, q, (0.0,), (0.0,), frozenset()) for load, q in zip(found.loads, each, strict=True)
        )
        departures = found.itinerary.departures
        commits = tuple(d for d in departures if d.terms.departure_cost > 0 or d in minimums)
        counts = tuple(load.containers for load in found.loads)
        cost = float(found.rated.total)
        held = Held(kept.name, counts, cost, float(self.facts.keep.change_cost), changed)
        uses = self.network.resources_of(found.itinerary)
        return Candidate(shipment, found.itinerary, ranges, (), uses, commits, held)


def going(facts: Facts, book: TariffBook, check: Callable[[], None] = nothing_to_check) -> Going:
    """What each kept booking may do; last days of bookings under way are put off where nothing is in time."""
    keep = facts.keep
    lister = Lister(Network(book, _until(facts), keep.as_of, facts.raised))
    late = [piece for piece in facts.pieces.values() if not _in_time(lister, piece)]
    if not late:
        lister.check = check
        return Going(facts, lister)
    stranded: dict[str, str] = {}
    pieces: dict[str, Piece] = dict(facts.pieces)
    longer = {
        name: replace(piece, shipment=replace(piece.shipment, last_day=_latest(piece)))
        for name, piece in facts.pieces.items()
    }
    far = Lister(Network(book, _until(replace(facts, pieces=longer)), keep.as_of, facts.raised))
    for piece in late:
        name = piece.shipment.name
        first = _first_delivery(far, piece)
        if first is None:
            place = piece.pinned[-1].leg.key.destination
            stranded[piece.kept.name] = f"nothing takes it on from {place} within {LATE_DAYS} days"
            del pieces[name]
        else:
            pieces[name] = replace(piece, shipment=replace(piece.shipment, last_day=first))
    facts = replace(facts, pieces=pieces, stranded=dict(facts.stranded) | stranded)
    return Going(facts, Lister(Network(book, _until(facts), keep.as_of, facts.raised), check))


def _until(facts: Facts) -> Portfolio:
    """The cargo whose days a network has: those of what has departed, too."""
    return Portfolio(
        {
            name: replace(shipment, ready=min(shipment.ready, facts.pieces[name].pinned[0].departs))
            if name in facts.pieces
            else shipment
            for name, shipment in facts.portfolio.shipments.items()
        }
    )


def _latest(piece: Piece) -> date:
    return max(piece.shipment.last_day, piece.pinned[-1].arrives) + timedelta(days=LATE_DAYS)


def _first_delivery(lister: Lister, piece: Piece) -> date | None:
    """The first day after its last one on which a booking under way can be delivered, were it alone."""
    day, latest = max(piece.shipment.last_day, piece.pinned[-1].arrives), _latest(piece)
    while day <= latest:
        # Its name is what searches remember it by.
        shipment = replace(piece.shipment, name=f"{piece.shipment.name}\t{day}", last_day=day)
        for _ in _alone(lister, replace(piece, shipment=shipment)):
            return day
        day += timedelta(days=1)
    return None


def _in_time(lister: Lister, piece: Piece) -> bool:
    """Whether a booking under way can be in time, were it alone: as planned, or otherwise."""
    planned = walked(lister.network, piece.shipment, piece.kept.way, piece.loads, piece.pinned)
    if isinstance(planned, Walked):
        times = Counter(lister.network.resources_of(planned.itinerary))
        if all(units_of(r.unit, _counted(piece, r)) * n <= exact(r.amount) for r, n in times.items()):
            return True
    return any(True for _ in _alone(lister, piece))


def _counted(piece: Piece, resource: Resource) -> list[Load]:
    return [load for load in piece.loads if resource.container in ("", load.container.name)]


def _alone(lister: Lister, piece: Piece) -> Iterator[Itinerary]:
    """The ways on of a booking under way for which there is room if it is alone."""

    def full(resource: Resource) -> bool:
        return units_of(resource.unit, _counted(piece, resource)) > exact(resource.amount)

    for itinerary in _onward(lister, piece, full, frozenset(), full):
        try:
            lister.network.rater.booking(piece.shipment, itinerary, piece.loads)
        except UnratedError:
            continue
        yield itinerary


def _placed(lister: Lister, piece: Piece) -> list[tuple[int, float, float]]:
    """The segments in which the loads of a booking under way lie, how many containers, and t in each."""
    segments = lister.costs.of(piece.shipment).segments
    return [
        (position, float(load.containers), float(load.tonnes_each))
        for load in piece.loads
        for position, segment in enumerate(segments)
        if segment.container == load.container and segment.low < load.tonnes_each <= segment.high
    ]


def _onward(
    lister: Lister,
    piece: Piece,
    limited: Callable[[Resource], bool],
    minimums: frozenset[Departure],
    forbidden: Callable[[Resource], bool] = lambda _resource: False,
) -> list[Itinerary]:
    """The ways on of a booking under way that are neither dominated nor outdone."""
    search = lister.search(piece.shipment, limited=limited, minimums=minimums, forbidden=forbidden)
    search.only = frozenset(position for position, _, _ in _placed(lister, piece))
    search.pinned = piece.pinned
    return [found.itinerary for found in search.itineraries()]
