"""Whether a booking of a kept plan can still be carried out as it was booked, and if not, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from optimizer.network import Network
from tariffs.book import CANCELLED, LegKey, Shipment
from tariffs.calendar import whole_days
from tariffs.problems import UnratedError
from tariffs.rating import Load, Rated
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in
from tariffs.timetable import Departure, Handling, Itinerary, Timetable

#: What departs, by mode.
VEHICLES = {"rail": "train", "road": "lorry", "sea": "sailing"}


def said_day(day: date) -> str:
    """A day in words: ``12 Apr``."""
    return f"{day.day} {day:%b}"


def vehicle(key: LegKey, day: date) -> str:
    """A departure in words: ``the train of 12 Apr (PR1 rail Karachi – Zahedan)``."""
    return f"the {VEHICLES.get(key.mode, 'departure')} of {said_day(day)} ({key})"


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """A booking that can be carried out: its itinerary, loads and charges."""

    itinerary: Itinerary
    loads: tuple[Load, ...]
    rated: Rated


def walked(
    network: Network,
    shipment: Shipment,
    way: Sequence[tuple[LegKey, date]],
    loads: tuple[Load, ...],
    pinned: tuple[Departure, ...] = (),
) -> Walked | str:
    """A booking on a way, or why it cannot be carried out; what is ``pinned`` has departed and is not asked for."""
    departures = list(pinned)
    for key, day in way[len(pinned) :]:
        found = _departure(network, shipment, key, day)
        if isinstance(found, str):
            return found
        departures.append(found)
    itinerary = network.timetable.itinerary(tuple(departures), len(pinned))
    if itinerary is None:
        return _unconnected(network.timetable, departures, len(pinned))
    first, handling = departures[0], itinerary.handlings[0]
    if not pinned and not network.timetable.ready_for(first, handling, shipment.ready):
        return f"it is ready on {said_day(shipment.ready)}, too late for {vehicle(*first.key)}"
    if itinerary.locations[-1] != shipment.destination or itinerary.locations[0] != shipment.origin:
        return f"Cargo has it go from {shipment.origin} to {shipment.destination}"
    if itinerary.delivered > shipment.last_day:
        return f"it would be delivered on {said_day(itinerary.delivered)}, after {said_day(shipment.last_day)}"
    return _rated(network, shipment, itinerary, loads)


def _rated(network: Network, shipment: Shipment, itinerary: Itinerary, loads: tuple[Load, ...]) -> Walked | str:
    for load in loads:
        if shipment.containers is not None and load.container.name not in shipment.containers:
            return f"Cargo no longer allows {load.container.name}"
        if exact(load.tonnes) > most_in(load.container, shipment) * load.containers:
            return f"{load.tonnes.normalize():f} t are more than {load.containers} × {load.container.name} may hold"
    try:
        return Walked(itinerary, loads, network.rater.booking(shipment, itinerary, loads))
    except UnratedError as error:
        return str(error)


def _departure(network: Network, shipment: Shipment, key: LegKey, day: date) -> Departure | str:
    found = network.departures_between(key, day, day)
    if not found:
        return f"{vehicle(key, day)} {absent(network.timetable, key, day)}"
    if not network.permitted(shipment).departure(found[0]):
        return f"Cargo no longer allows {key}"
    return found[0]


def absent(timetable: Timetable, key: LegKey, day: date) -> str:
    """Why a leg has no departure on a day."""
    if key not in timetable.legs:
        known = {leg.key: leg for leg in timetable.book.legs}
        words = {row.status for row in known[key].tariffs} if key in known else set()
        return (
            f"may not be used: its rows in Tariffs are {' or '.join(sorted(words))}" if words else "is in no workbook"
        )
    if timetable.runs(key, day):
        return barred(timetable, key, day)
    changes = (change for change in timetable.book.departures if change.day == day and change.change == CANCELLED)
    if any(change.matches(row) for change in changes for row in timetable.legs[key].tariffs):
        return "is cancelled"
    return "does not run any more"


def barred(timetable: Timetable, key: LegKey, day: date) -> str:
    """Which border stops what departs on a day."""
    terms = next(row for row in timetable.legs[key].tariffs)
    spent = 0
    for crossing in terms.crossings:
        offset = terms.transit_days if crossing.offset_days is None else crossing.offset_days
        reached = day + timedelta(days=whole_days(offset) + spent)
        border = timetable.border_row(crossing.border, key.mode, reached)
        crossed = None if border is None else border.closures.next_open(reached)
        if border is None or crossed is None:
            return f"cannot cross {crossing.border}: it is closed from {said_day(reached)} on"
        spent += (crossed - reached).days + whole_days(border.dwell_days)
    return "cannot cross a border on its way"


def _unconnected(timetable: Timetable, departures: Sequence[Departure], departed: int) -> str:
    """Which two departures do not connect."""
    for number in range(max(departed, 1), len(departures)):
        before, after = departures[number - 1], departures[number]
        handling: Handling | None = timetable.handling(after.leg.key.origin, before.leg.key, after.leg.key)
        if handling is None:
            return f"no transfer leads from {before.leg.key.mode} to {after.leg.key.mode} at {after.leg.key.origin}"
        if not timetable.ready_for(after, handling, before.arrives):
            arrives = f"it arrives in {after.leg.key.origin} on {said_day(before.arrives)}"
            return f"{arrives}, too late for {vehicle(*after.key)}"
    return "its legs do not connect"
