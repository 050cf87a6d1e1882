"""Where the made-up worlds lie: six regions in two rows of three, each a cluster of places around its hub."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tariffs.template.tables import Row

COLUMNS, ROWS = 3, 2
PLACES_EACH = 11
#: From hub to hub of neighbours, and how far from its hub a place may lie.
EAST_KM, NORTH_KM, RADIUS_KM = 1600, 1300, 420
NEAREST_KM = 60
#: Regions at the corners lie at the sea.
COAST = (0, 2, 3, 5)
#: The third and the last region are a customs union; every other is a territory of its own.
UNION = (2, 5)
KM_A_DEGREE = 111


@dataclass(frozen=True, slots=True)
class Place:
    """A location: its region, and where it lies, km east and north of the first hub."""

    name: str
    region: int
    east_km: float
    north_km: float
    kind: str

    def km_to(self, other: Place) -> float:
        """The distance as the crow flies."""
        return math.hypot(self.east_km - other.east_km, self.north_km - other.north_km)


def letter(region: int) -> str:
    """What a region is called: A to F."""
    return "ABCDEF"[region]


def neighbours() -> list[tuple[int, int]]:
    """The pairs of regions that lie beside or above each other."""
    regions = range(COLUMNS * ROWS)
    return [(a, b) for a in regions for b in regions if a < b and steps_between(a, b) == 1]


def steps_between(a: int, b: int) -> int:
    """How many borders lie between two regions on the shortest way."""
    return abs(a % COLUMNS - b % COLUMNS) + abs(a // COLUMNS - b // COLUMNS)


def places(random: Random) -> list[Place]:
    """The places of all regions, the hub first in each and a port second where there is a coast."""
    return [place for region in range(COLUMNS * ROWS) for place in _cluster(region, random)]


def _cluster(region: int, random: Random) -> Iterator[Place]:
    east, north = EAST_KM * (region % COLUMNS), NORTH_KM * (region // COLUMNS)
    yield Place(f"{letter(region)}01", region, east, north, "terminal")
    for number in range(2, PLACES_EACH + 1):
        angle = 2 * math.pi * (number + random.random()) / (PLACES_EACH - 1)
        away = random.uniform(NEAREST_KM, RADIUS_KM)
        kind = "port" if number == 2 and region in COAST else "city"
        name = f"{letter(region)}{number:02d}"
        yield Place(name, region, east + away * math.cos(angle), north + away * math.sin(angle), kind)


def gates(here: int, there: int, known: list[Place]) -> list[Place]:
    """The two places of a region that lie nearest to the hub of another."""
    hub = next(place for place in known if place.region == there)
    own = [place for place in known if place.region == here]
    return sorted(own[1:], key=lambda place: place.km_to(hub))[:2]


def location_rows(known: list[Place]) -> list[Row]:
    """The sheet ``Locations``; the countries' codes are those that ISO 3166 leaves to users."""
    return [
        {
            "location": place.name,
            "country": f"X{letter(place.region)}",
            "territory": "UNION" if place.region in UNION else f"X{letter(place.region)}",
            "kind": place.kind,
            "latitude": round(20 + place.north_km / KM_A_DEGREE, 3),
            "longitude": round(50 + place.east_km / KM_A_DEGREE, 3),
        }
        for place in known
    ]
