"""Shapes of land for maps: Natural Earth 1:110m, as it ships with this package (``README.md`` says where it is from).

``countries.json`` is TopoJSON: lines in whole numbers, each the difference from the one before, and countries that are
made of them. A line that two countries share is a boundary.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

#: Longitude and latitude, degrees.
Point: TypeAlias = tuple[float, float]
Line: TypeAlias = list[Point]

#: Digits after the point of a degree that are kept: a hundredth is a kilometre, and the data have no more.
DIGITS = 2


class Box(NamedTuple):
    """A part of the world, degrees."""

    west: float
    south: float
    east: float
    north: float

    def touches(self, line: Line) -> bool:
        """Whether the smallest box around a line meets this one."""
        longitudes, latitudes = [x for x, _ in line], [y for _, y in line]
        return (
            min(longitudes) <= self.east
            and max(longitudes) >= self.west
            and min(latitudes) <= self.north
            and max(latitudes) >= self.south
        )


@cache
def _topology() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("countries.json").read_text(encoding="utf-8"))
    return found


@cache
def _lines() -> list[Line]:
    """Every line in degrees."""
    topology = _topology()
    (by_x, by_y), (x, y) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [(round(x + by_x * i, DIGITS), round(y + by_y * j, DIGITS)) for i, j in accumulate(arc, _add)]
        for arc in topology["arcs"]
    ]


def _add(one: list[int], other: list[int]) -> list[int]:
    return [one[0] + other[0], one[1] + other[1]]


def _polygons() -> Iterator[list[list[int]]]:
    """The rings of each polygon, as numbers of lines; the complement of a number is that line backwards."""
    for country in _topology()["objects"]["countries"]["geometries"]:
        yield from [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]


def _ring(numbers: list[int]) -> Line:
    """A ring, whose lines begin where the one before ends."""
    ring: Line = []
    for number in numbers:
        line = _lines()[number] if number >= 0 else _lines()[~number][::-1]
        ring += line[1:] if ring else line
    return ring


def land(box: Box) -> dict[str, Any]:
    """The land in a part of the world, and some around it: a GeoJSON feature of polygons."""
    polygons = [[_ring(ring) for ring in rings] for rings in _polygons()]
    within = [rings for rings in polygons if box.touches(rings[0])]
    return _feature("MultiPolygon", within)


def boundaries(box: Box) -> dict[str, Any]:
    """The boundaries between countries there: a GeoJSON feature of lines."""
    used = Counter(n if n >= 0 else ~n for rings in _polygons() for ring in rings for n in ring)
    shared = (_lines()[number] for number, times in used.items() if times > 1)
    return _feature("MultiLineString", [line for line in shared if box.touches(line)])


def _feature(kind: str, coordinates: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}
