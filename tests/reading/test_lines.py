"""Lines above a table that say something of all its rows: what is not used and would change them is named."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.workbooks import CARGO, CONTAINERS, SHIPMENT, Rows, errors, read, warnings

TARIFFS = ("mode", "origin", "destination", "transit_days", "TEU")
LEG = ("rail", "Karachi", "Zahedan", 5, 455)
UNUSED = ", and amounts without a currency are read as USD; write the currency of the amounts in a column currency"


def said(folder: Path, line: str, rows: Rows = (TARIFFS, LEG), sheet: str = "Tariffs") -> tuple[list[str], list[str]]:
    """The errors and warnings of a table with a line above it."""
    tables = read(folder, {"Containers": CONTAINERS, sheet: [(line,), (), *rows]})
    return errors(tables), warnings(tables)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("All rates in PKR per container", "PKR"),
        ("rates in Rs. excl. THC", "Rs."),
        ("Ставки в руб. с НДС", "руб."),
        ("Currency: EUR/GBP", "EUR, GBP"),
        ("Prices, €", "€"),
        ("Rates in KGS", "KGS"),
        ("Rates by weight, in KGS", "KGS"),
    ],
)
def test_a_currency_above_a_table_that_is_not_that_of_its_amounts_is_an_error(
    tmp_path: Path, line: str, words: str
) -> None:
    """Rupees would be read as dollars, and nothing else shows it."""
    assert said(tmp_path, line) == ([f'Tariffs!A1: "{line}" names {words}{UNUSED}'], [])


@pytest.mark.parametrize(
    "line",
    [
        "All weights in KGS",
        "Max. gross 26,000 KGS",
        "All rates in USD",
        "Rates in $, ALL IN",
        "Rates in USD; 1 USD = 280 PKR",
        "TOP RATES, TRY US",
        "Rate sheet Q1",
    ],
)
def test_a_line_that_names_the_currency_of_the_amounts_or_none_is_fine(tmp_path: Path, line: str) -> None:
    """Letterheads and the currency that is used anyway need no word."""
    assert said(tmp_path, line) == ([], [])


@pytest.mark.parametrize(
    "rows",
    [
        ((*TARIFFS, "currency"), (*LEG, "PKR")),
        ((*TARIFFS[:4], "TEU (PKR)"), LEG),
        (TARIFFS, (*LEG[:4], "PKR 455")),
        (TARIFFS, (*LEG[:4], None)),
    ],
)
def test_a_currency_above_a_table_whose_amounts_have_their_own_is_fine(tmp_path: Path, rows: Rows) -> None:
    """In a column, in the header or in the cells; or there is no amount."""
    assert said(tmp_path, "Rates in PKR", rows) == ([], [])


def test_one_amount_without_a_currency_is_enough(tmp_path: Path) -> None:
    """The others may name theirs."""
    rows = ((*TARIFFS, "currency"), (*LEG, "PKR"), (*LEG, None))
    assert said(tmp_path, "Rates in PKR", rows) == ([f'Tariffs!A1: "Rates in PKR" names PKR{UNUSED}'], [])


def test_a_sum_of_money_above_a_table_is_a_warning(tmp_path: Path) -> None:
    """It says nothing of the table, or of something that is not in it."""
    line = "DOC fee PKR 5,000 per BL extra"
    assert said(tmp_path, line) == ([], [f'Tariffs!A1: "{line}" names PKR{UNUSED}'])


def test_a_sheet_without_money_has_no_currency(tmp_path: Path) -> None:
    """Nor is the value of cargo there if no column holds it."""
    assert said(tmp_path, "Invoices in PKR", (CARGO, SHIPMENT), "Cargo") == ([], [])


@pytest.mark.parametrize(("line", "word"), [("USD thousands", "thousands"), ("тыс. USD", "тыс"), ("USD '000", "'000")])
def test_thousands_of_a_currency_above_a_table_are_an_error(tmp_path: Path, line: str, word: str) -> None:
    """The amounts would be a thousandth."""
    assert said(tmp_path, line) == (
        [
            f'Tariffs!A1: "{line}" says that amounts are in "{word}": they are read as they stand; '
            "write the amounts in full, and take that line out"
        ],
        [],
    )


def test_thousands_of_nothing_in_particular_are_a_warning(tmp_path: Path) -> None:
    """And so many million containers are no unit of amounts."""
    assert [text.partition(":")[0] for text in said(tmp_path, "figures in thousands")[1]] == ["Tariffs!A1"]
    assert said(tmp_path, "More than 5 million containers a year") == ([], [])


@pytest.mark.parametrize("line", ["Valid until 31.01.2025", "Effective 1 March", "Действует с 01.01.2025"])
def test_a_validity_above_a_table_without_one_is_a_warning(tmp_path: Path, line: str) -> None:
    """The rows hold for ever, which their sender did not mean."""
    (warning,) = said(tmp_path, line)[1]
    assert warning == (
        f'Tariffs!A1: "{line}" is not used, and no column says when the rows are valid; '
        "write the days in columns valid_from and valid_to"
    )


def test_a_validity_above_a_table_with_one_or_without_figures_is_fine(tmp_path: Path) -> None:
    """The rows say it themselves, or the line says no day."""
    assert said(tmp_path, "Valid until 31.01.2025", ((*TARIFFS, "valid_to"), (*LEG, None))) == ([], [])
    assert said(tmp_path, "Valid as per carrier") == ([], [])


PER = ", and no column does: they are read as per container; "
PER += "say it of each row in a column basis (container, teu, km, tonne, tonne_km, wm)"
TWO_ROWS = ("mode", "origin", "destination", "transit_days")
FIFTH = (None, None, None, None, "USD")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("All rates per tonne", "per tonne"),
        ("Freight 2025 per MT", "per MT"),
        ("Amounts in USD/t", "USD/t"),
        ("USD per TEU-km", "per TEU-km"),
        ("Ставки за тонну", "за тонну"),
    ],
)
def test_a_line_that_says_what_amounts_are_per_is_an_error(tmp_path: Path, line: str, words: str) -> None:
    """45 per tonne would be 45 for a container, and nothing else shows it."""
    assert said(tmp_path, line) == ([f'Tariffs!A1: "{line}" says that amounts are "{words}"{PER}'], [])


@pytest.mark.parametrize(
    "line", ["Rates per TEU", "Rates per container", "Storage USD 10 per tonne", "15 USD/t above 24 t"]
)
def test_a_sum_per_tonne_and_a_rate_per_container_are_no_error(tmp_path: Path, line: str) -> None:
    """A sum is said of something else than the table."""
    assert said(tmp_path, line) == ([], [])


def test_what_a_single_rate_is_per_counts_for_containers_too(tmp_path: Path) -> None:
    """The rate of a 40' container is twice one per TEU."""
    errors_, _ = said(tmp_path, "Rates per TEU", ((*TWO_ROWS, "rate"), LEG))
    assert errors_ == [f'Tariffs!A1: "Rates per TEU" says that amounts are "per TEU"{PER}']


