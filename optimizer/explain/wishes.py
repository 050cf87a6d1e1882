"""What a shipment's own cells rule out, one wish at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import NamedTuple

from tariffs.book import Avoid, Shipment


class Wish(NamedTuple):
    """A wish as its cell says it, and the shipment without it."""

    words: str
    without: Shipment


def wishes(shipment: Shipment) -> Iterator[Wish]:
    """Every wish of a shipment."""
    for column, allowed, without in (
        ("containers", shipment.containers, replace(shipment, containers=None)),
        ("modes", shipment.modes, replace(shipment, modes=None)),
        ("services", shipment.services, replace(shipment, services=None)),
        ("carriers", shipment.carriers, replace(shipment, carriers=None)),
    ):
        if allowed is not None:
            yield Wish(f"{column} {'; '.join(sorted(allowed))}", without)
    for kind in fields(Avoid):
        names: frozenset[str] = getattr(shipment.avoid, kind.name)
        for name in sorted(names):
            avoid = replace(shipment.avoid, **{kind.name: names - {name}})
            yield Wish(f"avoid {name}", replace(shipment, avoid=avoid))


def without_any(shipment: Shipment) -> Shipment:
    """The shipment without a wish."""
    while wish := next(wishes(shipment), None):
        shipment = wish.without
    return shipment


def named(found: Iterable[Wish]) -> str:
    """Wishes in words: ``modes rail or avoid IR``."""
    return " or ".join(wish.words for wish in found)
