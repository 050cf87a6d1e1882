"""Yes and no, choices, lists, weekdays, departures, border crossings, names."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs.book import Crossing
from tariffs.calendar import Schedule
from tariffs.reading.cells import CellReader
from tariffs.reading.misread import Misread
from tariffs.reading.style import UNSETTLED
from tariffs.reading.words import choice
from tariffs.sheets import SHEETS
from tariffs.workbook import Cell, Shown
from tests.reading.workbooks import column

SCHEDULE_CURE = (
    "write daily, weekdays (Mon,Thu), every 10 days, or dates with ; between; except and dates take some away"
)


@pytest.mark.parametrize("cell", ["yes", "YES", "y", "true", "x", "X", "1", Decimal(1), True])
def test_yes_in_every_spelling(cell: Cell) -> None:
    """What a clerk or Excel writes for yes is yes."""
    assert column("split", [cell])[0].values == [True]


@pytest.mark.parametrize("cell", ["no", "No", "n", "false", "0", Decimal(0), False])
def test_no_in_every_spelling(cell: Cell) -> None:
    """What a clerk or Excel writes for no is no."""
    assert column("split", [cell])[0].values == [False]


def test_a_one_and_a_true_in_one_column_are_not_mixed_up() -> None:
    """TRUE in a column of numbers is an error even where a 1 was read before it."""
    values, errors, _ = column("weight_t", [Decimal(1), True])
    assert values.values == [Decimal(1), None]
    assert errors == [
        "Cargo!A3: weight_t: TRUE is yes or no and the column takes a number; write a number such as 1234.5"
    ]


def test_neither_yes_nor_no_is_an_error() -> None:
    """A doubtful flag is never guessed."""
    assert column("split", ["maybe"])[1] == ['Cargo!A2: split: "maybe" is neither yes nor no; write yes or no']


@pytest.mark.parametrize("text", ["tonne_km", "Tonne km", "TONNE-KM", " tonne_km ", "tkm", "t-km", "t/km", "per t-km"])
def test_a_choice_in_every_spelling(text: str) -> None:
    """Letter case, the sign between words and how they are shortened do not count."""
    assert column("basis", [text], sheet="Tariffs")[0].values == ["tonne_km"]


def test_an_unknown_choice_names_the_nearest() -> None:
    """The message says which words may stand there."""
    assert column("basis", ["contaner", "pallet"], sheet="Tariffs")[1] == [
        'Tariffs!A2: basis: "contaner" is not one of the words that may stand here; did you mean "container"? '
        "(allowed are container, teu, km, tonne, tonne_km, wm)",
        'Tariffs!A3: basis: "pallet" is not one of the words that may stand here; '
        "allowed are container, teu, km, tonne, tonne_km, wm",
    ]


@pytest.mark.parametrize("text", ["km/t", "kg-km", "tkm?", "teu-km", "FEU", "2 teu", "per container/km"])
def test_a_rate_per_something_else_is_not_put_right(text: str) -> None:
    """A rate per kilogram and km would else become one per km in the copy that `check --fix` writes."""
    with pytest.raises(Misread) as found:
        choice(text, SHEETS["Tariffs"].column("basis").choices)
    assert found.value.suggestion is None


@pytest.mark.parametrize("text", ["contaner", "per contaner", "containres"])
def test_a_misspelt_choice_is_put_right(text: str) -> None:
    with pytest.raises(Misread) as found:
        choice(text, SHEETS["Tariffs"].column("basis").choices)
    assert found.value.suggestion == "container"


@pytest.mark.parametrize("text", ["OK?", "ok ?", "unblocked", "not blocked"])
def test_a_doubtful_word_and_the_contrary_of_one_are_not_taken_for_it(text: str) -> None:
    """Whoever writes `OK?` does not say that it is."""
    with pytest.raises(Misread) as found:
        choice(text, SHEETS["Tariffs"].column("compliance").choices)
    assert found.value.suggestion is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("TEU; FEU", ("TEU", "FEU")),
        ("TEU,FEU", ("TEU", "FEU")),
        ("TEU\nFEU", ("TEU", "FEU")),
        ("TEU;;FEU;", ("TEU", "FEU")),
        ("Karachi, Pakistan; KHI", ("Karachi, Pakistan", "KHI")),
        ("  Bandar   Abbas ", ("Bandar Abbas",)),
        ("NA", ("NA",)),
    ],
)
def test_a_list_is_parted_by_semicolons_lines_or_else_commas(text: str, parts: tuple[str, ...]) -> None:
    """Where a semicolon or a new line parts a list, a comma belongs to a name."""
    assert column("avoid", [text])[0].values == [parts]


WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@settings(deadline=None)
@given(st.sets(st.integers(0, 6), min_size=1), st.sampled_from([",", "; ", "/", " ", " & ", " and "]))
def test_weekdays_read_back(days: set[int], between: str) -> None:
    """Any set of weekdays, whatever stands between them."""
    text = between.join(WEEK[day] for day in sorted(days))
    assert column("closed_weekdays", [text], sheet="Borders")[0].values == [frozenset(days)]
    assert column("departures", [text], sheet="Tariffs")[0].values == [Schedule(weekdays=frozenset(days))]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday, thursday", {0, 3}),
        ("Tues; Thurs", {1, 3}),
        ("Fridays", {4}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Sat to Mon", {5, 6, 0}),
        ("Mon.", {0}),
    ],
)
def test_weekdays_in_other_spellings(text: str, days: set[int]) -> None:
    """Full names, plurals and ranges."""
    assert column("closed_weekdays", [text], sheet="Borders")[0].values == [frozenset(days)]


def test_no_weekday_is_an_error() -> None:
    """The word that is none is named."""
    assert column("closed_weekdays", ["Mon, Frei"], sheet="Borders")[1] == [
        'Borders!A2: closed_weekdays: "Frei" is not a weekday; write Mon, Tue, Wed, Thu, Fri, Sat or Sun'
    ]


@pytest.mark.parametrize(
    ("cell", "schedule"),
    [
        (None, Schedule()),
        ("daily", Schedule()),
        ("Daily", Schedule()),
        ("every day", Schedule()),
        ("every 10 days", Schedule(every=10)),
        ("Every 1 day", Schedule()),
        ("Mon,Thu", Schedule(weekdays=frozenset((0, 3)))),
        ("2025-03-01; 15-Mar-25", Schedule(dates=frozenset((date(2025, 3, 1), date(2025, 3, 15))))),
        (datetime(2025, 3, 1), Schedule(dates=frozenset((date(2025, 3, 1),)))),
        ("Wed,Sat except 2025-03-19", Schedule(frozenset((2, 5)), skipped=frozenset((date(2025, 3, 19),)))),
        ("daily except on 19-Mar-25; 20-Mar-25", Schedule(skipped=frozenset((date(2025, 3, 19), date(2025, 3, 20))))),
        ("every 10 days (except 2025-03-13)", Schedule(every=10, skipped=frozenset((date(2025, 3, 13),)))),
        (
            "2025-03-01; 2025-03-08 Excluding: 2025-03-08",
            Schedule(dates=frozenset((date(2025, 3, 1), date(2025, 3, 8))), skipped=frozenset((date(2025, 3, 8),))),
        ),
        ("daily except Sun", Schedule(weekdays=frozenset(range(6)))),
        ("Mon-Fri excl. Wed", Schedule(weekdays=frozenset((0, 1, 3, 4)))),
    ],
)
def test_departures_in_every_form(cell: Cell, schedule: Schedule) -> None:
    """Blank is daily; the start of `every N days` is left to the row's validity."""
    values, errors, _ = column("departures", [cell], sheet="Tariffs")
    assert values.values == [schedule]
    assert errors == []


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("soon", '"soon" does not say when it departs'),
        ("2x rice", '"2x rice" is not a date'),
        ("every 0 days", '"every 0 days" is not a number of days'),
        (Decimal(3), '"3" is not a date'),
        ("daily except", '"daily except" does not say which departures are taken away'),
        ("daily except Eid", '"daily except Eid" does not say which departures are taken away'),
        ("every 10 days except Sun", '"every 10 days except Sun" does not say which departures are taken away'),
        ("Sun except Sun", '"Sun except Sun" does not say which departures are taken away'),
        ("daily except 2025-02-30", '"2025-02-30" is not a day of the calendar'),
    ],
)
def test_departures_that_say_no_day_are_an_error(cell: Cell, what: str) -> None:
    """The forms that departures have are named."""
    cure = "write every 1 day or more" if cell == "every 0 days" else SCHEDULE_CURE
    assert column("departures", [cell], sheet="Tariffs")[1] == [f"Tariffs!A2: departures: {what}; {cure}"]


