"""Every reason holds when it is tried by force, and every cure cures; with either engine."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, event, given, note
from hypothesis import strategies as st

from optimizer.errors import RebateError
from optimizer.explain.wishes import wishes, without_any
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Unserved
from tariffs.book import Shipment, TariffBook
from tariffs.rating import Rater, to_cents
from tariffs.rating.charge import exact
from tariffs.timetable import Timetable
from tests.building.sheets_of_rows import Cell
from tests.explain.by_force import Soonest, later, least_per_tonne
from tests.explain.test_filling import assert_none_saves, left_t, unpriced_t
from tests.properties.drawing import Row, World, day
from tests.properties.drawn_tariffs import key_of
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, rounding, solved

WORLDS = Path(__file__).parents[1] / "worlds"
ENGINES = (Engine.LISTED, Engine.COLUMNS)
#: So many days later nothing begins any more in a drawn world.
LATER = 40
NOT_FOR_WANT_OF_CAPACITY = ("no room: the minimum load", "no room: what it could go on")
CENT = Decimal("0.01")


#: What damages the rows of a leg, one of these in each.
CELLS: dict[str, list[Row]] = {
    "full": [{"capacity": 1, "capacity_unit": "containers", "min_load": 0}],
    "idle": [{"status": "planned"}, {"compliance": "blocked"}],
}


@st.composite
def damaged(draw: st.DrawFn) -> World:
    """A drawn world in which something is likely to stay behind."""
    damage = draw(
        st.sampled_from(("ended", "types", "goods", "wish", "hurry", "full", "dear", "types", "idle", "transfers"))
    )
    # Two legs and no more where every leg is to take one type of container.
    most = {"most_places": 3, "most_legs": 2} if damage == "types" else {"most_places": 4, "most_legs": 7}
    world = draw(worlds(**most, most_shipments=2, most_days=10, penalty=draw(st.booleans())))
    containers = [str(row["container"]) for row in world["Containers"]]
    key = key_of(draw(st.sampled_from(world["Tariffs"])))

    goods = [str(row["commodity"]) for row in world["Commodities"]]

    def narrowed(rows: list[Row]) -> list[Row]:
        """The first row of each leg, in one container type, each in the next."""
        legs = {key_of(row): row for row in reversed(rows)}
        return [
            {**without(row, *containers, "rate"), containers[number % len(containers)]: 100}
            for number, row in enumerate(legs.values())
        ]

    def change(rows: list[Row]) -> list[Row]:
        """The rows of the leg, damaged; of those that then were alike, the first."""
        match damage:
            case "ended":
                end = draw(st.sampled_from((day(-3), day(3))))
                return [{**row, "valid_from": "2025-01-01", "valid_to": end} for row in rows]
            case "goods":
                return [{**rows[0], "commodity": draw(st.sampled_from(goods))}]
            case "full" | "idle":
                return [{**row, **draw(st.sampled_from(CELLS[damage]))} for row in rows]
        return rows

    def cargo(row: Row) -> Row:
        match damage:
            case "wish":
                row = {**row, "modes": draw(st.sampled_from(sorted({str(t["mode"]) for t in world["Tariffs"]})))}
                return {**row, "containers": draw(st.sampled_from(containers))}
            case "hurry":
                return {**without(row, "due"), "max_transit_days": 1}
            case "dear":
                return {**row, "unserved_penalty_per_t": 30}
        return row

    others = [row for row in world["Tariffs"] if key_of(row) != key]
    tariffs = [*others, *change([row for row in world["Tariffs"] if key_of(row) == key])]
    tariffs = narrowed(tariffs) if damage == "types" else tariffs
    world = {**world, "Transfers": [] if damage == "transfers" else world.get("Transfers", [])}
    return {**world, "Tariffs": tariffs, "Cargo": [cargo(row) for row in world["Cargo"]]}


@pytest.mark.parametrize("engine", ENGINES)
@examples(60)
@given(damaged())
def test_every_reason_holds_and_every_cure_cures(engine: Engine, world: World) -> None:
    """By trying every path, load and day."""
    try:
        made = solved(world, Options(gap=Decimal(0), engine=engine))
    except RebateError:
        assume(False)
    for left in made.unserved:
        note(f"{left.shipment.name}: {left.reason}")
        event(re.split("[:0-9]", left.reason)[0])
        holds(made, world, left)


@pytest.mark.parametrize("number", [1000, 1001, 1003, 1005, 1009, 1011, 1012])
def test_every_cure_cures_in_worlds_planned_by_exhaustive_enumeration(number: int) -> None:
    """Several capacities in the way of one shipment, days with room and without: each is tried."""
    world = rows_of(WORLDS / f"world_{number}.xlsx")
    made = solved(world)
    tried = 0
    for left in made.unserved:
        if "days against" in left.reason:
            time_cures(made, world, left)
        elif "more would do" in left.reason:
            room_cures(made, world, left)
        else:
            continue
        tried += 1
    assert tried


def rows_of(path: Path) -> World:
    """The sheets of a workbook whose headers stand in the first row."""

    def cell(value: object) -> Cell:
        return value.date().isoformat() if isinstance(value, datetime) else value  # type: ignore[return-value]

    book = openpyxl.load_workbook(path)
    found: World = {}
    for sheet in book:
        headers, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [
            {str(name): cell(value) for name, value in zip(headers, row, strict=True) if value is not None}
            for row in rows
        ]
    return {name: rows for name, rows in found.items() if rows}


def holds(made: Plan, world: World, left: Unserved) -> None:
    book, shipment, reason = made.book, left.shipment, left.reason
    in_time = soonest(book, shipment) is not None
    assert "a longer one may carry it" not in reason  # the best plan leaves nothing that it could carry with gain
    if found := re.match(r"the fastest connection takes (\d+) days against (\d+) allowed", reason):
        days, allowed = map(int, found.groups())
        assert (shipment.last_day - shipment.ready).days == allowed
        assert soonest(book, later(shipment, days - 1)) is None
        assert soonest(book, later(shipment, days)) == shipment.ready + timedelta(days)
        assert f"{days - allowed} day" in reason
        time_cures(made, world, left)
    elif reason.startswith("nothing runs any more"):
        assert soonest(book, later(shipment, LATER)) is None
    elif reason.startswith("no connection"):
        assert soonest(book, later(without_any(shipment), LATER)) is None
        lacking(book, world, reason)
    elif reason.startswith("no carriage accepts it with"):
        assert soonest(book, later(shipment, LATER)) is None
    elif reason.startswith(("no carriage accepts it", "no container type goes all the way", "no load of a container")):
        assert soonest(book, later(without_any(shipment), LATER)) is None
    elif reason.startswith("serving costs more than the penalty"):
        assert in_time
        assert shipment.penalty_per_t is not None
        least = least_per_tonne(book, shipment, left.tonnes)
        assert least is not None
        assert exact(least) >= Rater(book).unserved_per_t(shipment) - exact(CENT)
        [stated] = re.findall(r"penalty: ([\d,.]+) a tonne", reason)
        assert Decimal(stated.replace(",", "")) <= least + CENT
        assert_none_saves(made)  # nor is there a container of it in which a tonne costs less
    elif reason.startswith(NOT_FOR_WANT_OF_CAPACITY):
        assert in_time
    elif "less than the least lot" in reason:
        assert left.tonnes < shipment.min_lot_t
    elif reason.startswith("no room"):
        assert in_time
        room_cures(made, world, left)
    else:
        raise AssertionError(reason)
    cures(made.book, world, left)
    weak_cures(world, left)


def soonest(book: TariffBook, shipment: Shipment) -> date | None:
    return Soonest(book, shipment, shipment.last_day).delivery()


def cures(book: TariffBook, world: World, left: Unserved) -> None:
    """What the reason says would help does."""
    shipment, reason = left.shipment, left.reason
    if found := re.search(r"without (.*) it (could go|would be in time)", reason):
        told = found[1].split(" or ")
        for wish in wishes(shipment):
            assert (soonest(book, wish.without) is not None) == (wish.words in told)
    if found := re.search(r"valid to ([\d-]+(?: and [\d-]+)*),? (?:it|would)", reason):
        changed = with_valid_to(world, reason, max(found[1].split(" and ")))
        assert soonest(book_and_portfolio(changed)[0], shipment) is not None
    if found := re.search(r"an amount for (.*) would carry it", reason):
        tariffs = list(world["Tariffs"])
        for name, number in re.findall(r"(\w+) on [^()]*\(Tariffs!(\d+)\)", found[1]):
            tariffs[int(number) - 2] = {**tariffs[int(number) - 2], name: 1}
        changed, _ = book_and_portfolio({**world, "Tariffs": tariffs})
        assert soonest(changed, later(without_any(shipment), LATER)) is not None


def lacking(book: TariffBook, world: World, reason: str) -> None:
    """What is said to be missing or not to run is so."""
    timetable = Timetable(book)
    for told, place in re.findall(r"no transfer (from [\w ]+) at (\w+)", reason):
        for before, after in re.findall(r"from (\w+) to (\w+)", told):
            assert before != after
            assert timetable.transfer_row(place, before, after) is None
    for number, standing in re.findall(r"Tariffs!(\d+) \([^()]*\) is (\w+)", reason):
        row = world["Tariffs"][int(number) - 2]
        if standing != "under":
            assert standing in (row.get("status"), row.get("compliance"))


#: A capacity that lacks room, and how much more would do.
LACKING = re.compile(
    r"(?P<kind>departure|border|transfer|pool) (?P<name>[^(;:]*?)(?: \((?P<mode>[^)]*)\))? has "
    r"[^,;]* left(?: (?:on|in) (?P<day>[\w-]+))?, (?P<more>[\d.]+) more would do"
)
#: The sheet and the column of each kind of capacity.
SHEETS = {
    "departure": ("Tariffs", "capacity"),
    "border": ("Borders", "capacity"),
    "transfer": ("Transfers", "capacity"),
    "pool": ("Pool", "available"),
}


def with_more_room(world: World, reason: str) -> World:
    """The world with as much more of each capacity as the reason says would do, in this period and others."""
    changed = {sheet: list(rows) for sheet, rows in world.items()}
    found = list(LACKING.finditer(reason))
    assert found
    for one in found:
        sheet, column = SHEETS[one["kind"]]
        changed[sheet] = [
            {**row, column: Decimal(str(row[column])) + Decimal(one["more"])} if row.get(column) is not None
            and called(one["kind"], row) == (one["name"], one["mode"] or "") else row
            for row in changed[sheet]
        ]  # fmt: skip
        if one["kind"] == "departure":  # what differs on that date
            changed["Departures"] = [
                {**row, "capacity": Decimal(str(row["capacity"])) + Decimal(one["more"])}
                if row.get("capacity") is not None and row["date"] == one["day"] else row
                for row in changed.get("Departures", [])
            ]  # fmt: skip
    return {sheet: rows for sheet, rows in changed.items() if rows}


def called(kind: str, row: Row) -> tuple[str, str]:
    """How a reason calls the capacity of a row: its name, and its mode."""
    match kind:
        case "departure":
            return leg_name(row), ""
        case "border":
            return str(row["border"]), str(row.get("mode") or "")
        case "transfer":
            return str(row["location"]), f"{row['from_mode']} to {row['to_mode']}"
    return f"{row['location']} {row['container']}", ""


def with_more_days(world: World, name: str, days: int) -> World:
    """The world in which a shipment may be delivered so many days later."""

    def later_by(row: Row) -> Row:
        if row["shipment"] != name:
            return row
        due, limit = row.get("due"), row.get("max_transit_days")
        more = {} if due is None else {"due": str(date.fromisoformat(str(due)) + timedelta(days))}
        return {**row, **more, **({} if limit is None else {"max_transit_days": int(str(limit)) + days})}

    return {**world, "Cargo": [later_by(row) for row in world["Cargo"]]}


def room_cures(made: Plan, world: World, left: Unserved) -> None:
    """With so much more room as is said would do, the plan becomes as much cheaper as is said, or serves more."""
    again = solved(with_more_room(world, left.reason), Options(gap=Decimal(0)))
    if left.shipment.penalty_per_t is None:
        assert unpriced_t(again) < unpriced_t(made)
    elif not unpriced_t(made) and not unpriced_t(again):
        [cost] = re.findall(r"would cost (-?[\d,.]+) a tonne", left.reason)
        [tonnes] = re.findall(r"with ([\d.]+) t would", left.reason)
        part = re.findall(r", for ([\d.]+) t of the ([\d.]+) t \(", left.reason)
        assert part == ([] if Decimal(tonnes) == left.tonnes else [(tonnes, f"{left.tonnes.normalize():f}")])
        behind = to_cents(Rater(made.book).unserved_per_t(left.shipment))
        saved = (behind - Decimal(cost.replace(",", ""))) * Decimal(tonnes)
        assert again.cost <= made.cost - saved + CENT * Decimal(tonnes) + rounding(made, again)
        if len(world["Cargo"]) == 1:  # no other takes the room, and less is only carried if that costs less
            carries = left_t(again, left.shipment.name) <= left.tonnes - Decimal(tonnes)
            assert carries or again.cost < made.cost - saved


def time_cures(made: Plan, world: World, left: Unserved) -> None:
    """With so many more days as would be enough, more is carried; or, at the earliest, with so much more room too."""
    [(days, enough)] = re.findall(r"(\d+) days? more (would be enough|at the earliest)", left.reason)
    changed = with_more_days(world, left.shipment.name, int(days))
    if enough == "at the earliest":
        if "more would do" not in left.reason:
            return
        changed = with_more_room(changed, left.reason)
    again = solved(changed, Options(gap=Decimal(0)))
    assert unpriced_t(again) < unpriced_t(made) or (unpriced_t(again) == unpriced_t(made) and again.cost < made.cost)
    if len(world["Cargo"]) == 1 and f"for {left.tonnes}" not in left.reason:
        assert left_t(again, left.shipment.name) < left.tonnes


def weak_cures(world: World, left: Unserved) -> None:
    """What could go, or would be delivered, does, or stays behind for want of room or for what it costs."""
    reason, shipment = left.reason, left.shipment
    changed = []
    if found := re.search(r"without (.*) it (could go|would be in time)", reason):
        told = found[1].split(" or ")
        columns = {word.split(" ")[0] for word in told if not word.startswith("avoid")}
        changed += [without_cell(world, shipment.name, column) for column in columns]
    if found := re.search(r"valid to ([\d-]+(?: and [\d-]+)*),? (?:it|would)", reason):
        changed.append(with_valid_to(world, reason, max(found[1].split(" and "))))
    for other in changed:
        again = [one for one in solved(other).unserved if one.shipment.name == shipment.name]
        assert all(one.reason.startswith(("no room", "serving costs more")) for one in again)
        if again and "but there" not in reason and found and "valid to" in reason:
            assert len(world["Cargo"]) > 1 or again[0].tonnes < left.tonnes


def with_valid_to(world: World, reason: str, until: str) -> World:
    """The world in which the rows that a reason names are valid until a day."""
    rows = re.findall(r"Tariffs!(\d+)", reason)
    numbered = enumerate(world["Tariffs"], start=2)
    return {**world, "Tariffs": [{**row, "valid_to": until} if str(n) in rows else row for n, row in numbered]}


def without_cell(world: World, name: str, column: str) -> World:
    """The world without one cell of a shipment."""
    return {**world, "Cargo": [without(row, column) if row["shipment"] == name else row for row in world["Cargo"]]}


def without(row: Row, *columns: str) -> Row:
    return {name: cell for name, cell in row.items() if name not in columns}


def leg_name(row: Row) -> str:
    name = row.get("service") or row.get("carrier")
    return f"{name + ' ' if name else ''}{row['mode']} {row['origin']} – {row['destination']}"
