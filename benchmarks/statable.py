"""What flows in time cannot state: a world with any of it is refused, so that none is stated wrongly."""

from __future__ import annotations

from collections.abc import Iterator

from tariffs.book import Avoid, Portfolio, TariffBook

#: Bases whose amount is the same whatever is in the container.
PER_CONTAINER = ("container", "teu", "km")


class NotStatedError(Exception):
    """The world holds what the careful user's model does not state; the message says what, and what would do."""


def check(book: TariffBook, portfolio: Portfolio) -> None:
    """See that every charge follows from container, leg and day.

    Raises
    ------
    NotStatedError
        If some charge or rule does not; it names all that is in the way.
    """
    found = [*_in_settings(book, portfolio), *_in_tariffs(book), *_at_places(book), *_in_cargo(portfolio)]
    if found:
        raise NotStatedError(
            f"flows of containers cannot state {'; '.join(dict.fromkeys(found))}: "
            "take the plainer variant of the world (benchmarks.plain)"
        )


def _in_settings(book: TariffBook, portfolio: Portfolio) -> Iterator[str]:
    settings = book.settings
    if settings.insurance_pct:
        yield "insurance"
    if settings.co2_price_per_t and (book.emissions or any(r.co2_g_per_tkm for leg in book.legs for r in leg.tariffs)):
        yield "a price of CO2"
    if book.duties:
        yield "duties"
    if book.pool:
        yield "pools"
    if settings.capital_cost_pct and any(shipment.value for shipment in portfolio.shipments.values()):
        yield "capital tied up on the way"


def _in_tariffs(book: TariffBook) -> Iterator[str]:
    for row in (row for leg in book.legs for row in leg.tariffs):
        if row.service:
            yield "named services"
        if row.basis not in PER_CONTAINER:
            yield f'rates of the basis "{row.basis}"'
        if row.max_gross_t is not None or row.max_payload_t is not None:
            yield "weight bands and limits of legs"
        if row.min_load or row.departure_cost:
            yield "minimum loads and costs of departures"
        if row.capacity is not None:
            yield "capacities of departures"
    for surcharge in book.surcharges:
        if surcharge.basis not in (*PER_CONTAINER, "percent_freight") or surcharge.above_gross_t is not None:
            yield f'the surcharge "{surcharge.name}"'


def _at_places(book: TariffBook) -> Iterator[str]:
    base = book.settings.base_currency
    for transfer in book.transfers:
        if transfer.capacity is not None:
            yield "capacities of transfers"
        if transfer.amounts.currency != base:
            yield "transfers in foreign currency"
    for band in book.storage:
        if band.free_days or band.from_day != 1:
            yield "free days and bands of storage"
        if band.currency != base:
            yield "storage in foreign currency"
    for border in book.borders:
        if border.fee_per_t:
            yield "fees of borders per tonne"
        if border.capacity is not None and border.capacity.unit == "tonnes":
            yield "capacities of borders in tonnes"


def _in_cargo(portfolio: Portfolio) -> Iterator[str]:
    for shipment in portfolio.shipments.values():
        if not shipment.split:
            yield "shipments that may not be split"
        if shipment.penalty_per_t is None:
            yield "shipments without a penalty"
        if shipment.avoid != Avoid():
            yield "what a shipment avoids"
        if shipment.services is not None or shipment.carriers is not None:
            yield "services and carriers that a shipment is pinned to"
