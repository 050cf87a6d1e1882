"""Where things stand on a map: projection, edges, names, land."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.figures import land as land_shapes
from optimizer.figures.land import Box, Line, boundaries, land
from optimizer.figures.placing import FARTHEST, Canvas, Named, along, bowed, inside, nearer, written

places = st.tuples(st.floats(-170, 170), st.floats(-75, 75))
pixels = st.tuples(st.floats(-300, 1000), st.floats(-300, 900))
CANVAS = Canvas.around([(37.6, 55.8), (67.0, 24.9)], 760)


@given(st.lists(places, min_size=1, max_size=8))
def test_a_map_shows_all_its_places(at: list[tuple[float, float]]) -> None:
    """And what it says that it shows is between its corners, but for what is nearer to a pole than 80 degrees."""
    canvas = Canvas.around(at, 760)
    assert all(canvas.holds(canvas.at(place)) for place in at)
    west, south, east, north = canvas.box
    if north <= FARTHEST:
        assert canvas.at((west, north)) == pytest.approx((0, 0), abs=0.01)
    if south >= -FARTHEST:
        assert canvas.at((east, south)) == pytest.approx((canvas.width, canvas.height), abs=0.01)


def test_mercators_projection_keeps_angles() -> None:
    """A tenth of a degree north is as long as one east, less the cosine of the latitude."""
    x, y = CANVAS.at((50, 40))
    east, north = CANVAS.at((50.1, 40))[0] - x, y - CANVAS.at((50, 40.1))[1]
    assert north * 0.7660444 == pytest.approx(east, rel=0.002)


@given(pixels, pixels, st.floats(-0.3, 0.3))
def test_a_line_is_cut_at_the_edge(start: tuple[float, float], end: tuple[float, float], bend: float) -> None:
    """All that is left is on the map, and nothing of it is lost but beyond the edge."""
    line = bowed(start, end, bend)
    assert (line[0], line[-1]) == (start, pytest.approx(end))
    kept = inside(line, CANVAS)
    assert all(CANVAS.holds(at) for at in kept)
    assert dict.fromkeys(at for at in line if CANVAS.holds(at)) == dict.fromkeys(at for at in kept if at in line)
    if kept and not CANVAS.holds(line[-1]) and CANVAS.holds(line[0]):
        x, y = kept[-1]
        assert min(abs(x), abs(x - CANVAS.width), abs(y), abs(y - CANVAS.height)) < 0.01


def test_a_share_of_a_line_is_on_it() -> None:
    line = bowed((0, 0), (100, 0), 0.1)
    assert [along(line, share) for share in (0, 0.5, 1, 2)] == [(0, 0), pytest.approx((50, -10)), (100, 0), (100, 0)]


@given(st.lists(st.tuples(st.text("abcdefgh", min_size=1, max_size=12), pixels), max_size=25))
def test_names_stand_on_the_map_and_on_no_other(given_names: list[tuple[str, tuple[float, float]]]) -> None:
    found = written([Named(text, at, 3, 12) for text, at in given_names], CANVAS)
    for one in found:
        assert CANVAS.holds(one.room[:2]) and CANVAS.holds(one.room[2:])
    for one, other in combinations(found, 2):
        a, b = one.room, other.room
        assert a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top


def test_a_place_far_off_that_weighs_little_is_beyond_the_edge() -> None:
    at = {"Moscow": (37.6, 55.8), "Karachi": (67.0, 24.9), "Tehran": (51.4, 35.7), "Mombasa": (39.7, -4.0)}
    light = {"Moscow": 50.0, "Karachi": 100.0, "Tehran": 60.0, "Mombasa": 2.0}
    assert nearer(light, at, 100) == ["Moscow", "Karachi", "Tehran"]
    assert nearer(light | {"Mombasa": 20.0}, at, 100) == list(at)


def test_cities_are_on_land_and_seas_are_not() -> None:
    """By the rule of odd crossings, over all rings."""
    box = Box(20, 10, 90, 65)
    rings = [ring for rings in land(box)["geometry"]["coordinates"] for ring in rings]
    for city in ((51.4, 35.7), (37.6, 55.8), (69.3, 41.3), (71.5, 34.0)):
        assert sum(within(city, ring) for ring in rings) % 2 == 1
    for sea in ((60.0, 18.0), (51.0, 41.5), (34.0, 43.0)):  # Arabian, Caspian, Black
        assert sum(within(sea, ring) for ring in rings) % 2 == 0


def within(point: tuple[float, float], ring: Line) -> bool:
    x, y = point
    crossings = (
        (a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])) > x for a, b in pairwise(ring) if (a[1] > y) != (b[1] > y)
    )
    return sum(crossings) % 2 == 1


def test_a_boundary_runs_from_one_country_to_another() -> None:
    """One between Iran and Pakistan is there, and no coast is: none of its points is at Gwadar's."""
    lines = boundaries(Box(55, 22, 70, 32))["geometry"]["coordinates"]
    assert min(dist(point, (61.7, 28.7)) for line in lines for point in line) < 1.5
    rings = [ring for rings in land(Box(55, 22, 70, 32))["geometry"]["coordinates"] for ring in rings]
    coast = min((point for ring in rings for point in ring), key=lambda point: dist(point, (64.5, 25.2)))
    assert all(coast != point for line in lines for point in line)


def test_nothing_but_shapes_ships() -> None:
    """No names of countries, and no Antarctica; the source stands beside it."""
    folder = Path(land_shapes.__file__).parent
    topology = json.loads((folder / "countries.json").read_text(encoding="utf-8"))
    assert {key for one in topology["objects"]["countries"]["geometries"] for key in one} == {"type", "arcs"}
    assert len(topology["objects"]["countries"]["geometries"]) == 176
    assert (folder / "countries.json").stat().st_size < 100_000
    assert "public domain" in (folder / "README.md").read_text(encoding="utf-8")
