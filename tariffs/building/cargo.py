"""The rows of ``Cargo``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from tariffs.book import Commodity, Container, Location, Shipment
from tariffs.building.allowed import allowed_types
from tariffs.building.avoid import Avoidable, avoided
from tariffs.building.incoterms import incoterm
from tariffs.building.lexicon import Lexicon
from tariffs.building.locations import note_same_ends, origin_territory
from tariffs.building.money import Currencies
from tariffs.building.names import Names, Spellings, doubt, unique_rows
from tariffs.building.standing import meant_mode
from tariffs.calendar import Validity
from tariffs.folding import fold
from tariffs.near_matches import cured
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

KILOGRAM = Decimal("0.001")
#: A shipment heavier than this was probably written in kilograms.
DOUBTFUL_WEIGHT_T = 10_000


@dataclass(frozen=True, slots=True)
class Reference:
    """What of the book the shipments refer to."""

    lexicon: Lexicon
    currencies: Currencies
    territories: Names
    locations: Mapping[str, Location]
    containers: Mapping[str, Container]
    commodities: Mapping[str, Commodity]
    avoidable: Avoidable
    penalty_per_t: Decimal | None
    """What a tonne left behind costs where the shipment does not say, base currency."""
    min_lot_t: Decimal
    on_time_probability: Decimal | None
    """What each booking must have where the shipment does not say."""


def shipments(desk: Desk, book: Reference) -> list[tuple[Row, Shipment]]:
    """The shipments that are sound, in order, each with its row."""
    rows = unique_rows(
        desk.rows("Cargo"),
        key=lambda row: fold(row.text("shipment")),
        describe=lambda row: f'shipment "{row.text("shipment")}"',
        columns=("shipment",),
        if_they_differ="the two rows differ: give one of them a reference of its own if both are to go, or delete one",
    )
    built = ((row, _shipment(row, book)) for row in rows)
    return [(row, shipment) for row, shipment in built if shipment is not None and not row.faulty]


def _shipment(row: Row, book: Reference) -> Shipment | None:
    """The shipment of a row, or ``None`` if a cell without which there is none is wrong."""
    lexicon = book.lexicon
    origin = lexicon.locations.resolve(row, "origin")
    destination = lexicon.locations.resolve(row, "destination")
    note_same_ends(row, origin, destination)
    goods = lexicon.commodities.resolve(row, "commodity")
    ready, last_day = _days(row)
    weight_t = _weight_t(row)
    value = row.maybe_number("value") or Decimal(0)
    currency = book.currencies.of(row, validity=Validity(start=ready), used=value != 0)
    declared = origin_territory(row, "goods_origin", book.territories, book.locations.values())
    allowed = _containers(row, book, goods)
    modes = _pinned(row, "modes", "mode", lexicon.modes, complete=lexicon.all_tariffs)
    services = _pinned(row, "services", "service", lexicon.services, complete=lexicon.all_tariffs)
    carriers = _pinned(row, "carriers", "carrier", lexicon.carriers, complete=lexicon.all_tariffs)
    avoid = avoided(row, book.avoidable, origin, destination)
    commodity, start = book.commodities.get(goods), book.locations.get(origin)
    terms = incoterm(row, value)
    penalty, on_time = row.maybe_number("unserved_penalty_per_t"), row.maybe_number("on_time_probability")
    least_lot = book.min_lot_t.quantize(KILOGRAM, ROUND_CEILING)
    split = row.flag("split") and weight_t > least_lot  # a booking of all of it is no part
    if row.faulty or ready is None or last_day is None or commodity is None or start is None:
        row.faulty = True
        return None
    return Shipment(
        where=row.where,
        name=row.text("shipment"),
        origin=origin,
        destination=destination,
        commodity=commodity,
        weight_t=weight_t,
        volume_m3=_volume_m3(row, weight_t, commodity),
        value=value,
        currency=currency,
        goods_origin=declared or start.territory,
        ready=ready,
        last_day=last_day,
        due=row.day("due"),
        containers=allowed,
        modes=modes,
        services=services,
        carriers=carriers,
        avoid=avoid,
        incoterm=terms,
        customer=lexicon.customers.settle(row.text("customer")),
        split=split,
        min_lot_t=least_lot if split else Decimal(0),
        penalty_per_t=book.penalty_per_t if penalty is None else penalty,
        on_time_probability=book.on_time_probability if on_time is None else on_time,
    )


def _days(row: Row) -> tuple[date | None, date | None]:
    """The first day that the cargo can leave, and the last on which it may be delivered."""
    ready, due = row.day("ready"), row.day("due")
    limit = row.maybe_number("max_transit_days")
    if due is None and limit is None and not (row.unread("due", "max_transit_days")):
        row.error(
            Kind.BLANK,
            "due",
            "neither due nor max_transit_days is given",
            "write the last day of delivery, or the most days from ready to delivery",
        )
    if ready is not None and due is not None and due < ready:
        row.error(
            Kind.DATES,
            "due",
            f"due {due} is before ready {ready}",
            "correct one of the two dates",
        )
    if ready is None:
        return None, None
    ends = [] if due is None else [due]
    if limit is not None:
        ends.append(_days_later(ready, int(limit)))
    return ready, min(ends, default=None)


def _days_later(day: date, days: int) -> date:
    """So many days later, or the last day there is."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _weight_t(row: Row) -> Decimal:
    """The weight in whole kilograms, rounded half up."""
    weight_t = row.number("weight_t")
    if row.maybe_number("weight_t") is None:
        return weight_t
    rounded = weight_t.quantize(KILOGRAM, ROUND_HALF_UP)
    if rounded == 0:
        row.error(
            Kind.RANGE,
            "weight_t",
            f"weight {weight_t} t is less than a kilogram",
            "write the weight in tonnes",
        )
    elif rounded != weight_t:
        row.warn(
            Kind.IGNORED,
            "weight_t",
            f"weight {weight_t} t is not in whole kilograms",
            f"{rounded} t is used",
        )
    if weight_t > DOUBTFUL_WEIGHT_T:
        row.warn(
            Kind.DOUBT,
            "weight_t",
            f"weight is {weight_t} tonnes",
            "if it is in kilograms, name the column weight_kg",
        )
    return rounded


