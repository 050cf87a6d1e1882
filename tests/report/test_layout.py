"""How tables are cut to sheets, how formulas name their cells, and how wide columns are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from optimizer.report.layout import Layout, criterion, parts
from optimizer.report.table import Table, number
from optimizer.report.widths import lines_taken, pixels, rooms_for_prose, width, wrapped
from optimizer.tables import Column, Kind

COLUMNS = (Column("name"), Column("amount", Kind.MONEY, total=True))
TABLE = Table("Two words", COLUMNS, tuple((f"n{i}", Decimal(i)) for i in range(1, 6)))


def test_a_table_that_fits_is_one_part() -> None:
    assert [part.sheet for part in parts(TABLE, 5)] == ["Two words"]


def test_a_longer_one_goes_on_under_the_next_number_with_its_own_total() -> None:
    cut = parts(TABLE, 2)
    assert [(part.sheet, part.name, len(part.table.rows)) for part in cut] == [
        ("Two words", "Two_words", 2),
        ("Two words 2", "Two_words_2", 2),
        ("Two words 3", "Two_words_3", 1),
    ]
    assert [part.table.totals() for part in cut] == [("Total", 3), ("Total", 7), ("Total", 5)]
    assert [row for part in cut for row in part.table.rows] == list(TABLE.rows)


def test_formulas_span_all_parts_and_are_nothing_where_there_are_no_rows() -> None:
    layout = Layout([*parts(TABLE, 3), *parts(Table("None", COLUMNS, ()))], [])
    assert layout.total("Two words", "amount") == "SUM(Two_words[amount],Two_words_2[amount])"
    assert layout.total_where("Two words", "amount", "name", "n1") == (
        'SUMIF(Two_words[name],"n1",Two_words[amount])+SUMIF(Two_words_2[name],"n1",Two_words_2[amount])'
    )
    assert (layout.total("None", "amount"), layout.total_where("None", "amount", "name", "x")) == ("0", "0")


@pytest.mark.parametrize(
    ("word", "literal"),
    [
        ("freight", '"freight"'),
        ("40HC", '"40HC"'),
        (">5", '"=>5"'),
        ("a*b?", '"a~*b~?"'),
        ("~", '"=~~"'),
        ('20"', '"20"""'),
        ("", '"="'),
    ],
)
def test_a_search_means_the_word_and_no_other(word: str, literal: str) -> None:
    assert criterion(word) == literal


def test_a_table_without_rows_or_without_sums_has_no_total_row() -> None:
    assert Table("None", COLUMNS, ()).totals() == ()
    assert Table("Words", COLUMNS[:1], (("a",),)).totals() == ()


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="Two words has no column colour"):
        TABLE.position("colour")


def test_only_figures_are_summed() -> None:
    assert (number(None), number(3)) == (0, 3)
    with pytest.raises(TypeError, match="'ten' is not a sum"):
        number("ten")


def test_a_column_is_as_wide_as_its_header_or_its_longest_cell_but_no_wider_than_it_may_be() -> None:
    column = Column("name", widest=20)
    short, long, endless = (width(column, Table("T", (column,), (("x" * n,),))) for n in (1, 15, 500))
    assert short < long < endless == 20


def test_prose_that_does_not_fit_takes_more_lines() -> None:
    room = pixels("some words")
    assert wrapped("some words", room) == 1
    assert wrapped("some words more", room) == 2
    assert wrapped("some\nwords", room) == 2
    assert wrapped("somewordswithoutablank" * 2, room) >= 4
    columns = (Column("a"), Column("b", Kind.PROSE))
    assert lines_taken(("x" * 500, "short"), rooms_for_prose(columns, (10, 10))) == 1
    assert lines_taken(("short", "a few more words " * 5), rooms_for_prose(columns, (10, 10))) > 5
