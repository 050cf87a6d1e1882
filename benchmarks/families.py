"""Families of worlds that differ in what makes them hard, each a few lines over ``Builder``.

    python -m benchmarks.families parcels --shipments 1000 --seed 1 OUT_FOLDER

writes one as folders of .csv files. The same figures give the same world, and one seed the same network for any number
of shipments, but for capacities, which grow with them.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from benchmarks import worlds
from benchmarks.builder import FIRST, Builder, Place, days_on_the_way
from benchmarks.worlds import World

Family: TypeAlias = Callable[[int, int], World]

#: The week has this many days of departures, and cargo is ready in this many weeks.
READY_DAYS = 50
WEEKS = READY_DAYS / 7


def corridors(shipments: int, seed: int) -> World:
    """Clusters of places, few crossings between them with weekly capacities; a fifth of the shipments compete."""
    return worlds.world(shipments, seed)


def services(shipments: int, seed: int) -> World:
    """A service per leg, a capacity on each departure, borders full on most weeks; nearly all shipments compete."""
    build = _builder("services", seed)
    build.settings(capital_cost_pct="12", unserved_penalty_per_t="1200")
    build.containers()
    build.scatter(60, ("XA", "XB", "XC", "XD", "XE", "XF"), 4200, 2600)
    _commodities(build)
    for number, (start, end) in enumerate(build.pairs(9)):
        km = round(start.km_to(end) * 1.3) + 20
        rail = number % 3 == 0
        teu = round((180 + 0.5 * km if rail else 90 + 0.95 * km) * build.network.uniform(0.9, 1.1))
        border = {} if start.country == end.country else {"borders": f"{start.country}-{end.country}"}
        build.leg(
            "rail" if rail else "road", start, end, service=f"V{number:03d}", carrier=f"Carrier {number % 7}",
            distance_km=km, transit_days=days_on_the_way(km, 650), TEU=teu, FEU=round(teu * 1.5),
            departures=build.weekdays(build.network.choice((1, 2, 2, 3))), **border,
        )  # fmt: skip
    for name in sorted({str(row["borders"]) for row in build.sheets["Tariffs"] if "borders" in row}):
        build.sheets["Borders"].append({"border": name, "dwell_days": 1, "capacity_per": "week", "fee_per_t": 1})
    _by_mode(build, dwell_days=1, TEU=50, FEU=70)
    build.ship(shipments, lambda start, end: _cargo(build, start, end, weights=(4, 60), days_a_1000_km=(6, 14)))
    build.limit("Borders", (0.7, 1.6), WEEKS, capacity_unit="teu")
    build.limit("Tariffs", (0.8, 2.0), 2 * WEEKS, capacity_unit="teu")
    return build.world()


def parcels(shipments: int, seed: int) -> World:
    """Small shipments from a few gateways to many places, each with its own due date."""
    build = _builder("parcels", seed)
    build.settings(capital_cost_pct="15", unserved_penalty_per_t="900")
    build.containers([{"container": "VAN", "teu": Decimal("0.2"), "max_gross_t": "3.5", "tare_t": 2, "volume_m3": 12},
                      {"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": "2.3", "volume_m3": 33}])  # fmt: skip
    build.scatter(160, ("XA", "XB", "XC", "XD"), 3000, 2000)
    _commodities(build)
    hubs = build.places[:12]
    rounds: dict[tuple[str, str], tuple[Place, Place, bool]] = {}
    for place in build.places:
        for hub in sorted((h for h in hubs if h is not place), key=place.km_to)[: 3 if place in hubs else 2]:
            for start, end in ((hub, place), (place, hub)):
                rounds[start.name, end.name] = start, end, place in hubs
    for start, end, daily in rounds.values():
        km = round(start.km_to(end) * 1.25) + 10
        build.leg(
            "road", start, end, service="" if daily else f"Round {start.name}-{end.name}", carrier=f"H{km % 5}",
            distance_km=km, transit_days=days_on_the_way(km, 500), VAN=round(30 + 0.35 * km), TEU=round(110 + 0.9 * km),
            departures="daily" if daily else build.weekdays(3),
        )  # fmt: skip
    for start in hubs:
        for end in hubs:
            if start is not end:
                km = round(start.km_to(end) * 1.3) + 10
                build.leg("rail", start, end, service=f"L{start.name}{end.name}", distance_km=km,
                          transit_days=days_on_the_way(km, 700), VAN=round(25 + 0.12 * km), TEU=round(80 + 0.4 * km),
                          departures=build.weekdays(2))  # fmt: skip
    _by_mode(build, dwell_days=0, VAN=6, TEU=25)
    build.ship(
        shipments, lambda start, end: _cargo(build, start, end, weights=(1, 6), days_a_1000_km=(5, 25), tenths=True)
    )
    build.limit("Tariffs", (0.8, 2.5), 3 * WEEKS, least=1, capacity_unit="teu")
    return build.world()


def bulk(shipments: int, seed: int) -> World:
    """Shipments of 200 to 3,000 t, half of them not to be split, on trains limited in tonnes."""
    build = _builder("bulk", seed)
    build.settings(capital_cost_pct="8", unserved_penalty_per_t="400")
    build.containers([{"container": "HOPPER", "teu": 2, "max_gross_t": 92, "tare_t": 24, "volume_m3": 90},
                      {"container": "GONDOLA", "teu": 2, "max_gross_t": 80, "tare_t": 22, "volume_m3": 75},
                     ])  # fmt: skip
    build.scatter(18, ("XA", "XB", "XC"), 3500, 2000)
    _commodities(build, ("Grain", "Coal", "Ore", "Cement"))
    for start, end in build.pairs(4):
        km = round(start.km_to(end) * 1.3) + 20
        border = {} if start.country == end.country else {"borders": f"{start.country}-{end.country}"}
        build.leg("rail", start, end, service=f"B{start.name}{end.name}", distance_km=km, basis="tonne",
                  transit_days=days_on_the_way(km, 500), rate=round(4 + 0.022 * km, 2), minimum_t=40,
                  departures=build.weekdays(2), **border)  # fmt: skip
        build.leg("road", start, end, distance_km=km, basis="tonne", transit_days=days_on_the_way(km, 600),
                  rate=round(9 + 0.06 * km, 2), departures="daily", **border)  # fmt: skip
    for name in sorted({str(row["borders"]) for row in build.sheets["Tariffs"] if "borders" in row}):
        build.sheets["Borders"].append({"border": name, "mode": "rail", "dwell_days": 2, "capacity_per": "week"})
        build.sheets["Borders"].append({"border": name, "mode": "road", "dwell_days": 1, "fee_per_t": 2})
    _by_mode(build, dwell_days=2, rate=60)

    def draw(start: Place, end: Place) -> dict[str, Any]:
        cells = _cargo(build, start, end, weights=(200, 3000), days_a_1000_km=(14, 30))
        return {**cells, "split": build.goods.random() < 0.5}

    build.ship(shipments, draw)
    roads = [row for row in build.sheets["Borders"] if row["mode"] == "road"]
    build.sheets["Borders"] = [row for row in build.sheets["Borders"] if row["mode"] == "rail"]
    build.limit("Borders", (0.5, 1.5), WEEKS, capacity_unit="tonnes", least=800)
    build.sheets["Borders"] += roads
    lorries = [row for row in build.sheets["Tariffs"] if row["mode"] == "road"]
    build.sheets["Tariffs"] = [row for row in build.sheets["Tariffs"] if row["mode"] == "rail"]
    build.limit("Tariffs", (0.5, 1.5), 2 * WEEKS, capacity_unit="tonnes", least=800)
    build.sheets["Tariffs"] += lorries
    return build.world()


def flow(shipments: int, seed: int, *, places: int = 400, nearest: int = 20) -> World:
    """One day, same-day legs limited in tonnes, containers that hold a tonne: a multicommodity flow."""
    build = _builder("flow", seed, days=1)
    build.settings(unserved_penalty_per_t="3000")
    build.containers([{"container": "T", "teu": 1, "max_gross_t": 1, "tare_t": 0, "volume_m3": 10}])
    size = min(places, max(10, shipments // 2))
    build.scatter(size, ("XA",), 2000, 2000)
    build.sheets["Commodities"] = [{"commodity": "Goods", "stowage_m3_per_t": 1}]
    for start, end in build.pairs(min(nearest, size - 1)):
        km = round(start.km_to(end)) + 5
        build.leg("road", start, end, service=f"{start.name}{end.name}", transit_days=0, basis="tonne",
                  rate=round(km * build.network.uniform(0.5, 1.5) / 10, 2))  # fmt: skip
    build.ship(shipments, lambda start, end: {
        "commodity": "Goods", "weight_t": build.goods.randint(50, 800), "ready": FIRST, "due": FIRST
    })  # fmt: skip
    build.limit("Tariffs", (0.6, 2.0), 1, capacity_unit="tonnes", least=40)
    return build.world()


def calendar(shipments: int, seed: int) -> World:
    """Hubs and spokes with cut-offs, storage in bands, closed days, and departures a few times a month."""
    build = _builder("calendar", seed)
    build.settings(capital_cost_pct="10", unserved_penalty_per_t="1300")
    build.containers()
    build.scatter(45, ("XA", "XB", "XC"), 3600, 2200)
    _commodities(build)
    hubs = build.places[:6]
    for place in build.places[6:]:
        for hub in sorted(hubs, key=place.km_to)[:2]:
            for start, end in ((place, hub), (hub, place)):
                km = round(start.km_to(end) * 1.25) + 20
                teu = round(100 + 0.9 * km)
                build.leg("road", start, end, distance_km=km, transit_days=days_on_the_way(km, 450), TEU=teu,
                          FEU=round(1.3 * teu), departures=build.weekdays(4))  # fmt: skip
    for start in hubs:
        for end in hubs:
            if start is not end:
                km = round(start.km_to(end) * 1.3) + 20
                teu = round(150 + 0.45 * km)
                border = {} if start.country == end.country else {"borders": f"{start.country}-{end.country}"}
                build.leg("rail", start, end, service=f"H{start.name}{end.name}", cutoff_days=2, distance_km=km,
                          transit_days=days_on_the_way(km, 600), TEU=teu, FEU=round(1.5 * teu),
                          departures=f"every {build.network.randint(4, 11)} days", **border)  # fmt: skip
    for name in sorted({str(row["borders"]) for row in build.sheets["Tariffs"] if "borders" in row}):
        shut = sorted(build.network.sample(range(10, 70, 6), 3))
        build.sheets["Borders"].append({
            "border": name, "dwell_days": Decimal("1.5"), "closed_weekdays": "Sat,Sun", "TEU": 40, "FEU": 60,
            "closed_from": ";".join(str(build.day(day)) for day in shut),
            "closed_to": ";".join(str(build.day(day + 3)) for day in shut),
            "capacity_per": "month", "capacity_unit": "containers",
        })  # fmt: skip
    for hub in hubs:
        for day, rate in ((1, 8), (4, 16), (10, 45)):
            row = {"location": hub.name, "free_days": 2, "from_day": day, "rate_per_day": rate, "currency": "EUR"}
            build.sheets["Storage"].append(row)
    build.sheets["FX"] = [
        {"currency": "EUR", "rate": Decimal("1.05") + Decimal(n % 3).scaleb(-2), "valid_from": build.day(15 * n)}
        for n in range(6)
    ]
    _by_mode(build, dwell_days=1, TEU=45, FEU=60, capacity=max(8, shipments // 25), capacity_per="week")
    build.ship(shipments, lambda start, end: _cargo(build, start, end, weights=(3, 50), days_a_1000_km=(12, 22)))
    build.limit("Borders", (0.8, 1.6), READY_DAYS / 30, least=3)
    rail = [row for row in build.sheets["Tariffs"] if row["mode"] == "rail"]
    road = [row for row in build.sheets["Tariffs"] if row["mode"] == "road"]
    build.sheets["Tariffs"] = rail
    build.limit("Tariffs", (0.8, 1.8), WEEKS, capacity_unit="teu")
    build.sheets["Tariffs"] += road
    return build.world()


def trains(shipments: int, seed: int) -> World:
    """Twenty services with a minimum load and a cost a departure, pools of boxes; road is dear and always there."""
    build = _builder("trains", seed)
    build.settings(capital_cost_pct="12", unserved_penalty_per_t="1000")
    build.containers()
    build.scatter(24, ("XA", "XB", "XC"), 3800, 2000)
    _commodities(build)
    for start, end in build.pairs(5):
        km = round(start.km_to(end) * 1.25) + 20
        teu = round(120 + 1.1 * km)
        build.leg("road", start, end, distance_km=km, transit_days=days_on_the_way(km, 550), TEU=teu,
                  FEU=round(1.5 * teu), departures="daily")  # fmt: skip
    hubs = build.places[:8]
    far = sorted(((a, b) for a in hubs for b in hubs if a is not b), key=lambda pair: -pair[0].km_to(pair[1]))[:20]
    minimum = max(4, round(shipments / 12))
    for number, (start, end) in enumerate(far):
        km = round(start.km_to(end) * 1.3) + 20
        teu = round(60 + 0.35 * km)
        build.leg("rail", start, end, service=f"Train {number}", distance_km=km, cutoff_days=1, TEU=teu,
                  transit_days=days_on_the_way(km, 700), FEU=round(1.6 * teu), departures=build.weekdays(1),
                  capacity=2 * minimum, min_load=minimum if number % 2 else 0, capacity_unit="teu",
                  departure_cost=round(teu * minimum * 0.3))  # fmt: skip
    for place in build.places[8:16]:
        build.sheets["Pool"].append({"location": place.name, "container": "FEU", "available": max(2, shipments // 30)})
    _by_mode(build, dwell_days=1, TEU=40, FEU=55)
    build.ship(shipments, lambda start, end: _cargo(build, start, end, weights=(4, 60), days_a_1000_km=(10, 20)))
    return build.world()


def rates(shipments: int, seed: int) -> World:
    """Duties, values, weight bands, surcharges and validities by the dozen: rates change nearly every week."""
    build = _builder("rates", seed)
    build.settings(capital_cost_pct="14", insurance_pct="0.4", co2_price_per_t="30", unserved_penalty_per_t="1500")
    build.containers(BOX_TYPES)
    countries = ("XA", "XB", "XC", "XD", "XE")
    build.scatter(40, countries, 3800, 2400)
    names = [f"Goods {letter}" for letter in "ABCDEFGHIJKL"]
    _commodities(build, names)
    for start, end in build.pairs(5):
        _banded(build, start, end)
    for territory in countries:
        for number, name in enumerate(names):
            for part in range(1 + number % 3):
                opens = build.day(30 * part)
                build.sheets["Duties"].append({
                    "territory": territory, "commodity": name, "duty_pct": build.network.randint(0, 20),
                    "specific_per_t": build.network.choice((None, 20, 60)), "specific_currency": "EUR",
                    "valuation": build.network.choice(("cif", "fob")), "vat_pct": 18,
                    "vat_recoverable": build.network.random() < 0.6, "valid_from": opens,
                    "valid_to": build.day(30 * part + 29) if part < number % 3 else None,
                })  # fmt: skip
    for number in range(24):
        basis = build.network.choice(("container", "teu", "tonne", "percent_freight", "percent_value", "booking"))
        build.sheets["Surcharges"].append({
            "surcharge": f"Extra {number}", "basis": basis, "mode": build.network.choice(("road", "rail")),
            "commodity": build.network.choice((None, *names)), "origin": build.network.choice(build.places).name,
            "amount": {"percent_freight": 5, "percent_value": Decimal("0.3")}.get(basis, build.network.randint(5, 60)),
            "valid_from": build.day(3 * number), "valid_to": build.day(3 * number + 24),
            "above_gross_t": build.network.choice((None, 18, 22)),
        })  # fmt: skip
    build.sheets["FX"] = [
        {"currency": currency, "rate": Decimal(round(1000 * base * (1 + 0.01 * (n % 4)))).scaleb(-3),
         "valid_from": build.day(7 * n)}
        for currency, base in (("EUR", 1.08), ("CHF", 1.12)) for n in range(12)
    ]  # fmt: skip
    build.sheets["Emissions"] = [
        {"mode": mode, "co2_g_per_tkm": g, "source": "made up"} for mode, g in (("road", 66), ("rail", 30))
    ]
    _by_mode(build, dwell_days=1, TEU=50, FEU=70, HC=75)
    build.ship(shipments, lambda start, end: _cargo(build, start, end, weights=(3, 55), days_a_1000_km=(10, 20)))
    rail = [row for row in build.sheets["Tariffs"] if row["mode"] == "rail"]
    for row in rail:
        row.update(capacity=max(3, shipments // 60), capacity_unit="teu")
    return build.world()


BOX_TYPES: tuple[dict[str, Any], ...] = (
    {"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": "2.3", "volume_m3": 33},
    {"container": "FEU", "teu": 2, "max_gross_t": "30.48", "tare_t": "3.98", "volume_m3": 67},
    {"container": "HC", "teu": 2, "max_gross_t": "32.5", "tare_t": "4.1", "volume_m3": 76},
)

FAMILIES: dict[str, Family] = {
    family.__name__: family for family in (corridors, services, parcels, bulk, flow, calendar, trains, rates)
}


def _builder(name: str, seed: int, days: int = 90) -> Builder:
    return Builder(Random(f"{name} network {seed}"), Random(f"{name} cargo {seed}"), days)


def _commodities(build: Builder, names: Sequence[str] = ("Rice", "Towels", "Parts", "Paper")) -> None:
    for number, name in enumerate(names):
        row = {
            "commodity": name,
            "hs": f"{10 + number}06",
            "stowage_m3_per_t": Decimal(8 + 5 * (number % 4)).scaleb(-1),
        }
        build.sheets["Commodities"].append(row)


def _by_mode(build: Builder, **cells: Any) -> None:
    """A row of ``Transfers`` for each place where two modes meet, each way."""
    modes: dict[str, set[str]] = {}
    for row in build.sheets["Tariffs"]:
        modes.setdefault(str(row["origin"]), set()).add(str(row["mode"]))
        modes.setdefault(str(row["destination"]), set()).add(str(row["mode"]))
    for location, found in modes.items():
        for before, after in (("road", "rail"), ("rail", "road")) if len(found) > 1 else ():
            build.sheets["Transfers"].append({"location": location, "from_mode": before, "to_mode": after, **cells})


def _cargo(
    build: Builder, start: Place, end: Place, *, weights: tuple[int, int], days_a_1000_km: tuple[int, int],
    tenths: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The cells of a shipment; its window grows with the way."""
    goods = build.goods
    low, high = weights
    weight = Decimal(round(10 * math.exp(goods.uniform(math.log(low), math.log(high))))).scaleb(-1)
    weight = weight / 5 if tenths else weight
    ready = goods.randrange(READY_DAYS)
    days = 6 + round(start.km_to(end) / 1000 * goods.uniform(*days_a_1000_km))
    return {
        "commodity": goods.choice(build.sheets["Commodities"])["commodity"],
        "weight_t": weight,
        "value": Decimal(round(float(weight) * goods.uniform(200, 6000))),
        "ready": build.day(ready),
        "due": build.day(min(ready + days, build.days - 1)),
        "split": goods.random() > 0.1,
    }


