"""Marked copies: the cells of the input at their places, with what is wrong of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import tariffs
from tariffs.marked import copy_paths, write_marked
from tariffs.marked.copies import marked_book
from tariffs.marked.drawing import DOUBTFUL, IN_PLACE, WRONG, draw
from tariffs.problems import InputError, Kind, Problem, Problems, Severity
from tariffs.reading import read_tables
from tariffs.workbook import Cell, Fault, RawRow, RawSheet, Shown, read_workbook
from tests.reading.workbooks import CARGO, CONTAINERS, SHIPMENT, save

WORLDS = Path(__file__).parents[1] / "worlds"
TINY = WORLDS / "tiny.xlsx"
SAMPLE = Path(__file__).parents[2] / "spreadsheets"


def spoiled(folder: Path, cells: Mapping[str, object], name: str = "book.xlsx") -> Path:
    """The tiny world with other values in some cells, such as ``Tariffs!D2``."""
    book = load_workbook(TINY)
    for address, value in cells.items():
        sheet, _, cell = address.partition("!")
        book[sheet][cell] = value
        if isinstance(value, str) and value.startswith("="):
            book[sheet][cell].data_type = "s"
    book.save(folder / name)
    return folder / name


def problems_of(*paths: Path) -> tuple[Problem, ...]:
    try:
        return tariffs.load(paths).problems
    except InputError as error:
        return error.problems


def marked(folder: Path, *paths: Path) -> tuple[Workbook, list[Path]]:
    """The first marked copy, and where all are."""
    written = write_marked(paths, problems_of(*paths), folder / "marked.xlsx")
    return load_workbook(written[0]), written


def fill(book: Workbook, address: str) -> str:
    sheet, _, cell = address.partition("!")
    return f"#{book[sheet][cell].fill.fgColor.rgb[2:]}"


def comment(book: Workbook, address: str) -> str:
    sheet, _, cell = address.partition("!")
    found = book[sheet][cell].comment
    return "" if found is None else str(found.text)


@pytest.mark.parametrize("path", [TINY, WORLDS / "world_1003.xlsx", SAMPLE / "corridors.xlsx"], ids=lambda p: p.stem)
def test_a_copy_says_what_the_input_says(tmp_path: Path, path: Path) -> None:
    """Every sheet reads back equal, values, cells and rows."""
    (copy,) = write_marked([path], (), tmp_path / "copy.xlsx")
    before, after = read_tables([path]), read_tables([copy])
    assert [str(problem).partition(",")[2] for problem in after.problems] == [
        str(problem).partition(",")[2] for problem in before.problems
    ]
    for name, records in before.records.items():
        again = after.records[name]
        assert [(row.row, row.values, row.amounts, dict(row.cells)) for row in records] == [
            (row.row, row.values, row.amounts, dict(row.cells)) for row in again
        ]


def test_what_is_clear_is_put_in_place_and_said(tmp_path: Path) -> None:
    """The cell holds what was meant, and its comment what was there, what was wrong and what is right."""
    book, _ = marked(tmp_path, spoiled(tmp_path, {"Tariffs!D3": "Zahidan"}))
    assert book["Tariffs"]["D3"].value == "Zahedan"
    assert fill(book, "Tariffs!D3") == IN_PLACE
    assert comment(book, "Tariffs!D3") == (
        "Was: Zahidan\nPut in its place: Zahedan\n\n"
        'Error: location "Zahidan" is not in Locations.\nDid you mean "Zahedan"?'
    )


def test_what_is_not_clear_stays_and_is_marked(tmp_path: Path) -> None:
    """Red for an error, yellow for a doubt."""
    book, _ = marked(tmp_path, spoiled(tmp_path, {"Borders!D2": -2, "Containers!F2": "old"}))
    assert (book["Borders"]["D2"].value, fill(book, "Borders!D2")) == (-2, WRONG)
    assert (book["Containers"]["F2"].value, fill(book, "Containers!F2")) == ("old", DOUBTFUL)
    assert comment(book, "Borders!D2") == 'Error: capacity: "-2" is out of range.\nIt must be 0 or more.'
    assert comment(book, "Borders!C2") == ""


def test_of_two_things_that_a_cell_may_mean_neither_is_put_in_place(tmp_path: Path) -> None:
    """The comment names both."""
    book, _ = marked(tmp_path, spoiled(tmp_path, {"Cargo!G2": "03/04/2025"}))
    assert (book["Cargo"]["G2"].value, fill(book, "Cargo!G2")) == ("03/04/2025", WRONG)
    assert "4 March 2025 or as 3 April 2025" in comment(book, "Cargo!G2")


def test_a_blank_cell_that_is_needed_is_marked(tmp_path: Path) -> None:
    """There is nothing in it but the comment."""
    book, _ = marked(tmp_path, spoiled(tmp_path, {"Tariffs!G3": None}))
    assert (book["Tariffs"]["G3"].value, fill(book, "Tariffs!G3")) == (None, WRONG)
    assert "transit_days is blank" in comment(book, "Tariffs!G3")


def test_the_copy_can_be_read_again_and_what_was_put_in_place_is_right(tmp_path: Path) -> None:
    """After the suggestions only what they could not settle is left."""
    changes = {"Tariffs!D3": "Zahidan", "Tariffs!G4": "abt 10", "Cargo!D2": "ricce", "Cargo!E2": "66", "FX!B2": 0}
    _, (copy,) = marked(tmp_path, spoiled(tmp_path, changes))
    assert [(problem.sheet, problem.cell) for problem in problems_of(copy)] == [("FX", "B2")]


def texts(*weights: object) -> dict[str, list[tuple[object, ...]]]:
    """Cargo with these weights."""
    rows = [(f"S{number}", *SHIPMENT[1:4], weight, *SHIPMENT[5:]) for number, weight in enumerate(weights)]
    return {"Cargo": [CARGO, *rows], "Containers": list(CONTAINERS)}


@pytest.mark.parametrize(
    "weights",
    [
        ("20", "12,5", "1,234"),
        ("33k", "1,234", "12,5"),
        ("12,5", "1,234 t"),
        ("1.234 t", "12,5"),
        ("12,5", "1.234", "9 t"),
    ],
)
def test_a_copy_of_numbers_as_text_means_the_same(tmp_path: Path, weights: tuple[str, ...]) -> None:
    """What shows how a column is written stays, as long as a cell is left that goes by it."""
    path = save(tmp_path / "book.xlsx", texts(*weights))
    before = read_tables([path])
    (copy,) = write_marked([path], before.problems, tmp_path / "copy.xlsx")
    after = read_tables([copy])
    assert before.problems.errors == after.problems.errors == []
    assert [row.values["weight_t"] for row in after.records["Cargo"]] == [
        row.values["weight_t"] for row in before.records["Cargo"]
    ]


@pytest.mark.parametrize(
    "weights", [("12,5", "13.5 t", "1,234"), ("12,5", "USD 1,234"), ("12.5", "20,5", "1,234", "7.5 t")]
)
def test_a_copy_settles_no_question(tmp_path: Path, weights: tuple[str, ...]) -> None:
    """Else the number that could be read in two ways would be read in one of them, and nobody was asked."""
    sheets = texts(*weights)
    sheets["Cargo"] = [tuple("value" if name == "weight_t" else name for name in row) for row in sheets["Cargo"]]
    if not any("USD" in weight for weight in weights):
        sheets = texts(*weights)
    path = save(tmp_path / "book.xlsx", sheets)
    before = read_tables([path]).problems
    (copy,) = write_marked([path], before, tmp_path / "copy.xlsx")
    after = read_tables([copy]).problems
    questions = [str(problem).partition(",")[2] for problem in before if problem.kind is Kind.AMBIGUOUS]
    assert questions
    assert [str(problem).partition(",")[2] for problem in after if problem.kind is Kind.AMBIGUOUS] == questions


def test_a_date_is_put_in_place_as_a_date(tmp_path: Path) -> None:
    """Of the calendar of Iran, or a number of Excel's."""
    book, _ = marked(tmp_path, spoiled(tmp_path, {"Cargo!G2": "1403/12/13", "FX!C2": "45658"}))
    assert (book["Cargo"]["G2"].value, book["Cargo"]["G2"].is_date) == (datetime(2025, 3, 3), True)
    assert (book["FX"]["C2"].value, fill(book, "FX!C2")) == (datetime(2025, 1, 1), IN_PLACE)


