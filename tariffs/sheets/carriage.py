"""What carriage costs and emits."""

from __future__ import annotations

from decimal import Decimal

from tariffs.book import CANCELLED, EXTRA
from tariffs.schema import Column, Sheet, Type
from tariffs.sheets.columns import (
    CAPACITY_UNITS,
    COMPLIANCE_COLUMN,
    CURRENCY,
    MODE,
    POD,
    POL,
    RATE,
    SOURCE,
    VALIDITY,
    ZERO,
    day,
    flag,
    number,
    percent,
    text,
)

BASES = ("container", "teu", "km", "tonne", "tonne_km", "wm")
#: What an emission factor rests on, in the words of ISO 14083.
FACTOR_KINDS = ("primary", "modelled", "default")
SURCHARGE_BASES = ("container", "teu", "tonne", "booking", "percent_freight", "percent_value")

TARIFFS = Sheet(
    "Tariffs",
    "carriage by one mode from one location to another, a leg each row",
    (
        text(
            "service",
            "rows of one service, mode, origin and destination are one departure (one of its own per carrier)",
            synonyms=("service_name", "train", "vessel_service"),
        ),
        text("carrier", "who carries", synonyms=("line", "operator", "railway", "scac")),
        MODE,
        text("origin", "where it starts", required=True, names="Locations", synonyms=POL),
        text("destination", "where it ends", required=True, names="Locations", synonyms=POD),
        number("distance_km", "tariff distance", unit="km", synonyms=("km", "distance")),
        number(
            "transit_days",
            "from departure to arrival without its borders, rounded up",
            required=True,
            unit="days",
            synonyms=("transit", "transit_time", "transit_time_days", "tt_days"),
        ),
        number(
            "transit_days_p95",
            "what 19 of 20 departures take at most, where transit_days is the median (no spread)",
            unit="days",
            synonyms=("transit_p95", "p95_transit_days"),
        ),
        Column(
            "departures",
            Type.SCHEDULE,
            "daily, weekdays (Mon,Thu), every N days, or dates; `except` and dates take some away "
            "(`Wed,Sat except 2025-03-19`)",
            default="daily",
            synonyms=("departure_days", "frequency", "sailing_days"),
        ),
        number(
            "cutoff_days",
            "between readiness at the terminal and departure, rounded up",
            default=ZERO,
            unit="days",
            synonyms=("cut_off_days", "cutoff", "cut_off"),
        ),
        number("capacity", "left for this plan per departure (unlimited)"),
        text(
            "capacity_unit",
            "what capacity and min_load count",
            choices=CAPACITY_UNITS,
            default="teu",
        ),
        number("min_load", "runs with at least that much or not at all", default=ZERO),
        number(
            "departure_cost",
            "for a departure that carries anything",
            default=ZERO,
            money="currency",
        ),
        Column(
            "borders",
            Type.CROSSINGS,
            "crossings in order, `Taftan@3; Sarakhs@8`: reached that many days after departure (on arrival)",
            names="Borders",
            synonyms=("border", "crossings"),
        ),
        CURRENCY,
        text(
            "basis",
            "what the amount is per",
            choices=BASES,
            default="container",
            synonyms=("rate_basis", "per"),
        ),
        RATE,
        number(
            "minimum_t",
            "tonnes charged at least, per container",
            default=ZERO,
            unit="t",
            synonyms=("minimum_weight_t",),
        ),
        number(
            "minimum_charge",
            "freight of a container at least, whatever the basis comes to",
            default=ZERO,
            money="currency",
        ),
        number(
            "max_gross_t",
            "weight band: the row holds up to this gross mass of a container",
            unit="t",
            above=0,
        ),
        number("max_payload_t", "most cargo in a container on this leg", unit="t", above=0),
        text("commodity", "only for it (all)", names="Commodities"),
        Column(
            "transit_countries",
            Type.LIST,
            "countries that it passes through, beside those of its ends and those that its borders lie between",
        ),
        flag(
            "dangerous",
            "whether dangerous goods are carried; blank: carried and flagged to confirm",
        ),
        Column(
            "dutiable_pct",
            Type.PERCENT,
            "share of the leg that counts towards customs value",
            default=Decimal(100),
            minimum=0,
            maximum=100,
        ),
        *VALIDITY,
        text("status", "only active rows run", default="active"),
        COMPLIANCE_COLUMN,
        number("co2_g_per_tkm", "the leg's own emission factor, well to wheel"),
        *SOURCE,
    ),
    container_columns=True,
    required=True,
    synonyms=("rates", "tariff"),
)

DEPARTURES = Sheet(
    "Departures",
    "what differs on one date from the rows of Tariffs",
    (
        text("service", "of that service (all)"),
        text("carrier", "of that carrier (all)"),
        text("mode", "of that mode (all)"),
        text("origin", "on legs from there (all)", names="Locations", synonyms=POL),
        text("destination", "on legs to there (all)", names="Locations", synonyms=POD),
        day("date", "of departure", required=True, synonyms=("departure_date", "departs")),
        text(
            "change",
            "does not run, or runs beside its schedule where a row of Tariffs is valid; blank beside a capacity",
            choices=(CANCELLED, EXTRA),
        ),
        number("capacity", "in place of that in Tariffs, in its unit"),
        *SOURCE,
    ),
    synonyms=("departure_changes", "blank_sailings", "cancellations"),
)

SURCHARGES = Sheet(
    "Surcharges",
    "what is added to a leg's freight where every given filter matches",
    (
        text(
            "surcharge",
            "its name",
            required=True,
            synonyms=("charge", "charge_name", "charge_code"),
        ),
        text("service", "of that service (all)"),
        text("carrier", "of that carrier (all)"),
        text("mode", "of that mode (all)"),
        text("origin", "on legs from there (all)", names="Locations", synonyms=POL),
        text("destination", "on legs to there (all)", names="Locations", synonyms=POD),
        text("border", "on legs that cross it (all)", names="Borders"),
        text(
            "container",
            "for that container (all)",
            names="Containers",
            synonyms=("container_type", "container_size", "equipment", "equipment_type", "size", "size_type"),
        ),
        text("commodity", "for that commodity (all)", names="Commodities"),
        flag("dangerous", "for dangerous goods, or for others (both)"),
        flag("reefer", "for reefer goods, or for others (both)"),
        text("basis", "what the amount is per", required=True, choices=SURCHARGE_BASES),
        number(
            "amount",
            "the charge, or percent; below zero it is a rebate, which per booking it cannot be",
            minimum=None,
            money="currency",
            share=True,
        ),
        CURRENCY,
        number("above_gross_t", "only containers heavier than that", unit="t"),
        *VALIDITY,
        *SOURCE,
    ),
    container_columns=True,
)

EMISSIONS = Sheet(
    "Emissions",
    "emission factors of the modes",
    (
        MODE,
        number("co2_g_per_tkm", "grams of CO2e per tonne and km, well to wheel", required=True),
        number("ttw_g_per_tkm", "of these, tank to wheel: what vehicles emit themselves (not known)"),
        percent(
            "distance_adjustment_pct",
            "how much longer the distance actually gone is than the stated one; emissions are multiplied by it, "
            "tonne-km are not (ISO 14083: distance adjustment factor)",
        ),
        text("kind", "what the factors rest on (not known)", choices=FACTOR_KINDS),
        *SOURCE,
    ),
    key=("mode",),
)
