"""Where cargo goes: locations, and what happens at them and at borders."""

from __future__ import annotations

from tariffs.schema import Column, Sheet, Type
from tariffs.sheets.columns import COMPLIANCE_COLUMN, CURRENCY, PERIODS, RATE, SOURCE, VALIDITY, ZERO, number, text

DWELL_P95 = number(
    "dwell_days_p95",
    "what 19 of 20 take at most, where dwell_days is the median (no spread)",
    unit="days",
    synonyms=("dwell_p95", "p95_dwell_days"),
)

LOCATIONS = Sheet(
    "Locations",
    "where cargo can start, end or change legs",
    (
        text(
            "location",
            "its name in every other sheet",
            required=True,
            synonyms=("code", "node", "place"),
        ),
        text("name", "in full, by which it is found too"),
        text("locode", "UN/LOCODE, by which it is found too", synonyms=("un_locode", "unlocode")),
        text("country", "ISO 3166 code of two letters", required=True, synonyms=("country_code",)),
        text("territory", "customs territory (the country)", synonyms=("customs_territory",)),
        text("kind", "city, terminal, port, border", synonyms=("type",)),
        Column("latitude", Type.NUMBER, "degrees north", minimum=-90, maximum=90, synonyms=("lat",)),
        Column(
            "longitude",
            Type.NUMBER,
            "degrees east",
            minimum=-180,
            maximum=180,
            synonyms=("lon", "lng", "long"),
        ),
        Column("aliases", Type.LIST, "other names for it", synonyms=("alias", "also_known_as")),
        *SOURCE,
    ),
    required=True,
    key=("location",),
)

TRANSFERS = Sheet(
    "Transfers",
    "the change from one leg to the next, and the handling at both ends",
    (
        text("location", "where", required=True, names="Locations"),
        text("from_mode", "a mode, any, or origin", required=True, synonyms=("from",)),
        text("to_mode", "a mode, any, or destination", required=True, synonyms=("to",)),
        number(
            "dwell_days",
            "passes before the next departure, rounded up",
            default=ZERO,
            unit="days",
            synonyms=("dwell",),
        ),
        DWELL_P95,
        CURRENCY,
        RATE,
        number("capacity", "left for this plan (unlimited)"),
        text(
            "capacity_unit",
            "what capacity counts",
            choices=("containers", "teu", "tonnes"),
            default="containers",
        ),
        text("capacity_per", "the period of the capacity", choices=PERIODS, default="day"),
        number("co2_kg_per_t", "kilograms of CO2e per tonne handled, well to wheel (not known, counted as 0)"),
        *SOURCE,
    ),
    container_columns=True,
    synonyms=("transshipments", "handling"),
)

STORAGE = Sheet(
    "Storage",
    "days at an intermediate location beyond the free ones",
    (
        text("location", "where", required=True, names="Locations"),
        text("container", "for that container (all)", names="Containers"),
        number("free_days", "days without charge", default=ZERO, unit="days"),
        Column(
            "from_day",
            Type.INTEGER,
            "first day of the band, counted after the free ones",
            default=1,
            minimum=1,
        ),
        number("rate_per_day", "per container and day in the band", required=True, money="currency"),
        CURRENCY,
        *SOURCE,
    ),
)

BORDERS = Sheet(
    "Borders",
    "crossings: their days, fees and capacities",
    (
        text("border", "its name", required=True, synonyms=("crossing", "border_crossing")),
        Column(
            "between",
            Type.LIST,
            "the two countries that meet there, `PK;IR`; in any row of a border it holds for all",
        ),
        text("mode", "for that mode (all others)"),
        number(
            "dwell_days",
            "passes at the crossing, rounded up",
            default=ZERO,
            unit="days",
            synonyms=("dwell",),
        ),
        DWELL_P95,
        number("capacity", "left for this plan (unlimited)"),
        text(
            "capacity_unit",
            "what capacity counts; a vehicle carries one container",
            choices=("containers", "teu", "vehicles", "tonnes"),
            default="containers",
        ),
        text("capacity_per", "the period of the capacity", choices=PERIODS, default="day"),
        CURRENCY,
        RATE,
        number("fee_per_t", "per tonne of cargo", default=ZERO, money="currency"),
        Column(
            "closed_weekdays",
            Type.WEEKDAYS,
            "days of every week without crossing",
            synonyms=("closed_days",),
        ),
        Column("closed_from", Type.DATES, "first days of closures"),
        Column(
            "closed_to",
            Type.DATES,
            "last days of closures, in the same order; none is until further notice",
        ),
        number(
            "closed_probability",
            "how likely each of them is, 0 to 1 (certain); below 0.5 a plan does not wait for it",
            maximum=1,
            synonyms=("closure_probability",),
        ),
        *VALIDITY,
        COMPLIANCE_COLUMN,
        *SOURCE,
    ),
    container_columns=True,
)

POOL = Sheet(
    "Pool",
    "containers that may start at a location over the whole plan",
    (
        text("location", "where", required=True, names="Locations"),
        text("container", "of that type", required=True, names="Containers"),
        Column("available", Type.INTEGER, "how many", required=True, minimum=0),
        *SOURCE,
    ),
    key=("location", "container"),
)
