"""All the names that rows may use, gathered before any row is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from tariffs.building.names import Names, Spellings


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of locations, containers, commodities and borders, and the codes of countries; others as seen.

    ``all_tariffs`` is whether services, carriers and modes are seen in all rows of ``Tariffs``, none of which may
    stand in a workbook that could not be read.
    """

    locations: Names
    containers: Names
    commodities: Names
    borders: Names
    countries: frozenset[str]
    services: Spellings = field(default_factory=Spellings)
    carriers: Spellings = field(default_factory=Spellings)
    modes: Spellings = field(default_factory=Spellings)
    customers: Spellings = field(default_factory=Spellings)
    all_tariffs: bool = True
