"""A plan held against a book or a cargo that does not allow it: the auditor says what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from optimizer.auditor import PlanRecord, audit
from tariffs.book import Amounts, Avoid, Leg, LegKey, Portfolio, Settings, TariffBook, Transfer
from tariffs.calendar import Closures, Period, Schedule, Validity
from tariffs.timetable import Departure, Timetable
from tests.audit.changing import capacity, march, with_border, with_goods, with_shipment, with_transfer
from tests.audit.tiny import BOOK, IR1, PORTFOLIO, PR1, PR1_ROW, best_plan, row_of

BookChange = Callable[[TariffBook], TariffBook]
CargoChange = Callable[[Portfolio], Portfolio]

FREE = Amounts("USD")


def end_of(mode: str, to: str, dwell_days: str) -> Transfer:
    """Handling at an end of the way, at no cost."""
    location = "Karachi" if mode == "origin" else "Moscow"
    return Transfer("Transfers!9", location, mode, to, FREE, Decimal(dwell_days))


def review_not_allowed(book: TariffBook) -> TariffBook:
    return replace(row_of(book, PR1, compliance="review"), settings=replace(book.settings, allow_review=False))


def two_weight_bands(book: TariffBook) -> TariffBook:
    """Up to 20 t gross at one rate, and nothing above."""
    return row_of(book, PR1, max_gross_t=Decimal(20))


def with_cotton_only(book: TariffBook) -> TariffBook:
    return row_of(book, PR1, commodity="cotton")


def with_two_rates(book: TariffBook) -> TariffBook:
    """Two rows that rate the same load."""
    legs = (Leg(PR1, (PR1_ROW, replace(PR1_ROW, where="Tariffs!9"))), *book.legs[1:])
    return replace(book, legs=legs)


def settings(**changes: Decimal) -> BookChange:
    return lambda book: replace(book, settings=replace(book.settings, **changes))  # type: ignore[arg-type]


def avoiding(**words: frozenset[str]) -> CargoChange:
    return lambda portfolio: with_shipment(portfolio, avoid=Avoid(**words))


BOOKS: list[tuple[str, BookChange, str]] = [
    # Borders
    (
        "a border closed on the day",
        lambda b: with_border(b, closures=Closures(weekdays=frozenset({4}))),
        "B001, leg 1: borders should be Taftan 2025-03-08, is Taftan 2025-03-07",
    ),
    (
        "a border closed for some days",
        lambda b: with_border(b, closures=Closures(spans=(Validity(march(6), march(12)),))),
        "B001, leg 1: borders should be Taftan 2025-03-13, is Taftan 2025-03-07",
    ),
    (
        "a border closed for good",
        lambda b: with_border(b, closures=Closures(spans=(Validity(march(6), None),))),
        "B001, leg 1: border Taftan should be open on a day from 2025-03-07 on, is closed for good",
    ),
    (
        "a border closed on every weekday",
        lambda b: with_border(b, closures=Closures(weekdays=frozenset(range(7)))),
        "B001, leg 1: border Taftan should be open on a day from 2025-03-07 on, is closed for good",
    ),
    (
        "a border without a valid row",
        lambda b: with_border(b, validity=Validity(None, march(6))),
        "B001, leg 1: border Taftan should be one of Borders that is valid when reached, "
        "is without a row for rail on 2025-03-07",
    ),
    (
        "a border for another mode",
        lambda b: with_border(b, mode="road"),
        "B001, leg 1: border Taftan should be one of Borders that is valid when reached, "
        "is without a row for rail on 2025-03-07",
    ),
    (
        "a blocked border",
        lambda b: with_border(b, compliance="blocked"),
        "B001, leg 1: border Taftan should be one that may be used, is blocked",
    ),
    (
        "a border that takes longer",
        lambda b: with_border(b, dwell_days=Decimal("1.5")),
        "B001, leg 1: arrives should be 2025-03-10, is 2025-03-09",
    ),
    (
        "a border that lets less through",
        lambda b: with_border(b, capacity=capacity(1, "vehicles", Period.WEEK)),
        "border Taftan 2025-W10: vehicles used should be at most 1, is 2",
    ),
    (
        "a border counted by month",
        lambda b: with_border(b, capacity=capacity(2, "teu", Period.MONTH)),
        "border Taftan 2025-03: teu used should be at most 2, is 3",
    ),
    (
        "a border counted over the plan",
        lambda b: with_border(b, capacity=capacity(65, "tonnes", Period.PLAN)),
        "border Taftan plan: tonnes used should be at most 65, is 66",
    ),
    (
        "a border counted by day",
        lambda b: with_border(b, capacity=capacity(1, "containers", Period.DAY)),
        "border Taftan 2025-03-07: containers used should be at most 1, is 2",
    ),
    (
        "a border that costs more",
        lambda b: with_border(b, fee_per_t=Decimal(2)),
        "B001, load 1, border (Taftan on 2025-03-07): amount should be 128.00, is 84.00",
    ),
    # Rows of tariffs
    (
        "a planned leg",
        lambda b: row_of(b, PR1, status="planned"),
        "B001, leg 1: status of PR1 rail Karachi – Zahedan should be active, is planned",
    ),
    (
        "a blocked leg",
        lambda b: row_of(b, PR1, compliance="blocked"),
        "B001, leg 1: compliance of PR1 rail Karachi – Zahedan should be ok or review, is blocked",
    ),
    (
        "a leg under review where that is not allowed",
        review_not_allowed,
        "B001, leg 1: compliance of PR1 rail Karachi – Zahedan should be ok, is review",
    ),
    (
        "a leg under review without a flag",
        lambda b: row_of(b, PR1, compliance="review"),
        "B001: flags should be review: PR1 rail Karachi – Zahedan, is blank",
    ),
    (
        "an expired leg",
        lambda b: row_of(b, PR1, validity=Validity(None, march(5))),
        "B002, leg 1: departs should be a day on which PR1 rail Karachi – Zahedan runs, is Thu 2025-03-06",
    ),
    (
        "another timetable",
        lambda b: row_of(b, PR1, schedule=Schedule(weekdays=frozenset({0}))),
        "B002, leg 1: departs should be a day on which PR1 rail Karachi – Zahedan runs, is Thu 2025-03-06",
    ),
    (
        "a slower leg",
        lambda b: row_of(b, IR1, transit_days=Decimal("14.5")),
        "B001, leg 2: arrives should be 2025-03-26, is 2025-03-25",
    ),
    (
        "a cut-off",
        lambda b: row_of(b, IR1, cutoff_days=Decimal("0.5")),
        "B001, leg 2: departs should be 2025-03-12 or later, is 2025-03-11",
    ),
    (
        "a leg without the container",
        lambda b: row_of(b, PR1, amounts=Amounts("PKR", {"FEU": Decimal(252000)})),
        "B001, load 1, leg 1: container should be one that has an amount, is TEU",
    ),
    (
        "a leg for another commodity",
        with_cotton_only,
        "B001, load 1, leg 1: commodity should be one that is carried, is rice",
    ),
    (
        "a leg with a lower payload",
        lambda b: row_of(b, PR1, max_payload_t=Decimal(20)),
        "B001, load 1, leg 1: tonnes in each TEU should be at most 20, is 22",
    ),
    (
        "a weight band that is too narrow",
        two_weight_bands,
        "B001, load 1, leg 1: gross mass should be within a weight band, is 24.300 t",
    ),
    (
        "a departure with less room",
        lambda b: row_of(b, PR1, capacity=Decimal(1), capacity_unit="teu"),
        "departure PR1 rail Karachi – Zahedan rail 2025-03-03: teu used should be at most 1, is 2",
    ),
    (
        "a departure that needs more",
        lambda b: row_of(b, PR1, min_load=Decimal(2)),
        "departure PR1 rail Karachi – Zahedan rail 2025-03-06: teu used should be 2 or more, is 1",
    ),
    (
        "a departure that costs",
        lambda b: row_of(b, PR1, departure_cost=Decimal(100000)),
        "no booking, departure (PR1 rail Karachi – Zahedan on 2025-03-06): charge should be 350.00, is missing",
    ),
    (
        "a dearer leg",
        lambda b: row_of(b, IR1, basis="teu", amounts=Amounts("USD", rate=Decimal(1001))),
        "B001, load 1, freight (IR1 rail Zahedan – Moscow per teu): charge should be 2002.00, is missing",
    ),
    (
        "two rates for one load",
        with_two_rates,
        "B001: charges should be such as the book gives, is unrated: PR1 rail Karachi – Zahedan on 2025-03-03 "
        "has two rates for TEU: Tariffs!2 and Tariffs!9",
    ),
    # Transfers
    (
        "a longer transfer",
        lambda b: with_transfer(b, dwell_days=Decimal("2.5")),
        "B001, leg 2: departs should be 2025-03-12 or later, is 2025-03-11",
    ),
    (
        "a transfer for other modes",
        lambda b: with_transfer(b, from_mode="road"),
        "B001, load 1, transfer (Zahedan, rail to rail): charge should be none, is 150.00",
    ),
    (
        "a transfer with less room",
        lambda b: with_transfer(b, capacity=capacity(1, "teu", Period.DAY)),
        "transfer Zahedan rail to rail 2025-03-11: teu used should be at most 1, is 2",
    ),
    (
        "a transfer for any modes with less room",
        lambda b: with_transfer(b, from_mode="any", to_mode="any", capacity=capacity(2, "containers", Period.MONTH)),
        "transfer Zahedan any to any 2025-03: containers used should be at most 2, is 3",
    ),
    (
        "days at the origin",
        lambda b: replace(b, transfers=(*b.transfers, end_of("origin", "rail", "0.5"))),
        "B001, leg 1: departs should be 2025-03-04 or later, is 2025-03-03",
    ),
    (
        "days at the destination",
        lambda b: replace(b, transfers=(*b.transfers, end_of("any", "destination", "1"))),
        "B001: delivered should be 2025-03-26, is 2025-03-25",
    ),
    (
        "room at the destination",
        lambda b: replace(
            b,
            transfers=(
                *b.transfers,
                replace(end_of("any", "destination", "0"), capacity=capacity(43, "tonnes", Period.DAY)),
            ),
        ),
        "transfer Moscow any to destination 2025-03-25: tonnes used should be at most 43, is 44",
    ),
    (
        "too few containers",
        lambda b: replace(b, pool={("Karachi", "TEU"): 2, ("Zahedan", "TEU"): 0}),
        "pool Karachi TEU plan: containers used should be at most 2, is 3",
    ),
    # Settings, duties
    (
        "dearer capital",
        settings(capital_cost_pct=Decimal(24)),
        "B001, inventory (22 days in transit): amount should be 318.25, is 159.12",
    ),
    (
        "a tax that is not recovered",
        lambda b: replace(b, duties=(replace(b.duties[0], vat_recoverable=False),)),
        "B001, tax (EAEU, on value and duty): charge should be 2771.88, is missing",
    ),
    (
        "an unknown currency",
        lambda b: replace(b, fx=()),
        "B001: charges should be such as the book gives, is unrated: FX has no rate of PKR for 2025-03-03; "
        "add a row with an earlier valid_from",
    ),
    (
        "a departure that costs in an unknown currency",
        lambda b: replace(row_of(b, PR1, departure_cost=Decimal(1)), fx=()),
        "no booking: departure costs should be such as the book gives, is unrated: FX has no rate of PKR for "
        "2025-03-03; add a row with an earlier valid_from",
    ),
]

CARGO: list[tuple[str, CargoChange, str]] = [
    (
        "an earlier last day",
        lambda p: with_shipment(p, last_day=march(24)),
        "B001: delivery of R1 should be on or before 2025-03-24, is 2025-03-25",
    ),
    (
        "a later ready date",
        lambda p: with_shipment(p, ready=march(4)),
        "B001, leg 1: departs should be 2025-03-04 or later, is 2025-03-03",
    ),
    (
        "less cargo",
        lambda p: with_shipment(p, weight_t=Decimal(60), volume_m3=Decimal(78)),
        "R1: tonnes delivered should be at most 60, is 66",
    ),
    (
        "more cargo",
        lambda p: with_shipment(p, weight_t=Decimal(70), volume_m3=Decimal(91)),
        "R1: tonnes unserved should be 4, is 0",
    ),
    (
        "another shipment",
        lambda p: Portfolio({**p.shipments, "R2": replace(p.shipments["R1"], name="R2")}),
        "R2: tonnes unserved should be 66, is 0",
    ),
    (
        "bulkier cargo",
        lambda p: with_shipment(p, volume_m3=Decimal(132)),
        "B001, load 1: m³ in each TEU should be at most 33.2, is 44",
    ),
    (
        "other containers",
        lambda p: with_shipment(p, containers=frozenset({"FEU"})),
        "B001, load 1: container should be FEU, is TEU",
    ),
    (
        "other modes",
        lambda p: with_shipment(p, modes=frozenset({"road", "sea"})),
        "B001, leg 1: mode should be road or sea, is rail",
    ),
    (
        "other services",
        lambda p: with_shipment(p, services=frozenset({"PR1", "TIR"})),
        "B001, leg 2: service should be PR1 or TIR, is IR1",
    ),
    (
        "other carriers",
        lambda p: with_shipment(p, carriers=frozenset({"TIR Union", "RAI"})),
        "B001, load 1, leg 1: carrier should be RAI or TIR Union, is Pakistan Railways",
    ),
    (
        "a location to avoid",
        avoiding(locations=frozenset({"Zahedan"})),
        "B001: location should be none that R1 avoids, is Zahedan",
    ),
    (
        "a country to avoid",
        avoiding(countries=frozenset({"IR"})),
        "B001: country should be none that R1 avoids, is IR (Zahedan)",
    ),
    (
        "a border to avoid",
        avoiding(borders=frozenset({"Taftan"})),
        "B001, leg 1: border should be none that R1 avoids, is Taftan",
    ),
    (
        "a carrier to avoid",
        avoiding(carriers=frozenset({"RAI"})),
        "B001, load 1, leg 2: carrier should be none that R1 avoids, is RAI",
    ),
    (
        "goods to be cooled",
        lambda p: with_goods(p, reefer=True),
        "B001, load 1: container should be a reefer for rice, is TEU",
    ),
    (
        "dangerous goods that nobody said would be carried",
        lambda p: with_goods(p, dangerous=True),
        "B001: flags should be confirm dangerous goods: PR1 rail Karachi – Zahedan; "
        "confirm dangerous goods: IR1 rail Zahedan – Moscow, is blank",
    ),
    (
        "a shipment not to be split",
        lambda p: with_shipment(p, split=False),
        "R1: itineraries of a shipment not to be split should be 1, is 2",
    ),
    (
        "a least lot",
        lambda p: with_shipment(p, min_lot_t=Decimal(30)),
        "B002: tonnes in the booking should be at least 30, is 22",
    ),
    (
        "a shipment not to be split of which a part is left",
        lambda p: with_shipment(p, split=False, weight_t=Decimal(70), volume_m3=Decimal(91)),
        "R1: tonnes delivered of a shipment not to be split should be 70 or nothing, is 66",
    ),
    (
        "dearer goods",
        lambda p: with_shipment(p, value=Decimal(66000)),
        "B001, inventory (22 days in transit): amount should be 318.25, is 159.12",
    ),
    (
        "another destination",
        lambda p: with_shipment(p, destination="Zahedan"),
        "B001: end of the last leg should be Zahedan, is Moscow",
    ),
]


def found(book: TariffBook, portfolio: Portfolio) -> list[str]:
    """What is found in the best plan of the tiny world as it was."""
    return [str(difference) for difference in audit(PlanRecord.of(best_plan()), book, portfolio)]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in BOOKS], ids=[row[0] for row in BOOKS])
def test_a_plan_that_the_book_does_not_allow_is_found(change: BookChange, expected: str) -> None:
    """The difference is among those found, in the words that a clerk reads."""
    assert expected in found(change(BOOK), PORTFOLIO)


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in CARGO], ids=[row[0] for row in CARGO])
def test_a_plan_that_the_cargo_does_not_allow_is_found(change: CargoChange, expected: str) -> None:
    """The difference is among those found, in the words that a clerk reads."""
    assert expected in found(BOOK, change(PORTFOLIO))


def test_dangerous_goods_that_a_leg_refuses_are_found() -> None:
    """A row that says no carries none, and one that says nothing is flagged."""
    book = row_of(BOOK, PR1, dangerous=False)
    assert "B001, load 1, leg 1: dangerous goods should be carried, is not carried" in found(
        book, with_goods(PORTFOLIO, dangerous=True)
    )


def test_a_transfer_between_modes_must_be_in_the_book() -> None:
    """Rail to road at Zahedan needs a row; without one there is no way on."""
    road = IR1._replace(mode="road")
    book = row_of(BOOK, IR1, mode="road")
    book = replace(book, legs=tuple(Leg(road, leg.tariffs) if leg.key == IR1 else leg for leg in book.legs))
    record = PlanRecord.of(best_plan())
    legs = tuple(replace(leg, mode="road") if leg.leg == 2 else leg for leg in record.legs)
    differences = [str(d) for d in audit(replace(record, legs=legs), book, PORTFOLIO)]
    assert "B001, leg 2: transfer at Zahedan should be a row from rail to road, is none" in differences


def test_cargo_that_stays_on_its_service_needs_no_transfer() -> None:
    """Two legs of one named service: no dwell, no cut-off, no charge, and no room taken."""
    book = row_of(row_of(BOOK, PR1, service="X"), IR1, service="X", cutoff_days=Decimal(9))
    legs = tuple(Leg(leg.tariffs[0].leg_key, leg.tariffs) for leg in book.legs)
    book = with_transfer(replace(book, legs=legs), capacity=capacity(0, "teu", Period.DAY))
    first, second = legs[0].key, legs[1].key
    trains = ((first, march(3)), (second, march(9)))
    one = best_plan(book, legs=(trains, ((first, march(6)), (second, march(12)))))
    record = PlanRecord.of(replace(one, bound=one.cost))
    assert [str(d) for d in audit(record, book, PORTFOLIO)] == []
    assert not [row for row in record.charges if row.component == "transfer"]


def test_no_settings_are_taken_for_granted() -> None:
    """Held against a book without any settings, everything that they give is too much."""
    differences = found(replace(BOOK, settings=Settings()), PORTFOLIO)
    assert "B001, insurance (goods and transport): charge should be none, is 82.88" in differences
    assert "B001, inventory (22 days in transit): charge should be none, is 159.12" in differences


def test_a_timetable_that_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charges are rated on the timetable's days, which must be those that the auditor worked out by itself."""
    right = Timetable.departure

    def late(self: Timetable, key: LegKey, day: date) -> Departure | None:
        departure = right(self, key, day)
        return departure and replace(departure, arrives=departure.arrives + timedelta(days=1))

    record = PlanRecord.of(best_plan())
    monkeypatch.setattr(Timetable, "departure", late)
    assert "B001, leg 2: arrival and crossings by the timetable should be 2025-03-25; blank, is 2025-03-26; blank" in [
        str(difference) for difference in audit(record, BOOK, PORTFOLIO)
    ]
