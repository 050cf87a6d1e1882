"""What all figures share: how they are set, their titles, and what is drawn where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

from optimizer.figures.figure import Figure, altair
from optimizer.figures.palette import FAINT, GRID, INK, looks

#: Width of what is drawn, pixels: a printed page at 12 px text, a column of a web page.
WIDTH = 760

#: Sizes of text, pixels, and the signs of a title and a line below it that fit the width.
TITLE, TEXT, SMALL = 17, 12, 11
TITLE_SIGNS, TEXT_SIGNS = 84, 122

CONFIG: dict[str, Any] = {
    "background": "white",
    "font": "sans-serif",
    "padding": 12,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "frame": "bounds",
        "fontSize": TITLE,
        "color": INK,
        "subtitleFontSize": TEXT,
        "subtitleColor": FAINT,
        "subtitlePadding": 5,
        "offset": 14,
    },
    "axis": {
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": FAINT,
        "gridColor": GRID,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "labelLimit": 260,
        "titlePadding": 8,
    },
    "legend": {
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "titleColor": FAINT,
        "labelColor": INK,
        "symbolSize": 120,
        "labelLimit": 220,
        "columnPadding": 18,
        "padding": 7,
        "orient": "bottom",
        "direction": "vertical",
        "offset": 10,
    },
    "header": {"labelFontSize": TEXT, "labelColor": INK, "titleFontSize": TEXT, "labelLimit": 240},
}

#: How an axis says large amounts: as ``optimizer.figures.words.short`` does.
SHORT = "datum.value == 0 ? '0' : replace(replace(format(datum.value, '~s'), 'G', ' bn'), /([kM])$/, ' $1')"

Row = Mapping[str, object]


def inline(rows: Iterable[Row]) -> Any:
    """Rows as part of a specification, as many as there are."""
    return altair().Data(values=list(rows))


def finished(chart: Any, title: str, subtitle: Iterable[str], alt: str) -> Figure:
    """A chart as a figure.

    Parameters
    ----------
    title
        The finding, in a sentence without a full stop.
    subtitle
        What is drawn and in which units; each goes on a line of its own.
    alt
        What those should know who can't see it, in sentences, after the title.
    """
    lines = [line for text in subtitle for line in wrap(text, TEXT_SIGNS)]
    heading = altair().TitleParams(text=wrap(title, TITLE_SIGNS), subtitle=lines)
    said = f"{title}. {alt}"
    return Figure(chart.properties(title=heading, description=said).configure(**CONFIG), title, said)


def nothing(title: str, why: str) -> Figure:
    """A figure that says that there is nothing to draw."""
    alt = altair()
    text = alt.Chart(inline([{"text": why}])).mark_text(fontSize=TEXT, color=FAINT).encode(text="text:N")
    return finished(text.properties(width=WIDTH, height=80), title, [], why)


def mode_scales(modes: Iterable[str]) -> tuple[Any, Any]:
    """The scales of colour and dash by mode."""
    alt, found = altair(), looks(modes)
    names = list(found)
    return (
        alt.Scale(domain=names, range=[look.colour for look in found.values()]),
        alt.Scale(domain=names, range=[list(look.dash) or [1, 0] for look in found.values()]),
    )
