"""What is charged once per booking, shown on its loads."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from optimizer.plan import Booking
from tariffs.fraction import Fraction
from tariffs.rating import Component


def in_cents(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share an amount out by weight, in whole cents that add up to it exactly.

    Each share is rounded towards zero; the cents left over go to the largest remainders, of equal
    ones to the first (the method of Hamilton).

    Parameters
    ----------
    amount
        In the base currency, whole cents; may be negative.
    weights
        At least one, none negative, not all 0.

    Raises
    ------
    ValueError
        If the weights do not say how to share.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError(f"cannot share {amount} by the weights {list(weights)}")
    sign = -1 if amount < 0 else 1
    cents = int(abs(amount) * 100)
    quotas = [cents * Fraction(weight) / Fraction(whole) for weight in weights]
    shares = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: (shares[i] - quotas[i], i))
    for position in by_remainder[: cents - sum(shares)]:
        shares[position] += 1
    return [Decimal(sign * share).scaleb(-2) for share in shares]


def by_load(booking: Booking) -> list[dict[Component, Decimal]]:
    """The cost of each load of a booking by component, base currency.

    What is charged once per booking is shared out by tonnes; over the loads of the booking each
    component adds up to its charges exactly.
    """
    shown: list[dict[Component, Decimal]] = [dict.fromkeys(Component, Decimal(0)) for _ in booking.loads]
    once = dict.fromkeys(Component, Decimal(0))
    for charge in booking.rated.charges:
        if charge.load is None:
            once[charge.item.component] += charge.amount
        else:
            shown[charge.load][charge.item.component] += charge.amount
    if len(shown) == 1:
        shown[0] = {component: own + once[component] for component, own in shown[0].items()}
        return shown
    weights = [load.tonnes for load in booking.loads]
    for component, amount in once.items():
        if amount:
            for sums, part in zip(shown, in_cents(amount, weights), strict=True):
                sums[component] += part
    return shown
