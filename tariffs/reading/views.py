"""What a record says of its cells, worked out when asked: an input of 100,000 rows has two million cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tariffs.workbook.raw import Cell, cell_text


@dataclass(frozen=True, slots=True, eq=False)
class Addresses(Mapping[str, str]):
    """The address (``E14``) of each column in one row; ``letters`` is shared by all rows of a table.

    ``elsewhere`` has the addresses of what is said in another cell, such as the header.
    """

    letters: Mapping[str, str]
    row: int
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.elsewhere[column] if column in self.elsewhere else f"{self.letters[column]}{self.row}"

    def __iter__(self) -> Iterator[str]:
        return iter({**self.letters, **self.elsewhere})

    def __len__(self) -> int:
        return len({**self.letters, **self.elsewhere})


@dataclass(frozen=True, slots=True, eq=False)
class Texts(Mapping[str, str]):
    """What stands in each column of one row; ``indexes`` is shared by all rows of a table.

    ``elsewhere`` has what is said in another cell, such as the header.
    """

    indexes: Mapping[str, int]
    cells: tuple[Cell, ...]
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        if column in self.elsewhere:
            return self.elsewhere[column]
        index = self.indexes[column]
        return cell_text(self.cells[index]) if index < len(self.cells) else ""

    def __iter__(self) -> Iterator[str]:
        return iter({**self.indexes, **self.elsewhere})

    def __len__(self) -> int:
        return len({**self.indexes, **self.elsewhere})
