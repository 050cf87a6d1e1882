"""What happens at locations: transfers and storage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from tariffs.book import StorageBand, Transfer
from tariffs.calendar import whole_days
from tariffs.rating.charge import Component, Item, Load, exact
from tariffs.rating.exchange import Exchange


def transfer_item(transfer: Transfer, day: date, load: Load, exchange: Exchange) -> Item:
    """A transfer of a load on the day of the departure after it (at the destination: of the arrival)."""
    return Item(
        Component.TRANSFER,
        f"{transfer.location}, {transfer.from_mode} to {transfer.to_mode}",
        transfer.where,
        Fraction(load.containers),
        exact(transfer.amounts.of(load.container.name) or 0),
        transfer.amounts.currency,
        exchange.on(day, transfer.amounts.currency),
    )


def storage_items(
    bands: tuple[StorageBand, ...], arrived: date, departs: date, load: Load, exchange: Exchange
) -> Iterator[Item]:
    """The days of a load at an intermediate location, each at the rate of its own band.

    If a band names the container, only such bands count. The free days are those of the band that starts first;
    days after them are counted from 1.
    """
    bands = tuple(b for b in bands if b.container == load.container.name) or tuple(b for b in bands if not b.container)
    if not bands:
        return
    ordered = sorted(bands, key=lambda band: band.from_day)
    charged = (departs - arrived).days - whole_days(ordered[0].free_days)
    for position, band in enumerate(ordered):
        last = ordered[position + 1].from_day - 1 if position + 1 < len(ordered) else charged
        days = min(last, charged) - band.from_day + 1
        if days > 0:
            yield Item(
                Component.STORAGE,
                f"{band.location}, {days} days from day {band.from_day}",
                band.where,
                Fraction(days * load.containers),
                exact(band.rate_per_day),
                band.currency,
                exchange.on(departs, band.currency),
            )
