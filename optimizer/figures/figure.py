"""A figure: one specification, which a notebook shows, and which is saved as a web page, a PNG or an SVG.

All of it is done on this machine: Vega-Lite's own program, which vl-convert-python brings along, makes the pictures,
and is written into the web page. Nothing is fetched.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

from optimizer import asked
from optimizer.errors import RequestError
from optimizer.figures.png import described, packed
from optimizer.report.writing import write_file

#: Pixels of a PNG to one of the specification: fit for a screen of twice the usual density, and for print at 15 cm.
SCALE = 2.0

#: The greatest scale: pictures of some hundred million pixels.
LARGEST = 10.0

#: The menu that a web page has at the figure: saving, and no link to a page elsewhere.
MENU = {"renderer": "svg", "actions": {"export": True, "source": False, "compiled": False, "editor": False}}


PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<meta name="description" content="{alt}">
</head>
<body>
<div id="figure" role="img" aria-label="{alt}"></div>
<script>
{script}
</script>
</body>
</html>
"""


def altair() -> Any:
    """The package that states figures. Imported when one is asked for: it is slow to import, and most do without.

    Raises
    ------
    RequestError
        If it, or what makes pictures of them, is not installed.
    """
    try:
        import altair  # noqa: PLC0415
        import vl_convert  # noqa: F401, PLC0415
    except ImportError as error:
        raise RequestError(
            f'figures need the package {error.name}: pip install "freight-optimizer[figures]"'
        ) from error
    return altair


@dataclass(frozen=True)
class Figure:
    """A figure, which shows itself in a notebook.

    Attributes
    ----------
    chart
        The Altair chart, for whoever wants to go on with it.
    title
        What it shows, in a sentence.
    alt
        The same with its main figures, for those who can't see it.
    """

    chart: Any
    title: str
    alt: str

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The specification in Vega-Lite, held to its schema."""
        found: dict[str, Any] = self.chart.to_dict()
        return found

    def png(self, scale: float = SCALE) -> bytes:
        """A PNG, ``scale`` pixels to one of the specification, with its title and alternative text inside."""
        import vl_convert  # noqa: PLC0415 - as in `altair`

        picture: bytes = vl_convert.vegalite_to_png(self.spec, scale=scale, ppi=72)
        return described(packed(picture), {"Title": self.title, "Description": self.alt})

    def svg(self) -> str:
        """An SVG, with its title and alternative text inside."""
        import vl_convert  # noqa: PLC0415 - as in `altair`

        picture: str = vl_convert.vegalite_to_svg(self.spec)
        start, _, rest = picture.partition(">")
        label = f' role="img" aria-label="{escape(self.alt)}"'
        return f"{start}{label}><title>{escape(self.title)}</title><desc>{escape(self.alt)}</desc>{rest}"

    def html(self) -> str:
        """A web page that is whole in itself; what it points at shows its figures."""
        import vl_convert  # noqa: PLC0415 - as in `altair`

        # What is in the data must not end the script.
        spec, menu = (json.dumps(part).replace("<", "\\u003c") for part in (self.spec, MENU))
        script = f'{vl_convert.javascript_bundle()}\nvegaEmbed("#figure", {spec}, {menu});'
        return PAGE.format(title=escape(self.title), alt=escape(self.alt), script=script)

    def save(self, path: str | PathLike[str], scale: float = SCALE) -> None:
        """Write it as ``.png``, ``.svg`` or ``.html``, by the ending; a file that is there is replaced.

        Parameters
        ----------
        scale
            Of a PNG: its pixels to one of the specification, above 0; for print at full width some 4.

        Raises
        ------
        RequestError
            If the ending is another, or the scale is no number above 0.
        WriteError
            If it cannot be written.
        """
        makers: dict[str, Callable[[], bytes | str]] = {
            ".png": lambda: self.png(scale),
            ".svg": self.svg,
            ".html": self.html,
        }
        if not isinstance(path, str | PathLike):
            raise RequestError(f"{type(path).__name__} is no path: a figure is saved as .png, .svg or .html")
        ending = Path(path).suffix.lower()
        if ending not in makers:
            raise RequestError(f'"{path}": a figure is saved as .png, .svg or .html')
        size = asked.amount(scale)
        if size is None or not 0 < size <= LARGEST:
            raise RequestError(f"scale {scale}: give a number above 0, and {LARGEST:g} at most")
        made = makers[ending]()
        write_file(path, made if isinstance(made, bytes) else made.encode())

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> Mapping[str, str]:
        """A picture with its alternative text, and that text alone."""
        picture = base64.b64encode(self.svg().encode()).decode()
        image = f'<img src="data:image/svg+xml;base64,{picture}" alt="{escape(self.alt)}" style="max-width: 100%">'
        return {"text/html": image, "image/png": base64.b64encode(self.png()).decode(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"Figure: {self.title}"
