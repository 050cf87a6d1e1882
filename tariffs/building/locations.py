"""Locations and customs territories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tariffs.book import Location
from tariffs.building.countries import country_named
from tariffs.building.gazetteer import another_place, country_beside, other_names
from tariffs.building.names import Names, Spellings, defined_names
from tariffs.folding import LOCODE, fold, fold_place
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

#: A country code is two letters (ISO 3166-1).
CODE_LENGTH = 2


def is_country_code(code: str) -> bool:
    """Whether a word has the form of an ISO 3166 code of two letters."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isalpha()


def locations(desk: Desk) -> tuple[Names, dict[str, Location]]:
    """The names of locations, and the locations by name."""
    names, rows = defined_names(desk, "Locations", "location", folding=fold_place)
    territories = Spellings()
    found: dict[str, Location] = {}
    for row in rows:
        location = _location(row, territories)
        if not row.faulty:
            found[location.name] = location
    codes = _codes(rows, names)
    known = _full_names(rows) | codes | dict(names.known)
    names = replace(names, known=known)

    def alike(word: str) -> Iterator[str]:
        """Other names of what a word may mean, in the country that it names if it does."""
        country = country_beside(word)
        for name in other_names(word):
            location = found.get(names.find(name) or "")
            if not country or location is None or location.country in ("", country):
                yield name

    return replace(names, alike=alike, apart=another_place), found


def _codes(rows: Iterable[Row], names: Names) -> dict[str, str]:
    """The UN/LOCODEs that are names too, by folded code; one that is no code, or another's name, is an error."""
    found: dict[str, str] = {}
    for row in rows:
        code, name = row.text("locode"), row.text("location")
        if not code:
            continue
        folded = fold_place(code)
        owner = found.setdefault(folded, names.known.get(folded, name))
        if not LOCODE.fullmatch(folded):
            what = f'locode "{code}" is not a UN/LOCODE'
            row.error(Kind.VALUE, "locode", what, "write the five letters, such as PKKHI, or put the name into aliases")
        elif owner != name:
            what = f'locode "{code}" stands for "{name}" here and is a name of "{owner}" too'
            row.error(Kind.CONFLICT, "locode", what, "a code means one location: correct one of the two rows")
        elif row.text("country") and not folded.startswith(row.text("country").casefold()):
            what = f'locode "{code}" begins with another country than {row.text("country").upper()}'
            row.warn(Kind.CONFLICT, "locode", what, "correct the code, or the country")
    return found


def _full_names(rows: Iterable[Row]) -> dict[str, str]:
    """The names in full that belong to one location only, folded."""
    owners: dict[str, set[str]] = {}
    for row in rows:
        if row.text("name"):
            owners.setdefault(fold_place(row.text("name")), set()).add(row.text("location"))
    return {folded: next(iter(names)) for folded, names in owners.items() if len(names) == 1}


def _location(row: Row, territories: Spellings) -> Location:
    country = row.text("country").upper()
    if country and not is_country_code(country):
        meant = country_named(country)
        cure = f'did you mean "{meant}"?' if meant else "write the two letters of ISO 3166, such as PK, IR, RU"
        row.error(Kind.VALUE, "country", f'country "{row.text("country")}" is not a country code', cure, meant or None)
    _check_coordinates(row)
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


def _check_coordinates(row: Row) -> None:
    """Warn of half a pair of coordinates, and of the point in the Atlantic that stands for none."""
    pair = {column: row.maybe_number(column) for column in ("latitude", "longitude")}
    blank = [column for column, number in pair.items() if number is None]
    if len(blank) == 1 and not row.unread(blank[0]):
        row.warn(
            Kind.BLANK,
            blank[0],
            f"{blank[0]} is blank, and the other coordinate is given",
            "write both or neither: distances are held against them",
        )
    elif all(number == 0 for number in pair.values()):
        what = "latitude and longitude are both 0, which is a point in the Atlantic"
        row.warn(Kind.SENTINEL, "latitude", what, "write the coordinates, or clear both cells")


def note_same_ends(row: Row, origin: str, destination: str) -> None:
    """Note a leg or a shipment that ends where it starts; a blank end was not found and is said already."""
    if origin and origin == destination:
        row.error(
            Kind.CONFLICT,
            "destination",
            f'origin and destination are both "{origin}"',
            "cargo goes from one location to another: correct one of them",
        )


def territory_names(places: Iterable[Location], *, complete: bool, partial: bool) -> Names:
    """The names of the customs territories that some location is in."""
    known = {fold(place.territory): place.territory for place in places}
    return Names(
        "territory", "Locations", known, tuple(known.values()), complete and bool(known), partial and bool(known)
    )


def origin_territory(row: Row, column: str, territories: Names, places: Iterable[Location]) -> str:
    """The territory where goods were made: one of the book's, or any country's code.

    Goods may come from a country where the book has no location, so a code of two letters is taken as it
    is; any other word is noted as an error.
    """
    word = row.text(column)
    found = territories.find(word) if word else ""
    if found is not None:
        return found
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
