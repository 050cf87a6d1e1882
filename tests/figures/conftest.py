"""The tiny world's plan, a plan by hand that has a bit of everything, and one of a drawn world of several modes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

import optimizer
from benchmarks.worlds import given
from benchmarks.worlds import world as drawn_world
from optimizer.plan import Plan
from tests.api.test_surface import TINY
from tests.report.worked import empty_plan, rich_plan

#: Karachi, Zahedan and Moscow: longitude and latitude.
PLACES = {"Karachi": (67.021, 24.855), "Zahedan": (60.864, 29.491), "Moscow": (37.617, 55.751)}


def placed(plan: Plan, *names: str) -> Plan:
    """A plan whose book has coordinates for some places, and for no others."""
    locations = {
        name: replace(
            place,
            longitude=Decimal(str(PLACES[name][0])) if name in names else None,
            latitude=Decimal(str(PLACES[name][1])) if name in names else None,
        )
        for name, place in plan.book.locations.items()
    }
    return replace(plan, book=replace(plan.book, locations=locations))


@pytest.fixture(scope="session")
def world() -> optimizer.World:
    return optimizer.read(TINY)


@pytest.fixture(scope="session")
def tiny(world: optimizer.World) -> optimizer.Plan:
    return world.plan()


@pytest.fixture(scope="session")
def rich(world: optimizer.World) -> optimizer.Plan:
    """Three bookings by rail and road, two loads in one of them, tonnes left behind."""
    return optimizer.Plan(world, placed(rich_plan(), *PLACES))


@pytest.fixture(scope="session")
def empty(world: optimizer.World) -> optimizer.Plan:
    return optimizer.Plan(world, empty_plan())


@pytest.fixture(scope="session")
def drawn() -> optimizer.Plan:
    """Some shipments of a made-up world: rail, road and sea, and crossings with weekly capacities."""
    return optimizer.World(given(drawn_world(30, seed=1))).plan(gap=0.02)
