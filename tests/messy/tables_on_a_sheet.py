"""Several tables on one sheet, beside and below each other, with titles or without."""

from __future__ import annotations

from datetime import date

from tests.messy.mess import BOXES, CARGO, TARIFFS, Mess, leg, rates, shipment
from tests.messy.sheets import Sheet

DAY = date(2025, 3, 3)
LOAD = ("Karachi", "Moscow", "rice")
RAIL = ("rail", "Karachi", "Zahedan", 5)
SEA = ("sea", "Karachi", "Bandar Abbas", 3)

MESSES = (
    Mess(
        "two-tables-below-each-other-with-other-columns.xlsx",
        rates(
            ("RAIL NORTHBOUND",),
            (*TARIFFS, "20GP"),
            (*RAIL, 455),
            (),
            ("Sea freight",),
            ("POL", "POD", "Transit", "40GP", "20GP", "Mode", "Line"),
            ("Karachi", "Bandar Abbas", 3, 550, 350, "sea", "IRISL"),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, FEU=550, carrier="IRISL"),
            ]
        },
        ['warning Tariffs!A5: row 5 is a note and was not read ("Sea freight")'],
    ),
    Mess(
        "three-tables-below-each-other-without-a-blank-row.xlsx",
        rates(
            (*TARIFFS, "TEU"),
            (*RAIL, 455),
            (*TARIFFS, "FEU"),
            (*RAIL, 910),
            ("Origin", "Destination", "Mode", "Transit days", "TEU", "FEU"),
            ("Karachi", "Bandar Abbas", "sea", 3, 350, 550),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("rail", "Karachi", "Zahedan", 5, FEU=910),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, FEU=550),
            ]
        },
    ),
    Mess(
        "second-table-with-a-two-row-header.xlsx",
        rates(
            (*TARIFFS, "TEU"),
            (*RAIL, 455),
            ("Sea",),
            ("Ocean rates", None, *TARIFFS, "Vessel", "Feeder", "Agent"),
            ("20GP", "40GP", None, None, None, None, None, None, None),
            (350, 550, *SEA, None, None, None),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, FEU=550),
            ]
        },
        [
            'warning Tariffs!A3: row 3 is a note and was not read ("Sea")',
            'warning Tariffs!G5: unknown columns "Vessel", "Feeder", "Agent": not used',
        ],
    ),
    Mess(
        "two-tables-beside-each-other.xlsx",
        rates(
            ("RAIL", None, None, None, None, None, "SEA"),
            (*TARIFFS, "TEU", None, *TARIFFS, "TEU", "FEU"),
            (*RAIL, 455, None, *SEA, 350, 550),
            (None, None, None, None, None, None, "sea", "Aktau", "Anzali", 3, 600, 1000),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, FEU=550),
                leg("sea", "Aktau", "Anzali", 3, TEU=600, FEU=1000),
            ]
        },
    ),
    Mess(
        "two-tables-beside-each-other-without-a-blank-column.xlsx",
        rates((*TARIFFS, "TEU", *TARIFFS, "FEU"), (*RAIL, 455, *SEA, 550)),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("sea", "Karachi", "Bandar Abbas", 3, FEU=550),
            ]
        },
    ),
    Mess(
        "two-tables-beside-each-other-one-with-a-two-row-header.xlsx",
        rates(
            (*TARIFFS, "TEU", None, *TARIFFS, "Rates", None),
            (*RAIL, 455, None, None, None, None, None, "20GP", "40GP"),
            ("rail", "Zahedan", "Sarakhs", 4, 271, None, *SEA, 350, 550),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("rail", "Zahedan", "Sarakhs", 4, TEU=271),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, FEU=550),
            ]
        },
    ),
    Mess(
        "two-tables-beside-each-other-one-with-a-two-row-header-that-begins-with-rates.xlsx",
        rates(
            (*TARIFFS, "TEU", None, "Rates", None, *TARIFFS),
            (*RAIL, 455, None, "20GP", "40GP", None, None, None, None),
            ("rail", "Zahedan", "Sarakhs", 4, 271, None, 350, 550, *SEA),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("rail", "Zahedan", "Sarakhs", 4, TEU=271),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, FEU=550),
            ]
        },
    ),
    Mess(
        "two-tables-beside-each-other-one-further-down.xlsx",
        rates(
            ("RAIL", None, None, None, None, None, None, "SEA"),
            (*TARIFFS, "Rates", None, None, "valid until further notice"),
            (None, None, None, None, "20GP", "40GP"),
            (*RAIL, 455, 910, None, *TARIFFS, "Rates"),
            ("rail", "Zahedan", "Sarakhs", 4, 271, 542, None, None, None, None, None, "20GP"),
            (None, None, None, None, None, None, None, *SEA, 350),
            (None, None, None, None, None, None, "All figures without engagement"),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=910),
                leg("rail", "Zahedan", "Sarakhs", 4, TEU=271, FEU=542),
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350),
            ]
        },
        ['warning Tariffs!G7: row 7 is a note and was not read ("All figures without engagement")'],
    ),
    Mess(
        "table-of-one-name-below-another.xlsx",
        (
            Sheet(
                "Borders",
                (
                    ("Border", "Note"),
                    ("Taftan",),
                    (),
                    ("Northern crossings",),
                    ("Border", "Dwell days"),
                    ("Sarakhs", 2),
                ),
            ),
        ),
        {"Borders": [{"border": "Taftan"}, {"border": "Sarakhs", "dwell_days": 2}]},
        ['warning Borders!A4: row 4 is a note and was not read ("Northern crossings")'],
    ),
    Mess(
        "tables-beside-and-below-each-other.xlsx",
        rates(
            (*TARIFFS, "TEU", None, *TARIFFS, "FEU"),
            (*RAIL, 455, None, *SEA, 550),
            (*TARIFFS, "FEU", None, "sea", "Aktau", "Anzali", 3, 1000),
            (*RAIL, 910, None, None, None, None, None, None),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("rail", "Karachi", "Zahedan", 5, FEU=910),
                leg("sea", "Karachi", "Bandar Abbas", 3, FEU=550),
                leg("sea", "Aktau", "Anzali", 3, FEU=1000),
            ]
        },
    ),
    Mess(
        "second-table-with-a-misspelt-header.xlsx",
        rates(
            (*TARIFFS, "TEU"), (*RAIL, 455), (), ("Mode", "Orgin", "Destination", "Transit days", "FEU"), (*SEA, 550)
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("sea", "Karachi", "Bandar Abbas", 3, FEU=550),
            ]
        },
        [
            'error Tariffs!B4: column origin (where it starts) is missing; does "Orgin" mean it? '
            "Then rename it to origin",
        ],
    ),
    Mess(
        "whole-book-on-one-sheet-with-titles.xlsx",
        (
            Sheet(
                "Sheet1",
                (
                    ("Corridors 2025",),
                    ("Containers",),
                    ("container", "teu", "max_gross_t", "tare_t", "volume_m3", "aliases"),
                    ("TEU", 1, 24, 2.3, 33.2, "20GP; 20'"),
                    ("FEU", 2, 30.48, 3.75, 67.7, "40GP; 40'"),
                    (),
                    ("Tariffs",),
                    (*TARIFFS, "20GP", "40GP"),
                    (*RAIL, 455, 910),
                    (),
                    ("Surcharges:", None, None, None, None, "FX"),
                    ("Charge", "Basis", "Amount", None, None, "Currency", "Rate"),
                    ("BAF", "container", 85, None, None, "PKR", 0.0035),
                    ("DOC", "booking", 40, None, None, "EUR", 1.08),
                ),
            ),
        ),
        {
            "Containers": BOXES,
            "Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=910)],
            "Surcharges": [
                {"surcharge": "BAF", "basis": "container", "amount": 85},
                {"surcharge": "DOC", "basis": "booking", "amount": 40},
            ],
            "FX": [{"currency": "PKR", "rate": "0.0035"}, {"currency": "EUR", "rate": "1.08"}],
        },
    ),
    Mess(
        "surcharges-below-the-rates-of-one-sheet.xlsx",
        rates(
            (*TARIFFS, "20GP"),
            (*RAIL, 455),
            (),
            ("Surcharges",),
            ("Charge", "Basis", "Amount"),
            ("BAF", "container", 85),
            name="Rates",
        ),
        {
            "Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=455)],
            "Surcharges": [{"surcharge": "BAF", "basis": "container", "amount": 85}],
        },
    ),
    Mess(
        "unknown-sheets-beside-known-ones.xlsx",
        (
            Sheet("Cargo", (CARGO, ("S1", *LOAD, 66, DAY))),
            Sheet("Cargoes", (CARGO, ("S2", *LOAD, 66, DAY))),
            Sheet("Chart data", ((1, 2), (3, 4))),
            Sheet("Read me", (("How to fill this in",),)),
        ),
        {"Cargo": [shipment("S1", 66)]},
        [
            "error Cargoes: the sheet is not known and speaks of a date and a quantity: it would be left out; it has "
            "all columns that Cargo must have: name it Cargo if it is that, or hide it",
            "warning Chart data: the sheet is not known and not read",
        ],
    ),
)
