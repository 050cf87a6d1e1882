"""When things run, written from the contract alone: section 3, rules 1 to 4.

Nothing here is shared with ``tariffs.timetable`` or the model; only the book's rows are. Slow, plain, and for small
worlds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from tariffs.book import Border, DepartureChange, Shipment, Tariff, TariffBook, Transfer

ONE_DAY = timedelta(days=1)

#: Nothing waits longer than this for a border to open.
PATIENCE = 4000


@dataclass(frozen=True)
class Trip:
    """A leg on a day: the rows that may be used, and the borders with the day of each crossing."""

    rows: tuple[Tariff, ...]
    departs: date
    arrives: date
    crossings: tuple[tuple[Border, date], ...]

    @property
    def row(self) -> Tariff:
        return self.rows[0]


@dataclass(frozen=True)
class Stop:
    """What happens at a location before a trip, or after the last: a row of ``Transfers`` or none."""

    transfer: Transfer | None
    dwell: int
    same_service: bool = False


@dataclass(frozen=True)
class Way:
    """An itinerary: one stop before each trip, and one at the end."""

    trips: tuple[Trip, ...]
    stops: tuple[Stop, ...]
    delivered: date


def whole(duration: Decimal) -> int:
    """Rounded up to whole days."""
    return int(duration.to_integral_value(ROUND_CEILING))


def within(row: Tariff | Border, day: date) -> bool:
    start, end = row.validity.start, row.validity.end
    return not ((start and day < start) or (end and day > end))


def departs_on(book: TariffBook, row: Tariff, day: date) -> bool:
    """Rule 1: the dates of ``departures`` within the validity, but for what the sheet ``Departures`` changes."""
    schedule = row.schedule
    if not within(row, day):
        return False
    words = [change.change for change in changes_of(book, row, day)]
    if "cancelled" in words or "extra" in words:
        return "cancelled" not in words
    if day in schedule.skipped:
        return False
    if schedule.dates:
        return day in schedule.dates
    if schedule.every > 1:
        assert schedule.start is not None
        elapsed = (day - schedule.start).days
        return elapsed >= 0 and elapsed % schedule.every == 0
    return day.weekday() in schedule.weekdays


def changes_of(book: TariffBook, row: Tariff, day: date) -> list[DepartureChange]:
    """The rows of ``Departures`` for a row of ``Tariffs`` on a day."""
    found = []
    for change in book.departures:
        filters = (change.service, change.carrier, change.mode, change.origin, change.destination)
        own = (row.service, row.carrier, row.mode, row.origin, row.destination)
        if change.day == day and all(not wanted or wanted == has for wanted, has in zip(filters, own, strict=True)):
            found.append(change)
    return found


def capacity_of(book: TariffBook, trip: Trip) -> Decimal | None:
    """Rule 6: what the sheet ``Departures`` says of the day, else the rows of ``Tariffs``."""
    changed = [c.capacity for row in trip.rows for c in changes_of(book, row, trip.departs) if c.capacity is not None]
    return changed[0] if changed else trip.row.capacity


def allowed(book: TariffBook, compliance: str) -> bool:
    """Rule 1: ``blocked`` is never used, ``review`` unless the settings forbid it."""
    return {"ok": True, "review": book.settings.allow_review, "blocked": False}[compliance]


def departures(book: TariffBook, day: date) -> Iterator[Trip]:
    """Every departure of a day. Rows of one service, mode, origin and destination are one departure."""
    groups: dict[tuple[str, ...], list[Tariff]] = {}
    for leg in book.legs:
        for row in leg.tariffs:
            if row.status == "active" and allowed(book, row.compliance) and departs_on(book, row, day):
                who = ("service", row.service) if row.service else ("carrier", row.carrier)
                groups.setdefault((*who, row.mode, row.origin, row.destination), []).append(row)
    for rows in groups.values():
        trip = _trip(book, _with_capacity(book, rows, day), day)
        if trip is not None:
            yield trip


def _with_capacity(book: TariffBook, rows: list[Tariff], day: date) -> list[Tariff]:
    """Rule 6: the capacity of that day in place of the one of ``Tariffs``, for all rows of the departure."""
    stated = {c.capacity for row in rows for c in changes_of(book, row, day) if c.capacity is not None}
    assert len(stated) <= 1
    return [replace(row, capacity=capacity) for capacity in stated for row in rows] or rows


def _trip(book: TariffBook, rows: list[Tariff], day: date) -> Trip | None:
    """Rule 2: crossings in order, each closed day waited for, each dwell passed."""
    row = rows[0]
    delay = 0
    crossings = []
    for crossing in row.crossings:
        offset = row.transit_days if crossing.offset_days is None else crossing.offset_days
        reached = day + (whole(offset) + delay) * ONE_DAY
        border = border_row(book, crossing.border, row.mode, reached)
        if border is None or not allowed(book, border.compliance):
            return None
        crosses = reached
        while _closed(border, crosses):
            crosses += ONE_DAY
            if (crosses - reached).days > PATIENCE:
                return None
        crossings.append((border, crosses))
        delay += (crosses - reached).days + whole(border.dwell_days)
    arrives = day + (whole(row.transit_days) + delay) * ONE_DAY
    return Trip(tuple(rows), day, arrives, tuple(crossings))


def border_row(book: TariffBook, name: str, mode: str, day: date) -> Border | None:
    """The row that names the mode, before the one for all others; valid on the day."""
    for wanted in (mode, ""):
        for row in book.borders:
            if row.name == name and row.mode == wanted and within(row, day):
                return row
    return None


def _closed(border: Border, day: date) -> bool:
    if day.weekday() in border.closures.weekdays:
        return True
    for span in border.closures.spans:
        if (span.start is None or span.start <= day) and (span.end is None or day <= span.end):
            return True
    return False


def stop(book: TariffBook, location: str, before: Tariff | None, after: Tariff | None) -> Stop | None:
    """Rule 3: the row that applies where two trips meet; ``None`` where there is no transfer."""
    if before and after and before.service and before.service == after.service:
        return Stop(None, 0, same_service=True)
    from_mode = before.mode if before else "origin"
    to_mode = after.mode if after else "destination"
    candidates = [(from_mode, to_mode)]
    if after:
        candidates.append((from_mode, "any"))
    if before:
        candidates.append(("any", to_mode))
    if before and after:
        candidates.append(("any", "any"))
    for from_word, to_word in candidates:
        for row in book.transfers:
            if (row.location, row.from_mode, row.to_mode) == (location, from_word, to_word):
                return Stop(row, whole(row.dwell_days))
    if before and after and before.mode != after.mode:
        return None
    return Stop(None, 0)


def ways(book: TariffBook, shipment: Shipment) -> list[Way]:
    """Every itinerary that a shipment may use by its dates, modes and avoidances, whatever is loaded."""
    days = [shipment.ready + n * ONE_DAY for n in range((shipment.last_day - shipment.ready).days + 1)]
    timetable = [trip for day in days for trip in departures(book, day) if _accepted(book, shipment, trip)]
    found: list[Way] = []
    _extend(book, shipment, timetable, (), (), found)
    return found


def _accepted(book: TariffBook, shipment: Shipment, trip: Trip) -> bool:
    """Whether a trip by itself is one that the shipment may take."""
    avoid = shipment.avoid
    if shipment.modes is not None and trip.row.mode not in shipment.modes:
        return False
    if shipment.services is not None and trip.row.service not in shipment.services:
        return False
    if any(border.name in avoid.borders for border, _ in trip.crossings):
        return False
    if trip.row.origin in avoid.locations or trip.row.destination in avoid.locations:
        return False
    if avoid.countries & countries_touched(book, trip.row):
        return False
    return any(may_carry(shipment, row.carrier) for row in trip.rows)


def may_carry(shipment: Shipment, carrier: str) -> bool:
    """Whether a carrier is none that is avoided, and one of those wanted if any are."""
    if carrier in shipment.avoid.carriers:
        return False
    return shipment.carriers is None or carrier in shipment.carriers


def countries_touched(book: TariffBook, row: Tariff) -> set[str]:
    """Rule 1: those of the ends, those between which some row of a border says that it lies, and the transit."""
    crossed = {crossing.border for crossing in row.crossings}
    found = {book.locations[end].country for end in (row.origin, row.destination)}
    for border in book.borders:
        if border.name in crossed:
            found.update(border.between)
    return found.union(row.transit_countries)


def _extend(
    book: TariffBook,
    shipment: Shipment,
    timetable: list[Trip],
    trips: tuple[Trip, ...],
    stops: tuple[Stop, ...],
    found: list[Way],
) -> None:
    here = trips[-1].row.destination if trips else shipment.origin
    since = trips[-1].arrives if trips else shipment.ready
    before = trips[-1].row if trips else None
    if here == shipment.destination:
        last = stop(book, here, before, None)
        assert last is not None
        delivered = since + last.dwell * ONE_DAY
        if delivered <= shipment.last_day:
            found.append(Way(trips, (*stops, last), delivered))
        return
    visited = {shipment.origin, *(trip.row.destination for trip in trips)}
    for trip in timetable:
        place = trip.row.destination
        if trip.departs < since or trip.row.origin != here or place in visited:
            continue
        change = stop(book, here, before, trip.row)
        if change is None:
            continue
        cutoff = 0 if change.same_service else whole(trip.row.cutoff_days)
        if since + (change.dwell + cutoff) * ONE_DAY <= trip.departs:
            _extend(book, shipment, timetable, (*trips, trip), (*stops, change), found)
