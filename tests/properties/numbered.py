"""Drawn worlds by number: the same one whenever it is asked for, with the same version of Hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable

from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds


def world(number: int, **sizes: Any) -> World:
    """The world of a number, of ``sizes`` as ``worlds`` takes them.

    The first example that Hypothesis tries is the simplest there is, whatever the seed: it is the second that counts.
    """
    found: list[World] = []

    @seed(number)
    @settings(
        max_examples=2,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(worlds(**sizes))
    def drawn(made: World) -> None:
        found.append(made)

    try:
        drawn()
    except Unsatisfiable:
        return world(number + 1_000_000, **sizes)
    return found[-1]
