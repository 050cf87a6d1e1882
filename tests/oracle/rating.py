"""What a booking costs, written from the contract alone: section 4, in fractions, nothing rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tariffs.book import Amounts, Container, Duty, Shipment, Surcharge, Tariff, TariffBook
from tests.oracle.runs import Trip, Way, may_carry, whole


class NotCarried(Exception):
    """No row takes the load."""


@dataclass(frozen=True)
class Boxes:
    """``count`` containers of one type with ``tonnes`` in all."""

    container: Container
    count: int
    tonnes: Fraction

    @property
    def q(self) -> Fraction:
        return self.tonnes / self.count


@dataclass
class Bill:
    """Amounts in the base currency by component and load; ``None`` is what is charged once per booking.

    ``up_to_territory`` is the part of transport that counts towards a cif customs value.
    """

    amounts: dict[tuple[str, int | None], Fraction] = field(default_factory=dict)
    up_to_territory: Fraction = Fraction(0)
    recoverable_tax: Fraction = Fraction(0)

    def add(self, component: str, load: int | None, amount: Fraction) -> None:
        if amount:
            key = (component, load)
            self.amounts[key] = self.amounts.get(key, Fraction(0)) + amount

    def nonzero(self) -> dict[tuple[str, int | None], Fraction]:
        return {key: amount for key, amount in self.amounts.items() if amount}

    def of(self, *components: str) -> Fraction:
        return sum((a for (c, _), a in self.amounts.items() if c in components), Fraction(0))


def fx(book: TariffBook, currency: str, day: date) -> Fraction:
    """The newest row not after the day."""
    if currency == book.settings.base_currency:
        return Fraction(1)
    rows = [r for r in book.fx if r.currency == currency and (r.valid_from is None or r.valid_from <= day)]
    newest = max(rows, key=lambda row: row.valid_from or date.min)
    return Fraction(newest.rate)


def amount_of(amounts: Amounts, container: str) -> Fraction | None:
    """The container column, or ``rate`` where all of them are blank."""
    cell = amounts.per_container.get(container) if amounts.per_container else amounts.rate
    return None if cell is None else Fraction(cell)


def tariff_row(trip: Trip, shipment: Shipment, boxes: Boxes) -> Tariff:
    """The row that a load is rated on: naming the commodity before not, then the smallest band."""
    goods = shipment.commodity
    rows = []
    for row in trip.rows:
        if not may_carry(shipment, row.carrier):
            continue
        if row.commodity and row.commodity != goods.name:
            continue
        if goods.dangerous and row.dangerous is False:
            continue
        if amount_of(row.amounts, boxes.container.name) is None:
            continue
        if row.max_gross_t is not None and boxes.q + Fraction(boxes.container.tare_t) > Fraction(row.max_gross_t):
            continue
        rows.append(row)
    if any(row.commodity for row in rows):
        rows = [row for row in rows if row.commodity]
    if not rows:
        raise NotCarried
    unlimited = Fraction(10**12)
    bands = [unlimited if row.max_gross_t is None else Fraction(row.max_gross_t) for row in rows]
    assert bands.count(min(bands)) == 1
    row = rows[bands.index(min(bands))]
    if row.max_payload_t is not None and boxes.q > Fraction(row.max_payload_t):
        raise NotCarried
    return row


def freight(row: Tariff, shipment: Shipment, boxes: Boxes) -> Fraction:
    """Per leg and container, times the containers; in the row's currency."""
    amount = amount_of(row.amounts, boxes.container.name)
    assert amount is not None
    km = Fraction(row.distance_km or 0)
    q, least = boxes.q, Fraction(row.minimum_t)
    cube = q * Fraction(shipment.volume_m3) / Fraction(shipment.weight_t)
    each = {
        "container": amount,
        "teu": amount * Fraction(boxes.container.teu),
        "km": amount * km,
        "tonne": amount * max(q, least),
        "tonne_km": amount * max(q, least) * km,
        "wm": amount * max(q, cube, least),
    }[row.basis]
    return max(each, Fraction(row.minimum_charge)) * boxes.count if row.minimum_charge else each * boxes.count


def matches(surcharge: Surcharge, row: Tariff, trip: Trip, shipment: Shipment, boxes: Boxes) -> bool:
    """Every given filter matches."""
    start, end = surcharge.validity.start, surcharge.validity.end
    goods = shipment.commodity
    heavy = surcharge.above_gross_t
    return (
        (start is None or start <= trip.departs)
        and (end is None or trip.departs <= end)
        and surcharge.service in ("", row.service)
        and surcharge.carrier in ("", row.carrier)
        and surcharge.mode in ("", row.mode)
        and surcharge.origin in ("", row.origin)
        and surcharge.destination in ("", row.destination)
        and (not surcharge.border or surcharge.border in [border.name for border, _ in trip.crossings])
        and surcharge.container in ("", boxes.container.name)
        and surcharge.commodity in ("", goods.name)
        and surcharge.dangerous in (None, goods.dangerous)
        and surcharge.reefer in (None, goods.reefer)
        and (heavy is None or boxes.q + Fraction(boxes.container.tare_t) > Fraction(heavy))
        and amount_of(surcharge.amounts, boxes.container.name) is not None
    )


