"""Every sheet and column of the contract, once."""

from __future__ import annotations

from decimal import Decimal

from tariffs.schema import Column, Sheet, Type

ZERO = Decimal(0)
BASES = ("container", "teu", "km", "tonne", "tonne_km", "wm")
SURCHARGE_BASES = ("container", "teu", "tonne", "booking", "percent_freight", "percent_value")
CAPACITY_UNITS = ("teu", "containers", "tonnes")
PERIODS = ("day", "week", "month", "plan")
COMPLIANCE = ("ok", "review", "blocked")

SOURCE = (
    Column("source", Type.TEXT, "where the figure comes from", synonyms=("reference_source",)),
    Column("note", Type.TEXT, "anything a reader should know", synonyms=("notes", "remark", "remarks")),
)


def _text(  # noqa: PLR0913 - one argument for each field of Column
    name: str,
    description: str,
    *,
    required: bool = False,
    names: str = "",
    synonyms: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    default: str | None = None,
) -> Column:
    return Column(
        name,
        Type.TEXT,
        description,
        required=required,
        names=names,
        synonyms=synonyms,
        choices=choices,
        default=default,
    )


def _number(  # noqa: PLR0913 - one argument for each field of Column
    name: str,
    description: str,
    *,
    required: bool = False,
    default: Decimal | None = None,
    unit: str = "",
    minimum: int | None = 0,
    above: int | None = None,
    synonyms: tuple[str, ...] = (),
    money: str = "",
) -> Column:
    return Column(
        name,
        Type.NUMBER,
        description,
        required=required,
        default=default,
        unit=unit,
        minimum=None if above is not None else minimum,
        above=above,
        synonyms=synonyms,
        money=money,
    )


def _percent(name: str, description: str, *, default: Decimal | None = ZERO, maximum: int | None = None) -> Column:
    return Column(name, Type.PERCENT, description, default=default, minimum=0, maximum=maximum)


def _date(name: str, description: str, *, required: bool = False, synonyms: tuple[str, ...] = ()) -> Column:
    return Column(name, Type.DATE, description, required=required, synonyms=synonyms)


def _flag(name: str, description: str, *, default: bool | None = None) -> Column:
    return Column(name, Type.FLAG, description, default=default)


CURRENCY = _text("currency", "of the amounts in the row (base currency)", names="FX", synonyms=("ccy", "curr"))
VALIDITY = (
    _date(
        "valid_from",
        "first day it holds (always)",
        synonyms=("effective", "effective_date", "effective_from", "from_date"),
    ),
    _date(
        "valid_to",
        "last day it holds (always)",
        synonyms=("expiry", "expiry_date", "expires", "valid_until", "to_date", "valid_till"),
    ),
)
MODE = _text(
    "mode",
    "rail, road, sea, or any other word",
    required=True,
    synonyms=("transport_mode", "mode_of_transport"),
)
COMPLIANCE_COLUMN = _text(
    "compliance",
    "ok; review is used and flagged; blocked is never used",
    choices=COMPLIANCE,
    default="ok",
)
RATE = _number(
    "rate",
    "amount for every container type, where all container columns are blank",
    minimum=None,
    money="currency",
)
POL = ("pol", "port_of_loading", "from", "from_location", "load_port", "loading_port")
POD = ("pod", "port_of_discharge", "to", "to_location", "discharge_port")

SETTINGS = Sheet(
    "Settings",
    "figures that hold for the whole book",
    (
        _text("setting", "its name", required=True, synonyms=("name", "parameter", "key")),
        Column("value", Type.ANY, "its value"),
        *SOURCE,
    ),
    key=("setting",),
)

#: What the `setting` column may name; each is read as this column would be.
SETTING_COLUMNS = (
    _text("base_currency", "currency of every total", default="USD"),
    _percent("capital_cost_pct", "cost of capital per year on the goods value in transit"),
    _percent("insurance_pct", "premium on the insured value"),
    Column(
        "insurance_uplift_pct",
        Type.PERCENT,
        "insured value as a share of goods value and transport",
        default=Decimal(110),
        minimum=0,
    ),
    _number("co2_price_per_t", "price of a tonne of CO2e, base currency", default=ZERO, money="base"),
    _number(
        "unserved_penalty_per_t",
        "price of a tonne left behind, base currency; blank: serving comes first",
        money="base",
    ),
    _flag("allow_review", "whether rows marked review may be used", default=True),
    _text("number_style", "how numbers written as text are read", choices=("1,234.50", "1.234,50")),
    _text("date_style", "how dates written as text are read", choices=("dmy", "mdy", "ymd")),
)

