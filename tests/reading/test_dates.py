"""Dates, as Excel has them and as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs.reading.style import Style
from tariffs.reading.written_dates import DateStyle
from tariffs.workbook import Cell
from tests.reading.workbooks import column

DAY = date(2025, 3, 15)
DMY, MDY, YMD = DateStyle.DMY, DateStyle.MDY, DateStyle.YMD

#: How a date is written without a doubt, for strftime.
CLEAR_FORMS = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%d%b%y",
    "%dth %B %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%a %d %b %Y",
    "%A, %d %B %Y",
    "%Y-%b-%d",
    "%Y-%m-%dT00:00:00",
    "%Y-%m-%d 00:00",
    "%d %b '%y",
]


@pytest.mark.parametrize("form", CLEAR_FORMS)
@settings(deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_written_without_doubt_reads_back_equal(form: str, day: date) -> None:
    """Year first, a month by name, or dots: one meaning, and no note."""
    values, errors, warnings = column("ready", [day.strftime(form)])
    assert values.values == [day]
    assert errors == warnings == []


@settings(deadline=None)
@given(day=st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_dots_and_a_year_of_two_digits_are_clear_from_2020_on(day: date) -> None:
    """Before, the year rather stands in front."""
    values, errors, warnings = column("ready", [day.strftime("%d.%m.%y")])
    assert values.values == [day]
    assert errors == warnings == []


@pytest.mark.parametrize(
    ("style", "form"),
    [
        (DMY, "%d/%m/%Y"),
        (MDY, "%m/%d/%Y"),
        (DMY, "%d-%m-%y"),
        (YMD, "%y/%m/%d"),
        (DMY, "%d.%m.%y"),
        (MDY, "%m.%d.%Y"),
        (MDY, "%m.%d.%y"),
        (YMD, "%y.%m.%d"),
    ],
)
@settings(deadline=None)
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_with_date_style_set_every_date_of_that_order_reads_back(style: DateStyle, form: str, day: date) -> None:
    """Numbers alone have an order only where Settings say it."""
    assert column("ready", [day.strftime(form)], style=Style(date=style))[0].values == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.3.2025", date(2025, 3, 1)),
        ("1. 3. 2025", date(2025, 3, 1)),
        ("5 Sept 2025", date(2025, 9, 5)),
        ("March 1st, 2025", date(2025, 3, 1)),
        ("15 mar. 2025", DAY),
        ("2025-03-15 00:00:00", DAY),
        ("2025-03-15T00:00:00Z", DAY),
        ("15/03/2025", DAY),
        ("03/15/2025", DAY),
        ("3/3/25", date(2025, 3, 3)),
    ],
)
def test_a_text_with_one_meaning_is_that_date(text: str, day: date) -> None:
    """Short forms, and numbers of which only one can be the month."""
    values, errors, warnings = column("ready", [text])
    assert values.values == [day]
    assert errors == warnings == []


def test_day_and_month_that_could_be_either_are_ambiguous() -> None:
    """`03/04/2025` alone is an error that says both readings and how to settle it."""
    values, errors, _ = column("ready", ["03/04/2025"])
    assert values.values == [None]
    assert errors == [
        'Cargo!A2: ready: "03/04/2025" can be read as 4 March 2025 or as 3 April 2025; write it as 2025-03-15, '
        "or set date_style in Settings to dmy (day first) or mdy (month first)"
    ]


def test_one_day_above_twelve_settles_its_column() -> None:
    """The order that one cell leaves no doubt about holds for the others."""
    assert column("ready", ["03/04/2025", "25/04/2025"])[0].values[0] == date(2025, 4, 3)
    assert column("ready", ["03/04/2025", "04/25/2025"])[0].values[0] == date(2025, 3, 4)


def test_a_column_in_both_orders_settles_nothing() -> None:
    """Two clear cells that contradict each other leave the third ambiguous."""
    values, errors, _ = column("ready", ["03/04/2025", "25/04/2025", "04/25/2025"])
    assert values.values == [None, date(2025, 4, 25), date(2025, 4, 25)]
    assert len(errors) == 1


def test_dots_are_day_first_unless_settings_say_otherwise() -> None:
    """`03.04.2025` is the third of April; with date_style mdy it is the fourth of March."""
    assert column("ready", ["03.04.2025"])[0].values == [date(2025, 4, 3)]
    assert column("ready", ["03.04.2025"], style=Style(date=MDY))[0].values == [date(2025, 3, 4)]
    assert column("ready", ["25.04.2025"], style=Style(date=MDY))[0].values == [date(2025, 4, 25)]


def test_dots_beside_slashes_with_the_month_in_front_settle_nothing() -> None:
    """A column from two hands: what can be read in two ways is asked, and dots keep their order."""
    values, errors, _ = column("ready", ["03.04.2025", "04/25/2025", "03/04/2025"])
    assert values.values == [date(2025, 4, 3), date(2025, 4, 25), None]
    assert [error[:40] for error in errors] == ['Cargo!A4: ready: "03/04/2025" can be rea']
    assert column("ready", ["04.04.2025", "04/25/2025", "03/04/2025"])[0].values[2] == date(2025, 3, 4)


@pytest.mark.parametrize("text", ["25.03.03", "25-03-03", "25/03/03"])
def test_a_day_long_ago_in_two_digits_may_have_its_year_in_front(text: str) -> None:
    """Settings say which."""
    (error,) = column("ready", [text])[1]
    assert error == (
        f'Cargo!A2: ready: "{text}" can be read as 25 March 2003 or as 3 March 2025; write it as 2025-03-15, '
        "or set date_style in Settings to dmy (day first) or ymd (year first)"
    )
    assert column("ready", [text], style=Style(date=DMY))[0].values == [date(2003, 3, 25)]
    assert column("ready", [text], style=Style(date=YMD))[0].values == [date(2025, 3, 3)]


@pytest.mark.parametrize("text", ["30/02/25", "31/04/25", "29-02-25", "31.04.25", "03.25.2025"])
def test_an_impossible_day_is_not_read_in_an_order_that_nobody_said(text: str) -> None:
    """`30/02/25` is no day of 2030, and `03.25.2025` none of March, unless Settings say so."""
    for style in (None, DMY):
        values, errors, _ = column("ready", [text], style=Style(date=style))
        assert values.values == [None]
        assert errors == [f'Cargo!A2: ready: "{text}" is not a day of the calendar; write it as 2025-03-15']


def test_a_clear_date_is_read_whatever_settings_say() -> None:
    """date_style decides between readings; it doesn't forbid the only one."""
    assert column("ready", ["25/04/2025"], style=Style(date=MDY))[0].values == [date(2025, 4, 25)]
    assert column("ready", ["15/03/2025"], style=Style(date=YMD))[0].values == [DAY]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("30 February 2025", '"30 February 2025" is not a day of the calendar'),
        ("31/02/2025", '"31/02/2025" is not a day of the calendar'),
        ("2025-13-01", '"2025-13-01" is not a day of the calendar'),
        ("15 Mar", '"15 Mar" can be read as March 2015 without a day, or as 15 March without a year'),
        ("Mar-25", '"Mar-25" can be read as March 2025 without a day, or as 25 March without a year'),
        ("May'99", '"May\'99" can be read as May 2099 without a day'),
        ("March 2025", '"March 2025" does not say which day of March'),
        ("03/2025", '"03/2025" does not say which day of the month'),
        ("15/01/1447", '"15/01/1447" is a date of the Islamic calendar'),
        ("15 Foo 2025", '"15 Foo 2025" is not a date'),
        ("soon", '"soon" is not a date'),
        ("15-03/2025", '"15-03/2025" is not a date'),
        (Decimal(12), '"12" is not a date'),
        (Decimal(80001), '"80001" is not a date'),
        (True, '"TRUE" is not a date'),
        (time(12), '"12:00:00" is not a date'),
    ],
)
def test_what_is_no_date_is_refused(cell: Cell, message: str) -> None:
    """An error says so and shows how a date is written."""
    values, errors, _ = column("ready", [cell])
    assert values.values == [None]
    assert errors == [f"Cargo!A2: ready: {message}; write it as 2025-03-15"]


