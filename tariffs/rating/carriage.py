"""What a leg costs: freight, surcharges and border fees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tariffs.book import Commodity, Shipment, Surcharge, Tariff
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating.charge import ONE, Component, Item, Load, exact, percent
from tariffs.rating.exchange import Exchange
from tariffs.timetable import Departure


def carries(tariff: Tariff, shipment: Shipment) -> bool:
    """Whether a row carries the shipment's goods: commodity, dangerous goods, carrier allowed and not avoided."""
    commodity = shipment.commodity
    return (
        tariff.commodity in ("", commodity.name)
        and not (commodity.dangerous and tariff.dangerous is False)
        and shipment.goes_with(tariff.carrier)
    )


def carrying(departure: Departure, shipment: Shipment, container: str) -> tuple[Tariff, ...]:
    """The rows of a departure that carry the goods and have an amount for the container, whatever is in it."""
    return tuple(row for row in departure.tariffs if carries(row, shipment) and row.amounts.of(container) is not None)


def tariff_for(departure: Departure, shipment: Shipment, load: Load) -> Tariff | None:
    """The row that a load is rated on, or ``None`` if the departure does not take it.

    Of the rows that carry the goods, have an amount for the container and reach its gross mass: those that name
    the commodity if there are any, and of these the one of the smallest ``max_gross_t``.

    Raises
    ------
    UnratedError
        If two rows are left.
    """
    return row_of(carrying(departure, shipment, load.container.name), departure, load)


def takes_any_load(row: Tariff) -> bool:
    """Whether a row sets no limit to what is in a container."""
    return row.max_gross_t is None and row.max_payload_t is None


def row_of(rows: Sequence[Tariff], departure: Departure, load: Load) -> Tariff | None:
    """Of the rows that are ``carrying``, the one that a load is rated on: as ``tariff_for``."""
    if len(rows) == 1 and takes_any_load(rows[0]):
        return rows[0]
    if any(row.max_gross_t is not None for row in rows):
        gross = load.gross_each
        rows = [row for row in rows if row.max_gross_t is None or exact(row.max_gross_t) >= gross]
    rows = [row for row in rows if row.commodity] or rows
    banded = [row for row in rows if row.max_gross_t is not None]
    if banded:
        least = min(row.max_gross_t for row in banded if row.max_gross_t is not None)
        rows = [row for row in banded if row.max_gross_t == least]
    if len(rows) > 1:
        raise UnratedError(f"{departure} has two rates for {load.container.name}: {rows[0].where} and {rows[1].where}")
    if rows and rows[0].max_payload_t is not None and load.tonnes_each > exact(rows[0].max_payload_t):
        return None
    return rows[0] if rows else None


def volume_of(shipment: Shipment, load: Load) -> Fraction:
    """The volume of the goods in a load, m³."""
    return exact(load.tonnes) * exact(shipment.volume_m3) / exact(shipment.weight_t)


def freight(tariff: Tariff, departure: Departure, shipment: Shipment, load: Load, exchange: Exchange) -> Item:
    """The freight of a load on a departure: by the row's basis, or its minimum charge for each container.

    Raises
    ------
    UnratedError
        If the row has no amount for the container, or no distance where its basis needs one.
    """
    amount = tariff.amounts.of(load.container.name)
    if amount is None:
        raise UnratedError(f"{tariff.where} has no amount for {load.container.name}")
    containers = exact(load.containers)
    match tariff.basis:
        case "container":
            quantity = containers
        case "teu":
            quantity = containers * exact(load.container.teu)
        case "km":
            quantity = containers * _distance(tariff)
        case "tonne":
            quantity = _at_least(tariff, load)
        case "tonne_km":
            quantity = _at_least(tariff, load) * _distance(tariff)
        case "wm":
            quantity = max(_at_least(tariff, load), volume_of(shipment, load))
        case _:
            raise UnratedError(f"{tariff.where} has an unknown basis {tariff.basis}")
    rate, what = exact(amount), f"{departure.leg.key} per {tariff.basis}"
    if tariff.minimum_charge and quantity * rate < containers * exact(tariff.minimum_charge):
        quantity, rate, what = containers, exact(tariff.minimum_charge), f"{departure.leg.key}, minimum per container"
    return Item(
        Component.FREIGHT,
        what,
        tariff.where,
        quantity,
        rate,
        tariff.amounts.currency,
        exchange.on(departure.departs, tariff.amounts.currency),
    )


