"""The data dictionary in the README of the package."""

from __future__ import annotations

import pytest

from tariffs.dictionary import README, dictionary, with_dictionary
from tariffs.sheets import SETTING_COLUMNS, SHEETS


def test_the_readme_holds_the_dictionary_of_the_schema():
    """A change of the schema changes the README: `python -m tariffs.dictionary` writes it."""
    text = README.read_text(encoding="utf-8")

    assert text == with_dictionary(text)


def test_every_column_and_setting_is_in_the_dictionary():
    """Nothing of the schema is left out, but the columns that every sheet has."""
    text = dictionary()

    for sheet in SHEETS.values():
        section = text.split(f"### {sheet.name}\n")[1].split("\n### ")[0]
        for column in (*sheet.columns, *(SETTING_COLUMNS if sheet.name == "Settings" else ())):
            expected = column.name not in ("source", "note")
            found = f"| {column.name} |" in section or f"| **{column.name}** |" in section
            assert found is expected, (sheet.name, column.name)


def test_a_text_without_markers_is_refused():
    """Without its markers the place of the dictionary is unknown."""
    with pytest.raises(ValueError, match="lacks the lines"):
        with_dictionary("# tariffs\n")
