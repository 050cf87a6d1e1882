"""Cells as people write them: other digits, stand-ins, units, fractions of percent, errors, numbers stored as text."""

# ruff: noqa: RUF001, RUF002 - words and digits of other scripts

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs.problems import Kind, Problems
from tariffs.reading.columns import Place, read_column
from tariffs.reading.months import from_iranian
from tariffs.reading.report import Report
from tariffs.reading.style import UNSETTLED, Style
from tariffs.reading.written_dates import DateStyle
from tariffs.sheets import SHEETS
from tariffs.workbook import Cell, Fault, Shown
from tests.reading.workbooks import column

DAY = date(2025, 3, 15)
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def problems(name: str, cells: list[Cell], sheet: str = "Cargo", workbook: str = "book.xlsx") -> Problems:
    """What is wrong with the cells of a column that starts in row 2."""
    found = Problems()
    place = Place(Report(workbook, sheet, found), 0, range(2, 2 + len(cells)))
    read_column(SHEETS[sheet].column(name), cells, place, UNSETTLED)
    return found


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([PERSIAN, ARABIC]))
def test_numbers_in_persian_and_arabic_digits_read_back(whole: int, cents: int, digits: dict[int, int]) -> None:
    """With their own signs, or with the plain ones."""
    number = Decimal(f"{whole}.{cents:02d}")
    own = f"{whole:,}٫{cents:02d}".replace(",", "٬").translate(digits)
    plain = f"{whole:,}.{cents:02d}".translate(digits)
    assert column("value", [own, plain])[0].values == [number, number]


@pytest.mark.parametrize(("text", "number"), [("۲۲/۵", "22.5"), ("۱/۲۰۰/۰۰۰", "1200000"), ("۴/۱۲۵۵", "4.1255")])
def test_a_slash_between_persian_digits_is_read_where_it_can_mean_one_thing(text: str, number: str) -> None:
    """It is the decimal point in Iran, and parts thousands of rials."""
    assert column("value", [text])[0].values == [Decimal(number)]


def test_a_slash_that_can_mean_two_things_is_a_question() -> None:
    """`۱/۲۳۴` may be 1.234 or 1234, whatever the style of the column."""
    for style in (UNSETTLED, Style(date=DateStyle.DMY)):
        values, errors, _ = column("value", ["۱/۲۳۴"], style=style)
        assert values.values == [None]
        assert errors[0].startswith('Cargo!A2: value: "۱/۲۳۴" can be read as 1234 or as 1.234; ')


@pytest.mark.parametrize(("text", "low", "high"), [("۱۰/۱۲", 10, 12), ("۸/۱۲ days", 8, 12), ("٣/٥", 3, 5)])
def test_a_slash_that_may_stand_between_the_ends_of_a_range_is_asked(text: str, low: int, high: int) -> None:
    """`۱۰/۱۲` may be 10.12 or 10 to 12; `۲۲/۵` is no range."""
    (error,) = column("transit_days", [text], sheet="Tariffs")[1]
    assert error == (
        f'Tariffs!A2: transit_days: "{text}" can be read as {low}.{high} or as {low} to {high}; '
        "write it without /, with ٫ in front of a fraction"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [("2 crore", "20000000"), ("1.5 lacs", "150000"), ("3 тыс.", "3000"), ("2 млн", "2000000"), ("1,200-", "-1200")],
)
def test_multipliers_of_other_countries(text: str, number: str) -> None:
    """Lac and crore, thousands and millions in Russian, and the minus of accounting programs."""
    assert column("rate", [text, "7,654,321"], sheet="Tariffs")[0].values[0] == Decimal(number)


def test_a_multiplier_that_may_be_something_else_is_a_question() -> None:
    """`2 cr` is two crore, or a credit of two."""
    (problem,) = problems("value", ["2 cr"])
    assert problem.kind is Kind.AMBIGUOUS
    assert "crore (ten million) or credit" in problem.what


@pytest.mark.parametrize("name", ["capacity", "distance_km", "min_load"])
def test_nines_are_questioned(name: str) -> None:
    """99999 is read, and said to look like a stand-in; so is 1e9."""
    values, errors, warnings = column(name, [Decimal(99999), Decimal("1E+9"), Decimal(998)], sheet="Tariffs")
    assert values.values == [Decimal(99999), Decimal(10**9), Decimal(998)]
    assert errors == []
    assert len(warnings) == 2
    assert all("looks like a stand-in for unknown or no limit; clear the cell if that is meant" in w for w in warnings)