def test_every_cell_of_a_column_with_one_fault_is_marked(tmp_path: Path) -> None:
    """A problem that is said once per column is in every cell that it is about, and each is put right."""
    rows = [CARGO, *((f"S{n}", *SHIPMENT[1:4], f"{n}", *SHIPMENT[5:]) for n in (5, 6, 7))]
    path = save(tmp_path / "book.xlsx", {"Cargo": rows, "Containers": CONTAINERS})
    book, _ = marked(tmp_path, path)
    assert [book["Cargo"][f"E{row}"].value for row in (2, 3, 4)] == [5, 6, 7]
    assert all("is a number stored as text" in comment(book, f"Cargo!E{row}") for row in (2, 3, 4))
    assert "more cells" not in comment(book, "Cargo!E2")


def test_numbers_stored_as_text_are_put_in_place_in_the_style_of_their_column(tmp_path: Path) -> None:
    """What the column settles holds in the copy, too."""
    rows = [CARGO, *((f"S{n}", *SHIPMENT[1:4], text, *SHIPMENT[5:]) for n, text in enumerate(("1,5", "2,125", "12")))]
    path = save(tmp_path / "book.xlsx", {"Cargo": rows, "Containers": CONTAINERS})
    book, _ = marked(tmp_path, path)
    assert [book["Cargo"][f"E{row}"].value for row in (2, 3, 4)] == [1.5, 2.125, 12]