def test_a_line_that_may_speak_of_something_else_is_a_warning(tmp_path: Path) -> None:
    line = "Insurance per mt on request"
    assert said(tmp_path, line) == ([], [f'Tariffs!A1: "{line}" says that amounts are "per mt"{PER}'])


def test_a_column_basis_says_what_amounts_are_per(tmp_path: Path) -> None:
    assert said(tmp_path, "All rates per tonne", ((*TARIFFS, "basis"), (*LEG, "tonne"))) == ([], [])


@pytest.mark.parametrize(("above", "words"), [("Rate per tonne", "per tonne"), ("RZD, per tkm", "per tkm")])
def test_what_the_upper_row_of_a_header_says_that_amounts_are_per_is_an_error(
    tmp_path: Path, above: str, words: str
) -> None:
    """Its other cells are the names of columns."""
    rows = ((*TWO_ROWS, above, None), (None, None, None, None, "TEU", "FEU"), (*LEG, 910))
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": rows})
    assert errors(tables) == [f'Tariffs!E1: "{above}" says that amounts are "{words}"{PER}']


@pytest.mark.parametrize("boxes", [("TEU", "Open top"), ("Open top", "TEU")])
def test_an_unknown_container_beside_a_known_one_is_no_row_of_data(tmp_path: Path, boxes: tuple[str, str]) -> None:
    """Below `Rate`, which is a column by itself; what is per tonne is not taken for an amount per container."""
    rows = ((*TWO_ROWS, "Rate per tonne", None), (None, None, None, None, *boxes), (*LEG, 910))
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": rows})
    (record,) = tables.records["Tariffs"]
    assert record.values["origin"] == "Karachi"
    unknown, basis = sorted(errors(tables), key=lambda error: "says that amounts" in error)
    assert basis == f'Tariffs!E1: "Rate per tonne" says that amounts are "per tonne"{PER}'
    assert 'column "Rate per tonne Open top" is not known' in unknown


