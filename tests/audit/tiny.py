"""The tiny world by hand: its book, its cargo, and its best plan, without reading a workbook or solving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from optimizer.plan import Booking, CapacityUse, Plan, Status
from tariffs.book import (
    Amounts,
    Border,
    Capacity,
    Commodity,
    Container,
    Crossing,
    Duty,
    ExchangeRate,
    Leg,
    LegKey,
    Location,
    Portfolio,
    Settings,
    Shipment,
    Tariff,
    TariffBook,
    Transfer,
)
from tariffs.calendar import Period, Schedule
from tariffs.rating import Load, Rater
from tariffs.timetable import Timetable

PR1 = LegKey("PR1", "", "rail", "Karachi", "Zahedan")
IR1 = LegKey("IR1", "", "rail", "Zahedan", "Moscow")
TIR = LegKey("TIR", "", "road", "Karachi", "Moscow")

RICE = Commodity("rice", "1006", Decimal("1.3"))


def amounts(currency: str, teu: str, feu: str) -> Amounts:
    """What a TEU and an FEU are charged."""
    return Amounts(currency, {"TEU": Decimal(teu), "FEU": Decimal(feu)})


PR1_ROW = Tariff(
    where="Tariffs!2",
    service="PR1",
    carrier="Pakistan Railways",
    mode="rail",
    origin="Karachi",
    destination="Zahedan",
    distance_km=Decimal(1600),
    transit_days=Decimal(5),
    schedule=Schedule(weekdays=frozenset({0, 3})),
    crossings=(Crossing("Taftan", Decimal(4)),),
    amounts=amounts("PKR", "126000", "252000"),
)
IR1_ROW = Tariff(
    where="Tariffs!3",
    service="IR1",
    carrier="RAI",
    mode="rail",
    origin="Zahedan",
    destination="Moscow",
    distance_km=Decimal(5000),
    transit_days=Decimal(14),
    schedule=Schedule(),
    amounts=amounts("USD", "1000", "1700"),
)
TIR_ROW = Tariff(
    where="Tariffs!4",
    service="TIR",
    carrier="TIR Union",
    mode="road",
    origin="Karachi",
    destination="Moscow",
    distance_km=Decimal(5200),
    transit_days=Decimal(10),
    schedule=Schedule(),
    crossings=(Crossing("Taftan", Decimal(2)),),
    amounts=amounts("USD", "4000", "4000"),
)

TAFTAN = Border(
    where="Borders!2",
    name="Taftan",
    mode="",
    amounts=amounts("USD", "20", "30"),
    fee_per_t=Decimal(1),
    dwell_days=Decimal(1),
    capacity=Capacity(Decimal(2), "containers", Period.WEEK),
)
ZAHEDAN_TRANSFER = Transfer("Transfers!2", "Zahedan", "rail", "rail", amounts("USD", "75", "100"), Decimal(2))
DUTY = Duty("Duties!2", "EAEU", commodity="rice", duty_pct=Decimal(10), vat_pct=Decimal(10))

BOOK = TariffBook(
    settings=Settings(
        capital_cost_pct=Decimal(12),
        insurance_pct=Decimal("0.3"),
        unserved_penalty_per_t=Decimal(1000),
    ),
    locations={
        "Karachi": Location("Karachi", "", "PK", "PK", "port"),
        "Zahedan": Location("Zahedan", "", "IR", "IR", "terminal"),
        "Moscow": Location("Moscow", "", "RU", "EAEU", "city"),
    },
    containers={
        "TEU": Container("TEU", Decimal(1), Decimal("24.3"), Decimal("2.3"), Decimal("33.2"), Decimal("22.0")),
        "FEU": Container("FEU", Decimal(2), Decimal("30.5"), Decimal("3.75"), Decimal("67.7"), Decimal("26.75")),
    },
    commodities={"rice": RICE},
    legs=(Leg(PR1, (PR1_ROW,)), Leg(IR1, (IR1_ROW,)), Leg(TIR, (TIR_ROW,))),
    transfers=(ZAHEDAN_TRANSFER,),
    borders=(TAFTAN,),
    duties=(DUTY,),
    fx=(ExchangeRate("PKR", Decimal("0.0035"), date(2025, 1, 1)),),
)

R1 = Shipment(
    where="Cargo!2",
    name="R1",
    origin="Karachi",
    destination="Moscow",
    commodity=RICE,
    weight_t=Decimal(66),
    volume_m3=Decimal("85.8"),
    value=Decimal(33000),
    currency="USD",
    goods_origin="PK",
    ready=date(2025, 3, 3),
    last_day=date(2025, 4, 2),
    penalty_per_t=Decimal(1000),
)
PORTFOLIO = Portfolio({"R1": R1})

Legs = Sequence[tuple[LegKey, date]]
FIRST_TRAINS = ((PR1, date(2025, 3, 3)), (IR1, date(2025, 3, 11)))
SECOND_TRAINS = ((PR1, date(2025, 3, 6)), (IR1, date(2025, 3, 14)))


def load(book: TariffBook, container: str, containers: int, tonnes: str) -> Load:
    """So many containers with so many tonnes."""
    return Load(book.containers[container], containers, Decimal(tonnes))


def booking(name: str, shipment: Shipment, legs: Legs, loads: Sequence[Load], book: TariffBook = BOOK) -> Booking:
    """A booking on the departures named, rated."""
    timetable = Timetable(book)
    departures = [timetable.departure(key, day) for key, day in legs]
    itinerary = timetable.itinerary(tuple(d for d in departures if d is not None))
    assert itinerary is not None
    rated = Rater(book).booking(shipment, itinerary, loads)
    return Booking(name, shipment, itinerary, tuple(loads), rated)


def taftan(week: str, used: int, shadow_price: str) -> CapacityUse:
    """What of the two crossings of a week is used."""
    price = Decimal(shadow_price)
    capacity = Decimal(2)
    return CapacityUse("border", "Taftan", "", week, "containers", capacity, Decimal(used), price)


def best_plan(
    book: TariffBook = BOOK, shipment: Shipment = R1, legs: tuple[Legs, Legs] = (FIRST_TRAINS, SECOND_TRAINS)
) -> Plan:
    """Two TEU on Monday's train, and the third on Thursday's, since the week's crossings are used up."""
    bookings = (
        booking("B001", shipment, legs[0], [load(book, "TEU", 2, "44")], book),
        booking("B002", shipment, legs[1], [load(book, "TEU", 1, "22")], book),
    )
    return Plan(
        book=book,
        portfolio=Portfolio({shipment.name: shipment}),
        status=Status.OPTIMAL,
        bound=Decimal("8827.6909"),
        tolerance=Decimal("0.0001"),
        bookings=bookings,
        capacities=(taftan("2025-W10", 2, "10.8493"), taftan("2025-W11", 1, "0")),
    )


def row_of(book: TariffBook, key: LegKey, **changes: object) -> TariffBook:
    """The book with the rows of one leg changed."""
    legs = tuple(
        Leg(leg.key, tuple(replace(row, **changes) for row in leg.tariffs))  # type: ignore[arg-type]
        if leg.key == key
        else leg
        for leg in book.legs
    )
    return replace(book, legs=legs)
