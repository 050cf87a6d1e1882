"""The rows that a scenario changes: ``border=Taftan; mode=road``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tariffs.book import Crossing
from tariffs.folding import fold, fold_code
from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.reading.cells import CellReader
from tariffs.reading.misread import Misread
from tariffs.reading.style import Style
from tariffs.records import Record, Value
from tariffs.rows import Row
from tariffs.scenarios.target import Target, find_target
from tariffs.schema import Sheet


@dataclass(frozen=True, slots=True)
class Words:
    """The names that mean the same, so that a row matches however it spells them.

    ``containers`` gives the code of each folded code and alias; ``locations`` the name of each folded
    name and alias. Without ``all_containers`` others may be in a workbook that could not be read.
    """

    containers: Mapping[str, str]
    locations: Mapping[str, str]
    all_containers: bool = True

    @classmethod
    def of(cls, records: Mapping[str, Sequence[Record]], *, all_containers: bool = True) -> Words:
        """The names and aliases of ``Containers`` and ``Locations``."""
        containers: dict[str, str] = {}
        locations: dict[str, str] = {}
        for sheet, column, folding, found in (
            ("Containers", "container", fold_code, containers),
            ("Locations", "location", fold, locations),
        ):
            for record in records.get(sheet, ()):
                name = record.values[column]
                aliases = record.values["aliases"]
                spellings = [name, *(aliases if isinstance(aliases, tuple) else ())]
                for spelling in spellings:
                    if isinstance(spelling, str) and isinstance(name, str):
                        found.setdefault(folding(spelling), name)
        return cls(containers, locations, all_containers)

    def tell_columns(self, sheet: Sheet) -> bool:
        """Whether a column that is not known is none of that sheet."""
        return self.all_containers or not sheet.container_columns

    def same(self, names: str, word: str) -> str:
        """The word by which names of a sheet are compared."""
        if names == "Containers":
            return fold(self.containers.get(fold_code(word), word))
        if names == "Locations":
            return fold(self.locations.get(fold(word), word))
        return fold(word)


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a match: a column, and what it must hold (blank: nothing)."""

    target: Target
    wanted: str
    value: Value

    def holds(self, record: Record, words: Words) -> bool:
        """Whether a row meets it."""
        found = self.target.of(record)
        if not self.wanted:
            return found is None or self.target.blank_in(record)
        if found is None:
            return False
        if isinstance(found, Decimal) or not isinstance(found, str | tuple):
            return found == self.value or fold(record.texts.get(self.target.name, "")) == fold(self.wanted)
        names = self.target.column.names
        parts = found if isinstance(found, tuple) else (found,)
        wanted = words.same(names, self.wanted)
        spelled = (part.border if isinstance(part, Crossing) else str(part) for part in parts if part is not None)
        return any(words.same(names, part) == wanted for part in spelled)


def conditions(row: Row, sheet: Sheet, words: Words, style: Style) -> tuple[Condition, ...] | None:
    """The conditions of a row of ``Scenarios``; ``None``, with an error noted, if it makes no sense."""
    found: list[Condition] = []
    for part in row.text("match").split(";"):
        if not part.strip():
            continue
        name, sign, wanted = (piece.strip() for piece in part.partition("="))
        if not sign or not name:
            row.error(
                Kind.VALUE,
                "match",
                f'"{part.strip()}" is not a condition',
                "write column=value with ; between, such as border=Taftan; mode=road",
            )
            return None
        target = find_target(sheet, name, words.containers)
        if target is None and words.tell_columns(sheet):
            known = [column.name for column in sheet.columns]
            row.error(
                Kind.NAME,
                "match",
                f'{sheet.name} has no column "{name}"',
                near_match(name, known),
                _with_column(row, name, known),
            )
        if target is None:
            return None
        found.append(_condition(target, wanted, style))
    return tuple(found)


def _with_column(row: Row, name: str, known: list[str]) -> str | None:
    """The match with the one column that was meant in place of an unknown one."""
    meant = only_near(name, known)
    return row.with_word("match", name, meant) if meant else None


def _condition(target: Target, wanted: str, style: Style) -> Condition:
    """The condition; a word that the column could not hold is compared with what its cells show."""
    reader = CellReader(target.column, style, target.factor, [])
    try:
        return Condition(target, wanted, reader.read(wanted) if wanted else None)
    except Misread:
        return Condition(target, wanted, None)
