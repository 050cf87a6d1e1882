"""Worlds by hand for columns that seldom decide anything in drawn ones: the cheap train turns on the column."""

from __future__ import annotations

from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.columns import Place
from tests.properties.drawing import Row, World

MONDAY = "2025-03-03"
LORRY = leg("road", "daily", TEU=500)


def train(**more: Cell) -> Row:
    """100 a box on Monday, where the lorry takes 500."""
    return leg("rail", MONDAY, **{"TEU": 100, **more})


def changed(*trains: Row, boxes: int = 1, **change: Cell) -> World:
    """With a row of Departures for the Monday."""
    return rice(*trains, LORRY, boxes=boxes, Departures=[{"date": MONDAY, "change": "cancelled", **change}])


def by_way_of_mary(**change: Cell) -> World:
    """A leg to Mary, or on from there, is cancelled, which the direct train is not."""
    detour = [train() | {"destination": "Mary"}, train() | {"origin": "Mary"}]
    return with_places(changed(train(), *detour, **change), "Mary")


def with_places(world: World, *names: str) -> World:
    """With more places in Turkmenistan."""
    return {**world, "Locations": [*world["Locations"], *({"location": name, "country": "TM"} for name in names)]}


def charged(*trains: Row, **surcharge: Cell) -> World:
    """With a surcharge of 50 a box."""
    return rice(*trains, boxes=1, Surcharges=[{"surcharge": "extra", "basis": "container", "amount": 50, **surcharge}])


def across(**border: Cell) -> World:
    """The train crosses Taftan as it leaves, and must be there on Tuesday."""
    world = rice(train(borders="Taftan@0"), LORRY, boxes=2, Borders=[{"border": "Taftan", **border}])
    return {**world, "Cargo": [{**row, "due": "2025-03-04"} for row in world["Cargo"]]}


def in_customs(duties: list[Row], *, territory: str | None = None, **of_goods: Cell) -> World:
    """Goods of value, with duty in Kazakhstan."""
    world = rice(train(), boxes=1, Duties=duties)
    places = [{"location": "Zahedan", "country": "IR"}, {"location": "Aktau", "country": "KZ"}]
    if territory:
        places[0]["territory"] = territory
    return {**world, "Locations": places, "Cargo": [cargo("S0", 20, value=10000, **of_goods)]}


def stored() -> World:
    """A day at Mary, where only containers of another type pay for it."""
    legs = [train() | {"destination": "Mary"}, leg("rail", "2025-03-06", TEU=100) | {"origin": "Mary"}]
    world = with_places(rice(*legs, boxes=1), "Mary")
    reefer = {"container": "RFR", "teu": 1, "max_gross_t": 24, "tare_t": 4, "volume_m3": 28, "reefer": "yes"}
    charge: Row = {"location": "Mary", "rate_per_day": 10, "container": "RFR"}
    return {**world, "Containers": [*world["Containers"], reefer], "Storage": [charge]}


def small_boxes() -> World:
    world = rice(train(), boxes=1)
    return {**world, "Containers": [{**world["Containers"][0], "payload_t": 15}]}


def at_the_origin(**transfer: Cell) -> World:
    """A transfer before the train, which the lorry does without."""
    row: Row = {"location": "Zahedan", "from_mode": "origin", "to_mode": "rail", **transfer}
    return rice(leg("rail", "daily", TEU=100), LORRY, boxes=2, Transfers=[row])


def avoiding() -> World:
    world = rice(train(transit_countries="AF"), LORRY, boxes=0)
    return {**world, "Cargo": [cargo("S0", 20, avoid="AF")]}


def of_steel() -> World:
    world = charged(train(), commodity="steel")
    return {**world, "Commodities": [*world["Commodities"], {"commodity": "steel", "stowage_m3_per_t": 0.5}]}


def emitting(**rail: Cell) -> World:
    """A train that emits 20 g a tonne-km, where a tonne of CO2e costs 100."""
    world = rice(train(distance_km=1000), boxes=1)
    priced: list[Row] = [*world.get("Settings", []), {"setting": "co2_price_per_t", "value": 100}]
    return {**world, "Settings": priced, "Emissions": [{"mode": "rail", "co2_g_per_tkm": 20, **rail}]}


