"""What carriage and handling emit, t of CO2e for a tonne of cargo.

A leg emits distance × distance adjustment × emission intensity a tonne, a hub operation its own intensity a tonne
(ISO 14083:2023, GLEC Framework v3). The adjustment is how much longer the distance actually gone is than the stated
one: it multiplies what is emitted, since vehicles go the actual distance, and never the tonne-km, which are of the
stated one.
"""

from __future__ import annotations

from collections.abc import Iterable

from tariffs.book import EmissionFactor, Tariff, Transfer
from tariffs.fraction import Fraction
from tariffs.rating.charge import ONE, ZERO, exact, percent
from tariffs.timetable import Handling

#: Grams, and kilograms, in a tonne.
GRAMS, KILOGRAMS = 1_000_000, 1000


def distance_adjustment(of_mode: EmissionFactor | None) -> Fraction:
    """The distance actually gone on the legs of a mode over the stated one; 1 where nothing is said of the mode."""
    return ONE + percent(of_mode.distance_adjustment_pct) if of_mode else ONE


def g_per_tkm(tariff: Tariff, of_mode: EmissionFactor | None) -> Fraction | None:
    """Grams of CO2e per tonne and km, well to wheel: the row's own before its mode's; ``None`` if neither is stated."""
    if tariff.co2_g_per_tkm is not None:
        return exact(tariff.co2_g_per_tkm)
    return exact(of_mode.co2_g_per_tkm) if of_mode else None


def co2_per_t(tariff: Tariff, of_mode: EmissionFactor | None) -> Fraction:
    """Tonnes of CO2e for a tonne of cargo on a leg, well to wheel; 0 where the row has no distance or no factor."""
    distance_km = exact(tariff.distance_km or 0) * distance_adjustment(of_mode)
    return distance_km * (g_per_tkm(tariff, of_mode) or ZERO) / GRAMS


def hub_co2_per_t(transfer: Transfer | None) -> Fraction:
    """Tonnes of CO2e for a tonne of cargo that is handled, well to wheel; 0 where it is not known."""
    return exact((transfer and transfer.co2_kg_per_t) or 0) / KILOGRAMS


def hubs_co2_per_t(handlings: Iterable[Handling]) -> Fraction:
    """Tonnes of CO2e for a tonne of cargo in all hub operations of an itinerary."""
    return sum((hub_co2_per_t(handling.transfer) for handling in handlings if handling.transfer), ZERO)
