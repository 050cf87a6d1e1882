"""Long rate sheets: a row for each charge code of a lane (OF, BAF, THC) in place of one row for the lane.

In a table of ``Tariffs`` with a column for the charge code (`charge`, `charge_code`, …), a row whose code is that of
the freight itself is a row of ``Tariffs``; any other is a row of ``Surcharges``, named by its code, for that mode,
origin and destination, and for the service, carrier, commodity and validity that it names. Both take amounts by
container, or one amount (`rate`, `amount`) for all; a column `container` says for which container a row is. That it may
do without a column for charge codes, too: then all rows are of freight.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tariffs.folding import fold_code
from tariffs.near_matches import near_match
from tariffs.problems import Kind
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import HeaderNames, Match
from tariffs.reading.misread import quoted
from tariffs.reading.tables import Given, Table
from tariffs.reading.words import is_blank_word
from tariffs.schema import normalise
from tariffs.sheets import SURCHARGES, TARIFFS
from tariffs.workbook.raw import RawRow, cell_text, column_letters

CHARGE, RATE, AMOUNT, CONTAINER, BASIS = "surcharge", "rate", "amount", "container", "basis"
#: The codes and names of the freight itself, normalised; any other is a surcharge.
FREIGHT = frozenset(
    (
        *("of", "o_f", "ofr", "oft", "bof", "bas", "frt", "frgt", "base", "linehaul", "line_haul", "all_in", "allin"),
        *("freight", "ocean_freight", "sea_freight", "rail_freight", "road_freight", "truck_freight", "basic_freight"),
        *("base_freight", "basic_ocean_freight", "base_ocean_freight", "base_rate", "basic_rate", "freight_rate"),
        *("railway_freight", "main_carriage", "rail_tariff", "freight_charge", "freight_charges"),
        *("фрахт", "морской_фрахт", "тариф", "жд_тариф", "ж_д_тариф", "железнодорожный_тариф", "провозная_плата"),
    )
)
#: A row for one charge says the lane itself: blank would mean every lane.
LANE = ("mode", "origin", "destination")
#: What limits a row of Tariffs and has no counterpart in Surcharges.
LIMITS = ("max_gross_t", "minimum_t", "minimum_charge")
SURCHARGE_COLUMNS = {column.name: column for column in SURCHARGES.columns}
TARIFF_COLUMNS = frozenset(column.name for column in TARIFFS.columns)


def charge_names(containers: Mapping[str, str]) -> HeaderNames:
    """The headers that a table of ``Tariffs`` may have besides its own if it has a row for each charge."""
    own = HeaderNames.of(TARIFFS, containers)
    others = HeaderNames.of(SURCHARGES, containers).matches
    return HeaderNames({spelling: match for spelling, match in others.items() if spelling not in own.matches}, {})


@dataclass(frozen=True, slots=True)
class Charges:
    """What the tables of ``Tariffs`` hold: tables of freight, and tables of surcharges."""

    freight: list[Table]
    surcharges: list[Table]


def by_charge(tables: Iterable[Table], containers: Mapping[str, str], *, all_containers: bool = True) -> Charges:
    """The tables of ``Tariffs`` with the rows of surcharges in tables of their own.

    Parameters
    ----------
    tables
        As found; a column with charge codes is matched as ``surcharge``.
    containers
        The code of each code and alias of a container.
    all_containers
        Whether there are no others, which may stand in a workbook that could not be read.
    """
    found = Charges([], [])
    for table in tables:
        split = _Split(table, containers, all_containers)
        if table.index(CHARGE) is None:
            found.freight.extend([table] if table.index(CONTAINER) is None else split.freight())
            continue
        if not split.has_codes():
            found.freight.append(split.as_it_is())
            continue
        found.freight.extend(split.freight())
        found.surcharges.append(split.surcharges())
    return found


@dataclass(frozen=True, slots=True)
class _Split:
    """One table with charge codes."""

    table: Table
    containers: Mapping[str, str]
    all_containers: bool

    def has_codes(self) -> bool:
        """Whether any row has a charge code."""
        return any(self._code(row) for row in self.table.rows)

    def as_it_is(self) -> Table:
        """The table without the columns of charges."""
        matches = self.table.header.matches
        own = {index: match for index, match in matches.items() if match.container or match.name in TARIFF_COLUMNS}
        return replace(self.table, header=replace(self.table.header, matches=own))

    def freight(self) -> Iterator[Table]:
        """The rows of freight; by container, where a column says for which one a row is."""
        rows = list(self.table.rows)
        if CHARGE in self._names():
            rows = [row for row in rows if self._code(row) in FREIGHT]
            self._note_codes()
        plain = {match.name for match in self.table.header.matches.values() if not match.container}
        self._note_strangers(rows, sorted(plain - TARIFF_COLUMNS - {CHARGE, CONTAINER}))
        table = self.as_it_is()
        by_code: dict[str, list[RawRow]] = {}
        for row in rows:
            by_code.setdefault(self._container(row), []).append(row)
        for code, own in by_code.items() or {"": rows}.items():
            header = replace(table.header, matches=_for_container(table.header.matches, code))
            yield replace(table, header=header, rows=tuple(own), whole=table.rows)

    def surcharges(self) -> Table:
        """The rows of other charges."""
        rows = [row for row in self.table.rows if self._code(row) not in (*FREIGHT, "")]
        self._note_strangers(rows, LIMITS)
        matches = {}
        for index, match in self.table.header.matches.items():
            name = AMOUNT if match.name == RATE else match.name
            if match.container:
                matches[index] = replace(match, column=replace(match.column, share=True))
            elif name in SURCHARGE_COLUMNS:
                column = SURCHARGE_COLUMNS[name]
                if name in LANE:
                    column = replace(column, required=True, description="a row for one charge says its lane")
                matches[index] = replace(match, name=name, column=column)
        given = {name: said for name, said in self.table.given.items() if name in SURCHARGE_COLUMNS}
        if BASIS not in self._names():
            given[BASIS] = Given("container")
        header = replace(self.table.header, matches=matches)
        return replace(
            self.table, sheet=SURCHARGES, header=header, rows=tuple(rows), given=given, whole=self.table.rows
        )

    def _names(self) -> frozenset[str]:
        return self.table.header.names

    def _code(self, row: RawRow) -> str:
        """The charge code of a row for comparing, blank if it has none."""
        text = self._text(row, CHARGE)
        return "" if is_blank_word(text, names=True) else normalise(text) or text

    def _text(self, row: RawRow, name: str) -> str:
        index = self.table.index(name)
        return "" if index is None else cell_text(row.cell(index)).strip()

    def _container(self, row: RawRow) -> str:
        """The code of the container that a row is for, blank for all; one that is not known is noted."""
        text = self._text(row, CONTAINER)
        if not text or is_blank_word(text, names=True):
            return ""
        by_spelling = {fold_code(spelling): code for spelling, code in self.containers.items()}
        if fold_code(text) not in by_spelling:
            if not self.all_containers:
                return text
            what = f"container {quoted(text)} is not in Containers"
            self._note(Kind.NAME, row, CONTAINER, what, near_match(text, self.containers))
        return by_spelling.get(fold_code(text), "")

    def _note_codes(self) -> None:
        """A row without code is neither freight nor a surcharge."""
        for row in self.table.rows:
            if not self._code(row):
                what = f"the {CHARGE} is blank in a sheet with a row for each charge"
                self._note(Kind.BLANK, row, CHARGE, what, "write OF for the freight itself, or the code of the charge")

    def _note_strangers(self, rows: Iterable[RawRow], names: Iterable[str]) -> None:
        """A cell that limits a row in a way that its sheet doesn't know."""
        for row in rows:
            for name in names:
                if self._text(row, name) and not is_blank_word(self._text(row, name), names=True):
                    kind = "a surcharge" if self._code(row) not in (*FREIGHT, "") else "freight"
                    what = f"{name} {quoted(self._text(row, name))} cannot be said of {kind}"
                    self._note(Kind.CONFLICT, row, name, what, "clear the cell, or write the row in a sheet of its own")

    def _note(self, kind: Kind, row: RawRow, name: str, what: str, cure: str) -> None:
        index = self.table.index(name)
        place = f"{column_letters(index)}{row.number}" if index is not None else str(row.number)
        self.table.report.error(kind, place, self._text(row, name), what, cure)


def _for_container(matches: Mapping[int, Match], code: str) -> dict[int, Match]:
    """The columns with the amount for all containers as that of one, if a code is given."""
    if not code:
        return dict(matches)
    return {
        index: replace(match, name=code, column=replace(match.column, name=code), container=True)
        if match.name == RATE
        else match
        for index, match in matches.items()
    }


def with_charges(header: Header, names: HeaderNames) -> Header:
    """The header of a table of ``Tariffs``, with the columns of charges if it has one for charge codes.

    Without one, a column that says for which container the rate of a row is counts all the same.
    """
    found = {index: match for index, text in header.unknown.items() if (match := names.find(text)) is not None}
    if not any(match.name == CHARGE for match in found.values()):
        boxes = {index: match for index, match in found.items() if match.name == CONTAINER}
        alone = RATE in header.names and not any(match.container for match in header.matches.values())
        return replace(header, matches={**header.matches, **boxes}) if alone else header
    for index, match in found.items():
        if match.name == AMOUNT and RATE not in header.names:
            found[index] = replace(match, name=RATE, column=TARIFFS.column(RATE))
    return replace(header, matches={**header.matches, **found})
