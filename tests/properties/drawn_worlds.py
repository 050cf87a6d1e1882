"""Small worlds drawn at random, as rows by sheet: what a tariff book and a cargo sheet hold, with simple cells first.

They are of the kind of ``tests/worlds``: everything that the contract knows comes up in some of them.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from tariffs.book import Portfolio, TariffBook
from tariffs.building import build
from tests.building.sheets_of_rows import Cell, tables
from tests.properties.drawing import (
    COMMODITIES,
    CONTAINERS,
    MODES,
    PLACES,
    Row,
    World,
    blank_or,
    chance,
    day,
    filled,
    often,
    rarely,
    several,
)
from tests.properties.drawn_money import duties, rates_of_exchange, settings, surcharges
from tests.properties.drawn_stations import borders, changes, pool, storage, transfers
from tests.properties.drawn_tariffs import CARRIERS, key_of, legs

EMISSIONS = {"rail": 28, "road": 85, "sea": 11}


def book_and_portfolio(world: World) -> tuple[TariffBook, Portfolio]:
    """The checked book and cargo of a world, as the program builds them from records."""
    return build(tables(world))


@st.composite
def worlds(
    draw: st.DrawFn,
    *,
    penalty: bool = False,
    most_places: int = len(PLACES),
    most_legs: int = 8,
    most_shipments: int = 3,
    most_days: int = 14,
) -> World:
    """A world; with ``penalty``, every tonne left behind has a price."""
    places = list(PLACES[: draw(st.integers(2, most_places))])
    names = [name for name, _, _ in places]
    containers = list(CONTAINERS)[: draw(st.integers(1, len(CONTAINERS)))]
    cooled = [name for name in COMMODITIES if "RFR" in containers or "reefer" not in COMMODITIES[name]]
    goods = draw(st.lists(st.sampled_from(cooled), min_size=1, max_size=2, unique=True))
    corridor = [draw(legs(names, containers, goods, ends)) for ends in pairwise(names)]
    others = draw(st.lists(legs(names, containers, goods), max_size=most_legs - len(corridor)))
    found = {key_of(rows[0]): rows for rows in reversed([*corridor, *others])}
    tariffs = [row for rows in reversed(found.values()) for row in rows]
    modes = [mode for mode in MODES if any(row["mode"] == mode for row in tariffs)]
    crossed = dict.fromkeys(
        crossing.strip().partition("@")[0]
        for row in tariffs
        if "borders" in row
        for crossing in str(row["borders"]).split(";")
    )
    world: World = {
        "Settings": draw(settings(penalty=penalty)),
        "Locations": [filled(location=name, country=country, territory=group) for name, country, group in places],
        "Containers": [CONTAINERS[name] for name in containers],
        "Commodities": [COMMODITIES[name] for name in goods],
        "Tariffs": tariffs,
        "Departures": draw(changes(tariffs)),
        "Borders": draw(borders(list(crossed), modes, containers)),
        "Transfers": draw(transfers(names, modes, containers)),
        "Storage": draw(storage(names, containers)),
        "Pool": draw(pool(names, containers)),
        "Surcharges": draw(surcharges(tariffs, containers, goods)),
        "Emissions": [{"mode": mode, "co2_g_per_tkm": EMISSIONS[mode]} for mode in modes],
    }
    of_goods = {name: str(COMMODITIES[name]["hs"]) for name in goods}
    world["Cargo"] = [
        {"shipment": f"S{number}", **draw(_shipment(world, penalty=penalty, most_days=most_days))}
        for number in range(draw(st.integers(1, most_shipments)))
    ]
    territories = {name: territory or country for name, country, territory in places}
    arriving = dict.fromkeys(territories[str(row["destination"])] for row in world["Cargo"])
    world["Duties"] = draw(duties(list(arriving), [*dict.fromkeys(territories.values()), "CN"], of_goods))
    world["FX"] = draw(rates_of_exchange(world))
    draw(_emitting(world))
    return {sheet: rows for sheet, rows in world.items() if rows}


@st.composite
def _emitting(draw: st.DrawFn, world: World) -> None:
    """How much further modes go than their stated distance, and what hubs emit: drawn last, so that all else stays."""
    for row in world["Emissions"]:
        row.update(filled(distance_adjustment_pct=draw(rarely(5, 15))))
    for row in world["Transfers"]:
        row.update(filled(co2_kg_per_t=draw(rarely(1.2, 30))))


@st.composite
def _shipment(draw: st.DrawFn, world: World, *, penalty: bool, most_days: int) -> Row:
    origin, destination = draw(_ends(world))
    value = draw(blank_or(20000, 90000))
    due, limit = draw(_days(most_days))
    ready = draw(st.integers(0, 4))
    weight_t = draw(st.sampled_from((22, 8, 40, 15.5, 63, 0.9, 31.234)))
    loose = draw(rarely(0.8, 2))
    return filled(
        origin=origin,
        destination=destination,
        commodity=draw(st.sampled_from([row["commodity"] for row in world["Commodities"]])),
        weight_t=weight_t,
        volume_m3=None if loose is None else round(weight_t * float(str(loose)), 3),
        value=value,
        currency=None if value is None else draw(often("CHF", "PKR")),
        goods_origin=draw(rarely("CN")),
        ready=day(ready),
        due=None if due is None else day(ready + due),
        max_transit_days=limit,
        split=draw(blank_or("no")),
        customer=draw(rarely("Alfa", "Beta")),
        unserved_penalty_per_t=draw(rarely(1500, 40) if penalty else rarely(1500)),
        **draw(_filters(world, (origin, destination))),
    )


@st.composite
def _days(draw: st.DrawFn, most_days: int) -> tuple[int | None, int | None]:
    """Days from ready to due, and the most of them in transit; one of the two at least."""
    due = draw(st.integers(min(8, most_days), most_days))
    limit = draw(rarely(6, 9))
    if limit is None:
        return due, None
    return draw(st.sampled_from((due, None))), min(int(str(limit)), most_days)


@st.composite
def _ends(draw: st.DrawFn, world: World) -> tuple[str, str]:
    """Where a shipment goes: along the corridor, or seldom against it."""
    places = [str(row["location"]) for row in world["Locations"]]
    start = draw(st.integers(0, len(places) - 2))
    end = draw(st.integers(start + 1, len(places) - 1))
    return (places[end], places[start]) if draw(chance(9)) else (places[start], places[end])


@st.composite
def _filters(draw: st.DrawFn, world: World, ends: tuple[str, str]) -> Row:
    """What a shipment may not use: most have no such wish."""
    carriers = sorted({str(row["carrier"]) for row in world["Tariffs"]})
    modes = list(dict.fromkeys(row["mode"] for row in world["Tariffs"]))
    places = [row for row in world["Locations"] if row["location"] not in ends]
    homes = {row["country"] for row in world["Locations"] if row["location"] in ends}
    avoidable: list[Cell] = [carrier for carrier in CARRIERS if carrier in carriers]
    avoidable += [row["location"] for row in places] + [row["country"] for row in places if row["country"] not in homes]
    avoidable += list(dict.fromkeys(row["border"] for row in world.get("Borders", ())))
    avoidable += ["IR", "AF"]
    containers = [row["container"] for row in world["Containers"]]
    services = sorted({str(row["service"]) for row in world["Tariffs"] if "service" in row})
    return filled(
        containers=draw(st.sampled_from(containers)) if draw(chance(9)) else None,
        modes=draw(st.sampled_from(modes)) if draw(chance(9)) else None,
        services=draw(several(services)) if services and draw(chance(9)) else None,
        carriers=draw(several(carriers)) if draw(chance(9)) else None,
        avoid=draw(st.sampled_from(avoidable)) if avoidable and draw(chance()) else None,
    )