@pytest.mark.parametrize("text", ["=SUM(A1:A9)", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "{=1}", "http://x.example"])
def test_text_stays_text_whatever_it_begins_with(tmp_path: Path, text: str) -> None:
    """Nothing of an input becomes a formula or a link, marked or not, nor in the list of problems."""
    path = spoiled(tmp_path, {"Cargo!A2": text, "Cargo!B2": text})
    book, _ = marked(tmp_path, path)
    for address in ("A2", "B2"):
        assert (book["Cargo"][address].value, book["Cargo"][address].data_type) == (text, "s")
        assert book["Cargo"][address].hyperlink is None
    assert all(cell.data_type != "f" for row in book["Problems"].iter_rows() for cell in row)


def test_the_first_sheet_lists_the_problems_with_links(tmp_path: Path) -> None:
    """Also what is of no cell; read again, that sheet is passed over without a word."""
    path = spoiled(tmp_path, {"Tariffs!D3": "Zahidan"})
    source = load_workbook(path)
    del source["Cargo"]
    source.save(path)
    book, (copy,) = marked(tmp_path, path)
    assert book.sheetnames[0] == "Problems"
    rows = [[cell.value for cell in row] for row in book["Problems"].iter_rows(min_row=2)]
    assert [row[:5] for row in rows] == [
        ["to correct", "error", "sheet", "Cargo", None],
        ["in place", "error", "name", "Tariffs", "D3"],
    ]
    assert "Tariffs" in book["Problems"]["E3"].hyperlink.location
    assert not [problem for problem in problems_of(copy) if problem.sheet == "Problems"]


def test_several_inputs_have_a_copy_each(tmp_path: Path) -> None:
    """Rows of one sheet in two workbooks stay apart, and each problem is in its own."""
    one = spoiled(tmp_path, {"Tariffs!D3": "Zahidan"}, "tariffs.xlsx")
    two = spoiled(tmp_path, {"Tariffs!D3": "Zahidon", "Cargo!A2": "R2"}, "cargo.xlsx")
    first, written = marked(tmp_path, one, two)
    assert [path.name for path in written] == ["marked-tariffs.xlsx", "marked-cargo.xlsx"]
    assert "Zahidan" in comment(first, "Tariffs!D3")
    assert "Zahidon" in comment(load_workbook(written[1]), "Tariffs!D3")


