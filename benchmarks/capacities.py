"""How much fits through the crossings of a made-up world: in proportion to the cargo, so that some of it binds."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import TypeAlias

from benchmarks.cargo import READY_DAYS
from benchmarks.carriage import TYPICAL_T
from tariffs.template.tables import Row

#: What fits through a crossing in a week, against what would go through it at the least cost on average. With these,
#: 10,000 shipments booked one after the other, each the cheapest way with room left, fill 46 weeks of crossings of 546.
ROOM = (0.55, 1.8)
#: A crossing that nothing would take has room for so much of what goes through one on average.
LEAST_SHARE = 0.4
#: A day on the way, in base units per container; a box has so much in it; a TEU more than counts as one box.
DAY_COST = 25
PAYLOAD_T = 24
TEU_A_BOX = 1.5
CHANGE_COST = 80

Gate: TypeAlias = tuple[str, str]
State: TypeAlias = tuple[str, str]


def with_capacities(borders: list[Row], tariffs: list[Row], cargo: list[Row], random: Random) -> list[Row]:
    """The rows of ``Borders`` with a capacity a week.

    Each box of the cargo is sent on its cheapest way, as if nothing were full and everything ran every day.
    """
    boxes = _boxes_through(tariffs, cargo)
    weeks = READY_DAYS / 7
    mean = sum(boxes.values()) / len(borders) / weeks
    rows: list[Row] = []
    for border in borders:
        a_week = max(boxes[str(border["border"]), str(border["mode"])] / weeks, LEAST_SHARE * mean)
        room = a_week * random.uniform(*ROOM) * (TEU_A_BOX if border["capacity_unit"] == "teu" else 1)
        rows.append({**border, "capacity": max(2, round(room))})
    return rows


def _boxes_through(tariffs: list[Row], cargo: list[Row]) -> Mapping[Gate, float]:
    """The boxes that go through each crossing, by border and mode."""
    demand: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in cargo:
        boxes = math.ceil(Decimal(str(row["weight_t"])) / PAYLOAD_T)
        demand[str(row["origin"])][str(row["destination"])] += boxes
    legs: dict[str, list[Row]] = defaultdict(list)
    for row in tariffs:
        legs[str(row["origin"])].append(row)
    found: dict[Gate, float] = defaultdict(float)
    for origin, wanted in demand.items():
        crossed = _cheapest_ways(origin, legs)
        for destination, boxes in wanted.items():
            for gate in crossed[destination]:
                found[gate] += boxes
    return found


def _cheapest_ways(origin: str, legs: Mapping[str, list[Row]]) -> dict[str, tuple[Gate, ...]]:
    """What the cheapest way from an origin to each place crosses."""
    done: set[State] = set()
    ways: dict[str, tuple[Gate, ...]] = {}
    queue: list[tuple[float, State, tuple[Gate, ...]]] = [(0.0, (origin, ""), ())]
    while queue:
        cost, state, crossed = heapq.heappop(queue)
        if state in done:
            continue
        done.add(state)
        place, mode = state
        ways.setdefault(place, crossed)
        for row in legs[place]:
            after = str(row["mode"])
            gates = ((str(row["borders"]).partition("@")[0], after),) if row["borders"] else ()
            change = CHANGE_COST if {mode, after} - {"road"} and mode != after else 0
            heapq.heappush(queue, (cost + _cost(row) + change, (str(row["destination"]), after), (*crossed, *gates)))
    return ways


def _cost(row: Row) -> float:
    """What a container pays on a leg, its days included."""
    money = float(str(row["rate"])) * TYPICAL_T if row["basis"] == "tonne" else float(str(row["TEU"]))
    return money + DAY_COST * float(str(row["transit_days"]))
