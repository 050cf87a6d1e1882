"""From typed records to the checked book: the order in which the sheets are built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tariffs.book import Portfolio, Shipment, Tariff, TariffBook
from tariffs.building.avoid import Avoidable, note_unknown_ways
from tariffs.building.borders import border_names, borders
from tariffs.building.cargo import Reference, shipments
from tariffs.building.changes import departure_changes
from tariffs.building.commodities import commodities
from tariffs.building.container_types import note_no_type
from tariffs.building.containers import containers
from tariffs.building.countries import country_codes
from tariffs.building.departures import legs
from tariffs.building.doubts import (
    note_expired,
    note_least_lot,
    note_minimum_charges,
    note_payloads,
    note_uncrossable,
    note_undutied,
)
from tariffs.building.duties import duties
from tariffs.building.emissions import emissions, note_unmeasured_co2, note_unmeasured_hubs
from tariffs.building.far_days import note_far_days
from tariffs.building.gazetteer import another_place
from tariffs.building.lanes import note_odd_distances, note_outliers, note_unreached
from tariffs.building.lexicon import Lexicon
from tariffs.building.locations import locations, territory_names
from tariffs.building.money import Currencies, currencies
from tariffs.building.names import Names
from tariffs.building.repeats import note_double_surcharges, note_ended_surcharges, note_twins
from tariffs.building.settings import settings
from tariffs.building.standing import note_doubtful_modes
from tariffs.building.stations import pool, storage, transfers
from tariffs.building.surcharges import surcharges
from tariffs.building.tariffs import tariffs
from tariffs.building.unused import note_unused_charges
from tariffs.problems import Kind, Severity
from tariffs.records import Tables
from tariffs.rows import Desk, Row
from tariffs.running import Running
from tariffs.scenarios import check_scenarios
from tariffs.sheets import SHEETS


@dataclass(frozen=True, slots=True)
class _Built:
    """The book, and what the cargo is held against."""

    book: TariffBook
    lexicon: Lexicon
    currencies: Currencies
    territories: Names
    rated: Sequence[tuple[Row, Tariff]]


def build(tables: Tables, *, cargo_required: bool = True) -> tuple[TariffBook, Portfolio]:
    """Resolve and check the records of an input.

    Parameters
    ----------
    tables
        What was read. Every problem found is added to ``tables.problems``.
    cargo_required
        Whether an input without ``Cargo`` is an error. A tariff book can be checked by itself.

    Returns
    -------
    TariffBook, Portfolio
        The book, and the shipments (none where there is no cargo).

    Raises
    ------
    InputError
        If any problem, of reading or of building, is an error; it carries all of them.
    """
    desk = Desk(tables)
    _note_missing_sheets(desk, cargo_required=cargo_required)
    first_day = min((day for row in desk.rows("Cargo") if (day := row.day("ready")) is not None), default=None)
    if not tables.scenario:  # to apply one is to check them all
        check_scenarios(tables)
    built = _book(desk, first_day)
    loads = _cargo(desk, built)
    built.currencies.check_days(first_day)
    if not desk.may_lack("Cargo", "Settings"):
        note_least_lot(desk, loads, built.book.settings.min_lot_t)
        note_far_days(loads)
    note_undutied(desk, loads, built.book.duties, built.book.locations)
    note_twins(loads)
    if not desk.may_lack("Borders"):
        note_unknown_ways(loads, built.book)
    rows = [tariff for leg in built.book.legs for tariff in leg.tariffs]
    if desk.knows("Tariffs") and desk.holds("Tariffs", len(rows)):  # a faulty row could be the one that leads there
        note_unreached(loads, rows, review=built.book.settings.allow_review)
        if not desk.may_lack("Transfers", "Containers"):
            note_no_type(loads, built.rated, built.book)
    tables.problems.raise_errors()
    return built.book, Portfolio({shipment.name: shipment for _, shipment in loads})


def _note_missing_sheets(desk: Desk, *, cargo_required: bool) -> None:
    """Note each sheet without which nothing can be planned and that has no row."""
    for sheet in SHEETS.values():
        wanted = sheet.required and (cargo_required or sheet.name != "Cargo")
        if not wanted or desk.has(sheet.name) or desk.failed(sheet.name):
            continue
        there = sheet.name in desk.tables.records
        desk.sheet_problem(
            Kind.SHEET,
            Severity.ERROR,
            sheet.name,
            "the sheet has no row" if there else f"there is no sheet {sheet.name} ({sheet.description})",
            "fill in at least one" if there else "add it, or name the workbook that holds it",
        )


def _book(desk: Desk, first_day: date | None) -> _Built:
    """The tariff book, with what is wrong in its sheets noted."""
    figures = settings(desk)
    location_names, places = locations(desk)
    container_names, boxes = containers(desk)
    commodity_names, goods = commodities(desk)
    crossings = border_names(desk)
    lexicon = Lexicon(
        replace(location_names, apart=partial(another_place, other=crossings.find)),
        container_names,
        commodity_names,
        replace(crossings, apart=partial(another_place, other=location_names.find)),
        country_codes(places.values()),
        all_tariffs=not desk.may_lack("Tariffs"),
    )
    money = currencies(desk, figures.base_currency if desk.has("Settings") or desk.knows("Settings") else "")
    rated = tariffs(desk, lexicon, money)
    note_doubtful_modes(desk, rated)
    sound = [tariff for _, tariff in rated]
    added = surcharges(desk, lexicon, money, sound)
    changed = [change for _, change in departure_changes(desk, lexicon, sound, review=figures.allow_review)]
    book = TariffBook(
        settings=figures,
        locations=places,
        containers=boxes,
        commodities=goods,
        legs=legs(rated, tuple(boxes), Running(changed)),
        departures=tuple(changed),
        surcharges=tuple(surcharge for _, surcharge in added),
        transfers=transfers(desk, lexicon, money, tuple(boxes)),
        storage=storage(desk, lexicon, money),
        borders=borders(desk, lexicon, money, tuple(boxes)),
        pool=pool(desk, lexicon),
        fx=money.rates,
        emissions=emissions(desk, lexicon),
    )
    territories = territory_names(
        places.values(), complete=desk.holds("Locations", len(places)), partial=desk.counts("Locations", len(places))
    )
    charged = duties(desk, lexicon, money, territories, places.values(), goods.values())
    note_odd_distances(rated, places)
    note_double_surcharges(added)
    if not desk.may_lack("Tariffs", "Cargo"):
        note_expired(rated, first_day)
    if not desk.may_lack("Tariffs", "FX"):
        note_outliers(rated, money)
    if not desk.may_lack("Surcharges", "Cargo"):
        note_ended_surcharges(added, first_day)
    if not desk.may_lack("Containers"):
        note_minimum_charges(rated, boxes)
        note_payloads(rated, boxes)
    # A faulty border could be the one that applies.
    if not desk.may_lack("Cargo") and desk.holds("Borders", len(book.borders)):
        note_uncrossable(rated, book.borders, first_day)
    if not desk.may_lack("Emissions"):
        note_unmeasured_co2(rated, book)
    note_unmeasured_hubs(desk)
    book = replace(book, duties=charged)
    if sound and desk.holds("Tariffs", len(sound)):  # a faulty row could be the one that leads there
        note_unused_charges(desk, book, sound)
    return _Built(book, lexicon, money, territories, rated)


def _cargo(desk: Desk, built: _Built) -> list[tuple[Row, Shipment]]:
    """The shipments, with what is wrong in `Cargo` noted."""
    book = built.book
    reference = Reference(
        lexicon=built.lexicon,
        currencies=built.currencies,
        territories=built.territories,
        locations=book.locations,
        containers=book.containers,
        commodities=book.commodities,
        avoidable=Avoidable.of(built.lexicon, book),
        penalty_per_t=book.settings.unserved_penalty_per_t,
        min_lot_t=book.settings.min_lot_t,
        on_time_probability=book.settings.on_time_probability,
    )
    return shipments(desk, reference)
