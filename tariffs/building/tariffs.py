"""The rows of ``Tariffs``, each by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tariffs.book import Amounts, Crossing, Tariff
from tariffs.building.countries import countries
from tariffs.building.lexicon import Lexicon
from tariffs.building.locations import note_same_ends
from tariffs.building.money import Currencies, amounts
from tariffs.building.percentages import note_odd_percent
from tariffs.building.spreads import p95
from tariffs.building.standing import ACTIVE, check_mode, status
from tariffs.building.stations import note_zero_capacity
from tariffs.calendar import Schedule, Validity, whole_days
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row
from tariffs.workbook.raw import plain_number

#: Bases whose amount is multiplied by the distance, and those that no weight enters.
PER_KM = ("km", "tonne_km")
PER_CONTAINER = ("container", "teu", "km")


def tariffs(desk: Desk, lexicon: Lexicon, currencies: Currencies) -> list[tuple[Row, Tariff]]:
    """The rows of ``Tariffs`` that are sound by themselves, each with its tariff."""
    built = ((row, _tariff(row, lexicon, currencies)) for row in desk.rows("Tariffs"))
    return [(row, tariff) for row, tariff in built if not row.faulty]


def usable(tariff: Tariff) -> bool:
    """Whether a row may run at all. Rows that may not are kept, since a scenario can activate them."""
    return tariff.status == ACTIVE and tariff.compliance != "blocked"


def _tariff(row: Row, lexicon: Lexicon, currencies: Currencies) -> Tariff:
    validity = row.validity()
    standing = status(row)
    check_mode(row)
    origin = lexicon.locations.resolve(row, "origin")
    destination = lexicon.locations.resolve(row, "destination")
    note_same_ends(row, origin, destination)
    runs = standing == ACTIVE and row.text("compliance") != "blocked"
    currency = currencies.of(row, validity=validity, used=runs)
    tariff = Tariff(
        where=row.where,
        service=lexicon.services.settle(row.text("service")),
        carrier=lexicon.carriers.settle(row.text("carrier")),
        mode=lexicon.modes.settle(fold(row.text("mode"))),
        origin=origin,
        destination=destination,
        transit_days=row.number("transit_days"),
        schedule=_schedule(row, validity),
        amounts=_amounts(row, currency, lexicon),
        basis=row.text("basis"),
        distance_km=row.maybe_number("distance_km"),
        cutoff_days=row.number("cutoff_days"),
        capacity=row.maybe_number("capacity"),
        capacity_unit=row.text("capacity_unit"),
        min_load=row.number("min_load"),
        departure_cost=row.number("departure_cost"),
        crossings=_crossings(row, lexicon),
        minimum_t=row.number("minimum_t"),
        minimum_charge=row.number("minimum_charge"),
        max_gross_t=row.maybe_number("max_gross_t"),
        max_payload_t=row.maybe_number("max_payload_t"),
        commodity=lexicon.commodities.resolve(row, "commodity"),
        transit_countries=frozenset(countries(row, "transit_countries", lexicon)),
        dangerous=row.maybe_flag("dangerous"),
        dutiable_pct=row.number("dutiable_pct"),
        validity=validity,
        status=standing,
        compliance=row.text("compliance"),
        co2_g_per_tkm=row.maybe_number("co2_g_per_tkm"),
        source=row.text("source"),
        transit_days_p95=p95(row, "transit_days"),
    )
    _check_figures(row, tariff)
    return tariff


def _schedule(row: Row, validity: Validity) -> Schedule:
    """The departures; those every so many days are counted from valid_from."""
    schedule = row.schedule("departures")
    if schedule.every > 1:
        if validity.start is None:
            row.error(
                Kind.BLANK,
                "departures",
                f'departures are "{row.shown("departures")}", and valid_from is blank',
                "the days are counted from valid_from: write the date of the first departure there",
            )
        schedule = replace(schedule, start=validity.start)
    if schedule.dates and not any(day in validity for day in schedule.dates - schedule.skipped):
        row.warn(
            Kind.DATES,
            "departures",
            "no departure is within valid_from and valid_to",
            "the row never runs: correct the dates",
        )
    planned = replace(schedule, skipped=frozenset())
    idle = sorted(day for day in schedule.skipped if day in validity and not planned.runs_on(day))
    if idle and not row.faulty:
        row.warn(
            Kind.DATES,
            "departures",
            f"nothing departs on {', '.join(f'{day:%a} {day}' for day in idle)}, so nothing is taken away",
            "correct the date, or take it out",
        )
    return schedule


def _amounts(row: Row, currency: str, lexicon: Lexicon) -> Amounts:
    """What the row charges; a row without any amount carries nothing and is an error."""
    found = amounts(row, currency, lexicon.containers)
    if not found.per_container and found.rate is None and not (row.unread("rate") or row.unread_amounts()):
        row.error(
            Kind.BLANK,
            "rate",
            "there is neither a rate nor an amount in a container column",
            "write the amount under the container types that it carries, or under rate for all of them",
        )
    return found


def _crossings(row: Row, lexicon: Lexicon) -> tuple[Crossing, ...]:
    """The borders in order; a wrong order, a border twice and one that is not on the leg are noted as errors."""
    found: list[Crossing] = []
    for crossing in row.crossings("borders"):
        name = lexicon.borders.resolve(row, "borders", crossing.border)
        if name and any(name == earlier.border for earlier in found):
            row.error(
                Kind.DUPLICATE,
                "borders",
                f"{crossing.border} is there twice",
                "a leg crosses a border once: delete one of them",
            )
        found.append(Crossing(name, crossing.offset_days))
    if not row.unread("transit_days"):
        _check_offsets(row, row.crossings("borders"), row.number("transit_days"))
    return tuple(found)


def _check_offsets(row: Row, crossings: tuple[Crossing, ...], transit_days: Decimal) -> None:
    """Note borders that are reached after the arrival, or before the one in front of them."""
    reached = Decimal(0)
    for crossing in crossings:
        offset = transit_days if crossing.offset_days is None else crossing.offset_days
        if whole_days(offset) > whole_days(transit_days):
            row.error(
                Kind.RANGE,
                "borders",
                f"{crossing.border} is reached {plain_number(offset)} days after departure, and the leg takes "
                f"{plain_number(transit_days)}",
                "the day of a crossing lies between 0 and transit_days",
            )
        elif whole_days(offset) < whole_days(reached):
            row.error(
                Kind.CONFLICT,
                "borders",
                f"{crossing.border} is reached {plain_number(offset)} days after departure, "
                f"before the border that stands in front of it ({plain_number(reached)} days)",
                "list the crossings in their order; one without @ is reached on arrival",
            )
        reached = max(reached, offset)


def _check_figures(row: Row, tariff: Tariff) -> None:
    """Note cells of a row that contradict each other."""
    if tariff.basis in PER_KM and tariff.distance_km is None:
        row.error(
            Kind.BLANK,
            "distance_km",
            f"basis is {tariff.basis}, and distance_km is blank",
            "write the tariff distance in km",
        )
    if tariff.capacity is not None and tariff.min_load > tariff.capacity:
        row.error(
            Kind.CONFLICT,
            "min_load",
            f"min_load {tariff.min_load} is more than capacity {tariff.capacity}",
            "the departure could never run: correct one of them",
        )
    if tariff.capacity == 0 and usable(tariff):
        note_zero_capacity(row, "capacity")
    note_odd_percent(row, "dutiable_pct", tariff.dutiable_pct)
    if tariff.basis in PER_CONTAINER and tariff.minimum_t > 0:
        row.warn(
            Kind.IGNORED,
            "minimum_t",
            f"minimum_t {tariff.minimum_t} has no effect where basis is {tariff.basis}",
            "it counts for tonne, tonne_km and wm: correct the basis, or clear minimum_t",
        )