@pytest.mark.parametrize("rows", [((*TWO_ROWS, "Rate per MT"), LEG), ((*TWO_ROWS, "Rate per tonne"), FIFTH, LEG)])
def test_the_header_of_a_rate_may_say_what_it_is_per(tmp_path: Path, rows: Rows) -> None:
    """Then a line that says it, too, is not said to be passed over; nor is the upper one of two header rows."""
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": [("All rates per tonne",), (), *rows]})
    (record,) = tables.records["Tariffs"]
    assert (record.values["rate"], record.values["basis"]) == (455, "tonne")
    assert errors(tables) == []


@pytest.mark.parametrize(("line", "words"), [("All rates per tkm", "per tkm"), ("All rates per kg", "per kg")])
def test_a_line_that_says_another_unit_than_the_header_of_a_rate_is_an_error(
    tmp_path: Path, line: str, words: str
) -> None:
    """One of the two is wrong."""
    errors_, _ = said(tmp_path, line, ((*TWO_ROWS, "Rate per MT"), LEG))
    assert errors_ == [
        f'Tariffs!A1: "{line}" says that amounts are "{words}", and the rate\'s header that they are per tonne; '
        "say it of each row in a column basis (container, teu, km, tonne, tonne_km, wm)"
    ]


def test_a_rate_per_tonne_makes_no_amount_by_container_one_per_tonne(tmp_path: Path) -> None:
    """What is per container costs as much for each of its tonnes else."""
    rows = ((*TARIFFS, "Rate per tonne"), (*LEG, None), (*LEG[:4], None, 30))
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": rows})
    assert errors(tables) == [
        'Tariffs!F1: the header "Rate per tonne" says what its amounts are per, and those by container do not; '
        "name it rate, and say what amounts are per in a column basis of each row"
    ]


def test_thousands_in_the_upper_row_of_a_header_are_an_error(tmp_path: Path) -> None:
    """Its other cells are the names of columns."""
    rows = ((*TWO_ROWS, "PKR '000"), (None, None, None, None, "TEU"), LEG)
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": rows})
    assert any('E1: "PKR \'000" says that amounts are in "\'000"' in error for error in errors(tables))


BESIDE = (*TARIFFS, None, *TARIFFS)
TWO = (*LEG, None, "sea", *LEG[1:])


def test_a_line_above_tables_beside_each_other_counts_as_above_one(tmp_path: Path) -> None:
    """The title of the sheet, and what stands above the second table alone."""
    title = "All rates in PKR"
    assert said(tmp_path, title, (BESIDE, TWO)) == ([f'Tariffs!A1: "{title}" names PKR{UNUSED}'], [])
    above = ((None,) * 6 + ("EUR",), BESIDE, TWO)
    assert said(tmp_path, "Rate sheet", above) == ([f'Tariffs!G3: "EUR" names EUR{UNUSED}'], [])


def test_rows_above_tables_beside_each_other_are_not_lost_in_silence(tmp_path: Path) -> None:
    found, _ = said(tmp_path, "Rate sheet", (LEG, (), BESIDE, TWO))
    assert found == ["Tariffs!A3: row 3 above the header was not read; put what counts below the header"]


