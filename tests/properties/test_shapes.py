"""Any book, written in any of the shapes in which rate sheets come, reads back equal."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tariffs.building import build
from tariffs.problems import InputError, Severity
from tariffs.reading import read_tables
from tariffs.schema import normalise
from tariffs.sheets import SHEET_NAMES, SHEETS
from tests.messy.build import WRITERS, csv_bytes
from tests.messy.sheets import Cell, Sheet
from tests.properties.drawing import Row, World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.shaping import DATES, STYLES, Layout, Looks, sheet_of, with_charges
from tests.properties.solving import examples

PLAIN = "1,234.50"
LOOKS = st.builds(
    Looks,
    spelling=st.integers(0, 4),
    dressed=st.booleans(),
    number=st.just(""),
    day=st.sampled_from(("", *DATES)),
    kilograms=st.booleans(),
    priced=st.booleans(),
)
LAYOUTS = st.builds(
    Layout,
    above=st.integers(0, 3),
    cut=st.integers(0, 3),
    beside=st.booleans(),
    lower=st.integers(0, 3),
    shift=st.integers(0, 9),
    two_rows=st.booleans(),
    repeated=st.integers(0, 2),
    totals=st.booleans(),
    blanks=st.booleans(),
    notes=st.booleans(),
    hidden=st.booleans(),
    merged=st.booleans(),
)
CSV = tuple((".csv", delimiter, encoding) for delimiter in ",;\t" for encoding in ("utf-8", "utf-8-sig", "utf-16"))
#: The places of the drawn worlds, as other people write them.
SCRIPTS: Sequence[Mapping[str, str]] = (
    {},
    {"Karachi": "Карачи", "Moscow": "Москва", "Aktau": "Актау", "Zahedan": "Захедан", "Ashgabat": "Ашхабад"},
    {"Karachi": "کراچی", "Moscow": "ماسکو", "Zahedan": "زاهدان", "Ashgabat": "عشق آباد"},
    {"Karachi": "Karachi 🚢", "Moscow": "🚂🚛 Moscow"},
)


@dataclass(frozen=True, slots=True)
class File:
    """What kind of file a book is written to.

    Attributes
    ----------
    suffix, delimiter, encoding
        Its kind; the others are those of .csv files.
    one_sheet
        Whether all tables stand on one sheet, under the names of their sheets.
    synonyms
        Whether sheets go by other names.
    """

    suffix: str
    delimiter: str
    encoding: str
    one_sheet: bool
    synonyms: bool


@st.composite
def files(draw: st.DrawFn) -> File:
    """Any kind of file."""
    kind = draw(st.sampled_from((*((suffix, "", "") for suffix in WRITERS), *CSV)))
    one_sheet = not kind[1] and draw(st.booleans())
    return File(*kind, one_sheet, draw(st.booleans()))


@st.composite
def books(draw: st.DrawFn) -> World:
    """A world with some more charges of single lanes, its places in any script."""
    world = draw(worlds(most_shipments=3))
    lanes = draw(st.lists(st.sampled_from(world["Tariffs"]), max_size=2))
    charged: list[Row] = [
        {
            "surcharge": f"THC {number}",
            **{column: row[column] for column in ("mode", "origin", "destination")},
            "basis": "container",
            "amount": draw(st.sampled_from((130, 1250, 85.5))),
        }
        for number, row in enumerate(lanes)
    ]
    names = draw(st.sampled_from(SCRIPTS))
    found = {**world, "Surcharges": [*world.get("Surcharges", ()), *charged]}
    return {
        sheet: [{column: names.get(str(cell), cell) for column, cell in row.items()} for row in rows]
        for sheet, rows in found.items()
        if rows
    }


def written(world: World, data: st.DataObject, file: File) -> list[Sheet]:
    """The sheets of a book, each in a shape of its own."""
    number = data.draw(st.sampled_from(("", *STYLES)))
    long = data.draw(st.booleans())
    styled: Row = {"setting": "number_style", "value": "1.234,50" if number == "1.234,50" else PLAIN}
    shaped = with_charges(world) if long else world
    shaped = {**shaped, "Settings": [*shaped.get("Settings", ()), styled]}
    sheets = []
    for name, rows in shaped.items():
        looks, layout = data.draw(LOOKS), data.draw(LAYOUTS)
        # Numbers of a .csv file are text, in the style of all others.
        looks = replace(looks, number=number or (PLAIN if file.delimiter else ""))
        layout = replace(layout, hidden=layout.hidden and not file.delimiter and not file.one_sheet)
        layout = replace(layout, merged=layout.merged and not file.delimiter)
        if name == "Settings":
            layout = replace(layout, cut=0, repeated=0)
        sheet = sheet_of(name, rows, looks, layout)
        spellings = SHEETS[name].synonyms if file.synonyms else ()
        sheets.append(replace(sheet, name=spellings[0] if spellings else name))
    return [_one_sheet(sheets)] if file.one_sheet else sheets


def _one_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """The tables of all sheets below each other."""
    lines: list[Sequence[Cell]] = []
    merged: list[tuple[int, int, int, int]] = []
    for sheet in sheets:
        lines.append([sheet.name])
        merged += [(len(lines) + top, left, len(lines) + bottom, right) for top, left, bottom, right in sheet.merged]
        lines += [*sheet.rows, []]
    return Sheet("Everything", lines, merged=merged)


def paths(sheets: Sequence[Sheet], file: File, folder: Path) -> list[Path]:
    """The files with these sheets."""
    if file.delimiter:
        for sheet in sheets:
            (folder / f"{sheet.name}.csv").write_bytes(csv_bytes(sheet, file.delimiter, file.encoding))
        return [folder]
    path = folder / f"book{file.suffix}"
    path.write_bytes(WRITERS[file.suffix](sheets))
    return [path]


def content(thing: object) -> object:
    """What a book says, without where each row stands."""
    if is_dataclass(thing) and not isinstance(thing, type):
        found = {field.name: content(getattr(thing, field.name)) for field in fields(thing) if field.name != "where"}
        return type(thing).__name__, found
    if isinstance(thing, Mapping):
        return {key: content(value) for key, value in thing.items()}
    if isinstance(thing, tuple):
        return [content(part) for part in thing]
    return thing


@examples(40)
@given(st.data(), books(), files())
def test_a_book_in_any_shape_reads_back_equal(data: st.DataObject, world: World, file: File) -> None:
    """Titles, headers of two rows, tables below and beside each other, a row per charge, units, styles, and files."""
    meant = book_and_portfolio(world)
    with tempfile.TemporaryDirectory() as folder:
        tables = read_tables(paths(written(world, data, file), file, Path(folder)))
    assert [str(problem) for problem in tables.problems if problem.severity is Severity.ERROR] == []
    book, portfolio = build(tables)
    assert content(_sorted(book)) == content(_sorted(meant[0]))
    assert content(portfolio) == content(meant[1])


@examples(20)
@given(st.data(), books(), files())
def test_a_sheet_that_cannot_be_read_makes_nothing_wrong_in_the_others(
    data: st.DataObject, world: World, file: File
) -> None:
    """Whichever it is: that there is no row, no name and no container of it is no mistake elsewhere."""
    sheets = written(world, data, replace(file, one_sheet=False))
    # How numbers and dates are written is said in Settings, without which some can be read in two ways.
    known = {SHEET_NAMES[normalise(sheet.name)]: sheet for sheet in sheets}
    name = data.draw(st.sampled_from([name for name in known if name != "Settings"]))
    with tempfile.TemporaryDirectory() as folder:
        lost = Path(folder, "lost.xlsx")
        lost.touch()
        inside = Path(folder, "read")
        inside.mkdir()
        tables = read_tables([*paths([sheet for sheet in sheets if sheet is not known[name]], file, inside), lost])
    with pytest.raises(InputError) as caught:
        build(tables)
    errors = [str(problem) for problem in caught.value.problems if problem.severity is Severity.ERROR]
    assert errors == ["lost.xlsx: is empty; save the workbook again"], name


def _sorted(book: object) -> object:
    """The book with its surcharges by name: those of one lane may stand among the rates."""
    return replace(book, surcharges=tuple(sorted(book.surcharges, key=lambda row: row.name)))  # type: ignore


@examples(5)
@given(books())
def test_the_comparison_sees_a_changed_figure(world: World) -> None:
    """A book with another distance on one leg is another book."""
    first, *others = world["Tariffs"]
    changed = {**world, "Tariffs": [first | {"note": "x", "distance_km": 7777}, *others]}
    assert content(book_and_portfolio(changed)[0]) != content(book_and_portfolio(world)[0])


@pytest.mark.parametrize(
    ("sheet", "rows", "layout"),
    [
        ("Duties", ({"hs": "10"}, {"origin_territory": "EAEU"}, {}), Layout(merged=True)),
        ("Duties", ({"hs": "10"}, {}, {"origin_territory": "EAEU"}), Layout(merged=True, blanks=True)),
        ("Duties", ({"hs": "10"}, {}, {"hs": "12"}, {"hs": "14"}), Layout(merged=True, cut=2, beside=True)),
        ("Borders", ({"mode": "rail", "compliance": "review"}, {"compliance": "review"}), Layout(merged=True)),
    ],
)
def test_no_row_becomes_a_blank_one_where_names_are_merged(
    tmp_path: Path, sheet: str, rows: Sequence[Row], layout: Layout
) -> None:
    """Two books would be one file: that row of the territory alone, and a blank line between its other rows."""
    key = {"Duties": {"territory": "EAEU"}, "Borders": {"border": "Taftan"}}[sheet]
    named = [key | row for row in rows]
    path = tmp_path / "book.xlsx"
    path.write_bytes(WRITERS[".xlsx"]([sheet_of(sheet, named, Looks(), layout)]))
    read = read_tables([path]).records[sheet]
    columns = dict.fromkeys(column for row in named for column in row)
    found = [{column: record.values[column] for column in columns if record.values.get(column)} for record in read]
    assert found == named
