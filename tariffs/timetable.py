"""When things run: departures, border crossings, transfers, and the itineraries made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tariffs.book import ANY, DESTINATION, ORIGIN, Border, Leg, LegKey, Tariff, TariffBook, Transfer
from tariffs.calendar import whole_days
from tariffs.running import Running


@dataclass(frozen=True, slots=True)
class Passage:
    """A border crossing of one departure: the row of ``Borders`` that applies, and its two days.

    ``crossed`` is the first open day from ``reached`` on; capacity is counted on it, and the row's dwell begins.
    """

    border: Border
    reached: date
    crossed: date


# Not frozen, nor meant to change: there are very many, and a frozen one takes three times as long to make.
@dataclass(slots=True, eq=False)
class Departure:
    """A leg on one date. ``tariffs`` are its rows that run on that day and may be used."""

    leg: Leg
    departs: date
    arrives: date
    passages: tuple[Passage, ...]
    tariffs: tuple[Tariff, ...]

    @property
    def key(self) -> tuple[LegKey, date]:
        """What tells this departure from every other."""
        return self.leg.key, self.departs

    @property
    def terms(self) -> Tariff:
        """Any of its rows: they agree on capacity, minimum load, departure cost and cut-off."""
        return self.tariffs[0]

    def __str__(self) -> str:
        return f"{self.leg.key} on {self.departs}"


@dataclass(frozen=True, slots=True)
class Handling:
    """What happens before a departure, or after the last arrival.

    Attributes
    ----------
    transfer
        The row of ``Transfers`` that applies; ``None`` where nothing is charged.
    dwell_days
        Whole days that pass.
    through
        Whether cargo stays on the same named service, and so needs no cut-off.
    """

    transfer: Transfer | None = None
    dwell_days: int = 0
    through: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Itinerary:
    """A chain of departures with its dates.

    ``handlings`` has one entry more than ``departures``: before each of them, and after the last.
    """

    departures: tuple[Departure, ...]
    handlings: tuple[Handling, ...]
    delivered: date

    @property
    def key(self) -> tuple[tuple[LegKey, date], ...]:
        """What tells this itinerary from every other."""
        return tuple(departure.key for departure in self.departures)

    @property
    def locations(self) -> tuple[str, ...]:
        """The locations visited, in order."""
        return (
            self.departures[0].leg.key.origin,
            *(d.leg.key.destination for d in self.departures),
        )

    @property
    def route(self) -> str:
        """``Karachi –rail→ Zahedan –rail→ Moscow``."""
        steps = (f" –{d.leg.key.mode}→ {d.leg.key.destination}" for d in self.departures)
        return self.departures[0].leg.key.origin + "".join(steps)


class Timetable:
    """What of a tariff book runs, on which days, and what it takes to change.

    Rows that are not active or are blocked, and rows under review where Settings do not allow them, do not run.
    """

    def __init__(self, book: TariffBook) -> None:
        self.book = book
        self._running = Running(book.departures)
        self.legs: dict[LegKey, Leg] = {}
        for leg in book.legs:
            usable = tuple(row for row in leg.tariffs if row.status == "active" and self._may_use(row.compliance))
            if usable:
                self.legs[leg.key] = Leg(leg.key, usable)
        self._borders: dict[str, list[Border]] = defaultdict(list)
        for border in book.borders:
            self._borders[border.name].append(border)
        self._transfers = {(row.location, row.from_mode, row.to_mode): row for row in book.transfers}
        self._departures: dict[LegKey, dict[date, Departure | None]] = defaultdict(dict)
        self._handlings: dict[tuple[str, LegKey | None, LegKey | None], Handling | None] = {}

    def _may_use(self, compliance: str) -> bool:
        return compliance == "ok" or (compliance == "review" and self.book.settings.allow_review)

    def departure(self, key: LegKey, day: date) -> Departure | None:
        """The departure of a leg on a day; ``None`` if it does not run, or a border on its way cannot be crossed."""
        known = self._departures[key]
        if day not in known:
            known[day] = self._depart(self.legs[key], day) if key in self.legs else None
        return known[day]

    def runs(self, key: LegKey, day: date) -> bool:
        """Whether a leg runs on a day, whatever becomes of it at the borders on its way."""
        return key in self.legs and bool(self._running.on(self.legs[key].tariffs, day))

    def departures(self, key: LegKey, days: Iterable[date]) -> list[Departure]:
        """The departures of a leg on such of these days on which there is one."""
        return [departure for day in days if (departure := self.departure(key, day))]

    def _depart(self, leg: Leg, day: date) -> Departure | None:
        rows = self._running.on(leg.tariffs, day)
        if not rows:
            return None
        terms = rows[0]
        spent_at_borders = 0
        passages = []
        for crossing in terms.crossings:
            offset = terms.transit_days if crossing.offset_days is None else crossing.offset_days
            reached = day + timedelta(days=whole_days(offset) + spent_at_borders)
            border = self.border_row(crossing.border, leg.key.mode, reached)
            if border is None:
                return None
            crossed = border.closures.next_open(reached)
            if crossed is None:
                return None
            passages.append(Passage(border, reached, crossed))
            spent_at_borders += (crossed - reached).days + whole_days(border.dwell_days)
        arrives = day + timedelta(days=whole_days(terms.transit_days) + spent_at_borders)
        return Departure(leg, day, arrives, tuple(passages), rows)

    def border_row(self, name: str, mode: str, day: date) -> Border | None:
        """The row of ``Borders`` for a mode on the day that the border is reached.

        A row that names the mode comes before one that names none. ``None`` if none is valid that day, or if the
        row that applies may not be used: a block on road traffic is not escaped through the row for all others.
        """
        valid = [row for row in self._borders.get(name, ()) if day in row.validity]
        row = next((row for row in valid if row.mode == mode), None) or next(
            (row for row in valid if not row.mode), None
        )
        return row if row is not None and self._may_use(row.compliance) else None

    def transfer_row(self, location: str, from_mode: str, to_mode: str) -> Transfer | None:
        """The row of ``Transfers``: exact words before ``any``, the one exact in ``from_mode`` before the other.

        ``any`` means modes, not ``origin`` or ``destination``.
        """
        from_words = (from_mode,) if from_mode == ORIGIN else (from_mode, ANY)
        to_words = (to_mode,) if to_mode == DESTINATION else (to_mode, ANY)
        for from_word in from_words:
            for to_word in to_words:
                row = self._transfers.get((location, from_word, to_word))
                if row is not None:
                    return row
        return None

    def handling(self, location: str, before: LegKey | None, after: LegKey | None) -> Handling | None:
        """What it takes to go from one leg to the next at a location, or ``None`` where there is no transfer.

        ``before`` is ``None`` at the origin, ``after`` at the destination.
        """
        ends = (location, before, after)
        if ends not in self._handlings:
            self._handlings[ends] = self._handle(location, before, after)
        return self._handlings[ends]

    def _handle(self, location: str, before: LegKey | None, after: LegKey | None) -> Handling | None:
        if before and after and before.service and before.service == after.service:
            return Handling(through=True)
        from_mode = before.mode if before else ORIGIN
        to_mode = after.mode if after else DESTINATION
        row = self.transfer_row(location, from_mode, to_mode)
        if row is not None:
            return Handling(row, whole_days(row.dwell_days))
        if before is None or after is None or from_mode == to_mode:
            return Handling()
        return None

    @staticmethod
    def ready_for(departure: Departure, handling: Handling, since: date) -> bool:
        """Whether cargo that is there ``since`` makes a departure: its dwell and the cut-off pass before."""
        cutoff = 0 if handling.through else whole_days(departure.terms.cutoff_days)
        return since + timedelta(days=handling.dwell_days + cutoff) <= departure.departs

    def itinerary(self, departures: tuple[Departure, ...], departed: int = 0) -> Itinerary | None:
        """The itinerary of these departures in order; ``None`` if two of them do not connect.

        Departures connect if they meet at a location, a transfer leads from one to the next, and its dwell and the
        cut-off fit between. The first is held against nothing, since it is the shipment that knows its ready date.
        Of the first ``departed``, which have left already, none is asked for more than to leave after the one before.
        """
        handlings = []
        before: Departure | None = None
        for position, departure in enumerate(departures):
            handling = self.handling(departure.leg.key.origin, before.leg.key if before else None, departure.leg.key)
            if handling is None:
                return None
            if before is not None and (
                before.leg.key.destination != departure.leg.key.origin
                or before.arrives > departure.departs
                or not (position < departed or self.ready_for(departure, handling, before.arrives))
            ):
                return None
            handlings.append(handling)
            before = departure
        if before is None:
            return None
        last = self.handling(before.leg.key.destination, before.leg.key, None)
        if last is None:
            return None
        delivered = before.arrives + timedelta(days=last.dwell_days)
        return Itinerary(departures, (*handlings, last), delivered)
