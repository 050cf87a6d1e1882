"""The program in this process, and a world in which the dearer way emits less."""

from __future__ import annotations

import pytest

import optimizer
from tests.api.enumerated import Way, ways
from tests.api.test_surface import TINY
from tests.cli.conftest import run

__all__ = ["run"]


@pytest.fixture(scope="module")
def world() -> optimizer.World:
    """The tiny world, with emissions that speak for the dearer way."""
    world = optimizer.read(TINY).with_change("Tariffs", "mode=road", co2_g_per_tkm=20)
    return world.with_change("Tariffs", "mode=rail", co2_g_per_tkm=80)


@pytest.fixture(scope="module")
def every(world: optimizer.World) -> list[Way]:
    """The plans that keep to the border's two crossings a week."""
    return [way for way in ways(world.given) if max(way.crossings, default=0) <= 2]
