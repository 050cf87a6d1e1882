"""A plan by hand with a bit of everything, on the tiny world: two loads in a booking, a fee per booking, departures
with a cost, tonnes left behind, a warning, a next best itinerary, and a shipment whose name looks like a formula."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from optimizer.plan import Alternative, CapacityUse, DepartureCharge, Plan, Status, Unserved
from tariffs.book import Amounts, Portfolio, Surcharge
from tariffs.problems import Kind, Problem, Severity
from tariffs.rating import Charge, Rater
from tariffs.records import InputFile
from tests.audit.tiny import BOOK, FIRST_TRAINS, IR1, R1, SECOND_TRAINS, TIR, booking, load, row_of

NAME = "=1+1"

COMPONENTS = ["freight", "surcharge", "transfer", "border", "storage", "insurance", "duty", "tax", "inventory", "co2"]

HEADERS = {
    "To book": "cut_off carrier service mode origin destination departs TEU FEU tonnes shipments",
    "Bookings": "booking shipment container containers tonnes departs delivered due route flags total transport_cost "
    f"duty_and_tax transit_days days_from_ready latest mode corridor {' '.join(COMPONENTS)}",
    "Shipments": "shipment tonnes delivered unserved cost transport_cost duty_and_tax cost_per_tonne next_best "
    "next_best_extra next_date next_date_extra customer goods_value landed_cost_per_tonne recoverable_tax",
    "Unserved": "shipment tonnes reason",
    "Corridors": "corridor bookings containers tonnes total transport_cost duty_and_tax transport_per_tonne "
    "rail t road t",
    "Weeks": "week from bookings containers tonnes rail t road t",
    "Capacity use": "kind name mode unit per periods used_periods full capacity used average_use peak_use worth",
    "Problems": "workbook sheet cell problem",
    "Summary": "figure value note",
    "Legs": "booking leg service carrier mode origin destination departs arrives borders TEU FEU",
    "Charges": "booking shipment component what container load quantity rate currency fx amount source",
    "Capacities": "kind name mode period unit capacity used utilisation shadow_price",
}
WITH_COSTS = row_of(BOOK, IR1, departure_cost=Decimal("150.55"), compliance="review")
DOCUMENTS = Surcharge(
    where="Surcharges!2",
    name="documents",
    basis="booking",
    amounts=Amounts("USD", {}, Decimal("100.01")),
    service="IR1",
)
RICH_BOOK = replace(WITH_COSTS, surcharges=(DOCUMENTS,))

SECOND = replace(R1, name=NAME, weight_t=Decimal(90), where="Cargo!3", due=date(2025, 3, 31))

BY_ROAD = ((TIR, date(2025, 3, 5)),)


def use(name: str, mode: str, period: str, used: str, price: str = "0") -> CapacityUse:
    """So much of ten crossings."""
    return CapacityUse("border", name, mode, period, "vehicles", Decimal(10), Decimal(used), Decimal(price))


def rich_plan() -> Plan:
    """Three bookings of two shipments; 4.667 t stay behind."""
    bookings = (
        booking(
            "B001", R1, FIRST_TRAINS, [load(RICH_BOOK, "TEU", 2, "43"), load(RICH_BOOK, "FEU", 1, "23")], RICH_BOOK
        ),
        booking("B002", SECOND, SECOND_TRAINS, [load(RICH_BOOK, "TEU", 3, "65.333")], RICH_BOOK),
        booking("B003", SECOND, BY_ROAD, [load(RICH_BOOK, "TEU", 1, "20")], RICH_BOOK),
    )
    rater = Rater(RICH_BOOK)
    used = {d.key: d for booked in bookings for d in booked.itinerary.departures if d.leg.key == IR1}
    left = Decimal("4.667")
    return Plan(
        book=RICH_BOOK,
        portfolio=Portfolio({"R1": R1, NAME: SECOND}),
        status=Status.FEASIBLE,
        bound=Decimal("28000.1234"),
        tolerance=Decimal("0.0001"),
        bookings=bookings,
        departures=tuple(DepartureCharge(d, Charge.of(rater.departure_cost(d))) for d in used.values()),
        unserved=(Unserved(SECOND, left, "no connection", tuple(map(Charge.of, rater.unserved(SECOND, left)))),),
        capacities=(
            use("Taftan", "", "2025-W10", "10", "10.8493"),
            use("Taftan", "", "2025-W11", "3"),
            use("Sarakhs", "road", "2025-W11", "4"),
        ),
        alternatives={NAME: Alternative("B002", bookings[0].itinerary, Decimal("12.5"))},
        warnings=(
            Problem(Kind.DOUBT, Severity.WARNING, "cargo.xlsx", "Cargo", "E3", "44", "44 t is much", "-1 t less"),
        ),
        files=(InputFile("tariffs.xlsx", "a" * 64), InputFile("cargo.xlsx", "b" * 64)),
        scenario="=Taftan shut",
    )


def empty_plan() -> Plan:
    """Nothing asked for, and nothing done."""
    return replace(
        rich_plan(),
        portfolio=Portfolio({}),
        bound=Decimal(0),
        bookings=(),
        departures=(),
        unserved=(),
        capacities=(),
        alternatives={},
        warnings=(),
        files=(),
        scenario="",
    )
