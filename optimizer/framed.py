"""How worlds, plans and comparisons show themselves, and give their sheets as data frames."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, overload

from tariffs.showing import printable

if TYPE_CHECKING:
    import pandas as pd

#: The most lines and signs to a line of what an object shows of itself.
LINES, WIDTH = 25, 118


class Shown:
    """What shows itself in a screenful, in a terminal and in a notebook."""

    def lines(self) -> Iterator[str]:
        """What it is, a line each."""
        raise NotImplementedError

    def __repr__(self) -> str:
        lines = [printable(line) for line in self.lines()]
        kept = lines if len(lines) <= LINES else [*lines[: LINES - 1], "…"]
        return "\n".join(line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…" for line in kept)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(repr(self))}</pre>"


class Framed(Shown):
    """What has sheets."""

    @property
    def _frames(self) -> dict[str, pd.DataFrame]:
        raise NotImplementedError


class Sheet:
    """A sheet as a data frame, named as its attribute; the caller's own copy."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<the sheet {self.name} as a data frame>"

    @overload
    def __get__(self, of: None, owner: type) -> Sheet: ...
    @overload
    def __get__(self, of: Framed, owner: type) -> pd.DataFrame: ...
    def __get__(self, of: Framed | None, owner: type) -> pd.DataFrame | Sheet:
        return self if of is None else of._frames[self.name].copy()