def test_carriers_above_tables_beside_each_other_are_read(tmp_path: Path) -> None:
    above = (None, None, None, None, "Pakistan Railways", *[None] * 5, "RAI")
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": [above, BESIDE, TWO]})
    assert [row.values["carrier"] for row in tables.records["Tariffs"]] == ["Pakistan Railways", "RAI"]


@pytest.mark.parametrize("header", [TARIFFS, (*TARIFFS, "note")], ids=["again", "another"])
@pytest.mark.parametrize("blank", [(), ((),)], ids=["close", "apart"])
def test_a_title_above_a_further_header_counts_for_what_is_below_it(
    tmp_path: Path, header: tuple[str, ...], blank: Rows
) -> None:
    """Whether it is a table of its own or the same header again; the currency of the first one says nothing of it."""
    rows = (TARIFFS, LEG, (), ("SEA, rates in EUR",), *blank, header, ("sea", *LEG[1:]))
    found, _ = said(tmp_path, "RAIL, rates in USD", rows)
    assert found == [f'Tariffs!A6: "SEA, rates in EUR" names EUR{UNUSED}']
    found, _ = said(tmp_path, "RAIL", (TARIFFS, LEG, (), ("SEA, rate per tonne",), *blank, header, ("sea", *LEG[1:])))
    assert found == [f'Tariffs!A6: "SEA, rate per tonne" says that amounts are "per tonne"{PER}']


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("All rates in USD per metric ton", ' says that amounts are "per metric ton", and no column does'),
        ("* Freight rates are quoted in EUR", " names EUR, and amounts without a currency are read as USD"),
        ("NB: the prices are in thousand USD", ' says that amounts are in "thousand"'),
        ("1) Ставки указаны в руб. без НДС", " names руб., and amounts without a currency are read as USD"),
    ],
)
def test_a_note_below_a_table_that_says_what_all_amounts_are_is_held_to_it_like_a_line_above(
    tmp_path: Path, note: str, says: str
) -> None:
    """Many rate sheets say it at their foot."""
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": [TARIFFS, LEG, (), (note,)]})
    (error,) = errors(tables)
    assert error.startswith(f'Tariffs!A4: "{note}"{says}')


@pytest.mark.parametrize(
    "note",
    [
        "All rates are in USD per container",
        "Rates exclude THC of PKR 5,000",
        "THC in PKR per tonne at cost",
        "All payments in EUR within 30 days",
        "Rates in USD, 1 USD = 280 PKR",
    ],
)
def test_other_notes_below_a_table_are_only_named(tmp_path: Path, note: str) -> None:
    """Most notes are of what is charged besides, and when it is paid."""
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": [TARIFFS, LEG, (), (note,)]})
    assert (errors(tables), warnings(tables)) == ([], [f'Tariffs!A4: row 4 is a note and was not read ("{note}")'])


@pytest.mark.parametrize("sheet", ["Commodities", "Borders"])
def test_a_title_above_a_table_with_one_required_column_is_no_row_of_data(tmp_path: Path, sheet: str) -> None:
    """It has something in that column, as data would; its figures made it an error."""
    name = "commodity" if sheet == "Commodities" else "border"
    title = [("ACME Logistics",), ("Sheet 7/2025",), ()]
    tables = read(tmp_path, {sheet: [*title, (name, "note"), ("rice", "x")]})
    assert (errors(tables), warnings(tables)) == ([], [])
    bare = read(tmp_path, {sheet: [("Sheet 7/2025",), (name,), ("rice",)]})
    assert len(errors(bare)) == 1


def test_a_line_above_a_table_with_one_required_column_is_read_as_such(tmp_path: Path) -> None:
    """Fees in rupees would be dollars."""
    (error,) = said(tmp_path, "All fees in PKR", [("border", "fee_per_t"), ("Taftan", 5)], "Borders")[0]
    assert 'Borders!A1: "All fees in PKR" names PKR' in error
