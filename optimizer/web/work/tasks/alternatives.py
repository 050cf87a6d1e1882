"""What a shipment of a plan could do by itself, whatever others take: its itineraries beside each other."""

from __future__ import annotations

import optimizer
from optimizer.web.work.tasks.task import RefusedError, Task
from optimizer.web.work.tasks.world import world_of

#: The file of ``out`` with them.
FOUND = "alternatives.json"


def run(task: Task) -> None:
    """Look for the itineraries that cost little more than the cheapest; write them as ``alternatives.json``."""
    world = world_of(task)
    task.tell({"words": "looking at every way that it could go"})
    try:
        found = world.alternatives(task.options["shipment"], within=task.options["within"])
    except optimizer.RequestError as error:
        raise RefusedError("This cannot be looked at", str(error)) from error
    written = found.to_json(orient="split", date_format="iso", index=False, double_precision=10)
    (task.out / FOUND).write_text(written, encoding="utf-8")
    task.ready({"itineraries": len(found)})
