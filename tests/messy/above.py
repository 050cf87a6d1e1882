"""What stands above the rows: titles, logos, notes, and headers in one row or two."""

from __future__ import annotations

from datetime import date

from tests.messy.mess import CARGO, CONTAINERS, TARIFFS, Mess, leg, rates, shipment
from tests.messy.sheets import Sheet

DAY = date(2025, 3, 3)
LOAD = ("Karachi", "Moscow", "rice")
LEG = ("rail", "Karachi", "Zahedan", 5)

MESSES = (
    Mess(
        "title-logo-and-note-rows-above-the-header.xlsx",
        rates(
            ("NORTHERN FREIGHT (PVT) LTD",),
            (None, None, "Rate sheet Q1 2025", None, date(2025, 1, 1)),
            (),
            ("Subject to GRI. Rates in USD.",),
            (),
            (*TARIFFS, "TEU", "FEU"),
            (*LEG, 455, 910),
        ),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=910)]},
    ),
    Mess(
        "header-in-the-middle-of-the-sheet.xlsx",
        (Sheet("Cargo", ((), (), (None, None, *CARGO), (), (None, None, "S1", *LOAD, 66, DAY))),),
        {"Cargo": [shipment("S1", 66)]},
    ),
    Mess(
        "two-row-header-20-and-40-under-one-railway.xlsx",
        rates(
            (*TARIFFS, "Pakistan Railways", None, "Valid", None),
            (None, None, None, None, "20'", "40'", "from", "to"),
            (*LEG, 235, 470, date(2025, 1, 1), date(2025, 6, 30)),
            merged=((1, 4, 1, 5), (1, 6, 1, 7), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3)),
        ),
        {
            "Tariffs": [
                leg(
                    "rail",
                    "Karachi",
                    "Zahedan",
                    5,
                    TEU=235,
                    FEU=470,
                    valid_from="2025-01-01",
                    valid_to="2025-06-30",
                    carrier="Pakistan Railways",
                )
            ]
        },
        [
            'warning Tariffs!E1: "Pakistan Railways" above the container columns is read as the carrier; '
            "write it in a column carrier to be sure"
        ],
    ),
    Mess(
        "two-row-header-20-and-40-under-each-of-two-railways.xlsx",
        rates(
            (*TARIFFS, "Pakistan Railways", None, "RAI", None),
            (None, None, None, None, "20'", "40'", "20'", "40'"),
            (*LEG, 235, 470, 240, 480),
            ("rail", "Quetta", "Zahedan", 3, None, None, 120, 240),
            merged=((1, 4, 1, 5), (1, 6, 1, 7)),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=235, FEU=470, carrier="Pakistan Railways"),
                leg("rail", "Quetta", "Zahedan", 3, carrier="Pakistan Railways"),
                leg("rail", "Karachi", "Zahedan", 5, TEU=240, FEU=480, carrier="RAI"),
                leg("rail", "Quetta", "Zahedan", 3, TEU=120, FEU=240, carrier="RAI"),
            ]
        },
        [
            'warning Tariffs!E1: "Pakistan Railways", "RAI" above the container columns are read as the carrier; '
            "write it in a column carrier to be sure"
        ],
    ),
    Mess(
        "two-row-header-old-and-new-rates.xlsx",
        rates(
            (*TARIFFS, "Old rates", None, "New rates", None),
            (None, None, None, None, "20'", "40'", "20'", "40'"),
            (*LEG, 235, 470, 240, 480),
        ),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=240, FEU=480)]},
        [
            'warning Tariffs!E1: "Old rates" above the container columns is not used; '
            "if it matters, say it in a column of its own (carrier, currency, valid_from, note)",
            'warning Tariffs!G1: "New rates" above the container columns is not used; '
            "if it matters, say it in a column of its own (carrier, currency, valid_from, note)",
            'error Tariffs!G2: column TEU is there twice: "Old rates 20\'" in E and "New rates 20\'" in G; '
            "keep one of them",
            'error Tariffs!H2: column FEU is there twice: "Old rates 40\'" in F and "New rates 40\'" in H; '
            "keep one of them",
        ],
    ),
    Mess(
        "currency-above-the-container-columns.xlsx",
        rates(
            (None, None, None, None, "Rates in PKR", None),
            (*TARIFFS, "20GP", "40GP"),
            (*LEG, 126000, 252000),
        ),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=126000, FEU=252000, currency="PKR")]},
    ),
    Mess(
        "currency-and-validity-in-a-line-above-the-table.xlsx",
        rates(
            ("Northern Freight: rates in PKR, valid 01.01.2025 - 31.01.2025",),
            (),
            (*TARIFFS, "20GP", "40GP"),
            (*LEG, 126000, 252000),
        ),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=126000, FEU=252000)]},
        [
            'warning Tariffs!A1: "Northern Freight: rates in PKR, valid 01.01.2025 - 31.01.20…" is not used, '
            "and no column says when the rows are valid; write the days in columns valid_from and valid_to",
            'error Tariffs!A1: "Northern Freight: rates in PKR, valid 01.01.2025 - 31.01.20…" names PKR, '
            "and amounts without a currency are read as USD; write the currency of the amounts in a column currency",
        ],
    ),
    Mess(
        "thousands-above-the-container-columns.xlsx",
        rates(
            (None, None, None, None, "PKR '000", None),
            (*TARIFFS, "20GP", "40GP"),
            (*LEG, 126, 252),
        ),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=126, FEU=252)]},
        [
            'warning Tariffs!E1: "PKR \'000" above the container columns is not used; '
            "if it matters, say it in a column of its own (carrier, currency, valid_from, note)",
            'error Tariffs!E1: "PKR \'000" says that amounts are in "\'000": they are read as they stand; '
            "write the amounts in full, and take that line out",
            'error Tariffs!E1: "PKR \'000" names PKR, and amounts without a currency are read as USD; '
            "write the currency of the amounts in a column currency",
        ],
    ),
    Mess(
        "currency-in-a-line-above-several-tables.xlsx",
        (
            Sheet(
                "Q1",
                (
                    ("All rates in EUR",),
                    ("Tariffs",),
                    (*TARIFFS, "20GP"),
                    (*LEG, 455),
                    (),
                    ("Surcharges",),
                    ("surcharge", "basis", "amount"),
                    ("fuel", "teu", 20),
                ),
            ),
            CONTAINERS,
        ),
        {
            "Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=455)],
            "Surcharges": [{"surcharge": "fuel", "basis": "teu", "amount": 20}],
        },
        [
            'error Q1!A1: "All rates in EUR" names EUR, and amounts without a currency are read as USD; '
            "write the currency of the amounts in a column currency"
        ],
    ),
    Mess(
        "currency-in-the-header-cells.xlsx",
        (
            Sheet("Tariffs", ((*TARIFFS, "20GP (USD)", "USD/40GP"), (*LEG, 455, 910))),
            CONTAINERS,
            Sheet("Cargo", ((*CARGO, "Value, EUR"), ("S1", *LOAD, 66, DAY, 33000), ("S2", *LOAD, 22, DAY, None))),
        ),
        {
            "Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=910)],
            "Cargo": [shipment("S1", 66, value=33000, currency="EUR"), shipment("S2", 22)],
        },
    ),
    Mess(
        "currency-in-the-header-against-the-row.xlsx",
        rates((*TARIFFS, "Currency", "20GP (USD)"), (*LEG, "USD", 455), (*LEG, "PKR", 126000)),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, currency="USD", TEU=455),
                leg("rail", "Karachi", "Zahedan", 5, currency="PKR", TEU=126000),
            ]
        },
        [
            'error Tariffs!F3: TEU: "126000 USD" contradicts column currency, which is PKR; '
            "write the number alone, and its currency in column currency"
        ],
    ),
    Mess(
        "units-in-a-second-header-row.xlsx",
        (
            Sheet(
                "Cargo list",
                (
                    ("Ref", "POL", "POD", "Commodity", "Gross weight", "Ready date", "CBM"),
                    (None, None, None, None, "kg", None, None),
                    ("S1", *LOAD, 66000, DAY, 88),
                    ("S2", *LOAD, "1 234,5", DAY, None),
                ),
                merged=((1, 0, 2, 0), (1, 1, 2, 1)),
            ),
        ),
        {"Cargo": [shipment("S1", "66", volume_m3=88), shipment("S2", "1.2345")]},
        [
            'warning Cargo list!E4: weight_t: "1 234,5" is a number stored as text, read as 1234.5; '
            "format the column as numbers and write it again"
        ],
    ),
    Mess(
        "units-and-dates-in-a-row-against-the-header.xlsx",
        (
            Sheet(
                "Cargo",
                (CARGO, (None, None, None, None, "kg", "dd/mm/yyyy"), ("S1", *LOAD, 66000, DAY)),
            ),
        ),
        {"Cargo": [shipment("S1", 66000)]},
        [
            'error Cargo!E2: the header "Weight (t) kg" names two units for weight_t; '
            "keep the one in which the figures are, in one of the two rows"
        ],
    ),
    Mess(
        "duplicate-column.xlsx",
        (Sheet("Cargo", ((*CARGO, "POL"), ("S1", *LOAD, 66, DAY, "Quetta"))),),
        {"Cargo": [shipment("S1", 66)]},
        ['error Cargo!G1: column origin is there twice: "Origin" in B and "POL" in G; keep one of them'],
    ),
    Mess(
        "misspelt-and-unknown-columns.xlsx",
        rates(
            ("Service", "Mode", "Orign", "Destination", "Transit days", "Vessel", "20GP"),
            ("PR1", "rail", "Karachi", "Zahedan", 5, "-", 455),
        ),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, service="PR1", TEU=455)]},
        [
            'error Tariffs!C1: column origin (where it starts) is missing; does "Orign" mean it? '
            "Then rename it to origin",
            'warning Tariffs!F1: unknown column "Vessel": not used',
        ],
    ),
    Mess(
        "column-without-a-header.xlsx",
        (Sheet("Cargo", (CARGO, ("S1", *LOAD, 66, DAY), ("S2", *LOAD, 22, DAY, "urgent"))),),
        {"Cargo": [shipment("S1", 66), shipment("S2", 22)]},
        ["warning Cargo!G3: column G has no header: not used; name it, or clear it"],
    ),
    Mess(
        "data-above-the-header.xlsx",
        (Sheet("Cargo", (("S0", *LOAD, 5, DAY), CARGO, ("S1", *LOAD, 66, DAY))),),
        {"Cargo": [shipment("S1", 66)]},
        ["error Cargo!A1: row 1 above the header was not read; put what counts below the header"],
    ),
    Mess(
        "explanations-above-the-header.xlsx",
        (
            Sheet(
                "Cargo",
                (
                    ("your reference", "from where", "to where", "what it is", "without the box", "first day"),
                    CARGO,
                    ("S1", *LOAD, 66, DAY),
                ),
            ),
        ),
        {"Cargo": [shipment("S1", 66)]},
        ["warning Cargo!A1: row 1 above the header was not read; put what counts below the header"],
    ),
    Mess(
        "pages-of-terms-above-the-header.xlsx",
        (Sheet("Cargo", (*((f"Clause {n}: no liability",) for n in range(1, 61)), CARGO, ("S1", *LOAD, 66, DAY))),),
        {"Cargo": [shipment("S1", 66)]},
    ),
    Mess(
        "no-header-at-all.xlsx",
        (Sheet("Cargo", (("S1", *LOAD, 66, DAY), ("S2", *LOAD, 22, DAY))),),
        {"Cargo": []},
        [
            "error Cargo: there is no header row: no row names a known column; "
            "name the columns in one row: shipment, origin, destination, commodity, …"
        ],
    ),
)
