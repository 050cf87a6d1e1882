"""What is carried, and in what."""

from __future__ import annotations

from tariffs.schema import Column, Sheet, Type
from tariffs.sheets.columns import POD, POL, SOURCE, ZERO, day, flag, number, text

CONTAINERS = Sheet(
    "Containers",
    "the container types",
    (
        text(
            "container",
            "its code, which names a column in other sheets",
            required=True,
            synonyms=("container_type", "equipment", "size_type"),
        ),
        number("teu", "twenty-foot equivalents", required=True, above=0),
        number("max_gross_t", "maximum gross mass", required=True, unit="t", above=0),
        number("tare_t", "mass empty", required=True, unit="t"),
        number("volume_m3", "inner volume", required=True, unit="m3", above=0),
        number("payload_t", "lowers max_gross_t − tare_t", unit="t", above=0),
        flag("reefer", "whether it cools", default=False),
        Column("aliases", Type.LIST, "other codes for it (20GP, 40HC)", synonyms=("alias",)),
        *SOURCE,
    ),
    required=True,
    key=("container",),
)

COMMODITIES = Sheet(
    "Commodities",
    "what is carried",
    (
        text("commodity", "its name", required=True, synonyms=("goods", "cargo")),
        text("hs", "Harmonised System code", synonyms=("hs_code", "hscode", "tariff_code")),
        number(
            "stowage_m3_per_t",
            "volume of a tonne as stowed",
            above=0,
            synonyms=("stowage_factor", "stowage"),
        ),
        flag("dangerous", "whether it is dangerous goods", default=False),
        flag("reefer", "whether it must be cooled", default=False),
        *SOURCE,
    ),
    key=("commodity",),
)

CARGO = Sheet(
    "Cargo",
    "the shipments",
    (
        text(
            "shipment",
            "its reference",
            required=True,
            synonyms=(
                "ref",
                "reference",
                "shipment_id",
                "shipment_ref",
                "booking_ref",
                "shipment_no",
            ),
        ),
        text(
            "origin",
            "where it is",
            required=True,
            names="Locations",
            synonyms=("por", "plor", "place_of_receipt", *POL),
        ),
        text(
            "destination",
            "where it goes",
            required=True,
            names="Locations",
            synonyms=("plod", "place_of_delivery", *POD),
        ),
        text(
            "commodity",
            "what it is",
            required=True,
            names="Commodities",
            synonyms=("goods", "cargo", "description_of_goods"),
        ),
        number(
            "weight_t",
            "cargo weight without containers",
            required=True,
            unit="t",
            above=0,
            synonyms=("gross_weight_t", "cargo_weight_t", "tonnes", "quantity_t"),
        ),
        number(
            "volume_m3",
            "volume as stowed (weight × stowage)",
            unit="m3",
            above=0,
            synonyms=("cbm", "m3", "measurement_m3"),
        ),
        number(
            "value",
            "of the goods alone, at origin",
            default=ZERO,
            synonyms=("goods_value", "cargo_value", "invoice_value"),
            money="currency",
        ),
        text(
            "currency",
            "of the value (base currency)",
            names="FX",
            synonyms=("ccy", "curr", "value_currency"),
        ),
        text(
            "goods_origin",
            "customs territory where the goods were made (that of origin)",
            synonyms=("country_of_origin", "origin_territory"),
        ),
        day(
            "ready",
            "first day it can leave",
            required=True,
            synonyms=("ready_date", "cargo_ready", "cargo_ready_date", "available_from"),
        ),
        day(
            "due",
            "last day of delivery",
            synonyms=("due_date", "deliver_by", "deadline", "delivery_date", "required_delivery"),
        ),
        number(
            "max_transit_days",
            "most days from ready to delivery",
            unit="days",
            above=0,
            synonyms=("max_transit", "transit_limit_days"),
        ),
        number(
            "on_time_probability",
            "least probability with which each of its bookings is to be delivered no later than due (that of Settings)",
            maximum=1,
        ),
        Column(
            "containers",
            Type.LIST,
            "types allowed (all); of `2x40HC` the number is not used",
            names="Containers",
            synonyms=("container", "equipment", "box_preference"),
        ),
        Column("modes", Type.LIST, "modes allowed on its legs (all)", synonyms=("mode",)),
        Column("services", Type.LIST, "services allowed on its legs (all)", synonyms=("service",)),
        Column("carriers", Type.LIST, "carriers allowed on its legs (all)", synonyms=("carrier", "line")),
        Column(
            "avoid",
            Type.LIST,
            "locations, borders, carriers or countries none of which is touched",
            synonyms=("avoids", "exclude"),
        ),
        text("incoterm", "reported", synonyms=("incoterms", "terms")),
        text("customer", "whose it is; reported, and costs are summed by it", synonyms=("client", "customer_name")),
        flag("split", "whether it may go in several bookings", default=True),
        number(
            "unserved_penalty_per_t",
            "price of a tonne left behind, base currency (that of Settings)",
            synonyms=("penalty_per_t",),
            money="base",
        ),
        *SOURCE,
    ),
    required=True,
    key=("shipment",),
    synonyms=("shipments", "bookings_request", "cargo_list"),
)
