"""The world of a job: its workbooks under the scenario and with the price of CO2e that its options say."""

from __future__ import annotations

from decimal import Decimal

import optimizer
from optimizer.web.work.tasks.task import RefusedError, Task


def world_of(task: Task) -> optimizer.World:
    """Read the workbooks.

    Raises
    ------
    RefusedError
        If anything is wrong with them.
    """
    task.tell({"words": "reading the workbooks"})
    try:
        world = optimizer.read(*task.inputs, scenario=task.options.get("scenario"))
        price = task.options.get("co2_price_per_t")
        return world if price is None else _with_price(world, Decimal(str(price)))
    except optimizer.InputError as error:
        raise wrong(error) from error


def wrong(error: optimizer.InputError) -> RefusedError:
    """That workbooks are wrong, with all problems at their cells."""
    problems = optimizer.Checked(error.problems, None).to_json()["problems"]
    return RefusedError("The workbooks have errors", str(error), "wrong-input", problems=problems)


def _with_price(world: optimizer.World, per_t: Decimal) -> optimizer.World:
    """The same with another price of CO2e, which the plan states: it passes the audit with the workbooks as they are.

    Raises
    ------
    RefusedError
        If the workbooks state none that could be changed.
    """
    try:
        return world.with_change("Settings", "setting=co2_price_per_t", value=per_t)
    except optimizer.InputError as error:
        detail = "Add the row co2_price_per_t to the sheet Settings, with 0 if it costs nothing, and upload again."
        raise RefusedError("The workbooks have no price of CO2e to change", detail, "no-co2-price") from error
