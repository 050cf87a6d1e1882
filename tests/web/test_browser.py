"""One page in a real browser; the whole journey is ``python -m tests.web.browser``."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright")

from tests.web.browser.browsing import browsing, chromium, served  # noqa: E402

if chromium() is None:
    warnings.warn("THERE IS NO CHROMIUM HERE: no page is looked at", stacklevel=1)
    pytest.skip("there is no chromium: apt-get install chromium", allow_module_level=True)


def test_the_first_page_breaks_no_rule_in_any_of_its_looks(tmp_path: Path) -> None:
    """Of WCAG 2.2 AA as axe checks it; it asks nothing of elsewhere and fits a phone."""
    with served(tmp_path) as base, browsing(base) as looker:
        looker.page.goto("/")
        looker.look("start")
    assert looker.faults == []
