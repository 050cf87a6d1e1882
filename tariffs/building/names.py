"""Names and aliases: which row a word in another sheet means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tariffs.folding import fold
from tariffs.likeness import misspelt
from tariffs.near_matches import SHOWN, Apart, asked, look_alike, near_match, nearest, never
from tariffs.problems import Kind
from tariffs.rows import Desk, Row


def _nothing(_: str) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Names:
    """The names that one sheet defines.

    Attributes
    ----------
    what, sheet
        What one is called (``location``) and the sheet that defines it.
    known
        Folded name or alias → the name in the book.
    spellings
        Names and aliases as written, for near matches.
    complete
        Whether the sheet could be read. If it is missing that is one error already, and an unknown
        name is none.
    partial
        Whether some of it could be read, and more may stand in a workbook that could not.
    alike
        What else a word may stand for: other spellings of what it names, where more is known of it than
        how it is written.
    apart
        Whether a word is known to be something else than a name, however alike the two are.
    """

    what: str
    sheet: str
    known: Mapping[str, str]
    spellings: tuple[str, ...] = ()
    complete: bool = True
    partial: bool = False
    folding: Callable[[str], str] = fold
    alike: Callable[[str], Iterable[str]] = _nothing
    apart: Apart = never
    cures: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)

    def find(self, name: str) -> str | None:
        """The name in the book, or ``None`` if no row defines it."""
        return self.known.get(self.folding(name))

    def cure(self, name: str) -> tuple[str, str]:
        """What would be right instead of an unknown name, and the name that was meant if it is one only."""
        folded = self.folding(name)
        if folded not in self.cures:
            self.cures[folded] = self._cure(name)
        return self.cures[folded]

    def _cure(self, name: str) -> tuple[str, str]:
        latin = look_alike(name, self.spellings)
        if latin:
            return near_match(name, self.spellings), latin
        meant = list(dict.fromkeys(found for word in self.alike(name) if (found := self.find(word)) is not None))
        near = meant or self._near(name)
        if near:
            return asked(near), near[0] if len(near) == 1 and (meant or misspelt(name, near[0])) else ""
        add = f"add a row for it to {self.sheet}"
        if len(self.spellings) > SHOWN:  # the first few of many say nothing
            return f"correct it, or {add}", ""
        listed = near_match(name, self.spellings, self.apart)
        return f"{listed}; otherwise {add}" if listed else add, ""

    def _near(self, name: str) -> list[str]:
        """The spellings most like a word, one for each name in the book."""
        by_name: dict[str | None, str] = {}
        for spelling in nearest(name, self.spellings, self.apart):
            by_name.setdefault(self.find(spelling), spelling)
        return list(by_name.values())

    def resolve(self, row: Row, column: str, name: str | None = None) -> str:
        """The name in the book that a cell means; blank for a blank one.

        An unknown name is noted as an error of the cell, and blank.
        """
        word = row.text(column) if name is None else name
        if not word:
            return ""
        found = self.find(word)
        if found is not None:
            return found
        row.faulty = True
        if self.complete or self.partial:
            what = f'{self.what} "{word}" is not in {self.sheet}'
            cure, meant = ("", "") if row.crowded(Kind.NAME, column) else self.cure(word)
            if self.complete or meant:
                row.error(Kind.NAME, column, what, cure, row.with_word(column, word, meant) if meant else None)
            else:
                doubt(row, Kind.NAME, column, what, cure, self.doubted)
        return ""


def doubt(row: Row, kind: Kind, column: str, what: str, cure: str, doubted: set[str]) -> None:
    """Warn, once, of what would be an error if a workbook that could not be read does not have it."""
    if what not in doubted:
        doubted.add(what)
        row.warn(kind, column, f"{what}, as far as that could be read", cure)


@dataclass(slots=True)
class Spellings:
    """Words that no sheet defines (services, carriers): the first spelling seen stands for all."""

    first: dict[str, str] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)

    def settle(self, word: str) -> str:
        """The spelling that stands for this word, which is itself if it is new."""
        return self.first.setdefault(fold(word), word) if word else ""

    def find(self, word: str) -> str | None:
        """The spelling that stands for this word, or ``None`` if it was never seen."""
        return self.first.get(fold(word))


def unique_rows(
    rows: Iterable[Row],
    key: Callable[[Row], object],
    describe: Callable[[Row], str],
    columns: tuple[str, ...],
    *,
    if_they_differ: str = "",
) -> list[Row]:
    """All rows; each that is not the first of its key is noted as an error, in the first of ``columns``.

    ``columns`` are what the key is made of. A row where one of them cannot be read is of no key: what is wrong with it
    is said already. A later row is faulty, and its other cells are still checked by whoever builds from it.
    ``if_they_differ`` is what would be right of two rows that say other things, where both may be meant.
    """
    first: dict[object, Row] = {}
    kept: list[Row] = []
    for row in rows:
        kept.append(row)
        earlier = row if row.unread(*columns) else first.setdefault(key(row), row)
        if earlier is not row:
            row.error(
                Kind.DUPLICATE,
                columns[0],
                f"{describe(row)} is there twice, first in {earlier.seen_from(row)}",
                (if_they_differ if row.differs(earlier, *columns) else "") or "keep one of the two rows",
            )
    return kept


def defined_names(
    desk: Desk, sheet: str, column: str, *, folding: Callable[[str], str] = fold
) -> tuple[Names, list[Row]]:
    """The names (and aliases, where the sheet has them) that a sheet defines, and its rows.

    A name defined twice and an alias that contradicts another row are noted as errors.
    """
    rows = unique_rows(
        desk.rows(sheet),
        key=lambda row: folding(row.text(column)),
        describe=lambda row: f'{column} "{row.text(column)}"',
        columns=(column,),
    )
    owners: dict[str, Row] = {}
    for row in rows:
        if row.text(column):
            owners.setdefault(folding(row.text(column)), row)
    known = {folded: row.text(column) for folded, row in owners.items()}
    known = _alias_names(rows, owners, column, folding) | known
    spellings = [row.text(column) for row in owners.values()]
    spellings += [alias for row in rows for alias in _aliases(row)]
    complete, partial = desk.knows(sheet), bool(rows)
    return Names(column, sheet, known, tuple(spellings), complete, partial, folding), rows


def _aliases(row: Row) -> tuple[str, ...]:
    """The other names that a row gives; none where its sheet has no column for them."""
    return row.words("aliases") if "aliases" in row.record.values else ()


def _alias_names(
    rows: Iterable[Row], owners: Mapping[str, Row], column: str, folding: Callable[[str], str]
) -> dict[str, str]:
    """Folded alias → name, noting aliases that rows of two names claim or that are another row's name."""
    claimed: dict[str, Row] = {}
    clashes: dict[str, dict[str, tuple[str, Row]]] = {}
    for row in rows:
        own = folding(row.text(column))
        for alias in _aliases(row) if own else ():
            folded = folding(alias)
            if folded == own:
                continue
            if folded in owners:
                clashes.setdefault(own, {})[folded] = alias, row
                continue
            first = claimed.setdefault(folded, row)
            if folding(first.text(column)) != own:
                row.error(
                    Kind.CONFLICT,
                    "aliases",
                    f'alias "{alias}" stands for "{row.text(column)}" here and for '
                    f'"{first.text(column)}" in {first.seen_from(row)}',
                    f"an alias means one {column}: take it out of one of the two rows",
                )
    _note_clashes(owners, clashes, column)
    return {folded: row.text(column) for folded, row in claimed.items()}


