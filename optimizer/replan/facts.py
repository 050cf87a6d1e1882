"""What of a kept plan is a fact: which bookings are under way, what they carry, and what is left to plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from optimizer.kept import Keep, KeptBooking
from optimizer.replan.reading import scaled
from optimizer.replan.walking import absent, barred, vehicle
from optimizer.resources import Resource, pool_resources, resources_on, transfer_resource
from optimizer.solution import units
from tariffs.book import LegKey, Portfolio, Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.problems import InputError, Kind, Problem, Severity
from tariffs.rating import Load, tariff_for
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in
from tariffs.timetable import Departure, Timetable


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A booking under way, as cargo of its own.

    Attributes
    ----------
    kept
        As the kept plan has it.
    shipment
        The cargo in it: as its shipment, but for the weight, and in one booking.
    pinned
        What has departed; neither a capacity nor a minimum load holds for it any more.
    loads
        Its containers.
    """

    kept: KeptBooking
    shipment: Shipment
    pinned: tuple[Departure, ...]
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a kept plan is a fact.

    Attributes
    ----------
    keep
        The plan, since when, and at what cost.
    bookings
        Its bookings that count.
    shipments
        All of the cargo.
    rest
        By shipment, what of it is not under way; shipments of which nothing is left are absent.
    pieces
        The bookings under way, by the name of their cargo.
    stranded
        By booking under way that a closed border holds, why it is.
    raised
        The capacities that what has departed exceeds, and what they are taken for.
    warnings
        What else is to be known.
    """

    keep: Keep
    bookings: tuple[KeptBooking, ...]
    shipments: Mapping[str, Shipment]
    rest: Mapping[str, Shipment]
    pieces: Mapping[str, Piece]
    stranded: Mapping[str, str]
    raised: Mapping[Resource, Resource]
    warnings: tuple[Problem, ...]

    @property
    def portfolio(self) -> Portfolio:
        """What is left to plan, and the bookings under way as cargo of their own."""
        return Portfolio({**self.rest, **{name: piece.shipment for name, piece in self.pieces.items()}})

    @property
    def standing(self) -> Iterator[KeptBooking]:
        """The bookings that have not departed."""
        return (booking for booking in self.bookings if not booking.departed(self.keep.as_of))


def facts_of(keep: Keep, book: TariffBook, portfolio: Portfolio) -> Facts:
    """What of a kept plan is a fact.

    Raises
    ------
    InputError
        If the workbooks contradict what has departed: everything that does.
    """
    return _Matching(keep, book, portfolio).facts()


@dataclass(slots=True)
class _Matching:
    """Holds the bookings of a kept plan against the workbooks."""

    keep: Keep
    book: TariffBook
    portfolio: Portfolio
    timetable: Timetable = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    stranded: dict[str, str] = field(default_factory=dict)
    _pinned: dict[tuple[LegKey, date], Departure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.timetable = Timetable(self.book)

    def facts(self) -> Facts:
        """Everything, or an error for all that does not hold."""
        bookings, pieces = [], {}
        under_way: dict[str, Decimal] = defaultdict(Decimal)
        for kept in self.keep.plan.bookings:
            departed = kept.departed(self.keep.as_of)
            shipment = self.portfolio.shipments.get(kept.shipment)
            if shipment is None and departed:
                if not self._delivered_before(kept):
                    continue
            else:
                bookings.append(kept)
            if shipment is None or not departed:
                continue
            under_way[kept.shipment] += kept.tonnes
            piece = self._piece(kept, shipment, len(departed))
            if piece is not None:
                pieces[piece.shipment.name] = piece
        for name, tonnes in under_way.items():
            self._check_weight(self.portfolio.shipments[name], tonnes)
        if any(problem.severity is Severity.ERROR for problem in self.problems):
            raise InputError(self.problems)
        rest = dict(self._rest(under_way))
        raised = _raised(self.book, pieces.values())
        return Facts(
            self.keep,
            tuple(bookings),
            self.portfolio.shipments,
            rest,
            pieces,
            dict(self.stranded),
            raised,
            tuple(self.problems),
        )

    def _error(self, kept: KeptBooking, what: str, cure: str) -> None:
        name = self.keep.plan.name or "the kept plan"
        self.problems.append(
            Problem(Kind.CONFLICT, Severity.ERROR, name, "Bookings", "", kept.name, f"booking {kept.name} {what}", cure)
        )

    def _delivered_before(self, kept: KeptBooking) -> bool:
        """Whether a booking of a shipment that is in no workbook is past, which is then said; else it is an error."""
        if kept.delivered >= self.keep.as_of:
            what = f'is under way since {kept.legs[0].departs}, and its shipment "{kept.shipment}" is not in Cargo'
            self._error(kept, what, "leave the shipment in Cargo until it is delivered")
            return False
        name = self.keep.plan.name or "the kept plan"
        what = (
            f'booking {kept.name} was delivered on {kept.delivered}, and its shipment "{kept.shipment}" is not in Cargo'
        )
        cure = "it is left out; nothing need be done"
        warning = Severity.WARNING
        self.problems.append(Problem(Kind.IGNORED, warning, name, "Bookings", "", kept.name, what, cure))
        return False

    def _piece(self, kept: KeptBooking, shipment: Shipment, departed: int) -> Piece | None:
        """A booking under way as cargo of its own; ``None`` where something is wrong with it, or it is held."""
        if kept.legs[0].key.origin != shipment.origin:
            what = f"has left {kept.legs[0].key.origin}, and Cargo has {shipment.name} start in {shipment.origin}"
            self._error(kept, what, "what has departed stays: put the origin right")
            return None
        loads = self._loads(kept, shipment)
        pinned = [self._departed(kept, leg.key, leg.departs) for leg in kept.legs[:departed]]
        found = tuple(departure for departure in pinned if departure is not None)
        if loads is None or len(found) < departed or not self._connects(kept, found):
            return None
        for departure in found:
            for load in loads:
                if tariff_for(departure, shipment, load) is None:
                    what = f"went by {vehicle(*departure.key)}, which takes no {load.container.name} so loaded any more"
                    self._error(kept, what, "leave the rows of what has departed as they were")
                    return None
        whole, tonnes, allowed = shipment.weight_t, kept.tonnes, shipment.containers
        if allowed is not None:  # what it is in is a fact
            allowed |= {load.container.name for load in loads}
        cargo = replace(
            shipment,
            name=f"{shipment.name}\t{kept.name}",
            weight_t=tonnes,
            volume_m3=scaled(shipment.volume_m3, tonnes, whole),
            value=scaled(shipment.value, tonnes, whole),
            containers=allowed,
            split=False,
            min_lot_t=Decimal(0),
            penalty_per_t=None,
        )
        return Piece(kept, cargo, found, loads)

    def _loads(self, kept: KeptBooking, shipment: Shipment) -> tuple[Load, ...] | None:
        unknown = [load.container for load in kept.loads if load.container not in self.book.containers]
        if unknown:
            self._error(
                kept, f"is in {' and '.join(unknown)}, which Containers lacks", "leave the row of the container"
            )
            return None
        loads = tuple(Load(self.book.containers[load.container], load.containers, load.tonnes) for load in kept.loads)
        for load in loads:
            if exact(load.tonnes) > most_in(load.container, shipment) * load.containers:
                what = f"carries {load.tonnes} t in {load.containers} × {load.container.name}, more than these may hold"
                self._error(kept, what, "leave the container and the volume of the goods as they were")
                return None
        return loads

    def _departed(self, kept: KeptBooking, key: LegKey, day: date) -> Departure | None:
        """A leg that has departed, by its rows as they are now, without what limits it."""
        if (key, day) in self._pinned:
            return self._pinned[key, day]
        found = self.timetable.departure(key, day)
        if found is None and self.timetable.runs(key, day):
            self.stranded[kept.name] = f"{vehicle(key, day)} {barred(self.timetable, key, day)}"
            return None
        if found is None:
            what = f"went by {vehicle(key, day)}, which {absent(self.timetable, key, day)}"
            self._error(kept, what, "what has departed stays: leave the rows of Tariffs and Departures that it ran by")
            return None
        rows = tuple(replace(row, min_load=Decimal(0), capacity=None) for row in found.tariffs)
        self._pinned[key, day] = Departure(found.leg, found.departs, found.arrives, found.passages, rows)
        return self._pinned[key, day]

    def _connects(self, kept: KeptBooking, departed: tuple[Departure, ...]) -> bool:
        """Whether what has departed makes a chain by the workbooks, too."""
        for before, after in pairwise(departed):
            late = before.arrives > after.departs
            if late or self.timetable.handling(after.leg.key.origin, before.leg.key, after.leg.key) is None:
                why = f"arrives on {before.arrives}" if late else "leads to no transfer there"
                what = f"has gone on by {vehicle(*after.key)}, and {vehicle(*before.key)} now {why}"
                self._error(kept, what, "what has departed stays: leave what it ran by as it was")
                return False
        return True

    def _check_weight(self, shipment: Shipment, under_way_t: Decimal) -> None:
        if under_way_t > shipment.weight_t:
            what = f"{under_way_t} t of {shipment.name} are under way, and Cargo has {shipment.weight_t} t"
            name = self.keep.plan.name or "the kept plan"
            cure = "what has departed stays: give the whole weight of the shipment"
            error = Severity.ERROR
            self.problems.append(Problem(Kind.CONFLICT, error, name, "Bookings", "", shipment.name, what, cure))

    def _rest(self, under_way: Mapping[str, Decimal]) -> Iterator[tuple[str, Shipment]]:
        """What of each shipment is not under way."""
        for name, shipment in self.portfolio.shipments.items():
            gone = under_way.get(name, Decimal(0))
            if gone == 0:
                yield name, shipment
            elif gone < shipment.weight_t:
                yield name, rest_of(shipment, shipment.weight_t - gone)


def rest_of(shipment: Shipment, tonnes: Decimal) -> Shipment:
    """What is left of a shipment; where that is no more than a least lot, it goes in one booking."""
    lot = shipment.min_lot_t < tonnes
    return replace(
        shipment,
        weight_t=tonnes,
        volume_m3=scaled(shipment.volume_m3, tonnes, shipment.weight_t),
        value=scaled(shipment.value, tonnes, shipment.weight_t),
        split=shipment.split and lot,
        min_lot_t=shipment.min_lot_t if lot else Decimal(0),
    )


def _raised(book: TariffBook, pieces: Iterable[Piece]) -> dict[Resource, Resource]:
    """The capacities that what has departed exceeds by itself."""
    used: dict[Resource, Fraction] = defaultdict(Fraction)
    for piece in pieces:
        for resource, times in Counter(_used(book, piece)).items():
            for load in piece.loads:
                if resource.container in ("", load.container.name):
                    used[resource] += units(resource.unit, load) * times
    over = {resource: amount for resource, amount in used.items() if amount > exact(resource.amount)}
    return {
        resource: resource._replace(amount=Decimal(amount.numerator) / Decimal(amount.denominator))
        for resource, amount in over.items()
    }


def _used(book: TariffBook, piece: Piece) -> Iterator[Resource]:
    """The capacities that what has departed of a booking uses."""
    timetable, before = Timetable(book), None
    yield from pool_resources(book, piece.shipment.origin)
    for departure in piece.pinned:
        key = departure.leg.key
        handling = timetable.handling(key.origin, before, key)
        if handling is not None:
            yield from resources_on(departure, handling)
        before = key
    last = piece.pinned[-1]
    if last.leg.key.destination == piece.shipment.destination:
        handling = timetable.handling(last.leg.key.destination, last.leg.key, None)
        resource = None if handling is None else transfer_resource(handling, last.arrives)
        if resource is not None:
            yield resource
