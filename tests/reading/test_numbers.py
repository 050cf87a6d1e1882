"""Numbers written as text."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs.problems import Kind
from tariffs.reading.misread import Misread
from tariffs.reading.numbers import NumberStyle, written
from tariffs.reading.style import Style
from tests.reading.workbooks import column

POINT, COMMA = NumberStyle.POINT, NumberStyle.COMMA

ONE_READING = [
    ("1,234.50", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1 234,50", "1234.50"),
    ("1\u00a0234,50", "1234.50"),
    ("1\u202f234.50", "1234.50"),
    ("1'234.50", "1234.50"),
    ("1’234", "1234"),
    ("1 234 567", "1234567"),
    ("1,234,567", "1234567"),
    ("1.234.567", "1234567"),
    ("12,34,567", "1234567"),
    ("1,00,000.25", "100000.25"),
    ("0.125", "0.125"),
    ("0,125", "0.125"),
    (".5", "0.5"),
    ("1234", "1234"),
    ("1234.5", "1234.5"),
    ("1234,5", "1234.5"),
    ("1234.567", "1234.567"),
    ("+7", "7"),
    ("-7.5", "-7.5"),
    ("−7.5", "-7.5"),
    ("(1,234.50)", "-1234.50"),
    ("$1,234.50", "1234.50"),
    ("USD 1,234.50", "1234.50"),
    ("USD1,234.50", "1234.50"),
    ("-$5", "-5"),
    ("1 234,50 €", "1234.50"),
    ("5000 PKR", "5000"),
    ("Rs. 5,000.00/-", "5000"),
    ("Rs.5.5", "5.5"),
    ("Rs 3.5 lac", "350000"),
    ("3.5 lakh", "350000"),
    ("1.25 crore", "12500000"),
    ("2 million", "2000000"),
    ("1 234 567 руб.", "1234567"),
    ("1234567 р.", "1234567"),
    ("5 млн руб", "5000000"),
    ("500 тенге", "500"),
    ("US $5,000.00", "5000"),
    ("Rs.5,00,000/=", "500000"),
    ("5.000,- EUR", "5000"),
    ("CHF 5'000.-", "5000"),
    ("5.000,-- €", "5000"),
    ("12k", "12000"),
    ("5%", "5"),
    ("5,5 %", "5.5"),
    ("1.5E+3", "1500"),
    ("2e-2", "0.02"),
]


@pytest.mark.parametrize(("text", "number"), ONE_READING)
def test_a_text_that_means_one_number_is_that_number(text: str, number: str) -> None:
    """Whatever its signs, a text with one meaning reads as that number in every style that allows it."""
    assert set(written(text).readings.values()) == {Decimal(number)}


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345", "-999.999", "USD 1,234", "Rs 1,234 lac"])
def test_three_digits_after_a_single_sign_have_two_readings(text: str) -> None:
    """Thousands or a fraction: the text alone does not say, so both readings are kept, a thousand times apart."""
    readings = written(text).readings
    assert readings[POINT] != readings[COMMA]
    assert max(map(abs, readings.values())) == 1000 * min(map(abs, readings.values()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12 34",
        "1,23,4",
        "1.2.3",
        "1,,234",
        "0,123,456",
        "18-20",
        "(5",
        "5)",
        "--5",
        "$5 USD",
        "5 %%",
        "5 lac lac",
        "3 t 5",
        "5.",
        "5,-5",
        "NaN",
        "inf",
        "1e999",
        "9" * 200,
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """A text that makes no number in any style is an error that says so, and how to write one."""
    with pytest.raises(Misread) as caught:
        written(text)
    assert caught.value.kind is Kind.VALUE
    assert caught.value.what.endswith("is not a number")
    assert caught.value.cure.startswith("write digits only, such as ")


def test_a_currency_word_is_kept() -> None:
    """`$` can be any dollar, `Rs` any rupee, a code is itself."""
    assert "USD" in written("$ 5").currencies
    assert "PKR" in written("Rs. 5").currencies
    assert written("5 KZT").currencies == ("KZT",)
    assert written("5").currencies == ()


def test_a_percent_sign_and_a_unit_are_kept() -> None:
    """What stands behind a number is known to the column that takes it."""
    assert written("5 %").percent
    assert written("22 kg").unit == "kg"


def group(digits: str, sign: str) -> str:
    """Digits with a sign between thousands."""
    first = len(digits) % 3 or 3
    return sign.join([digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))])


def group_lacs(digits: str, sign: str) -> str:
    """Digits with a sign as in lacs and crores: 12,34,567."""
    head, tail = digits[:-3], digits[-3:]
    first = len(head) % 2 or 2
    pairs = [head[:first], *(head[i : i + 2] for i in range(first, len(head), 2))]
    return sign.join([part for part in pairs if part] + [tail])


AMOUNTS = st.tuples(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from(["", "-"]))


@settings(deadline=None)
@given(AMOUNTS, st.sampled_from(NumberStyle), st.sampled_from(["sign", " ", "\u00a0", "'", ""]))
def test_a_number_written_in_any_style_reads_back_equal(
    amount: tuple[int, int, str], style: NumberStyle, between: str
) -> None:
    """Thousands parted by the style's sign, a space, an apostrophe or nothing, and two decimals, mean one number."""
    whole, cents, minus = amount
    sign, point = style.signs
    text = f"{minus}{group(str(whole), sign if between == 'sign' else between)}{point}{cents:02d}"
    assert set(written(text).readings.values()) == {Decimal(f"{minus}{whole}.{cents:02d}")}


