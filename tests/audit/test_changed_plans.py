"""A plan in which one thing was changed: the auditor finds it, and says which and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from optimizer.auditor import PlanRecord, audit
from optimizer.auditor.record import ChargeRow, UnservedRow
from tariffs.fraction import Fraction
from tests.audit.changing import (
    march,
    with_bound,
    with_capacity,
    with_charge,
    with_figure,
    with_leg,
    with_load,
    without_charge,
)
from tests.audit.tiny import BOOK, PORTFOLIO, PR1, amounts, best_plan, row_of

Change = Callable[[PlanRecord], PlanRecord]

FREIGHT = "freight (PR1 rail Karachi – Zahedan per container)"
TWICE = ChargeRow(
    "B001", "R1", "co2", "t of CO2e", "", None, Fraction(1), Fraction(1), "USD", Fraction(1), Decimal(1), ""
)


def to_karachi_and_back(record: PlanRecord) -> PlanRecord:
    """From Zahedan back to Karachi, and from there to Moscow."""
    there = record.legs[0]
    back = replace(there, leg=2, origin="Zahedan", destination="Karachi", departs=march(11), arrives=march(16))
    road = replace(there, leg=3, service="TIR", mode="road", destination="Moscow", departs=march(20))
    return replace(record, legs=(there, back, road, *record.legs[2:]))


def without_second_booking(record: PlanRecord) -> PlanRecord:
    return replace(
        record,
        loads=record.loads[:1],
        legs=record.legs[:2],
        charges=tuple(row for row in record.charges if row.booking == "B001"),
        capacities=record.capacities[:1],
    )


def second_booking_on_the_first_train(record: PlanRecord) -> PlanRecord:
    first = {
        leg.leg: {"departs": leg.departs, "arrives": leg.arrives, "crossings": leg.crossings} for leg in record.legs[:2]
    }
    return with_leg(with_leg(record, 2, **first[1]), 3, **first[2])


#: What is changed, how, and a difference that is found, word for word.
CHANGES: list[tuple[str, Change, str]] = [
    # Days
    (
        "a train on a day on which it does not run",
        lambda r: with_leg(r, 0, departs=march(4)),
        "B001, leg 1: departs should be a day on which PR1 rail Karachi – Zahedan runs, is Tue 2025-03-04",
    ),
    (
        "a train before the goods are ready",
        lambda r: with_leg(r, 0, departs=march(3) - timedelta(days=4)),
        "B001, leg 1: departs should be 2025-03-03 or later, is 2025-02-27",
    ),
    (
        "a train that the transfer is too late for",
        lambda r: with_leg(r, 1, departs=march(10)),
        "B001, leg 2: departs should be 2025-03-11 or later, is 2025-03-10",
    ),
    (
        "a train that is too late for the delivery",
        lambda r: with_leg(r, 1, departs=march(20)),
        "B001: delivery of R1 should be on or before 2025-04-02, is 2025-04-03",
    ),
    (
        "a train at the end of all calendars",
        lambda r: with_leg(r, 1, departs=date.max),
        "B001, leg 2: departs should be 2025-04-02 or earlier, is 9999-12-31",
    ),
    (
        "a train at the beginning of all calendars",
        lambda r: with_leg(r, 1, departs=date.min),
        "B001, leg 2: departs should be 2025-03-11 or later, is 0001-01-01",
    ),
    (
        "an arrival",
        lambda r: with_leg(r, 0, arrives=march(8)),
        "B001, leg 1: arrives should be 2025-03-09, is 2025-03-08",
    ),
    (
        "a crossing",
        lambda r: with_leg(r, 0, crossings=(("Taftan", march(6)),)),
        "B001, leg 1: borders should be Taftan 2025-03-07, is Taftan 2025-03-06",
    ),
    (
        "a crossing left out",
        lambda r: with_leg(r, 0, crossings=()),
        "B001, leg 1: borders should be Taftan 2025-03-07, is none",
    ),
    ("a departure", lambda r: with_load(r, 0, departs=march(6)), "B001: departs should be 2025-03-03, is 2025-03-06"),
    (
        "a delivery",
        lambda r: with_load(r, 0, delivered=march(24)),
        "B001: delivered should be 2025-03-25, is 2025-03-24",
    ),
    ("the days in transit", lambda r: with_load(r, 0, transit_days=21), "B001: transit_days should be 22, is 21"),
    ("a due date", lambda r: with_load(r, 0, due=march(30)), "B001: due should be blank, is 2025-03-30"),
    (
        "the last day of delivery",
        lambda r: with_load(r, 0, latest=march(30)),
        "B001: latest should be 2025-04-02, is 2025-03-30",
    ),
    # The way
    (
        "a leg that is not in the book",
        lambda r: with_leg(r, 0, service="PR9"),
        "B001, leg 1: leg should be one of Tariffs, is PR9 rail Karachi – Zahedan",
    ),
    (
        "a leg without a service, meant by its carrier",
        lambda r: with_leg(r, 0, service=""),
        "B001, leg 1: leg should be one of Tariffs, is Pakistan Railways rail Karachi – Zahedan",
    ),
    (
        "the last leg left out",
        lambda r: replace(r, legs=(r.legs[0], *r.legs[2:])),
        "B001: end of the last leg should be Moscow, is Zahedan",
    ),
    (
        "the first leg left out",
        lambda r: replace(r, legs=r.legs[1:]),
        "B001, leg 2: origin should be Karachi, is Zahedan",
    ),
    ("every leg left out", lambda r: replace(r, legs=r.legs[2:]), "B001: legs should be at least one, is none"),
    (
        "the legs in another order",
        lambda r: replace(r, legs=(r.legs[1], r.legs[0], *r.legs[2:])),
        "B001, leg 2: leg should be 1, is 2",
    ),
    ("a location visited twice", to_karachi_and_back, "B001: visits of Karachi should be at most 1, is 2"),
    (
        "another carrier",
        lambda r: with_leg(r, 0, carrier="RAI"),
        "B001, leg 1: carrier should be Pakistan Railways, is RAI",
    ),
    (
        "another count of containers on a leg",
        lambda r: with_leg(r, 0, containers={"TEU": 3}),
        "B001, leg 1: count of TEU should be 2, is 3",
    ),
    (
        "a route",
        lambda r: with_load(r, 0, route="Karachi –road→ Moscow"),
        "B001: route should be Karachi –rail→ Zahedan –rail→ Moscow, is Karachi –road→ Moscow",
    ),
    (
        "a flag",
        lambda r: with_load(r, 0, flags=("review: border Taftan",)),
        "B001: flags should be blank, is review: border Taftan",
    ),
    (
        "a leg of a booking without loads",
        lambda r: replace(r, legs=(*r.legs, replace(r.legs[0], booking="B009"))),
        "B009: loads should be at least one, is none",
    ),
    # Loads
    (
        "tonnes beyond the payload",
        lambda r: with_load(r, 0, tonnes=Decimal(45)),
        "B001, load 1: tonnes in each TEU should be at most 22.0, is 22.5",
    ),
    (
        "a container less",
        lambda r: with_load(r, 0, containers=1),
        "B001, load 1: tonnes in each TEU should be at most 22.0, is 44",
    ),
    (
        "parts of a kilogram",
        lambda r: with_load(r, 0, tonnes=Decimal("43.9995")),
        "B001, load 1: tonnes should be whole kilograms, is 43.9995",
    ),
    (
        "no tonnes",
        lambda r: with_load(r, 0, tonnes=Decimal(0)),
        "B001, load 1: tonnes should be more than 0, is 0",
    ),
    ("no containers", lambda r: with_load(r, 0, containers=0), "B001, load 1: containers should be 1 or more, is 0"),
    (
        "a container that is not in the book",
        lambda r: with_load(r, 0, container="REF"),
        "B001, load 1: container should be one of Containers, is REF",
    ),
    (
        "another container",
        lambda r: with_load(r, 0, container="FEU"),
        f"B001, load 1, {FREIGHT}: charge should be 1764.00, is missing",
    ),
    (
        "tonnes less",
        lambda r: with_load(r, 0, tonnes=Decimal(43)),
        "R1: tonnes unserved should be 1, is 0",
    ),
    (
        "a shipment that is not in the cargo",
        lambda r: with_load(r, 1, shipment="R2"),
        "R2: shipment should be one of Cargo, is R2",
    ),
    (
        "a booking of two shipments",
        lambda r: replace(r, loads=(*r.loads, replace(r.loads[1], shipment="R2"))),
        "B002: shipment should be R1, is R2",
    ),
    (
        "a booking left out",
        without_second_booking,
        "R1: tonnes unserved should be 22, is 0",
    ),
    (
        "a booking left out that is said to be unserved",
        lambda r: replace(without_second_booking(r), unserved=(UnservedRow("R1", Decimal(22), "no connection"),)),
        "no booking, unserved (R1 left behind): charge should be 22000.00, is missing",
    ),
    (
        "tonnes said to be unserved that are not",
        lambda r: replace(r, unserved=(UnservedRow("R1", Decimal(1), "no connection"),)),
        "R1: tonnes unserved should be 0, is 1",
    ),
    (
        "no reason",
        lambda r: replace(r, unserved=(UnservedRow("R1", Decimal(1), ""),)),
        "Unserved, R1: reason should be given, is blank",
    ),
    (
        "no tonnes said to be unserved",
        lambda r: replace(r, unserved=(UnservedRow("R1", Decimal(0), "no connection"),)),
        "Unserved, R1: tonnes should be more than 0, is 0",
    ),
    (
        "a shipment unserved twice",
        lambda r: replace(without_second_booking(r), unserved=(UnservedRow("R1", Decimal(11), "no connection"),) * 2),
        "Unserved, R1: rows should be 1, is 2",
    ),
    (
        "no tonnes said to be unserved",
        lambda r: replace(r, unserved=(UnservedRow("R1", Decimal(0), "no connection"),)),
        "Unserved, R1: tonnes should be more than 0, is 0",
    ),
    (
        "a shipment unserved twice",
        lambda r: replace(without_second_booking(r), unserved=(UnservedRow("R1", Decimal(11), "no connection"),) * 2),
        "Unserved, R1: rows should be 1, is 2",
    ),
    (
        "one itinerary booked twice",
        second_booking_on_the_first_train,
        "B002: itinerary should be another than that of B001, is the same",
    ),
    # Capacities
    (
        "more than a border lets through",
        second_booking_on_the_first_train,
        "border Taftan 2025-W10: containers used should be at most 2, is 3",
    ),
    (
        "the use of a capacity",
        lambda r: with_capacity(r, 0, used=Decimal(1)),
        "Capacities, border Taftan 2025-W10: containers used of capacity should be 2 of 2, is 1 of 2",
    ),
    (
        "a capacity",
        lambda r: with_capacity(r, 0, capacity=Decimal(4)),
        "Capacities, border Taftan 2025-W10: containers used of capacity should be 2 of 2, is 2 of 4",
    ),
    (
        "a capacity left out",
        lambda r: replace(r, capacities=r.capacities[1:]),
        "Capacities, border Taftan 2025-W10: containers used of capacity should be 2 of 2, is none",
    ),
    (
        "a capacity that is not used",
        lambda r: with_capacity(r, 1, period="2025-W12"),
        "Capacities, border Taftan 2025-W12: containers used of capacity should be none, is 1 of 2",
    ),
    (
        "a price below nothing",
        lambda r: with_capacity(r, 0, shadow_price=Decimal(-1)),
        "Capacities, border Taftan 2025-W10: shadow_price should be 0 or more, is -1",
    ),
    # Charges
    (
        "an amount",
        lambda r: with_charge(r, "freight", amount=Decimal("881.99")),
        f"B001, load 1, {FREIGHT}: amount should be 882.00, is 881.99",
    ),
    (
        "a quantity",
        lambda r: with_charge(r, "freight", quantity=Fraction(3)),
        f"B001, load 1, {FREIGHT}: quantity should be 2, is 3",
    ),
    (
        "a rate",
        lambda r: with_charge(r, "freight", rate=Fraction(126001)),
        f"B001, load 1, {FREIGHT}: rate should be 126000, is 126001",
    ),
    (
        "a rate of exchange",
        lambda r: with_charge(r, "freight", fx=Fraction(36, 10000)),
        f"B001, load 1, {FREIGHT}: fx should be 0.0035, is 0.0036",
    ),
    (
        "a currency",
        lambda r: with_charge(r, "freight", currency="INR"),
        f"B001, load 1, {FREIGHT}: currency should be PKR, is INR",
    ),
    (
        "the shipment of a charge",
        lambda r: with_charge(r, "freight", shipment="R2"),
        f"B001, load 1, {FREIGHT}: shipment should be R1, is R2",
    ),
    (
        "the row that a charge comes from",
        lambda r: with_charge(r, "freight", source="Tariffs!9"),
        f"B001, load 1, {FREIGHT}: source should be Tariffs!2, is Tariffs!9",
    ),
    (
        "a charge left out",
        lambda r: without_charge(r, "transfer"),
        "B001, load 1, transfer (Zahedan, rail to rail): charge should be 150.00, is missing",
    ),
    (
        "a charge too many",
        lambda r: replace(r, charges=(*r.charges, TWICE)),
        "B001, co2 (t of CO2e): charge should be none, is 1",
    ),
    (
        "a charge twice",
        lambda r: replace(r, charges=(*r.charges, r.charges[0])),
        f"B001, load 1, {FREIGHT}: charge should be none, is 882.00",
    ),
    (
        "a charge of another booking",
        lambda r: with_charge(r, "freight", booking="B009"),
        f"B009, load 1, {FREIGHT}: charge should be none, is 882.00",
    ),
    (
        "a charge of no booking",
        lambda r: with_charge(r, "duty", booking=""),
        "no booking, duty (EAEU, by value): charge should be none, is 2519.89",
    ),
    (
        "a charge under another component",
        lambda r: with_charge(r, "freight", component="surcharge"),
        f"B001, load 1, {FREIGHT}: charge should be 882.00, is missing",
    ),
    (
        "a charge of another load",
        lambda r: with_charge(r, "freight", load=2),
        f"B001, load 2, {FREIGHT}: charge should be none, is 882.00",
    ),
    # Cost, bound, gap
    (
        "the cost",
        lambda r: with_figure(r, "logistics cost", Decimal("8827.67")),
        "Summary: logistics cost should be 8827.68, is 8827.67",
    ),
    (
        "a component",
        lambda r: with_figure(r, "freight", Decimal("4323.01")),
        "Summary: freight should be 4323.00, is 4323.01",
    ),
    (
        "a bound above the cost",
        lambda r: with_figure(r, "lower bound", Decimal("8827.76")),
        "Summary: lower bound should be at most the cost of 8827.68, changes included, is 8827.76",
    ),
    (
        "a bound below that makes the gap another",
        lambda r: with_figure(r, "lower bound", Decimal("8000.00")),
        "Summary: gap should be 0.0937596288, is -0.0000012348",
    ),
    (
        "optimal with a gap",
        lambda r: with_figure(r, "lower bound", Decimal("8826.00")),
        "Summary: status should be feasible with a gap above 0.0001, is optimal",
    ),
    (
        "a status that is none",
        lambda r: with_figure(r, "status", "perfect"),
        "Summary: status should be optimal or feasible, is perfect",
    ),
    ("a missing figure", lambda r: with_figure(r, "gap", ""), "Summary: gap should be a number, is blank"),
]


@pytest.mark.parametrize(
    ("change", "expected"), [row[1:] for row in CHANGES], ids=[row[0].replace(" ", "-") for row in CHANGES]
)
def test_one_change_of_a_plan_is_found(change: Change, expected: str) -> None:
    """The difference is among those found, in the words that a clerk reads."""
    differences = [str(found) for found in audit(change(PlanRecord.of(best_plan())), BOOK, PORTFOLIO)]
    assert expected in differences


def test_a_bound_above_the_cost_by_rounding_alone_is_no_difference() -> None:
    """Half a cent a charge is allowed between the bound and the written cents, and not more."""
    record = PlanRecord.of(best_plan())
    most = Decimal("8827.68") + Decimal("0.005") * len(record.charges)
    for bound, sound in ((most, True), (most + Decimal("0.0001"), False)):
        changed = with_bound(record, bound, Decimal("8827.68"))
        assert (not audit(changed, BOOK, PORTFOLIO)) is sound


def test_a_feasible_plan_may_have_any_gap() -> None:
    """Only ``optimal`` promises one."""
    changed = with_figure(PlanRecord.of(best_plan()), "status", "feasible")
    assert audit(with_bound(changed, Decimal(0), Decimal("8827.68")), BOOK, PORTFOLIO) == []


def test_a_charge_of_nothing_may_be_left_out() -> None:
    """Freight is a charge even where it is nothing; a plan that does not list it is none the worse."""
    book = row_of(BOOK, PR1, amounts=amounts("PKR", "0", "0"))
    plan = best_plan(book)
    record = with_bound(PlanRecord.of(plan), plan.cost, plan.cost)
    assert record.charges[0].amount == 0
    assert audit(without_charge(record, "freight"), book, PORTFOLIO) == []
