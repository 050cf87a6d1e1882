"""A plan workbook back into a record, so that what is written in a file can be audited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from os import PathLike
from pathlib import Path

from optimizer.auditor.cells import Row, Sheet
from optimizer.auditor.record import (
    CapacityRow,
    ChangeRow,
    ChargeRow,
    Figure,
    KeptRow,
    LegRow,
    LoadRow,
    PlanRecord,
    ShipmentRow,
    UnservedRow,
)
from optimizer.tables import (
    BOOKED,
    BOOKINGS,
    BY_MODE,
    CAPACITIES,
    CHANGE,
    CHANGES,
    CHANGES_SHEET,
    CHARGES,
    CO2E_SHEET,
    CUSTOMERS_SHEET,
    FORMAT,
    INPUT,
    KEPT,
    KEPT_SHEET,
    LEGS,
    OPTIONAL,
    OVERVIEW,
    OVERVIEW_FIGURE,
    SHIPMENTS,
    STATED,
    SUMMARY,
    TABLES,
    UNSERVED,
    Column,
    fingerprint,
    seal,
    seal_of,
)
from optimizer.tables import Kind as Shape
from tariffs.fraction import Fraction
from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.scenarios import Edit
from tariffs.workbook import RawSheet, Shown, cell_text, read_workbook

#: The columns that each sheet of a plan has at least.
COLUMNS: dict[str, tuple[Column, ...]] = {
    "Summary": SUMMARY[:2],
    **{name: columns for name, columns in TABLES.items() if name != "Problems"},
}

#: The sheets that follow from the others.
DERIVED = ("To book", CUSTOMERS_SHEET, "Corridors", "Weeks", "Capacity use", CO2E_SHEET)

#: The figures that name a plan that is kept.
KEPT_PLAN, KEPT_DIGEST = "kept plan", "kept plan SHA-256"

#: Figures of the summary that are words, fingerprints among them; every other is a number.
WORDS = frozenset(map(seal_of, STATED)) | frozenset(
    {
        KEPT_PLAN,
        KEPT_DIGEST,
        OVERVIEW_FIGURE,
        "status",
        "version",
        "when",
        "scenario",
        "currency",
        "engine",
        "solver",
        "as of",
    }
)

#: How a sheet goes on when it has more rows than fit.
CONTINUED = re.compile(r"(.+) \d+")


def read_plan(path: str | PathLike[str]) -> PlanRecord:
    """Read a plan workbook back, as it stands in the file.

    Parameters
    ----------
    path
        A workbook that the program wrote, whether or not it was changed since.

    Raises
    ------
    InputError
        If it is no plan: a file that cannot be read, a sheet or column missing, text for a number.
    """
    problems = Problems()
    raw = _parts(read_workbook(Path(path), Path(path).name, problems).sheets)
    sheets = _sheets(raw, Path(path).name, problems)
    record = PlanRecord(
        figures=_figures(sheets["Summary"]),
        loads=tuple(_load(row) for row in sheets["Bookings"].rows()),
        legs=tuple(_leg(row, sheets["Legs"].further()) for row in sheets["Legs"].rows()),
        charges=tuple(_charge(row) for row in sheets["Charges"].rows()),
        capacities=tuple(CapacityRow(**row.values(CAPACITIES)) for row in sheets["Capacities"].rows()),
        unserved=tuple(UnservedRow(**row.values(UNSERVED)) for row in sheets["Unserved"].rows()),
        shipments=tuple(ShipmentRow(**row.values(SHIPMENTS)) for row in sheets["Shipments"].rows()),
        derived={name: _derived(sheets[name]) for name in DERIVED if name in sheets},
        seals={
            OVERVIEW_FIGURE: fingerprint([cell for sheet in raw.get(OVERVIEW, ()) for cell in _cells(sheet)]),
            **{seal_of(name): seal(_stated(name, sheets[name])) for name in STATED if name in sheets},
        },
        totals=tuple(total for sheet in sheets.values() for total in sheet.totals()),
        kept=tuple(KeptRow(**row.values(KEPT)) for row in sheets[KEPT_SHEET].rows()) if KEPT_SHEET in sheets else None,
        changes=tuple(ChangeRow(**row.values(CHANGES)) for row in sheets[CHANGES_SHEET].rows())
        if CHANGES_SHEET in sheets
        else None,
    )
    problems.raise_errors()
    return record


def _sheets(raw: Mapping[str, list[RawSheet]], workbook: str, problems: Problems) -> dict[str, Sheet]:
    """The sheets by name; all of those missing are said at once."""
    problems.raise_errors()
    if "Summary" in raw:
        _check_format(Sheet.of(raw["Summary"], COLUMNS["Summary"], problems), workbook, problems)
    for name in COLUMNS:
        if name not in raw and name not in OPTIONAL:
            what = f"the sheet {name} is missing, so this is not a plan workbook"
            cure = "give the plan first and its workbooks after it"
            error = Severity.ERROR
            problems.add(Problem(Kind.SHEET, error, workbook, name, "", "", what, cure))
    problems.raise_errors()
    sheets = {name: Sheet.of(raw[name], columns, problems) for name, columns in COLUMNS.items() if name in raw}
    problems.raise_errors()
    return sheets


def _cells(sheet: RawSheet) -> Iterator[tuple[int, int, str | Decimal]]:
    """The cells of a page that are not blank, as far as they are texts and figures."""
    for row in sheet.rows:
        for column, cell in enumerate(row.cells):
            match cell:
                case str() | Decimal():
                    yield row.number - 1, column, cell
                case Shown():
                    yield row.number - 1, column, cell.number / 100 if cell.percent else cell.number
                case None:
                    continue
                case _:
                    yield row.number - 1, column, cell_text(cell)


def _check_format(summary: Sheet, name: str, problems: Problems) -> None:
    """Refuse a workbook of another version, rather than to say of each of its sheets what it lacks."""
    problems.raise_errors()
    figures = {row.text("figure"): row.text("value") for row in summary.rows()}
    if "status" in figures and figures.get("format") != str(FORMAT):
        what = f"the plan is in the format of another version ({figures.get('version') or 'unknown'})"
        cure = "plan again with this version, or use the one that wrote it"
        problems.add(Problem(Kind.SHEET, Severity.ERROR, name, "Summary", "", figures.get("format", ""), what, cure))
        problems.raise_errors()


def _parts(sheets: Iterable[RawSheet]) -> dict[str, list[RawSheet]]:
    """The sheets by name, those that go on (``Charges 2``) with the one that they go on from."""
    found: dict[str, list[RawSheet]] = {}
    for sheet in sheets:
        match = CONTINUED.fullmatch(sheet.name)
        name = match[1] if match and match[1] in found else sheet.name
        found.setdefault(name, []).append(sheet)
    return found


def _figures(sheet: Sheet) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for row in sheet.rows():
        name = row.text("figure")
        if name in figures:
            row.note(Kind.DUPLICATE, "figure", name, f'"{name}" is there twice')
        if name.startswith(CHANGE):
            _check_change(row)
        if name in WORDS or name.startswith((INPUT, CHANGE)):
            figures[name] = row.text("value")
        elif name:
            figures[name] = row.number("value")
    return figures


def _check_change(row: Row) -> None:
    """Note a change made in code that cannot be read."""
    try:
        Edit.from_json(row.text("value"))
    except ValueError as error:
        row.note(Kind.VALUE, "value", row.text("value"), str(error))


def _load(row: Row) -> LoadRow:
    cells = row.values(BOOKINGS)
    flags = tuple(flag for flag in cells.pop("flags").split("; ") if flag)
    shown = {component.value: cells.pop(component.value) for component in BOOKED}
    return LoadRow(**cells, flags=flags, shown=shown)


def _leg(row: Row, types: Iterable[str]) -> LegRow:
    cells = row.values(LEGS)
    del cells["borders"]
    counts = {name.removesuffix(" containers"): row.maybe_whole(name) or 0 for name in types}
    return LegRow(**cells, crossings=row.crossings("borders"), containers=counts)


def _charge(row: Row) -> ChargeRow:
    cells = row.values(CHARGES)
    return ChargeRow(**cells | {name: Fraction(cells[name]) for name in ("quantity", "rate", "fx")})


def _stated(name: str, sheet: Sheet) -> Iterator[tuple[str | Decimal | None, ...]]:
    """What the rows of a sheet say that no replay finds again."""
    keys, stated = STATED[name]
    figures = {column.name for column in sheet.columns if column.kind in (Shape.MONEY, Shape.NUMBER, Shape.COUNT)}
    figures -= set(keys)
    for row in sheet.rows():
        yield tuple(row.maybe_number(name) if name in figures else row.text(name) for name in keys + stated)


def _derived(sheet: Sheet) -> tuple[Mapping[str, object], ...]:
    further = tuple(
        Column(name, Shape.TONNES if name.endswith(BY_MODE) else Shape.COUNT, may_be_blank=True)
        for name in sheet.further()
    )
    return tuple(row.values(sheet.columns + further) for row in sheet.rows())
