"""A plan with everything that a plan workbook can say: fees, flags, several loads, departures that cost, cargo left."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from optimizer.plan import CapacityUse, DepartureCharge, Plan, Unserved
from tariffs.book import Amounts, Portfolio, Surcharge, TariffBook
from tariffs.rating import Charge, Rater
from tariffs.records import InputFile
from tests.audit.changing import march
from tests.audit.tiny import BOOK, FIRST_TRAINS, IR1, PR1, R1, SECOND_TRAINS, best_plan, booking, load, row_of, taftan

SURCHARGES = (
    Surcharge("Surcharges!2", "B/L", "booking", Amounts("PKR", rate=Decimal(9999)), mode="rail", destination="Moscow"),
    Surcharge("Surcharges!3", "Security", "percent_value", Amounts("USD", rate=Decimal("0.17"))),
    Surcharge("Surcharges!4", "Heavy", "container", Amounts("USD", rate=Decimal("7.77")), above_gross_t=Decimal(24)),
)


def rich_book() -> TariffBook:
    book = row_of(BOOK, PR1, departure_cost=Decimal(12345), min_load=Decimal(2), capacity=Decimal(3))
    book = row_of(book, IR1, compliance="review", co2_g_per_tkm=Decimal(28))
    settings = replace(book.settings, co2_price_per_t=Decimal(60))
    return replace(book, surcharges=SURCHARGES, settings=settings, pool={("Karachi", "TEU"): 3})


RICH_BOOK = rich_book()
RICH_CARGO = replace(
    R1, customer="Anar Textiles", weight_t=Decimal(70), volume_m3=Decimal(91), due=march(31), last_day=march(31)
)
RICH_PORTFOLIO = Portfolio({"R1": RICH_CARGO})
FILES = (InputFile("book.xlsx", "ab" * 32), InputFile("cargo.xlsx", "cd" * 32))


def departure_use(day: str, used: int) -> CapacityUse:
    """The room on one of the trains to Zahedan."""
    return CapacityUse("departure", str(PR1), "rail", day, "teu", Decimal(3), Decimal(used), Decimal(0))


def rich_plan() -> Plan:
    """Two part loads of one type on the first train, an FEU on the second, and four tonnes left."""
    book, shipment = RICH_BOOK, RICH_CARGO
    rater = Rater(book)
    bookings = (
        booking("B001", shipment, FIRST_TRAINS, [load(book, "TEU", 1, "22"), load(book, "TEU", 1, "19.001")], book),
        booking("B002", shipment, SECOND_TRAINS, [load(book, "FEU", 1, "24.999")], book),
    )
    trains = [booking.itinerary.departures[0] for booking in bookings]
    left = Decimal(4)
    plan = replace(
        best_plan(),
        book=book,
        portfolio=RICH_PORTFOLIO,
        bookings=bookings,
        departures=tuple(DepartureCharge(train, Charge.of(rater.departure_cost(train))) for train in trains),
        unserved=(
            Unserved(
                shipment,
                left,
                "the border Taftan in week 2025-W10",
                tuple(map(Charge.of, rater.unserved(shipment, left))),
            ),
        ),
        capacities=(
            taftan("2025-W10", 2, "10.8493"),
            taftan("2025-W11", 1, "0"),
            departure_use("2025-03-03", 2),
            departure_use("2025-03-06", 2),
            CapacityUse("pool", "Karachi TEU", "", "plan", "containers", Decimal(3), Decimal(2), Decimal(0)),
        ),
        files=FILES,
    )
    return replace(plan, bound=plan.cost)
