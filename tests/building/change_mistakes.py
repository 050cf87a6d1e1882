"""Mistakes in Departures."""

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import Change, Mistake, both, cells
from tests.building.sheets_of_rows import Cell
from tests.building.tiny_world import World

WARNING = Severity.WARNING


def changes(*rows: dict[str, Cell]) -> Change:
    """The sheet with these rows, all with the same columns."""
    columns = dict.fromkeys(name for row in rows for name in row)

    def change(world: World) -> None:
        world["Departures"] = [{name: row.get(name) for name in columns} for row in rows]

    return change


CANCELLED: dict[str, Cell] = {"service": "PR1", "date": "2025-03-10", "change": "cancelled"}
EXTRA: dict[str, Cell] = {"service": "PR1", "date": "2025-03-11", "change": "extra"}
CAPACITY: dict[str, Cell] = {"service": "PR1", "date": "2025-03-10", "capacity": 5}

CHANGE_MISTAKES = [
    Mistake(
        "a departure that is not changed", changes({**CANCELLED, "change": None}), ("Departures", 2, "change"),
        Kind.BLANK, "neither a change nor a capacity is given", "write cancelled or extra, or the capacity",
    ),
    Mistake(
        "a change from an unknown place", changes({**CANCELLED, "origin": "Karchi"}), ("Departures", 2, "origin"),
        Kind.NAME, 'location "Karchi" is not in Locations', 'did you mean "Karachi"?',
    ),
    Mistake(
        "a change of an unknown service", changes({**CANCELLED, "service": "PR2"}), ("Departures", 2, "service"),
        Kind.DOUBT, 'no row of Tariffs has the service "PR2", so nothing changes', "known are IR1, PR1, TIR", WARNING,
    ),
    Mistake(
        "a change of what is never together", changes({**CANCELLED, "mode": "road"}), ("Departures", 2, "service"),
        Kind.DOUBT, "no row of Tariffs matches service and mode together, so nothing changes", "correct one of them",
        WARNING,
    ),
    Mistake(
        "a departure cancelled that there is not", changes({**CANCELLED, "date": "2025-03-11"}),
        ("Departures", 2, "change"), Kind.DOUBT,
        "the row changes nothing on 2025-03-11: nothing that it matches departs then", "correct the date", WARNING,
    ),
    Mistake(
        "a departure cancelled twice", changes(CANCELLED, CANCELLED), ("Departures", 3, "change"), Kind.DOUBT,
        "the row changes nothing on 2025-03-10: nothing that it matches departs then", "delete the row", WARNING,
    ),
    Mistake(
        "a departure extra that runs anyhow", changes({**EXTRA, "date": "2025-03-10"}), ("Departures", 2, "change"),
        Kind.DOUBT, "the row changes nothing on 2025-03-10: all that it matches departs so anyhow", "delete the row",
        WARNING,
    ),
    Mistake(
        "an extra departure that is cancelled", changes(EXTRA, {**EXTRA, "change": "cancelled"}),
        ("Departures", 2, "change"), Kind.DOUBT,
        "the row changes nothing on 2025-03-11: the departure is cancelled in row 3", "delete the row", WARNING,
    ),
    Mistake(
        "an extra departure without a rate that is valid",
        both(cells("Tariffs", valid_to="2025-03-10"), changes(EXTRA)), ("Departures", 2, "change"), Kind.DOUBT,
        "the row changes nothing on 2025-03-11: no active row of Tariffs that it matches is valid then",
        "correct the date", WARNING,
    ),
    Mistake(
        "an extra departure of a planned service",
        both(cells("Tariffs", status="planned"), changes(EXTRA)), ("Departures", 2, "change"), Kind.DOUBT,
        "no active row of Tariffs that it matches is valid then", "correct the date", WARNING,
    ),
    Mistake(
        "a capacity for no departure", changes({**CAPACITY, "date": "2025-03-11"}), ("Departures", 2, "capacity"),
        Kind.DOUBT, "the row changes nothing on 2025-03-11: nothing that it matches departs then", "correct the date",
        WARNING,
    ),
    Mistake(
        "a capacity that it has anyhow", both(cells("Tariffs", capacity=5), changes(CAPACITY)),
        ("Departures", 2, "capacity"), Kind.DOUBT, "all that it matches departs so anyhow", "delete the row", WARNING,
    ),
    Mistake(
        "two capacities", changes(CAPACITY, {"mode": "rail", "date": "2025-03-10", "capacity": 7}),
        ("Departures", 3, "capacity"), Kind.CONFLICT,
        "capacity is 7 here and 5 in row 2 for the same departure (PR1 rail Karachi – Zahedan on 2025-03-10)",
        "a departure has one capacity",
    ),
    Mistake(
        "a capacity of what is cancelled", changes({**CANCELLED, "capacity": 5}), ("Departures", 2, "capacity"),
        Kind.IGNORED, "capacity 5 has no effect on a departure that is cancelled", "clear the capacity", WARNING,
    ),
    Mistake(
        "a capacity of nothing", changes({**CAPACITY, "capacity": 0}), ("Departures", 2, "capacity"), Kind.CAPACITY,
        "capacity is 0, so nothing can use it", "clear the cell", WARNING,
    ),
    Mistake(
        "a capacity below the minimum load", both(cells("Tariffs", min_load=9), changes(CAPACITY)),
        ("Departures", 2, "capacity"), Kind.CONFLICT,
        "capacity 5 is less than min_load 9 of PR1 rail Karachi – Zahedan", "the departure cannot run", WARNING,
    ),
    Mistake(
        "rows that disagree on an extra day",
        both(
            cells("Tariffs", departures="Mon", transit_days=5),
            lambda world: world["Tariffs"].append({**world["Tariffs"][0], "departures": "Thu", "transit_days": 6}),
            changes(EXTRA),
        ),
        ("Tariffs", 5, "transit_days"), Kind.CONFLICT,
        "transit_days is 6 here and 5 in row 2, which is the same departure "
        "(PR1 rail Karachi – Zahedan on 2025-03-11, which Departures makes an extra one)",
        "rows of one departure must agree",
    ),
]  # fmt: skip
