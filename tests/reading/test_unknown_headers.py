"""Headers that no sheet knows: those that would change what its rows mean stop the run, and advice keeps the unit."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.problems import Kind, Severity
from tariffs.records import Tables
from tests.reading.workbooks import CARGO, CONTAINERS, READY, errors, only, read, warnings

TARIFFS = ("mode", "origin", "destination", "transit_days")
LEG = ("rail", "Karachi", "Zahedan", 5)


def tariffs(folder: Path, *rows: tuple[object, ...]) -> Tables:
    """What reading makes of a sheet of tariffs."""
    return read(folder, {"Containers": CONTAINERS, "Tariffs": rows})


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (("Rate", "Unit"), "what the amounts are per, and is not known; name it basis"),
        (("Rate", "basis", "capacity", "UoM"), "what the capacity counts, and is not known; name it capacity_unit"),
        (
            ("Rate", "capacity", "Unit"),
            "what the amounts are per or what the capacity counts, and is not known; name it basis or capacity_unit",
        ),
    ],
)
def test_a_column_that_may_say_what_figures_are_per_is_an_error(
    tmp_path: Path, headers: tuple[str, ...], names: str
) -> None:
    """45 per tonne would be 45 for a container."""
    cells = [45 if header in ("Rate", "capacity") else None for header in headers]
    tables = tariffs(tmp_path, (*TARIFFS, *headers), (*LEG, *cells))
    assert [error.partition(" may say ")[2] for error in errors(tables)] == [names]
    assert warnings(tables) == []


def test_a_column_unit_beside_all_columns_for_units_is_a_warning(tmp_path: Path) -> None:
    """It can be neither of them."""
    tables = tariffs(tmp_path, (*TARIFFS, "Rate", "basis", "Unit"), (*LEG, 45, "per TEU", None))
    assert errors(tables) == []
    assert warnings(tables) == ['Tariffs!G1: unknown column "Unit": not used']
    assert only(tables, "Tariffs").values["basis"] == "teu"


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Capacity (containers)", "containers"),
        ("Slots, TEU", "teu"),
        ("capacity_t", "tonnes"),
        ("Вместимость (ДФЭ)", "teu"),
    ],
)
def test_a_capacity_counts_what_its_header_says(tmp_path: Path, header: str, unit: str) -> None:
    """It is no unknown column, and so not unlimited."""
    values = only(tariffs(tmp_path, (*TARIFFS, "Rate", header), (*LEG, 455, 40)), "Tariffs").values
    assert (values["capacity"], values["capacity_unit"]) == (40, unit)


def test_a_capacity_beside_a_column_for_its_unit_says_it_once(tmp_path: Path) -> None:
    """The two might differ."""
    tables = tariffs(tmp_path, (*TARIFFS, "Rate", "Capacity (TEU)", "capacity_unit"), (*LEG, 455, 40, "containers"))
    assert errors(tables) == [
        'Tariffs!F1: the header "Capacity (TEU)" says capacity_unit, and there is a column capacity_unit; '
        "keep one of them"
    ]


def test_a_capacity_in_an_unknown_unit_is_an_error(tmp_path: Path) -> None:
    """Left out, the departure would be unlimited; beside a column capacity it is not."""
    assert errors(tariffs(tmp_path, (*TARIFFS, "Rate", "Capacity (wagons)"), (*LEG, 455, 40))) == [
        'Tariffs!F1: column "Capacity (wagons)" is not known, and without a column capacity it would be unlimited; '
        "name it capacity, and say what it counts in a column capacity_unit"
    ]
    (beside,) = errors(tariffs(tmp_path, (*TARIFFS, "Rate", "Capacity (wagons)", "capacity"), (*LEG, 455, 40, 80)))
    assert beside.startswith('Tariffs!F1: column "Capacity (wagons)" is not known and speaks of a quantity')


@pytest.mark.parametrize("header", ["20GР", "ТEU", "Сapacity"])
def test_a_header_in_letters_that_look_like_others_is_an_error(tmp_path: Path, header: str) -> None:
    """With Cyrillic letters it looks right and is unknown."""
    tables = tariffs(tmp_path, (*TARIFFS, "Rate", header), (*LEG, 455, 40))
    (error,) = errors(tables)
    assert "has letters of another alphabet that look like those of" in error
    assert tables.problems.errors[0].suggestion in ("20GP", "TEU", "Capacity")


def test_a_required_header_in_letters_that_look_like_others_is_one_error(tmp_path: Path) -> None:
    """The column is not missing as well."""
    tables = tariffs(tmp_path, (TARIFFS[0], "Оrigin", *TARIFFS[2:], "Rate"), (*LEG, 455))
    (error,) = errors(tables)
    assert error == (
        'Tariffs!B1: the header "Оrigin" has letters of another alphabet that look like those of Origin; '
        "type it in Latin letters"
    )


def test_a_column_for_containers_says_for_which_one_the_rate_of_a_row_is(tmp_path: Path) -> None:
    """Not known, it would make the rate of a 20GP that of all containers."""
    header = (*TARIFFS, "Size", "Rate")
    tables = tariffs(tmp_path, header, (*LEG, "20GP", 455), (*LEG, "40GP", 910), (*LEG, None, 500))
    assert errors(tables) == warnings(tables) == []
    found = [(dict(row.amounts), row.values["rate"]) for row in tables.records["Tariffs"]]
    assert found == [({"TEU": 455}, None), ({"FEU": 910}, None), ({}, 500)]


def test_a_size_beside_container_columns_is_a_column_like_others(tmp_path: Path) -> None:
    """Which container an amount is for is said already."""
    tables = tariffs(tmp_path, (*TARIFFS, "Size", "TEU"), (*LEG, "long", 455))
    assert warnings(tables) == ['Tariffs!E1: unknown column "Size": not used']
    assert only(tables, "Tariffs").amounts == {"TEU": Decimal(455)}


@pytest.mark.parametrize(
    ("header", "advice"),
    [
        ("Transit (minutes)", "write it in days and name it transit_days"),
        ("Transit tim", "say the unit: transit_days or transit_week or transit_hours"),
        ("Tranzit days", "rename it to transit_days"),
        ("Tranzit, дней", "rename it to transit_days"),
    ],
)
def test_advice_on_a_missing_column_keeps_the_unit(tmp_path: Path, header: str, advice: str) -> None:
    """120 hours that are renamed to days are 120 days."""
    tables = tariffs(tmp_path, (*TARIFFS[:3], header, "Rate"), (*LEG, 455))
    assert errors(tables)[0].endswith(f'does "{header}" mean it? Then {advice}')


@pytest.mark.parametrize(
    ("header", "advice"),
    [
        ("Net Weight (kg)", "rename it to weight_kg"),
        ("Weight ('000 kg)", "write it in t and name it weight_t"),
        ("Net weight", "say the unit: weight_t or weight_kg or weight_lb"),
    ],
)
def test_advice_on_a_weight_keeps_the_kilograms(tmp_path: Path, header: str, advice: str) -> None:
    """66000 kg that are renamed to tonnes are 66000 t."""
    rows = [(*CARGO[:4], header, "ready"), ("S1", "Karachi", "Moscow", "rice", 66000, READY)]
    assert errors(read(tmp_path, {"Cargo": rows}))[0].endswith(f'does "{header}" mean it? Then {advice}')


@pytest.mark.parametrize(
    ("header", "advice"),
    [
        ("Volume (mm3)", "did you mean volume_m3? Then write it in m3 and name it volume_m3"),
        ("Stowed volume (m3)", "did you mean volume_m3? Then rename it to volume_m3"),
        ("Volume m", "did you mean volume_m3? Then say the unit: volume_m3 or volume_cft"),
    ],
)
def test_advice_on_an_unknown_column_keeps_the_unit(tmp_path: Path, header: str, advice: str) -> None:
    """Gallons are no cubic metres, and a cubic foot is one that is known."""
    shipment = ("S1", "Karachi", "Moscow", "rice", 66, READY, None)
    (error,) = errors(read(tmp_path, {"Cargo": [(*CARGO, header), (*shipment, 88)]}))
    assert error.endswith(f"{advice}, or name it in ignore_columns (Settings) if it counts for nothing")
    feet = only(read(tmp_path, {"Cargo": [(*CARGO, "Volume (ft3)"), (*shipment, 1000)]}), "Cargo")
    assert feet.values["volume_m3"] == Decimal("28.316846592000")


@pytest.mark.parametrize("header", ["USD/TEU-km", "USD per cbm"])
def test_a_rate_per_something_says_how_to_write_it(tmp_path: Path, header: str) -> None:
    """It can't be read from the header, and must not be left out."""
    (problem,) = tariffs(tmp_path, (*TARIFFS, header), (*LEG, 45)).problems.errors
    assert problem.kind is Kind.COLUMN
    assert problem.cure == "if these are the amounts, name it rate, and say what they are per in a column basis"


