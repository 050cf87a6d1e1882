"""What is charged on the goods and their carriage: insurance, duty, tax, capital tied up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tariffs.book import Duty, Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating.charge import ONE, ZERO, Component, Item, exact, percent
from tariffs.rating.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Carriage:
    """What a booking's carriage comes to, in the base currency, not rounded.

    Attributes
    ----------
    transport
        All transport components.
    outside
        The part of it up to the territory of the destination.
    value
        The goods value carried.
    tonnes
        The cargo, t.
    delivered
        The day of delivery.
    """

    transport: Fraction
    outside: Fraction
    value: Fraction
    tonnes: Fraction
    delivered: date


class Customs:
    """Duties and taxes by territory, and what else follows from the value of the goods."""

    def __init__(self, book: TariffBook, exchange: Exchange) -> None:
        self.settings = book.settings
        self.exchange = exchange
        self.locations = book.locations
        self._insurance_rate = percent(book.settings.insurance_pct) * percent(book.settings.insurance_uplift_pct)
        self._capital_rates: dict[int, Fraction] = {}
        self._rows: dict[tuple[str, str, str, date], Duty | None] = {}
        self._duties: dict[str, list[Duty]] = defaultdict(list)
        for duty in book.duties:
            self._duties[duty.territory].append(duty)

    def duty_row(self, shipment: Shipment, day: date) -> Duty | None:
        """The row of ``Duties`` for a shipment delivered on a day.

        Commodity before the longest hs prefix before neither, then with the goods' origin before without. ``None``
        where none matches, or where origin and destination lie in one territory.

        Raises
        ------
        UnratedError
            If two rows match equally well.
        """
        territory = self.locations[shipment.destination].territory
        if self.locations[shipment.origin].territory == territory:
            return None
        key = (territory, shipment.commodity.name, shipment.goods_origin, day)
        if key not in self._rows:
            self._rows[key] = self._row(territory, shipment, day)
        return self._rows[key]

    def _row(self, territory: str, shipment: Shipment, day: date) -> Duty | None:
        """The row of a territory for goods on a day."""
        matching = [
            row
            for row in self._duties.get(territory, ())
            if day in row.validity
            and row.commodity in ("", shipment.commodity.name)
            and (not row.hs or shipment.commodity.hs.startswith(row.hs))
            and row.origin_territory in ("", shipment.goods_origin)
        ]
        if not matching:
            return None

        def rank(row: Duty) -> tuple[bool, int, bool]:
            return bool(row.commodity), len(row.hs), bool(row.origin_territory)

        best = max(map(rank, matching))
        rows = [row for row in matching if rank(row) == best]
        if len(rows) > 1:
            raise UnratedError(f"{rows[0].where} and {rows[1].where} both set the duty of {shipment.name}")
        return rows[0]

    def insurance(self, carriage: Carriage) -> Item:
        """The premium on the uplifted value of goods and transport."""
        insured = carriage.value + carriage.transport
        return self._item(Component.INSURANCE, "goods and transport", insured, self._insurance_rate)

    def customs_value(self, duty: Duty, carriage: Carriage, insurance: Fraction) -> Fraction:
        """Goods value; for cif also transport up to the territory, and insurance."""
        return carriage.value if duty.valuation == "fob" else carriage.value + carriage.outside + insurance

    def duty_ways(self, duty: Duty, carriage: Carriage, value: Fraction) -> list[Item]:
        """The duty by customs value and, where the row has one, by weight. Each includes ``additional_pct``."""
        additional = percent(duty.additional_pct)
        by_value = percent(duty.duty_pct) + additional if additional else percent(duty.duty_pct)
        ways = [self._item(Component.DUTY, f"{duty.territory}, by value", value, by_value, duty.where)]
        if duty.specific_per_t:
            fx = self.exchange.on(carriage.delivered, duty.specific_currency or self.exchange.base)
            amount = exact(duty.specific_per_t) * fx * carriage.tonnes + additional * value
            per_tonne = amount / carriage.tonnes
            ways.append(
                self._item(
                    Component.DUTY,
                    f"{duty.territory}, by weight",
                    carriage.tonnes,
                    per_tonne,
                    duty.where,
                )
            )
        return ways

    def tax(self, duty: Duty, value: Fraction, duty_amount: Fraction) -> Item:
        """The tax on customs value and duty, whether or not it is recoverable."""
        base = value + duty_amount
        return self._item(
            Component.TAX,
            f"{duty.territory}, on value and duty",
            base,
            percent(duty.vat_pct),
            duty.where,
        )

    def left_behind(self, shipment: Shipment, value: Fraction) -> Item | None:
        """Duty and unrecovered tax on a tonne of a shipment of some ``value`` if it came on the last day, uncarried.

        ``None`` where nothing is due.
        """
        row = self.duty_row(shipment, shipment.last_day)
        if row is None:
            return None
        alone = Carriage(ZERO, ZERO, value, ONE, shipment.last_day)
        duty = max(way.amount for way in self.duty_ways(row, alone, value))
        due = duty if row.vat_recoverable else duty + self.tax(row, value, duty).amount
        what = f"duty and tax on {shipment.name} left behind"
        return self._item(Component.UNSERVED, what, ONE, due, row.where) if due else None

    def inventory(self, shipment: Shipment, carriage: Carriage) -> Item:
        """The cost of capital on the goods from ready to delivery, by days of a 365-day year."""
        days = (carriage.delivered - shipment.ready).days
        if days not in self._capital_rates:
            self._capital_rates[days] = percent(self.settings.capital_cost_pct) * days / 365
        return self._item(Component.INVENTORY, f"{days} days in transit", carriage.value, self._capital_rates[days])

    def co2(self, tonnes_co2: Fraction) -> Item:
        """The price of the emissions, t of CO2e."""
        return self._item(Component.CO2, "t of CO2e", tonnes_co2, exact(self.settings.co2_price_per_t))

    def _item(
        self,
        component: Component,
        what: str,
        quantity: Fraction,
        rate: Fraction,
        where: str = "Settings",
    ) -> Item:
        return Item(component, what, where, quantity, rate, self.exchange.base, ONE)
