"""The plan of an upload: the workbook, its tables for the pages, its figures, and why each shipment goes as it does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import optimizer
from optimizer.web.work.tasks.task import RefusedError, Task
from optimizer.web.work.tasks.world import world_of, wrong

#: The sheets that pages and API show, by their attribute of ``optimizer.Plan``.
TABLES = (
    *("summary", "bookings", "shipments", "unserved", "to_book", "legs", "charges", "capacities", "capacity_use"),
    *("customers", "corridors", "weeks", "trains", "co2e", "changes", "problems"),
)

#: Where it says why each shipment goes as it does, and how long it may look into that, s.
EXPLANATIONS, EXPLAINING = "explanations.json", 60.0

#: The figures, by their name in ``plan.plot``.
FIGURES = ("map", "timeline", "waterfall", "borders")

#: The options of a job that ``World.plan`` takes as they are.
OPTIONS = ("gap", "time_limit", "budget_co2")

#: The workbook of the plan that is kept, beside ``out``.
KEPT = "kept/plan.xlsx"


def run(task: Task) -> None:
    """Plan, and write ``plan.xlsx``, ``tables/NAME.json``, figures, and ``explanations.json``."""
    try:
        plan = _planned(task)
    except optimizer.InputError as error:
        raise wrong(error) from error
    except (optimizer.RequestError, optimizer.SolverError) as error:
        raise RefusedError("This cannot be planned", str(error)) from error
    task.tell({"words": "writing the plan"})
    plan.to_excel(task.out / "plan.xlsx")
    _write_tables(plan, task)
    task.ready(
        {
            "status": plan.status,
            "cost": str(plan.cost),
            "bound": str(plan.bound),
            "currency": plan.world.given.book.settings.base_currency,
            "summary": plan.to_json(),
        }
    )
    _draw(plan, task)
    task.more()
    _explain(plan, task)


def _planned(task: Task) -> optimizer.Plan:
    world = world_of(task)
    chosen = {name: task.options[name] for name in OPTIONS if task.options.get(name) is not None}
    if task.options.get("keep"):
        chosen |= {"keep": task.out.parent / KEPT, "as_of": task.options["as_of"]}
        chosen["change_cost"] = Decimal(task.options.get("change_cost", "0"))
    return world.plan(progress=_told(task.tell), **chosen)


def _told(tell: Callable[[dict[str, Any]], None]) -> Callable[[Any], None]:
    def step(step: Any) -> None:
        best = replace(step, cost=step.best)  # a relaxation costs less than any plan
        figures = {} if best.gap is None else {"cost": best.cost, "bound": best.bound, "gap": best.gap}
        tell({"words": step.words, **figures})

    return step


def _write_tables(plan: optimizer.Plan, task: Task) -> None:
    folder = task.out / "tables"
    folder.mkdir()
    for name in TABLES:
        frame = getattr(plan, name)
        (folder / f"{name}.json").write_text(
            frame.to_json(orient="split", date_format="iso", index=False, double_precision=10), encoding="utf-8"
        )


def _draw(plan: optimizer.Plan, task: Task) -> None:
    """The figures: the plan is published already, and stands if one cannot be drawn."""
    folder = task.out / "figures"
    folder.mkdir()
    for name in FIGURES:
        try:
            figure = getattr(plan.plot, name)()
        except optimizer.RequestError:  # such as a map of places without coordinates
            continue
        spec: Mapping[str, Any] = {"title": figure.title, "alt": figure.alt, "spec": figure.spec}
        (folder / f"{name}.svg").write_text(figure.svg(), encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps(spec), encoding="utf-8")


def _explain(plan: optimizer.Plan, task: Task) -> None:
    """Of as many shipments as there is time for: in sentences, and what binds and what would be next best as rows."""
    begun, found = time.monotonic(), {}
    for name in plan.world.given.portfolio.shipments:
        if time.monotonic() - begun > EXPLAINING:
            break
        explained = plan.explain(name)
        rows = explained.frame[explained.frame["topic"] != "cost"]  # charges have a table of their own
        found[name] = {
            "sentences": explained.sentences,
            "rows": json.loads(rows.to_json(orient="split", date_format="iso", index=False)),
        }
    part = task.out.parent / EXPLANATIONS
    part.write_text(json.dumps(found), encoding="utf-8")
    part.replace(task.out / EXPLANATIONS)  # whole or not there, whenever somebody looks
