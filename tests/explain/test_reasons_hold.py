"""Every reason holds when it is tried by force, and every cure cures; with either engine."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

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
from tests.explain.by_force import Soonest, later, least_per_tonne
from tests.explain.test_filling import assert_none_saves
from tests.properties.drawing import Row, World, day
from tests.properties.drawn_tariffs import key_of
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, rounding, solved

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
        rows = re.findall(r"Tariffs!(\d+)", reason)
        until = max(found[1].split(" and "))
        tariffs = [
            {**row, "valid_to": until} if str(number) in rows else row
            for number, row in enumerate(world["Tariffs"], start=2)
        ]
        assert soonest(book_and_portfolio({**world, "Tariffs": tariffs})[0], shipment) is not None
    if found := re.search(r"an amount for (.*) would carry it", reason):
        tariffs = list(world["Tariffs"])
        for name, number in re.findall(r"(\w+) on [^()]*\(Tariffs!(\d+)\)", found[1]):
            tariffs[int(number) - 2] = {**tariffs[int(number) - 2], name: 1}
        changed, _ = book_and_portfolio({**world, "Tariffs": tariffs})
        assert soonest(changed, later(without_any(shipment), LATER)) is not None


def lacking(book: TariffBook, world: World, reason: str) -> None:
    """What is said to be missing or not to run is so."""
    timetable = Timetable(book)
    for before, after, place in re.findall(r"no transfer from (\w+) to (\w+) at (\w+)", reason):
        assert before != after
        assert timetable.transfer_row(place, before, after) is None
    for number, standing in re.findall(r"Tariffs!(\d+) \([^()]*\) is (\w+)", reason):
        row = world["Tariffs"][int(number) - 2]
        if standing != "under":
            assert standing in (row.get("status"), row.get("compliance"))


def room_cures(made: Plan, world: World, left: Unserved) -> None:
    """With what lacks room unlimited, the plan becomes as much cheaper as is said, or serves more."""
    changed = {sheet: list(rows) for sheet, rows in world.items()}
    for name in re.findall(r"departure (.*?) has ", left.reason):
        changed["Tariffs"] = [without(row, "capacity") if leg_name(row) == name else row for row in changed["Tariffs"]]
    for name, mode in re.findall(r"border (\w+)(?: \((\w+)\))? has ", left.reason):
        changed["Borders"] = [
            without(row, "capacity") if (row["border"], row.get("mode") or "") == (name, mode) else row
            for row in changed["Borders"]
        ]
    for place in re.findall(r"transfer (\w+)(?: \([^)]*\))? has ", left.reason):
        changed["Transfers"] = [
            without(row, "capacity") if row["location"] == place else row for row in changed["Transfers"]
        ]
    for place, box in re.findall(r"pool (\w+) (\w+) has ", left.reason):
        changed["Pool"] = [row for row in changed["Pool"] if (row["location"], row["container"]) != (place, box)]
    again = solved({sheet: rows for sheet, rows in changed.items() if rows}, Options(gap=Decimal(0)))
    unpriced = [sum(u.tonnes for u in plan.unserved if u.shipment.penalty_per_t is None) for plan in (made, again)]
    if left.shipment.penalty_per_t is None:
        assert unpriced[1] < unpriced[0]
    elif not unpriced[0] and not unpriced[1]:
        [cost] = re.findall(r"would cost ([\d,.]+) a tonne", left.reason)
        [tonnes] = re.findall(r"with ([\d.]+) t would", left.reason)
        behind = to_cents(Rater(made.book).unserved_per_t(left.shipment))
        saved = (behind - Decimal(cost.replace(",", ""))) * Decimal(tonnes)
        assert again.cost <= made.cost - saved + CENT * Decimal(tonnes) + rounding(made, again)


def without(row: Row, *columns: str) -> Row:
    return {name: cell for name, cell in row.items() if name not in columns}


def leg_name(row: Row) -> str:
    name = row.get("service") or row.get("carrier")
    return f"{name + ' ' if name else ''}{row['mode']} {row['origin']} – {row['destination']}"