def test_an_excel_date_is_its_day() -> None:
    """Midnight is no time of day."""
    values, errors, warnings = column("ready", [datetime(2025, 3, 15), DAY])
    assert values.values == [DAY, DAY]
    assert errors == warnings == []


def test_a_time_of_day_is_cut_off_with_a_warning() -> None:
    """Days are whole; the first cell is named and the others are counted."""
    values, errors, warnings = column("ready", [DAY, datetime(2025, 3, 15, 14, 30), "2025-03-15 6:00 pm"])
    assert values.values == [DAY, DAY, DAY]
    assert errors == []
    assert warnings == [
        'Cargo!A3: ready: the time of day in "2025-03-15 14:30" is not used (and 1 more cell of this column); '
        "dates are whole days"
    ]


def test_a_serial_number_is_a_date_with_a_warning() -> None:
    """A date column formatted as plain numbers holds Excel's serial numbers."""
    values, errors, warnings = column("ready", [Decimal(45731), "45731", Decimal(40000)])
    assert values.values == [DAY, DAY, date(2009, 7, 6)]
    assert errors == []
    assert warnings == [
        "Cargo!A2: ready: the number 45731 is read as the date 2025-03-15 (and 2 more cells of this column); "
        "format the column as a date"
    ]


def test_eight_digits_are_year_month_and_day() -> None:
    """`20250315` as a number is that date."""
    assert column("ready", [Decimal(20250315)])[0].values == [DAY]


