"""Every kind of problem with an example that really happens, and the page that lists them.

``python -m tariffs.dictionary`` writes the page.
"""

from __future__ import annotations

from tariffs.catalogue.examples import EXAMPLES, Example
from tariffs.catalogue.happening import problems_of
from tariffs.catalogue.page import PAGE, page

__all__ = ["EXAMPLES", "PAGE", "Example", "page", "problems_of"]
