"""Words that are misspelt, or are none of those that their column takes, and what is suggested for them."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import NOTHING, Mistake, another, both, cells

WARNING = Severity.WARNING

WORD_MISTAKES = [
    Mistake(
        "a place in Cyrillic letters that look like Latin ones", cells("Cargo", origin="Кarachi"),
        ("Cargo", 2, "origin"), Kind.NAME, 'location "Кarachi" is not in Locations',
        'did you mean "Karachi"? "Кarachi" has letters of another alphabet that look like it', suggestion="Karachi",
    ),
    Mistake(
        "a status misspelt", cells("Tariffs", 3, status="activ"), ("Tariffs", 3, "status"), Kind.WORD,
        'status "activ" is not active, so the row would not run', 'did you mean "active"?', suggestion="active",
    ),
    Mistake(
        "a status in another word", cells("Tariffs", 3, status="Operational"), ("Tariffs", 3, "status"), Kind.WORD,
        'status "Operational" is not active', 'did you mean "active"? Only active rows run', suggestion="active",
    ),
    Mistake(
        "a status in Russian", cells("Tariffs", 3, status="Действует"), ("Tariffs", 3, "status"), Kind.WORD,
        'status "Действует" is not active', 'did you mean "active"? Only active rows run', suggestion="active",
    ),
    Mistake(
        "a status that nobody knows", cells("Tariffs", 4, status="mothballed"), ("Tariffs", 4, "status"), Kind.WORD,
        'status "mothballed" is taken for one that does not run', "write active if it runs, or planned", WARNING,
    ),
    Mistake(
        "a planned status misspelt", cells("Tariffs", 4, status="planed"), ("Tariffs", 4, "status"), Kind.WORD,
        'status "planed" is taken for one that does not run', 'did you mean "planned"?', WARNING,
        suggestion="planned",
    ),
    Mistake(
        "any as a mode of carriage",
        both(cells("Tariffs", 4, mode="Any"), cells("Borders", mode=None)), ("Tariffs", 4, "mode"), Kind.WORD,
        '"Any" is no mode of carriage', "write rail, road, sea or another one",
    ),
    Mistake(
        "a mode misspelt",
        both(
            another("Tariffs", like=4, service="TR2", mode="raod", borders=None), another("Emissions", mode="raod"),
        ),
        ("Tariffs", 5, "mode"), Kind.WORD,
        '"raod" is no usual mode of carriage, and nearly one', 'did you mean "road"?', suggestion="road",
    ),
    Mistake(
        "another word for a mode",
        both(
            another("Tariffs", like=4, service="TR2", mode="truck", borders=None),
            another("Emissions", mode="truck"),
        ),
        ("Tariffs", 5, "mode"), Kind.WORD, 'the mode "truck" is another one than "road"', 'did you mean "road"?',
        WARNING, suggestion="road",
    ),
    Mistake(
        "a mode misspelt as often as it is spelt right",
        both(cells("Tariffs", 2, mode="rial"), another("Emissions", mode="rial")), ("Tariffs", 2, "mode"), Kind.WORD,
        '"rial" is no usual mode of carriage, and nearly one', 'did you mean "rail"?', suggestion="rail",
    ),
    Mistake(
        "a mode of its own spelt in two ways",
        both(cells("Tariffs", 2, mode="hovercraft"), another("Emissions", mode="hovercraft"),
             cells("Transfers", from_mode="any"),
             another("Tariffs", like=2, service="TR2", mode="hovercrafts"), another("Emissions", mode="hovercrafts")),
        ("Tariffs", 5, "mode"), Kind.WORD, 'the mode "hovercrafts" is another one than "hovercraft" of other rows',
        'did you mean "hovercraft"?', WARNING, suggestion="hovercraft",
    ),
    Mistake(
        "the contrary of a place", cells("Cargo", avoid="not Karachi"), ("Cargo", 2, "avoid"), Kind.NAME,
        '"not Karachi" is not a location, border, carrier or country', "correct it, or take it out",
        suggestion=NOTHING,
    ),
    Mistake(
        "two locations that a word may mean",
        both(
            another("Locations", like=3, location="Astara AZ", country="AZ"),
            another("Locations", like=3, location="Astara IR", country="IR"),
            cells("Tariffs", 3, origin="Astara"),
        ),
        ("Tariffs", 3, "origin"), Kind.NAME, 'location "Astara" is not in Locations',
        'did you mean "Astara AZ" or "Astara IR"?',
    ),
    Mistake(
        "a location by a code that the book lacks", cells("Cargo", origin="IRZAH"), ("Cargo", 2, "origin"), Kind.NAME,
        'location "IRZAH" is not in Locations', 'did you mean "Zahedan"?', suggestion="Zahedan",
    ),
    Mistake(
        "a location in Russian", cells("Cargo", destination="Москва"), ("Cargo", 2, "destination"), Kind.NAME,
        'location "Москва" is not in Locations', 'did you mean "Moscow"?', suggestion="Moscow",
    ),
    Mistake(
        "a location with its country", cells("Cargo", origin="Karachi, Pakistan"), ("Cargo", 2, "origin"), Kind.NAME,
        'location "Karachi, Pakistan" is not in Locations', 'did you mean "Karachi"?', suggestion="Karachi",
    ),
    Mistake(
        "a code that is none", cells("Locations", 3, locode="Zahedan City"), ("Locations", 3, "locode"), Kind.VALUE,
        'locode "Zahedan City" is not a UN/LOCODE', "write the five letters",
    ),
    Mistake(
        "a code of two locations",
        both(cells("Locations", 3, locode="IRZAH"), cells("Locations", 4, locode="IR ZAH")),
        ("Locations", 4, "locode"), Kind.CONFLICT,
        'locode "IR ZAH" stands for "Moscow" here and is a name of "Zahedan" too', "a code means one location",
    ),
    Mistake(
        "a code of another country", cells("Locations", 3, locode="PKZAH"), ("Locations", 3, "locode"), Kind.CONFLICT,
        'locode "PKZAH" begins with another country than IR', "correct the code", WARNING,
    ),
    Mistake(
        "so many containers of a type", cells("Cargo", containers="2x40' GP + 1 x TEU"), ("Cargo", 2, "containers"),
        Kind.IGNORED,
        '"2x40\' GP + 1 x TEU" allows FEU; TEU, and how many are used follows from weight and volume',
        "write FEU; TEU to say no more than that", WARNING, suggestion="FEU; TEU",
    ),
    Mistake(
        "so many containers of an unknown type", cells("Cargo", containers="2x45HC"), ("Cargo", 2, "containers"),
        Kind.NAME, 'container "45HC" is not in Containers', "known are 20GP, 40GP, FEU, TEU",
    ),
    Mistake(
        "a percent sign where nothing is a share", cells("Surcharges", amount="5%"), ("Surcharges", 2, "amount"),
        Kind.CONFLICT, 'amount is "5%", and basis is teu', "write percent_freight or percent_value as the basis",
    ),
    Mistake(
        "a share of the freight as a fraction", cells("Surcharges", basis="percent_freight", amount=0.05),
        ("Surcharges", 2, "amount"), Kind.PERCENT, "amount is 0.05, which is read as 0.05 %",
        "write 5 if 5 % is meant, or 0.05% if it is not", WARNING,
    ),
    Mistake(
        "a duty as a fraction", cells("Duties", duty_pct=0.1), ("Duties", 2, "duty_pct"), Kind.PERCENT,
        "duty_pct is 0.1, which is read as 0.1 %", "write 10 if 10 % is meant", WARNING,
    ),
]  # fmt: skip
