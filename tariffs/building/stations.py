"""What happens at locations: ``Transfers``, ``Storage`` and ``Pool``."""

from __future__ import annotations

from collections.abc import Collection

from tariffs.book import ANY, DESTINATION, ORIGIN, Capacity, StorageBand, Transfer
from tariffs.building.lexicon import Lexicon
from tariffs.building.money import Currencies, amounts, note_uncharged
from tariffs.building.names import unique_rows
from tariffs.building.spreads import p95
from tariffs.building.standing import is_wrong_mode, note_unused
from tariffs.calendar import Period
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row


def capacity(row: Row) -> Capacity | None:
    """The capacity of a row by unit and period; ``None`` where it is unlimited."""
    amount = row.maybe_number("capacity")
    if amount == 0 and row.text("compliance" if row.record.sheet == "Borders" else "capacity_per") != "blocked":
        note_zero_capacity(row, "capacity")
    if amount is None or row.faulty:
        return None
    return Capacity(amount, row.text("capacity_unit"), Period(row.text("capacity_per")))


def note_zero_capacity(row: Row, column: str) -> None:
    """Warn of a capacity that lets nothing pass, which some write for none stated."""
    row.warn(
        Kind.CAPACITY,
        column,
        f"{column} is 0, so nothing can use it",
        "clear the cell if there is no limit; set compliance to blocked, or delete the row, if it is closed"
        if row.record.sheet == "Borders"
        else "clear the cell if there is no limit; leave it if nothing may",
    )


def transfers(
    desk: Desk, lexicon: Lexicon, currencies: Currencies, containers: Collection[str]
) -> tuple[Transfer, ...]:
    """The transfers by location and modes."""
    rows = unique_rows(
        desk.rows("Transfers"),
        key=lambda row: (
            lexicon.locations.find(row.text("location")) or row.where,
            fold(row.text("from_mode")),
            fold(row.text("to_mode")),
        ),
        describe=lambda row: (
            f"the transfer at {row.text('location')} from {row.text('from_mode')} to {row.text('to_mode')}"
        ),
        columns=("location", "from_mode", "to_mode"),
    )
    found = []
    for row in rows:
        _check_modes(row, lexicon)
        priced = amounts(row, currencies.of(row), lexicon.containers)
        note_uncharged(row, priced, containers)
        transfer = Transfer(
            where=row.where,
            location=lexicon.locations.resolve(row, "location"),
            from_mode=fold(row.text("from_mode")),
            to_mode=fold(row.text("to_mode")),
            amounts=priced,
            dwell_days=row.number("dwell_days"),
            capacity=capacity(row),
            dwell_days_p95=p95(row, "dwell_days"),
            co2_kg_per_t=row.maybe_number("co2_kg_per_t"),
            source=row.text("source"),
        )
        if not row.faulty:
            found.append(transfer)
    return tuple(found)


def _check_modes(row: Row, lexicon: Lexicon) -> None:
    """Note ends that cannot be, and modes that no tariff has."""
    from_mode, to_mode = fold(row.text("from_mode")), fold(row.text("to_mode"))
    if from_mode == DESTINATION:
        row.error(
            Kind.CONFLICT,
            "from_mode",
            "a transfer cannot come from the destination",
            "write destination under to_mode, and here the mode that arrives, or any",
        )
    if to_mode == ORIGIN:
        row.error(
            Kind.CONFLICT,
            "to_mode",
            "a transfer cannot lead to the origin",
            "write origin under from_mode, and here the mode that departs, or any",
        )
    if from_mode == ORIGIN and to_mode == DESTINATION:
        row.error(
            Kind.CONFLICT,
            "to_mode",
            "a transfer from origin to destination has no leg between them",
            "write a mode, or any, on one side",
        )
    for column, mode in (("from_mode", from_mode), ("to_mode", to_mode)):
        note_unknown_mode(row, column, mode, lexicon, (ORIGIN, DESTINATION, ANY))


def note_unknown_mode(row: Row, column: str, mode: str, lexicon: Lexicon, other_words: tuple[str, ...] = ()) -> None:
    """Note a mode that no row of ``Tariffs`` has."""
    modes = lexicon.modes
    if not mode or mode in other_words or not modes.first or modes.find(mode) is not None:
        return
    what = f'no row of Tariffs has the mode "{mode}", so the row is never used'
    wrong = is_wrong_mode(mode, modes.first.values())
    doubted = None if lexicon.all_tariffs else modes.doubted
    note_unused(row, column, mode, [*modes.first.values(), *other_words], what, wrong=wrong, doubted=doubted)


def storage(desk: Desk, lexicon: Lexicon, currencies: Currencies) -> tuple[StorageBand, ...]:
    """The bands of storage by location, container and first day."""
    rows = unique_rows(
        desk.rows("Storage"),
        key=lambda row: (
            lexicon.locations.find(row.text("location")) or row.where,
            lexicon.containers.find(row.text("container")),
            row.integer("from_day"),
        ),
        describe=lambda row: f"storage at {row.text('location')} from day {row.integer('from_day')}",
        columns=("from_day", "location", "container"),
    )
    bands: list[tuple[Row, StorageBand]] = []
    for row in rows:
        band = StorageBand(
            where=row.where,
            location=lexicon.locations.resolve(row, "location"),
            container=lexicon.containers.resolve(row, "container"),
            free_days=row.number("free_days"),
            from_day=row.integer("from_day"),
            rate_per_day=row.number("rate_per_day"),
            currency=currencies.of(row),
        )
        if not row.faulty:
            bands.append((row, band))
    _note_free_days(bands)
    return tuple(band for _, band in bands)


def _note_free_days(bands: list[tuple[Row, StorageBand]]) -> None:
    """Warn of free days that differ from those of the band that starts first, which hold."""
    first: dict[tuple[str, str], tuple[Row, StorageBand]] = {}
    for row, band in sorted(bands, key=lambda pair: pair[1].from_day):
        first_row, lowest = first.setdefault((band.location, band.container), (row, band))
        if band.free_days != lowest.free_days and row.stated("free_days"):
            row.warn(
                Kind.IGNORED,
                "free_days",
                f"free_days {band.free_days} is not used: {lowest.free_days} in {first_row.seen_from(row)}, "
                "the band that starts first, holds",
                "write the same free_days in all bands of a location and container",
            )


def pool(desk: Desk, lexicon: Lexicon) -> dict[tuple[str, str], int]:
    """The containers that may start at a location, by location and container."""
    rows = unique_rows(
        desk.rows("Pool"),
        key=lambda row: (
            lexicon.locations.find(row.text("location")) or row.where,
            lexicon.containers.find(row.text("container")) or row.where,
        ),
        describe=lambda row: f"the pool of {row.text('container')} at {row.text('location')}",
        columns=("container", "location"),
    )
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        location = lexicon.locations.resolve(row, "location")
        container = lexicon.containers.resolve(row, "container")
        available = row.integer("available")
        if available == 0 and not row.unread("available"):
            note_zero_capacity(row, "available")
        if not row.faulty:
            found[location, container] = available
    return found
