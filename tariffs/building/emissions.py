"""The rows of ``Emissions``, and what CO2e is not known of."""

from __future__ import annotations

from collections.abc import Sequence

from tariffs.book import EmissionFactor, Tariff, TariffBook
from tariffs.building.lexicon import Lexicon
from tariffs.building.names import unique_rows
from tariffs.building.percentages import note_odd_percent
from tariffs.building.standing import usual_mode
from tariffs.building.stations import note_unknown_mode
from tariffs.building.tariffs import usable
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row


def emissions(desk: Desk, lexicon: Lexicon) -> dict[str, EmissionFactor]:
    """The emission factors by mode; one without a source is noted."""
    rows = unique_rows(
        desk.rows("Emissions"),
        key=lambda row: fold(row.text("mode")),
        describe=lambda row: f'mode "{row.text("mode")}"',
        columns=("mode",),
    )
    found: dict[str, EmissionFactor] = {}
    for row in rows:
        mode = fold(row.text("mode"))
        if usual_mode(mode):
            note_unknown_mode(row, "mode", mode, lexicon)
        note_odd_percent(row, "distance_adjustment_pct", row.number("distance_adjustment_pct"))
        if not row.faulty:
            found[mode] = EmissionFactor(
                where=row.where,
                co2_g_per_tkm=row.number("co2_g_per_tkm"),
                ttw_g_per_tkm=row.maybe_number("ttw_g_per_tkm"),
                distance_adjustment_pct=row.number("distance_adjustment_pct"),
                kind=row.text("kind"),
                source=row.text("source"),
            )
        _check(row)
    return found


def _check(row: Row) -> None:
    """Note a part that is more than the whole, and a factor without a source."""
    whole, part = row.maybe_number("co2_g_per_tkm"), row.maybe_number("ttw_g_per_tkm")
    if whole is not None and part is not None and part > whole:
        row.error(
            Kind.CONFLICT,
            "ttw_g_per_tkm",
            f"{part} g tank to wheel is more than the {whole} g well to wheel of which it is a part",
            "correct one of them: co2_g_per_tkm has the fuel's production in it",
        )
    if not row.text("source") and not row.unread("source"):
        row.warn(
            Kind.DOUBT,
            "source",
            "no source is stated for the emission factor, so that no auditor can trace the CO2e",
            "write where the figure comes from",
        )


def note_unmeasured_co2(rows: Sequence[tuple[Row, Tariff]], book: TariffBook) -> None:
    """Warn of tariffs whose CO2e cannot be priced, where it has a price."""
    if book.settings.co2_price_per_t == 0:
        return
    modes: set[str] = set()
    for row, tariff in rows:
        if not usable(tariff):
            continue
        if tariff.distance_km is None:
            row.warn(
                Kind.DOUBT,
                "distance_km",
                "distance_km is blank, so the leg's CO2e is counted as 0",
                "write the distance, since co2_price_per_t is set",
            )
        unknown = tariff.co2_g_per_tkm is None and tariff.mode not in book.emissions
        if unknown and tariff.mode not in modes:
            modes.add(tariff.mode)
            row.warn(
                Kind.DOUBT,
                "mode",
                f"{tariff.mode} has no emission factor, so its CO2e is counted as 0",
                f"add a row for {tariff.mode} to Emissions, since co2_price_per_t is set",
            )


def note_unmeasured_hubs(desk: Desk) -> None:
    """Warn of transfers whose emissions are not stated where those of others are: they would be preferred for it."""
    rows = list(desk.rows("Transfers"))
    for row in rows if any(row.stated("co2_kg_per_t") for row in rows) else ():
        if not row.stated("co2_kg_per_t"):
            row.warn(
                Kind.DOUBT,
                "co2_kg_per_t",
                "co2_kg_per_t is blank, so what is emitted here is counted as 0, and elsewhere it is not",
                "write it for all transfers, or for none; 0 where nothing is emitted",
            )
