"""Every column of the schema is drawn, and changes what is best somewhere; or is known to change nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.properties.by_hand import BY_HAND
from tests.properties.columns import (
    IDLE,
    NAMES,
    SPREAD,
    Place,
    best,
    differ,
    drawn,
    matters,
    places,
    wanting,
    with_idle,
)
from tests.properties.drawing import World
from tests.properties.numbered import world
from tests.properties.witnesses import kept

#: In so many drawn worlds every column comes up.
DRAWN = 80
WITNESSES = [*kept(), *((made, [place]) for place, made in BY_HAND.items())]
HOW = "draw it, and run python -m tests.properties.witnesses"


def test_every_column_is_drawn() -> None:
    """A column that no drawn world sets is one that no property looks at."""
    counts = Counter(place for made in map(world, range(DRAWN)) for place in wanting() if drawn(made, place))
    assert [place for place in wanting() if not counts[place] and place not in SPREAD] == [], HOW


def test_every_column_has_a_world_where_it_matters() -> None:
    shown = {place for _, of_it in WITNESSES for place in of_it}
    assert [place for place in wanting() if place not in shown] == [], HOW


@pytest.mark.parametrize(("made", "of_it"), WITNESSES, ids=[", ".join(map(".".join, of_it)) for _, of_it in WITNESSES])
def test_without_a_column_another_plan_is_best(made: World, of_it: list[Place]) -> None:
    """In a world that was drawn and kept for it."""
    columns, known = places(), best(made)
    assert [place for place in of_it if not matters(made, place, columns[place], known)] == []


@pytest.mark.parametrize("number", range(4))
def test_the_others_change_nothing(number: int) -> None:
    """All of them at once, in worlds that have none of them."""
    made = world(number)
    full = made
    for place in IDLE:
        if place in places():
            full = with_idle(full, place)
    assert best(full) is not None
    assert not differ(best(made), best(full))


def test_names_are_required() -> None:
    """What a row is nothing without is no other cell's business to show."""
    assert all(places()[place].required for place in NAMES)