def _at_least(tariff: Tariff, load: Load) -> Fraction:
    """The tonnes of a load, or the least that its containers are charged for."""
    return max(exact(load.tonnes), exact(tariff.minimum_t) * load.containers)


def _distance(tariff: Tariff) -> Fraction:
    if tariff.distance_km is None:
        raise UnratedError(f"{tariff.where} has no distance_km, which its basis {tariff.basis} needs")
    return exact(tariff.distance_km)


def matches(surcharge: Surcharge, tariff: Tariff, commodity: Commodity) -> bool:
    """Whether a surcharge is for a tariff row and goods, whatever the day, the border and the load."""
    return (
        surcharge.service in ("", tariff.service)
        and surcharge.carrier in ("", tariff.carrier)
        and surcharge.mode in ("", tariff.mode)
        and surcharge.origin in ("", tariff.origin)
        and surcharge.destination in ("", tariff.destination)
        and surcharge.commodity in ("", commodity.name)
        and surcharge.dangerous in (None, commodity.dangerous)
        and surcharge.reefer in (None, commodity.reefer)
    )


def in_force(surcharge: Surcharge, departure: Departure) -> bool:
    """Whether a surcharge that matches is charged on a departure: day and border."""
    return departure.departs in surcharge.validity and (
        not surcharge.border or any(p.border.name == surcharge.border for p in departure.passages)
    )


def meant_for(surcharge: Surcharge, container: str) -> bool:
    """Whether a surcharge that matches is for a container, whatever the departure and whatever is in it."""
    return surcharge.container in ("", container) and surcharge.amounts.of(container) is not None


def called_for(surcharge: Surcharge, load: Load) -> bool:
    """Whether a container of a load is heavy enough for a surcharge."""
    return surcharge.above_gross_t is None or load.gross_each > exact(surcharge.above_gross_t)


def per_booking(surcharge: Surcharge) -> bool:
    """Whether a booking owes a surcharge once for a leg, whatever its loads."""
    return surcharge.basis == "booking"


def surcharge_item(
    surcharge: Surcharge,
    departure: Departure,
    load: Load,
    freight_amount: Fraction,
    value: Callable[[], Fraction],
    exchange: Exchange,
) -> Item:
    """One surcharge on a load; ``value`` gives the goods value in it, base currency, and is seldom asked.

    A surcharge per booking comes once, whatever the load.
    """
    amount = surcharge.amounts.of(load.container.name) or 0
    rate = exact(amount)
    currency = surcharge.amounts.currency
    match surcharge.basis:
        case "container":
            quantity = exact(load.containers)
        case "teu":
            quantity = load.containers * exact(load.container.teu)
        case "tonne":
            quantity = exact(load.tonnes)
        case "booking":
            quantity = ONE
        case "percent_freight":
            quantity, rate, currency = freight_amount, rate / 100, exchange.base
        case "percent_value":
            quantity, rate, currency = value(), rate / 100, exchange.base
        case _:
            raise UnratedError(f"{surcharge.where} has an unknown basis {surcharge.basis}")
    return Item(
        Component.SURCHARGE,
        f"{surcharge.name}, {departure.leg.key}",
        surcharge.where,
        quantity,
        rate,
        currency,
        exchange.on(departure.departs, currency),
    )


def border_items(departure: Departure, load: Load, exchange: Exchange) -> Iterator[Item]:
    """The fee of each crossing: so much per container, and so much per tonne in it."""
    for passage in departure.passages:
        border = passage.border
        rate = exact(border.amounts.of(load.container.name) or 0)
        if border.fee_per_t:
            rate += exact(border.fee_per_t) * load.tonnes_each
        yield Item(
            Component.BORDER,
            f"{border.name} on {passage.crossed}",
            border.where,
            exact(load.containers),
            rate,
            border.amounts.currency,
            exchange.on(departure.departs, border.amounts.currency),
        )


def share(tariff: Tariff) -> Fraction:
    """The share of a leg that counts towards the customs value; ``ONE`` itself where all of it does."""
    found = percent(tariff.dutiable_pct)
    return ONE if found == ONE else found
