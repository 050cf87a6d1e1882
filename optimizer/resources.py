"""What is limited: a departure, a border, a transfer or a pool, in one period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tariffs.book import Capacity, Container, LegKey, TariffBook
from tariffs.timetable import Departure, Handling, Passage


class Resource(NamedTuple):
    """One capacity in one period.

    Attributes
    ----------
    kind, name, mode, period
        As in ``optimizer.plan.CapacityUse``.
    row
        What tells it from another of the same name: the address of its row, or the leg.
    unit, amount
        ``teu``, ``containers``, ``vehicles`` or ``tonnes``, and how many.
    container
        The only container type that counts; blank for all.
    """

    kind: str
    row: str
    period: str
    name: str
    mode: str
    unit: str
    amount: Decimal
    container: str = ""

    def per_container(self, container: Container) -> float:
        """What one container uses, whatever is in it."""
        if self.container not in ("", container.name):
            return 0.0
        if self.unit == "teu":
            return float(container.teu)
        return 0.0 if self.unit == "tonnes" else 1.0

    def per_tonne(self) -> float:
        """What one tonne of cargo uses."""
        return 1.0 if self.unit == "tonnes" else 0.0


def departure_resource(departure: Departure) -> Resource | None:
    """The capacity of a departure, if it has one."""
    terms = departure.terms
    if terms.capacity is None:
        return None
    key = departure.leg.key
    row, name = _names(key)
    return Resource(
        "departure",
        row,
        departure.departs.isoformat(),
        name,
        key.mode,
        terms.capacity_unit,
        terms.capacity,
    )


@lru_cache(maxsize=65536)
def _names(key: LegKey) -> tuple[str, str]:
    """What tells a leg from others, and its name; it has many departures."""
    return repr(key), str(key)


def _in_period(kind: str, row: str, name: str, mode: str, capacity: Capacity, day: date) -> Resource:
    return Resource(kind, row, capacity.per.of(day), name, mode, capacity.unit, capacity.amount)


def border_resource(passage: Passage) -> Resource | None:
    """The capacity of a border on the day of a crossing, if it has one."""
    border = passage.border
    if border.capacity is None:
        return None
    return _in_period("border", border.where, border.name, border.mode, border.capacity, passage.crossed)


def border_resources(departure: Departure) -> Iterator[Resource]:
    """The capacities of the borders that a departure crosses, on the days of the crossings."""
    found = map(border_resource, departure.passages)
    return (resource for resource in found if resource is not None)


def transfer_resource(handling: Handling, day: date) -> Resource | None:
    """The capacity of a transfer on a day, if it has one."""
    row = handling.transfer
    if row is None or row.capacity is None:
        return None
    return _in_period("transfer", row.where, row.location, f"{row.from_mode} to {row.to_mode}", row.capacity, day)


def resources_on(departure: Departure, handling: Handling) -> list[Resource]:
    """Every capacity that cargo uses on a departure and in the transfer before it."""
    found = [departure_resource(departure), transfer_resource(handling, departure.departs)]
    return [resource for resource in found if resource is not None] + list(border_resources(departure))


def pool_resources(book: TariffBook, location: str) -> list[Resource]:
    """The containers that may start at a location over the whole plan."""
    return [
        Resource(
            "pool",
            "",
            "plan",
            f"{place} {container}",
            "",
            "containers",
            Decimal(available),
            container,
        )
        for (place, container), available in book.pool.items()
        if place == location
    ]