def test_how_many_nines_are_doubtful_depends_on_the_column() -> None:
    """999 days are no transit time; USD 9,999 may be a price."""
    assert [p.kind for p in problems("transit_days", [Decimal(999)], "Tariffs")] == [Kind.SENTINEL]
    assert not list(problems("rate", [Decimal(9999)], "Tariffs"))
    assert [p.kind for p in problems("rate", ["99,999.00"], "Tariffs")] == [Kind.SENTINEL, Kind.TEXT_NUMBER]
    assert [p.kind for p in problems("rate", [Decimal("99999.99")], "Tariffs")] == [Kind.SENTINEL]


@pytest.mark.parametrize("cell", [Decimal(-1), "-999", Decimal(-9999)])
def test_a_stand_in_below_nothing_is_said_to_be_one(cell: Cell) -> None:
    """It is out of bounds, and the cure says what a blank means."""
    (problem,) = problems("capacity", [cell], "Tariffs")
    assert problem.kind is Kind.SENTINEL
    assert problem.cure == "it must be 0 or more; clear the cell if it stands for none"


@pytest.mark.parametrize("cell", [datetime(1900, 1, 1), "1900-01-01", datetime(9999, 12, 31), "31.12.2999"])
def test_a_day_that_stands_for_none_is_an_error_where_a_day_is_needed(cell: Cell) -> None:
    """A plan from 1900 on, or until 9999, is never meant."""
    assert [p.kind for p in problems("ready", [cell])] == [Kind.SENTINEL]


def test_validity_from_always_to_forever_is_clear() -> None:
    """Years far away in valid_from and valid_to mean what a blank means."""
    assert not list(problems("valid_from", [datetime(1900, 1, 1)], "Tariffs"))
    assert not list(problems("valid_to", [datetime(9999, 12, 31)], "Tariffs"))
    assert [p.kind for p in problems("valid_to", [datetime(1900, 1, 1)], "Tariffs")] == [Kind.SENTINEL]


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("weight_t", "22000 кг", "22"),
        ("weight_t", "22 mt", "22"),
        ("weight_t", "22т", "22"),
        ("weight_t", "2204.62262 lbs", "0.9999999991614094"),
        ("volume_m3", "30 m³", "30"),
        ("volume_m3", "30 m3", "30"),
        ("volume_m3", "30 м3", "30"),
        ("max_transit_days", "2 weeks", "14"),
        ("max_transit_days", "18 дней", "18"),
    ],
)
def test_units_in_cells(name: str, text: str, number: str) -> None:
    """Kilograms, pounds and tonnes in Latin and Cyrillic, cubic metres with a figure in them."""
    values, errors, warnings = column(name, [text])
    assert values.values == [Decimal(number)]
    assert errors == warnings == []


def test_tons_are_metric_and_that_is_said() -> None:
    """A ton may be short, long or metric."""
    values, _, warnings = column("weight_t", ["22 tons", "5 tons"])
    assert values.values == [Decimal(22), Decimal(5)]
    assert warnings == [
        'Cargo!A2: weight_t: the tons in "22 tons" is read as metric tonnes of 1,000 kg '
        "(and 1 more cell of this column); write t, or lb for pounds"
    ]


def test_a_number_without_unit_among_numbers_of_another_is_a_question() -> None:
    """18000 beside `22000 kg` may be 18 t or 18,000 t."""
    values, errors, _ = column("weight_t", ["22000 kg", Decimal(18000), "18 t"])
    assert values.values == [Decimal(22), None, Decimal(18)]
    assert errors == [
        'Cargo!A3: weight_t: "18000" can be read as 18000 t or as 18000 kg, which other cells of the column name; '
        "write the unit behind it, t or kg"
    ]


def test_units_like_that_of_the_header_settle_nothing() -> None:
    """`22 t` and 18 agree; under weight_kg so do `500 kg` and 700."""
    assert column("weight_t", ["22 t", Decimal(18)])[1] == []
    assert column("weight_t", ["500 kg", Decimal(700)], factor=Decimal("0.001"))[1] == []


@pytest.mark.parametrize("other", [Decimal(5), "5%", Shown(Decimal(5), "5%", percent=True), "7,5"])
def test_a_fraction_among_percentages_is_a_question(other: Cell) -> None:
    """0.05 beside 5 may be 0.05 % or 5 %: both are said, and nothing is guessed."""
    values, errors, _ = column("duty_pct", [other, Decimal("0.05"), "0.05%"], sheet="Duties")
    assert values.values[1:] == [None, Decimal("0.05")]
    assert errors == [
        'Duties!A3: duty_pct: "0.05" can be read as 0.05 % or as 5 %; '
        "other cells of the column are percentages: write 0.05% or 5%"
    ]


