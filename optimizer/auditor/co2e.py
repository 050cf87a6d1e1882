"""The sheet ``CO2e``, worked out anew from the rows of the book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from optimizer.auditor.bookings import Entry, Replay
from optimizer.auditor.charges import Rating
from optimizer.auditor.runs import Ride
from optimizer.tables import HUB, LEG, STATED_DISTANCE
from tariffs.book import Portfolio, Shipment, Tariff, TariffBook, Transfer
from tariffs.fraction import Fraction
from tariffs.rating import Load, tariff_for


def emitted(replay: Replay, portfolio: Portfolio, rating: Rating) -> Iterator[Mapping[str, object]]:
    """What every element of every transport chain emits; nothing where the book states no factor at all."""
    book = rating.rater.book
    if not book.states_co2e:
        return
    for entry in replay.entries:
        shipment, journey = portfolio.shipments[entry.shipment], replay.journeys[entry.name]
        number = 0
        for position, change in enumerate(journey.changes):
            ride = journey.rides[min(position, len(journey.rides) - 1)]
            at_end = position == len(journey.rides)
            named = {"booking": entry.name, "shipment": shipment.name, "day": ride.arrives if at_end else ride.departs}
            if change.row is not None:
                number += 1
                place = ride.key.destination if at_end else ride.key.origin
                yield named | {"transport_chain_element": number, **_hub(change.row, place, _tonnes(entry))}
            if not at_end:
                number += 1
                for row, tonnes in _loaded(entry, ride, shipment, rating):
                    yield named | {"transport_chain_element": number, **_leg(row, tonnes, book)}


def _tonnes(entry: Entry) -> Fraction:
    return sum((Fraction(row.tonnes) for row in entry.loads), Fraction(0))


def _loaded(entry: Entry, ride: Ride, shipment: Shipment, rating: Rating) -> list[tuple[Tariff, Fraction]]:
    """The tonnes on a ride by the row that rates them."""
    departure = rating.timetable.departure(ride.key, ride.departs)
    rows: dict[str, Tariff] = {}
    tonnes: dict[str, Fraction] = defaultdict(Fraction)
    for load in entry.loads:
        packed = Load(rating.rater.book.containers[load.container], load.containers, load.tonnes)
        row = (departure and tariff_for(departure, shipment, packed)) or ride.terms
        rows[row.where] = row
        tonnes[row.where] += Fraction(load.tonnes)
    return [(rows[where], tonnes[where]) for where in rows]


def _leg(row: Tariff, tonnes: Fraction, book: TariffBook) -> dict[str, object]:
    """Tonnes × stated distance × how much longer the actual one is × the row's own factor, or else its mode's."""
    found: dict[str, object] = {
        **{"operation": LEG, "operation_category": row.mode, "service": row.service, "row": row.where},
        **{"origin": row.origin, "destination": row.destination, "tonnes": tonnes},
    }
    of_mode = book.emissions.get(row.mode)
    longer = Fraction(of_mode.distance_adjustment_pct) if of_mode else Fraction(0)
    found["distance_adjustment_pct"] = longer
    whole: Decimal | None = None
    part: Decimal | None = None
    if row.co2_g_per_tkm is not None:
        whole = row.co2_g_per_tkm
        found |= {"source": row.source, "factor_row": row.where}
    elif of_mode:
        whole, part = of_mode.co2_g_per_tkm, of_mode.ttw_g_per_tkm
        found |= {"source": of_mode.source, "kind": of_mode.kind, "factor_row": of_mode.where}
    missing = []
    if row.distance_km is None:
        missing.append("distance_km")
    else:
        tkm = tonnes * Fraction(row.distance_km)
        found |= {"distance_km": row.distance_km, "distance_kind": STATED_DISTANCE, "transport_activity_tkm": tkm}
        for name, factor in (("wtw", whole), ("ttw", part)):
            if factor is not None:
                found[f"{name}_kg"] = tkm * (1 + longer / 100) * Fraction(factor) / 1000
    found |= {"wtw_g_per_tkm": whole, "ttw_g_per_tkm": part}
    if whole is None:
        missing.append("co2_g_per_tkm")
    else:
        missing += ["ttw_g_per_tkm"] if part is None else []
        missing += [name for name in ("source", "kind") if not found.get(name)]
    return found | {"missing": "; ".join(missing)}


def _hub(row: Transfer, place: str, tonnes: Fraction) -> dict[str, object]:
    found: dict[str, object] = {
        **{"operation": HUB, "operation_category": f"{row.from_mode} to {row.to_mode}", "row": row.where},
        **{"origin": place, "destination": place, "tonnes": tonnes},
    }
    if row.co2_kg_per_t is None:
        return found | {"missing": "co2_kg_per_t"}
    each = Fraction(row.co2_kg_per_t)
    found |= {"wtw_kg_per_t": each, "wtw_kg": tonnes * each, "factor_row": row.where, "source": row.source}
    return found | {"missing": "" if row.source else "source"}