def _note_clashes(owners: Mapping[str, Row], clashes: Mapping[str, Mapping[str, tuple[str, Row]]], column: str) -> None:
    """Note each alias that is the name of another row, and each circle of them once."""
    in_circle: set[str] = set()
    for own, aliases in clashes.items():
        for folded, (alias, row) in aliases.items():
            circle = _path(clashes, folded, own)
            if circle is None:
                row.error(
                    Kind.CONFLICT,
                    "aliases",
                    f'alias "{alias}" of "{row.text(column)}" is itself a {column}, in {owners[folded].seen_from(row)}',
                    "take the alias out, or delete that row if both are one place"
                    if column == "location"
                    else "take the alias out, or delete that row if both are one",
                )
            elif own not in in_circle:
                in_circle.update(circle)
                names = " → ".join(owners[name].text(column) for name in (own, *circle))
                row.error(
                    Kind.CONFLICT,
                    "aliases",
                    f"the aliases go in a circle: {names}",
                    "keep one row and list the other names as its aliases",
                )


def _path(edges: Mapping[str, Mapping[str, object]], start: str, goal: str) -> list[str] | None:
    """A chain of aliases from one name to another, both ends included, or ``None``."""
    chains = [[start]]
    seen = {start}
    for chain in chains:  # grows while it is walked: breadth first
        if chain[-1] == goal:
            return chain
        for following in edges.get(chain[-1], {}):
            if following not in seen:
                seen.add(following)
                chains.append([*chain, following])
    return None
