"""Every sheet and column of the contract, once."""

from __future__ import annotations

from tariffs.schema import Sheet, normalise
from tariffs.sheets.cargo import CARGO, COMMODITIES, CONTAINERS
from tariffs.sheets.carriage import BASES, DEPARTURES, EMISSIONS, SURCHARGE_BASES, SURCHARGES, TARIFFS
from tariffs.sheets.columns import (
    CAPACITY_UNITS,
    COMPLIANCE,
    PERIODS,
    SOURCE,
)
from tariffs.sheets.money import DUTIES, FX
from tariffs.sheets.places import BORDERS, LOCATIONS, POOL, STORAGE, TRANSFERS
from tariffs.sheets.settings import SCENARIOS, SETTING_COLUMNS, SETTINGS
from tariffs.sheets.synonyms import with_synonyms

SHEETS: dict[str, Sheet] = {
    sheet.name: with_synonyms(sheet)
    for sheet in (
        SETTINGS,
        LOCATIONS,
        CONTAINERS,
        TARIFFS,
        SURCHARGES,
        TRANSFERS,
        STORAGE,
        DEPARTURES,
        BORDERS,
        POOL,
        COMMODITIES,
        DUTIES,
        FX,
        EMISSIONS,
        SCENARIOS,
        CARGO,
    )
}

#: The canonical name of every spelling of a sheet's name, normalised.
SHEET_NAMES = {
    normalise(spelling): sheet.name for sheet in SHEETS.values() for spelling in (sheet.name, *sheet.synonyms)
}
#: Sheets that explain a workbook and hold none of its data, normalised: passed over without a word.
GUIDES = frozenset(("read_me", "readme", "problems"))
#: Sheets that a plan workbook has, normalised, and no input has all of.
PLAN = frozenset(("summary", "bookings", "legs", "charges", "shipments"))

__all__ = [
    "BASES",
    "BORDERS",
    "CAPACITY_UNITS",
    "CARGO",
    "COMMODITIES",
    "COMPLIANCE",
    "CONTAINERS",
    "DEPARTURES",
    "DUTIES",
    "EMISSIONS",
    "FX",
    "GUIDES",
    "LOCATIONS",
    "PERIODS",
    "PLAN",
    "POOL",
    "SCENARIOS",
    "SETTINGS",
    "SETTING_COLUMNS",
    "SHEETS",
    "SHEET_NAMES",
    "SOURCE",
    "STORAGE",
    "SURCHARGES",
    "SURCHARGE_BASES",
    "TARIFFS",
    "TRANSFERS",
]
