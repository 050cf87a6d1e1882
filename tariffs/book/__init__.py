"""The tariff book and the portfolio: what the workbooks say, checked and resolved.

Everything here is frozen; a change makes a new object (``dataclasses.replace``). Money and weights are the
decimals of the cells. Names are canonical: aliases are resolved when the book is built.
"""

from __future__ import annotations

from tariffs.book.cargo import Avoid, Portfolio, Shipment
from tariffs.book.carriage import (
    CANCELLED,
    EXTRA,
    Amounts,
    Crossing,
    DepartureChange,
    Leg,
    LegKey,
    Surcharge,
    Tariff,
)
from tariffs.book.emissions import EmissionFactor
from tariffs.book.money import Duty, ExchangeRate
from tariffs.book.places import Commodity, Container, Location
from tariffs.book.stations import ANY, DESTINATION, ORIGIN, Border, Capacity, StorageBand, Transfer
from tariffs.book.whole import Settings, TariffBook

__all__ = [
    "ANY",
    "CANCELLED",
    "DESTINATION",
    "EXTRA",
    "ORIGIN",
    "Amounts",
    "Avoid",
    "Border",
    "Capacity",
    "Commodity",
    "Container",
    "Crossing",
    "DepartureChange",
    "Duty",
    "EmissionFactor",
    "ExchangeRate",
    "Leg",
    "LegKey",
    "Location",
    "Portfolio",
    "Settings",
    "Shipment",
    "StorageBand",
    "Surcharge",
    "Tariff",
    "TariffBook",
    "Transfer",
]