def test_a_list_of_dates_keeps_its_blanks() -> None:
    """The second of two closures without an end stays the second."""
    values, errors, _ = column("closed_to", ["2025-03-01;", "; 15-Mar-25", DAY], sheet="Borders")
    assert values.values == [(date(2025, 3, 1), None), (None, DAY), (DAY,)]
    assert errors == []


def test_a_list_of_dates_is_settled_by_its_column() -> None:
    """What settles a date settles those in lists too."""
    cells = ["03/04/2025; 05/04/2025", "25/04/2025"]
    values, errors, _ = column("closed_from", cells, sheet="Borders")
    assert values.values[0] == (date(2025, 4, 3), date(2025, 4, 5))
    assert errors == []


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("valid_from", "until 31.03.2025", "last"),
        ("valid_from", "(Exp: Mar/31/25)", "last"),
        ("valid_from", "до 31.03.2025", "last"),
        ("valid_to", "from 1 April 2025", "first"),
        ("valid_to", "Eff. 2025-04-01", "first"),
        ("valid_to", "с 01.04.2025", "first"),  # noqa: RUF001
    ],
)
def test_a_last_day_is_no_first_one_and_a_first_day_no_last_one(name: str, text: str, day: str) -> None:
    """The word in front of the date contradicts the header."""
    assert column(name, [text], sheet="Tariffs")[1] == [
        f'Tariffs!A2: {name}: "{text}" says a {day} day, and the column holds the other one; write it as 2025-03-15'
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("valid_to", "until 31.03.2025"), ("valid_from", "from 31.03.2025"), ("valid_to", "valid 31.03.2025")],
)
def test_a_word_that_says_what_the_header_says_is_no_part_of_the_date(name: str, text: str) -> None:
    assert column(name, [text], sheet="Tariffs")[0].values == [date(2025, 3, 31)]


@pytest.mark.parametrize(
    "text",
    ["01.01.2025 - 31.12.2025", "2025-01-01 to 2025-12-31", "01.01.2025 по 31.12.2025", "01-Jan-25 / 31-Dec-25"],
)
def test_a_span_of_days_is_to_be_parted(text: str) -> None:
    """To write it as one day would lose the other."""
    assert column("valid_to", [text], sheet="Tariffs")[1] == [
        f'Tariffs!A2: valid_to: "{text}" is more than one day; '
        "write the first day and the last one in columns of their own, as 2025-03-15"
    ]


WEEKDAY_FORMS = ["%a %Y-%m-%d", "%A, %d %B %Y", "%a. %d.%m.%Y", "%a %b %d, %Y", "%A %d/%m/%Y"]


@pytest.mark.parametrize("form", WEEKDAY_FORMS)
@settings(deadline=None)
@given(day=st.dates(date(2020, 1, 1), date(2099, 12, 31)), late=st.integers(1, 6))
def test_a_day_of_the_week_agrees_with_its_date_or_is_an_error(form: str, day: date, late: int) -> None:
    """One of the two is wrong, and which one nobody knows."""
    style = Style(date=DMY)
    assert column("ready", [day.strftime(form)], style=style)[0].values == [day]
    week = form[:2]
    text = (day + timedelta(late)).strftime(week) + day.strftime(form[2:])
    values, (error,), _ = column("ready", [text], style=style)
    assert values.values == [None]
    assert error == (
        f'Cargo!A2: ready: "{text}" contradicts itself: {day} is a {day:%A}; '
        "write it as 2025-03-15, with the right day of the week or none"
    )


def test_a_day_of_the_week_says_which_number_is_the_month() -> None:
    """Of the two readings one agrees with it, and settles the column."""
    values, errors, _ = column("ready", ["Tue 04/03/2025", "05/03/2025"])
    assert (values.values, errors) == ([date(2025, 3, 4), date(2025, 3, 5)], [])
    _, (error,), _ = column("ready", ["Mon 04/03/2025"])
    assert "2025-03-04 is a Tuesday and 2025-04-03 is a Thursday" in error
    _, (error,), _ = column("ready", ["Tue 04/03/2025"], style=Style(date=MDY))
    assert "2025-04-03 is a Thursday" in error
