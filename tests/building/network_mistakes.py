"""Mistakes in Settings, Locations, Containers, Commodities, FX, Pool, Emissions and whole sheets."""

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import Mistake, another, both, cells, without

WARNING = Severity.WARNING

NETWORK_MISTAKES = [
    Mistake(
        "no sheet Cargo", without("Cargo"), ("Cargo", 0, ""), Kind.SHEET,
        "there is no sheet Cargo (the shipments)", "name the workbook that holds it",
    ),
    Mistake(
        "no sheet Tariffs", both(without("Tariffs"), without("Surcharges")), ("Tariffs", 0, ""), Kind.SHEET,
        "there is no sheet Tariffs", "add it",
    ),
    Mistake(
        "no sheet Locations", without("Locations"), ("Locations", 0, ""), Kind.SHEET,
        "there is no sheet Locations", "add it",
    ),
    Mistake(
        "a least lot in kilograms", another("Settings", setting="min_lot_t", value=5000), ("Settings", 6, "value"),
        Kind.DOUBT, "min_lot_t is 5000 t, and no shipment is heavier", "in tonnes", Severity.WARNING,
    ),
    Mistake(
        "base currency in words", cells("Settings", value="US dollar"), ("Settings", 2, "value"), Kind.VALUE,
        'base_currency "US DOLLAR" is not a currency code', "three letters", value="US dollar",
    ),
    Mistake(
        "capital cost as a fraction", cells("Settings", 3, value=0.12), ("Settings", 3, "value"), Kind.PERCENT,
        "capital_cost_pct is 0.12, which is read as 0.12 %", "write 12 if 12 % is meant", WARNING,
    ),
    Mistake(
        "a location twice", another("Locations", location="karachi ", aliases=None), ("Locations", 5, "location"),
        Kind.DUPLICATE,
        'location "karachi " is there twice, first in row 2', "keep one of the two rows",
    ),
    Mistake(
        "an alias of two locations", cells("Locations", 3, aliases="khi"), ("Locations", 3, "aliases"), Kind.CONFLICT,
        'alias "khi" stands for "Zahedan" here and for "Karachi" in row 2', "take it out of one of the two rows",
    ),
    Mistake(
        "an alias that is a location", cells("Locations", 3, aliases="MOSCOW"), ("Locations", 3, "aliases"),
        Kind.CONFLICT,
        'alias "MOSCOW" of "Zahedan" is itself a location, in row 4', "take the alias out",
    ),
    Mistake(
        "a circle of two aliases",
        both(cells("Locations", 3, aliases="Moscow"), cells("Locations", 4, aliases="Zahedan")),
        ("Locations", 3, "aliases"), Kind.CONFLICT,
        "the aliases go in a circle: Zahedan → Moscow → Zahedan",
        "keep one row and list the other names as its aliases",
    ),
    Mistake(
        "a circle of three aliases",
        both(
            cells("Locations", 2, aliases="Zahedan"), cells("Locations", 3, aliases="Moscow"),
            cells("Locations", 4, aliases="Karachi"),
        ),
        ("Locations", 2, "aliases"), Kind.CONFLICT,
        "the aliases go in a circle: Karachi → Zahedan → Moscow → Karachi", "keep one row",
    ),
    Mistake(
        "a country in full", cells("Locations", 3, country="Iran"), ("Locations", 3, "country"), Kind.VALUE,
        'country "Iran" is not a country code', 'did you mean "IR"?', suggestion="IR",
    ),
    Mistake(
        "a country that is none", cells("Locations", 3, country="Persia"), ("Locations", 3, "country"), Kind.VALUE,
        'country "Persia" is not a country code', "two letters of ISO 3166",
    ),
    Mistake(
        "an alias that is another container", cells("Containers", aliases="20GP; feu"), ("Containers", 2, "aliases"),
        Kind.CONFLICT,
        'alias "feu" of "TEU" is itself a container, in row 3', "take the alias out, or delete that row",
    ),
    Mistake(
        "a container code twice", another("Containers", container="teu", aliases=None), ("Containers", 4, "container"),
        Kind.DUPLICATE, 'container "teu" is there twice, first in row 2', "keep one of the two rows",
    ),
    Mistake(
        "a container named like a column", another("Containers", container="Rate", aliases=None),
        ("Containers", 4, "container"), Kind.CONFLICT,
        'container "Rate" has the name of a column of other sheets', "give it another code",
    ),
    Mistake(
        "a tare above the gross mass", cells("Containers", 3, tare_t=30.5), ("Containers", 3, "tare_t"), Kind.CONFLICT,
        "tare_t 30.5 is not less than max_gross_t 30.5", "the tare being the mass empty",
    ),
    Mistake(
        "a payload of 44 t in a box for 26", cells("Containers", 3, payload_t=44), ("Containers", 3, "payload_t"),
        Kind.PAYLOAD,
        "payload_t 44 is more than max_gross_t − tare_t = 26.75", "26.75 t is used", WARNING, value="44",
    ),
    Mistake(
        "gross mass in kilograms", cells("Containers", max_gross_t=24300), ("Containers", 2, "max_gross_t"), Kind.DOUBT,
        "max_gross_t is 24300 tonnes", "name the column max_gross_kg", WARNING,
    ),
    Mistake(
        "feet instead of TEU", cells("Containers", teu=20), ("Containers", 2, "teu"), Kind.DOUBT,
        "teu is 20", "1 for a 20-foot box", WARNING,
    ),
    Mistake(
        "a commodity twice", another("Commodities", commodity="Rice"), ("Commodities", 3, "commodity"), Kind.DUPLICATE,
        'commodity "Rice" is there twice, first in row 2', "keep one of the two rows",
    ),
    Mistake(
        "a code in words", cells("Commodities", hs="rice, milled"), ("Commodities", 2, "hs"), Kind.VALUE,
        'hs "rice, milled" is not a code of the Harmonised System', "write its digits, such as 1006.30",
    ),
    Mistake(
        "a rate for the base currency", another("FX", currency="usd", rate=0.9), ("FX", 3, "rate"), Kind.CONFLICT,
        "USD is the base currency and its rate is 0.9", "delete the row",
    ),
    Mistake(
        "two rates from one day", another("FX", rate=0.0036), ("FX", 3, "currency"), Kind.DUPLICATE,
        "the rate of PKR from 2025-01-01 is there twice, first in row 2", "keep one of the two rows",
    ),
    Mistake(
        "a rate that begins too late", cells("FX", valid_from="2025-03-04"), ("FX", 2, "valid_from"), Kind.CURRENCY,
        "PKR is needed from 2025-03-03 (Tariffs, row 2), and its first rate holds from 2025-03-04",
        "add a rate of PKR valid from 2025-03-03 or earlier",
    ),
    Mistake(
        "a rate that begins after a leg departs to a border",
        both(
            cells("Borders", currency="EUR", valid_from="2025-03-07"),
            another("FX", currency="EUR", rate=1.1, valid_from="2025-03-07"),
            another("Borders", currency=None, valid_from=None, valid_to="2025-03-06"),
        ),
        ("FX", 3, "valid_from"), Kind.CURRENCY,
        "EUR is needed from 2025-03-03 (Borders, row 2), and its first rate holds from 2025-03-07",
        "add a rate of EUR valid from 2025-03-03 or earlier",
    ),
    Mistake(
        "a pool twice", another("Pool", location="KHI", container="20GP"), ("Pool", 3, "container"), Kind.DUPLICATE,
        "the pool of 20GP at KHI is there twice, first in row 2", "keep one of the two rows",
    ),
    Mistake(
        "a pool of unknown containers", cells("Pool", container="TUE"), ("Pool", 2, "container"), Kind.NAME,
        'container "TUE" is not in Containers', 'did you mean "TEU"?',
    ),
    Mistake(
        "a pool at an unknown place", cells("Pool", location="Karaci"), ("Pool", 2, "location"), Kind.NAME,
        'location "Karaci" is not in Locations', 'did you mean "Karachi"?',
    ),
    Mistake(
        "an emission factor twice", another("Emissions", mode="Rail"), ("Emissions", 4, "mode"), Kind.DUPLICATE,
        'mode "Rail" is there twice, first in row 2', "keep one of the two rows",
    ),
    Mistake(
        "a mode without emission factor", lambda world: world["Emissions"].pop(), ("Tariffs", 4, "mode"), Kind.DOUBT,
        "road has no emission factor, so its CO2e is counted as 0", "add a row for road to Emissions", WARNING,
    ),
    Mistake(
        "an emission factor without a source", cells("Emissions", 3, source=None), ("Emissions", 3, "source"),
        Kind.DOUBT, "no source is stated for the emission factor", "write where the figure comes from", WARNING,
    ),
    Mistake(
        "more from tank to wheel than from well to wheel", cells("Emissions", 2, ttw_g_per_tkm=29),
        ("Emissions", 2, "ttw_g_per_tkm"), Kind.CONFLICT,
        "29 g tank to wheel is more than the 28 g well to wheel", "correct one of them",
    ),
    Mistake(
        "a distance adjustment as a fraction", cells("Emissions", 2, distance_adjustment_pct=0.05),
        ("Emissions", 2, "distance_adjustment_pct"), Kind.PERCENT,
        "distance_adjustment_pct is 0.05, which is read as 0.05 %", "write 5 if 5 % is meant", WARNING,
    ),
    Mistake(
        "emissions of some hubs alone",
        both(cells("Transfers", 2, co2_kg_per_t=2), another("Transfers", from_mode="road", co2_kg_per_t=None)),
        ("Transfers", 3, "co2_kg_per_t"), Kind.DOUBT,
        "co2_kg_per_t is blank, so what is emitted here is counted as 0", "for all transfers, or for none", WARNING,
    ),
    Mistake(
        "a distance missing where CO2 has a price", cells("Tariffs", 3, distance_km=None),
        ("Tariffs", 3, "distance_km"),
        Kind.DOUBT, "so the leg's CO2e is counted as 0", "write the distance", WARNING,
    ),
    Mistake(
        "a border between three countries", cells("Borders", between="PK;IR;AF"), ("Borders", 2, "between"), Kind.VALUE,
        '"PK;IR;AF" does not name two countries', "write both codes, such as PK;IR",
    ),
    Mistake(
        "a border between a country and itself", cells("Borders", between="PK;pk"), ("Borders", 2, "between"),
        Kind.VALUE, '"PK;pk" does not name two countries', "write both codes, such as PK;IR",
    ),
    Mistake(
        "a border of a country that there is not", cells("Borders", between="PK;ZZ"), ("Borders", 2, "between"),
        Kind.VALUE, '"ZZ" is not the code of a country', "such as PK, IR, RU",
    ),
    Mistake(
        "a border of a country by its name", cells("Borders", between="PK;Iran"), ("Borders", 2, "between"),
        Kind.VALUE, '"Iran" is not the code of a country', 'did you mean "IR"?', suggestion="PK;IR",
    ),
    Mistake(
        "a border in two places",
        both(cells("Borders", between="PK;IR"), another("Borders", mode="road", between="PK;AF")),
        ("Borders", 3, "between"), Kind.CONFLICT,
        'border "Taftan" lies between AF and PK here, and between IR and PK in row 2', "correct one of them",
    ),
]  # fmt: skip