def test_percentages_of_one_style_are_no_question() -> None:
    """5, 5% and 5 % agree, and so does a column of small percentages with their sign."""
    assert column("duty_pct", [Decimal(5), "5%", Decimal(0)], sheet="Duties")[0].values == [5, 5, 0]
    assert column("duty_pct", ["0.3%", "5%"], sheet="Duties")[1] == []


@pytest.mark.parametrize("cell", ["#N/A", "#ref!", Fault("#DIV/0!", "is an error value of Excel", ""), "#####"])
def test_an_error_of_excel_is_an_error_as_text_too(cell: Cell) -> None:
    """Pasted values of formulas are text, in columns of names as well."""
    assert [p.kind for p in problems("weight_t", [cell])] == [Kind.ERROR_CELL]
    assert [p.kind for p in problems("origin", [cell])] == [Kind.ERROR_CELL]


def test_a_formula_without_value_has_a_message_of_its_own() -> None:
    """It is neither an error of Excel nor a blank."""
    fault = Fault("=B2*2", "is a formula without a stored value", "open the workbook in Excel, let it calculate")
    assert [p.kind for p in problems("weight_t", [fault])] == [Kind.FORMULA]


def test_numbers_stored_as_text_are_said_once_per_column_with_all_rows() -> None:
    """The first cell is named, the others are counted and known, and what would be right is a number."""
    (problem,) = problems("weight_t", ["22", Decimal(5), "23", "24", "22"])
    assert (problem.kind, problem.cell, problem.suggestion) == (Kind.TEXT_NUMBER, "A2", Decimal(22))
    assert problem.what == 'weight_t: "22" is a number stored as text, read as 22 (and 3 more cells of this column)'
    assert problem.more == (range(4, 7),)


def test_a_csv_file_has_nothing_but_text() -> None:
    """Its numbers cannot be stored otherwise."""
    assert not list(problems("weight_t", ["22", "23"], workbook="cargo/Cargo.csv"))


@pytest.mark.parametrize(
    "text",
    [
        "15 марта 2025",
        "15 мар. 2025 г.",
        "15.03.2025 г.",
        "15 مارچ 2025",
        "۱۵/۰۳/۲۰۲۵",
        "15.III.2025",
        "15-III-2025",
        "(Exp: Mar/15/25)",
        "valid until 15-Mar-2025",
        "w.e.f. 15.03.2025",
        "с 15.03.2025",
    ],
)
def test_dates_in_other_words(text: str) -> None:
    """Months in Russian, Urdu and Roman numerals, and a label in front, say one day."""
    last = text.startswith(("(Exp", "valid until"))
    values, errors, _ = column("due" if last else "ready", [text])
    assert (values.values, errors) == ([DAY], [])


def test_a_date_of_the_calendar_of_iran_is_said_with_its_day() -> None:
    """1404 is no year of the Middle Ages."""
    (problem,) = problems("ready", ["۱۴۰۴/۰۱/۱۵"])
    assert (problem.kind, problem.suggestion) == (Kind.CALENDAR, date(2025, 4, 4))
    assert problem.cure == "in that of workbooks it is 2025-04-04"


@pytest.mark.parametrize(
    ("year", "day"),
    [(1399, "2020-03-20"), (1400, "2021-03-21"), (1403, "2024-03-20"), (1404, "2025-03-21"), (1409, "2030-03-21")],
)
def test_the_first_day_of_a_year_in_iran(year: int, day: str) -> None:
    """Nowruz by the almanac."""
    assert from_iranian(year, 1, 1) == date.fromisoformat(day)


def test_the_other_days_of_a_year_in_iran() -> None:
    """Six months of 31 days, five of 30, and the last of 29 or 30."""
    assert from_iranian(1404, 7, 1) == date(2025, 9, 23)
    assert from_iranian(1403, 12, 30) == date(2025, 3, 20)
    assert from_iranian(1404, 12, 30) is None
    assert from_iranian(1404, 13, 1) is None
    assert from_iranian(2025, 1, 1) is None


def test_a_year_of_two_digits_in_front_is_a_question() -> None:
    """`25-03-15` is 15 March 2025 rather than 25 March 2015; a clear cell, or Settings, settle it."""
    assert problems("ready", ["25-03-15"]).errors[0].what == (
        'ready: "25-03-15" can be read as 25 March 2015 or as 15 March 2025'
    )
    assert column("ready", ["25-03-15"], style=Style(date=DateStyle.YMD))[0].values == [DAY]
    assert column("ready", ["25-03-15", "17-03-25"])[0].values == [date(2015, 3, 25), date(2025, 3, 17)]


