"""Compile the engine ahead, so that no plan waits for it: ``python -m optimizer.column_generation.warm``.

numba compiles a function for the types of what it is first called with, and keeps the machine code: beside the
source, or in a folder of the user's where that can't be written to. So a tiny world is planned that calls them all.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from optimizer.column_generation.ahead import Ahead, all_is_compiled
from optimizer.column_generation.engine import ColumnGeneration
from optimizer.column_generation.pricing import cost_to_go, in_order, load_mix, residual, subproblem
from optimizer.column_generation.pricing.bookings import Bookings
from optimizer.column_generation.primal import exchange
from optimizer.column_generation.primal.annealing import Annealing
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.executors import Threads
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.planning import plan
from optimizer.progress import silent
from optimizer.stopping import Stop
from tariffs.book import (
    Amounts,
    Capacity,
    Commodity,
    Container,
    Leg,
    LegKey,
    Location,
    Portfolio,
    Settings,
    Shipment,
    StorageBand,
    Tariff,
    TariffBook,
    Transfer,
)
from tariffs.calendar import Period, Schedule

#: The modules that have compiled functions.
COMPILED = (cost_to_go, exchange, in_order, load_mix, residual, subproblem)

MONDAY = date(2025, 1, 6)
GOODS = Commodity("goods")


def main() -> None:
    """Compile whatever is not compiled yet: what every plan needs, and what only some do."""
    Ahead.here = True
    plan(book(), portfolio(), Options(engine=Engine.COLUMNS))
    lister = Lister(Network(book(), portfolio()))
    with Threads(1) as executor:
        engine = ColumnGeneration(lister, portfolio(), Options(), silent, Stop(), executor)
        engine.run()
    pricer = engine.pricer
    for asked in pricer.ask(np.zeros(len(pricer.limits.rows))):
        asked.least_by_ends(1.0)
        trips, _ = asked.near(1.0, 2)
        asked.nearest(1.0, 2, 2.0, 1.0)
        for trip in trips:
            pricer.packer.pieces(asked.case, trip)
        Bookings(pricer.work, asked.duals, asked.case.number, 0, 100.0, np.inf).solve()
    nothing = {case.number: pricer.packer.nothing(case, 1.0) for case in engine.cases}
    start, none = Incumbent.of(pricer.limits, {}, nothing), np.zeros(len(pricer.limits.rows))
    annealing = Annealing(Conditional(pricer.limits, {}), nothing, none, lambda _: (), lambda _: False, Stop())
    annealing.run(start, (), seconds=1.0, runs=1)
    all_is_compiled()


def book() -> TariffBook:
    """Two legs with a transfer and storage between them, and another past them; two types of container."""
    legs = (_leg("rail", "A", "B", 250), _leg("rail", "B", "C", 400), _leg("road", "A", "C", 900))
    room = Capacity(Decimal(4), "teu", Period.DAY)
    return TariffBook(
        settings=Settings(capital_cost_pct=Decimal(10)),
        locations={name: Location(name, "", "XX", "XX") for name in "ABC"},
        containers={
            "TEU": Container("TEU", Decimal(1), Decimal(24), Decimal(2), Decimal(33), Decimal(22)),
            "FEU": Container("FEU", Decimal(2), Decimal(30), Decimal(4), Decimal(67), Decimal(26)),
        },
        commodities={GOODS.name: GOODS},
        legs=legs,
        transfers=(Transfer("Transfers!2", "B", "", "", _per_container(50), Decimal(1), room),),
        storage=(StorageBand("Storage!2", "B", "", Decimal(1), 1, Decimal(10), "USD"),),
    )


def _per_container(teu: int) -> Amounts:
    return Amounts("USD", {"TEU": Decimal(teu), "FEU": Decimal(teu) * 3 / 2})


def _leg(mode: str, origin: str, destination: str, teu: int) -> Leg:
    row = Tariff(
        where="Tariffs!2",
        service="",
        carrier="",
        mode=mode,
        origin=origin,
        destination=destination,
        transit_days=Decimal(1),
        schedule=Schedule(),
        amounts=_per_container(teu),
        capacity=Decimal(4),
    )
    return Leg(LegKey("", "", mode, origin, destination), (row,))


def portfolio() -> Portfolio:
    """A shipment that may be split and one that may not, and one without a penalty."""
    shipments = (
        _shipment("split", 90, Decimal(100)),
        _shipment("whole", 40, Decimal(100), split=False),
        _shipment("first", 30, None),
    )
    return Portfolio({shipment.name: shipment for shipment in shipments})


def _shipment(name: str, weight: int, penalty: Decimal | None, *, split: bool = True) -> Shipment:
    return Shipment(
        where="Cargo!2",
        name=name,
        origin="A",
        destination="C",
        commodity=GOODS,
        weight_t=Decimal(weight),
        volume_m3=Decimal(weight),
        value=Decimal(1000 * weight),
        currency="USD",
        goods_origin="XX",
        ready=MONDAY,
        last_day=MONDAY + timedelta(days=9),
        split=split,
        penalty_per_t=penalty,
    )


if __name__ == "__main__":
    main()
