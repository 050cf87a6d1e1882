"""The rows of ``Surcharges``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tariffs.book import Amounts, Surcharge, Tariff
from tariffs.building.filters import Filters, settled
from tariffs.building.lexicon import Lexicon
from tariffs.building.money import Currencies, amounts
from tariffs.building.percentages import note_odd_percent
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

LANE = ("mode", "origin", "destination")

#: One for each booking would make it pay to split a shipment into ever more bookings, down to a kilogram each.
REBATE_INSTEAD = "a booking is charged 0 or more: give a rebate per container or per tonne, or take the minus away"


def surcharges(
    desk: Desk, lexicon: Lexicon, currencies: Currencies, tariffs: Sequence[Tariff]
) -> list[tuple[Row, Surcharge]]:
    """The surcharges, each with its row; a filter that no row of ``Tariffs`` matches is noted."""
    filters = Filters(tariffs, lexicon, whole=desk.holds("Tariffs", len(tariffs)))
    found = []
    for row in desk.rows("Surcharges"):
        surcharge = _surcharge(row, lexicon, currencies)
        filters.note_unmatched(row, surcharge, "the surcharge is never charged", partial(_unless_freight, row))
        if not row.faulty:
            found.append((row, surcharge))
    return found


def _surcharge(row: Row, lexicon: Lexicon, currencies: Currencies) -> Surcharge:
    validity = row.validity()
    basis = row.text("basis")
    currency = currencies.of(row, validity=validity)
    instead = REBATE_INSTEAD if basis == "booking" else ""
    found = amounts(row, currency, lexicon.containers, rate_column="amount", rebate_instead=instead)
    _check_amounts(row, found, basis)
    return Surcharge(
        where=row.where,
        name=row.text("surcharge"),
        basis=basis,
        amounts=found,
        service=settled(lexicon.services, row.text("service")),
        carrier=settled(lexicon.carriers, row.text("carrier")),
        mode=fold(row.text("mode")),
        origin=lexicon.locations.resolve(row, "origin"),
        destination=lexicon.locations.resolve(row, "destination"),
        border=lexicon.borders.resolve(row, "border"),
        container=lexicon.containers.resolve(row, "container"),
        commodity=lexicon.commodities.resolve(row, "commodity"),
        dangerous=row.maybe_flag("dangerous"),
        reefer=row.maybe_flag("reefer"),
        above_gross_t=row.maybe_number("above_gross_t"),
        validity=validity,
    )


def _check_amounts(row: Row, found: Amounts, basis: str) -> None:
    """Note a surcharge that charges nothing, in two ways, or per booking by container."""
    if found.per_container and found.rate is not None:
        row.error(
            Kind.CONFLICT,
            "amount",
            f"there is an amount ({found.rate}) and amounts by container",
            "keep the one or the other",
        )
    elif not found.per_container and found.rate is None and not (row.unread("amount") or row.unread_amounts()):
        row.error(
            Kind.BLANK,
            "amount",
            "there is neither an amount nor an amount by container",
            "write what is charged, or delete the row",
        )
    _check_percent(row, basis)
    if basis == "booking" and found.per_container:
        row.error(
            Kind.CONFLICT,
            "basis",
            "basis is booking, and the amounts are by container",
            "a booking is charged once, whatever its containers: write it under amount",
        )


def _check_percent(row: Row, basis: str) -> None:
    """Note a percent sign where the basis is no share, and a percentage that looks like a fraction."""
    share = basis.startswith("percent_")
    for column in ("amount", *row.record.amounts):
        amount = row.maybe_number(column) if column == "amount" else row.record.amounts[column]
        if amount is None:
            continue
        if share:  # of a value, less than a percent is usual
            note_odd_percent(row, column, amount, below=1 if basis == "percent_freight" else 0)
        elif "%" in row.shown(column):
            row.error(
                Kind.CONFLICT,
                column,
                f'{column} is "{row.shown(column)}", and basis is {basis}',
                "write percent_freight or percent_value as the basis, or an amount without %",
            )


def _unless_freight(row: Row, cure: str) -> str:
    """The cure for a surcharge of no leg; in a sheet with a row for each charge it may be the freight itself."""
    if row.record.tab and all(row.text(name) for name in LANE):
        return f'{cure}; if "{row.text("surcharge")}" is the freight itself, write OF as its charge code'
    return cure
