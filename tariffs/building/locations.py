"""Locations and customs territories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tariffs.book import Location
from tariffs.building.names import Names, Spellings, defined_names
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

#: A country code is two letters (ISO 3166-1).
CODE_LENGTH = 2


def is_country_code(code: str) -> bool:
    """Whether a word has the form of an ISO 3166 code of two letters."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isalpha()


def locations(desk: Desk) -> tuple[Names, dict[str, Location]]:
    """The names of locations, and the locations by name."""
    names, rows = defined_names(desk, "Locations", "location")
    territories = Spellings()
    found: dict[str, Location] = {}
    for row in rows:
        location = _location(row, territories)
        if not row.faulty:
            found[location.name] = location
    hints = {
        fold(row.text("name")): f'"{row.text("name")}" is the full name of "{row.text("location")}": '
        "write that, or add it to its aliases"
        for row in rows
        if row.text("name")
    }
    return replace(names, hints=hints), found


def _location(row: Row, territories: Spellings) -> Location:
    country = row.text("country").upper()
    if country and not is_country_code(country):
        row.error(
            Kind.VALUE,
            "country",
            f'country "{row.text("country")}" is not a country code',
            "write the two letters of ISO 3166, such as PK, IR, RU",
        )
    territory = row.text("territory")
    name = row.text("location")
    return Location(
        name=name,
        title=row.text("name") or name,
        country=country,
        territory=territories.settle(territory.upper() if is_country_code(territory) else territory) or country,
        kind=row.text("kind"),
        latitude=row.maybe_number("latitude"),
        longitude=row.maybe_number("longitude"),
        aliases=row.words("aliases"),
    )


def note_same_ends(row: Row, origin: str, destination: str) -> None:
    """Note a leg or a shipment that ends where it starts; a blank end was not found and is said already."""
    if origin and origin == destination:
        row.error(
            Kind.CONFLICT,
            "destination",
            f'origin and destination are both "{origin}"',
            "cargo goes from one location to another: correct one of them",
        )


def territory_names(places: Iterable[Location], *, complete: bool) -> Names:
    """The names of the customs territories that some location is in."""
    known = {fold(place.territory): place.territory for place in places}
    return Names("territory", "Locations", known, tuple(known.values()), complete)


def origin_territory(row: Row, column: str, territories: Names, places: Iterable[Location]) -> str:
    """The territory where goods were made: one of the book's, or any country's code.

    Goods may come from a country where the book has no location, so a code of two letters is taken as it
    is; any other word is noted as an error.
    """
    word = row.text(column)
    if not word or territories.find(word) is not None:
        return territories.resolve(row, column)
    if not is_country_code(word):
        return territories.resolve(row, column)
    code = word.upper()
    inside = sorted({place.territory for place in places if place.country == code})
    if inside:
        row.warn(
            Kind.DOUBT,
            column,
            f"{code} is a country whose locations are in the territory {', '.join(inside)}",
            f"write {inside[0]} if the rules of that territory are meant",
        )
    return code
