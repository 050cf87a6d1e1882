"""Which column of a sheet a header names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tariffs.folding import fold_code
from tariffs.schema import Column, Sheet, Type, normalise


@dataclass(frozen=True, slots=True)
class Match:
    """What a header means.

    Attributes
    ----------
    name
        The canonical column name, or the container's code.
    column
        The column; for a container column that of its amounts.
    container
        Whether it is a container column.
    factor
        What one of the header's unit is in the column's own (0.001 for `weight_kg`).
    """

    name: str
    column: Column
    container: bool = False
    factor: Decimal = Decimal(1)

    @property
    def required(self) -> bool:
        """Whether a blank cell is an error."""
        return self.column.required


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """Every normalised header that a sheet knows."""

    matches: Mapping[str, Match]
    containers: Mapping[str, Match]

    @classmethod
    def of(cls, sheet: Sheet, containers: Mapping[str, str]) -> HeaderNames:
        """The headers of a sheet; ``containers`` gives the code of each code and alias."""
        matches: dict[str, Match] = {column.name: Match(column.name, column) for column in sheet.columns}
        for column in sheet.columns:
            for spelling, factor in column.spellings().items():
                matches.setdefault(spelling, Match(column.name, column, factor=factor))
        by_container: dict[str, Match] = {}
        if sheet.container_columns:
            for spelling, code in containers.items():
                amount = Column(code, Type.NUMBER, f"amount for {code}", money="currency")
                by_container.setdefault(fold_code(spelling), Match(code, amount, container=True))
        return cls(matches, by_container)

    def find(self, header: str) -> Match | None:
        """What a header means, ``None`` if the sheet doesn't know it."""
        for name in (normalise(header), normalise(header.replace("%", " pct "))):
            if name in self.matches:
                return self.matches[name]
        return self.containers.get(fold_code(header))


def container_names(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """The code of every code and alias of the Containers sheet; a code comes before another's alias."""
    listed = [(code, tuple(aliases)) for code, aliases in rows]
    names = {code: code for code, _ in listed}
    for code, aliases in listed:
        for alias in aliases:
            names.setdefault(alias, code)
    return names
