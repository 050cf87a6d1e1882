"""What a shipment may not use: locations, borders, carriers, countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tariffs.book import Avoid, Location
from tariffs.building.lexicon import Lexicon
from tariffs.building.locations import is_country_code
from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.rows import Row

#: What most shipments say.
NOTHING = Avoid()


@dataclass(frozen=True, slots=True)
class Avoidable:
    """What the words of an `avoid` cell can name."""

    lexicon: Lexicon
    locations: Mapping[str, Location]


def avoided(row: Row, book: Avoidable, origin: str, destination: str) -> Avoid:
    """What the words of the cell name, each of which may be of several kinds.

    ``Taftan`` may be a location and a border: both are avoided. An unknown word is noted as an error, and
    so is one that leaves nothing, as a warning.
    """
    words = row.words("avoid")
    if not words:
        return NOTHING
    lexicon = book.lexicon
    kinds: dict[str, set[str]] = {
        "locations": set(),
        "borders": set(),
        "carriers": set(),
        "countries": set(),
    }
    countries = {place.country for place in book.locations.values()}
    for word in words:
        country = word.upper() if is_country_code(word) else ""
        meanings = {
            "locations": lexicon.locations.find(word),
            "borders": lexicon.borders.find(word),
            "carriers": lexicon.carriers.find(word),
            "countries": country if country in countries else None,
        }
        for kind, name in meanings.items():
            if name:
                kinds[kind].add(name)
        if not any(meanings.values()):
            _note_unknown(row, word, book, country)
    found = Avoid(**{kind: frozenset(names) for kind, names in kinds.items()})
    _note_ends(row, found, book, (origin, destination))
    return found


def _note_unknown(row: Row, word: str, book: Avoidable, country: str) -> None:
    """Note a word that names nothing; the code of a country without locations is only doubtful."""
    if country:
        row.warn(
            Kind.DOUBT,
            "avoid",
            f"no location is in the country {country}, so avoiding it changes nothing",
            "correct the code, or take it out",
        )
        return
    if not book.lexicon.locations.complete:
        row.faulty = True
        return
    lexicon = book.lexicon
    known = [
        *lexicon.locations.spellings,
        *lexicon.borders.spellings,
        *lexicon.carriers.first.values(),
    ]
    near = near_match(word, known)
    row.error(
        Kind.NAME,
        "avoid",
        f'"{word}" is not a location, border, carrier or country',
        near if near.startswith("did you mean") else "correct it, or take it out",
        row.with_word("avoid", word, meant) if (meant := only_near(word, known)) else None,
    )


def _note_ends(row: Row, found: Avoid, book: Avoidable, ends: tuple[str, str]) -> None:
    """Warn if the cargo starts or ends at what it is to avoid."""
    for column, name in zip(("origin", "destination"), ends, strict=True):
        place = book.locations.get(name)
        if place is None:
            continue
        banned = name if name in found.locations else place.country
        if name in found.locations or place.country in found.countries:
            row.warn(
                Kind.CONFLICT,
                "avoid",
                f'"{banned}" is to be avoided, and it holds the {column} "{name}"'
                if banned != name
                else f'"{banned}" is to be avoided, and it is the {column}',
                "nothing can carry the shipment: take it out",
            )
