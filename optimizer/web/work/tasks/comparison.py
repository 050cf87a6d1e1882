"""Two plans held to each other, from their workbooks."""

from __future__ import annotations

import json
from typing import Any

import optimizer
from optimizer.web.work.tasks.task import RefusedError, Task
from optimizer.web.work.tasks.world import wrong

#: The file of ``out`` with what differs.
FOUND = "comparison.json"

#: The workbooks of the two plans, beside ``out``: that which is held to the other, and the other.
COMPARED, TO = "compared/plan.xlsx", "to/plan.xlsx"

#: The sheets of ``optimizer.Comparison``.
SHEETS = ("scenarios", "unserved", "components", "modes", "borders", "shipments", "inputs")


def run(task: Task) -> None:
    """Read both plans back, and write what differs as ``comparison.json``: columns and rows of each sheet."""
    folder = task.out.parent
    task.tell({"words": "reading the two plans"})
    try:
        world = optimizer.read(*task.inputs)
        other = world if task.others == task.inputs else optimizer.read(*task.others)
        plans = [optimizer.reopen(folder / TO, other), optimizer.reopen(folder / COMPARED, world)]
        task.tell({"words": "comparing them"})
        found = optimizer.compare(plans)
    except optimizer.InputError as error:
        raise wrong(error) from error
    except optimizer.RequestError as error:
        raise RefusedError("These plans cannot be compared", str(error), "not-comparable") from error
    sheets = {name: _plain(getattr(found, name)) for name in SHEETS}
    (task.out / FOUND).write_text(json.dumps(sheets), encoding="utf-8")
    task.ready({"plans": len(plans)})


def _plain(frame: Any) -> Any:
    return json.loads(frame.to_json(orient="split", date_format="iso", index=False, double_precision=10))
