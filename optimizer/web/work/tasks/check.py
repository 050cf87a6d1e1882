"""The check of an upload: problems at their cells, and marked copies."""

from __future__ import annotations

import json

import optimizer
from optimizer.web.work.tasks.task import Task

#: The folder of ``out`` with the copies, each under the number of its input.
MARKED = "marked"

#: The file of ``out`` with the rows as they were understood.
UNDERSTOOD = "understood.json"


def run(task: Task) -> None:
    """Check the inputs.

    What it finds: ``problems``, ``errors`` and ``warnings`` (how many), ``ready``, ``sound``, ``scenarios``,
    ``shipments``; and ``marked``, the names of the copies in ``out/marked`` in the order of the inputs that have one.
    The rows as they were understood are in ``out/understood.json``.
    """
    task.tell({"words": "reading the workbooks"})
    folder = task.out / MARKED
    folder.mkdir()
    found = optimizer.check(*task.inputs, marked=folder / "marked.xlsx")
    world = found.world
    (task.out / UNDERSTOOD).write_text(json.dumps(found.understood()), encoding="utf-8")
    task.ready(
        found.to_json()
        | {
            "ready": found.ready,
            "sound": world is not None,
            "scenarios": [] if world is None else list(world.scenarios),
            "shipments": 0 if world is None else len(world.given.portfolio.shipments),
            "lines": [] if world is None else list(world.lines()),
            "marked": [path.name for path in found.marked],
        }
    )