def bill(book: TariffBook, shipment: Shipment, way: Way, loads: Sequence[Boxes]) -> Bill:
    """Everything that a booking costs.

    Raises
    ------
    NotCarried
        If a trip has no row for a load.
    """
    result = Bill()
    home = book.locations[shipment.destination].territory
    goods = goods_value(book, shipment)
    emitted = Fraction(0)
    for position, trip in enumerate(way.trips):
        abroad = book.locations[trip.row.origin].territory != home
        booked: dict[int, Fraction] = {}
        for number, boxes in enumerate(loads):
            row = tariff_row(trip, shipment, boxes)
            counted = Fraction(row.dutiable_pct) / 100 if abroad else Fraction(0)
            for component, amount in _leg(book, shipment, trip, row, boxes):
                result.add(component, number, amount)
                result.up_to_territory += amount * counted
            booked |= per_booking(book, shipment, trip, row, boxes)
            for component, amount in _stop(book, way, position, boxes):
                result.add(component, number, amount)
                result.up_to_territory += amount * abroad
            emitted += boxes.tonnes * _kg_per_t(book, row) / 1000
            before = way.stops[position].transfer
            emitted += boxes.tonnes * Fraction((before.co2_kg_per_t if before else None) or 0) / 1000
        for amount in booked.values():
            result.add("surcharge", None, amount)
            result.up_to_territory += amount * (Fraction(trip.row.dutiable_pct) / 100 if abroad else 0)
    for number, boxes in enumerate(loads):
        last = way.stops[-1].transfer
        if last is not None:
            fee = amount_of(last.amounts, boxes.container.name) or Fraction(0)
            arrives = way.trips[-1].arrives
            result.add("transfer", number, fee * boxes.count * fx(book, last.amounts.currency, arrives))
            emitted += boxes.tonnes * Fraction(last.co2_kg_per_t or 0) / 1000
    tonnes = sum((boxes.tonnes for boxes in loads), Fraction(0))
    add_on_costs(book, shipment, way, tonnes, goods, result)
    result.add("co2", None, emitted * Fraction(book.settings.co2_price_per_t))
    return result


def _kg_per_t(book: TariffBook, row: Tariff) -> Fraction:
    """What a tonne emits on a leg, kg well to wheel: the km actually gone by the row's own g/tkm or its mode's."""
    of_mode = book.emissions.get(row.mode)
    grams = row.co2_g_per_tkm if of_mode is None or row.co2_g_per_tkm is not None else of_mode.co2_g_per_tkm
    longer = Fraction(of_mode.distance_adjustment_pct) if of_mode else Fraction(0)
    return Fraction(row.distance_km or 0) * (100 + longer) / 100 * Fraction(grams or 0) / 1000


def goods_value(book: TariffBook, shipment: Shipment) -> Fraction:
    """Of one tonne, base currency."""
    if not shipment.value:
        return Fraction(0)
    rate = fx(book, shipment.currency, shipment.ready)
    return Fraction(shipment.value) * rate / Fraction(shipment.weight_t)


def _leg(book: TariffBook, shipment: Shipment, trip: Trip, row: Tariff, boxes: Boxes) -> list[tuple[str, Fraction]]:
    """Freight, surcharges and border fees of a load, but for what a booking is charged once."""
    carried = freight(row, shipment, boxes) * fx(book, row.amounts.currency, trip.departs)
    charges = [("freight", carried)]
    for surcharge in book.surcharges:
        if surcharge.basis == "booking" or not matches(surcharge, row, trip, shipment, boxes):
            continue
        amount = amount_of(surcharge.amounts, boxes.container.name)
        assert amount is not None
        rate = 1 if surcharge.basis.startswith("percent") else fx(book, surcharge.amounts.currency, trip.departs)
        by = {
            "container": Fraction(boxes.count),
            "teu": boxes.count * Fraction(boxes.container.teu),
            "tonne": boxes.tonnes,
            "percent_freight": carried / 100,
            "percent_value": goods_value(book, shipment) * boxes.tonnes / 100,
        }[surcharge.basis]
        charges.append(("surcharge", amount * by * rate))
    for border, _ in trip.crossings:
        fee = amount_of(border.amounts, boxes.container.name) or Fraction(0)
        each = fee + Fraction(border.fee_per_t) * boxes.q
        charges.append(("border", each * boxes.count * fx(book, border.amounts.currency, trip.departs)))
    return charges


