"""A book shaken at random, so that every basis, filter, band and rule of the contract comes up somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tariffs.book import (
    Amounts,
    Border,
    DepartureChange,
    Duty,
    EmissionFactor,
    ExchangeRate,
    Leg,
    Portfolio,
    Settings,
    Shipment,
    StorageBand,
    Surcharge,
    Tariff,
    TariffBook,
    Transfer,
)
from tariffs.calendar import Closures, Validity

DAY = timedelta(days=1)
BASES = ("container", "teu", "km", "tonne", "tonne_km", "wm")
SURCHARGE_BASES = ("container", "teu", "tonne", "booking", "percent_freight", "percent_value")


def shaken(book: TariffBook, portfolio: Portfolio, draw: Random) -> tuple[TariffBook, Portfolio]:
    """The same places, legs and shipments with other terms; still a book that agrees with itself."""
    first = min(shipment.ready for shipment in portfolio.shipments.values())
    currencies = [book.settings.base_currency, "AAA", "BBB"]
    fx = [
        ExchangeRate(currency, Decimal(draw.randint(1, 900)).scaleb(-2), start)
        for currency in currencies[1:]
        for start in (None, first + draw.randint(0, 9) * DAY, first + draw.randint(10, 20) * DAY)
    ]
    changed = replace(
        book,
        settings=_settings(book.settings, draw),
        legs=_legs(book, currencies, draw),
        departures=tuple(_changes(book, first, draw)),
        surcharges=tuple(_surcharge(book, number, currencies, draw) for number in range(draw.randint(0, 8))),
        transfers=_transfers(book, currencies, draw),
        storage=_storage(book, currencies, draw),
        borders=tuple(_border(border, first, currencies, draw) for border in book.borders),
        duties=_duties(book, currencies, first, draw),
        fx=(*book.fx, *fx),
        emissions=_emissions(book, draw),
    )
    return changed, Portfolio({name: _shipment(k, currencies, draw) for name, k in portfolio.shipments.items()})


def _settings(settings: Settings, draw: Random) -> Settings:
    return replace(
        settings,
        capital_cost_pct=Decimal(draw.choice(["0", "12", "7.5"])),
        insurance_pct=Decimal(draw.choice(["0", "0.3"])),
        insurance_uplift_pct=Decimal(draw.choice(["100", "110"])),
        co2_price_per_t=Decimal(draw.choice(["0", "60"])),
        allow_review=draw.random() < 0.7,
        unserved_bears_duty=draw.random() < 0.3,
    )


def _shipment(shipment: Shipment, currencies: list[str], draw: Random) -> Shipment:
    return replace(
        shipment,
        value=Decimal(draw.choice([0, 20000, 90000])),
        currency=draw.choice(currencies),
        goods_origin=draw.choice([shipment.goods_origin, "CN"]),
        volume_m3=shipment.weight_t * Decimal(draw.choice(["0.5", "1.3", "2.6"])),
    )


def _money(amounts: Amounts, currencies: list[str], draw: Random) -> Amounts:
    """Other currencies and figures, a container less now and then, or one rate for all."""
    figures = {name: figure * Decimal(draw.randint(5, 20)).scaleb(-1) for name, figure in amounts.per_container.items()}
    if len(figures) > 1 and draw.random() < 0.2:
        figures.popitem()
    rate = amounts.rate if amounts.rate is not None else Decimal(draw.randint(1, 500))
    one_for_all = not figures or draw.random() < 0.2
    return Amounts(draw.choice(currencies), {} if one_for_all else figures, rate if one_for_all else None)


def _legs(book: TariffBook, currencies: list[str], draw: Random) -> tuple[Leg, ...]:
    """Rows of one leg keep on agreeing; some legs become one named service, so that cargo stays on it."""
    legs: dict[object, Leg] = {}
    for leg in book.legs:
        terms = {
            "transit_days": Decimal(draw.choice(["0", "0.5", "1", "2.2"])),
            "cutoff_days": Decimal(draw.choice(["0", "0", "0.5", "1"])),
            "dutiable_pct": Decimal(draw.choice(["100", "60", "0"])),
            "compliance": draw.choice(["ok", "ok", "ok", "review"]),
        }
        service = draw.choice([leg.key.service, leg.tariffs[0].carrier, ""])
        rows = tuple(
            _row(replace(row, service=service, crossings=_crossings(row), **terms), currencies, draw)  # type: ignore[arg-type]
            for row in leg.tariffs
        )
        key = rows[0].leg_key
        if any(row.leg_key != key for row in rows) or key in legs:
            rows, key = leg.tariffs, leg.key
        legs[key] = Leg(key, rows)
    return tuple(legs.values())


def _changes(book: TariffBook, first: date, draw: Random) -> Iterator[DepartureChange]:
    """Now and then a departure is cancelled, runs beside its schedule, or has another capacity."""
    for number in range(draw.randint(0, 12)):
        row = draw.choice([row for leg in book.legs for row in leg.tariffs])
        filters = {name: getattr(row, name) for name in ("mode", "origin", "destination") if draw.random() < 0.5}
        change = draw.choice(["cancelled", "extra"])
        yield DepartureChange(f"Departures!{number}", first + draw.randint(0, 15) * DAY, change, **filters)


def _crossings(row: Tariff) -> tuple[object, ...]:
    """A crossing stays within the transit, whatever that becomes."""
    return tuple(replace(crossing, offset_days=None) for crossing in row.crossings)


def _row(row: Tariff, currencies: list[str], draw: Random) -> Tariff:
    bases = BASES if row.distance_km else ("container", "teu", "tonne", "wm")
    return replace(
        row,
        amounts=_money(row.amounts, currencies, draw),
        basis=draw.choice(bases),
        minimum_t=Decimal(draw.choice([0, 0, 5, 15])),
        minimum_charge=Decimal(draw.choice([0, 0, 700, 4000])),
        max_payload_t=draw.choice([None, None, Decimal(18)]),
        co2_g_per_tkm=draw.choice([None, Decimal(0), Decimal(44)]),
    )


def _surcharge(book: TariffBook, number: int, currencies: list[str], draw: Random) -> Surcharge:
    row = draw.choice([row for leg in book.legs for row in leg.tariffs])

    def now_and_then(value: str) -> str:
        return value if draw.random() < 0.25 else ""

    basis = draw.choice(SURCHARGE_BASES)
    columns = {name: Decimal(draw.randint(1, 90)) for name in book.containers if draw.random() < 0.8}
    by_container = basis != "booking" and columns and draw.random() < 0.4
    return Surcharge(
        where=f"Surcharges!{number}",
        name=f"surcharge {number}",
        basis=basis,
        amounts=Amounts(
            draw.choice(currencies),
            columns if by_container else {},
            None if by_container else Decimal(draw.randint(-20, 90)).scaleb(-1),
        ),
        service=now_and_then(row.service),
        carrier=now_and_then(row.carrier),
        mode=now_and_then(row.mode),
        origin=now_and_then(row.origin),
        destination=now_and_then(row.destination),
        border=now_and_then(row.crossings[0].border) if row.crossings else "",
        container=now_and_then(draw.choice(list(book.containers))),
        commodity=now_and_then(draw.choice(list(book.commodities))),
        dangerous=draw.choice([None, None, True, False]),
        reefer=draw.choice([None, None, True, False]),
        above_gross_t=draw.choice([None, None, Decimal(12), Decimal("18.5")]),
    )


def _transfers(book: TariffBook, currencies: list[str], draw: Random) -> tuple[Transfer, ...]:
    rows = {}
    for row in book.transfers:
        from_mode = "any" if draw.random() < 0.2 and row.from_mode != "origin" else row.from_mode
        to_mode = "any" if draw.random() < 0.2 and row.to_mode != "destination" else row.to_mode
        rows[row.location, from_mode, to_mode] = replace(
            row,
            from_mode=from_mode,
            to_mode=to_mode,
            amounts=_money(row.amounts, currencies, draw),
            dwell_days=Decimal(draw.choice(["0", "0.5", "1", "2"])),
            co2_kg_per_t=draw.choice([None, Decimal(0), Decimal("1.2"), Decimal(30)]),
        )
    return tuple(rows.values())


def _emissions(book: TariffBook, draw: Random) -> dict[str, EmissionFactor]:
    """Some modes go further than the distance that is stated; one may have no factor."""
    longer = {mode: Decimal(draw.choice(["0", "5", "12.5"])) for mode in book.emissions}
    lost = draw.choice([*book.emissions, "", "", ""])
    return {
        mode: replace(factor, distance_adjustment_pct=longer[mode])
        for mode, factor in book.emissions.items()
        if mode != lost
    }


def _storage(book: TariffBook, currencies: list[str], draw: Random) -> tuple[StorageBand, ...]:
    bands: list[StorageBand] = []
    for location in book.locations:
        for container in ("", *book.containers):
            if draw.random() < 0.4:
                continue
            for from_day in sorted(draw.sample(range(1, 6), draw.randint(1, 3))):
                free, rate = Decimal(draw.choice(["0", "1", "0.5"])), Decimal(draw.randint(1, 30))
                where = f"Storage!{len(bands)}"
                bands.append(StorageBand(where, location, container, free, from_day, rate, draw.choice(currencies)))
    draw.shuffle(bands)
    return tuple(bands)


def _border(border: Border, first: date, currencies: list[str], draw: Random) -> Border:
    shut = first + draw.randint(0, 12) * DAY
    spans = (Validity(shut, shut + draw.randint(0, 3) * DAY),) if draw.random() < 0.4 else ()
    if draw.random() < 0.05:
        spans = (*spans, Validity(first + 15 * DAY, None))
    return replace(
        border,
        amounts=_money(border.amounts, currencies, draw),
        fee_per_t=Decimal(draw.choice(["0", "1.5"])),
        dwell_days=Decimal(draw.choice(["0", "0.5", "1"])),
        closures=Closures(frozenset(draw.sample(range(7), draw.choice([0, 0, 1, 2]))), spans),
        compliance=draw.choice(["ok", "ok", "ok", "ok", "review"]),
    )


def _duties(book: TariffBook, currencies: list[str], first: date, draw: Random) -> tuple[Duty, ...]:
    """Rows of every rank, each of a rank of its own, some of which begin only later."""
    duties: list[Duty] = []
    for territory in sorted({location.territory for location in book.locations.values()}):
        for commodity, hs in (("", ""), ("", "10"), ("", "1006"), *((name, "") for name in book.commodities)):
            for origin in ("", "CN"):
                if draw.random() < 0.5:
                    continue
                duties.append(
                    Duty(
                        where=f"Duties!{len(duties)}",
                        territory=territory,
                        commodity=commodity,
                        hs=hs,
                        origin_territory=origin,
                        valuation=draw.choice(["cif", "fob"]),
                        duty_pct=Decimal(draw.choice(["0", "5", "12.5"])),
                        specific_per_t=Decimal(draw.choice([0, 0, 40, 400])),
                        specific_currency=draw.choice(["", *currencies]),
                        additional_pct=Decimal(draw.choice(["0", "2"])),
                        vat_pct=Decimal(draw.choice(["0", "18"])),
                        vat_recoverable=draw.random() < 0.5,
                        validity=Validity(draw.choice([None, None, first + 14 * DAY]), None),
                    )
                )
    return tuple(duties)