@pytest.mark.parametrize(
    ("header", "rate", "basis"),
    [
        ("Rate per tonne", 45, "tonne"),
        ("Rate (USD/t)", 45, "tonne"),
        ("USD/MT", 45, "tonne"),
        ("Freight per kg", 45000, "tonne"),
        ("USD/kg", 45000, "tonne"),
        ("Rate per t-km", 45, "tonne_km"),
        ("Rate W/M", 45, "wm"),
        ("Rate per container", 45, "container"),
        ("Ставка за контейнер, USD", 45, "container"),
        ("Ставка за тонну", 45, "tonne"),
    ],
)
def test_a_rate_is_per_what_its_header_says(tmp_path: Path, header: str, rate: int, basis: str) -> None:
    """45 for a kilogram are 45,000 for a tonne."""
    tables = tariffs(tmp_path, (*TARIFFS, header), (*LEG, 45))
    values = only(tables, "Tariffs").values
    assert errors(tables) == []
    assert (values["rate"], values["basis"]) == (rate, basis)


@pytest.mark.parametrize("header", ["Weight (short tons)", "Weight, US tons", "weight_long_ton"])
def test_a_ton_that_is_no_tonne_is_never_to_be_named_one(tmp_path: Path, header: str) -> None:
    """A short ton is a tenth less."""
    tables = read(
        tmp_path, {"Cargo": [(*CARGO[:4], header, *CARGO[5:]), ("S1", "Karachi", "Moscow", "rice", 66, READY)]}
    )
    (error,) = errors(tables)
    assert error.endswith(f'does "{header}" mean it? Then write it in t and name it weight_t')