def test_inputs_of_one_name_have_copies_of_their_own() -> None:
    """Two folders may both hold a cargo.xlsx."""
    paths = copy_paths(Path("out/marked.xlsx"), ["a/cargo.xlsx", "b/cargo.xlsx"])
    assert [path.as_posix() for path in paths] == ["out/marked-cargo.xlsx", "out/marked-cargo-2.xlsx"]


def test_a_folder_of_csv_files_has_one_copy(tmp_path: Path) -> None:
    """With a sheet for each file."""
    folder = tmp_path / "cargo"
    folder.mkdir()
    (folder / "Cargo.csv").write_text(",".join(CARGO) + "\nS1,Karachi,Moscow,rice,lots,2025-03-03,2025-04-02\n")
    (folder / "Containers.csv").write_text("\n".join(",".join(map(str, row)) for row in CONTAINERS))
    book, written = marked(tmp_path, folder)
    assert [path.name for path in written] == ["marked.xlsx"]
    assert book.sheetnames == ["Problems", "Cargo", "Containers"]
    assert fill(book, "Cargo!E2") == WRONG


def test_what_cannot_be_read_has_no_copy(tmp_path: Path) -> None:
    """The others have theirs."""
    missing = tmp_path / "missing.xlsx"
    written = write_marked([missing, TINY], problems_of(missing, TINY), tmp_path / "marked.xlsx")
    assert [path.name for path in written] == ["marked-tiny.xlsx"]


def test_what_is_said_of_merged_cells_is_marked_where_they_show(tmp_path: Path) -> None:
    """A name merged over two rows is wrong in both, and right in both when its cell is."""
    source = load_workbook(spoiled(tmp_path, {"Tariffs!D3": "Zahidan", "Tariffs!D4": None}))
    source["Tariffs"].merge_cells("D3:D4")
    path = tmp_path / "merged.xlsx"
    source.save(path)
    assert [problem.cell for problem in problems_of(path) if "Zahidan" in problem.what] == ["D3", "D4"]
    book, (copy,) = marked(tmp_path, path)
    assert [str(area) for area in book["Tariffs"].merged_cells.ranges] == ["D3:D4"]
    assert (book["Tariffs"]["D3"].value, fill(book, "Tariffs!D3")) == ("Zahedan", IN_PLACE)
    assert comment(book, "Tariffs!D3").count("Did you mean") == 1
    assert [row.values["origin"] for row in read_tables([copy]).records["Tariffs"][1:3]] == ["Zahedan", "Zahedan"]


def test_what_is_merged_from_a_hidden_row_on_is_marked_where_it_shows(tmp_path: Path) -> None:
    """The hidden row stays behind, and what its merged cell says does not."""
    source = load_workbook(spoiled(tmp_path, {"Borders!D2": -2, "Borders!A3": "Torkham"}))
    source["Borders"].merge_cells("D2:E3")
    source["Borders"].row_dimensions[2].hidden = True
    path = tmp_path / "merged.xlsx"
    source.save(path)
    sheet = next(sheet for sheet in read_workbook(path, path.name, Problems()).sheets if sheet.name == "Borders")
    problem = Problem(Kind.RANGE, Severity.ERROR, path.name, "Borders", "E3", "-2", "wrong", "right")
    book = load_workbook(drawn(tmp_path / "copy.xlsx", sheet, problem))
    assert [str(area) for area in book["Borders"].merged_cells.ranges] == ["D3:E3"]
    assert (book["Borders"]["D3"].value, fill(book, "Borders!D3")) == (-2, WRONG)


