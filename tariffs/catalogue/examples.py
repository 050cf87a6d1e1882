"""What can be wrong, by example: a change to the small world that causes one problem and no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tariffs.problems import Kind, Severity
from tariffs.workbook.raw import Cell, Fault

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Example:
    """A change that causes one problem.

    Attributes
    ----------
    kind, severity
        What it causes.
    cells
        What is written into the small world, by address: ``Tariffs!D3``.
    again
        Rows that are written a second time below their sheet, before the cells: ``Cargo!2``.
    above
        A row that is written a second time above the header of its sheet.
    without
        A sheet that is left out.
    added
        A sheet that is put in, with its first cell.
    file
        A workbook that is named beside the small world, and is not there.
    """

    kind: Kind
    severity: Severity
    cells: Mapping[str, Cell] = field(default_factory=dict)
    again: tuple[str, ...] = ()
    above: str = ""
    without: str = ""
    added: str = ""
    file: str = ""


EXAMPLES: tuple[Example, ...] = (
    Example(Kind.FILE, ERROR, file="rates.xlsx"),
    Example(Kind.SHEET, ERROR, without="Locations"),
    Example(Kind.SHEET, WARNING, added="Tarifs 2025"),
    Example(Kind.COLUMN, ERROR, {"Cargo!K1": "Ref.", "Cargo!K2": "R1"}),
    Example(Kind.COLUMN, WARNING, {"Cargo!K1": "Colour", "Cargo!K2": "red"}),
    Example(Kind.BLANK, ERROR, {"Tariffs!F2": None}),
    Example(Kind.BLANK, WARNING, {"Locations!E2": None}),
    Example(Kind.VALUE, ERROR, {"Tariffs!F4": "ten"}),
    Example(Kind.AMBIGUOUS, ERROR, {"Cargo!H2": "03/04/2025"}),
    Example(Kind.AMBIGUOUS, ERROR, {"Cargo!E2": "1,234"}),
    Example(
        Kind.FORMULA,
        ERROR,
        {
            "Cargo!E2": Fault(
                "=B2*2",
                "is a formula without a stored value",
                "open the workbook in Excel, let it calculate, and save it",
            )
        },
    ),
    Example(Kind.ERROR_CELL, ERROR, {"Cargo!B2": "#N/A"}),
    Example(Kind.TEXT_NUMBER, WARNING, {"Cargo!E2": "66.5"}),
    Example(Kind.SENTINEL, ERROR, {"Cargo!H2": date(1900, 1, 1)}),
    Example(Kind.SENTINEL, WARNING, {"Borders!D2": Decimal(99999)}),
    Example(Kind.PERCENT, ERROR, {"Duties!C2": Decimal("0.05")}),
    Example(Kind.PERCENT, WARNING, {"Duties!D2": Decimal("0.2"), "Duties!D3": None}),
    Example(Kind.CALENDAR, ERROR, {"Cargo!H2": "1403/12/13"}),
    Example(Kind.WORD, ERROR, {"Tariffs!L1": "status", "Tariffs!L3": "activ"}),
    Example(Kind.WORD, WARNING, {"Tariffs!A5": "TR2", "Tariffs!B5": "truck", "Tariffs!H5": None}, again=("Tariffs!4",)),
    Example(Kind.NAME, ERROR, {"Tariffs!C3": "Zahidan"}),
    Example(Kind.NAME, ERROR, {"Cargo!C2": "RUMOW"}),
    Example(Kind.CURRENCY, ERROR, {"Cargo!G2": "EUR"}),
    Example(Kind.DUPLICATE, ERROR, again=("Cargo!2",)),
    Example(Kind.DUPLICATE, WARNING, {"Cargo!A3": "R2"}, again=("Cargo!2",)),
    Example(Kind.OVERLAP, ERROR, again=("Borders!2",)),
    Example(Kind.OVERLAP, WARNING, again=("Surcharges!2",)),
    Example(Kind.CONFLICT, ERROR, {"Tariffs!D3": "Zahedan"}),
    Example(Kind.CONFLICT, WARNING, {"Cargo!K1": "avoid", "Cargo!K2": "PK"}),
    Example(Kind.MISSING, WARNING, {"Borders!B2": "road"}),
    Example(Kind.RANGE, ERROR, {"Borders!D2": Decimal(-2)}),
    Example(Kind.RANGE, ERROR, {"Surcharges!C2": "booking", "Surcharges!D2": Decimal(-20)}),
    Example(Kind.DATES, ERROR, {"Cargo!I2": date(2025, 3, 1)}),
    Example(
        Kind.DATES,
        WARNING,
        {"Tariffs!G2": "2025-03-03", "Tariffs!L1": "valid_from", "Tariffs!L2": date(2025, 3, 4)},
    ),
    Example(Kind.EXPIRED, WARNING, {"Tariffs!L1": "valid_to", "Tariffs!L2": date(2025, 3, 1)}),
    Example(Kind.DISTANCE, WARNING, {"Tariffs!E2": Decimal(523)}),
    Example(Kind.OUTLIER, WARNING, {"Tariffs!A5": "IR2", "Tariffs!J5": Decimal(320000)}, again=("Tariffs!3",)),
    Example(Kind.PAYLOAD, WARNING, {"Containers!F3": Decimal(44)}),
    Example(Kind.CAPACITY, WARNING, {"Borders!D2": Decimal(0)}),
    Example(Kind.UNREACHED, WARNING, {"Cargo!B2": "Moscow", "Cargo!C2": "Karachi"}),
    Example(Kind.DOUBT, WARNING, {"Cargo!E2": Decimal(66000)}),
    Example(Kind.IGNORED, ERROR, above="Cargo!2"),
    Example(Kind.IGNORED, WARNING, {"Tariffs!J3": "on request"}),
    Example(Kind.IGNORED, WARNING, {"Cargo!J2": "2xFEU"}),
)