@pytest.mark.parametrize(("header", "word"), [("Weight (tons)", "tons"), ("gross weight, ton", "ton")])
def test_a_ton_in_a_header_is_a_metric_one_and_that_is_said(tmp_path: Path, header: str, word: str) -> None:
    """As it is of a cell."""
    tables = read(
        tmp_path, {"Cargo": [(*CARGO[:4], header, *CARGO[5:]), ("S1", "Karachi", "Moscow", "rice", 66, READY)]}
    )
    metric = "a metric tonne of 1,000 kg" if word == "ton" else "metric tonnes of 1,000 kg"
    assert warnings(tables) == [
        f'Cargo!E1: the {word} in the header "{header}" is read as {metric}; write t, or lb for pounds'
    ]
    assert only(tables, "Cargo").values["weight_t"] == 66


@pytest.mark.parametrize("header", ["40HC", "45' HC", "20 ft", "FEU (reefer)"])
def test_a_container_that_nobody_defines_is_to_be_defined(tmp_path: Path, header: str) -> None:
    """To name it as another column would not help, and to leave it leaves the type unserved."""
    tables = tariffs(tmp_path, (*TARIFFS, "TEU", header), (*LEG, 455, 910))
    (problem,) = tables.problems
    assert problem.severity is Severity.WARNING
    assert (
        problem.cure == f'"{header}": if it is a container type, add it to Containers, or to the aliases of one there'
    )


@pytest.mark.parametrize("header", ["Max TEU per week", "20 ft slots left", "20 days free"])
def test_a_limit_that_speaks_of_containers_is_not_left_out(tmp_path: Path, header: str) -> None:
    """It is no name of a container type, whose amounts it would hold."""
    (error,) = errors(tariffs(tmp_path, (*TARIFFS, "TEU", header), (*LEG, 455, 30)))
    assert f'column "{header}" is not known' in error


def test_containers_that_nobody_defines_are_named_together(tmp_path: Path) -> None:
    tables = tariffs(tmp_path, (*TARIFFS, "TEU", "40HC", "45HC"), (*LEG, 455, 910, 990))
    (problem,) = tables.problems
    assert problem.cure == (
        '"40HC", "45HC": if they are container types, add them to Containers, or to the aliases of those there'
    )


