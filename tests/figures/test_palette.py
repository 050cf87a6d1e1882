"""Modes are told apart in grey, by those who don't see all colours, and by more than their colour."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from optimizer.figures.borders import COLOURS as BORDERS
from optimizer.figures.palette import ALARM, FAINT, FURTHER, INK, LAND, RAIL, ROAD, SEA, Look, lightness, linear, looks
from optimizer.figures.waterfall import COLOURS as COSTS

#: Those that differ by their colour alone, too.
FIRST = [RAIL, ROAD, SEA, FURTHER[0]]

#: What who lacks one kind of cone sees, linear RGB: G. M. Machado et al., A physiologically-based model for simulation
#: of color vision deficiency, IEEE TVCG 15 (2009), table for severity 1.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}

#: Linear RGB to XYZ over the white of sRGB.
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def times(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """CIELAB of linear RGB."""

    def f(t: float) -> float:
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    x, y, z = (f(max(part, 0.0) / white) for part, white in zip(times(XYZ, rgb), WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """ΔE of 1976; 2.3 is just noticed."""
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5


def test_lightness_is_that_of_cielab() -> None:
    assert lightness("#000000") == 0 and lightness("#FFFFFF") == pytest.approx(100)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.05)
    assert [lightness(look.colour) for look in FIRST] == pytest.approx(
        [lab(linear(k.colour))[0] for k in FIRST], abs=0.01
    )


@pytest.mark.parametrize(("one", "other"), list(combinations(FIRST, 2)))
def test_modes_differ_in_grey(one: Look, other: Look) -> None:
    """By 14 of 100 steps from black to white."""
    assert abs(lightness(one.colour) - lightness(other.colour)) >= 14


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize(("one", "other"), list(combinations(FIRST, 2)))
def test_modes_differ_for_who_does_not_see_all_colours(kind: str, one: Look, other: Look) -> None:
    seen = [tuple(min(max(p, 0.0), 1.0) for p in times(BLINDNESS[kind], linear(k.colour))) for k in (one, other)]
    assert distance(*seen) >= 20


def test_modes_differ_by_more_than_their_colour() -> None:
    every = [RAIL, ROAD, SEA, *FURTHER]
    assert len({look.dash for look in every}) == len({look.shape for look in every}) == len(every)


def test_lines_and_text_stand_out() -> None:
    """From land by 3 to 1 for what is drawn first, 2 to 1 for all; text from its ground by 4.5 to 1 (WCAG 2.2)."""
    for look in FIRST:
        assert contrast(look.colour, LAND) >= 2
        on_it = "#FFFFFF" if look.on_it == "white" else look.on_it
        assert contrast(on_it, look.colour) >= 4.5
    assert min(contrast(INK, LAND), contrast(FAINT, "#FFFFFF"), contrast(ALARM, "#FFFFFF")) >= 4.5


def contrast(one: str, other: str) -> float:
    dark, light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def test_bars_that_mean_something_else_differ_in_grey() -> None:
    assert abs(lightness(BORDERS[0]) - lightness(BORDERS[1])) >= 40
    beside = [
        COSTS[name] for name in ("transport cost", "duty and tax", "capital tied up", "price of CO2", "penalties")
    ]
    for one, other in pairwise(beside):
        assert abs(lightness(one) - lightness(other)) >= 10


def test_a_mode_looks_the_same_in_every_figure() -> None:
    assert looks(["sea", "barge", "rail"])["rail"] == looks(["rail"])["rail"] == RAIL
    many = looks(["rail", *(f"mode {n}" for n in range(9))])
    assert len(many) == 10 and len(set(many.values())) == 4
