"""The loads of a booking: what a container and each leg may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from optimizer.audit.bookings import Entry
from optimizer.audit.difference import Findings
from optimizer.audit.record import LoadRow
from optimizer.audit.runs import Ride
from tariffs.book import Container, Shipment, Tariff, TariffBook

KILOGRAM = Decimal("0.001")


def loads_hold(entry: Entry, shipment: Shipment, rides: Sequence[Ride], book: TariffBook, findings: Findings) -> bool:
    """Check every load of a booking; whether all of them are loads at all, of a known container and not of nothing."""
    sound = True
    for number, load in enumerate(entry.loads, start=1):
        where = f"{entry.name}, load {number}"
        container = book.containers.get(load.container)
        if container is None:
            findings.add(where, "container", "one of Containers", load.container)
        if not _is_a_load(load, where, findings) or container is None:
            sound = False
            continue
        _fits(load, container, shipment, where, findings)
        for leg, ride in zip(entry.legs, rides, strict=True):
            row = _taken(ride, load, container, shipment, f"{where}, leg {leg.leg}", findings)
            if row is not None and number == 1:  # the plan names one carrier, that of the first load
                findings.same(f"{entry.name}, leg {leg.leg}", "carrier", row.carrier, leg.carrier)
    return sound


def _is_a_load(load: LoadRow, where: str, findings: Findings) -> bool:
    """Whether there is cargo in whole kilograms, and something to carry it in."""
    if load.containers <= 0:
        findings.add(where, "containers", "1 or more", load.containers)
    if load.tonnes <= 0:
        findings.add(where, "tonnes", "more than 0", load.tonnes)
    elif load.tonnes % KILOGRAM:
        findings.add(where, "tonnes", "whole kilograms", load.tonnes)
    return load.containers > 0 and load.tonnes > 0


def _fits(load: LoadRow, container: Container, shipment: Shipment, where: str, findings: Findings) -> None:
    """The container itself: allowed, cooling where it must, not too heavy, not too full."""
    if shipment.containers is not None and container.name not in shipment.containers:
        allowed = " or ".join(sorted(shipment.containers))
        findings.add(where, "container", allowed, container.name)
    if shipment.commodity.reefer and not container.reefer:
        expected = f"a reefer for {shipment.commodity.name}"
        findings.add(where, "container", expected, container.name)
    each = Fraction(load.tonnes) / load.containers
    if each > Fraction(container.payload_t):
        what = f"tonnes in each {container.name}"
        findings.add(where, what, f"at most {container.payload_t}", round(each, 3))
    volume = each * Fraction(shipment.volume_m3) / Fraction(shipment.weight_t)
    if volume > Fraction(container.volume_m3):
        what = f"m³ in each {container.name}"
        findings.add(where, what, f"at most {container.volume_m3}", round(volume, 3))


def _taken(
    ride: Ride, load: LoadRow, container: Container, shipment: Shipment, where: str, findings: Findings
) -> Tariff | None:
    """The row that a departure has for a load; ``None``, with the reason noted, if it does not take it.

    Each test leaves the rows that pass it. Of those left the ones that name the commodity count if there are any, and
    of these the narrowest weight band.
    """
    each = Fraction(load.tonnes) / load.containers
    rows: Sequence[Tariff] = ride.rows
    for test in _tests(shipment, container, each):
        passed = [row for row in rows if test.passes(row)]
        if not passed:
            carriers = ", ".join(sorted({row.carrier for row in rows}))
            findings.add(where, test.what, test.expected, test.found or carriers)
            return None
        rows = passed
    named = [row for row in rows if row.commodity] or rows
    row = min(named, key=lambda row: (row.max_gross_t is None, row.max_gross_t or 0))
    if row.max_payload_t is not None and each > Fraction(row.max_payload_t):
        what = f"tonnes in each {container.name}"
        findings.add(where, what, f"at most {row.max_payload_t}", round(each, 3))
    return row


@dataclass(frozen=True, slots=True)
class _Test:
    """One thing that a row of ``Tariffs`` may refuse; ``found`` is blank for its carriers."""

    what: str
    expected: str
    found: str
    passes: Callable[[Tariff], bool]


def _tests(shipment: Shipment, container: Container, each: Fraction) -> tuple[_Test, ...]:
    goods, name = shipment.commodity, container.name
    gross = each + Fraction(container.tare_t)
    avoided = shipment.avoid.carriers
    return (
        _Test(
            "carrier",
            f"none that {shipment.name} avoids",
            "",
            lambda row: row.carrier not in avoided,
        ),
        _Test(
            "dangerous goods",
            "carried",
            "not carried",
            lambda row: row.dangerous is not False or not goods.dangerous,
        ),
        _Test(
            "commodity",
            "one that is carried",
            goods.name,
            lambda row: row.commodity in ("", goods.name),
        ),
        _Test(
            "container",
            "one that has an amount",
            name,
            lambda row: row.amounts.of(name) is not None,
        ),
        _Test(
            "gross mass",
            "within a weight band",
            f"{float(gross):.3f} t",
            lambda row: row.max_gross_t is None or Fraction(row.max_gross_t) >= gross,
        ),
    )
