"""The loads of a booking: what a container and each leg may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from optimizer.auditor.bookings import Entry
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import LoadRow
from optimizer.auditor.runs import Ride
from tariffs.book import Container, Shipment, Tariff, TariffBook
from tariffs.fraction import Fraction

KILOGRAM = Decimal("0.001")


def loads_hold(
    entry: Entry, shipment: Shipment, rides: Sequence[Ride], book: TariffBook, departed: int, findings: Findings
) -> bool:
    """Check every load of a booking; whether all of them are loads at all, of a known container and not of nothing.

    Where some legs had ``departed``, it is in the containers that it is in, whatever the shipment now allows.
    """
    sound = True
    for number, load in enumerate(entry.loads, start=1):
        where = f"{entry.name}, load {number}"
        container = book.containers.get(load.container)
        if container is None:
            findings.add(where, "container", "one of Containers", load.container)
        if not _is_a_load(load, where, findings) or container is None:
            sound = False
            continue
        _allowed(container, shipment, departed, where, findings)
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


def _allowed(container: Container, shipment: Shipment, departed: int, where: str, findings: Findings) -> None:
    """The container is of a type that the shipment allows, and cools where it must."""
    wanted = shipment.containers
    if wanted is not None and container.name not in wanted and not departed:
        allowed = " or ".join(sorted(wanted))
        findings.add(where, "container", allowed, container.name)
    if shipment.commodity.reefer and not container.reefer:
        expected = f"a reefer for {shipment.commodity.name}"
        findings.add(where, "container", expected, container.name)


def _fits(load: LoadRow, container: Container, shipment: Shipment, where: str, findings: Findings) -> None:
    """The container itself: not too heavy, not too full."""
    if not _at_most((load.tonnes,), (container.payload_t, load.containers)):
        what = f"tonnes in each {container.name}"
        findings.add(where, what, f"at most {container.payload_t}", round(_each(load), 3))
    room = (container.volume_m3, load.containers, shipment.weight_t)
    if not _at_most((load.tonnes, shipment.volume_m3), room):
        what = f"m³ in each {container.name}"
        volume = _each(load) * Fraction(shipment.volume_m3) / Fraction(shipment.weight_t)
        findings.add(where, what, f"at most {container.volume_m3}", round(volume, 3))


def _each(load: LoadRow) -> Fraction:
    """The tonnes in one container of a load."""
    return Fraction(load.tonnes) / load.containers


def _at_most(factors: Sequence[Decimal | int], others: Sequence[Decimal | int]) -> bool:
    """Whether a product is not above another, in whole numbers: exact, and much faster than fractions."""
    mine, its = ([factor.as_integer_ratio() for factor in side] for side in (factors, others))
    return prod(n for n, _ in mine) * prod(d for _, d in its) <= prod(n for n, _ in its) * prod(d for _, d in mine)


def _taken(
    ride: Ride, load: LoadRow, container: Container, shipment: Shipment, where: str, findings: Findings
) -> Tariff | None:
    """The row that a departure has for a load; ``None``, with the reason noted, if it does not take it.

    Of the rows that take it the ones that name the commodity count if there are any, and of these the narrowest weight
    band.
    """
    rows = [row for row in ride.rows if _takes(row, load, container, shipment)]
    if not rows:
        _say_why(ride, load, container, shipment, where, findings)
        return None
    named = [row for row in rows if row.commodity] or rows
    row = min(named, key=lambda row: (row.max_gross_t is None, row.max_gross_t or 0))
    if row.max_payload_t is not None and not _at_most((load.tonnes,), (row.max_payload_t, load.containers)):
        what = f"tonnes in each {container.name}"
        findings.add(where, what, f"at most {row.max_payload_t}", round(_each(load), 3))
    return row


def _takes(row: Tariff, load: LoadRow, container: Container, shipment: Shipment) -> bool:
    """Whether a row passes every test."""
    return all(test.passes(row, load, container, shipment) for test in TESTS)


def _say_why(
    ride: Ride, load: LoadRow, container: Container, shipment: Shipment, where: str, findings: Findings
) -> None:
    """Note the first test that none of the rows passes which passed those before it."""
    rows: Sequence[Tariff] = ride.rows
    for test in TESTS:
        passed = [row for row in rows if test.passes(row, load, container, shipment)]
        if not passed:
            carriers = ", ".join(sorted({row.carrier for row in rows}))
            findings.add(where, test.what, *test.said(load, container, shipment, carriers))
            return
        rows = passed


@dataclass(frozen=True, slots=True)
class _Test:
    """One thing that a row of ``Tariffs`` may refuse; ``said`` is what is expected and what is found instead."""

    what: str
    passes: Callable[[Tariff, LoadRow, Container, Shipment], bool]
    said: Callable[[LoadRow, Container, Shipment, str], tuple[str, str]]


def _gross_t(load: LoadRow, container: Container) -> Fraction:
    """Cargo and tare of one container."""
    return _each(load) + Fraction(container.tare_t)


#: In the order in which they are asked.
TESTS = (
    _Test(
        "carrier",
        lambda row, load, container, shipment: shipment.carriers is None or row.carrier in shipment.carriers,
        lambda load, container, shipment, carriers: (" or ".join(sorted(shipment.carriers or ())), carriers),
    ),
    _Test(
        "carrier",
        lambda row, load, container, shipment: row.carrier not in shipment.avoid.carriers,
        lambda load, container, shipment, carriers: (f"none that {shipment.name} avoids", carriers),
    ),
    _Test(
        "dangerous goods",
        lambda row, load, container, shipment: row.dangerous is not False or not shipment.commodity.dangerous,
        lambda load, container, shipment, carriers: ("carried", "not carried"),
    ),
    _Test(
        "commodity",
        lambda row, load, container, shipment: row.commodity in ("", shipment.commodity.name),
        lambda load, container, shipment, carriers: ("one that is carried", shipment.commodity.name),
    ),
    _Test(
        "container",
        lambda row, load, container, shipment: row.amounts.of(container.name) is not None,
        lambda load, container, shipment, carriers: ("one that has an amount", container.name),
    ),
    _Test(
        "gross mass",
        lambda row, load, container, shipment: (
            row.max_gross_t is None or Fraction(row.max_gross_t) >= _gross_t(load, container)
        ),
        lambda load, container, shipment, carriers: (
            "within a weight band",
            f"{float(_gross_t(load, container)):.3f} t",
        ),
    ),
)
