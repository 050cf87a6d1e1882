"""What stands among and below the rows: totals, blank rows, headers again, notes; and what is hidden or merged."""

from __future__ import annotations

from datetime import date

from tests.messy.mess import BOXES, CARGO, CONTAINERS, TARIFFS, Mess, leg, rates, shipment
from tests.messy.sheets import Sheet

DAY = date(2025, 3, 3)
LOAD = ("Karachi", "Moscow", "rice")
RAIL = ("rail", "Karachi", "Zahedan", 5)


def cargo(*rows: tuple[object, ...], **layout: object) -> tuple[Sheet, ...]:
    """A cargo sheet with these rows under its header."""
    return (Sheet("Cargo", (CARGO, *rows), **layout),)  # type: ignore[arg-type]


def load(name: str, tonnes: object) -> tuple[object, ...]:
    """A row of it."""
    return (name, *LOAD, tonnes, DAY)


MESSES = (
    Mess(
        "totals-in-russian-and-urdu.xlsx",
        (
            Sheet(
                "Cargo",
                (
                    CARGO,
                    ("S1", *LOAD, 66, DAY),
                    ("Итого", None, None, None, 66),
                    ("S2", *LOAD, 22, DAY),
                    ("Jumla", None, None, None, 22),
                    ("جمع", None, None, None, 88),
                ),
            ),
        ),
        {"Cargo": [shipment("S1", 66), shipment("S2", 22)]},
        ['warning Cargo!A3: rows 3, 5-6 are totals and were not read ("Итого")'],
    ),
    Mess(
        "subtotals-and-a-grand-total.xlsx",
        cargo(
            load("S1", 66),
            load("S2", 22),
            ("Subtotal rice", None, None, None, 88),
            load("S3", 10),
            ("TOTAL:", None, None, None, 98),
        ),
        {"Cargo": [shipment("S1", 66), shipment("S2", 22), shipment("S3", 10)]},
        ['warning Cargo!A4: rows 4, 6 are totals and were not read ("Subtotal rice")'],
    ),
    Mess(
        "blank-rows-and-rows-of-spaces.xlsx",
        cargo((), load("S1", 66), (), ("  ", None, "\u00a0"), (), load("S2", 22)),
        {"Cargo": [shipment("S1", 66), shipment("S2", 22)]},
    ),
    Mess(
        "header-repeated-on-every-page.xlsx",
        cargo(load("S1", 66), CARGO, load("S2", 22), CARGO, load("S3", 10)),
        {"Cargo": [shipment("S1", 66), shipment("S2", 22), shipment("S3", 10)]},
        ['warning Cargo!A3: rows 3, 5 repeat the header and were not read ("Shipment")'],
    ),
    Mess(
        "header-repeated-in-other-words.xlsx",
        cargo(load("S1", 66), ("Ref", "POL", "POD", "Goods", "Weight t", "Ready date"), load("S2", 22)),
        {"Cargo": [shipment("S1", 66), shipment("S2", 22)]},
        ['warning Cargo!A3: row 3 repeats the header and was not read ("Ref")'],
    ),
    Mess(
        "two-row-header-repeated.xlsx",
        rates(
            (*TARIFFS, "Rates", None),
            (None, None, None, None, "20GP", "40GP"),
            (*RAIL, 455, 910),
            (*TARIFFS, "Rates", None),
            (None, None, None, None, "20GP", "40GP"),
            ("sea", "Karachi", "Muscat", 3, 350, 550),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=910),
                leg("sea", "Karachi", "Muscat", 3, TEU=350, FEU=550),
            ]
        },
        ['warning Tariffs!A4: rows 4-5 repeat the header and were not read ("Mode")'],
    ),
    Mess(
        "notes-below-the-table.xlsx",
        cargo(
            load("S1", 66),
            (),
            ("All weights are without containers.",),
            ("* subject to confirmation",),
            ("Note:", None, None, None, None, None, "rates exclude handling"),
            ("1) Incl. loading",),
        ),
        {"Cargo": [shipment("S1", 66)]},
        ['warning Cargo!A4: rows 4-7 are notes and were not read ("All weights are without containers.")'],
    ),
    Mess(
        "unfinished-row.xlsx",
        cargo(load("S1", 66), ("S2",), load("S3", 10)),
        {"Cargo": [shipment("S1", 66), shipment("S3", 10)]},
        [
            'error Cargo!A3: "S2" stands alone in its row: origin, destination, commodity, weight_t, ready are blank; '
            "fill the row, or delete it"
        ],
    ),
    Mess(
        "words-for-nothing.xlsx",
        rates(
            (*TARIFFS, "20GP", "40GP", "Distance km"),
            (*RAIL, 455, "N/A", "-"),
            ("sea", "Karachi", "Muscat", 3, "on request", 550, "n.a."),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("sea", "Karachi", "Muscat", 3, FEU=550),
            ]
        },
        [
            'warning Tariffs!E3: TEU: "on request" is read as a blank cell; clear the cell, or fill it in',
            'warning Tariffs!F2: FEU: "N/A" is read as a blank cell; clear the cell, or fill it in',
            'warning Tariffs!G2: distance_km: "-" is read as a blank cell (and 1 more cell of this column); '
            "clear the cell, or fill it in",
        ],
    ),
    Mess(
        "hidden-rows.xlsx",
        cargo(*[load(f"S{number}", 5) for number in range(1, 5)], (), load("S5", 4), hidden_rows=(3, 4, 6, 7)),
        {"Cargo": [shipment("S1", 5), shipment("S4", 5)]},
        ["warning Cargo: rows 3-4, 7 are hidden and not read; unhide what counts"],
    ),
    Mess(
        "hidden-columns.xlsx",
        (
            Sheet(
                "Cargo",
                ((*CARGO, "Old due", "Due", "Value"), (*load("S1", 66), DAY, date(2025, 4, 2), 33000)),
                hidden_columns=(6, 8, 30),
            ),
        ),
        {"Cargo": [shipment("S1", 66, due="2025-04-02")]},
        ["warning Cargo: columns G, I are hidden and not read; unhide what counts"],
    ),
    Mess(
        "hidden-required-column.xlsx",
        (Sheet("Cargo", (CARGO, load("S1", 66)), hidden_columns=(4,)),),
        {"Cargo": [shipment("S1", 66)]},
        [
            "warning Cargo: column E is hidden and not read; unhide what counts",
            "error Cargo!1: column weight_t (cargo weight without containers) is missing; add a column weight_t",
        ],
    ),
    Mess(
        "hidden-sheet.xlsx",
        (Sheet("Cargo", (CARGO, load("S1", 66))), Sheet("Shipments", (CARGO, load("S2", 22)), hidden=True)),
        {"Cargo": [shipment("S1", 66)]},
        ["warning Shipments: the sheet is hidden and is not read; unhide it if it counts"],
    ),
    Mess(
        "merged-lanes-and-dates.xlsx",
        rates(
            ("Carrier", *TARIFFS, "20GP", "Valid from"),
            ("IRISL", "sea", "Karachi", "Bandar Abbas", 3, 350, date(2025, 1, 1)),
            (None, None, None, "Chabahar", 2, 300, None),
            (None, None, "Gwadar", "Chabahar", 1, 200, date(2025, 2, 1)),
            merged=((2, 0, 4, 0), (2, 1, 4, 1), (2, 2, 3, 2), (2, 6, 3, 6)),
        ),
        {
            "Tariffs": [
                leg("sea", "Karachi", "Bandar Abbas", 3, TEU=350, carrier="IRISL", valid_from="2025-01-01"),
                leg("sea", "Karachi", "Chabahar", 2, TEU=300, carrier="IRISL", valid_from="2025-01-01"),
                leg("sea", "Gwadar", "Chabahar", 1, TEU=200, carrier="IRISL", valid_from="2025-02-01"),
            ]
        },
    ),
    Mess(
        "merged-weight-of-several-shipments.xlsx",
        cargo(load("S1", 66), ("S2", *LOAD, None, DAY), merged=((2, 4, 3, 4),)),
        {"Cargo": [shipment("S1", 66), {**shipment("S2", 0), "weight_t": None}]},
        [
            'error Cargo!E2: weight_t: "66" stands in one cell for rows 2 to 3: it may be of each, or of all together; '
            "unmerge the cell and write the figure of each row",
            "error Cargo!E3: weight_t is blank (cargo weight without containers); fill it in",
        ],
    ),
    Mess(
        "one-amount-merged-over-two-containers.xlsx",
        rates(
            (*TARIFFS, "20GP", "40GP", "Valid from", "Valid to"),
            (*RAIL, 455, None, date(2025, 3, 1), None),
            ("sea", "Karachi", "Muscat", 3, 350, None, None, None),
            ("sea", "Karachi", "Chabahar", 2, None, None, None, None),
            ("road", "Karachi", "Zahedan", 4, 700, 990, None, None),
            ("All rates are without engagement.", None, None, None, None, None),
            merged=((2, 4, 2, 5), (2, 6, 2, 7), (3, 4, 4, 5), (6, 0, 6, 5)),
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455, FEU=455, valid_from="2025-03-01"),
                leg("sea", "Karachi", "Muscat", 3, TEU=350, FEU=350),
                leg("sea", "Karachi", "Chabahar", 2, TEU=350, FEU=350),
                leg("road", "Karachi", "Zahedan", 4, TEU=700, FEU=990),
            ]
        },
        [
            'warning Tariffs!A6: row 6 is a note and was not read ("All rates are without engagement.")',
            'warning Tariffs!E2: "455" stands in one cell for TEU and FEU, and is read as the amount of each (and 2 '
            "more rows); unmerge the cell, and write what holds into each",
            'warning Tariffs!G2: "2025-03-01" stands in one cell for valid_from and valid_to, and is read as '
            "valid_from alone; unmerge the cell, and write what holds into each",
        ],
    ),
    Mess(
        "container-code-that-is-a-number.xlsx",
        (
            Sheet(
                "Containers",
                (
                    ("container", "teu", "max_gross_t", "tare_t", "volume_m3"),
                    (20, 1, 24, 2.3, 33.2),
                    (40, 2, 30.48, 3.75, 67.7),
                ),
            ),
            Sheet("Tariffs", ((*TARIFFS, 20, 40), (*RAIL, 455, 910))),
        ),
        {
            "Containers": [
                {"container": "20", "teu": 1, "max_gross_t": 24, "tare_t": "2.3", "volume_m3": "33.2"},
                {"container": "40", "teu": 2, "max_gross_t": "30.48", "tare_t": "3.75", "volume_m3": "67.7"},
            ],
            "Tariffs": [leg("rail", "Karachi", "Zahedan", 5) | {"20": 455, "40": 910}],
        },
    ),
    Mess(
        "sheets-of-one-name-twice.xlsx",
        (
            Sheet("Rates", ((*TARIFFS, "20GP"), (*RAIL, 455))),
            Sheet("Tariff", ((*TARIFFS, "40GP"), (*RAIL, 910))),
            CONTAINERS,
        ),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455),
                leg("rail", "Karachi", "Zahedan", 5, FEU=910),
            ],
            "Containers": BOXES,
        },
    ),
)
