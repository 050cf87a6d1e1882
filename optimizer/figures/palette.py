"""How modes look: a colour, a dash and a shape each, so that none is told from another by its colour alone.

Rail, road, sea and the first of the others differ by 14 and more in lightness (L* of CIELAB), so they stay apart in
print without colour, and for those who don't see red, green or blue; a test works that out. Of the rest the dash must
tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, cycle


@dataclass(frozen=True, slots=True)
class Look:
    """How a mode looks.

    Attributes
    ----------
    colour
        Of lines and bars.
    dash
        Pixels drawn and left out in turn; empty for a line without gaps.
    shape
        Of points.
    """

    colour: str
    dash: tuple[int, ...]
    shape: str

    @property
    def on_it(self) -> str:
        """The colour of text on it: white or black, whichever stands out more."""
        return "white" if lightness(self.colour) < READABLE else INK


#: Text and what is drawn first; text of less weight; lines in the background; land; water.
INK, FAINT, GRID, LAND, WATER = "#1A1A1A", "#595959", "#DDDDDD", "#ECECE6", "#FFFFFF"

#: What calls for attention, and bars that don't.
ALARM, PLAIN = "#B3261E", "#7A8CA0"

#: White text on what is darker, black on what is lighter (L*).
READABLE = 60

RAIL = Look("#132D48", (), "square")
ROAD = Look("#BA570E", (6, 3), "triangle-up")
SEA = Look("#67ABDB", (2, 2), "circle")
FURTHER = (
    Look("#633689", (10, 3, 2, 3), "diamond"),
    Look("#2C8C6E", (12, 4), "cross"),
    Look("#8C8C8C", (4, 2, 1, 2), "triangle-down"),
)
KNOWN = {"rail": RAIL, "road": ROAD, "sea": SEA}


def looks(modes: Iterable[str]) -> dict[str, Look]:
    """A look for each mode; the same words always look the same for ``rail``, ``road`` and ``sea``."""
    others = chain(FURTHER, cycle(FURTHER))
    return {mode: KNOWN.get(mode) or next(others) for mode in dict.fromkeys(modes)}


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of ``#RRGGBB``, linear, 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the standard


def lightness(colour: str) -> float:
    """L* of CIELAB, 0 (black) to 100 (white), for the white of sRGB."""
    red, green, blue = linear(colour)
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 903.3 * y if y <= 0.008856 else 116 * y ** (1 / 3) - 16  # noqa: PLR2004 - of the standard