LOCATIONS = Sheet(
    "Locations",
    "where cargo can start, end or change legs",
    (
        _text(
            "location",
            "its name in every other sheet",
            required=True,
            synonyms=("code", "node", "place", "locode", "un_locode"),
        ),
        _text("name", "in full"),
        _text("country", "ISO 3166 code of two letters", required=True, synonyms=("country_code",)),
        _text("territory", "customs territory (the country)", synonyms=("customs_territory",)),
        _text("kind", "city, terminal, port, border", synonyms=("type",)),
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

CONTAINERS = Sheet(
    "Containers",
    "the container types",
    (
        _text(
            "container",
            "its code, which names a column in other sheets",
            required=True,
            synonyms=("container_type", "equipment", "size_type"),
        ),
        _number("teu", "twenty-foot equivalents", required=True, above=0),
        _number("max_gross_t", "maximum gross mass", required=True, unit="t", above=0),
        _number("tare_t", "mass empty", required=True, unit="t"),
        _number("volume_m3", "inner volume", required=True, unit="m3", above=0),
        _number("payload_t", "lowers max_gross_t − tare_t", unit="t", above=0),
        _flag("reefer", "whether it cools", default=False),
        Column("aliases", Type.LIST, "other codes for it (20GP, 40HC)", synonyms=("alias",)),
        *SOURCE,
    ),
    required=True,
    key=("container",),
)

TARIFFS = Sheet(
    "Tariffs",
    "carriage by one mode from one location to another, a leg each row",
    (
        _text(
            "service",
            "rows of one service, mode, origin and destination are one departure (one of its own per carrier)",
            synonyms=("service_name", "train", "vessel_service"),
        ),
        _text("carrier", "who carries", synonyms=("line", "operator", "railway", "scac")),
        MODE,
        _text("origin", "where it starts", required=True, names="Locations", synonyms=POL),
        _text("destination", "where it ends", required=True, names="Locations", synonyms=POD),
        _number("distance_km", "tariff distance", unit="km", synonyms=("km", "distance")),
        _number(
            "transit_days",
            "from departure to arrival without its borders, rounded up",
            required=True,
            unit="days",
            synonyms=("transit", "transit_time", "transit_time_days", "tt_days"),
        ),
        Column(
            "departures",
            Type.SCHEDULE,
            "daily, weekdays (Mon,Thu), every N days, or dates",
            default="daily",
            synonyms=("departure_days", "frequency", "sailing_days"),
        ),
        _number(
            "cutoff_days",
            "between readiness at the terminal and departure, rounded up",
            default=ZERO,
            unit="days",
            synonyms=("cut_off_days", "cutoff", "cut_off"),
        ),
        _number("capacity", "left for this plan per departure (unlimited)"),
        _text(
            "capacity_unit",
            "what capacity and min_load count",
            choices=CAPACITY_UNITS,
            default="teu",
        ),
        _number("min_load", "runs with at least that much or not at all", default=ZERO),
        _number(
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
        _text(
            "basis",
            "what the amount is per",
            choices=BASES,
            default="container",
            synonyms=("rate_basis", "per"),
        ),
        RATE,
        _number(
            "minimum_t",
            "tonnes charged at least, per container",
            default=ZERO,
            unit="t",
            synonyms=("minimum_weight_t",),
        ),
        _number(
            "max_gross_t",
            "weight band: the row holds up to this gross mass of a container",
            unit="t",
            above=0,
        ),
        _number("max_payload_t", "most cargo in a container on this leg", unit="t", above=0),
        _text("commodity", "only for it (all)", names="Commodities"),
        _flag(
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
        _text("status", "only active rows run", default="active"),
        COMPLIANCE_COLUMN,
        _number("co2_g_per_tkm", "the leg's own emission factor, well to wheel"),
        *SOURCE,
    ),
    container_columns=True,
    required=True,
    synonyms=("rates", "tariff"),
)

SURCHARGES = Sheet(
    "Surcharges",
    "what is added to a leg's freight where every given filter matches",
    (
        _text(
            "surcharge",
            "its name",
            required=True,
            synonyms=("charge", "charge_name", "charge_code"),
        ),
        _text("service", "of that service (all)"),
        _text("carrier", "of that carrier (all)"),
        _text("mode", "of that mode (all)"),
        _text("origin", "on legs from there (all)", names="Locations", synonyms=POL),
        _text("destination", "on legs to there (all)", names="Locations", synonyms=POD),
        _text("border", "on legs that cross it (all)", names="Borders"),
        _text("container", "for that container (all)", names="Containers"),
        _text("commodity", "for that commodity (all)", names="Commodities"),
        _flag("dangerous", "for dangerous goods, or for others (both)"),
        _flag("reefer", "for reefer goods, or for others (both)"),
        _text("basis", "what the amount is per", required=True, choices=SURCHARGE_BASES),
        _number("amount", "the charge, or percent", minimum=None, money="currency"),
        CURRENCY,
        _number("above_gross_t", "only containers heavier than that", unit="t"),
        *VALIDITY,
        *SOURCE,
    ),
    container_columns=True,
)

TRANSFERS = Sheet(
    "Transfers",
    "the change from one leg to the next, and the handling at both ends",
    (
        _text("location", "where", required=True, names="Locations"),
        _text("from_mode", "a mode, any, or origin", required=True, synonyms=("from",)),
        _text("to_mode", "a mode, any, or destination", required=True, synonyms=("to",)),
        _number(
            "dwell_days",
            "passes before the next departure, rounded up",
            default=ZERO,
            unit="days",
            synonyms=("dwell",),
        ),
        CURRENCY,
        RATE,
        _number("capacity", "left for this plan (unlimited)"),
        _text(
            "capacity_unit",
            "what capacity counts",
            choices=("containers", "teu", "tonnes"),
            default="containers",
        ),
        _text("capacity_per", "the period of the capacity", choices=PERIODS, default="day"),
        *SOURCE,
    ),
    container_columns=True,
    synonyms=("transshipments", "handling"),
)

STORAGE = Sheet(
    "Storage",
    "days at an intermediate location beyond the free ones",
    (
        _text("location", "where", required=True, names="Locations"),
        _text("container", "for that container (all)", names="Containers"),
        _number("free_days", "days without charge", default=ZERO, unit="days"),
        Column(
            "from_day",
            Type.INTEGER,
            "first day of the band, counted after the free ones",
            default=1,
            minimum=1,
        ),
        _number("rate_per_day", "per container and day in the band", required=True, money="currency"),
        CURRENCY,
        *SOURCE,
    ),
)

BORDERS = Sheet(
    "Borders",
    "crossings: their days, fees and capacities",
    (
        _text("border", "its name", required=True, synonyms=("crossing", "border_crossing")),
        _text("mode", "for that mode (all others)"),
        _number(
            "dwell_days",
            "passes at the crossing, rounded up",
            default=ZERO,
            unit="days",
            synonyms=("dwell",),
        ),
        _number("capacity", "left for this plan (unlimited)"),
        _text(
            "capacity_unit",
            "what capacity counts; a vehicle carries one container",
            choices=("containers", "teu", "vehicles", "tonnes"),
            default="containers",
        ),
        _text("capacity_per", "the period of the capacity", choices=PERIODS, default="day"),
        CURRENCY,
        RATE,
        _number("fee_per_t", "per tonne of cargo", default=ZERO, money="currency"),
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
        _text("location", "where", required=True, names="Locations"),
        _text("container", "of that type", required=True, names="Containers"),
        Column("available", Type.INTEGER, "how many", required=True, minimum=0),
        *SOURCE,
    ),
    key=("location", "container"),
)

COMMODITIES = Sheet(
    "Commodities",
    "what is carried",
    (
        _text("commodity", "its name", required=True, synonyms=("goods", "cargo")),
        _text("hs", "Harmonised System code", synonyms=("hs_code", "hscode", "tariff_code")),
        _number(
            "stowage_m3_per_t",
            "volume of a tonne as stowed",
            above=0,
            synonyms=("stowage_factor", "stowage"),
        ),
        _flag("dangerous", "whether it is dangerous goods", default=False),
        _flag("reefer", "whether it must be cooled", default=False),
        *SOURCE,
    ),
    key=("commodity",),
)

DUTIES = Sheet(
    "Duties",
    "what the territory of the destination charges",
    (
        _text("territory", "of the destination", required=True),
        _text("commodity", "for that commodity (all)", names="Commodities"),
        _text("hs", "for codes that start so (all)", synonyms=("hs_code", "hs_prefix")),
        _text("origin_territory", "for goods of that origin (all)"),
        _text(
            "valuation",
            "whether transport and insurance are in the customs value",
            choices=("cif", "fob"),
            default="cif",
        ),
        _percent("duty_pct", "of the customs value"),
        _number(
            "specific_per_t",
            "per tonne, where that is more",
            default=ZERO,
            money="specific_currency",
        ),
        _text("specific_currency", "of specific_per_t (base currency)", names="FX"),
        _percent("additional_pct", "of the customs value, on top"),
        _percent("vat_pct", "of customs value and duty"),
        _flag("vat_recoverable", "whether the tax is reported and not counted", default=True),
        *VALIDITY,
        *SOURCE,
    ),
)

FX = Sheet(
    "FX",
    "rates of exchange",
    (
        _text("currency", "ISO 4217 code", required=True, synonyms=("ccy", "curr")),
        _number(
            "rate",
            "base units for one unit of it",
            required=True,
            above=0,
            synonyms=("fx_rate", "exchange_rate"),
            money="base",
        ),
        _date(
            "valid_from",
            "first day it holds (always)",
            synonyms=("effective", "effective_date", "date"),
        ),
        *SOURCE,
    ),
    key=("currency", "valid_from"),
)

EMISSIONS = Sheet(
    "Emissions",
    "well-to-wheel factors of the modes",
    (
        MODE,
        _number("co2_g_per_tkm", "grams of CO2e per tonne and km", required=True),
        *SOURCE,
    ),
    key=("mode",),
)

SCENARIOS = Sheet(
    "Scenarios",
    "named changes to the book",
    (
        _text("scenario", "its name", required=True),
        _text("sheet", "the sheet that it changes", required=True),
        _text("match", "the rows: `border=Taftan; mode=road` (all)"),
        _text("column", "the column that it changes, a container column too", required=True),
        _text("change", "what is done with the cell", required=True, choices=("set", "times", "plus")),
        Column("value", Type.ANY, "to what, or by what"),
        *SOURCE,
    ),
)

CARGO = Sheet(
    "Cargo",
    "the shipments",
    (
        _text(
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
        _text(
            "origin",
            "where it is",
            required=True,
            names="Locations",
            synonyms=("por", "plor", "place_of_receipt", *POL),
        ),
        _text(
            "destination",
            "where it goes",
            required=True,
            names="Locations",
            synonyms=("plod", "place_of_delivery", *POD),
        ),
        _text(
            "commodity",
            "what it is",
            required=True,
            names="Commodities",
            synonyms=("goods", "cargo", "description_of_goods"),
        ),
        _number(
            "weight_t",
            "cargo weight without containers",
            required=True,
            unit="t",
            above=0,
            synonyms=("gross_weight_t", "cargo_weight_t", "tonnes", "quantity_t"),
        ),
        _number(
            "volume_m3",
            "volume as stowed (weight × stowage)",
            unit="m3",
            above=0,
            synonyms=("cbm", "m3", "measurement_m3"),
        ),
        _number(
            "value",
            "of the goods alone, at origin",
            default=ZERO,
            synonyms=("goods_value", "cargo_value", "invoice_value"),
            money="currency",
        ),
        _text(
            "currency",
            "of the value (base currency)",
            names="FX",
            synonyms=("ccy", "curr", "value_currency"),
        ),
        _text(
            "goods_origin",
            "customs territory where the goods were made (that of origin)",
            synonyms=("country_of_origin", "origin_territory"),
        ),
        _date(
            "ready",
            "first day it can leave",
            required=True,
            synonyms=("ready_date", "cargo_ready", "cargo_ready_date", "available_from"),
        ),
        _date(
            "due",
            "last day of delivery",
            synonyms=("due_date", "deliver_by", "deadline", "delivery_date", "required_delivery"),
        ),
        _number(
            "max_transit_days",
            "most days from ready to delivery",
            unit="days",
            above=0,
            synonyms=("max_transit", "transit_limit_days"),
        ),
        Column(
            "containers",
            Type.LIST,
            "types allowed (all)",
            names="Containers",
            synonyms=("container", "equipment", "box_preference"),
        ),
        Column("modes", Type.LIST, "modes allowed (all)", synonyms=("mode",)),
        Column(
            "avoid",
            Type.LIST,
            "locations, borders, carriers or countries not to use",
            synonyms=("avoids", "exclude"),
        ),
        _text("incoterm", "reported", synonyms=("incoterms", "terms")),
        _flag("split", "whether it may go in several bookings", default=True),
        _number(
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

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        SETTINGS,
        LOCATIONS,
        CONTAINERS,
        TARIFFS,
        SURCHARGES,
        TRANSFERS,
        STORAGE,
        BORDERS,
        POOL,
        COMMODITIES,
        DUTIES,
        FX,
        EMISSIONS,
        SCENARIOS,
        CARGO,
    )
}

#: Sheets that explain a workbook and hold none of its data, normalised: passed over without a word.
GUIDES = frozenset(("read_me", "readme"))
