"""What a shipment may not use: locations, borders, carriers, countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from tariffs.book import Avoid, Location, Shipment, Tariff, TariffBook
from tariffs.building.countries import country_named
from tariffs.building.lexicon import Lexicon
from tariffs.building.names import doubt
from tariffs.building.tariffs import usable
from tariffs.calendar import Validity
from tariffs.folding import fold
from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.rows import Row
from tariffs.touched import Touched

#: What most shipments say.
NOTHING = Avoid()
#: How many legs of unknown way a warning names.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Avoidable:
    """What the words of an `avoid` cell can name; ``carriers`` are those that sheets beside Tariffs name."""

    lexicon: Lexicon
    locations: Mapping[str, Location]
    carriers: frozenset[str] = frozenset()
    doubted: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, lexicon: Lexicon, book: TariffBook) -> Self:
        """What can be named with that book."""
        named = {row.carrier for row in book.surcharges} | {row.carrier for row in book.departures}
        return cls(lexicon, book.locations, frozenset(named - {""}))

    def carrier(self, word: str) -> str | None:
        """The carrier that a word names, used or not."""
        used = self.lexicon.carriers.find(word)
        return used or next((name for name in self.carriers if fold(name) == fold(word)), None)

    @property
    def complete(self) -> bool:
        """Whether a word that names nothing is unknown, and the row that would define it not merely missing."""
        lexicon = self.lexicon
        return (
            lexicon.locations.complete
            and lexicon.borders.complete
            and lexicon.all_tariffs
            and bool(lexicon.modes.first)
        )

    @property
    def partial(self) -> bool:
        """Whether some rows of each sheet are known that may name it."""
        names = (self.lexicon.locations, self.lexicon.borders)
        return all(known.complete or known.partial for known in names) and bool(self.lexicon.modes.first)


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
    for word in words:
        meanings = {
            "locations": lexicon.locations.find(word),
            "borders": lexicon.borders.find(word),
            "carriers": book.carrier(word),
            "countries": word.upper() if word.upper() in lexicon.countries else None,
        }
        for kind, name in meanings.items():
            if name:
                kinds[kind].add(name)
        if not any(meanings.values()):
            _note_unknown(row, word, book)
    found = Avoid(**{kind: frozenset(names) for kind, names in kinds.items()})
    _note_ends(row, found, book, (origin, destination))
    return found


def _note_unknown(row: Row, word: str, book: Avoidable) -> None:
    """Note a word that names nothing."""
    row.faulty = True
    if not (book.complete or book.partial):
        return
    lexicon = book.lexicon
    known = [
        *lexicon.locations.spellings,
        *lexicon.borders.spellings,
        *lexicon.carriers.first.values(),
        *book.carriers,
    ]
    code = country_named(word, known)
    near = f'did you mean "{code}"?' if code else near_match(word, known, lexicon.locations.apart)
    meant = code or only_near(word, known, lexicon.locations.apart)
    what = f'"{word}" is not a location, border, carrier or country'
    cure = near if near.startswith("did you mean") else "correct it, or take it out"
    if book.complete or meant:
        row.error(Kind.NAME, "avoid", what, cure, row.with_word("avoid", word, meant) if meant else None)
    else:
        doubt(row, Kind.NAME, "avoid", what, cure, book.doubted)


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


def note_unknown_ways(shipments: Iterable[tuple[Row, Shipment]], book: TariffBook) -> None:
    """Warn of each shipment that avoids a country which legs that it may use cross for all that is known.

    A leg of several borders may cross any country, unless each border says between which countries it lies.
    """
    touched = Touched(book)
    rows = [row for leg in book.legs for row in leg.tariffs if usable(row) and touched.open_borders(row)]
    for row, shipment in shipments:
        if not shipment.avoid.countries:
            continue
        legs = {
            str(leg.leg_key): touched.open_borders(leg)
            for leg in rows
            if shipment.avoid.countries.isdisjoint(touched.countries(leg)) and _may_use(leg, shipment)
        }
        if not legs:
            continue
        named = list(legs)[:SHOWN] + ([f"{len(legs) - SHOWN} more legs"] if len(legs) > SHOWN else [])
        borders = sorted({border for found in legs.values() for border in found})
        row.warn(
            Kind.DOUBT,
            "avoid",
            f"whether {' or '.join(named)} crosses {' or '.join(sorted(shipment.avoid.countries))} is not known",
            f"write into between of Borders which two countries meet at {', '.join(borders)}",
        )


def _may_use(row: Tariff, shipment: Shipment) -> bool:
    """Whether a shipment may go on a row, by its dates and by what it avoids beside countries."""
    avoid = shipment.avoid
    return (
        row.validity.overlaps(Validity(shipment.ready, shipment.last_day))
        and (shipment.modes is None or row.mode in shipment.modes)
        and (shipment.services is None or row.service in shipment.services)
        and shipment.goes_with(row.carrier)
        and avoid.locations.isdisjoint((row.origin, row.destination))
        and avoid.borders.isdisjoint(crossing.border for crossing in row.crossings)
    )
