"""Every column of the schema: which are drawn, which change what is best, and the few that never do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from tariffs.problems import InputError
from tariffs.schema import Column, Type
from tariffs.sheets import SETTING_COLUMNS, SHEETS
from tests.building.sheets_of_rows import Cell
from tests.properties.changes import names, with_rows
from tests.properties.drawing import Row, World
from tests.properties.solving import engine, solved

#: What stands for the columns of containers of a sheet.
BOXES = "container columns"


class Place(NamedTuple):
    """A column of a sheet, or a setting."""

    sheet: str
    column: str


class Idle(NamedTuple):
    """Why a column never changes what is best, and something that may stand in it, by the number of its row."""

    reason: str
    cell: Callable[[int], Cell]


def _always(cell: Cell) -> Callable[[int], Cell]:
    return lambda row: cell


SHOWN = "shown, and part of no rule"
SPELT = "another spelling of a name, which the reader resolves"
READING = "how cells are read, which is settled before anything is planned"
ASKED_FOR = "acts only where a scenario is asked for by name"
SCENARIO: Row = {
    "scenario": "dear", "sheet": "Tariffs", "match": "mode=rail", "column": "rate", "change": "times", "value": "2",
}  # fmt: skip
#: Without it, what is in another currency has no rate.
BASE = Place("Settings", "base_currency")
#: The columns that change nothing.
IDLE: dict[Place, Idle] = {
    **{Place(sheet, "source"): Idle(SHOWN, _always("tariff of March")) for sheet in SHEETS},
    **{Place(sheet, "note"): Idle(SHOWN, _always("to be confirmed")) for sheet in SHEETS},
    **{Place("Scenarios", column): Idle(ASKED_FOR, _always(cell)) for column, cell in SCENARIO.items()},
    Place("Emissions", "ttw_g_per_tkm"): Idle(SHOWN, _always(9)),
    Place("Emissions", "kind"): Idle(SHOWN, _always("default")),
    Place("Locations", "name"): Idle(SHOWN, lambda row: f"Place {row}"),
    Place("Locations", "locode"): Idle(SHOWN, lambda row: ("PKKHI", "IRZAH", "KZAAU", "RUMOW", "TMASB")[row]),
    Place("Locations", "kind"): Idle(SHOWN, _always("city")),
    Place("Locations", "latitude"): Idle("a check of distances, which warns", _always(40)),
    Place("Locations", "longitude"): Idle("a check of distances, which warns", _always(60)),
    Place("Locations", "aliases"): Idle(SPELT, lambda row: f"Place No {row}"),
    Place("Containers", "aliases"): Idle(SPELT, lambda row: f"BOX{row}"),
    Place("Cargo", "incoterm"): Idle(SHOWN, _always("FCA")),
    Place("Cargo", "customer"): Idle("costs are summed by it", _always("Northern")),
    Place("Settings", "number_style"): Idle(READING, _always("1,234.50")),
    Place("Settings", "date_style"): Idle(READING, _always("dmy")),
    Place("Settings", "ignore_columns"): Idle(READING, _always("remarks")),
}

#: The columns that a row is nothing without, and that hold no more than what it is called or where it leads.
NAMES = {
    Place("Locations", "location"),
    Place("Surcharges", "surcharge"),
    Place("Tariffs", "origin"),
    Place("Tariffs", "destination"),
    Place("Cargo", "shipment"),
}


#: The columns that say how sure a date is, and is to be: of no drawn world, since plans are then made by simulation,
#: which the other engines and bounds of these tests know nothing of; ``tests/risk`` has worlds of its own.
SPREAD = {
    Place("Tariffs", "transit_days_p95"),
    Place("Borders", "dwell_days_p95"),
    Place("Transfers", "dwell_days_p95"),
    Place("Settings", "on_time_probability"),
    Place("Cargo", "on_time_probability"),
}


def places() -> dict[Place, Column]:
    """Every column of every sheet, the settings, and the columns of containers."""
    found = {
        Place(name, column.name): column
        for name, sheet in SHEETS.items()
        if name != "Settings"
        for column in sheet.columns
    }
    found |= {Place("Settings", column.name): column for column in SETTING_COLUMNS}
    found |= {Place("Settings", name): SHEETS["Settings"].column(name) for name in ("source", "note")}
    amount = Column(BOXES, Type.NUMBER, "", required=True)
    return found | {Place(name, BOXES): amount for name, sheet in SHEETS.items() if sheet.container_columns}


def drawn(world: World, place: Place) -> bool:
    """Whether a column has a cell in a world."""
    return any(_cells(world, place, row) for row in world.get(place.sheet, ()))


def without(world: World, place: Place) -> World:
    """The world without the cells of a column."""

    def changed(row: Row) -> Row | None:
        cells = _cells(world, place, row)
        return None if cells == ["value"] else {name: cell for name, cell in row.items() if name not in cells}

    return with_rows(world, place.sheet, changed)


def with_others(world: World, place: Place, column: Column) -> World:
    """The world with other cells in a column, of its kind."""
    known = _known(world, place, column)

    def changed(row: Row) -> Row:
        return row | {name: _another(column, row[name], known) for name in _cells(world, place, row)}

    return with_rows(world, place.sheet, changed)


def _known(world: World, place: Place, column: Column) -> list[Cell]:
    """What stands in that column, or in others that hold the same kind of name."""
    if column.choices:
        return list(column.choices)
    alike = [
        (name, other.name)
        for name, sheet in SHEETS.items()
        for other in sheet.columns
        if other.name == place.column or (column.names and other.names == column.names and other.type is column.type)
    ]
    return [row[name] for sheet, name in alike for row in world.get(sheet, ()) if name in row]


def _cells(world: World, place: Place, row: Row) -> list[str]:
    """Under which headers the cells of a column stand in a row."""
    if place.sheet == "Settings":
        return ["value"] if row["setting"] == place.column else []
    if place.column == BOXES:
        return [name for name in names(world, "Containers", "container") if name in row]
    return [place.column] if place.column in row else []


def _another(column: Column, cell: Cell, known: list[Cell]) -> Cell:
    """Another cell of a column; the same where there is none."""
    match column.type:
        case Type.NUMBER | Type.PERCENT | Type.INTEGER:
            return 2 * Decimal(str(cell))
        case Type.DATE:
            return (date.fromisoformat(str(cell)) + timedelta(days=1)).isoformat()
        case Type.DATES:
            days = [date.fromisoformat(day.strip()) for day in str(cell).split(";") if day.strip()]
            return "; ".join((day - timedelta(days=1)).isoformat() for day in days)
    return next((other for other in known if other != cell), cell)


def with_idle(world: World, place: Place) -> World:
    """The world with something in a column that changes nothing."""
    cell = IDLE[place].cell
    if place.sheet == "Settings" and place.column not in ("source", "note"):
        setting = {"setting": place.column, "value": cell(0)}
        return {**world, "Settings": [*world.get("Settings", ()), setting]}
    rows = [SCENARIO] if place.sheet == "Scenarios" else world.get(place.sheet, [])
    return {**world, place.sheet: [row | {place.column: cell(number)} for number, row in enumerate(rows)]}


def best(world: World) -> tuple[int, float] | None:
    """What the best plan costs, and the kilograms that it leaves for want of a penalty; ``None`` for no input."""
    try:
        run = engine(world)
        if any(shipment.on_time_probability for shipment in run.shipments):
            made = solved(world)  # the engine is asked again and again
            return int(1000 * sum(left.tonnes for left in made.unserved)), float(made.cost)
    except InputError:
        return None
    found = run.run()
    free = {k.name: int(1000 * k.weight_t) for k in run.shipments if k.penalty_per_t is None}
    for load in found.loads:
        if load.shipment.name in free:
            free[load.shipment.name] -= load.kilograms
    return sum(free.values()), found.bound


def differ(one: tuple[int, float] | None, other: tuple[int, float] | None) -> bool:
    """Whether two plans are told apart by more than a solver's rounding."""
    if one is None or other is None:
        return False
    return one[0] != other[0] or abs(one[1] - other[1]) > 0.01


def matters(world: World, place: Place, column: Column, known: tuple[int, float] | None) -> bool:
    """Whether the best plan, which is ``known``, is another without a column; or, where that is no input, with others.

    A setting in whose place nothing will do is told by its being an error.
    """
    blank = None if column.required else best(without(world, place))
    if blank is not None:
        return differ(known, blank)
    if place == BASE:
        return not column.required
    other = with_others(world, place, column)
    return other != world and differ(known, best(other))


def wanting() -> dict[Place, Column]:
    """The columns that must change what is best somewhere."""
    return {place: column for place, column in places().items() if place not in {*IDLE, *NAMES}}
