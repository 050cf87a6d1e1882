"""The page on the sheets of a plan workbook."""

from __future__ import annotations

from optimizer.report.dictionary import PAGE, page
from optimizer.tables import ASKED, ROW_OF, TABLES


def test_the_page_is_that_of_the_columns() -> None:
    """A change of a column changes the page: `python -m optimizer.report.dictionary` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_sheet_says_what_a_row_is() -> None:
    """In the order of the workbook."""
    assert list(ROW_OF) == [*TABLES, *ASKED]
