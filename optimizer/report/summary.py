"""The figures that are said of a plan as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from optimizer.plan import Plan
from optimizer.tables import COST_GROUPS
from tariffs.fraction import Fraction
from tariffs.rating import Component, Rater, exact, to_cents


@dataclass(frozen=True, slots=True)
class Summary:
    """What a plan comes to, beside its cost and bound.

    Attributes
    ----------
    goods_values
        The value of what is delivered, base currency, by shipment, each in cents.
    delivered_t, unserved_t
        Cargo, t.
    containers
        How many of each type that is used, in the order of the book.
    teu
        What these count together.
    groups
        The cost in the groups of a manager: transport cost, duty and tax, and so on; base currency.
    tonne_km
        Tonnes × km by mode, largest first.
    co2_t
        Tonnes of CO2e, well to wheel.
    recoverable_tax
        Base currency; not part of the cost.
    """

    goods_values: dict[str, Decimal]
    delivered_t: Decimal
    unserved_t: Decimal
    containers: dict[str, int]
    teu: Decimal
    groups: dict[str, Decimal]
    tonne_km: dict[str, Fraction]
    co2_t: Fraction
    recoverable_tax: Decimal

    @property
    def goods_value(self) -> Decimal:
        """The value of everything delivered, base currency."""
        return sum(self.goods_values.values(), Decimal(0))

    @property
    def shares(self) -> dict[str, Fraction]:
        """The share of each mode in the tonne-km; none where there are no tonne-km."""
        whole = sum(self.tonne_km.values(), Fraction(0))
        return {mode: part / whole for mode, part in self.tonne_km.items()} if whole else {}

    @staticmethod
    def of(plan: Plan) -> Summary:
        """The figures of a plan."""
        counts: dict[str, int] = defaultdict(int)
        tonne_km: dict[str, Fraction] = defaultdict(Fraction)
        for booking in plan.bookings:
            for load in booking.loads:
                counts[load.container.name] += load.containers
            for mode, part in booking.rated.tonne_km.items():
                tonne_km[mode] += part
        return Summary(
            goods_values=_goods_values(plan),
            delivered_t=sum((booking.tonnes for booking in plan.bookings), Decimal(0)),
            unserved_t=sum((left.tonnes for left in plan.unserved), Decimal(0)),
            containers={name: counts[name] for name in plan.book.containers if counts[name]},
            teu=sum((plan.book.containers[name].teu * count for name, count in counts.items()), Decimal(0)),
            groups=group_sums(plan.components),
            tonne_km=dict(sorted(tonne_km.items(), key=lambda entry: (-entry[1], entry[0]))),
            co2_t=sum((booking.rated.co2_t for booking in plan.bookings), Fraction(0)),
            recoverable_tax=sum((booking.rated.recoverable_tax for booking in plan.bookings), Decimal(0)),
        )


def group_sums(cost: Mapping[Component, Decimal]) -> dict[str, Decimal]:
    """A cost by component in the groups of a manager."""
    return {
        name: sum((cost.get(component, Decimal(0)) for component in components), Decimal(0))
        for name, components in COST_GROUPS.items()
    }


def _goods_values(plan: Plan) -> dict[str, Decimal]:
    rater = Rater(plan.book)
    values = {}
    for name, bookings in plan.bookings_of.items():
        tonnes = sum((booking.tonnes for booking in bookings), Decimal(0))
        value = rater.goods_value(plan.portfolio.shipments[name], exact(tonnes))
        values[name] = to_cents(value)
    return values
