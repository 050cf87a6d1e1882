"""What a record says of its cells, worked out when asked: an input of 100,000 rows has two million cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tariffs.workbook.raw import Cell, cell_text


@dataclass(frozen=True, slots=True, eq=False)
class Addresses(Mapping[str, str]):
    """The address (``E14``) of each column in one row; ``letters`` is shared by all rows of a table."""

    letters: Mapping[str, str]
    row: int

    def __getitem__(self, column: str) -> str:
        return f"{self.letters[column]}{self.row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self.letters)

    def __len__(self) -> int:
        return len(self.letters)


@dataclass(frozen=True, slots=True, eq=False)
class Texts(Mapping[str, str]):
    """What stands in each column of one row; ``indexes`` is shared by all rows of a table."""

    indexes: Mapping[str, int]
    cells: tuple[Cell, ...]

    def __getitem__(self, column: str) -> str:
        index = self.indexes[column]
        return cell_text(self.cells[index]) if index < len(self.cells) else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self.indexes)

    def __len__(self) -> int:
        return len(self.indexes)
