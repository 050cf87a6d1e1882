"""Rating: tariffs into charges, exact to the cent."""

from tariffs.rating.carriage import carries, tariff_for
from tariffs.rating.charge import TRANSPORT, Charge, Component, Item, Load, exact, to_cents
from tariffs.rating.customs import Carriage
from tariffs.rating.rater import LegCost, Rated, Rater

__all__ = [
    "TRANSPORT",
    "Carriage",
    "Charge",
    "Component",
    "Item",
    "LegCost",
    "Load",
    "Rated",
    "Rater",
    "carries",
    "exact",
    "tariff_for",
    "to_cents",
]
