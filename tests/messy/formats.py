"""Other kinds of files, ways to write numbers and dates, and scripts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.messy.mess import CARGO, TARIFFS, Mess, leg, rates, shipment
from tests.messy.sheets import Failed, Formula, Labelled, Padded, Percent, Sheet

DAY = date(2025, 3, 3)
LOAD = ("Karachi", "Moscow", "rice")
RAIL = ("rail", "Karachi", "Zahedan", 5)
#: Letters of two signs in UTF-16, in which an .xls file counts; it is longer than one of its records.
PICTURES = "🚛 by road, 🚂 by rail; " * 200
LONG_NOTE = "Прибытие на пограничную станцию согласовать с экспедитором. " * 90

#: A sheet with what each format stores in its own way.
EVERYTHING = (
    Sheet(
        "Cargo",
        (
            ("Груз на отправку",),
            (),
            (*CARGO, "Value", "Split", "Due", "Internal", "Note"),
            ("S1", *LOAD, Decimal("66.125"), DAY, Formula("=30000+3000", Decimal(33000)), True, None, 1, "Карачи"),
            ("S2", *LOAD, 22, DAY, -1, False, None, 2, "بندر عباس"),
            ("S3", *LOAD, 10, DAY, Failed("#N/A"), None, DAY, 3, Formula('="a"&"b"', "ab")),
            ("S4", "Karachi", "Moscow", None, 5, DAY, 0, None, DAY, 4, LONG_NOTE.strip()),
            ("S5", "Karachi", "Moscow", "rice", 5, DAY, 0, None, DAY, 4, None),
        ),
        hidden_rows=(8,),
        hidden_columns=(9,),
        merged=((6, 3, 7, 3),),
    ),
    Sheet("Commodities", (("commodity", "hs", "stowage"), ("fish", Padded(302, 4), 2), ("rice", "1006", 1.3))),
    Sheet("Duties", (("territory", "duty %"), ("EAEU", Percent(Decimal("0.3"))), ("PK", 20))),
    Sheet("Old cargo", (CARGO, ("S9", *LOAD, 1, DAY)), hidden=True),
)
MEANT = {
    "Cargo": [
        shipment("S1", "66.125", value=33000, split=True, note="Карачи"),
        shipment("S2", 22) | {"split": False, "note": "بندر عباس"},
        shipment("S3", 10) | {"due": "2025-03-03", "note": "ab"},
        shipment("S4", 5, value=0, due="2025-03-03", note=" ".join(LONG_NOTE.split())),
    ],
    "Commodities": [
        {"commodity": "fish", "hs": "0302", "stowage_m3_per_t": 2},
        {"commodity": "rice", "hs": "1006", "stowage_m3_per_t": "1.3"},
    ],
    "Duties": [{"territory": "EAEU", "duty_pct": "0.3"}, {"territory": "PK", "duty_pct": 20}],
}
SAID = [
    "warning Cargo: row 8 is hidden and not read; unhide what counts",
    "warning Cargo: column J is hidden and not read; unhide what counts",
    "warning Old cargo: the sheet is hidden and is not read; unhide it if it counts",
    'error Cargo!G5: value: "-1" is out of range; it must be 0 or more; clear the cell if it stands for none',
    "error Cargo!G6: value: #N/A is an error value of Excel; "
    "a look-up found nothing: correct it, or write the value itself",
]

#: Currencies and units that only the formats of the cells show.
SHOWN = (
    *rates(
        (*TARIFFS, "Currency", "20GP", "40GP"),
        (*RAIL, None, Labelled(455, "€"), Labelled(910, "€")),
        (*RAIL, "PKR", Labelled(126000, "PKR"), 252000),
        (*RAIL, "PKR", Labelled(455, "€"), 252000),
        (*RAIL, None, Labelled(500, "kg"), 252000),
    ),
    Sheet("Cargo", ((*CARGO, "Value"), ("S1", *LOAD, Labelled(66000, "kg"), DAY, 0), ("S2", *LOAD, 22, DAY, 0))),
)
SHOWN_MEANT = {
    "Tariffs": [
        leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=910, currency="EUR"),
        leg("rail", "Karachi", "Zahedan", 5, TEU=126000, FEU=252000, currency="PKR"),
        leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=252000, currency="PKR"),
        leg("rail", "Karachi", "Zahedan", 5, FEU=252000),
    ],
    "Cargo": [shipment("S1", "66.000"), {**shipment("S2", 0), "weight_t": None}],
}
SHOWN_SAID = (
    'error Tariffs!F5: TEU: "kg" in "500 kg" is not a unit that this column takes; format the cell as a plain number',
    'error Tariffs!F4: TEU: "{}" contradicts column currency, which is PKR; '
    "write the number alone, and its currency in column currency",
    'error Cargo!E3: weight_t: "22" can be read as 22 t or as 22 kg, which other cells of the column name; '
    "write the unit behind it, t or kg",
)

MESSES = (
    *[Mess(f"every-kind-of-cell{suffix}", EVERYTHING, MEANT, SAID) for suffix in (".xlsx", ".xls", ".xlsb", ".ods")],
    *[
        Mess(
            f"currency-and-unit-in-the-format{suffix}",
            SHOWN,
            SHOWN_MEANT,
            [text.format("EUR 455" if suffix == ".ods" else "€ 455") for text in SHOWN_SAID],
        )
        for suffix in (".xlsx", ".xls", ".xlsb", ".ods")
    ],
    Mess(
        "pictures-among-letters.xls",
        (Sheet("Cargo", ((*CARGO, "Note"), ("S1🚛", *LOAD, 66, DAY, PICTURES.strip()), ("S2", *LOAD, 22, DAY, "🚂"))),),
        {"Cargo": [shipment("S1🚛", 66) | {"note": PICTURES.strip()}, shipment("S2", 22) | {"note": "🚂"}]},
    ),
    Mess(
        "formulas-without-stored-values.xlsx",
        (Sheet("Cargo", (CARGO, ("S1", *LOAD, Formula("=33*2"), DAY), ("S2", *LOAD, Failed("#REF!"), DAY))),),
        {"Cargo": [{**shipment("S1", 0), "weight_t": None}, {**shipment("S2", 0), "weight_t": None}]},
        [
            "error Cargo!E2: weight_t: =33*2 is a formula without a stored value; "
            "open the workbook in Excel, let it calculate, and save it",
            "error Cargo!E3: weight_t: #REF! is an error value of Excel; "
            "the cells it was made from were deleted: write the value itself",
        ],
    ),
    Mess(
        "formulas-without-stored-values.ods",
        (Sheet("Cargo", (CARGO, ("S1", *LOAD, Formula("=33*2"), DAY))),),
        {"Cargo": [{**shipment("S1", 0), "weight_t": None}]},
        [
            "error Cargo!E2: weight_t: =33*2 is a formula without a stored value; "
            "open the workbook in Excel, let it calculate, and save it",
        ],
    ),
    Mess(
        "semicolons-and-decimal-commas",
        (
            Sheet(
                "Cargo",
                (CARGO, ("S1", *LOAD, "66,5", "31.12.2025"), ("S2", *LOAD, "1.234,5", "01.02.2026")),
            ),
        ),
        {"Cargo": [shipment("S1", "66.5", "2025-12-31"), shipment("S2", "1234.5", "2026-02-01")]},
        delimiter=";",
        encoding="utf-8-sig",
    ),
    Mess(
        "tabs-in-utf-16",
        (Sheet("Cargo", (CARGO, ("С-1", *LOAD, "66,5", "2025-12-31"))),),
        {"Cargo": [shipment("С-1", "66.5", "2025-12-31")]},
        delimiter="\t",
        encoding="utf-16",
    ),
    Mess(
        "cyrillic-in-windows-1251",
        (
            Sheet(
                "Locations",
                (
                    ("Location", "Country", "Name", "Aliases"),
                    ("Москва", "RU", "Москва, Ворсино", "Moscow"),
                    ("Екатеринбург", "RU", "Екатеринбург-Товарный", "Свердловск"),
                ),
            ),
        ),
        {
            "Locations": [
                {"location": "Москва", "country": "RU", "name": "Москва, Ворсино", "aliases": "Moscow"},
                {"location": "Екатеринбург", "country": "RU", "name": "Екатеринбург-Товарный", "aliases": "Свердловск"},
            ]
        },
        [
            'warning : is not in UTF-8 and is read as Windows-1251 (Cyrillic) ("Екатеринбург"); '
            "save it as CSV UTF-8 to be sure"
        ],
        delimiter=";",
        encoding="cp1251",
    ),
    Mess(
        "arabic-script-in-windows-1256",
        (Sheet("Locations", (("Location", "Country"), ("بندر عباس", "IR"), ("زاهدان", "IR"), ("كراتشي", "PK"))),),
        {
            "Locations": [
                {"location": "بندر عباس", "country": "IR"},
                {"location": "زاهدان", "country": "IR"},
                {"location": "كراتشي", "country": "PK"},
            ]
        },
        ['warning : is not in UTF-8 and is read as Windows-1256 (Arabic) ("زاهدان"); save it as CSV UTF-8 to be sure'],
        encoding="cp1256",
    ),
    Mess(
        "accents-in-windows-1252",
        (Sheet("Locations", (("Location", "Country"), ("Köln", "DE"), ("Málaga", "ES"))),),
        {"Locations": [{"location": "Köln", "country": "DE"}, {"location": "Málaga", "country": "ES"}]},
        ['warning : is not in UTF-8 and is read as Windows-1252 (Western) ("Málaga"); save it as CSV UTF-8 to be sure'],
        encoding="cp1252",
    ),
    Mess(
        "an-encoding-that-cannot-be-told",
        (Sheet("Locations", (("Location", "Country"), ("Köln", "DE"), ("Málaga\x80", "ES"), ("КОТКА", "FI"))),),
        {},
        ["error : is in an encoding that cannot be told; save it as CSV UTF-8"],
        encoding="mixed",
    ),
    Mess(
        "numbers-as-text-in-one-style.xlsx",
        rates(
            (*TARIFFS, "20GP", "40GP"),
            (*RAIL, "1,234.50", "$2,400"),
            (*RAIL, "1,100", " 2,300 "),
            (*RAIL, "USD 900", "1\u00a0800.00"),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU="1234.50", FEU=2400),
                leg("rail", "Karachi", "Zahedan", 5, TEU=1100, FEU=2300),
                leg("rail", "Karachi", "Zahedan", 5, TEU=900, FEU="1800.00"),
            ]
        },
        [
            'warning Tariffs!E2: TEU: "1,234.50" is a number stored as text, read as 1234.5 '
            "(and 1 more cell of this column); format the column as numbers and write it again",
            'warning Tariffs!F3: FEU: "2,300" is a number stored as text, read as 2300 '
            "(and 1 more cell of this column); format the column as numbers and write it again",
        ],
    ),
    Mess(
        "numbers-as-text-that-can-be-read-in-two-ways.xlsx",
        (Sheet("Cargo", (CARGO, ("S1", *LOAD, "1,234", DAY), ("S2", *LOAD, "22", DAY))),),
        {"Cargo": [{**shipment("S1", 0), "weight_t": None}, shipment("S2", 22)]},
        [
            'error Cargo!E2: weight_t: "1,234" can be read as 1234 or as 1.234; '
            "write it without a sign between thousands, or set number_style in Settings to point or comma",
            'warning Cargo!E3: weight_t: "22" is a number stored as text, read as 22; '
            "format the column as numbers and write it again",
        ],
    ),
    Mess(
        "dates-as-text-in-every-style.xlsx",
        (
            Sheet(
                "Cargo",
                (
                    CARGO,
                    ("S1", *LOAD, 1, "2025-03-15"),
                    ("S2", *LOAD, 1, "15-Mar-25"),
                    ("S3", *LOAD, 1, "15.03.2025"),
                    ("S4", *LOAD, 1, "March 15, 2025"),
                    ("S5", *LOAD, 1, "15/03/2025"),
                    ("S6", *LOAD, 1, "04/03/2025"),
                ),
            ),
        ),
        {
            "Cargo": [
                *[shipment(f"S{number}", 1, "2025-03-15") for number in range(1, 6)],
                shipment("S6", 1, "2025-03-04"),
            ]
        },
    ),
    Mess(
        "dates-as-text-that-can-be-read-in-two-ways.xlsx",
        (Sheet("Cargo", (CARGO, ("S1", *LOAD, 66, "03/04/2025"))),),
        {"Cargo": [{**shipment("S1", 66), "ready": None}]},
        [
            'error Cargo!F2: ready: "03/04/2025" can be read as 4 March 2025 or as 3 April 2025; '
            "write it as 2025-03-15, or set date_style in Settings to dmy (day first) or mdy (month first)"
        ],
    ),
)
