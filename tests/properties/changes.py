"""Worlds changed: a service more, more room, a shipment cut in two, components left out, other money."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from tariffs.schema import Column
from tariffs.sheets import SETTING_COLUMNS, SHEETS
from tests.building.sheets_of_rows import Cell
from tests.properties.drawing import RATES, Row, World, base_currency, blank_or
from tests.properties.drawn_tariffs import key_of, legs

#: The column that says how much there is.
ROOM = {"Tariffs": "capacity", "Borders": "capacity", "Transfers": "capacity", "Pool": "available"}


def with_rows(world: World, sheet: str, change: Callable[[Row], Row | None]) -> World:
    """The world with each row of a sheet changed, or left out."""
    rows = [new for row in world.get(sheet, ()) if (new := change(row)) is not None]
    return {**world, sheet: rows}


def names(world: World, sheet: str, column: str) -> list[str]:
    """What a column holds."""
    return [str(row[column]) for row in world[sheet]]


@st.composite
def with_another_service(draw: st.DrawFn, world: World) -> World:
    """One more service, across borders and in currencies that the world has."""
    drawn = legs(
        names(world, "Locations", "location"),
        names(world, "Containers", "container"),
        names(world, "Commodities", "commodity"),
        services=("New",),
    )
    known = {row["border"] for row in world.get("Borders", ())}
    rows = []
    for row in draw(drawn):
        crossings = [c for c in str(row.get("borders", "")).split("; ") if c.partition("@")[0] in known]
        new = {column: cell for column, cell in row.items() if column != "borders"}
        rows.append({**new, "borders": "; ".join(crossings)} if crossings else new)
    rated = {base_currency(world), *(row["currency"] for row in world.get("FX", ()))}
    fx = [
        {"currency": currency, "rate": rate, "valid_from": "2025-01-01"}
        for currency, (rate, _) in RATES.items()
        if currency not in rated
    ]
    return {**world, "Tariffs": [*world["Tariffs"], *rows], "FX": [*world.get("FX", ()), *fx]}


def limits(world: World) -> list[tuple[str, int]]:
    """Where something is limited: sheet and position of the row."""
    return [
        (sheet, number)
        for sheet, column in ROOM.items()
        for number, row in enumerate(world.get(sheet, ()))
        if column in row
    ]


@st.composite
def with_more_room(draw: st.DrawFn, world: World) -> World:
    """One of the capacities raised, or gone."""
    sheet, number = draw(st.sampled_from(limits(world)))
    column, row = ROOM[sheet], world[sheet][number]
    more = draw(blank_or(1, 2, 30))

    def raised(other: Row) -> Row | None:
        same = key_of(other) == key_of(row) if sheet == "Tariffs" else other is row
        if not same:
            return other
        if more is not None:
            return {**other, column: Decimal(str(row[column])) + int(str(more))}
        if sheet == "Pool":
            return None
        return {name: cell for name, cell in other.items() if name != column}

    return with_rows(world, sheet, raised)


@st.composite
def with_a_shipment_cut(draw: st.DrawFn, world: World) -> World:
    """One that may be split in two: weights and values in proportion, and volumes with them."""
    row = draw(st.sampled_from([row for row in world["Cargo"] if "split" not in row]))
    weight = Decimal(str(row["weight_t"]))
    part = draw(st.integers(1, 9)) * weight / 10
    part = part.quantize(Decimal("0.001"))
    shared = {column: Decimal(str(row[column])) for column in ("value", "volume_m3") if column in row}
    cut = [
        {**row, "shipment": f"{row['shipment']}{half}", "weight_t": tonnes}
        | {column: amount * tonnes / weight for column, amount in shared.items()}
        for half, tonnes in (("a", part), ("b", weight - part))
    ]
    cargo = [new for other in world["Cargo"] for new in (cut if other is row else [other])]
    return {**world, "Cargo": cargo}


def without_setting(name: str) -> Callable[[World], World]:
    return lambda world: with_rows(world, "Settings", lambda row: None if row["setting"] == name else row)


def with_setting(world: World, name: str, value: Cell) -> World:
    world = without_setting(name)(world)
    return {**world, "Settings": [*world["Settings"], {"setting": name, "value": value}]}


def without_sheet(name: str) -> Callable[[World], World]:
    return lambda world: {sheet: rows for sheet, rows in world.items() if sheet != name}


def without_columns(sheet: str, *columns: str) -> Callable[[World], World]:
    """Without these columns, and those of containers if one is called so."""

    def changed(world: World) -> World:
        gone = {*columns, *(names(world, "Containers", "container") if "containers" in columns else ())}
        return with_rows(world, sheet, lambda row: {name: cell for name, cell in row.items() if name not in gone})

    return changed


#: What makes a component of the cost vanish.
WITHOUT: dict[str, Callable[[World], World]] = {
    "surcharge": without_sheet("Surcharges"),
    "transfer": without_columns("Transfers", "rate", "containers"),
    "border": without_columns("Borders", "rate", "containers", "fee_per_t"),
    "storage": without_sheet("Storage"),
    "insurance": without_setting("insurance_pct"),
    "duty": without_sheet("Duties"),
    "tax": without_columns("Duties", "vat_pct"),
    "inventory": without_setting("capital_cost_pct"),
    "co2": without_setting("co2_price_per_t"),
    "departure": without_columns("Tariffs", "departure_cost"),
}


def with_money_times(world: World, factor: int) -> World:
    """All money times a factor: amounts, rates, fees, values, penalties; not percentages or rates of exchange."""
    containers = set(names(world, "Containers", "container"))
    return {
        sheet: rows if sheet in ("Containers", "FX") else [_money_times(sheet, row, containers, factor) for row in rows]
        for sheet, rows in world.items()
    }


def _money_times(sheet: str, row: Row, containers: set[str], factor: int) -> Row:
    if str(row.get("basis", "")).startswith("percent"):
        return row
    columns = {column.name: column for column in SHEETS[sheet].columns}
    if sheet == "Settings":
        columns["value"] = next(column for column in SETTING_COLUMNS if column.name == row["setting"])

    def is_money(name: str) -> bool:
        return name in containers or bool(columns[name].money)

    return {name: _times(cell, factor) if is_money(name) else cell for name, cell in row.items()}


def _times(cell: Cell, factor: int) -> Decimal:
    return Decimal(str(cell)) * factor


def money_columns() -> set[tuple[str, str]]:
    """What is multiplied, by sheet and column, beside the columns of containers."""

    def of(sheet: str, columns: tuple[Column, ...]) -> set[tuple[str, str]]:
        return {(sheet, column.name) for column in columns if column.money}

    found = set().union(*(of(name, sheet.columns) for name, sheet in SHEETS.items() if name != "FX"))
    return found | of("Settings", SETTING_COLUMNS)
