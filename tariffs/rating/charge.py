"""What a charge is, and how money is kept exact.

Amounts are fractions of the decimals in the cells until they are rounded, half up to the cent, once. What is
summed afterwards are written cents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from tariffs.book import Container
from tariffs.fraction import Fraction


class Component(StrEnum):
    """What the logistics cost is made of, in the order of the plan's columns."""

    FREIGHT = "freight"
    SURCHARGE = "surcharge"
    TRANSFER = "transfer"
    BORDER = "border"
    STORAGE = "storage"
    INSURANCE = "insurance"
    DUTY = "duty"
    TAX = "tax"
    INVENTORY = "inventory"
    CO2 = "co2"
    DEPARTURE = "departure"
    UNSERVED = "unserved"


#: The components that are carriage itself: insured, and part of a cif customs value.
TRANSPORT = (
    Component.FREIGHT,
    Component.SURCHARGE,
    Component.TRANSFER,
    Component.BORDER,
    Component.STORAGE,
)


ZERO, ONE = Fraction(0), Fraction(1)


@lru_cache(maxsize=65536)
def exact(number: Decimal | int) -> Fraction:
    """The fraction that a cell's decimal stands for."""
    return Fraction(number)


@lru_cache(maxsize=65536)
def percent(number: Decimal) -> Fraction:
    """The fraction that a percentage as written stands for: 12 is 12/100."""
    return exact(number) / 100


#: What rounding to cents may change at most.
HALF_CENT = Decimal("0.005")


def to_cents(amount: Fraction) -> Decimal:
    """Round half up (away from zero) to the cent."""
    numerator, denominator = amount.as_integer_ratio()
    cents, rest = divmod(abs(numerator) * 100, denominator)
    if rest * 2 >= denominator:
        cents += 1
    return Decimal(cents if numerator >= 0 else -cents).scaleb(-2)


@dataclass(frozen=True, slots=True)
class Load:
    """So many containers of one type, loaded evenly with ``tonnes`` in all (whole kilograms)."""

    container: Container
    containers: int
    tonnes: Decimal

    @property
    def tonnes_each(self) -> Fraction:
        """The cargo in one container, t: the q of the contract."""
        return exact(self.tonnes) if self.containers == 1 else exact(self.tonnes) / self.containers

    @property
    def gross_each(self) -> Fraction:
        """Cargo and tare of one container, t."""
        return self.tonnes_each + exact(self.container.tare_t)


# Not frozen, nor meant to change: there are very many, and a frozen one takes three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Item:
    """A charge before it is rounded.

    Attributes
    ----------
    component, what, where
        What it is for, in a few words, and the row of the book that it comes from.
    quantity, rate, currency
        ``quantity`` × ``rate`` is the amount in ``currency``.
    fx
        Base units for one unit of the currency on the charge's date.
    """

    component: Component
    what: str
    where: str
    quantity: Fraction
    rate: Fraction
    currency: str
    fx: Fraction
    _amount: Fraction | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def amount(self) -> Fraction:
        """In the base currency, not rounded. Worked out once, since fractions are slow and many ask for it."""
        if self._amount is None:
            amount = self.quantity * self.rate
            self._amount = amount if self.fx is ONE else amount * self.fx
        return self._amount


# Not frozen, nor meant to change: there are very many, and a frozen one takes three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Charge:
    """One row of the plan's charges: an item, whose it is, and what it comes to in cents.

    ``load`` is the position of the load in its booking; ``None`` for what is charged once per booking, and for
    departures and tonnes left behind.
    """

    item: Item
    load: int | None
    container: str
    amount: Decimal

    @staticmethod
    def of(item: Item, load: int | None = None, container: str = "") -> Charge:
        """Round an item to the cent."""
        return Charge(item, load, container, to_cents(item.amount))
