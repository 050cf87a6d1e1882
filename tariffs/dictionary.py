"""The data dictionary: every sheet and column of an input, as Markdown from the schema.

``python -m tariffs.dictionary`` writes it into the README of the package, and the list of problems beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from tariffs.atomic import write_whole
from tariffs.catalogue import PAGE, page
from tariffs.schema import UNITS, Column, Sheet, Type, unit_words
from tariffs.sheets import SETTING_COLUMNS, SHEETS, SOURCE
from tariffs.sheets.terms import ALWAYS, HARMLESS, NEUTRAL, REMARKS, TERMS

README = Path(__file__).with_name("README.md")
EVERYWHERE = {column.name for column in SOURCE}
BEGIN = "<!-- The data dictionary. `python -m tariffs.dictionary` writes it from the schema. -->"
END = "<!-- End of the data dictionary. -->"


def dictionary() -> str:
    """The data dictionary: a section for each sheet with a table of its columns."""
    parts = [_section(sheet) for sheet in SHEETS.values()]
    return "\n\n".join([_units(), _terms(), *parts])


def _units() -> str:
    """The words for units, behind a number or at the end of a header."""
    lines = ["| unit | also written |", "|---|---|"]
    for sizes in UNITS.values():
        by_size: dict[Decimal, list[str]] = {}
        for word, size in sizes.items():
            by_size.setdefault(size, []).append(word)
        lines += [f"| {words[0]} | {_listed(tuple(words[1:]))} |" for words in by_size.values()]
    return "\n".join(["### Units", "", *lines])


def _terms() -> str:
    """The words by which an unknown header may not be left out."""
    lines = ["| a header speaks of | by these words |", "|---|---|"]
    for sense, terms in TERMS.items():
        words = [term.replace("_", " ") for term in dict.fromkeys(terms.split())]
        lines.append(f"| {sense} | {_listed(tuple(words))} |")
    lines += ["", "Also the code of a currency, which is a price, and a unit behind other words, which is a quantity."]
    lines += ["A star stands for any ending. `No` in front counts as a word of exclusion where it is no number."]
    lines += [f"Not if the last word is one of {_listed(tuple(sorted(NEUTRAL)))},"]
    always = " and ".join(sorted(ALWAYS))
    lines += [f"but {always} are, unless that is one of {_listed(tuple(sorted(REMARKS)))}."]
    lines += ["", "Figures are an error under any other unknown header, unless its last word is one of"]
    lines += [f"{_listed(tuple(sorted(HARMLESS)))}, or it is `#`."]
    return "\n".join(["### Terms that bind or cost", "", *lines])


def with_dictionary(text: str) -> str:
    """A text with what stands between its two markers replaced by the dictionary.

    Raises
    ------
    ValueError
        If a marker is missing.
    """
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the text lacks the lines {BEGIN!r} and {END!r}")
    return f"{head}{BEGIN}\n\n{dictionary()}\n\n{END}{tail}"


def _section(sheet: Sheet) -> str:
    """One sheet: what a row is, then a line for each column."""
    notes = [f"{sheet.description[:1].upper()}{sheet.description[1:]}."]
    if sheet.required:
        notes.append("Required.")
    if sheet.container_columns:
        notes.append("Takes a column for each container type, named by its code or an alias.")
    if sheet.synonyms:
        notes.append(f"Also found as {_listed(sheet.synonyms)}.")
    table = [*_table(sheet.columns)]
    if sheet.name == "Settings":
        table += ["", "The settings, each in a row of its own:", "", *_table(SETTING_COLUMNS)]
    return "\n".join([f"### {sheet.name}", "", " ".join(notes), "", *table])


def _table(columns: tuple[Column, ...]) -> Iterator[str]:
    yield "| column | holds | what | blank | also found as |"
    yield "|---|---|---|---|---|"
    for column in columns:
        if column.name in EVERYWHERE:
            continue  # every sheet has them: the text above says so once
        name = f"**{column.name}**" if column.required else column.name
        cells = (name, _holds(column), column.description, _blank(column), _also(column))
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _holds(column: Column) -> str:
    """The type, its unit, bounds and choices."""
    parts = [str(column.type)]
    if column.unit:
        parts[0] += f", {' or '.join(unit_words(column.unit))}"
    if column.type is not Type.ANY and column.names:
        parts.append(f"of {column.names}")
    bounds = [
        f"{sign} {bound}"
        for sign, bound in ((">", column.above), ("≥", column.minimum), ("≤", column.maximum))
        if bound is not None
    ]
    if bounds:
        parts.append(" and ".join(bounds))
    if column.choices:
        parts = [_listed(column.choices)]
    return "; ".join(parts)


def _blank(column: Column) -> str:
    if column.required:
        return "an error"
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    return "" if column.default is None else str(column.default)


def _also(column: Column) -> str:
    return _listed(column.synonyms)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    write_whole(PAGE, page().encode())
    write_whole(README, with_dictionary(README.read_text(encoding="utf-8")).encode())