@settings(deadline=None)
@given(st.integers(10**5, 10**12))
def test_a_number_written_in_lacs_reads_back_equal(whole: int) -> None:
    """`12,34,567` is 1234567 and nothing else."""
    assert set(written(group_lacs(str(whole), ",")).readings.values()) == {Decimal(whole)}


@settings(deadline=None)
@given(st.decimals(0, 10**6, places=3), st.sampled_from(NumberStyle))
def test_with_number_style_set_every_number_of_that_style_reads_back(number: Decimal, style: NumberStyle) -> None:
    """Three decimals are ambiguous in text; with the style settled they read as written."""
    sign, point = style.signs
    whole, fraction = f"{number:.3f}".split(".")
    text = f"{group(whole, sign)}{point}{fraction}"
    values, errors, _ = column("value", [text], style=Style(number=style))
    assert values.values == [number]
    assert errors == []


def test_a_column_without_any_other_clue_is_ambiguous() -> None:
    """`1,234` alone can be read in two ways: an error with both, and with how to settle it."""
    values, errors, _ = column("value", ["1,234", "500"])
    assert values.values == [None, Decimal(500)]
    assert errors == [
        'Cargo!A2: value: "1,234" can be read as 1234 or as 1.234; write it without a sign between thousands, '
        "or set number_style in Settings to point or comma"
    ]


def test_one_clear_cell_settles_its_column() -> None:
    """The others follow the style of a cell that can be read in one way only."""
    assert column("value", ["1,234", "1,234.50"])[0].values == [Decimal(1234), Decimal("1234.50")]
    assert column("value", ["1,234", "1.234,50"])[0].values == [Decimal("1.234"), Decimal("1234.50")]
    assert column("value", ["1.234", "7,5"])[0].values == [Decimal(1234), Decimal("7.5")]


def test_a_column_that_mixes_styles_settles_nothing() -> None:
    """Where clear cells contradict each other, those with two readings are errors and the clear ones are read."""
    values, errors, _ = column("value", ["1,234", "1,234.50", "1.234,50"])
    assert values.values == [None, Decimal("1234.50"), Decimal("1234.50")]
    assert len(errors) == 1


def test_settings_come_before_the_column() -> None:
    """number_style decides every text with two readings, whatever the column's other cells look like."""
    values, errors, _ = column("value", ["1,234", "1,234.50"], style=Style(number=COMMA))
    assert values.values == [Decimal("1.234"), Decimal("1234.50")]
    assert errors == []


