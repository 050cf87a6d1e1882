"""Where things stand on a map: Mercator's projection, which keeps angles, and names that don't overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from optimizer.figures.land import Box, Point

#: Degrees that a map shows at least, and what is left free around its places, as a share of the whole.
LEAST_DEGREES, MARGIN = 8.0, 0.08

#: The farthest north and south that is drawn: beyond it Mercator's projection has no end.
FARTHEST = 80.0

#: The least and the greatest height of a map, as a share of its width.
LOWEST, HIGHEST = 0.5, 0.95

#: Places far off are left beyond the edge, the outermost few on a side, where that makes the rest of the map larger
#: by a third and no more than this share of the cargo passes them.
OUTERMOST, WORTH, FAR_OFF = 3, 0.75, 0.06

#: The width of a letter on average, and the height of a line, as a share of the size of the text.
LETTER, LINE = 0.56, 1.15


def _y(latitude: float) -> float:
    """Mercator's ordinate, radians, up."""
    return math.log(math.tan(math.pi / 4 + math.radians(max(min(latitude, FARTHEST), -FARTHEST)) / 2))


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(y)) - math.pi / 2)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A map: the part of the world that it shows, and how large.

    Attributes
    ----------
    width, height
        Pixels.
    scale
        Pixels to a radian of longitude.
    left, top
        Longitude, radians, and Mercator's ordinate of the upper left corner.
    """

    width: int
    height: int
    scale: float
    left: float
    top: float

    @staticmethod
    def around(places: Sequence[Point], width: int) -> Canvas:
        """A map that shows all of some places, in the middle."""
        xs = [math.radians(x) for x, _ in places]
        ys = [_y(y) for _, y in places]
        least = math.radians(LEAST_DEGREES)
        wide = max((max(xs) - min(xs)) * (1 + 2 * MARGIN), least)
        high = max((max(ys) - min(ys)) * (1 + 2 * MARGIN), least / 2)
        height = round(width * min(max(high / wide, LOWEST), HIGHEST))
        scale = min(width / wide, height / high)
        middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
        return Canvas(width, height, scale, middle_x - width / scale / 2, middle_y + height / scale / 2)

    @property
    def box(self) -> Box:
        """What it shows, degrees."""
        right, bottom = self.left + self.width / self.scale, self.top - self.height / self.scale
        return Box(math.degrees(self.left), _latitude(bottom), math.degrees(right), _latitude(self.top))

    @property
    def projection(self) -> dict[str, object]:
        """The same for Vega."""
        return {
            "type": "mercator",
            "scale": self.scale,
            "translate": [-self.left * self.scale, self.top * self.scale],
        }

    def holds(self, at: Point) -> bool:
        """Whether pixels are on it."""
        return 0 <= at[0] <= self.width and 0 <= at[1] <= self.height

    def at(self, place: Point) -> Point:
        """Where a place stands, pixels from the upper left corner."""
        return (math.radians(place[0]) - self.left) * self.scale, (self.top - _y(place[1])) * self.scale


def nearer(weights: Mapping[str, float], at: Mapping[str, Point], whole: float) -> list[str]:
    """The places around which a map is drawn: all but a few that are far off and weigh little.

    Parameters
    ----------
    weights
        Tonnes that come or go at each place.
    at
        Longitude and latitude of each, degrees.
    whole
        All cargo, t.
    """
    kept, spare = list(weights), FAR_OFF * whole
    while True:
        cuts = []
        for axis, sign in ((0, 1), (0, -1), (1, 1), (1, -1)):
            outward = sorted(kept, key=lambda name, axis=axis, sign=sign: sign * at[name][axis])  # type: ignore[misc]
            cuts += [(outward[:-k], outward[-k:]) for k in range(1, min(OUTERMOST, len(kept) - 2) + 1)]
        light = [inner for inner, outer in cuts if sum(weights[name] for name in outer) <= spare]
        best = min(light, key=lambda inner: _extent(inner, at), default=kept)
        if _extent(best, at) > WORTH * _extent(kept, at):
            return kept
        spare -= sum(weights[name] for name in kept if name not in best)
        kept = [name for name in kept if name in best]


def _extent(names: Iterable[str], at: Mapping[str, Point]) -> float:
    """How much of the world a map of some places shows, square radians."""
    canvas = Canvas.around([at[name] for name in names], 1000)
    return canvas.width * canvas.height / canvas.scale**2


def inside(line: Sequence[Point], canvas: Canvas) -> list[Point]:
    """The part of a line that is on a map, up to its edge; empty if none is.

    Vega can cut lines off, too, but a picture of a hundred that are takes seconds.
    """
    found: list[Point] = []
    for before, after in pairwise(line):
        ends = canvas.holds(before), canvas.holds(after)
        if ends[0]:
            found.append(before)
        if ends[0] != ends[1]:
            found.append(_edge(*((before, after) if ends[0] else (after, before)), canvas))
    return [*found, line[-1]] if canvas.holds(line[-1]) else found


def _edge(within: Point, beyond: Point, canvas: Canvas) -> Point:
    """Where a line from a point on a map to one beyond it meets the edge, to a thousandth of a pixel."""
    while math.dist(within, beyond) > 0.001:  # noqa: PLR2004 - as it says
        middle = (within[0] + beyond[0]) / 2, (within[1] + beyond[1]) / 2
        within, beyond = (middle, beyond) if canvas.holds(middle) else (within, middle)
    return within


def bowed(start: Point, end: Point, bend: float, steps: int = 24) -> list[Point]:
    """A line from one point to another that bends aside by a share of its length: a parabola."""
    (x, y), (u, v) = start, end
    across = (v - y, x - u)
    points = []
    for step in range(steps + 1):
        at = step / steps
        aside = 4 * at * (1 - at) * bend
        points.append((x + (u - x) * at + across[0] * aside, y + (v - y) * at + across[1] * aside))
    return points


def along(line: Sequence[Point], share: float) -> Point:
    """The point of a line after a share of its steps."""
    at = min(max(share, 0.0), 1.0) * (len(line) - 1)
    before = min(int(at), len(line) - 2)
    (x, y), (u, v) = line[before], line[before + 1]
    return x + (u - x) * (at - before), y + (v - y) * (at - before)


class Rectangle(NamedTuple):
    """Pixels: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Rectangle) -> bool:
        """Whether two have a part in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Named(NamedTuple):
    """A name to be written beside a mark: where that is, its radius, the size of the text."""

    text: str
    at: Point
    radius: float
    size: float


class Written(NamedTuple):
    """A name where it is written: its middle, and the room that it takes."""

    text: str
    at: Point
    size: float
    room: Rectangle


def _tries(name: Named) -> Iterator[Rectangle]:
    """Where a name may stand beside its mark, the best first."""
    wide, high = len(name.text) * LETTER * name.size, LINE * name.size
    (x, y), r = name.at, name.radius + 2
    for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)):
        slant = 0.75 if across and down else 1.0
        left = x - wide / 2 if not across else x + r * slant if across > 0 else x - r * slant - wide
        top = y - high / 2 if not down else y + r * slant if down > 0 else y - r * slant - high
        yield Rectangle(left, top, left + wide, top + high)


def written(names: Iterable[Named], canvas: Canvas, taken: Iterable[Rectangle] = ()) -> list[Written]:
    """Names one after the other, each where it overlaps nothing; one for which there is no room is left out."""
    room = list(taken)
    found = []
    for name in names:
        for place in _tries(name):
            inside = (
                place.left >= 0 and place.top >= 0 and place.right <= canvas.width and place.bottom <= canvas.height
            )
            if inside and not any(place.overlaps(other) for other in room):
                room.append(place)
                middle = ((place.left + place.right) / 2, (place.top + place.bottom) / 2)
                found.append(Written(name.text, middle, name.size, place))
                break
    return found
