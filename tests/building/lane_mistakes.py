"""Mistakes that only rows together show: lanes, distances, amounts, capacities of zero, the same thing twice."""

from __future__ import annotations

from tariffs.problems import Kind, Severity
from tests.building.mistakes import Mistake, another, both, cells

WARNING = Severity.WARNING

KARACHI = {"latitude": 24.855, "longitude": 67.021}
ZAHEDAN = {"latitude": 29.491, "longitude": 60.864}

LANE_MISTAKES = [
    Mistake(
        "a railway shorter than a straight line",
        both(cells("Locations", 2, **KARACHI), cells("Locations", 3, **ZAHEDAN), cells("Tariffs", distance_km=523)),
        ("Tariffs", 2, "distance_km"), Kind.DISTANCE,
        "distance_km is 523, and Karachi – Zahedan is 798 km in a straight line",
        "correct the distance, or the coordinates in Locations", WARNING,
    ),
    Mistake(
        "a railway in metres",
        both(cells("Locations", 2, **KARACHI), cells("Locations", 3, **ZAHEDAN), cells("Tariffs", distance_km=1600000)),
        ("Tariffs", 2, "distance_km"), Kind.DOUBT,
        "distance_km is 1600000, and Karachi – Zahedan is 798 km in a straight line",
        "correct the distance, or the coordinates in Locations; distances are in km, not in m", WARNING,
    ),
    Mistake(
        "half a pair of coordinates", cells("Locations", latitude=24.855, longitude=None),
        ("Locations", 2, "longitude"), Kind.BLANK, "longitude is blank, and the other coordinate is given",
        "write both or neither", WARNING,
    ),
    Mistake(
        "coordinates in the Atlantic", cells("Locations", latitude=0, longitude=0),
        ("Locations", 2, "latitude"), Kind.SENTINEL, "latitude and longitude are both 0",
        "write the coordinates, or clear both cells", WARNING,
    ),
    Mistake(
        "an amount in another currency than the others",
        both(
            another("Tariffs", like=3, service="IR2", TEU=1100, FEU=1800),
            another("Tariffs", like=3, service="IR3", TEU=320000, FEU=None),
            another("Tariffs", like=3, service="IR4", TEU=950, FEU=1600),
        ),
        ("Tariffs", 6, "TEU"), Kind.OUTLIER,
        "the amount is 320,000.00 USD, and the middle one of 4 of Zahedan – Moscow by rail is about 1,050.00 USD",
        "correct the amount, its currency or its basis", WARNING,
    ),
    Mistake(
        "an amount ten times the other one", another("Tariffs", like=3, service="IR2", TEU=10100, FEU=None),
        ("Tariffs", 5, "TEU"), Kind.OUTLIER,
        "the amount is 10,100.00 USD, and the other one of Zahedan – Moscow by rail is 1,000.00 USD", "correct",
        WARNING,
    ),
    Mistake(
        "an amount of zero among others", another("Tariffs", like=3, service="IR2", TEU=0, FEU=None),
        ("Tariffs", 5, "TEU"), Kind.OUTLIER, "the amount is 0.00 USD", "leave it if it is right", WARNING,
    ),
    Mistake(
        "44 tonnes for a leg of boxes for 26", cells("Tariffs", 3, max_payload_t=44), ("Tariffs", 3, "max_payload_t"),
        Kind.PAYLOAD, "max_payload_t is 44, and its containers hold 26.75 t at most",
        "a box is loaded to its own rating", WARNING,
    ),
    Mistake(
        "a box rated for 48 tonnes", cells("Containers", 3, max_gross_t=48), ("Containers", 3, "max_gross_t"),
        Kind.PAYLOAD, "max_gross_t is 48, and no container is rated above 36 t", "30.48 or less for most", WARNING,
    ),
    Mistake(
        "cargo from where nothing starts",
        both(another("Duties", territory="PK"), another("Cargo", shipment="R2", origin="MOW", destination="KHI")),
        ("Cargo", 3, "origin"), Kind.UNREACHED,
        "no tariff starts at Moscow between 2025-03-03 and 2025-04-02", "nothing can carry it: add the rows", WARNING,
    ),
    Mistake(
        "cargo to where nothing leads",
        both(another("Locations", like=4, location="Kazan", aliases=None), cells("Cargo", destination="Kazan")),
        ("Cargo", 2, "destination"), Kind.UNREACHED,
        "no tariff leads from Karachi to Kazan between 2025-03-03 and 2025-04-02", "add the rows to Tariffs", WARNING,
    ),
    Mistake(
        "three shipments to where nothing leads",
        both(
            another("Locations", like=4, location="Kazan", aliases=None),
            another("Cargo", shipment="R2", destination="Kazan"),
            another("Cargo", shipment="R3", destination="Kazan", weight_t=5),
            another("Cargo", shipment="R4", destination="Kazan", weight_t=6),
        ),
        ("Cargo", 3, "destination"), Kind.UNREACHED, "(and 2 more shipments)", "add the rows to Tariffs", WARNING,
    ),
    Mistake(
        "legs that take different containers",
        both(
            cells("Tariffs", 2, FEU=None), cells("Tariffs", 3, TEU=None), cells("Tariffs", 4, commodity="cotton"),
            another("Commodities", commodity="cotton"), cells("Surcharges", basis="container"),
        ),
        ("Tariffs", 3, "TEU"), Kind.UNREACHED,
        "no container type goes all the way from Karachi to Moscow: PR1 rail Karachi – Zahedan takes TEU; IR1 rail "
        "Zahedan – Moscow takes FEU",
        "write what IR1 rail Zahedan – Moscow charges for a TEU", WARNING,
    ),
    Mistake(
        "a departure that takes nothing", cells("Tariffs", 3, capacity=0), ("Tariffs", 3, "capacity"), Kind.CAPACITY,
        "capacity is 0, so nothing can use it", "clear the cell if there is no limit", WARNING,
    ),
    Mistake(
        "a border that takes nothing", cells("Borders", capacity=0), ("Borders", 2, "capacity"), Kind.CAPACITY,
        "capacity is 0, so nothing can use it", "set compliance to blocked", WARNING,
    ),
    Mistake(
        "a transfer that takes nothing", cells("Transfers", capacity=0), ("Transfers", 2, "capacity"), Kind.CAPACITY,
        "capacity is 0, so nothing can use it", "leave it if nothing may", WARNING,
    ),
    Mistake(
        "a pool without containers", cells("Pool", available=0), ("Pool", 2, "available"), Kind.CAPACITY,
        "available is 0, so nothing can use it", "clear the cell if there is no limit", WARNING,
    ),
    Mistake(
        "the same cargo under another reference", another("Cargo", shipment="R2"), ("Cargo", 3, "shipment"),
        Kind.DUPLICATE, 'shipment "R2" says the same as "R1" in row 2 but for its reference',
        "delete it if it is the same cargo; both are planned", WARNING,
    ),
    Mistake(
        "the same cargo under three more references",
        both(another("Cargo", shipment="R2"), another("Cargo", shipment="R3"), another("Cargo", shipment="R4")),
        ("Cargo", 3, "shipment"), Kind.DUPLICATE, "but for its reference (and 2 more)", "delete it", WARNING,
    ),
    Mistake(
        "a surcharge twice on the same days", another("Surcharges", surcharge="Fuel", amount=25),
        ("Surcharges", 3, "surcharge"), Kind.OVERLAP,
        'surcharge "Fuel" has two rows for the same things on the same days, the other in row 2: both are charged',
        "delete one", WARNING,
    ),
    Mistake(
        "a surcharge that has ended", cells("Surcharges", valid_to="2025-03-01"), ("Surcharges", 2, "valid_to"),
        Kind.EXPIRED, "the surcharge ended on 2025-03-01, before the first cargo is ready on 2025-03-03",
        "it is never charged", WARNING,
    ),
]  # fmt: skip