@pytest.mark.parametrize("text", ["$1,234", "USD 1,234", "Rs 1,234", "1,234 EUR"])
def test_money_with_a_comma_and_three_digits_is_thousands(text: str) -> None:
    """Nobody writes a dollar to the thousandth with a comma."""
    assert column("value", [text])[0].values == [Decimal(1234)]


def test_money_in_thousandths_stays_ambiguous() -> None:
    """A dinar has a thousand fils: `KWD 1,234` may be either."""
    assert column("value", ["KWD 1,234"])[0].values == [None]


def test_money_does_not_overrule_a_clear_cell() -> None:
    """`USD 1,234` beside `1.234,50` is a column of mixed styles."""
    values, errors, _ = column("value", ["USD 1,234", "1.234,50"])
    assert values.values == [None, Decimal("1234.50")]
    assert len(errors) == 1


def test_a_reading_that_the_column_cannot_hold_is_none() -> None:
    """Whole numbers and bounds leave one reading where the text has two."""
    assert column("available", ["1,234"], sheet="Pool")[0].values == [1234]
    assert column("longitude", ["67,021"], sheet="Locations")[0].values == [Decimal("67.021")]


def test_a_whole_number_must_be_whole() -> None:
    """A fraction in a column of whole numbers is an error, whether it is a number or text."""
    values, errors, _ = column("available", [Decimal("2.5"), "2.5", Decimal("3.0"), "4"], sheet="Pool")
    assert values.values == [None, None, 3, 4]
    assert errors == [
        'Pool!A2: available: "2.5" is not a whole number; write it without a fraction',
        'Pool!A3: available: "2.5" is not a whole number; write it without a fraction',
    ]


def test_a_unit_in_the_header_is_converted_exactly() -> None:
    """Kilograms and pounds become tonnes without a rounding."""
    assert column("weight_t", [Decimal(66001)], factor=Decimal("0.001"))[0].values == [Decimal("66.001")]
    assert column("weight_t", [Decimal(1)], factor=Decimal("0.00045359237"))[0].values == [Decimal("0.00045359237")]


def test_a_unit_in_the_cell_comes_before_that_of_the_header() -> None:
    """`500 kg` is half a tonne whatever the header says; a unit of something else is an error."""
    values, errors, _ = column("weight_t", ["500 kg", "22 t", "22 km"], factor=Decimal("0.001"))
    assert values.values == [Decimal("0.500"), Decimal(22), None]
    assert errors == [
        'Cargo!A4: weight_t: "km" in "22 km" is not a unit that this column takes; write the number in t, kg, lb'
    ]


@pytest.mark.parametrize(
    ("name", "sheet", "cell", "cure"),
    [
        ("weight_t", "Cargo", Decimal(0), "it must be more than 0"),
        ("weight_t", "Cargo", "-5", "it must be more than 0"),
        ("value", "Cargo", Decimal(-2), "it must be 0 or more"),
        ("value", "Cargo", Decimal(-1), "it must be 0 or more; clear the cell if it stands for none"),
        ("dutiable_pct", "Tariffs", Decimal(101), "it must be 0 or more and 100 or less"),
        ("from_day", "Storage", Decimal(0), "it must be 1 or more"),
        ("rate_per_day", "Storage", Decimal(-50), "it must be 0 or more"),
    ],
)
def test_a_number_out_of_bounds_is_an_error(name: str, sheet: str, cell: Decimal | str, cure: str) -> None:
    """The message says what the bounds are."""
    values, errors, _ = column(name, [cell], sheet=sheet)
    assert values.values == [None]
    assert errors == [f'{sheet}!A2: {name}: "{cell}" is out of range; {cure}']


def test_a_percent_sign_is_refused_where_nothing_is_a_share() -> None:
    """5 % of no stated whole is no weight; a duty and a surcharge may be percentages."""
    assert column("weight_t", ["5%"])[1] == [
        'Cargo!A2: weight_t: "5%" is a percentage and the column takes none; write a number such as 1234.5'
    ]
    assert column("duty_pct", ["5%", "5 %", Decimal(5)], sheet="Duties")[0].values == [Decimal(5)] * 3
    assert column("amount", ["12.5%"], sheet="Surcharges")[0].values == [Decimal("12.5")]