@pytest.mark.parametrize("other", ["container", "boxes", "Containers", "per box"])
@pytest.mark.parametrize(("name", "meant"), [("basis", "container"), ("capacity_unit", "containers")])
def test_one_container_and_several_are_what_the_column_calls_them(name: str, meant: str, other: str) -> None:
    """An amount is per container, a capacity counts containers."""
    assert column(name, [other], sheet="Tariffs")[0].values == [meant]


@pytest.mark.parametrize(
    ("cell", "cure"),
    [
        ("weekly", "write the weekdays on which it departs, such as Mon, or every 7 days, counted from valid_from"),
        ("2x weekly", "write the weekdays on which it departs, such as Mon,Thu"),
    ],
)
def test_departures_that_say_how_often_are_an_error(cell: str, cure: str) -> None:
    """Which days they are is not guessed."""
    what = f'"{cell}" says how often it departs, not when'
    assert column("departures", [cell], sheet="Tariffs")[1] == [f"Tariffs!A2: departures: {what}; {cure}"]


def test_ambiguous_departures_say_so() -> None:
    """A date in a list of departures is no clearer than elsewhere."""
    (error,) = column("departures", ["03/04/2025; 05/04/2025"], sheet="Tariffs")[1]
    assert '"03/04/2025" can be read as 4 March 2025 or as 3 April 2025' in error