@pytest.mark.parametrize(
    ("header", "sheet", "cure"),
    [
        ("Available slots", "Tariffs", "name it capacity, and say what it counts in a column capacity_unit"),
        ("Max. capacity", "Tariffs", "name it capacity, and say what it counts in a column capacity_unit"),
        (
            "Weekly capacity",
            "Tariffs",
            "write what is left for each departure in a column capacity, and say what it counts "
            "in a column capacity_unit",
        ),
        (
            "Capacity/day",
            "Borders",
            "name it capacity, say its period in a column capacity_per, and say what it counts "
            "in a column capacity_unit",
        ),
        (
            "Max TEU per week",
            "Borders",
            "name it capacity, say its period in a column capacity_per, and say what it counts "
            "in a column capacity_unit, or name it in ignore_columns (Settings) if it counts for nothing",
        ),
    ],
)
def test_a_capacity_in_other_words_is_an_error(tmp_path: Path, header: str, sheet: str, cure: str) -> None:
    """Without it all would be unlimited; and one of a week is none of a departure."""
    rows = {"Tariffs": [(*TARIFFS, header), (*LEG, 20)], "Borders": [("border", header), ("Taftan", 20)]}
    tables = read(tmp_path, {"Containers": CONTAINERS, sheet: rows[sheet]})
    (problem,) = tables.problems
    assert problem.severity is Severity.ERROR
    assert problem.cure == cure


@pytest.mark.parametrize(
    ("header", "cure"),
    [
        ("Dangerous", "say in Commodities which goods are dangerous, and which need a reefer"),
        ("IMO class", "say in Commodities which goods are dangerous, and which need a reefer"),
        (
            "Value (USD '000)",
            "if it is the value of the goods, write that of the whole shipment, in full, in a column value",
        ),
        (
            "FOB value, USD/t",
            "if it is the value of the goods, write that of the whole shipment, in full, in a column value",
        ),
    ],
)
def test_a_header_that_cargo_says_otherwise_says_how(tmp_path: Path, header: str, cure: str) -> None:
    """To name it as a column of the sheet, as is said of others, would not help."""
    row = ("S1", "Karachi", "Moscow", "rice", 66, READY)
    (problem,) = read(tmp_path, {"Cargo": [(*CARGO[:6], header), (*row, "one")]}).problems
    assert problem.severity is Severity.ERROR
    assert problem.cure == f"{cure}, or name it in ignore_columns (Settings) if it counts for nothing"


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("dwell_minutes", "dwell_days"),
        ("Dwell (minutes)", "dwell_days"),
        ("dwell in minutes", "dwell_days"),
    ],
)
def test_an_optional_column_in_a_unit_that_it_does_not_take_is_an_error(
    tmp_path: Path, header: str, meant: str
) -> None:
    """Left out, a border at which trucks stand for two days would take no time."""
    (error,) = errors(read(tmp_path, {"Borders": [("border", header), ("Taftan", 48)]}))
    assert error == (
        f'Borders!B1: column "{header}" is not known: {meant} is in days, and would be left out; '
        "write it in days and name it dwell_days"
    )


@pytest.mark.parametrize("header", ["Transit (hrs)", "Transit hours", "Transit time in hours", "transitTimeHours"])
@pytest.mark.parametrize(("hours", "days"), [(72, "3"), (168, "7"), (30, "1.25"), ("36 h", "1.5")])
def test_hours_are_parts_of_days(tmp_path: Path, header: str, hours: object, days: str) -> None:
    """168 of them are seven days, and not a little more, which would be rounded up to eight."""
    tables = tariffs(tmp_path, (*TARIFFS[:3], header, "Rate"), (*LEG[:3], hours, 455))
    assert only(tables, "Tariffs").values["transit_days"] == Decimal(days)


@pytest.mark.parametrize("header", ["dwell note", "waiting remark"])
def test_other_words_beside_a_unit_are_unknown_columns(tmp_path: Path, header: str) -> None:
    """They may say anything."""
    tables = read(tmp_path, {"Borders": [("border", header), ("Taftan", 48)]})
    assert errors(tables) == []
    assert len(warnings(tables)) == 1


@pytest.mark.parametrize(
    ("header", "given", "meant"), [("Weight in kg", 66000, 66), ("weight in t", 66, 66), ("Weight in lbs", 1000, None)]
)
def test_a_unit_may_stand_behind_in(tmp_path: Path, header: str, given: int, meant: int | None) -> None:
    """It is the most natural way to say it."""
    header_row = tuple(header if name == "weight_t" else name for name in CARGO)
    row = ("S1", "Karachi", "Moscow", "rice", given, READY, READY)
    value = only(read(tmp_path, {"Cargo": [header_row, row]}), "Cargo").values["weight_t"]
    assert value == (Decimal(meant) if meant else Decimal("0.45359237"))