def _banded(build: Builder, start: Place, end: Place) -> None:
    """Lorries in two periods of validity, trains in two weight bands, in several currencies."""
    km = round(start.km_to(end) * 1.3) + 20
    days = days_on_the_way(km, 600)
    turn = build.network.randint(20, 60)
    for first, last, factor in ((0, turn, 1.0), (turn + 1, build.days - 1, build.network.uniform(0.85, 1.15))):
        teu = round((100 + 0.95 * km) * factor)
        build.leg("road", start, end, distance_km=km, transit_days=days, TEU=teu, FEU=round(1.35 * teu),
                  HC=round(1.4 * teu),
                  departures="daily", valid_from=build.day(first), valid_to=build.day(last))  # fmt: skip
    currency = build.network.choice(("USD", "EUR", "CHF"))
    for gross, factor in ((16, 1.0), (None, 1.2)):
        teu = round((150 + 0.5 * km) * factor)
        build.leg("rail", start, end, service=f"R{start.name}{end.name}", distance_km=km, transit_days=days, TEU=teu,
                  FEU=round(1.5 * teu), HC=round(1.6 * teu), currency=currency, max_gross_t=gross,
                  departures="Mon,Wed,Fri")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a world of a family as folders of .csv files.")
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("folder", type=Path, metavar="OUT_FOLDER")
    parser.add_argument("--shipments", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for path in worlds.write(FAMILIES[asked.family](asked.shipments, asked.seed), asked.folder):
        print(path)


if __name__ == "__main__":
    main()