def test_a_date_that_is_taken_away_settles_how_dates_are_written() -> None:
    """As every other date of the column does."""
    values, errors, _ = column("departures", ["Fri except 03/04/2025; 25/04/2025"], sheet="Tariffs")
    assert errors == []
    skipped = frozenset((date(2025, 4, 3), date(2025, 4, 25)))
    assert values.values == [Schedule(frozenset((4,)), skipped=skipped)]


@pytest.mark.parametrize(
    ("text", "crossings"),
    [
        ("Taftan@3; Sarakhs@8", (Crossing("Taftan", Decimal(3)), Crossing("Sarakhs", Decimal(8)))),
        ("Taftan", (Crossing("Taftan"),)),
        ("Taftan @ 2.5 days", (Crossing("Taftan", Decimal("2.5")),)),
        ("Taftan@3\nSarakhs", (Crossing("Taftan", Decimal(3)), Crossing("Sarakhs"))),
        ("Taftan@3, Sarakhs@8", (Crossing("Taftan", Decimal(3)), Crossing("Sarakhs", Decimal(8)))),
        ("Taftan;; Sarakhs;", (Crossing("Taftan"), Crossing("Sarakhs"))),
        ("Taftan@2,5; Sarakhs", (Crossing("Taftan", Decimal("2.5")), Crossing("Sarakhs"))),
    ],
)
def test_border_crossings_in_order(text: str, crossings: tuple[Crossing, ...]) -> None:
    """A border, and after @ the days from departure."""
    values, errors, _ = column("borders", [text], sheet="Tariffs")
    assert values.values == [crossings]
    assert errors == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Taftan@", '"Taftan@" is not a border crossing; write Taftan@3; Sarakhs@8'),
        ("@3", '"@3" is not a border crossing; write Taftan@3; Sarakhs@8'),
        ("Taftan@3@4", '"Taftan@3@4" is not a border crossing; write Taftan@3; Sarakhs@8'),
        ("Taftan@soon", '"soon" is not a number; write digits only, such as 1234.5'),
        ("Taftan@-1", '"Taftan@-1" reaches the border before departure; write 0 or more days'),
        ("Taftan@3 km", '"3 km" is not a number of days; write Taftan@3; Sarakhs@8'),
    ],
)
def test_a_crossing_that_cannot_be_read_is_an_error(text: str, message: str) -> None:
    """The part that is wrong is named."""
    assert column("borders", [text], sheet="Tariffs")[1] == [f"Tariffs!A2: borders: {message}"]


@pytest.mark.parametrize("text", ["N/A", "-", "–", "n.a.", "On request", "TBA", "tbc", "to be advised"])
def test_words_for_nothing_read_as_blank_with_one_note(text: str) -> None:
    """Blank takes the default; the first cell is named and the others are counted."""
    values, errors, warnings = column("departure_cost", [text, Decimal(5), text, text], sheet="Tariffs")
    assert values.values == [Decimal(0), Decimal(5), Decimal(0), Decimal(0)]
    assert errors == []
    assert warnings == [
        f'Tariffs!A2: departure_cost: "{text}" is read as a blank cell (and 2 more cells of this column); '
        "clear the cell, or fill it in"
    ]


@pytest.mark.parametrize("cell", [None, "", " \u00a0 "])
def test_a_blank_cell_is_none_until_its_column_gives_it_a_default(cell: Cell) -> None:
    """One cell by itself says nothing; in a column it takes the default."""
    reader = CellReader(SHEETS["Tariffs"].column("departure_cost"), UNSETTLED, Decimal(1))
    assert reader.read(cell) is None
    assert column("departure_cost", [cell], sheet="Tariffs")[0].values == [Decimal(0)]


