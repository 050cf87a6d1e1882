"""A scenario changes the cells that it names, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tariffs.book import TariffBook
from tariffs.building import build
from tariffs.calendar import Schedule, Validity
from tariffs.problems import InputError
from tariffs.records import Tables
from tariffs.scenarios import apply_scenario, scenario_names
from tests.building.mistakes import Change, another, cells
from tests.building.sheets_of_rows import Cell, tables
from tests.building.tiny_world import tiny_world


def given(*rows: dict[str, Cell], change: Change | None = None) -> Tables:
    """The tiny world with these rows of `Scenarios`, all of one scenario unless they say otherwise."""
    world = tiny_world()
    if change:
        change(world)
    world["Scenarios"] = [{"scenario": "what if", "match": None, **row} for row in rows]
    return tables(world)


def book_under(*rows: dict[str, Cell], change: Change | None = None) -> TariffBook:
    """The book under the scenario, with nothing doubtful in it."""
    changed = apply_scenario(given(*rows, change=change), "what if")
    book, _ = build(changed)
    assert [str(problem) for problem in changed.problems] == []
    return book


def row(sheet: str, match: str | None, column: str, change: str, value: Cell) -> dict[str, Cell]:
    return {"sheet": sheet, "match": match, "column": column, "change": change, "value": value}


def test_times_multiplies_a_number():
    """Four times a capacity of 2 is 8."""
    book = book_under(row("Borders", "border=Taftan", "capacity", "times", 4))

    assert book.borders[0].capacity is not None
    assert book.borders[0].capacity.amount == 8


def test_plus_adds_to_a_number():
    """2 and 3 crossings a week are 5."""
    book = book_under(row("Borders", "border=Taftan", "capacity", "plus", 3))

    assert book.borders[0].capacity is not None
    assert book.borders[0].capacity.amount == 5


def test_times_takes_a_percentage_as_a_share():
    """Times 120% is a fifth more."""
    book = book_under(row("Tariffs", "service=IR1", "TEU", "times", "120%"))

    assert book.legs[1].tariffs[0].amounts.of("TEU") == 1200


def test_a_container_column_is_named_by_an_alias_too():
    """The column `20GP` is that of TEU; the other container and the other legs stay."""
    book = book_under(row("Tariffs", "service=ir1", "20gp", "times", Decimal("1.5")))

    assert dict(book.legs[1].tariffs[0].amounts.per_container) == {"TEU": 1500, "FEU": 1700}
    assert book.legs[0].tariffs[0].amounts.of("TEU") == 126000


def test_a_column_is_named_by_a_synonym_or_in_another_unit():
    """`Transit time` is transit_days; 500 in `distance` in km is added to distance_km."""
    book = book_under(
        row("Rates", "service=IR1", "Transit Time", "set", 12), row("tariffs", "service=IR1", "KM", "plus", 500)
    )

    assert book.legs[1].tariffs[0].transit_days == 12
    assert book.legs[1].tariffs[0].distance_km == 5500


@pytest.mark.parametrize(
    ("column", "value", "attribute", "expected"),
    [
        ("status", "planned", "status", "planned"),
        ("dangerous", "no", "dangerous", False),
        ("valid_from", date(2025, 3, 1), "validity", Validity(date(2025, 3, 1))),
        ("valid_to", "2025-06-30", "validity", Validity(None, date(2025, 6, 30))),
        ("max_gross_t", Decimal("26.5"), "max_gross_t", Decimal("26.5")),
        ("cutoff_days", "1.5", "cutoff_days", Decimal("1.5")),
        ("carrier", "RZD", "carrier", "RZD"),
    ],
)
def test_set_takes_a_value_as_its_column_is_read(column: str, value: Cell, attribute: str, expected: object):
    """Text, flags, dates and numbers are read as in the sheet itself."""
    book = book_under(row("Tariffs", "service=TIR", column, "set", value))

    assert getattr(book.legs[2].tariffs[0], attribute) == expected


def test_set_takes_departures_and_crossings():
    """Schedules and lists of borders are read as in the sheet itself."""
    book = book_under(
        row("Tariffs", "service=TIR", "departures", "set", "Mon"),
        row("Tariffs", "service=TIR", "borders", "set", None),
    )
    tariff = book.legs[2].tariffs[0]

    assert tariff.schedule.weekdays == {0}
    assert tariff.crossings == ()


def test_what_legs_and_borders_touch_is_set():
    """A country of transit, the countries at a border, and departures but for a date."""
    book = book_under(
        row("Tariffs", "service=TIR", "transit_countries", "set", "IR; AZ"),
        row("Borders", "border=Taftan", "between", "set", "pk;ir"),
        row("Tariffs", "service=PR1", "departures", "set", "Mon,Thu except 2025-03-10"),
    )

    assert book.legs[2].tariffs[0].transit_countries == {"IR", "AZ"}
    assert book.borders[0].between == {"PK", "IR"}
    assert book.legs[0].tariffs[0].schedule.skipped == {date(2025, 3, 10)}


def test_set_to_a_blank_clears_a_cell():
    """A capacity set to nothing is unlimited, and a cleared amount is not carried."""
    book = book_under(
        row("Borders", "border=Taftan", "capacity", "set", None),
        row("Tariffs", "service=TIR", "FEU", "set", None),
    )

    assert book.borders[0].capacity is None
    assert dict(book.legs[2].tariffs[0].amounts.per_container) == {"TEU": 4000}


def test_a_cell_cleared_takes_its_default():
    """Departures set to nothing are daily, as a blank cell is."""
    book = book_under(row("Tariffs", "service=PR1", "departures", "set", None))

    assert book.legs[0].tariffs[0].schedule == Schedule()


def test_a_closure_is_set_until_further_notice():
    """A border is closed by a first day alone."""
    book = book_under(row("Borders", "border=Taftan", "closed_from", "set", date(2025, 3, 10)))

    assert book.borders[0].closures.spans == (Validity(date(2025, 3, 10), None),)


def test_settings_are_changed_by_their_name():
    """The value of a setting is read as that setting: a number, or yes and no."""
    book = book_under(
        row("Settings", "setting=co2_price_per_t", "value", "times", 2),
        row("Settings", "setting=base_currency", "value", "set", "USD"),
    )

    assert book.settings.co2_price_per_t == 100


def test_the_rows_of_a_scenario_follow_one_another():
    """The second row sees what the first has done."""
    book = book_under(
        row("Tariffs", "service=IR1", "status", "set", "planned"),
        row("Tariffs", "status=planned", "TEU", "set", 900),
        row("Tariffs", "status=planned", "TEU", "plus", 50),
    )

    assert [leg.tariffs[0].amounts.of("TEU") for leg in book.legs] == [126000, 950, 4000]


def test_a_match_without_conditions_is_every_row():
    """A blank match changes all legs."""
    book = book_under(row("Tariffs", None, "cutoff_days", "set", 2))

    assert {leg.tariffs[0].cutoff_days for leg in book.legs} == {Decimal(2)}


@pytest.mark.parametrize(
    ("match", "hit"),
    [
        ("mode = RAIL ; origin = karachi", {"PR1"}),
        ("origin=KHI", {"PR1", "TIR"}),
        ("borders=taftan", {"PR1", "TIR"}),
        ("borders=", {"IR1"}),
        ("transit_days=14", {"IR1"}),
        ("transit_days=14.0", {"IR1"}),
        ("TEU=4000", {"TIR"}),
        ("currency=USD; mode=rail", {"IR1"}),
        ("status=active", {"PR1", "IR1", "TIR"}),
        ("departures=daily", {"IR1", "TIR"}),
        ("departures=Thu, Mon", {"PR1"}),
        ("distance_km=1600.0", {"PR1"}),
    ],
)
def test_a_match_compares_as_a_person_does(match: str, hit: set[str]):
    """Letter case, white space, aliases and the way a number is written do not count."""
    book = book_under(row("Tariffs", match, "cutoff_days", "set", 1))

    assert {leg.key.service for leg in book.legs if leg.tariffs[0].cutoff_days == 1} == hit


def test_a_blank_condition_matches_a_blank_cell_and_not_its_default():
    """`status=` matches rows where nothing stands, and `status=active` those too."""
    stated = cells("Tariffs", 3, status="active")
    blank = book_under(row("Tariffs", "status=", "cutoff_days", "set", 1), change=stated)

    assert [leg.tariffs[0].cutoff_days for leg in blank.legs] == [1, 0, 1]


def test_applying_a_scenario_leaves_the_tables_as_they_were():
    """The same tables give the plain book afterwards."""
    read = given(row("Borders", None, "capacity", "times", 4))

    apply_scenario(read, "what if")

    book, _ = build(read)
    assert book.borders[0].capacity is not None
    assert book.borders[0].capacity.amount == 2
    assert list(read.problems) == []


def test_other_scenarios_do_not_count():
    """Only the rows of the scenario named are applied, whatever its letter case."""
    read = given(
        row("Borders", None, "capacity", "times", 4) | {"scenario": "Open"},
        row("Borders", None, "capacity", "times", 0) | {"scenario": "Shut"},
    )

    book, _ = build(apply_scenario(read, "open "))

    assert scenario_names(read) == ("Open", "Shut")
    assert book.borders[0].capacity is not None
    assert book.borders[0].capacity.amount == 8


def test_an_unknown_scenario_is_an_error_with_a_near_match():
    """A name misspelt on the command line is answered with the one meant."""
    with pytest.raises(InputError) as caught:
        apply_scenario(given(row("Borders", None, "capacity", "times", 4)), "whatif")

    assert str(caught.value) == 'book.xlsx, Scenarios: scenario "whatif" is not in Scenarios; did you mean "what if"?'


def test_what_a_scenario_breaks_is_found():
    """A capacity lowered under the minimum load is an error, as it would be in the sheet."""
    read = given(
        row("Tariffs", "service=IR1", "capacity", "set", 10),
        change=cells("Tariffs", 3, capacity=40, min_load=20),
    )

    with pytest.raises(InputError) as caught:
        build(apply_scenario(read, "what if"))

    assert "Tariffs!" in str(caught.value)
    assert "min_load 20 is more than capacity 10" in str(caught.value)


def test_a_mistake_in_a_scenario_is_said_once_whether_applied_or_not():
    """The sheet is checked as a whole, with the scenario and without."""
    read = given(
        row("Borders", "border=Taftan", "capcity", "times", 4), row("Borders", "border=Tftan", "capacity", "times", 4)
    )
    applied = apply_scenario(read, "what if")

    for one in (read, applied):
        with pytest.raises(InputError) as caught:
            build(one)
        assert len(caught.value.problems) == 2


def test_a_scenario_may_activate_a_planned_row_instead_of_another():
    """The planned row takes over where the active one is suspended, and is then held against the others."""
    planned = another("Tariffs", like=3, status="planned", transit_days=9)
    swap = (
        row("Tariffs", "service=IR1; status=", "status", "set", "suspended"),
        row("Tariffs", "status=planned", "status", "set", "active"),
    )

    book = book_under(*swap, change=planned)

    assert [tariff.status for tariff in book.legs[1].tariffs] == ["suspended", "active"]
    with pytest.raises(InputError, match="transit_days is 9 here and 14 in row 3"):
        build(apply_scenario(given(swap[1], change=planned), "what if"))


def test_an_integer_stays_whole():
    """Half of 9 containers is no number of containers."""
    with pytest.raises(InputError, match=r"available of Pool!2 would be 4\.5; it must be a whole number"):
        build(given(row("Pool", None, "available", "times", Decimal("0.5"))))


def test_a_value_that_the_column_does_not_take_is_said_once():
    """However many rows match, a wrong value is one problem, in its cell."""
    read = given(row("Tariffs", None, "compliance", "set", "fine"))

    with pytest.raises(InputError) as caught:
        build(read)

    (problem,) = caught.value.problems
    assert (problem.sheet, problem.cell) == ("Scenarios", "F2")
    assert "fine" in problem.what