SHOWN = (
    Shown(Decimal("0.3"), "0.3%", percent=True),
    Shown(Decimal(302), "0302"),
    Shown(Decimal(455), "€ 455", words="€"),
    Shown(Decimal("-66.5"), "-66.5 kg", words="kg"),
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.decimals(-(10**9), 10**9, places=4).map(lambda number: Decimal(f"{float(number):.15g}")),
    st.text("ab ДЖ=+-@'\"<&>{}0123456789.,;", min_size=1, max_size=20).filter(str.strip),
    st.sampled_from(["=1+1", "'", "#N/A", "0012"]),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    st.sampled_from([*SHOWN, time(12, 30)]),
)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_cells_read_back_equal(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Cell]]) -> None:
    """Whatever kind of cell it is, the copy holds it as what it was."""
    raw = tuple(RawRow(number, tuple(row)) for number, row in enumerate(rows, 3) if any(c is not None for c in row))
    path = tmp_path_factory.mktemp("marked") / "copy.xlsx"
    path.write_bytes(draw(marked_book([RawSheet("book.xlsx", "Anything", raw)], [])))
    problems = Problems()
    (sheet,) = [sheet for sheet in read_workbook(path, "copy.xlsx", problems).sheets if sheet.name == "Anything"]
    assert [(row.number, _trimmed(row.cells)) for row in sheet.rows] == [
        (row.number, _trimmed(row.cells)) for row in raw
    ]


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells without blank ones at the end."""
    kept = [*cells]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def drawn(path: Path, sheet: RawSheet, *problems: Problem) -> Path:
    """A copy of a sheet."""
    path.write_bytes(draw(marked_book([sheet], problems)))
    return path


def sheet_again(path: Path) -> RawSheet:
    """The sheet of a copy, as this program reads it."""
    return read_workbook(path, path.name, Problems()).sheets[1]


def test_days_that_excel_does_not_have_are_text_and_lengths_of_time_are_not(tmp_path: Path) -> None:
    """Its calendar begins in 1900; more than a day is shown in hours."""
    cells: tuple[Cell, ...] = (date(1404, 1, 15), timedelta(hours=30))
    path = drawn(tmp_path / "copy.xlsx", RawSheet("b", "Anything", (RawRow(1, cells),)))
    assert sheet_again(path).rows == (RawRow(1, ("1404-01-15", timedelta(hours=30))),)


@pytest.mark.parametrize(("text", "shown"), [("#REF!", "#REF!"), ("=B2*2", "#N/A"), ("Err:502", "#N/A")])
def test_a_cell_without_a_value_has_none_in_the_copy(tmp_path: Path, text: str, shown: str) -> None:
    """Neither blank nor a text that may pass for a name; what a copy cannot show is in the cell's comment."""
    path = drawn(tmp_path / "copy.xlsx", RawSheet("b", "Anything", (RawRow(1, (Fault(text, "", ""), "x")),)))
    (row,) = sheet_again(path).rows
    assert isinstance(row.cells[0], Fault)
    assert row.cells[0].text == shown
    assert comment(load_workbook(path), "Anything!A1") == ("" if text == shown else f"Was: {text}")


def test_a_formula_that_was_never_calculated_is_an_error_in_the_copy_too(tmp_path: Path) -> None:
    """A shipment must not come to be named by its formula; the comment keeps that."""
    rows = [CARGO, ('=CONCATENATE("S",1)', *SHIPMENT[1:])]
    path = save(tmp_path / "book.xlsx", {"Cargo": rows, "Containers": CONTAINERS})
    book, (copy,) = marked(tmp_path, path)
    assert comment(book, "Cargo!A2").startswith('Was: =CONCATENATE("S",1)\n\nError: shipment: ')
    assert [problem.cell for problem in read_tables([copy]).problems.errors] == ["A2"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("History", "History_"),
        ("a/b:c*?[x]", "a_b_c___x_"),
        ("x" * 40, "x" * 31),
        ("'quoted'", "_quoted_"),
        ("Problems", "Problems (2)"),
    ],
)
def test_any_name_of_a_sheet_can_be_written(tmp_path: Path, name: str, shown: str) -> None:
    """Names of .csv files, and those that Excel keeps to itself, become the nearest that it allows."""
    sheet = RawSheet("b", name, (RawRow(1, ("x",)),))
    problem = Problem(Kind.VALUE, Severity.ERROR, "b", name, "A1", "x", "wrong", "right")
    path = drawn(tmp_path / "copy.xlsx", sheet, problem)
    assert sheet_again(path) == RawSheet("copy.xlsx", shown, sheet.rows)
    assert load_workbook(path)["Problems"]["E2"].hyperlink.location == f"'{shown}'!A1"
