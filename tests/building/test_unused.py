"""A location or border whose rows of charges no leg can make use of is warned of, and no other."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

import tariffs
from tariffs.problems import Kind
from tests.building.mistakes import Change, another, both, cells, problems_of

DEMURRAGE = Path(__file__).parents[1] / "cases" / "demurrage_at_the_ends.xlsx"
ENDS = "is an amount by container in Transfers, from origin or to destination"
#: Rail goes from Karachi by Zahedan to Moscow, road from Karachi to Moscow.
STORED = {"location": "Zahedan", "container": None}


def said(change: Change) -> list[tuple[str, str]]:
    """Where and what of all that is said."""
    return [(f"{problem.sheet}!{problem.cell}", problem.what) for problem in problems_of(change)]


@pytest.mark.parametrize(
    ("location", "side"), [("Karachi", "leads to"), ("Moscow", "goes on from"), ("Kazan", "leads to")]
)
def test_storage_where_nothing_waits_between_two_legs_is_warned_of(location: str, side: str):
    """At the port of discharge it counts nothing, and the cure says where that is charged."""
    changed = both(another("Locations", location="Kazan", aliases=None), cells("Storage", location=location))
    (problem,) = problems_of(changed)
    why = f'no leg of Tariffs {side} "{location}", and storage is charged between two legs: the row is never used'
    assert (problem.sheet, problem.cell, problem.kind, problem.what) == ("Storage", "A2", Kind.DOUBT, why)
    assert ENDS in problem.cure


def test_a_sheet_called_demurrage_at_the_ports_of_discharge_counts_nothing_and_says_so():
    """As a forwarder writes it: two ports where legs end and none starts."""
    found = [problem for problem in tariffs.load([DEMURRAGE]).problems if problem.sheet == "Demurrage"]
    assert [(problem.cell, problem.what.split('"')[1]) for problem in found] == [("A2", "Jebel Ali"), ("A3", "Mersin")]
    assert all(ENDS in problem.cure for problem in found)


def test_the_rows_of_one_location_are_said_once():
    """All bands of its storage."""
    bands = both(cells("Storage", location="Moscow"), another("Storage", location="Moscow", from_day=5))
    (problem,) = problems_of(bands)
    assert problem.what.endswith("its 2 rows are never used")
    assert problem.more == (range(3, 4),)


def test_storage_where_the_only_way_on_leads_back_is_warned_of():
    """No location is visited twice."""
    back = both(
        another("Locations", location="Kazan", country="RU", aliases=None),
        another("Tariffs", like=3, service="K1", origin="Moscow", destination="Kazan", borders=None, distance_km=800),
        another("Tariffs", like=3, service="K2", origin="Kazan", destination="Moscow", borders=None, distance_km=800),
        another("Storage", location="Kazan"),
    )
    assert [what for at, what in said(back) if at == "Storage!A3"] == [
        'each leg of Tariffs from "Kazan" leads back to where all legs to it come from, and storage is charged between '
        "two legs: the row is never used"
    ]


@pytest.mark.parametrize(
    ("change", "warned"),
    [
        (cells("Storage", **STORED), False),
        (both(cells("Storage", **STORED), cells("Tariffs", 4, status="planned")), False),
        (both(cells("Storage", **STORED), cells("Tariffs", 3, status="planned")), False),
        (both(cells("Storage", container="FEU"), cells("Tariffs", 3, FEU=None)), True),
        (both(cells("Storage", container="FEU"), another("Storage", container="TEU"), cells("Tariffs", 3, FEU=None)),
         False),
    ],
)  # fmt: skip
def test_storage_where_a_leg_can_follow_another_is_left_alone(change: Change, warned: bool):
    """Also if one of them is only planned, since a scenario may let it run; and for a container beside another."""
    assert any(at.startswith("Storage") for at, _ in said(change)) == warned


@pytest.mark.parametrize(
    ("from_mode", "to_mode", "used"),
    [
        ("rail", "rail", True), ("rail", "any", True), ("any", "any", True), ("rail", "road", False),
        ("road", "rail", False), ("origin", "rail", True), ("origin", "road", False), ("rail", "destination", True),
        ("road", "destination", False), ("any", "destination", True),
    ],
)  # fmt: skip
def test_transfers_at_a_location_that_no_legs_pass_so_are_warned_of(from_mode: str, to_mode: str, used: bool):
    """Held to the legs themselves: rail alone reaches Zahedan, and goes on from it."""
    found = said(cells("Transfers", from_mode=from_mode, to_mode=to_mode))
    what = 'no legs of Tariffs pass "Zahedan" by the modes of its rows: the row is never used'
    assert found == ([] if used else [("Transfers!A2", what)])


def test_a_location_that_lists_all_pairs_of_modes_is_left_alone():
    """Some of its rows are of use, and the others cost nobody anything."""
    modes = [pair for pair in product(("rail", "road", "any"), repeat=2) if pair != ("rail", "rail")]
    rows = both(*(another("Transfers", from_mode=first, to_mode=second) for first, second in modes))
    assert said(rows) == []


def test_a_border_that_no_leg_crosses_is_warned_of_once():
    """Its fees and its capacity would count for nothing."""
    rows = both(another("Borders", border="Torkham"), another("Borders", border="Torkham", mode="road"))
    (problem,) = problems_of(rows)
    assert (problem.sheet, problem.cell) == ("Borders", "A3")
    assert problem.what == 'no row of Tariffs crosses "Torkham": its 2 rows are never used'
    assert "write it into borders of the legs that cross it" in problem.cure


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (both(cells("Surcharges", container="FEU"), cells("Tariffs", 3, FEU=None)),
         'no row of Tariffs that it matches takes container "FEU", so the surcharge is never charged'),
        (both(cells("Surcharges", commodity="coal"), cells("Tariffs", 3, commodity="rice"),
              another("Commodities", commodity="coal", hs="2701")),
         'no row of Tariffs that it matches takes commodity "coal", so the surcharge is never charged'),
    ],
)  # fmt: skip
def test_a_surcharge_on_what_its_legs_do_not_take_is_warned_of(change: Change, what: str):
    assert what in {text for at, text in said(change) if at.startswith("Surcharges")}


@pytest.mark.parametrize("name", ["container", "commodity"])
def test_a_surcharge_on_what_its_legs_take_is_left_alone(name: str):
    assert said(cells("Surcharges", **{name: {"container": "FEU", "commodity": "rice"}[name]})) == []


def test_nothing_is_said_where_a_faulty_row_could_be_the_one_that_leads_there():
    """One mistake is one problem."""
    found = problems_of(cells("Storage", location="Moscow"), cells("Tariffs", 2, destination="Nowhere"))
    assert [problem.sheet for problem in found] == ["Tariffs"]
