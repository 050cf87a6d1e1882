"""CO2e as an auditor takes it: on paper, by the oracle, in the sheet and in the cost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from optimizer.auditor import PlanRecord, audit
from optimizer.auditor.reading import read_plan
from optimizer.options import Engine, Options
from optimizer.plan import Plan
from optimizer.report.frames import frames
from optimizer.report.workbook import write_plan
from tariffs.fraction import Fraction as Exact
from tests.co2e.by_hand import PRICE, RAIL, chain, two_ways
from tests.oracle.rating import Boxes, bill
from tests.oracle.runs import Way, departures
from tests.oracle.test_plans_agree import stops
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.numbered import world as drawn
from tests.properties.solving import solved

ENGINES = [Engine.LISTED, Engine.COLUMNS]
#: kg of 20 t: 1 + 2 + 0.5 kg/t in hubs; 1,000 km, of which 1,100 are gone, at 30 g; 500 km at 12 g.
HUBS, BY_RAIL, BY_SEA = [20, 40, 10], 20 * 1100 * 30 / 1000, 20 * 500 * 12 / 1000


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    return frames(plan)["co2e"].to_dict("records")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_price_is_of_the_actual_distance_and_of_the_hubs(engine: Engine) -> None:
    """200 of freight, and 100 for each tonne of what is emitted on paper."""
    plan = solved(chain(), Options(engine=engine))
    emitted_t = (sum(HUBS) + BY_RAIL + BY_SEA) / 1000
    assert float(plan.cost) == pytest.approx(200 + PRICE * emitted_t, abs=0.005)
    assert plan.status == "optimal"


def test_each_element_of_the_chain_is_as_on_paper() -> None:
    rows = rows_of(solved(chain()))
    assert [row["operation"] for row in rows] == ["hub operation", "transport"] * 2 + ["hub operation"]
    assert [row["transport_chain_element"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["wtw_kg"] for row in rows] == pytest.approx([HUBS[0], BY_RAIL, HUBS[1], BY_SEA, HUBS[2]])
    assert rows[1]["ttw_kg"] == pytest.approx(20 * 1100 * 24 / 1000)
    assert rows[1]["transport_activity_tkm"] == 20_000  # of the stated distance
    assert [row["source"] for row in rows] == ["terminal", "GLEC", "terminal", "the line", "terminal"]
    assert [row["kind"] for row in rows if row["operation"] == "transport"] == ["default", ""]


def test_what_has_no_figure_is_blank_and_named() -> None:
    """No hub states what it emits, the sea row and its mode have no factor, and rail has no source."""
    bare = {"mode": "rail", "co2_g_per_tkm": 30}
    plan = solved(chain(bare, sea=None, hubs=(None, None, None)))
    rows = rows_of(plan)
    missing = [row["missing"] for row in rows]
    assert missing == ["co2_kg_per_t", "ttw_g_per_tkm; source; kind", "co2_kg_per_t", "co2_g_per_tkm", "co2_kg_per_t"]
    assert [row["wtw_kg"] == row["wtw_kg"] for row in rows] == [False, True, False, False, False]
    figures = frames(plan)["summary"].set_index("figure")
    note = figures.loc["CO2e t", "note"]
    for said in ("co2_kg_per_t for 3 rows", "co2_g_per_tkm for 1 row", "source for 1 row", "kind for 1 row"):
        assert said in note
    assert figures.loc["CO2e t", "value"] == pytest.approx(20 * 1000 * 30 / 1e6)


def test_nothing_is_stated_where_the_input_states_nothing(tmp_path: Path) -> None:
    """No sheet, an empty frame, and the audit misses none."""
    world = chain(sea=None, hubs=(None, None, None))
    del world["Emissions"]
    plan = solved(world)
    write_plan(plan, tmp_path / "plan.xlsx")
    assert "CO2e" not in load_workbook(tmp_path / "plan.xlsx").sheetnames
    assert frames(plan)["co2e"].empty
    assert audit(read_plan(tmp_path / "plan.xlsx"), plan.book, plan.portfolio) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("price", "by"), [(100, "Mary"), (800, "Herat")])
def test_a_hub_that_emits_is_gone_round_where_that_pays(engine: Engine, price: int, by: str) -> None:
    """Herat costs 30 more for the box and saves 2 kg for each of its 20 t: it pays from 750 a tonne of CO2e."""
    plan = solved(two_ways(2, price), Options(engine=engine))
    assert [booking.itinerary.locations[1] for booking in plan.bookings] == [by]


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_columns_change_no_cost(engine: Engine) -> None:
    """A world as it was before there were such columns costs what it did."""
    old = {name: cell for name, cell in RAIL.items() if name in ("mode", "co2_g_per_tkm")}
    plan = solved(chain(old, hubs=(None, None, None)), Options(engine=engine))
    expected = 200 + PRICE * (20 * 1000 * 30 / 1e6 + BY_SEA / 1000)
    assert float(plan.cost) == pytest.approx(expected, abs=0.005)


def emitted_by_the_oracle(plan: Plan) -> Fraction:
    """Tonnes, by the second rating, from the price of them."""
    total = Fraction(0)
    for booking in plan.bookings:
        trips = [
            next(
                trip
                for trip in departures(plan.book, departure.departs)
                if trip.rows == departure.tariffs and trip.arrives == departure.arrives
            )
            for departure in booking.itinerary.departures
        ]
        way = Way(tuple(trips), stops(plan.book, trips), booking.itinerary.delivered)
        boxes = [Boxes(load.container, load.containers, Fraction(load.tonnes)) for load in booking.loads]
        total += bill(plan.book, booking.shipment, way, boxes).of("co2")
    return total / Fraction(plan.book.settings.co2_price_per_t)


def priced(made: World) -> World:
    """The world with a price of CO2e, so that the oracle states what is emitted."""
    settings = [row for row in made.get("Settings", ()) if row["setting"] != "co2_price_per_t"]
    return {**made, "Settings": [*settings, {"setting": "co2_price_per_t", "value": 60}]}


@pytest.mark.parametrize("number", range(12))
def test_the_sheet_adds_up_to_the_summary_and_to_the_oracle(number: int) -> None:
    plan = solved(priced(drawn(number)))
    rows, summary = frames(plan)["co2e"], frames(plan)["summary"].set_index("figure")
    expected = float(emitted_by_the_oracle(plan))
    assert rows["wtw_kg"].sum() / 1000 == pytest.approx(expected, rel=1e-12)
    assert summary.loc["CO2e t", "value"] == pytest.approx(expected, rel=1e-12)
    assert [str(difference) for difference in audit(PlanRecord.of(plan), plan.book, plan.portfolio)] == []


def test_the_sheet_is_audited_from_the_rows_of_the_book(tmp_path: Path) -> None:
    """A plan workbook passes; against a book with another factor, source or hub it does not."""
    plan = solved(chain())
    write_plan(plan, tmp_path / "plan.xlsx")
    record = read_plan(tmp_path / "plan.xlsx")
    assert audit(record, plan.book, plan.portfolio) == []
    for other, named in (
        (chain(RAIL | {"ttw_g_per_tkm": 25}), "ttw_kg"),
        (chain(RAIL | {"source": "a friend"}), "source"),
        (chain(RAIL | {"kind": "primary"}), "kind"),
        (chain(RAIL | {"ttw_g_per_tkm": None}), "missing"),
        (chain(RAIL | {"distance_adjustment_pct": 11}), "distance_adjustment_pct"),
        (chain(hubs=(1, 2, 0.6)), "wtw_kg_per_t"),
    ):
        found = [str(difference) for difference in audit(record, *book_and_portfolio(other))]
        assert any(line.startswith("CO2e, ") and f": {named} should be" in line for line in found), named


def test_total_and_summary_are_formulas(tmp_path: Path) -> None:
    """The summary's CO2e is the total of the sheet, live."""
    write_plan(solved(chain()), tmp_path / "plan.xlsx")
    book = load_workbook(tmp_path / "plan.xlsx")
    formula = next(row[1].value for row in book["Summary"].iter_rows() if row[0].value == "CO2e t")
    assert "CO2e[wtw_kg]" in str(formula)


def test_what_is_emitted_is_exact() -> None:
    """In fractions, and not in floats: 850 kg on paper."""
    assert [booking.rated.co2_t for booking in solved(chain()).bookings] == [Exact("0.85")]
