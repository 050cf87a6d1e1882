"""A child process that fails on purpose: the true one, but for the solves that a file says go wrong.

A line of the file is what becomes of the next solve, in whichever child: ``well``, ``hang``, ``crash``, or ``hang with
a plan``, which is once a search has found something. Where there is no line left, all goes well.
"""

from __future__ import annotations

import os
import runpy
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: The environment variable that names the file.
FAULTS = "TEST_SOLVER_FAULTS"
CHILD = Path(__file__).parents[2] / "optimizer" / "solver" / "child.py"


def next_fault() -> str:
    """What is to become of this solve."""
    file = Path(os.environ[FAULTS])
    first, *rest = [*file.read_text(encoding="utf-8").splitlines(), "well"]
    file.write_text("\n".join(rest), encoding="utf-8")
    return first


def hang() -> None:
    """Do nothing for ever, deaf to everything."""
    while True:
        time.sleep(60)


def main() -> None:
    """Be the child."""
    true = runpy.run_path(str(CHILD))
    commands, solver = true["COMMANDS"], true["Solver"]
    found = solver._better

    def failing(command: Callable[..., Any]) -> Callable[..., Any]:
        def run(self: Any, *arguments: Any) -> Any:
            fault = next_fault()
            if fault == "hang":
                hang()
            elif fault == "crash":
                os.abort()
            elif fault == "hang with a plan":
                solver._better = lambda self, event: (found(self, event), hang())
            return command(self, *arguments)

        return run

    for name in ("solve", "search", "other"):
        commands[name] = failing(commands[name])
    true["main"]()


if __name__ == "__main__":
    main()
