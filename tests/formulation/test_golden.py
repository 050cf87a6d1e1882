"""Each constraint of the linear programme, as its rows were checked by hand: ``golden/<constraint>.lp``.

``python -m tests.formulation.test_golden`` writes them anew: read the difference before you keep it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import pulp
import pytest

from optimizer import listed
from optimizer.formulation import constraints
from optimizer.formulation.model import Model, build
from optimizer.formulation.variables import Variables, add_variables
from optimizer.formulation.written import rows_of, written
from optimizer.kept import Keep
from optimizer.options import Engine, Options
from optimizer.planning import plan
from optimizer.replan.reading import kept_plan
from tariffs.loading import load
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"

RAIL = leg("rail", "2025-03-04", TEU=500, capacity=1)
ROAD = leg("road", "2025-03-04", TEU=900)


def two(*rows: object, **sheets: object) -> World:
    """Shipments of 20 t and of 30 t, by rail for 500 a container, of which one fits, or by road for 900."""
    world = rice(RAIL, ROAD, boxes=0)
    world["Cargo"] = [cargo("S", 20), cargo("T", 30)]
    return {**world, **sheets}  # type: ignore[dict-item]  # rows


def with_settings(world: World, **settings: object) -> World:
    """A world with some settings more."""
    rows = [{"setting": name, "value": value} for name, value in settings.items()]
    return {**world, "Settings": [*world["Settings"], *rows]}  # type: ignore[dict-item]  # rows


def train() -> World:
    """A train that costs 100 and runs with four containers at least, and five at most; without, it is the cheapest."""
    rows = {"capacity": 5, "min_load": 4, "departure_cost": 100, "capacity_unit": "containers"}
    return two(Tariffs=[{**RAIL, **rows}, ROAD])


def heavy() -> World:
    """What may not be split, on a train that takes 25 t."""
    train = {**RAIL, "capacity": 25, "capacity_unit": "tonnes"}
    return two(Tariffs=[train, ROAD], Cargo=[cargo("S", 20, split="no"), cargo("T", 30, split="no")])


def dutiable() -> World:
    """Duty of 10 % of the value or 20 a tonne, whichever is more."""
    duty = {"territory": "KZ", "commodity": "rice", "duty_pct": 10, "specific_per_t": 20, "specific_currency": "USD"}
    return two(Duties=[duty], Cargo=[cargo("S", 20, value=3400)])


#: By constraint, a world in which it is stated.
WORLDS: dict[str, Callable[[], World]] = {
    "demand": two,
    "payload": two,
    "rounding": two,
    "above": lambda: two(Tariffs=[{**RAIL, "max_gross_t": 12}, {**RAIL, "TEU": 400}]),
    "whole_kilograms": two,
    "capacity": two,
    "minimum_load": train,
    "one_runs": train,
    "booking_fee": lambda: two(Surcharges=[{"surcharge": "papers", "mode": "rail", "basis": "booking", "amount": 60}]),
    "whole": heavy,
    "least_lot": lambda: with_settings(two(), min_lot_t=5),
    "held": two,
    "change": two,
    "too_heavy": heavy,
    "greater_duty": dutiable,
}

#: Those that are stated only where a plan is kept.
OF_KEPT = {"held", "change"}


def models(world: World, keep: Keep | None = None) -> Iterator[dict[str, object]]:
    """What listing builds its models of for a world, one after the other."""
    built: list[dict[str, object]] = []

    def watched(*given: object, **named: object) -> Model:
        built.append(inspect.signature(build).bind(*given, **named).arguments)
        return build(*given, **named)  # type: ignore[arg-type]  # handed through

    with patch.object(listed, "build", watched):
        plan(*book_and_portfolio(world), Options(engine=Engine.LISTED), keep=keep)
    return iter(built)


def kept(world: World) -> Keep:
    """The plan of a world, kept from before anything departs, where each change costs 50."""
    made = plan(*book_and_portfolio(world), Options(engine=Engine.LISTED))
    return Keep(kept_plan(made), date(2025, 3, 3), Decimal(50))


def rows(name: str) -> str:
    """What a constraint states in its world, as an LP file: of the models that are built, the last with any of it."""
    world = WORLDS[name]()
    found = ""
    for given in models(world, kept(world) if name in OF_KEPT else None):
        problem = pulp.LpProblem(name)
        variables = add_variables(problem, given["shipments"], given["candidates"])  # type: ignore[arg-type]  # as above
        own = given | {"problem": problem, "variables": variables}
        own |= {"forced": given["minimums"]} if name == "one_runs" else {}
        constraint = getattr(constraints, name)
        constraint(*(own[one] for one in inspect.signature(constraint).parameters if one in own))
        text = as_lp(problem, variables)
        found = text or found
    return found


def as_lp(problem: pulp.LpProblem, variables: Variables) -> str:
    """The rows of a problem, and the variables that are fixed at 0; nothing if there are none."""
    lines = rows_of(problem)
    fixed = "\n".join(f" {z.name} = 0" for z in variables.chosen.values() if z.upBound == 0)
    text = ["Subject To", lines] * bool(lines) + ["Bounds", fixed] * bool(fixed)
    return "\n".join([f"\\ {problem.name}", *text, "End", ""]) if text else ""


def test_every_constraint_has_its_golden_file() -> None:
    """As every function of the module is one that changes the programme and gives at most names of rows."""
    helpers = {"use", "departure_load", "booking_cost"}
    public = {name for name, one in inspect.getmembers(constraints, inspect.isfunction)
              if one.__module__ == constraints.__name__ and not name.startswith("_")}  # fmt: skip
    assert public - helpers == WORLDS.keys() == {path.stem for path in GOLDEN.glob("*.lp")}


@pytest.mark.parametrize("name", WORLDS)
def test_a_constraint_states_the_rows_of_its_golden_file(name: str) -> None:
    """To the last coefficient."""
    assert rows(name) == (GOLDEN / f"{name}.lp").read_text(encoding="ascii")


def test_the_programme_of_a_world_is_written_out_whole() -> None:
    """The tiny world: its one shipment, its trains and crossings; the rows are those of the models that are solved."""
    found = written(load([ROOT / "tests/worlds/tiny.xlsx"]))
    assert found["demand"].rows.count("demand_") == 1
    assert found["capacity"].rows.count("capacity_") >= 1
    assert "Σ_pc y_kpc + u_k = W_k" in repr(found["demand"])
    assert "(none in this world)" in repr(found["whole"])
    assert WORLDS.keys() - found.keys() == OF_KEPT | {"whole_kilograms", "too_heavy", "one_runs"}


if __name__ == "__main__":
    for constraint in WORLDS:
        (GOLDEN / f"{constraint}.lp").write_text(rows(constraint), encoding="ascii")
