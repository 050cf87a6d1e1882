"""What carriage emits, by mode."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    """One row of ``Emissions``: the emission intensity of a mode.

    Attributes
    ----------
    co2_g_per_tkm
        Grams of CO2e per tonne and km, well to wheel.
    ttw_g_per_tkm
        Of these, tank to wheel; ``None`` where it is not known.
    distance_adjustment_pct
        How much longer the distance actually gone is than the stated one, as written (5 is 5 %). It holds for every
        leg of the mode, whether or not the leg states a factor of its own.
    kind
        ``primary``, ``modelled`` or ``default``; blank where it is not known.
    source
        Where the figures come from; blank where that is not stated.
    """

    where: str
    co2_g_per_tkm: Decimal
    ttw_g_per_tkm: Decimal | None = None
    distance_adjustment_pct: Decimal = Decimal(0)
    kind: str = ""
    source: str = ""
