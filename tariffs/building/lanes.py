"""Doubts about lanes: legs shorter than a straight line, amounts far from the others, cargo that no leg reaches."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from tariffs.book import ExchangeRate, Location, Shipment, Tariff
from tariffs.building.money import Currencies
from tariffs.building.tariffs import usable
from tariffs.calendar import Validity
from tariffs.problems import Kind
from tariffs.rows import Row
from tariffs.runs import in_runs

Rated = Sequence[tuple[Row, Tariff]]

EARTH_RADIUS_KM = 6371.0
#: Coordinates are those of a town or a port, not of a buffer stop: so much shorter may be right.
TOLERANCE, TOLERANCE_KM = 0.01, 5.0
#: No way is so many times as long as the straight line and so many km more, not even by sea around a continent.
DETOUR, DETOUR_KM = 10, 2_000
#: An amount so many times more, or less, than the middle one of its lane is doubtful; of two, so many times the other.
FAR_FROM_THE_MIDDLE = 5
FAR_FROM_THE_OTHER = 10
TWO = 2


def great_circle_km(one: Location, other: Location) -> float | None:
    """The length of the straight line over the globe, ``None`` where a coordinate is not known.

    By the haversine formula on a sphere, within half a percent of the ellipsoid.
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, north_too = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    chord = math.sin((north_too - north) / 2) ** 2 + math.cos(north) * math.cos(north_too) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def note_odd_distances(rated: Rated, locations: Mapping[str, Location]) -> None:
    """Warn of a distance below the straight line between the ends of a leg, or many times it, once for each."""
    noted: set[tuple[str, str, Decimal]] = set()
    for row, tariff in rated:
        leg = (tariff.origin, tariff.destination, tariff.distance_km)
        if tariff.distance_km is None or leg in noted or not (tariff.origin in locations and leg[1] in locations):
            continue
        straight = great_circle_km(locations[tariff.origin], locations[tariff.destination])
        if straight is None:
            continue
        short = float(tariff.distance_km) < straight * (1 - TOLERANCE) - TOLERANCE_KM
        if not short and float(tariff.distance_km) <= straight * DETOUR + DETOUR_KM:
            continue
        noted.add((tariff.origin, tariff.destination, tariff.distance_km))
        row.warn(
            Kind.DISTANCE if short else Kind.DOUBT,
            "distance_km",
            f"distance_km is {tariff.distance_km}, and {tariff.origin} – {tariff.destination} is {straight:.0f} km "
            "in a straight line",
            "correct the distance, or the coordinates in Locations"
            + ("" if short else "; distances are in km, not in m"),
        )


def note_outliers(rated: Rated, currencies: Currencies) -> None:
    """Warn of an amount that is far from those of the same lane, mode, basis and container.

    Amounts are held against the middle one of their lane, two amounts against each other. A currency counts
    at its newest rate.
    """
    worth = {currencies.base: Decimal(1)} | {rate.currency: rate.rate for rate in _by_age(currencies)}
    lanes: dict[tuple[str, ...], list[tuple[Row, str, Decimal]]] = defaultdict(list)
    for row, tariff in rated:
        if row.faulty or not usable(tariff) or tariff.amounts.currency not in worth:
            continue
        of_all = {} if tariff.amounts.rate is None else {"rate": tariff.amounts.rate}
        for container, amount in (tariff.amounts.per_container or of_all).items():
            if amount >= 0:  # one below nothing is said where it is read
                of = (tariff.origin, tariff.destination, tariff.mode, tariff.basis, container)
                lanes[of].append((row, container, amount * worth[tariff.amounts.currency]))
    for lane, entries in lanes.items():
        _note_far(lane, entries, currencies.base)


def _by_age(currencies: Currencies) -> list[ExchangeRate]:
    return sorted(currencies.rates, key=lambda rate: rate.valid_from or date.min)


def _note_far(lane: tuple[str, ...], entries: Sequence[tuple[Row, str, Decimal]], base: str) -> None:
    """Warn of the amounts of one lane that are far from the others."""
    amounts = [amount for _, _, amount in entries]
    if len(entries) < TWO:
        return
    middle = amounts[0] if len(entries) == TWO else median(amounts)
    far = FAR_FROM_THE_OTHER if len(entries) == TWO else FAR_FROM_THE_MIDDLE
    others = entries[1:] if len(entries) == TWO else entries
    for row, container, amount in others:
        if middle / far <= amount <= middle * far:
            continue
        row.warn(
            Kind.OUTLIER,
            container,
            f"the amount is {amount:,.2f} {base}, and {_others(len(entries))} of {lane[0]} – {lane[1]} by {lane[2]} "
            f"{'is' if len(entries) == TWO else 'is about'} {middle:,.2f} {base}",
            "correct the amount, its currency or its basis; leave it if it is right",
        )


def _others(count: int) -> str:
    return "the other one" if count == TWO else f"the middle one of {count}"


def note_unreached(shipments: Iterable[tuple[Row, Shipment]], tariffs: Iterable[Tariff], *, review: bool) -> None:
    """Warn, once for each lane, of cargo to a destination that no chain of usable legs reaches.

    A leg counts if it is valid on any day between the first on which cargo leaves the origin and the last
    on which it may arrive. ``review`` is whether rows under review may be used.
    """
    legs = [leg for leg in tariffs if usable(leg) and (review or leg.compliance != "review")]
    by_origin: dict[str, list[tuple[Row, Shipment]]] = defaultdict(list)
    for row, shipment in shipments:
        by_origin[shipment.origin].append((row, shipment))
    for origin, cargo in by_origin.items():
        days = Validity(min(s.ready for _, s in cargo), max(s.last_day for _, s in cargo))
        reached = _reached(origin, [leg for leg in legs if leg.validity.overlaps(days)])
        lanes: dict[str, list[tuple[Row, Shipment]]] = defaultdict(list)
        for row, shipment in cargo:
            if shipment.destination not in reached:
                lanes[shipment.destination].append((row, shipment))
        for destination, lost in lanes.items():
            _note_lane(origin, destination, lost, leaves=len(reached) > 1)


def _reached(origin: str, legs: Iterable[Tariff]) -> set[str]:
    onward: dict[str, set[str]] = defaultdict(set)
    for leg in legs:
        onward[leg.origin].add(leg.destination)
    found, open_ends = {origin}, [origin]
    while open_ends:
        new = onward[open_ends.pop()] - found
        found |= new
        open_ends.extend(new)
    return found


def _note_lane(origin: str, destination: str, lost: Sequence[tuple[Row, Shipment]], *, leaves: bool) -> None:
    row = lost[0][0]
    others = [other for other, _ in lost[1:]]
    why = f"no tariff leads from {origin} to {destination}" if leaves else f"no tariff starts at {origin}"
    also = f" (and {len(others)} more shipments)" if others else ""
    row.warn(
        Kind.UNREACHED,
        "destination" if leaves else "origin",
        f"{why} between {lost[0][1].ready} and {lost[0][1].last_day}{also}",
        "nothing can carry it: add the rows to Tariffs, or correct the place or the dates",
        more=in_runs(other.record.row for other in others if other.record.workbook == row.record.workbook),
    )
