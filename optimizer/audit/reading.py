"""A plan workbook back into a record, so that what is written in a file can be audited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from optimizer.audit.cells import Row, Sheet
from optimizer.audit.record import (
    BorderRow,
    CapacityRow,
    ChargeRow,
    Figure,
    LegRow,
    LoadRow,
    PlanRecord,
    ShipmentRow,
    UnservedRow,
)
from tariffs.fraction import Fraction
from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.rating import Component
from tariffs.workbook import RawSheet, read_workbook

BOOKED = tuple(c.value for c in Component if c not in (Component.DEPARTURE, Component.UNSERVED))

#: The columns that each sheet of a plan has at least.
COLUMNS: dict[str, tuple[str, ...]] = {
    "Summary": ("figure", "value"),
    "Bookings": (
        *("booking", "shipment", "container", "containers", "tonnes", "departs", "delivered"),
        *("transit_days", "due", "route", "flags", *BOOKED, "total"),
    ),
    "Legs": (
        *("booking", "leg", "service", "carrier", "mode", "origin", "destination"),
        *("departs", "arrives", "borders"),
    ),
    "Charges": (
        *("booking", "shipment", "component", "what", "container", "load", "quantity", "rate"),
        *("currency", "fx", "amount"),
    ),
    "Capacities": (
        *("kind", "name", "mode", "period", "unit", "capacity", "used", "utilisation"),
        "shadow_price",
    ),
    "Shipments": (
        *("shipment", "tonnes", "delivered", "unserved", "cost", "cost_per_tonne"),
        *("landed_cost_per_tonne", "recoverable_tax", "next_best", "next_best_extra"),
    ),
    "Unserved": ("shipment", "tonnes", "reason"),
}

#: A sheet that a plan may have besides.
BORDERS = "Border use"
BORDER_COLUMNS = (
    *("border", "unit", "periods", "full", "used", "capacity", "average_use", "peak_use"),
    "highest_shadow_price",
)

#: Figures of the summary that are words; every other is a number.
WORDS = frozenset({"status", "version", "when", "scenario", "currency", "engine", "solver"})
INPUT = "input "

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
    sheets = _sheets(Path(path), problems)
    record = PlanRecord(
        figures=_figures(sheets["Summary"]),
        loads=tuple(_load(row) for row in sheets["Bookings"].rows()),
        legs=tuple(_leg(row) for row in sheets["Legs"].rows()),
        charges=tuple(_charge(row) for row in sheets["Charges"].rows()),
        capacities=tuple(_capacity(row) for row in sheets["Capacities"].rows()),
        unserved=tuple(_unserved(row) for row in sheets["Unserved"].rows()),
        shipments=tuple(_shipment(row) for row in sheets["Shipments"].rows()),
        border_use=tuple(_border(row) for row in sheets[BORDERS].rows()) if BORDERS in sheets else None,
        totals={name: sheet.totals() for name, sheet in sheets.items() if sheet.has_total},
    )
    problems.raise_errors()
    return record


def _sheets(path: Path, problems: Problems) -> dict[str, Sheet]:
    """The sheets by name; all of those missing are said at once."""
    raw = _parts(read_workbook(path, path.name, problems).sheets)
    problems.raise_errors()
    for name in COLUMNS:
        if name not in raw:
            what = f"the sheet {name} is missing, so this is not a plan workbook"
            cure = "give the plan first and its workbooks after it"
            error = Severity.ERROR
            problems.add(Problem(Kind.SHEET, error, path.name, name, "", "", what, cure))
    problems.raise_errors()
    columns = COLUMNS | ({BORDERS: BORDER_COLUMNS} if BORDERS in raw else {})
    sheets = {name: Sheet.of(raw[name], required, problems) for name, required in columns.items()}
    problems.raise_errors()
    return sheets


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
        if name in WORDS or name.startswith(INPUT):
            figures[name] = row.text("value")
        elif name:
            figures[name] = row.number("value")
    return figures


def _load(row: Row) -> LoadRow:
    return LoadRow(
        booking=row.text("booking"),
        shipment=row.text("shipment"),
        container=row.text("container"),
        containers=row.whole("containers"),
        tonnes=row.number("tonnes"),
        departs=row.day("departs"),
        delivered=row.day("delivered"),
        transit_days=row.whole("transit_days"),
        due=row.maybe_day("due"),
        route=row.text("route"),
        flags=tuple(flag for flag in row.text("flags").split("; ") if flag),
        latest=row.day("latest") if row.has("latest") else None,
        shown={component: row.number(component) for component in BOOKED},
        total=row.number("total"),
    )


def _leg(row: Row) -> LegRow:
    types = [name for name in row.part.columns if name not in COLUMNS["Legs"]]
    counts = {name.removesuffix(" containers"): row.maybe_whole(name) or 0 for name in types}
    return LegRow(
        booking=row.text("booking"),
        leg=row.whole("leg"),
        service=row.text("service"),
        carrier=row.text("carrier"),
        mode=row.text("mode"),
        origin=row.text("origin"),
        destination=row.text("destination"),
        departs=row.day("departs"),
        arrives=row.day("arrives"),
        crossings=row.crossings("borders"),
        containers=counts,
    )


def _charge(row: Row) -> ChargeRow:
    return ChargeRow(
        booking=row.text("booking"),
        shipment=row.text("shipment"),
        component=row.text("component"),
        what=row.text("what"),
        container=row.text("container"),
        load=row.maybe_whole("load"),
        quantity=Fraction(row.number("quantity")),
        rate=Fraction(row.number("rate")),
        currency=row.text("currency"),
        fx=Fraction(row.number("fx")),
        amount=row.number("amount"),
        source=row.text("source") if row.has("source") else None,
    )


def _capacity(row: Row) -> CapacityRow:
    return CapacityRow(
        kind=row.text("kind"),
        name=row.text("name"),
        mode=row.text("mode"),
        period=row.text("period"),
        unit=row.text("unit"),
        capacity=row.number("capacity"),
        used=row.number("used"),
        shadow_price=row.number("shadow_price"),
        utilisation=row.number("utilisation"),
    )


def _border(row: Row) -> BorderRow:
    return BorderRow(
        border=row.text("border"),
        unit=row.text("unit"),
        periods=row.whole("periods"),
        full=row.whole("full"),
        used=row.number("used"),
        capacity=row.number("capacity"),
        average_use=row.number("average_use"),
        peak_use=row.number("peak_use"),
        highest_shadow_price=row.number("highest_shadow_price"),
    )


def _unserved(row: Row) -> UnservedRow:
    return UnservedRow(row.text("shipment"), row.number("tonnes"), row.text("reason"))


def _shipment(row: Row) -> ShipmentRow:
    return ShipmentRow(
        shipment=row.text("shipment"),
        tonnes=row.number("tonnes"),
        delivered=row.number("delivered"),
        unserved=row.number("unserved"),
        cost=row.number("cost"),
        cost_per_tonne=row.maybe_ratio("cost_per_tonne"),
        landed_cost_per_tonne=row.maybe_ratio("landed_cost_per_tonne"),
        recoverable_tax=row.number("recoverable_tax"),
        next_best=row.text("next_best"),
        next_best_extra=row.maybe_number("next_best_extra"),
        goods_value=row.number("goods_value") if row.has("goods_value") else None,
    )
