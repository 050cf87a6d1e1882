"""Where a path leads, whatever stands there: links in circles and names too long are no reason to break off."""

from __future__ import annotations

import os
from pathlib import Path


def resolved(path: Path) -> Path:
    """The absolute path without links; a link that leads in a circle stays in it.

    ``Path.resolve`` raises of such a link, and each version of Python something else.
    """
    return Path(os.path.realpath(path))
