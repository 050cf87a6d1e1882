"""Numbers of rows as runs."""

from __future__ import annotations

from tariffs.runs import in_runs, run_list
from tariffs.workbook.raw import column_letters


def test_rows_that_follow_each_other_are_one_run() -> None:
    assert in_runs([4, 5, 6, 9, 11, 12]) == (range(4, 7), range(9, 10), range(11, 13))
    assert in_runs([]) == ()


def test_a_list_of_rows_or_columns_is_short_enough_to_be_read() -> None:
    assert run_list([4]) == "4"
    assert run_list([4, 5, 7, 8, 9, 20]) == "4-5, 7-9, 20"
    assert run_list([0, 1, 26], column_letters) == "A-B, AA"
