"""A corner of a made-up world, small enough to be stated as flows in a moment."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.worlds import World
from tariffs.template.tables import Row

#: What lies in a region is named for it: places, and crossings by both sides.
PLACES: Mapping[str, tuple[str, ...]] = {
    "Locations": ("location",),
    "Tariffs": ("origin", "destination"),
    "Transfers": ("location",),
    "Storage": ("location",),
    "Cargo": ("origin", "destination"),
}


def corner(made: World, regions: str, capacity: int) -> World:
    """Of a world, what begins and ends in some regions, with so much capacity at each crossing."""

    def within(row: Row, columns: tuple[str, ...]) -> bool:
        return all(str(row[column])[0] in regions for column in columns)

    sheets = dict(made.sheets)
    for name, columns in PLACES.items():
        sheets[name] = [row for row in made.sheets[name] if within(row, columns)]
    sheets["Borders"] = [
        {**row, "capacity": capacity} for row in made.sheets["Borders"] if set(str(row["border"])[:2]) <= set(regions)
    ]
    return World(sheets)
