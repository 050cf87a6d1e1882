"""What happens at locations: transfers and storage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

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
        exact(load.containers),
        exact(transfer.amounts.of(load.container.name) or 0),
        transfer.amounts.currency,
        exchange.on(day, transfer.amounts.currency),
    )


def bands_for(bands: Iterable[StorageBand], container: str) -> tuple[StorageBand, ...]:
    """The bands of a location for a container, in order: if one names it, only such bands count."""
    named = tuple(band for band in bands if band.container == container)
    rows = named or tuple(band for band in bands if not band.container)
    return tuple(sorted(rows, key=lambda band: band.from_day))


def storage_items(
    bands: tuple[StorageBand, ...], arrived: date, departs: date, load: Load, exchange: Exchange
) -> Iterator[Item]:
    """The days of a load at an intermediate location, each at the rate of its own band.

    ``bands`` are those for the container, in order. The free days are those of the band that starts first; days after
    them are counted from 1.
    """
    if not bands:
        return
    charged = (departs - arrived).days - whole_days(bands[0].free_days)
    for position, band in enumerate(bands):
        last = bands[position + 1].from_day - 1 if position + 1 < len(bands) else charged
        days = min(last, charged) - band.from_day + 1
        if days > 0:
            yield Item(
                Component.STORAGE,
                f"{band.location}, {days} days from day {band.from_day}",
                band.where,
                exact(days * load.containers),
                exact(band.rate_per_day),
                band.currency,
                exchange.on(departs, band.currency),
            )
