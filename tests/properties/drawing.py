"""What the parts of a drawn world have in common: the places, the days, the goods, and how a cell may stay blank."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

from hypothesis import strategies as st

from tests.building.sheets_of_rows import Cell

Row: TypeAlias = dict[str, Cell]
World: TypeAlias = dict[str, list[Row]]

#: A Monday.
FIRST = date(2025, 3, 3)

#: Location, country, customs territory.
PLACES = (
    ("Karachi", "PK", None),
    ("Zahedan", "IR", None),
    ("Aktau", "KZ", "EAEU"),
    ("Moscow", "RU", "EAEU"),
    ("Ashgabat", "TM", None),
)
MODES = ("rail", "road", "sea")
CARRIERS = ("ACME", "BOLT", "CORE")
#: Volumes and stowage such that a box that is full by volume holds whole kilograms.
CONTAINERS: dict[str, Row] = {
    "TEU": {"container": "TEU", "teu": 1, "max_gross_t": 24.3, "tare_t": 2.3, "volume_m3": 33},
    "FEU": {"container": "FEU", "teu": 2, "max_gross_t": 30.5, "tare_t": 3.75, "volume_m3": 66},
    "RFR": {
        "container": "RFR", "teu": 2.25, "max_gross_t": 30.5, "tare_t": 4.8, "volume_m3": 57.6, "payload_t": 20,
        "reefer": "yes",
    },
}  # fmt: skip
COMMODITIES: dict[str, Row] = {
    "rice": {"commodity": "rice", "hs": "1006", "stowage_m3_per_t": 1.3},
    "cotton": {"commodity": "cotton", "hs": "5201", "stowage_m3_per_t": 2.5},
    "steel": {"commodity": "steel", "hs": "7208", "stowage_m3_per_t": 0.5},
    "chemicals": {"commodity": "chemicals", "hs": "2815", "stowage_m3_per_t": 1, "dangerous": "yes"},
    "insulin": {"commodity": "insulin", "hs": "3004", "stowage_m3_per_t": 3.2, "reefer": "yes"},
}
#: Base units for one unit, before and after the change in the window.
RATES = {"PKR": ("0.0036", "0.0045"), "CHF": ("1.13", "0.9")}


def day(number: int) -> str:
    """The day so many days after the first, as a cell."""
    return (FIRST + timedelta(days=number)).isoformat()


def base_currency(world: World) -> Cell:
    """The currency that has no rate."""
    return next((row["value"] for row in world.get("Settings", ()) if row["setting"] == "base_currency"), "USD")


def blank_or(*cells: Cell) -> st.SearchStrategy[Cell]:
    """A blank as the simplest, or one of these cells."""
    return st.sampled_from((None, *cells))


def rarely(*cells: Cell) -> st.SearchStrategy[Cell]:
    """Mostly a blank, now and then one of these cells."""
    return st.sampled_from((*(None,) * 5 * len(cells), *cells))


def often(*cells: Cell) -> st.SearchStrategy[Cell]:
    """A blank as the simplest, as often as one of these cells."""
    return st.sampled_from((*(None,) * len(cells), *cells))


def chance(times: int = 5) -> st.SearchStrategy[bool]:
    """Mostly no; once in so many times and one, yes."""
    return st.sampled_from((False,) * times + (True,))


def filled(**cells: Cell) -> Row:
    """A row without its blanks."""
    return {column: cell for column, cell in cells.items() if cell is not None}


def several(names: list[str]) -> st.SearchStrategy[Cell]:
    """A list of some of these names, as a cell."""
    return st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True).map("; ".join)