@pytest.mark.parametrize(
    ("text", "days"),
    [("Пн,Чт", {0, 3}), ("every Monday", {0}), ("weekly on Fri", {4}), ("Weekly (Tue)", {1}), ("Пн-Ср", {0, 1, 2})],
)
def test_departures_in_other_words(text: str, days: set[int]) -> None:
    """Weekdays in Russian, and words in front that say no more."""
    schedule = column("departures", [text], sheet="Tariffs")[0].values[0]
    assert getattr(schedule, "weekdays", None) == frozenset(days)


@pytest.mark.parametrize(("text", "every"), [("every 2 weeks", 14), ("every week", None), ("every 10 days", 10)])
def test_departures_every_so_many_weeks(text: str, every: int | None) -> None:
    """`every week` says no weekday, and is refused."""
    schedule = column("departures", [text], sheet="Tariffs")[0].values[0]
    assert getattr(schedule, "every", None) == every


@pytest.mark.parametrize(
    "text", ["until further notice", "Till Further Notice", "UFN", "u.f.n.", "open-ended", "бессрочно"]
)
def test_a_last_day_that_is_not_known_is_a_blank_one_and_no_first_day(text: str) -> None:
    """A row without valid_to holds on; what is said of another day quotes all that stands there."""
    for name, sheet in (("valid_to", "Tariffs"), ("closed_to", "Borders")):
        read, _, doubtful = column(name, [text], sheet=sheet)
        assert list(read.values) == [None]
        (said,) = doubtful
        assert f'"{text}" is read as a blank cell' in said
    for name, sheet in (("valid_from", "Tariffs"), ("ready", "Cargo"), ("due", "Cargo")):
        _, (wrong,), _ = column(name, [text], sheet=sheet)
        assert f'{name}: "{text}" is not a date; clear the cell' in wrong
    _, (wrong,), _ = column("closed_to", [f"2025-03-05; {text}"], sheet="Borders")
    assert f'"{text}" is not a date; clear the cell, or leave that part of a list empty' in wrong


@pytest.mark.parametrize("text", ["unlimited", "No limit", "∞"])
def test_unlimited_is_a_blank_capacity_and_nothing_else(text: str) -> None:
    """A blank capacity is unlimited; a blank weight is not."""
    assert column("capacity", [text], sheet="Tariffs")[:2] == column("capacity", ["n/a"], sheet="Tariffs")[:2]
    assert len(column("weight_t", [text])[1]) == 1


@pytest.mark.parametrize(("text", "number"), [("1200 per box", 1200), ("abt 18", 18), ("18+", 18), ("~22.5", "22.5")])
def test_a_lone_number_among_idle_words_is_suggested(text: str, number: object) -> None:
    """It is never taken silently."""
    (problem,) = problems("rate", [text], "Tariffs")
    assert problem.suggestion == Decimal(str(number))
    assert problem.cure == f"write digits only, such as {number}"


@pytest.mark.parametrize("text", ["ALL IN 1200", "1200 all-in"])
def test_a_number_that_includes_surcharges_is_not_put_right(text: str) -> None:
    """They would be charged once more."""
    (problem,) = problems("rate", [text], "Tariffs")
    assert problem.suggestion is None
    assert problem.cure == "write 1200, and see that no row of Surcharges is charged on top of it"


@pytest.mark.parametrize("text", ["1200 per TEU", "1200 per unit"])
def test_a_number_per_something_else_is_not_put_right(text: str) -> None:
    """Under FEU it would be half of what is meant."""
    (problem,) = problems("rate", [text], "Tariffs")
    assert problem.suggestion is None


@pytest.mark.parametrize("text", ["incl.", "Included", "free", "FOC"])
def test_what_is_included_is_nothing_or_unknown(text: str) -> None:
    """Digits are no help to someone who has none."""
    assert column("amount", [text], sheet="Surcharges")[1] == [
        f'Surcharges!A2: amount: "{text}" is not a number; '
        "write 0 if nothing is charged, or clear the cell if it is not known"
    ]


@pytest.mark.parametrize("text", ["18-20", "5 lac lac", "about", "12 boxes of 3", "as per tariff 7 of 2024"])
def test_nothing_is_suggested_where_it_could_be_several_things(text: str) -> None:
    """Two numbers, or words that may change the number."""
    (problem,) = problems("rate", [text], "Tariffs")
    assert problem.suggestion is None


