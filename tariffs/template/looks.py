"""How the columns of an input workbook look: their order, comments, drop-downs, formats and widths."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tariffs.schema import Column, Sheet, Type
from tariffs.sheets import SETTING_COLUMNS, SHEETS

GENERAL, MONEY, WHOLE, TEXT, DATE, DEGREES = (
    "General",
    "#,##0.00",
    "#,##0",
    "@",
    "yyyy-mm-dd",
    "0.000",
)
#: Every number format that a column may have. None is a percentage: in such a cell Excel takes a typed
#: 0.3 for 30 %, and in this project 0.3 is 0.3 %.
NUMBER_FORMATS = (GENERAL, MONEY, WHOLE, TEXT, DATE, DEGREES)
FORMATS: Mapping[str, str] = {
    "hs": TEXT,
    "shipment": TEXT,
    "distance_km": WHOLE,
    "departure_cost": MONEY,
    "rate_per_day": MONEY,
    "rate": MONEY,
    "amount": MONEY,
    "value": WHOLE,
    "latitude": DEGREES,
    "longitude": DEGREES,
}
#: Where no sheet of containers says which there are.
USUAL_CONTAINERS = ("TEU", "FEU")
NARROWEST, WIDEST = 9, 44


@dataclass(frozen=True, slots=True)
class Header:
    """A column as it is written: its header, and what its cells hold."""

    name: str
    column: Column
    container: bool = False


def headers(
    sheet: Sheet, rows: Sequence[Mapping[str, object]], containers: Sequence[Mapping[str, object]]
) -> list[Header]:
    """The columns of a sheet in the order of the schema, those of containers beside `rate` or `amount`."""
    known = {column.name for column in sheet.columns}
    extra = list(dict.fromkeys(name for row in rows for name in row if name not in known))
    if sheet.container_columns and not extra:
        extra = [str(row["container"]) for row in containers] or list(USUAL_CONTAINERS)
    about = "amount for that container, in the row's currency" if sheet.container_columns else ""
    boxes = [Header(name, Column(name, Type.NUMBER if about else Type.TEXT, about), bool(about)) for name in extra]
    found: list[Header] = []
    before = {"rate", "source"} if sheet.container_columns else {"source"}
    for column in sheet.columns:
        if column.name in before and boxes:
            found += boxes
            boxes = []
        found.append(Header(column.name, column))
    return found + boxes


def comment(header: Header) -> str:
    """What a person should know to fill in a column."""
    column = header.column
    lines = [column.description[:1].upper() + column.description[1:] + "."]
    if column.type is Type.PERCENT:
        lines.append("In percent: 5 means 5 %.")
    elif column.type not in (Type.TEXT, Type.ANY):
        lines.append(f"Holds: {column.type}{', in ' + column.unit if column.unit else ''}.")
    if column.choices:
        lines.append(f"One of: {', '.join(column.choices)}.")
    if column.names:
        lines.append(f"Names come from the sheet {column.names}.")
    if column.required:
        lines.append("Required.")
    elif column.default is not None:
        lines.append(f"Blank means {default_text(column)}.")
    return "\n".join(lines)


def default_text(column: Column) -> str:
    """What a blank cell means, as a person writes it; blank if it is a meaning of its own."""
    if column.default is None:
        return ""
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    return str(column.default)


def number_format(column: Column, *, container: bool = False) -> str:
    """The Excel number format of a column's cells; ``container`` is whether it is a container column."""
    if container:
        return MONEY
    if column.type is Type.DATE:
        return DATE
    if column.name in FORMATS and column.type is not Type.ANY:
        return FORMATS[column.name]
    return GENERAL


def width(header: Header, rows: Sequence[Mapping[str, object]]) -> int:
    """The width of a column in characters: that of its longest cell, within reason."""
    longest = max((len(str(row.get(header.name) or "")) for row in rows), default=0)
    return max(NARROWEST, min(max(len(header.name) + 4, longest + 2), WIDEST))


def validation(header: Header, sheet: Sheet, sheets: Collection[str]) -> dict[str, object]:
    """The drop-down or the check of a column's cells, in xlsxwriter's words; empty if it has none.

    Checks warn and do not forbid: aliases and numbers written as text can be read as well.
    """
    column = header.column
    choices = _choices(column, sheet)
    if choices:
        return _warned({"validate": "list", "source": choices}, f"One of {', '.join(choices)}.")
    several = column.type in (Type.LIST, Type.CROSSINGS)
    if column.names and column.names in sheets and not several:
        names = {"validate": "list", "source": _range(SHEETS[column.names])}
        return names | {"show_error": False}
    if column.type is Type.DATE:
        after = {"validate": "date", "criteria": ">=", "value": "=DATE(1990,1,1)"}
        return _warned(after, "A date, such as 2025-03-15.")
    if column.type in (Type.NUMBER, Type.INTEGER, Type.PERCENT):
        return _bounded(column)
    return {}


def _choices(column: Column, sheet: Sheet) -> list[str]:
    if column.type is Type.FLAG:
        return ["yes", "no"]
    if sheet.name == "Settings" and column.name == "setting":
        return [setting.name for setting in SETTING_COLUMNS]
    if sheet.name == "Scenarios" and column.name == "sheet":
        return [name for name in SHEETS if name != "Scenarios"]
    return list(column.choices)


def _bounded(column: Column) -> dict[str, object]:
    kind = "integer" if column.type is Type.INTEGER else "decimal"
    if column.above is not None:
        above: dict[str, object] = {"validate": kind, "criteria": ">", "value": column.above}
        return _warned(above, f"A number above {column.above}.")
    if column.minimum is None:
        return {}
    if column.maximum is not None:
        within: dict[str, object] = {
            "validate": kind,
            "criteria": "between",
            "minimum": column.minimum,
            "maximum": column.maximum,
        }
        return _warned(within, f"A number from {column.minimum} to {column.maximum}.")
    least: dict[str, object] = {"validate": kind, "criteria": ">=", "value": column.minimum}
    return _warned(least, f"A number of at least {column.minimum}.")


def _warned(rule: Mapping[str, object], message: str) -> dict[str, object]:
    return {
        **rule,
        "error_type": "warning",
        "error_title": "Is that right?",
        "error_message": message,
    }


def _range(sheet: Sheet) -> str:
    """The names that a sheet defines, as a formula that grows with its rows."""
    cells = f"{sheet.name}!$A$2:$A$10000"
    return f"=OFFSET({sheet.name}!$A$2,0,0,MAX(1,COUNTA({cells})),1)"
