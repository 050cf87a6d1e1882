"""Figures in titles and labels: short, and never more exact than they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tariffs.fraction import Fraction

Number = Decimal | Fraction | float | int

#: From which amount on thousands and millions are said, and how; rounded to three figures none has four.
LARGE = ((999.5e6, 1e9, "bn"), (999.5e3, 1e6, "M"), (9999.5, 1e3, "k"))

#: How many names are said before the others are counted.
FEW = 8


def short(amount: Number) -> str:
    """Three figures and a unit: ``2.51 M``, ``687 k``, ``8,828``, ``68``, ``0.05``."""
    figure = float(amount)
    for least, unit, sign in LARGE:
        if abs(figure) >= least:
            scaled = figure / unit
            return f"{scaled:,.0f} {sign}" if abs(scaled) >= 99.95 else f"{scaled:#.3g} {sign}"  # noqa: PLR2004
    return f"{figure:,.0f}" if abs(figure) >= 99.95 else f"{figure:.3g}"  # noqa: PLR2004 - three figures


def percent(share: Number) -> str:
    """A share: ``62 %``, ``4.4 %``, ``less than 0.1 %``; 100 % and 0 % only where it is all or nothing."""
    figure = 100 * float(share)
    if 0 < figure < 0.1:  # noqa: PLR2004 - the least that is said
        return "less than 0.1 %"
    if 99.5 <= figure < 100 or (figure < 10 and figure != int(figure)):  # noqa: PLR2004 - as above
        return f"{min(figure, 99.9) if figure < 100 else figure:.1f} %"  # noqa: PLR2004
    return f"{figure:.0f} %"


def listed(names: Sequence[str]) -> str:
    """Names with commas between; the first few where there are many."""
    more = len(names) - FEW
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:FEW])} and {more} more"
