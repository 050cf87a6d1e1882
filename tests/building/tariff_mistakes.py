"""Mistakes in Tariffs: a row by itself, and rows of one departure."""

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import NOTHING, Mistake, another, both, cells

WARNING = Severity.WARNING

TARIFF_MISTAKES = [
    Mistake(
        "a 95th percentile below the median", cells("Tariffs", transit_days_p95=4), ("Tariffs", 2, "transit_days_p95"),
        Kind.CONFLICT, "transit_days_p95 4 is less than transit_days 5", "what half of all take at most",
    ),
    Mistake(
        "a spread of a leg of no days", cells("Tariffs", 3, transit_days=0, transit_days_p95=1),
        ("Tariffs", 3, "transit_days_p95"), Kind.CONFLICT, "transit_days_p95 is 1, and transit_days is 0",
        "a time of no days has no spread",
    ),
    Mistake(
        "rows of a departure with another spread", another("Tariffs", like=3, commodity="rice", transit_days_p95=20),
        ("Tariffs", 5, "transit_days_p95"), Kind.CONFLICT,
        "transit_days_p95 is 20 here and blank in row 3", "rows of one departure must agree",
    ),
    Mistake(
        "an unknown origin", cells("Tariffs", 3, origin="Zahidan"), ("Tariffs", 3, "origin"), Kind.NAME,
        'location "Zahidan" is not in Locations', 'did you mean "Zahedan"?', value="Zahidan",
    ),
    Mistake(
        "an unknown destination", cells("Tariffs", 3, destination="Moskow"), ("Tariffs", 3, "destination"), Kind.NAME,
        'location "Moskow" is not in Locations', 'did you mean "Moscow"?',
    ),
    Mistake(
        "a leg to where it starts", cells("Tariffs", 3, destination="zahedan"), ("Tariffs", 3, "destination"),
        Kind.CONFLICT,
        'origin and destination are both "Zahedan"', "correct one of them",
    ),
    Mistake(
        "an unknown border", cells("Tariffs", borders="Taftan@4; Sarakhs"), ("Tariffs", 2, "borders"), Kind.NAME,
        'border "Sarakhs" is not in Borders', "known are Taftan",
    ),
    Mistake(
        "a border misspelt", cells("Tariffs", borders="Taftn@4"), ("Tariffs", 2, "borders"), Kind.NAME,
        'border "Taftn" is not in Borders', 'did you mean "Taftan"?',
    ),
    Mistake(
        "a border beyond the transit time", cells("Tariffs", borders="Taftan@6"), ("Tariffs", 2, "borders"), Kind.RANGE,
        "Taftan is reached 6 days after departure, and the leg takes 5", "between 0 and transit_days",
    ),
    Mistake(
        "borders out of order",
        both(another("Borders", border="Sarakhs"), cells("Tariffs", borders="Taftan@4; Sarakhs@2")),
        ("Tariffs", 2, "borders"), Kind.CONFLICT,
        "Sarakhs is reached 2 days after departure, before the border that stands in front of it (4 days)",
        "list the crossings in their order",
    ),
    Mistake(
        "a border after one reached on arrival",
        both(another("Borders", border="Sarakhs"), cells("Tariffs", borders="Taftan; Sarakhs@2")),
        ("Tariffs", 2, "borders"), Kind.CONFLICT, "(5 days)", "one without @ is reached on arrival",
    ),
    Mistake(
        "a border twice on a leg", cells("Tariffs", borders="Taftan@2; taftan@4"), ("Tariffs", 2, "borders"),
        Kind.DUPLICATE,
        "taftan is there twice", "delete one of them",
    ),
    Mistake(
        "an unknown currency", cells("Tariffs", currency="PKRR"), ("Tariffs", 2, "currency"), Kind.CURRENCY,
        'currency "PKRR" is not in FX', 'did you mean "PKR"?', suggestion="PKR",
    ),
    Mistake(
        "a currency much like another one", cells("Tariffs", 3, currency="AUD"), ("Tariffs", 3, "currency"),
        Kind.CURRENCY, 'currency "AUD" is not in FX', "add a row to FX with the value of one AUD in USD",
        suggestion=NOTHING,
    ),
    Mistake(
        "the sign of a currency", cells("Tariffs", 3, currency="US$"), ("Tariffs", 3, "currency"),
        Kind.CURRENCY, 'currency "US$" is not in FX', "write the code of the currency: USD", suggestion="USD",
    ),
    Mistake(
        "the sign of several currencies", cells("Tariffs", currency="Rs"), ("Tariffs", 2, "currency"),
        Kind.CURRENCY, 'currency "Rs" is not in FX', "write the code of the currency: PKR or INR", suggestion=NOTHING,
    ),
    Mistake(
        "a currency without a rate", cells("Tariffs", 3, currency="EUR"), ("Tariffs", 3, "currency"), Kind.CURRENCY,
        'currency "EUR" is not in FX', "add a row to FX with the value of one EUR in USD",
    ),
    Mistake(
        "an unknown commodity", cells("Tariffs", 3, commodity="ryce"), ("Tariffs", 3, "commodity"), Kind.NAME,
        'commodity "ryce" is not in Commodities', 'did you mean "rice"?',
    ),
    Mistake(
        "every 10 days from no day", cells("Tariffs", departures="every 10 days"), ("Tariffs", 2, "departures"),
        Kind.BLANK,
        'departures are "every 10 days", and valid_from is blank', "write the date of the first departure there",
    ),
    Mistake(
        "departures outside the validity", cells("Tariffs", departures="2025-03-03", valid_from="2025-03-04"),
        ("Tariffs", 2, "departures"), Kind.DATES, "no departure is within valid_from and valid_to",
        "the row never runs", WARNING,
    ),
    Mistake(
        "validity the wrong way round", cells("Tariffs", valid_from="2025-04-01", valid_to="2025-03-01"),
        ("Tariffs", 2, "valid_to"), Kind.DATES, "valid_to 2025-03-01 is before valid_from 2025-04-01", "correct one",
    ),
    Mistake(
        "an expired tariff", cells("Tariffs", valid_to="2025-03-02"), ("Tariffs", 2, "valid_to"), Kind.EXPIRED,
        "the tariff expired on 2025-03-02, before the first cargo is ready on 2025-03-03",
        "correct valid_to, or add the row that takes its place", WARNING,
    ),
    Mistake(
        "no amount at all", cells("Tariffs", 3, TEU=None, FEU=None), ("Tariffs", 3, "rate"), Kind.BLANK,
        "there is neither a rate nor an amount in a container column", "or under rate for all of them",
    ),
    Mistake(
        "a rate beside container amounts", cells("Tariffs", 3, rate=900), ("Tariffs", 3, "rate"), Kind.IGNORED,
        "rate 900 is not used, since the row has amounts by container", "clear one or the other", WARNING,
    ),
    Mistake(
        "a negative amount", cells("Tariffs", 3, TEU=-119), ("Tariffs", 3, "TEU"), Kind.DOUBT,
        "TEU is negative: -119", "it lowers the cost", WARNING,
    ),
    Mistake(
        "per km without distance",
        both(cells("Settings", 5, value=0), cells("Tariffs", 3, basis="km", distance_km=None)),
        ("Tariffs", 3, "distance_km"), Kind.BLANK, "basis is km, and distance_km is blank",
        "write the tariff distance in km",
    ),
    Mistake(
        "per tonne-km without distance",
        both(cells("Settings", 5, value=0), cells("Tariffs", 3, basis="tonne_km", distance_km=None)),
        ("Tariffs", 3, "distance_km"), Kind.BLANK, "basis is tonne_km, and distance_km is blank", "write",
    ),
    Mistake(
        "a minimum load above the capacity", cells("Tariffs", 3, capacity=20, min_load=30), ("Tariffs", 3, "min_load"),
        Kind.CONFLICT, "min_load 30 is more than capacity 20", "could never run",
    ),
    Mistake(
        "minimum tonnes where nothing is per tonne", cells("Tariffs", 3, minimum_t=22), ("Tariffs", 3, "minimum_t"),
        Kind.IGNORED, "minimum_t 22 has no effect where basis is container", "correct the basis", WARNING,
    ),
    Mistake(
        "a minimum charge that no container falls below", cells("Tariffs", 3, minimum_charge=900),
        ("Tariffs", 3, "minimum_charge"), Kind.IGNORED,
        "minimum_charge 900 has no effect: no container of this row is charged less", "clear the cell", WARNING,
    ),
    Mistake(
        "a minimum charge above what a full container comes to",
        cells("Tariffs", 3, basis="tonne", TEU=10, FEU=10, minimum_charge=500),
        ("Tariffs", 3, "minimum_charge"), Kind.DOUBT,
        "a full FEU comes to 267.5, less than minimum_charge 500, which every container is therefore charged",
        "unless that is meant", WARNING,
    ),
    Mistake(
        "a dutiable share as a fraction", cells("Tariffs", dutiable_pct=0.5), ("Tariffs", 2, "dutiable_pct"),
        Kind.PERCENT,
        "dutiable_pct is 0.5, which is read as 0.5 %", "write 50 if 50 % is meant", WARNING,
    ),
    Mistake(
        "other transit days on the same departure",
        both(cells("Tariffs", 3, commodity=None), another("Tariffs", like=3, commodity="rice", transit_days=15)),
        ("Tariffs", 5, "transit_days"), Kind.CONFLICT,
        "transit_days is 15 here and 14 in row 3, which is the same departure (IR1 rail Zahedan – Moscow)",
        "rows of one departure must agree",
    ),
    Mistake(
        "another capacity on the same departure",
        both(cells("Tariffs", 3, commodity=None), another("Tariffs", like=3, commodity="rice", capacity=30)),
        ("Tariffs", 5, "capacity"), Kind.CONFLICT, "capacity is 30 here and unlimited in row 3", "must agree",
    ),
    Mistake(
        "another departure cost on the same departure",
        both(cells("Tariffs", 3, max_gross_t=20), another("Tariffs", like=3, max_gross_t=None, departure_cost=500)),
        ("Tariffs", 5, "departure_cost"), Kind.CONFLICT, "departure_cost is 500 here and blank in row 3", "must agree",
    ),
    Mistake(
        "another currency of the departure cost",
        both(
            cells("Tariffs", 3, max_gross_t=20, departure_cost=500),
            another("Tariffs", like=3, max_gross_t=None, currency="PKR"),
        ),
        ("Tariffs", 5, "currency"), Kind.CONFLICT, "currency is PKR here and USD in row 3", "must agree",
    ),
    Mistake(
        "other borders on the same departure",
        both(cells("Tariffs", 3, commodity=None), another("Tariffs", like=3, commodity="rice", borders="Taftan")),
        ("Tariffs", 5, "borders"), Kind.CONFLICT, "borders is Taftan here and blank in row 3", "must agree",
    ),
    Mistake(
        "two rates for one container", another("Tariffs", like=3, TEU=1100, FEU=None), ("Tariffs", 5, "TEU"),
        Kind.OVERLAP,
        "TEU has an amount here and in row 3, which is the same departure",
        "tell them apart by commodity, max_gross_t or service",
    ),
    Mistake(
        "two rates of one weight band for one commodity",
        both(
            cells("Tariffs", 3, commodity="rice", max_gross_t=20),
            another("Tariffs", like=3, TEU=None, FEU=None, rate=1500),
        ),
        ("Tariffs", 5, "rate"), Kind.OVERLAP,
        "for the commodity rice and up to 20 t gross", "one amount must be left",
    ),
    Mistake(
        "two rates that share one day of validity",
        both(
            cells("Tariffs", 3, valid_to="2025-04-01"),
            another("Tariffs", like=3, valid_from="2025-04-01", valid_to=None),
        ),
        ("Tariffs", 5, "TEU"), Kind.OVERLAP, "IR1 rail Zahedan – Moscow on 2025-04-01", "let the validity of one end",
    ),
    Mistake(
        "a border closed to the leg's mode", cells("Borders", mode="road"), ("Tariffs", 2, "borders"), Kind.MISSING,
        "Taftan has no row in Borders for rail, so the leg never runs", "add a row for rail, one without a mode",
        WARNING,
    ),
    Mistake(
        "a border row that ended before the leg reaches it",
        both(cells("Borders", valid_to="2025-03-06"), cells("Tariffs", 4, borders=None)),
        ("Tariffs", 2, "borders"), Kind.MISSING, "Taftan has no row in Borders for the days of this tariff",
        "correct the validity", WARNING,
    ),
    Mistake(
        "transit through no country", cells("Tariffs", transit_countries="Persia"), ("Tariffs", 2, "transit_countries"),
        Kind.VALUE, '"Persia" is not the code of a country', "such as PK, IR, RU",
    ),
    Mistake(
        "rows of a departure that go different ways",
        both(cells("Tariffs", transit_countries="IR"), another("Tariffs", transit_countries="AF", commodity="rice")),
        ("Tariffs", 5, "transit_countries"), Kind.CONFLICT,
        "transit_countries is AF here and IR in row 2, which is the same departure", "rows of one departure must agree",
    ),
    Mistake(
        "a date taken away on which nothing departs",
        cells("Tariffs", departures="Mon,Thu except 2025-03-10; 2025-03-11"), ("Tariffs", 2, "departures"), Kind.DATES,
        "nothing departs on Tue 2025-03-11, so nothing is taken away", "correct the date", WARNING,
    ),
    Mistake(
        "all dates taken away", cells("Tariffs", departures="2025-03-10 except 2025-03-10"),
        ("Tariffs", 2, "departures"), Kind.DATES,
        "no departure is within valid_from and valid_to", "the row never runs", WARNING,
    ),
]  # fmt: skip
