"""Numbers and days as the reader writes them."""

from __future__ import annotations

import pytest

from optimizer.web.pages.reader import PLAIN, STYLES, style_of


@pytest.mark.parametrize(
    ("accepted", "number", "day"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "1.234,5", "05.03.2025"),
        ("en-US,en;q=0.5", "1,234.5", "Mar 5, 2025"),
        ("en-GB", "1,234.5", "5 Mar 2025"),
        ("fr", "1\u202f234,5", "05/03/2025"),
        ("xx, ru;q=0.3, de-CH;q=0.7", "1’234.5", "05.03.2025"),
        ("", "1,234.5", "2025-03-05"),
        ("*;q=x", "1,234.5", "2025-03-05"),
    ],
)
def test_the_style_is_that_of_the_first_language_known(accepted: str, number: str, day: str) -> None:
    style = style_of(accepted)
    assert (style.number("1,234.5"), style.date("2025-03-05")) == (number, day)


def test_sentences_keep_names_and_change_amounts_and_days() -> None:
    said = STYLES["de"].said(
        "B0001: 22.0 t in 2 40HC, 1,000.50 USD from 2025-03-05 in 2025-W10; PK-1.5 stays, v1.2.3 too."
    )
    assert said == "B0001: 22,0 t in 2 40HC, 1.000,50 USD from 05.03.2025 in 2025-W10; PK-1.5 stays, v1.2.3 too."


@pytest.mark.parametrize("style", [PLAIN, *STYLES.values()])
def test_what_a_reader_types_is_read_back(style: object) -> None:
    """As it is written to them; and a lone mark that can only be the decimal one, in whatever style."""
    assert float(style.plain(style.number("1,234.5"))) == 1234.5  # type: ignore[attr-defined]
    assert float(style.plain("0.1")) == float(style.plain("0,1")) == 0.1  # type: ignore[attr-defined]
