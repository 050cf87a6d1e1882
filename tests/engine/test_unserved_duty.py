"""Tonnes left behind that bear the duty on their goods, by hand."""

from __future__ import annotations

import pytest

from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.properties.solving import solved

ENGINES = [Engine.LISTED, Engine.COLUMNS]


def dutiable(freight: int, *, bears: bool, **more: Cell) -> World:
    """20 t worth 20,000 for a duty of 10 % and a tax of 20 % that is not recovered, or left behind at 50 a tonne."""
    world = rice(leg("road", "daily", TEU=freight), boxes=0)
    world["Settings"] = [
        {"setting": "unserved_penalty_per_t", "value": 50},
        {"setting": "unserved_bears_duty", "value": "yes" if bears else "no"},
    ]
    world["Duties"] = [{"territory": "KZ", "duty_pct": 10, "vat_pct": 20, "vat_recoverable": "no", **more}]
    world["Cargo"] = [cargo("S", 20, value=20000)]
    return world


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("freight", "bears", "cost"),
    [
        (700, False, 20 * 50),
        (700, True, 700 + 2070 + 0.2 * (20700 + 2070)),
        (800, True, 20 * 50 + 2000 + 0.2 * (20000 + 2000)),
    ],
)
def test_only_what_duty_adds_on_freight_speaks_against_carrying(
    engine: Engine, freight: int, cost: float, *, bears: bool
) -> None:
    """Left behind, the goods cost 1,000 and their duty of 6,400; carried, duty and tax of 32 % on the freight, too."""
    made = solved(dutiable(freight, bears=bears), Options(engine=engine))
    assert (float(made.cost), made.status) == (cost, "optimal")


@pytest.mark.parametrize("engine", ENGINES)
def test_tax_that_is_recovered_is_not_borne(engine: Engine) -> None:
    """Duty alone: 2,000 beside the penalty of 1,000."""
    made = solved(dutiable(9000, bears=True, vat_recoverable="yes"), Options(engine=engine))
    assert made.cost == made.components[made.unserved[0].charges[0].item.component] == 3000
    assert [charge.amount for charge in made.unserved[0].charges] == [1000, 2000]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_duty_of_the_last_day_is_borne(engine: Engine) -> None:
    """Due on 10 March, at the rate that holds from then on."""
    world = dutiable(9000, bears=True, vat_pct=None, valid_to="2025-03-09")
    world["Duties"].append({"territory": "KZ", "duty_pct": 25, "valid_from": "2025-03-10"})
    assert solved(world, Options(engine=engine)).cost == 1000 + 5000


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_penalty_duty_counts_once_the_most_is_served(engine: Engine) -> None:
    """One container goes, however dear; 10 % of 21,000 are due on it, and 10 % of 40,000 on what stays, or as much."""
    world = dutiable(1000, bears=True, vat_pct=None)
    world["Settings"] = world["Settings"][1:]
    world["Tariffs"][0] |= {"departures": "2025-03-04", "capacity": 1}
    world["Cargo"] = [cargo("cheap", 20, value=20000), cargo("dear", 20, value=40000)]
    made = solved(world, Options(engine=engine))
    assert (made.cost, made.status) == (1000 + 2100 + 4000, "optimal")


def test_the_reason_tells_penalty_and_duty_apart() -> None:
    """A tonne would cost 373 in all, and costs 50 and 320 if left."""
    made = solved(dutiable(800, bears=True))
    assert made.unserved[0].reason == (
        "serving costs more than the penalty: 372.80 a tonne, of which 332.80 duty and tax, in 1 TEU "
        "against 50.00 and 320.00 of duty and tax on the goods"
    )
