"""Long rate sheets: a row for each charge code, with the currency in the cells."""

from __future__ import annotations

from tests.messy.mess import TARIFFS, Mess, leg, rates, surcharge

LANE = ("sea", "Karachi", "Jebel Ali")
TO_DUBAI = {"mode": "sea", "origin": "Karachi", "destination": "Jebel Ali"}
HEADER = (*TARIFFS, "Charge code", "20GP", "40GP")

MESSES = (
    Mess(
        "long-a-row-per-charge-code-with-currency-in-the-cell.xlsx",
        rates(
            HEADER,
            (*LANE, 2, "OF", "USD 400", "USD 400.00"),
            (*LANE, 2, "BAF", "$ 47", "$ 93"),
            (*LANE, None, "THC", "AED 1,180", "AED 1,180.00"),
            (*LANE, None, "DOC fee", "Rs. 3.5 lac", "INR 4 lac"),
        ),
        {
            "Tariffs": [leg("sea", "Karachi", "Jebel Ali", 2, TEU=400, FEU="400.00")],
            "Surcharges": [
                surcharge("BAF", TO_DUBAI, TEU=47, FEU=93),
                {
                    "surcharge": "THC",
                    **TO_DUBAI,
                    "basis": "container",
                    "TEU": 1180,
                    "FEU": "1180.00",
                    "currency": "AED",
                },
                {
                    "surcharge": "DOC fee",
                    **TO_DUBAI,
                    "basis": "container",
                    "TEU": 350000,
                    "FEU": 400000,
                    "currency": "INR",
                },
            ],
        },
    ),
    Mess(
        "long-with-the-lane-in-merged-cells.xlsx",
        rates(
            HEADER,
            (*LANE, 2, "Ocean freight", 400, 400),
            (None, None, None, None, "BAF", 47, 93),
            (None, None, None, None, "THC", 130, 170),
            ("sea", "Karachi", "Muscat", 3, "Ocean freight", 450, 450),
            merged=((2, 0, 4, 0), (2, 1, 4, 1), (2, 2, 4, 2), (2, 3, 4, 3)),
        ),
        {
            "Tariffs": [
                leg("sea", "Karachi", "Jebel Ali", 2, TEU=400, FEU=400),
                leg("sea", "Karachi", "Muscat", 3, TEU=450, FEU=450),
            ],
            "Surcharges": [
                surcharge("BAF", TO_DUBAI, TEU=47, FEU=93),
                surcharge("THC", TO_DUBAI, TEU=130, FEU=170),
            ],
        },
    ),
    Mess(
        "long-with-the-lane-in-the-first-row-only.xlsx",
        rates(HEADER, (*LANE, 2, "OF", 400, 400), (None, None, None, None, "BAF", 47, 93)),
        {
            "Tariffs": [leg("sea", "Karachi", "Jebel Ali", 2, TEU=400, FEU=400)],
            "Surcharges": [{"surcharge": "BAF", "basis": "container", "TEU": 47, "FEU": 93}],
        },
        [
            "error Tariffs!A3: mode is blank (a row for one charge says its lane); fill it in",
            "error Tariffs!B3: origin is blank (a row for one charge says its lane); fill it in",
            "error Tariffs!C3: destination is blank (a row for one charge says its lane); fill it in",
        ],
    ),
    Mess(
        "long-a-row-per-charge-and-container.xlsx",
        rates(
            (*TARIFFS, "Charge", "Basis", "Container", "Currency", "Amount"),
            (*LANE, 2, "Freight", "container", "20GP", "USD", 400),
            (*LANE, 2, "Freight", "container", "40GP", "USD", 420),
            (*LANE, 2, "BAF", "container", "20GP", "USD", 47),
            (*LANE, 2, "B/L fee", "booking", None, "AED", "575.50"),
        ),
        {
            "Tariffs": [
                leg("sea", "Karachi", "Jebel Ali", 2, basis="container", currency="USD", TEU=400),
                leg("sea", "Karachi", "Jebel Ali", 2, basis="container", currency="USD", FEU=420),
            ],
            "Surcharges": [
                {
                    "surcharge": "BAF",
                    **TO_DUBAI,
                    "basis": "container",
                    "container": "20GP",
                    "currency": "USD",
                    "amount": 47,
                },
                surcharge("B/L fee", TO_DUBAI, "booking", currency="AED", amount="575.50"),
            ],
        },
        [
            'warning Tariffs!I5: amount: "575.50" is a number stored as text, read as 575.5; '
            "format the column as numbers and write it again"
        ],
    ),
    Mess(
        "long-a-row-per-container-without-charge-codes.xlsx",
        rates((*TARIFFS, "Size", "Rate"), (*LANE, 2, "20GP", 400), (*LANE, 2, "40GP", 420)),
        {
            "Tariffs": [
                leg("sea", "Karachi", "Jebel Ali", 2, TEU=400),
                leg("sea", "Karachi", "Jebel Ali", 2, FEU=420),
            ]
        },
    ),
    Mess(
        "long-without-a-charge-code-in-one-row.xlsx",
        rates(HEADER, (*LANE, 2, "OF", 400, 400), (*LANE, 2, None, 47, 93)),
        {"Tariffs": [leg("sea", "Karachi", "Jebel Ali", 2, TEU=400, FEU=400)], "Surcharges": []},
        [
            "error Tariffs!E3: the surcharge is blank in a sheet with a row for each charge; "
            "write OF for the freight itself, or the code of the charge"
        ],
    ),
    Mess(
        "long-with-a-weight-band-on-a-surcharge.xlsx",
        rates(
            (*TARIFFS, "Max gross t", "Charge code", "20GP"),
            (*LANE, 2, 18, "OF", 400),
            (*LANE, 2, 18, "BAF", 47),
        ),
        {
            "Tariffs": [leg("sea", "Karachi", "Jebel Ali", 2, max_gross_t=18, TEU=400)],
            "Surcharges": [surcharge("BAF", TO_DUBAI, TEU=47)],
        },
        [
            'error Tariffs!E3: max_gross_t "18" cannot be said of a surcharge; '
            "clear the cell, or write the row in a sheet of its own"
        ],
    ),
    Mess(
        "two-currencies-in-the-cells-of-one-row.xlsx",
        rates((*TARIFFS, "20GP", "40GP"), (*LANE, 2, "USD 400", "AED 1,500"), (*LANE, 2, "AED 1,400", 400)),
        {
            "Tariffs": [
                leg("sea", "Karachi", "Jebel Ali", 2, TEU=400, FEU=1500),
                leg("sea", "Karachi", "Jebel Ali", 2, TEU=1400, FEU=400),
            ]
        },
        [
            'error Tariffs!F2: FEU: "AED 1,500" contradicts the base currency, which is USD; '
            "write the number alone, and its currency in column currency",
            'error Tariffs!E3: TEU: "AED 1,400" contradicts the base currency, which is USD; '
            "write the number alone, and its currency in column currency",
        ],
    ),
)