def emitting_hub() -> World:
    """The train is loaded at the origin, where a tonne handled emits 5 kg."""
    world = at_the_origin(co2_kg_per_t=5)
    return {**world, "Settings": emitting()["Settings"]}


def on_time(*trains: Row, by_setting: bool = True, **sheets: list[Row]) -> World:
    """19 of 20 are to be there by the 5th, which the lorry always is."""
    world = rice(*trains, LORRY | {"transit_days": 2}, boxes=1, **sheets)
    asked: Row = {"setting": "on_time_probability", "value": 0.95}
    own: Row = {} if by_setting else {"on_time_probability": 0.95}
    world["Cargo"] = [{**row, "due": "2025-03-05", **own} for row in world["Cargo"]]
    return {**world, "Settings": [*world["Settings"], asked]} if by_setting else world


SLOW = {"transit_days": 1, "transit_days_p95": 4}
LATE = {"dwell_days": 1, "dwell_days_p95": 4}
FROM_CHINA: list[Row] = [
    {"territory": "KZ", "origin_territory": "CN", "duty_pct": 10},
    {"territory": "KZ", "duty_pct": 1},
]
BY_HAND: dict[Place, World] = {
    Place("Departures", "change"): changed(train()),
    Place("Departures", "capacity"): changed(train(), boxes=2, capacity=1, change=None),
    Place("Departures", "service"): changed(train(service="S1"), train(service="S2", TEU=200), service="S1"),
    Place("Departures", "carrier"): changed(train(carrier="ACME"), train(carrier="BOLT", TEU=200), carrier="ACME"),
    Place("Departures", "origin"): by_way_of_mary(origin="Mary"),
    Place("Departures", "destination"): by_way_of_mary(destination="Mary"),
    Place("Locations", "territory"): in_customs([{"territory": "KZ", "duty_pct": 10}], territory="KZ"),
    Place("Containers", "payload_t"): small_boxes(),
    Place("Tariffs", "cutoff_days"): rice(train(cutoff_days=1), LORRY, boxes=1),
    Place("Tariffs", "transit_countries"): avoiding(),
    Place("Tariffs", "valid_to"): rice(leg("rail", "daily", TEU=100, valid_to="2025-03-02"), LORRY, boxes=1),
    Place("Surcharges", "service"): charged(train(service="S1"), LORRY | {"service": "S2"}, service="S2"),
    Place("Surcharges", "border"): charged(train(), LORRY | {"borders": "Taftan"}, border="Taftan")
    | {"Borders": [{"border": "Taftan"}]},
    Place("Surcharges", "commodity"): of_steel(),
    Place("Transfers", "capacity_per"): at_the_origin(capacity=1, capacity_unit="teu", capacity_per="plan"),
    Place("Transfers", "co2_kg_per_t"): emitting_hub(),
    Place("Emissions", "distance_adjustment_pct"): emitting(distance_adjustment_pct=10),
    Place("Storage", "container"): stored(),
    Place("Borders", "capacity_per"): rice(leg("rail", "daily", TEU=100, borders="Taftan@0"), LORRY, boxes=2)
    | {"Borders": [{"border": "Taftan", "capacity": 1, "capacity_per": "plan"}]},
    Place("Borders", "closed_weekdays"): across(closed_weekdays="Mon"),
    Place("Tariffs", "transit_days_p95"): on_time(train(**SLOW)),
    Place("Borders", "dwell_days_p95"): on_time(train(borders="Taftan"), Borders=[{"border": "Taftan", **LATE}]),
    Place("Transfers", "dwell_days_p95"): on_time(
        train(), Transfers=[{"location": "Aktau", "from_mode": "rail", "to_mode": "destination", **LATE}]
    ),
    Place("Settings", "on_time_probability"): on_time(train(**SLOW)),
    Place("Cargo", "on_time_probability"): on_time(train(**SLOW), by_setting=False),
    Place("Borders", "closed_probability"): across(closed_from=MONDAY, closed_to=MONDAY, closed_probability=0.4),
    Place("Borders", "valid_to"): across(valid_to="2025-03-02"),
    Place("Cargo", "goods_origin"): in_customs(FROM_CHINA, goods_origin="CN"),
}