def _volume_m3(row: Row, weight_t: Decimal, commodity: Commodity) -> Decimal:
    """The volume as stowed: as written, else of the commodity's stowage, else 0 with a warning."""
    volume_m3 = row.maybe_number("volume_m3")
    if volume_m3 is not None:
        return volume_m3
    if commodity.stowage_m3_per_t is None:
        row.warn(
            Kind.DOUBT,
            "volume_m3",
            f'volume_m3 is blank, and "{commodity.name}" has no stowage_m3_per_t',
            "containers are filled by weight alone; write one of the two",
        )
        return Decimal(0)
    return weight_t * commodity.stowage_m3_per_t


def _containers(row: Row, book: Reference, goods: str) -> frozenset[str] | None:
    """The container types allowed, ``None`` for all."""
    allowed = allowed_types(row, book.lexicon.containers)
    commodity = book.commodities.get(goods)
    if commodity is None or not commodity.reefer:
        return allowed
    types = [box for box in book.containers.values() if allowed is None or box.name in allowed]
    if types and not any(box.reefer for box in types):
        column, which = ("containers", "allowed here") if allowed is not None else ("commodity", "in Containers")
        row.warn(
            Kind.DOUBT,
            column,
            f'"{goods}" must be cooled, and no container type {which} is a reefer',
            "nothing can carry it: add a reefer type, or correct reefer of the commodity",
        )
    return allowed


def _pinned(row: Row, column: str, what: str, known: Spellings, *, complete: bool) -> frozenset[str] | None:
    """The modes, services or carriers allowed, ``None`` for all; one that no tariff has is noted as an error."""
    words = row.words(column)
    for word in words:
        if known.first and known.find(word) is None:
            unknown = f'no row of Tariffs has the {what} "{word}"'
            there = known.first.values()
            cure, meant = meant_mode(word, there) if what == "mode" else cured(word, there)
            if complete or meant:
                suggestion = row.with_word(column, word, meant) if meant else None
                row.error(Kind.NAME, column, unknown, cure, suggestion)
            else:
                doubt(row, Kind.NAME, column, unknown, cure, known.doubted)
    return frozenset(known.find(word) or word for word in words) if words else None