def per_booking(book: TariffBook, shipment: Shipment, trip: Trip, row: Tariff, boxes: Boxes) -> dict[int, Fraction]:
    """The surcharges that a booking is charged once for a leg if any load matches, by their place in the book."""
    return {
        number: Fraction(surcharge.amounts.rate or 0) * fx(book, surcharge.amounts.currency, trip.departs)
        for number, surcharge in enumerate(book.surcharges)
        if surcharge.basis == "booking" and matches(surcharge, row, trip, shipment, boxes)
    }


def _stop(book: TariffBook, way: Way, position: int, boxes: Boxes) -> list[tuple[str, Fraction]]:
    """The transfer before a trip, and the storage where it starts if that is on the way."""
    trip, transfer = way.trips[position], way.stops[position].transfer
    charges = []
    if transfer is not None:
        fee = amount_of(transfer.amounts, boxes.container.name) or Fraction(0)
        rate = fx(book, transfer.amounts.currency, trip.departs)
        charges.append(("transfer", fee * boxes.count * rate))
    if position > 0:
        waited = (trip.departs - way.trips[position - 1].arrives).days
        charges.append(("storage", storage(book, trip.row.origin, boxes, waited, trip.departs)))
    return charges


def storage(book: TariffBook, location: str, boxes: Boxes, waited: int, day: date) -> Fraction:
    """Day by day: each day beyond the free ones at the rate of its own band."""
    here = [row for row in book.storage if row.location == location]
    rows = [row for row in here if row.container == boxes.container.name] or [row for row in here if not row.container]
    if not rows:
        return Fraction(0)
    rows.sort(key=lambda row: row.from_day)
    free = whole(rows[0].free_days)
    total = Fraction(0)
    for day_charged in range(1, waited - free + 1):
        band = [row for row in rows if row.from_day <= day_charged]
        if band:
            total += Fraction(band[-1].rate_per_day) * boxes.count * fx(book, band[-1].currency, day)
    return total


def add_on_costs(
    book: TariffBook, shipment: Shipment, way: Way, tonnes: Fraction, per_tonne: Fraction, result: Bill
) -> None:
    """Insurance, duty, tax and inventory."""
    settings = book.settings
    goods = per_tonne * tonnes
    transport = result.of("freight", "surcharge", "transfer", "border", "storage")
    insurance = (
        (goods + transport) * Fraction(settings.insurance_pct) / 100 * Fraction(settings.insurance_uplift_pct) / 100
    )
    result.add("insurance", None, insurance)
    row = duty_row(book, shipment, way.delivered)
    if row is not None:
        value = goods
        if row.valuation == "cif":
            value += result.up_to_territory + insurance
        specific = Fraction(0)
        if row.specific_per_t:
            currency = row.specific_currency or settings.base_currency
            specific = Fraction(row.specific_per_t) * tonnes * fx(book, currency, way.delivered)
        duty = max(Fraction(row.duty_pct) / 100 * value, specific) + Fraction(row.additional_pct) / 100 * value
        tax = Fraction(row.vat_pct) / 100 * (value + duty)
        result.add("duty", None, duty)
        if row.vat_recoverable:
            result.recoverable_tax = tax
        else:
            result.add("tax", None, tax)
    days = (way.delivered - shipment.ready).days
    result.add("inventory", None, goods * Fraction(settings.capital_cost_pct) / 100 * days / 365)


def left_behind(book: TariffBook, shipment: Shipment) -> Fraction:
    """What a tonne costs that stays: the penalty, and the duty and tax lost on its value alone, were it so."""
    price = Fraction(shipment.penalty_per_t or 0)
    row = duty_row(book, shipment, shipment.last_day)
    if row is None or not book.settings.unserved_bears_duty:
        return price
    value = goods_value(book, shipment)
    duty = Fraction(row.duty_pct) / 100 * value
    if row.specific_per_t:
        currency = row.specific_currency or book.settings.base_currency
        duty = max(duty, Fraction(row.specific_per_t) * fx(book, currency, shipment.last_day))
    duty += Fraction(row.additional_pct) / 100 * value
    tax = Fraction(0) if row.vat_recoverable else Fraction(row.vat_pct) / 100 * (value + duty)
    return price + duty + tax


def duty_row(book: TariffBook, shipment: Shipment, day: date) -> Duty | None:
    """Commodity before the longest hs prefix before neither, then with the goods' origin before without."""
    home = book.locations[shipment.destination].territory
    if book.locations[shipment.origin].territory == home:
        return None
    best: tuple[int, int, int] | None = None
    chosen = None
    for row in book.duties:
        start, end = row.validity.start, row.validity.end
        if row.territory != home or (start and day < start) or (end and day > end):
            continue
        if row.commodity and row.commodity != shipment.commodity.name:
            continue
        if row.hs and not shipment.commodity.hs.startswith(row.hs):
            continue
        if row.origin_territory and row.origin_territory != shipment.goods_origin:
            continue
        rank = (1 if row.commodity else 0, len(row.hs), 1 if row.origin_territory else 0)
        assert rank != best
        if best is None or rank > best:
            best, chosen = rank, row
    return chosen
