"""The sheet ``CO2e``: what was emitted on each element of each transport chain, and what that rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from optimizer.plan import Booking, Plan
from optimizer.report.table import Cell, Table
from optimizer.report.words import counted
from optimizer.tables import CO2E, CO2E_SHEET, HUB, LEG, STATED_DISTANCE
from tariffs.book import Tariff, TariffBook, Transfer
from tariffs.rating import tariff_for
from tariffs.timetable import Departure


def co2e_table(plan: Plan) -> Table | None:
    """One row per booking, element of its transport chain and row of the tariff book; ``None`` if nothing is stated."""
    if not plan.book.states_co2e:
        return None
    return Table(CO2E_SHEET, CO2E, tuple(row for booking in plan.bookings for row in _chain(booking, plan.book)))


def what_is_missing(table: Table | None) -> str:
    """What the emissions of a plan leave out or rest on unseen, as a note; blank where nothing is missing."""
    counts = Counter(part for cell in table.values("missing") for part in str(cell).split("; ")) if table else {}
    listed = (f"{name} for {counted(number, 'row')}" for name, number in counts.items() if name)
    missing = ", ".join(listed)
    return f"; missing, and said in the sheet {CO2E_SHEET}: {missing}" if missing else ""


def _chain(booking: Booking, book: TariffBook) -> Iterator[tuple[Cell, ...]]:
    """The hub operations that a row of ``Transfers`` is for, and the legs, in the order in which cargo goes."""
    number = 0
    legs = booking.itinerary.departures
    days = (*(departure.departs for departure in legs), legs[-1].arrives)
    for position, (handling, day) in enumerate(zip(booking.itinerary.handlings, days, strict=True)):
        place = booking.itinerary.locations[position]
        if handling.transfer is not None:
            number += 1
            yield (booking.name, booking.shipment.name, number, *_hub(handling.transfer, place, booking.tonnes), day)
        if position < len(legs):
            number += 1
            for row, tonnes in _by_row(booking, legs[position]).values():
                yield (booking.name, booking.shipment.name, number, *_leg(row, book, tonnes), day)


def _by_row(booking: Booking, departure: Departure) -> dict[str, tuple[Tariff, Decimal]]:
    """The tonnes on a departure by the row of ``Tariffs`` that rates them, by its address."""
    found: dict[str, tuple[Tariff, Decimal]] = {}
    for load in booking.loads:
        row = tariff_for(departure, booking.shipment, load) or departure.terms
        _, before = found.get(row.where, (row, Decimal(0)))
        found[row.where] = row, before + load.tonnes
    return found


def _leg(row: Tariff, book: TariffBook, tonnes: Decimal) -> tuple[Cell, ...]:
    of_mode, km = book.emissions.get(row.mode), row.distance_km
    longer = of_mode.distance_adjustment_pct if of_mode else Decimal(0)
    whole, part, kind, source, where = row.co2_g_per_tkm, None, "", row.source, row.where
    if whole is None and of_mode is not None:
        whole, part, kind = of_mode.co2_g_per_tkm, of_mode.ttw_g_per_tkm, of_mode.kind
        source, where = of_mode.source, of_mode.where
    if whole is None:
        source = where = ""
    missing = {"distance_km": km is None, "co2_g_per_tkm": whole is None}
    missing |= {"ttw_g_per_tkm": whole is not None and part is None}
    missing |= {"source": whole is not None and not source, "kind": whole is not None and not kind}
    tkm = None if km is None else tonnes * km
    return (
        *(LEG, row.mode, row.service, row.origin, row.destination, tonnes, km),
        *(STATED_DISTANCE if km is not None else "", longer, tkm, whole, part, None),
        *(kind, source, _kg(tkm, longer, whole), _kg(tkm, longer, part)),
        *("; ".join(name for name, is_missing in missing.items() if is_missing), row.where),
        where,
    )


def _hub(row: Transfer, place: str, tonnes: Decimal) -> tuple[Cell, ...]:
    each = row.co2_kg_per_t
    missing = "co2_kg_per_t" if each is None else "" if row.source else "source"
    return (
        *(HUB, f"{row.from_mode} to {row.to_mode}", "", place, place, tonnes, None),
        *("", None, None, None, None, each, "", "" if each is None else row.source),
        *(None if each is None else tonnes * each, None, missing, row.where, "" if each is None else row.where),
    )


def _kg(tkm: Decimal | None, longer_pct: Decimal, g_per_tkm: Decimal | None) -> Decimal | None:
    """Kilograms of a transport activity whose actual distance is so much longer; ``None`` if either is not known."""
    return None if tkm is None or g_per_tkm is None else (tkm * (100 + longer_pct) * g_per_tkm).scaleb(-5)
