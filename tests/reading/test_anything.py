"""Whatever stands in a cell or a file, reading ends with values and problems and never with a failure."""

from __future__ import annotations

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs.reading import read_tables
from tariffs.reading.numbers import NumberStyle
from tariffs.reading.style import Style
from tariffs.reading.written_dates import DateStyle
from tariffs.sheets import SHEETS
from tariffs.workbook import Cell, Fault, Shown
from tests.reading.workbooks import CARGO, SHIPMENT, column, save

COLUMNS = [(sheet.name, found.name) for sheet in SHEETS.values() for found in sheet.columns]
#: Texts of the signs that numbers, dates, lists and crossings are made of, and any others.
TEXTS = st.text("0123456789.,;:/-' $%@()xXeEkKUSDRmondaylc\n\u00a0−", max_size=24) | st.text(max_size=12)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=3)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    TEXTS,
    NUMBERS,
    st.booleans(),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)),
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(99)),
    st.builds(Shown, NUMBERS, st.just("5%"), percent=st.booleans()),
    st.builds(Shown, NUMBERS, st.just("5"), words=TEXTS),
    st.just(Fault("#N/A", "is an error value of Excel", "correct it")),
)
STYLES = st.builds(
    Style, st.none() | st.sampled_from(NumberStyle), st.none() | st.sampled_from(DateStyle)
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(COLUMNS), st.lists(CELLS, min_size=1, max_size=4), STYLES)
def test_any_cell_in_any_column_gives_a_value_or_a_problem(
    where: tuple[str, str], cells: list[Cell], style: Style
) -> None:
    """Each cell that gives no value is named in exactly one error."""
    sheet, name = where
    found, errors, _ = column(name, cells, sheet=sheet, style=style)
    assert len(found.values) == len(cells)
    assert sorted(message.split(":")[0] for message in errors) == sorted(f"{sheet}!A{2 + at}" for at in found.wrong)
    assert all(found.values[position] is None for position in found.wrong)


@cache
def a_workbook() -> bytes:
    """The bytes of a small workbook."""
    with tempfile.TemporaryDirectory() as folder:
        return save(Path(folder) / "book.xlsx", {"Cargo": [CARGO, SHIPMENT]}).read_bytes()


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.integers(0, 2**20), st.integers(1, 255), min_size=1, max_size=8))
def test_a_workbook_with_flipped_bytes_is_read_or_refused(flips: dict[int, int]) -> None:
    """Damage anywhere in the file is a problem or does no harm."""
    content = bytearray(a_workbook())
    for place, bits in flips.items():
        content[place % len(content)] ^= bits
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(content)
        tables = read_tables([path])
        assert list(tables.problems) or len(tables.records["Cargo"]) == 1


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_a_csv_file_of_any_bytes_is_read_or_refused(content: bytes) -> None:
    """Whatever a program wrote under that name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "FX.csv"
        path.write_bytes(content)
        tables = read_tables([path])
        assert tables.records.get("FX", ()) == ()


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_a_sheet_of_nonsense_is_refused_with_a_problem(tmp_path: Path, name: str) -> None:
    """Rows that name no column, whatever the sheet."""
    tables = read_tables([save(tmp_path / "book.xlsx", {name: [("?", 1), (None, "!"), ("?",)]})])
    assert len(tables.problems.errors) == 1
    assert not tables.records[name]
