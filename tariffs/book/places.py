"""Where cargo goes, in what, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Location:
    """A place where cargo can start, end or change legs."""

    name: str
    title: str
    country: str
    territory: str
    kind: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """A container type. ``payload_t`` is the least of the stated payload and gross less tare."""

    name: str
    teu: Decimal
    max_gross_t: Decimal
    tare_t: Decimal
    volume_m3: Decimal
    payload_t: Decimal
    reefer: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commodity:
    """What is carried."""

    name: str
    hs: str = ""
    stowage_m3_per_t: Decimal | None = None
    dangerous: bool = False
    reefer: bool = False
