"""Mistakes in Surcharges, Transfers, Storage, Borders, Duties and Scenarios."""

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import Mistake, another, both, cells

WARNING = Severity.WARNING

RATE_MISTAKES = [
    Mistake(
        "a surcharge without amount", cells("Surcharges", amount=None), ("Surcharges", 2, "amount"), Kind.BLANK,
        "there is neither an amount nor an amount by container", "write what is charged",
    ),
    Mistake(
        "a surcharge with both kinds of amount", cells("Surcharges", TEU=5), ("Surcharges", 2, "amount"), Kind.CONFLICT,
        "there is an amount (20) and amounts by container", "keep the one or the other",
    ),
    Mistake(
        "a surcharge per booking by container", cells("Surcharges", basis="booking", amount=None, TEU=5),
        ("Surcharges", 2, "basis"), Kind.CONFLICT, "basis is booking, and the amounts are by container",
        "write it under amount",
    ),
    Mistake(
        "a surcharge on an unknown service", cells("Surcharges", service="PR-1"), ("Surcharges", 2, "service"),
        Kind.NAME, 'no row of Tariffs has the service "PR-1", so the surcharge is never charged', 'did you mean "PR1"?',
        suggestion="PR1",
    ),
    Mistake(
        "a surcharge on an unknown carrier", cells("Surcharges", carrier="RAII"), ("Surcharges", 2, "carrier"),
        Kind.NAME, 'no row of Tariffs has the carrier "RAII"', 'did you mean "RAI"?', suggestion="RAI",
    ),
    Mistake(
        "a surcharge on a carrier unlike all others", cells("Surcharges", carrier="Maersk"),
        ("Surcharges", 2, "carrier"), Kind.DOUBT, 'no row of Tariffs has the carrier "Maersk"', "known are", WARNING,
    ),
    Mistake(
        "a surcharge on an unknown mode", cells("Surcharges", mode="rial"), ("Surcharges", 2, "mode"), Kind.NAME,
        'no row of Tariffs has the mode "rial"', 'did you mean "rail"?', suggestion="rail",
    ),
    Mistake(
        "a surcharge on a mode that nobody knows", cells("Surcharges", mode="zeppelin"), ("Surcharges", 2, "mode"),
        Kind.NAME, 'no row of Tariffs has the mode "zeppelin"', "known are",
    ),
    Mistake(
        "a surcharge on a usual mode that is not there", cells("Surcharges", mode="air"), ("Surcharges", 2, "mode"),
        Kind.DOUBT, 'no row of Tariffs has the mode "air"', "known are", WARNING,
    ),
    Mistake(
        "a surcharge on a mode by another word", cells("Surcharges", service=None, mode="train"),
        ("Surcharges", 2, "mode"), Kind.NAME, 'no row of Tariffs has the mode "train"', 'did you mean "rail"?',
        suggestion="rail",
    ),
    Mistake(
        "emissions of a mode misspelt", another("Emissions", mode="rial"), ("Emissions", 4, "mode"), Kind.NAME,
        'no row of Tariffs has the mode "rial"', 'did you mean "rail"?', suggestion="rail",
    ),
    Mistake(
        "a surcharge whose filters match nothing together", cells("Surcharges", mode="road"),
        ("Surcharges", 2, "service"),
        Kind.DOUBT, "no row of Tariffs matches service and mode together", "correct one of them", WARNING,
    ),
    Mistake(
        "a surcharge at an unknown border", cells("Surcharges", border="Taftn"), ("Surcharges", 2, "border"), Kind.NAME,
        'border "Taftn" is not in Borders', 'did you mean "Taftan"?',
    ),
    Mistake(
        "a surcharge on an unknown container", cells("Surcharges", container="TUE"), ("Surcharges", 2, "container"),
        Kind.NAME,
        'container "TUE" is not in Containers', 'did you mean "TEU"?',
    ),
    Mistake(
        "a surcharge on an unknown commodity", cells("Surcharges", commodity="rise"), ("Surcharges", 2, "commodity"),
        Kind.NAME,
        'commodity "rise" is not in Commodities', 'did you mean "rice"?',
    ),
    Mistake(
        "a surcharge from an unknown place", cells("Surcharges", origin="Zahidan"), ("Surcharges", 2, "origin"),
        Kind.NAME,
        'location "Zahidan" is not in Locations', 'did you mean "Zahedan"?',
    ),
    Mistake(
        "a surcharge from where no leg starts", cells("Surcharges", origin="Moscow"), ("Surcharges", 2, "origin"),
        Kind.DOUBT,
        'no row of Tariffs has the origin "Moscow"', "known are Karachi, Zahedan", WARNING,
    ),
    Mistake(
        "a negative surcharge", cells("Surcharges", amount=-20), ("Surcharges", 2, "amount"), Kind.DOUBT,
        "amount is negative: -20", "take the minus away if that is not meant", WARNING,
    ),
    Mistake(
        "a surcharge of more than all the freight", cells("Surcharges", basis="percent_freight", amount=1078),
        ("Surcharges", 2, "amount"), Kind.PERCENT, "amount is 1078 %, more than the whole",
        "write 5 for 5 %", WARNING,
    ),
    Mistake(
        "a rebate per booking", cells("Surcharges", basis="booking", amount=-20), ("Surcharges", 2, "amount"),
        Kind.RANGE, "amount is negative: -20", "give a rebate per container or per tonne",
    ),
    Mistake(
        "a surcharge in a currency without rate", cells("Surcharges", currency="AED"), ("Surcharges", 2, "currency"),
        Kind.CURRENCY,
        'currency "AED" is not in FX', "add a row to FX",
    ),
    Mistake(
        "a transfer at an unknown place", cells("Transfers", location="Zaheden"), ("Transfers", 2, "location"),
        Kind.NAME,
        'location "Zaheden" is not in Locations', 'did you mean "Zahedan"?',
    ),
    Mistake(
        "a transfer twice", another("Transfers", from_mode="Rail"), ("Transfers", 3, "location"), Kind.DUPLICATE,
        "the transfer at Zahedan from Rail to rail is there twice, first in row 2", "keep one of the two rows",
    ),
    Mistake(
        "a transfer from the destination", cells("Transfers", from_mode="destination"), ("Transfers", 2, "from_mode"),
        Kind.CONFLICT, "a transfer cannot come from the destination", "write destination under to_mode",
    ),
    Mistake(
        "a transfer to the origin", cells("Transfers", to_mode="origin"), ("Transfers", 2, "to_mode"), Kind.CONFLICT,
        "a transfer cannot lead to the origin", "write origin under from_mode",
    ),
    Mistake(
        "a transfer from origin to destination", cells("Transfers", from_mode="origin", to_mode="destination"),
        ("Transfers", 2, "to_mode"), Kind.CONFLICT, "has no leg between them", "write a mode, or any, on one side",
    ),
    Mistake(
        "a transfer to a mode that nothing has", cells("Transfers", to_mode="raod"), ("Transfers", 2, "to_mode"),
        Kind.NAME, 'no row of Tariffs has the mode "raod"', 'did you mean "road"?', suggestion="road",
    ),
    Mistake(
        "a transfer without an amount for one container", cells("Transfers", FEU=None), ("Transfers", 2, "FEU"),
        Kind.DOUBT,
        "there is no amount for FEU, while other containers have one", "charged 0", WARNING,
    ),
    Mistake(
        "storage at an unknown place", cells("Storage", location="Zaheden"), ("Storage", 2, "location"), Kind.NAME,
        'location "Zaheden" is not in Locations', 'did you mean "Zahedan"?',
    ),
    Mistake(
        "a storage band twice", another("Storage", rate_per_day=9), ("Storage", 3, "from_day"), Kind.DUPLICATE,
        "storage at Zahedan from day 1 is there twice, first in row 2", "keep one of the two rows",
    ),
    Mistake(
        "free days that differ between bands", another("Storage", from_day=5, free_days=7), ("Storage", 3, "free_days"),
        Kind.IGNORED, "free_days 7 is not used: 3 in row 2, the band that starts first, holds", "write the same",
        WARNING,
    ),
    Mistake(
        "two rows for one border and mode", another("Borders", dwell_days=2), ("Borders", 3, "border"), Kind.OVERLAP,
        'border "Taftan" has two rows for all other modes on the same days, the other in row 2', "delete one",
    ),
    Mistake(
        "two rows for one border and named mode that overlap",
        both(
            another("Borders", mode="rail", valid_to="2025-03-31"),
            another("Borders", mode="Rail", valid_from="2025-03-31"),
        ),
        ("Borders", 4, "border"), Kind.OVERLAP,
        'border "Taftan" has two rows for mode rail on the same days, the other in row 3',
        "let the valid_to of one end before",
    ),
    Mistake(
        "a spread of a dwell that is less than usual", cells("Borders", dwell_days_p95=0.5),
        ("Borders", 2, "dwell_days_p95"), Kind.CONFLICT, "dwell_days_p95 0.5 is less than dwell_days 1", "correct one",
    ),
    Mistake(
        "a spread of no dwell", cells("Transfers", dwell_days=None, dwell_days_p95=2),
        ("Transfers", 2, "dwell_days_p95"), Kind.CONFLICT,
        "dwell_days_p95 is 2, and dwell_days is blank, which is 0", "clear dwell_days_p95",
    ),
    Mistake(
        "a probability of no closure", cells("Borders", closed_probability=0.3), ("Borders", 2, "closed_probability"),
        Kind.IGNORED, "closed_probability 0.3 has no effect where closed_from is blank", "clear it", WARNING,
    ),
    Mistake(
        "a border that never opens", cells("Borders", closed_weekdays="Mon,Tue,Wed,Thu,Fri,Sat,Sun"),
        ("Borders", 2, "closed_weekdays"), Kind.DOUBT, "all seven weekdays are closed", "leave out the days", WARNING,
    ),
    Mistake(
        "a closure that ends before it begins", cells("Borders", closed_from="2025-03-20", closed_to="2025-03-19"),
        ("Borders", 2, "closed_to"), Kind.DATES, "a closure ends on 2025-03-19, before it begins on 2025-03-20",
        "correct",
    ),
    Mistake(
        "more first days than last days of closures",
        cells("Borders", closed_from="2025-03-20; 2025-05-01", closed_to="2025-03-25"),
        ("Borders", 2, "closed_to"), Kind.CONFLICT, "closed_from has 2 dates and closed_to has 1",
        "leave the part empty",
    ),
    Mistake(
        "a last day of no closure", cells("Borders", closed_to="2025-03-25"), ("Borders", 2, "closed_to"),
        Kind.CONFLICT,
        "closed_from has 0 dates and closed_to has 1", "write one last day for each first day",
    ),
    Mistake(
        "a closure without first day", cells("Borders", closed_from="; 2025-05-01", closed_to="2025-03-25; 2025-05-02"),
        ("Borders", 2, "closed_from"), Kind.BLANK, "a closure has no first day", "write one date for each last day",
    ),
    Mistake(
        "a border row for a mode that nothing has", another("Borders", mode="raail"), ("Borders", 3, "mode"),
        Kind.NAME, 'no row of Tariffs has the mode "raail"', 'did you mean "rail"?', suggestion="rail",
    ),
    Mistake(
        "a border fee for one container only", cells("Borders", FEU=None), ("Borders", 2, "FEU"), Kind.DOUBT,
        "there is no amount for FEU, while other containers have one", "charged 0", WARNING,
    ),
    Mistake(
        "a duty of an unknown territory", cells("Duties", territory="EAUE"), ("Duties", 2, "territory"), Kind.NAME,
        'territory "EAUE" is not in Locations', 'did you mean "EAEU"?',
    ),
    Mistake(
        "a duty on a commodity and a code", cells("Duties", hs="1006"), ("Duties", 2, "hs"), Kind.CONFLICT,
        'the row is for the commodity "rice" and for hs 1006', "keep the one or the other",
    ),
    Mistake(
        "a duty on a code that nothing has", another("Duties", commodity=None, hs="72"), ("Duties", 3, "hs"),
        Kind.DOUBT,
        "no commodity in Commodities has an hs code that starts with 72", "the row is never used", WARNING,
    ),
    Mistake(
        "two duties on the same goods", another("Duties", duty_pct=5), ("Duties", 3, "territory"), Kind.OVERLAP,
        "rice into EAEU have two rows on the same days, the other in row 2", "delete one",
    ),
    Mistake(
        "a duty on goods from nowhere", cells("Duties", origin_territory="Pakistan"), ("Duties", 2, "origin_territory"),
        Kind.NAME, 'territory "Pakistan" is not in Locations', "known are EAEU, IR, PK",
    ),
    Mistake(
        "a duty on goods from a country of a larger territory",
        both(another("Duties", origin_territory="RU", territory="PK")),
        ("Duties", 3, "origin_territory"), Kind.DOUBT,
        "RU is a country whose locations are in the territory EAEU", "write EAEU if", WARNING,
    ),
    Mistake(
        "a specific duty in a currency without rate", cells("Duties", specific_per_t=30, specific_currency="EUR"),
        ("Duties", 2, "specific_currency"), Kind.CURRENCY, 'currency "EUR" is not in FX', "add a row to FX",
    ),
    Mistake(
        "a tax of more than the whole", cells("Duties", vat_pct=2000), ("Duties", 2, "vat_pct"), Kind.PERCENT,
        "vat_pct is 2000 %, more than the whole", "leave it if that is right", WARNING,
    ),
    Mistake(
        "a tax as a fraction", cells("Duties", vat_pct=0.2), ("Duties", 2, "vat_pct"), Kind.PERCENT,
        "vat_pct is 0.2, which is read as 0.2 %", "write 20 if 20 % is meant", WARNING,
    ),
    Mistake(
        "a scenario of an unknown sheet", cells("Scenarios", sheet="Border"), ("Scenarios", 2, "sheet"), Kind.NAME,
        '"Border" is not a sheet that a scenario can change', 'did you mean "Borders"?',
    ),
    Mistake(
        "a scenario of an unknown column", cells("Scenarios", column="capcity"), ("Scenarios", 2, "column"), Kind.NAME,
        'Borders has no column "capcity"', 'did you mean "capacity"?',
    ),
    Mistake(
        "a scenario with a match that says nothing", cells("Scenarios", match="Taftan"), ("Scenarios", 2, "match"),
        Kind.VALUE,
        '"Taftan" is not a condition', "write column=value with ; between",
    ),
    Mistake(
        "a scenario that matches an unknown column", cells("Scenarios", match="boarder=Taftan"),
        ("Scenarios", 2, "match"),
        Kind.NAME, 'Borders has no column "boarder"', 'did you mean "border"?',
    ),
    Mistake(
        "a scenario that matches no row", cells("Scenarios", match="border=Taftan; mode=sea"),
        ("Scenarios", 2, "match"),
        Kind.DOUBT, "no row of Borders matches, so the scenario changes nothing here", "correct the match", WARNING,
    ),
    Mistake(
        "a scenario that multiplies a blank", cells("Borders", capacity=None), ("Scenarios", 2, "column"), Kind.DOUBT,
        "capacity is blank in every row that matches, and a blank stays blank", "use set", WARNING,
    ),
    Mistake(
        "a scenario that multiplies a word", cells("Scenarios", column="mode"), ("Scenarios", 2, "change"),
        Kind.CONFLICT,
        "mode holds text, which cannot be changed by times", "use set",
    ),
    Mistake(
        "a scenario that multiplies by a word", cells("Scenarios", value="much"), ("Scenarios", 2, "value"), Kind.VALUE,
        '"much" is not a number', "write digits only",
    ),
    Mistake(
        "a scenario without a number", cells("Scenarios", value=None), ("Scenarios", 2, "value"), Kind.BLANK,
        "there is no number", "write the number for times",
    ),
    Mistake(
        "a scenario that takes away more than there is", cells("Scenarios", change="plus", value=-3),
        ("Scenarios", 2, "value"), Kind.RANGE, "capacity of Borders!2 would be -1", "it must be 0 or more",
    ),
    Mistake(
        "a scenario that clears a required cell", cells("Scenarios", column="border", change="set", value=None),
        ("Scenarios", 2, "value"), Kind.BLANK, "border is required and cannot be set to a blank",
        "write what it is set to",
    ),
    Mistake(
        "a scenario that adds a percentage", cells("Scenarios", change="plus", value="10%"), ("Scenarios", 2, "value"),
        Kind.AMBIGUOUS, "plus 10% can mean so much of what is there, or 10", "write times 1.1",
    ),
]  # fmt: skip
