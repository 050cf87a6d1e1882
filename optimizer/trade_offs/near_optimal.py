"""Plans that cost little more than the cheapest and are better in another way: of the load plans looked at.

The load plans are those of the cheapest plan, those of plans that are made where what is not wanted costs more, and
mixtures of them (``recombination``). One integer programme chooses those that have least of it within the cost;
another the cheapest of these. Load plans that nobody looked at may make a better one, so no bound is stated of the
measure; that of the cost holds. It is modelling to generate alternatives, with cost as the constraint (E. D. Brill,
S.-Y. Chang and L. D. Hopkins, Modeling to generate alternatives, Management Science 28, 1982).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from optimizer.assembly import with_status
from optimizer.errors import RequestError
from optimizer.keeping import Keeper
from optimizer.network import Network
from optimizer.plan import Booking, Plan
from optimizer.trade_offs.capacity_curve import Solve, serves_the_most, unpriced_left
from optimizer.trade_offs.load_plan_pool import AmountOf, LoadPlanPool
from optimizer.trade_offs.recombination import KindsOf, MayStay, least, recombined
from tariffs.book import Surcharge, Tariff, TariffBook
from tariffs.book.carriage import Amounts
from tariffs.fraction import Fraction
from tariffs.loading import Input
from tariffs.near_matches import near_match
from tariffs.rating import tariff_for
from tariffs.rating.charge import exact
from tariffs.touched import Touched

#: What all of the measure in the cheapest plan costs more in the worlds that load plans are taken from, as a share of
#: the cost of that plan and in units of the share that a plan may cost more.
DEARER = (Decimal(1), Decimal(5), Decimal(25))

#: The word for the carriers of a plan.
CARRIERS = "carriers"

#: Why cargo stays behind.
NOT_CARRIED = "the plan found with least of {fewest} within what it may cost does not carry it"

#: Seconds for each integer programme at most.
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Unwanted:
    """What a plan is to have least of.

    Attributes
    ----------
    of_booking
        How much of it a booking has; of carriers: how many legs by others than the main one of the cheapest plan.
    rows
        The rows of ``Tariffs`` that have it, each with what a surcharge of 1 on it comes to.
    basis
        Of that surcharge.
    kinds_of
        Where it is how many kinds there are: those of a booking.
    """

    of_booking: AmountOf
    rows: Callable[[Tariff], Decimal]
    basis: str
    kinds_of: KindsOf | None = None

    @staticmethod
    def of(fewest: str, given: Input, plain: Plan) -> Unwanted:
        """By its word: ``carriers``, a mode, or a country.

        Raises
        ------
        RequestError
            If it is none of these, or rows of the mode have no distance.
        """
        book = given.book
        modes = {leg.key.mode for leg in book.legs}
        countries = {place.country for place in book.locations.values()}
        if fewest == CARRIERS:
            return _carriers(plain)
        if fewest in modes:
            return _tonne_km(fewest, book)
        if fewest.upper() in countries:
            return _legs_touching(fewest.upper(), book)
        words = (CARRIERS, *sorted(modes), *sorted(countries))
        raise RequestError(
            f'fewest "{fewest}": {CARRIERS}, a mode or a country of the book; {near_match(fewest, words)}'
        )

    def dearer(self, given: Input, amount: Decimal) -> Input:
        """The input where each unit of it costs more."""
        book = given.book
        keys = {leg.key: max(map(self.rows, leg.tariffs)) for leg in book.legs}
        carriers = (
            {row.carrier for leg in book.legs for row in leg.tariffs if self.rows(row)} if self.kinds_of else {""}
        )
        more = tuple(
            Surcharge(
                f"near-optimal {number}", "near-optimal", self.basis,
                Amounts(book.settings.base_currency, rate=amount * units), service=key.service, carrier=carrier,
                mode=key.mode, origin=key.origin, destination=key.destination,
            )
            for number, (key, units, carrier) in enumerate(
                (key, units, carrier) for key, units in keys.items() if units for carrier in sorted(carriers)
            )
        )  # fmt: skip
        return replace(given, book=replace(book, surcharges=(*book.surcharges, *more)))


def carriers_of(booking: Booking) -> frozenset[str]:
    """Who carries a booking: of each leg, the carrier of the row that its loads are rated on."""
    return frozenset(_by_leg(booking))


def _by_leg(booking: Booking) -> Iterator[str]:
    for departure in booking.itinerary.departures:
        for load in booking.loads:
            row = tariff_for(departure, booking.shipment, load)
            yield (row or departure.terms).carrier


def _carriers(plain: Plan) -> Unwanted:
    """The carriers that have less than half as many legs of bookings as the busiest are those to do without."""
    counts: dict[str, int] = {}
    for booking in plain.bookings:
        for carrier in _by_leg(booking):
            counts[carrier] = counts.get(carrier, 0) + 1
    main = {carrier for carrier, count in counts.items() if 2 * count >= max(counts.values())}
    return Unwanted(
        lambda booking: Fraction(sum(carrier not in main for carrier in _by_leg(booking))),
        lambda row: Decimal(row.carrier not in main),
        "booking",
        carriers_of,
    )


def _tonne_km(mode: str, book: TariffBook) -> Unwanted:
    lacking = [row.where for leg in book.legs if leg.key.mode == mode for row in leg.tariffs if row.distance_km is None]
    if lacking:
        raise RequestError(f"{len(lacking)} rows of Tariffs by {mode} have no distance_km, such as {lacking[0]}")
    return Unwanted(
        lambda booking: booking.rated.tonne_km.get(mode, Fraction(0)),
        lambda row: (row.distance_km or Decimal(0)) if row.mode == mode else Decimal(0),
        "tonne",
    )


def _legs_touching(country: str, book: TariffBook) -> Unwanted:
    touched = Touched(book)

    def touches(row: Tariff) -> bool:
        return country in touched.countries(row)

    return Unwanted(
        lambda booking: Fraction(sum(touches(departure.terms) for departure in booking.itinerary.departures)),
        lambda row: Decimal(touches(row)),
        "booking",
    )


def near_optimal(given: Input, fewest: str, within: Decimal, solve: Solve, start: Plan | None = None) -> Plan:
    """The plan that costs no more than a share ``within`` above the cheapest and has least of something, audited.

    It leaves no more behind than the cheapest. Of the load plans looked at no others have less.

    Parameters
    ----------
    given
        The input.
    fewest
        ``carriers``: how many there are. A mode: its tonne-km. A country: how many legs of bookings touch it.
    within
        0 or more.
    solve
        Makes the plan of an input.
    start
        The cheapest plan, if it is there already.

    Raises
    ------
    RequestError
        If there is no such mode or country, the share is none, or a shipment asks for an ``on_time_probability``.
    AuditError
        If the plan does not stand up to the auditor: a failure of this program, never of the input.
    """
    if not (within.is_finite() and within >= 0):
        raise RequestError(f"within {within} of the least cost: it must be a share from 0 up, such as 0.02")
    if Keeper.wanted(given.portfolio):
        raise RequestError("near-optimal plans are not made to keep an on_time_probability: clear that first")
    plain = start or solve(given)
    unwanted = Unwanted.of(fewest, given, plain)
    pool = LoadPlanPool(Network(given.book, given.portfolio), given.portfolio.shipments, unwanted.of_booking)
    pool.add(plain)
    amount = sum(map(unwanted.of_booking, plain.bookings), Fraction(0))
    if amount:
        for times in DEARER:
            more = exact(abs(plain.cost) * max(within, Decimal("0.001")) * times) / amount
            pool.add(solve(unwanted.dearer(given, Decimal(math.ceil(more * 10**6)).scaleb(-6))))
    pool.mix()
    left_kg = sum(int(one.tonnes * 1000) for one in plain.unserved)
    may_stay = MayStay(int(unpriced_left(plain) * 1000), left_kg)
    most = plain.cost + within * abs(plain.cost)
    chosen = least(pool, most, may_stay, unwanted.kinds_of, SECONDS)
    if chosen is None:
        return plain
    made = recombined(pool, chosen, plain, plain.capacities, NOT_CARRIED.format(fewest=fewest))
    return with_status(made, served_first=serves_the_most(made, plain))
