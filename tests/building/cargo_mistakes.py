"""Mistakes in Cargo."""

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import NOTHING, Mistake, another, both, cells, without

WARNING = Severity.WARNING

CARGO_MISTAKES = [
    Mistake(
        "a country to avoid misspelt", cells("Cargo", avoid="Afganistan"), ("Cargo", 2, "avoid"), Kind.NAME,
        '"Afganistan" is not a location, border, carrier or country', 'did you mean "AF"?', suggestion="AF",
    ),
    Mistake(
        "a shipment twice", another("Cargo", shipment="r1"), ("Cargo", 3, "shipment"), Kind.DUPLICATE,
        'shipment "r1" is there twice, first in row 2', "keep one of the two rows",
    ),
    Mistake(
        "two shipments under one reference", another("Cargo", weight_t=22), ("Cargo", 3, "shipment"), Kind.DUPLICATE,
        'shipment "R1" is there twice, first in row 2', "the two rows differ: give one of them a reference of its own",
    ),
    Mistake(
        "another word for a container",
        both(cells("Containers", 3, aliases="40GP; 40HC"), cells("Cargo", containers="40'HQ")),
        ("Cargo", 2, "containers"), Kind.NAME, 'container "40\'HQ" is not in Containers', 'did you mean "FEU"?',
        suggestion="FEU",
    ),
    Mistake(
        "a container of another length",
        both(cells("Containers", 3, aliases="40GP; 40HC"), cells("Cargo", containers="45HC")),
        ("Cargo", 2, "containers"), Kind.NAME, 'container "45HC" is not in Containers',
        "otherwise add a row for it to Containers", suggestion=NOTHING,
    ),
    Mistake(
        "a container of another kind",
        both(cells("Containers", 3, aliases="40GP; 40HC"), cells("Cargo", containers="40RH")),
        ("Cargo", 2, "containers"), Kind.NAME, 'container "40RH" is not in Containers', "known are", suggestion=NOTHING,
    ),
    Mistake(
        "cargo from an unknown place", cells("Cargo", origin="Karchi"), ("Cargo", 2, "origin"), Kind.NAME,
        'location "Karchi" is not in Locations', 'did you mean "Karachi"?',
    ),
    Mistake(
        "cargo to an unknown place", cells("Cargo", destination="Minsk"), ("Cargo", 2, "destination"), Kind.NAME,
        'location "Minsk" is not in Locations', "known are KHI, Karachi, MOW, Moscow",
    ),
    Mistake(
        "cargo to where it is", cells("Cargo", destination="KHI"), ("Cargo", 2, "destination"), Kind.CONFLICT,
        'origin and destination are both "Karachi"', "correct one of them",
    ),
    Mistake(
        "cargo of an unknown commodity", cells("Cargo", commodity="rise"), ("Cargo", 2, "commodity"), Kind.NAME,
        'commodity "rise" is not in Commodities', 'did you mean "rice"?',
    ),
    Mistake(
        "no sheet that defines the commodity",
        both(without("Commodities"), cells("Duties", commodity=None)), ("Cargo", 2, "commodity"), Kind.NAME,
        'commodity "rice" is not in Commodities', "add a row for it to Commodities",
    ),
    Mistake(
        "a value in a currency without rate", cells("Cargo", currency="EUR"), ("Cargo", 2, "currency"), Kind.CURRENCY,
        'currency "EUR" is not in FX', "add a row to FX",
    ),
    Mistake(
        "due before ready", cells("Cargo", due="2025-03-02"), ("Cargo", 2, "due"), Kind.DATES,
        "due 2025-03-02 is before ready 2025-03-03", "correct one of the two dates",
    ),
    Mistake(
        "due years after ready", cells("Cargo", due="2030-04-02"), ("Cargo", 2, "due"), Kind.DOUBT,
        "due 2030-04-02 is 1856 days after ready 2025-03-03", "correct the year of one of them", WARNING,
    ),
    Mistake(
        "cargo of a year long ago",
        both(cells("FX", valid_from=None), another("Cargo", shipment="R2", ready="2003-03-25")),
        ("Cargo", 3, "ready"), Kind.DOUBT,
        "ready is 2003-03-25, more than a year from other cargo, which is ready on 2025-03-03",
        "correct the year", WARNING,
    ),
    Mistake(
        "no limit of time", cells("Cargo", max_transit_days=None), ("Cargo", 2, "due"), Kind.BLANK,
        "neither due nor max_transit_days is given", "write the last day of delivery",
    ),
    Mistake(
        "grams in the weight", cells("Cargo", weight_t=65.9995), ("Cargo", 2, "weight_t"), Kind.IGNORED,
        "weight 65.9995 t is not in whole kilograms", "66.000 t is used", WARNING,
    ),
    Mistake(
        "less than half a kilogram", cells("Cargo", weight_t=0.0004), ("Cargo", 2, "weight_t"), Kind.RANGE,
        "weight 0.0004 t is less than a kilogram", "write the weight in tonnes",
    ),
    Mistake(
        "kilograms in a column of tonnes", cells("Cargo", weight_t=66000), ("Cargo", 2, "weight_t"), Kind.DOUBT,
        "weight is 66000 tonnes", "name the column weight_kg", WARNING,
    ),
    Mistake(
        "neither volume nor stowage", cells("Commodities", stowage_m3_per_t=None), ("Cargo", 2, "volume_m3"),
        Kind.DOUBT,
        'volume_m3 is blank, and "rice" has no stowage_m3_per_t', "containers are filled by weight alone", WARNING,
    ),
    Mistake(
        "an unknown container allowed", cells("Cargo", containers="TEU; 45HC"), ("Cargo", 2, "containers"), Kind.NAME,
        'container "45HC" is not in Containers', "known are 20GP, 40GP, FEU, TEU",
    ),
    Mistake(
        "an unknown mode allowed", cells("Cargo", modes="rail; raod"), ("Cargo", 2, "modes"), Kind.NAME,
        'no row of Tariffs has the mode "raod"', 'did you mean "road"?',
    ),
    Mistake(
        "an unknown service allowed", cells("Cargo", services="PR1; IR2"), ("Cargo", 2, "services"), Kind.NAME,
        'no row of Tariffs has the service "IR2"', "known are IR1, PR1, TIR", suggestion=NOTHING,
    ),
    Mistake(
        "an unknown carrier allowed", cells("Cargo", carriers="Pakistan Railway"), ("Cargo", 2, "carriers"), Kind.NAME,
        'no row of Tariffs has the carrier "Pakistan Railway"', 'did you mean "Pakistan Railways"?',
        suggestion="Pakistan Railways",
    ),
    Mistake(
        "an unknown word to avoid", cells("Cargo", avoid="Tftan"), ("Cargo", 2, "avoid"), Kind.NAME,
        '"Tftan" is not a location, border, carrier or country', 'did you mean "Taftan"?',
    ),
    Mistake(
        "a country to avoid that there is not", cells("Cargo", avoid="ZZ"), ("Cargo", 2, "avoid"), Kind.NAME,
        '"ZZ" is not a location, border, carrier or country', "correct it, or take it out",
    ),
    Mistake(
        "a country to avoid by its name", cells("Cargo", avoid="Iran"), ("Cargo", 2, "avoid"), Kind.NAME,
        '"Iran" is not a location, border, carrier or country', 'did you mean "IR"?', suggestion="IR",
    ),
    Mistake(
        "a country to avoid that a leg may cross",
        both(another("Borders", border="Astara"), cells("Tariffs", 4, borders="Taftan@2; Astara@9"),
            cells("Cargo", avoid="IR; AF")),
        ("Cargo", 2, "avoid"), Kind.DOUBT,
        "whether TIR road Karachi – Moscow crosses AF or IR is not known",
        "write into between of Borders which two countries meet at Astara, Taftan", WARNING,
    ),
    Mistake(
        "the country of origin to avoid", cells("Cargo", avoid="pk"), ("Cargo", 2, "avoid"), Kind.CONFLICT,
        '"PK" is to be avoided, and it holds the origin "Karachi"', "take it out", WARNING,
    ),
    Mistake(
        "the destination to avoid", cells("Cargo", avoid="Moskva"), ("Cargo", 2, "avoid"), Kind.CONFLICT,
        '"Moscow" is to be avoided, and it is the destination', "take it out", WARNING,
    ),
    Mistake(
        "goods from nowhere", cells("Cargo", goods_origin="Pakistan"), ("Cargo", 2, "goods_origin"), Kind.NAME,
        'territory "Pakistan" is not in Locations', "known are EAEU, IR, PK",
    ),
    Mistake(
        "an unknown incoterm", cells("Cargo", incoterm="FOBB"), ("Cargo", 2, "incoterm"), Kind.DOUBT,
        '"FOBB" is not an incoterm', "known are CFR", WARNING,
    ),
    Mistake(
        "a value that may hold the freight", cells("Cargo", incoterm="CIF Moscow"), ("Cargo", 2, "incoterm"),
        Kind.DOUBT,
        "under CIF the seller pays carriage, so the value may hold it already", "take carriage and insurance out",
        WARNING,
    ),
    Mistake(
        "goods to cool and no reefer", cells("Commodities", reefer="yes"), ("Cargo", 2, "commodity"), Kind.DOUBT,
        '"rice" must be cooled, and no container type in Containers is a reefer', "nothing can carry it", WARNING,
    ),
    Mistake(
        "goods to cool and no reefer allowed",
        both(cells("Commodities", reefer="yes"), cells("Containers", 3, reefer="yes"),
            cells("Cargo", containers="TEU")),
        ("Cargo", 2, "containers"), Kind.DOUBT,
        '"rice" must be cooled, and no container type allowed here is a reefer', "nothing can carry it", WARNING,
    ),
    Mistake(
        "goods into a territory without duty", cells("Duties", territory="PK"), ("Cargo", 2, "commodity"), Kind.DOUBT,
        "rice into EAEU has no row in Duties, so no duty or tax is charged", "add a row for EAEU to Duties", WARNING,
    ),
    Mistake(
        "a duty that has ended", cells("Duties", valid_to="2025-03-01"), ("Cargo", 2, "commodity"), Kind.DOUBT,
        "rice into EAEU has no row in Duties", "add a row for EAEU", WARNING,
    ),
    Mistake(
        "no duties at all", without("Duties"), ("Duties", 0, ""), Kind.DOUBT,
        "there is no row in Duties, so no duty or tax is charged", "add rows", WARNING,
    ),
]  # fmt: skip
