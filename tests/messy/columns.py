"""Columns that are not known, or hold what they cannot, and would change what their rows mean."""

# ruff: noqa: RUF001 - letters in Cyrillic

from __future__ import annotations

from decimal import Decimal

from tests.messy.mess import TARIFFS, Mess, leg, rates
from tests.messy.sheets import Percent, Sheet

LEG = ("rail", "Karachi", "Zahedan", 5)

MESSES = (
    Mess(
        "unit-of-the-rate-in-a-column-of-its-own.xlsx",
        (Sheet("Tariffs", ((*TARIFFS, "Rate", "Unit"), (*LEG, 45, "per ton"))),),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, rate=45)]},
        ['error Tariffs!F1: column "Unit" may say what the amounts are per, and is not known; name it basis'],
    ),
    Mess(
        "capacity-with-its-unit-in-the-header.xlsx",
        rates((*TARIFFS, "20GP", "Capacity (containers)"), (*LEG, 455, 40)),
        {
            "Tariffs": [
                leg("rail", "Karachi", "Zahedan", 5, TEU=455, capacity=40, capacity_unit="containers"),
            ]
        },
    ),
    Mess(
        "container-column-in-cyrillic-letters.xlsx",
        rates((*TARIFFS, "20GP", "40GР"), (*LEG, 455, 910)),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5, TEU=455)]},
        [
            'error Tariffs!F1: the header "40GР" has letters of another alphabet that look like those of 40GP; '
            "type it in Latin letters"
        ],
    ),
    Mess(
        "percentage-under-a-container.xlsx",
        rates((*TARIFFS, "20GP", "40GP"), (*LEG, Percent(Decimal(5)), "5%")),
        {"Tariffs": [leg("rail", "Karachi", "Zahedan", 5)]},
        [
            f'error Tariffs!{cell}: {box}: "5%" is a percentage and the column takes none; '
            "write a number such as 1234.5"
            for cell, box in (("E2", "TEU"), ("F2", "FEU"))
        ],
    ),
)