def test_na_is_namibia_among_names_and_blank_elsewhere() -> None:
    """The code of a country is no word for nothing."""
    assert column("country", ["NA"], sheet="Locations")[0].values == ["NA"]
    assert column("value", ["NA"])[0].values == [Decimal(0)]


def test_nil_is_no_word_for_blank() -> None:
    """Nil may mean nothing or unlimited: that is not guessed."""
    assert column("capacity", ["nil"], sheet="Tariffs")[1] == [
        'Tariffs!A2: capacity: "nil" is not a number; write digits only, such as 1234.5'
    ]


def test_a_note_may_say_anything() -> None:
    """In the columns source and note a dash is a dash."""
    values, _, warnings = column("note", ["-", "on request"])
    assert values.values == ["-", "on request"]
    assert warnings == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Decimal(1006), "1006"),
        (Decimal("1006.0"), "1006"),
        (Shown(Decimal(302), "0302"), "0302"),
        ("1006.30", "1006.30"),
        (" Bandar \u00a0 Abbas\n", "Bandar Abbas"),
        (True, "TRUE"),
    ],
)
def test_a_name_is_what_the_cell_shows(cell: Cell, text: str) -> None:
    """Numbers become plain digits, white space is trimmed and collapsed."""
    assert column("hs", [cell], sheet="Commodities")[0].values == [text]


@pytest.mark.parametrize("number", ["302", "1006.3"])
def test_an_hs_code_that_lost_a_zero_is_doubted(number: str) -> None:
    """Excel drops the zero of 0302, and that of 1006.30."""
    values, _, warnings = column("hs", [Decimal(number)], sheet="Commodities")
    assert values.values == [number]
    assert warnings == [
        f"Commodities!A2: hs: the number {number} is no HS code of 2, 4, 6, 8 or 10 digits: a 0 may have been lost; "
        "format the cell as text and write the code again"
    ]


def test_a_date_among_names_is_doubted() -> None:
    """Excel turns a reference such as 3-5 into a date."""
    values, _, warnings = column("shipment", [datetime(2025, 5, 3)])
    assert values.values == ["2025-05-03"]
    assert warnings == [
        "Cargo!A2: shipment: the date 2025-05-03 stands where a name is meant; "
        "format the cell as text and write it again"
    ]


def test_a_date_where_a_number_is_meant_is_an_error() -> None:
    """Excel also turns 3-5 into a date in a column of numbers."""
    assert column("transit_days", [datetime(2025, 5, 3)], sheet="Tariffs")[1] == [
        "Tariffs!A2: transit_days: 2025-05-03 is a date and the column takes a number; "
        "format the cell as a number and write it again; "
        "if a range such as 12-15 was typed, which Excel takes for a date, write one number of days"
    ]
    assert column("weight_t", [datetime(2025, 5, 3)])[1] == [
        "Cargo!A2: weight_t: 2025-05-03 is a date and the column takes a number; "
        "format the cell as a number and write it again"
    ]


def test_a_time_where_days_are_meant_is_no_range() -> None:
    assert column("transit_days", [time(12, 15)], sheet="Tariffs")[1] == [
        "Tariffs!A2: transit_days: 12:15:00 is a time and the column takes a number; "
        "format the cell as a number and write it again"
    ]


def test_a_value_of_any_kind_stays_as_it_is() -> None:
    """What the value of a scenario means depends on the column that it changes."""
    cells = ["rail", Decimal("1.5"), datetime(2025, 3, 1), True, Shown(Decimal(5), "5%", percent=True)]
    values, _, _ = column("value", cells, sheet="Scenarios")
    assert values.values == ["rail", Decimal("1.5"), date(2025, 3, 1), "yes", Decimal(5)]


def test_a_long_text_is_cut_in_the_message() -> None:
    """A message stays one line that can be read."""
    (error,) = column("ready", ["word " * 100])[1]
    assert error.startswith('Cargo!A2: ready: "word word word')
    assert '…" is not a date' in error
    assert len(error) < 140


@pytest.mark.parametrize("text", ['"', "〃", "-“-", '- " -', "ditto", "-//-", "''", "As above", "то же"])
@pytest.mark.parametrize("name", ["service", "mode", "transit_days", "valid_from", "dangerous"])
def test_a_sign_for_the_cell_above_is_an_error(text: str, name: str) -> None:
    """All trains marked so would be one service of that name."""
    assert column(name, ["1", text], sheet="Tariffs")[1][-1:] == [
        f'Tariffs!A3: {name}: "{text}" stands for the cell above it; write again what stands there'
    ]


def test_a_note_may_say_that_it_is_as_above() -> None:
    values, errors, warnings = column("note", ["as above"], sheet="Tariffs")
    assert (values.values, errors, warnings) == (["as above"], [], [])