@pytest.mark.parametrize(("name", "sheet", "text", "meant"), [
    ("split", "Cargo", "yse", "yes"), ("basis", "Tariffs", "contaner", "container"),
    ("compliance", "Tariffs", "blokced", "blocked"),
])  # fmt: skip
def test_a_misspelt_word_of_a_closed_list_is_suggested(name: str, sheet: str, text: str, meant: str) -> None:
    """Never taken silently, and put right by one word."""
    (problem,) = problems(name, [text], sheet)
    assert (problem.kind, problem.suggestion) == (Kind.WORD, meant)
    assert f'did you mean "{meant}"?' in problem.cure


def test_none_is_a_blank_list_and_no_number() -> None:
    """In a column of capacities it may mean zero, or no limit."""
    assert column("borders", ["none"], sheet="Tariffs")[0].values == [None]
    assert column("avoid", ["None"])[0].values == [None]
    assert len(column("capacity", ["none"], sheet="Tariffs")[1]) == 1
    assert column("commodity", ["none"], sheet="Tariffs")[0].values == ["none"]


def test_a_number_sign_is_no_error_of_excel() -> None:
    """`#` and `#12` may be references."""
    assert column("shipment", ["#", "#12", "##"])[1] == []
    assert len(column("shipment", ["###"])[1]) == 1


def shown(number: str, words: str) -> Shown:
    """A number whose format shows words behind it."""
    return Shown(Decimal(number), f"{number} {words}", words=words)


@pytest.mark.parametrize(
    ("name", "sheet", "cell", "number", "currencies"),
    [
        ("weight_t", "Cargo", shown("66000", "kg"), "66", ()),
        ("weight_t", "Cargo", shown("22.5", "т"), "22.5", ()),
        ("volume_m3", "Cargo", shown("88", "m³"), "88", ()),
        ("transit_days", "Tariffs", shown("2", "weeks"), "14", ()),
        ("value", "Cargo", shown("455", "€"), "455", ("EUR",)),
        ("rate", "Tariffs", shown("3.5", "lac PKR"), "350000", ("PKR",)),
        ("capacity", "Tariffs", shown("40", "per"), "40", ()),
    ],
)
def test_a_number_counts_as_its_format_shows_it(
    name: str, sheet: str, cell: Shown, number: str, currencies: tuple[str, ...]
) -> None:
    """A unit or a currency in the format is one in the cell, as it is in a text."""
    values, errors, warnings = column(name, [cell], sheet=sheet)
    assert (values.values, errors, warnings) == ([Decimal(number)], [], [])
    assert values.currencies == ({0: currencies} if currencies else {})


def test_a_unit_in_a_format_that_the_column_does_not_take_is_an_error() -> None:
    """120 hours are not 120 days, and kilograms no money."""
    assert column("rate", [shown("5", "kg")], sheet="Tariffs")[1] == [
        'Tariffs!A2: rate: "kg" in "5 kg" is not a unit that this column takes; format the cell as a plain number'
    ]
    assert column("weight_t", [shown("5", "days")])[1] == [
        'Cargo!A2: weight_t: "days" in "5 days" is not a unit that this column takes; write the number in t, kg, lb'
    ]


def test_words_in_a_format_that_mean_nothing_here_are_named() -> None:
    """Once for the column; letters that may be a million are an error, as they are in a text."""
    values, errors, warnings = column("rate", [shown("5", "per box"), shown("6", "per box")], sheet="Tariffs")
    assert (values.values, errors) == ([5, 6], [])
    assert warnings == [
        'Tariffs!A2: rate: the "per box" that the format of the cell shows beside the number is not used '
        "(and 1 more cell of this column); "
        "if it matters, say it in a column or header; if not, format the cell as a plain number"
    ]
    assert "can mean thousand or million" in column("rate", [shown("5", "M")], sheet="Tariffs")[1][0]


def test_a_plain_number_among_those_whose_format_shows_another_unit_is_a_question() -> None:
    """As it is where the unit is written in the cells."""
    values, errors, _ = column("weight_t", [shown("66000", "kg"), Decimal(22)])
    assert values.values == [66, None]
    assert "can be read as 22 t or as 22 kg" in errors[0]


def test_a_name_is_as_its_format_shows_it() -> None:
    """A reference that is stored as a number may be shown with letters."""
    assert column("shipment", [Shown(Decimal(12), "SO-0012", words="SO-")])[0].values == ["SO-0012"]
