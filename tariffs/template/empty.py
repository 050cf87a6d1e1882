"""The empty workbook, to be filled in."""

from __future__ import annotations

from pathlib import Path

from tariffs.atomic import write_whole
from tariffs.seal import sealed
from tariffs.sheets import SETTING_COLUMNS, SHEETS
from tariffs.template.looks import default_text
from tariffs.template.tables import Row, workbook_of

#: Boxes that everybody has, so that the sheets with amounts show where these go.
CONTAINERS: tuple[Row, ...] = (
    {
        "container": "TEU",
        "teu": 1,
        "max_gross_t": "30.48",
        "tare_t": "2.3",
        "volume_m3": "33.2",
        "aliases": "20GP; 20DC; 20DV",
        "note": "usual 20-foot box; older ones are plated 24 t",
    },
    {
        "container": "FEU",
        "teu": 2,
        "max_gross_t": "30.48",
        "tare_t": "3.75",
        "volume_m3": "67.7",
        "aliases": "40GP; 40DC; 40DV",
        "note": "usual 40-foot box",
    },
)

HOW_TO = (
    "Freight tariffs and cargo",
    "",
    "How to fill this in:",
    "One row is one thing: a location, a leg of a tariff, a shipment. Headers are in row 1; those on a dark "
    "ground are required. Point at a header to see what goes under it, in which unit, and what a blank means.",
    "Sheets and columns that you do not need may stay empty or be deleted. Columns of your own are kept out of "
    "the calculation; name them in ignore_columns if they speak of a date, a price, a quantity or a limit. "
    "Rows may be in any order.",
    "Money is in the currency of its row, or in the base currency. Weights are in tonnes, volumes in m³, "
    "distances in km, durations in days. In percent columns 5 means 5 %. Dates are whole days, the last included.",
    "A column named after a container (TEU, FEU, 40HC) holds the amount for that container. To add a type, "
    "give it a row in Containers and a column of that name in the sheets that charge for it.",
    "Lists in one cell have a semicolon between: Karachi; Gwadar. Departures are daily, weekdays (Mon,Thu), "
    "every 10 days, or dates; except and dates take some away: Wed,Sat except 2025-03-19. Borders are in order, with "
    "the day after departure: Taftan@3; Sarakhs@8.",
    "The cargo of the day may be in a workbook of its own with the one sheet Cargo; several workbooks are read as one.",
    "",
    "The sheets:",
)


def write_template(path: Path) -> None:
    """Write the empty workbook: every sheet and column, comments, drop-downs, and how to fill it in.

    The settings stand there with their defaults, and two container types. What is there is replaced:
    ``may_be_replaced`` tells an empty workbook from one that somebody filled in.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    filled: dict[str, tuple[Row, ...]] = {
        "Settings": tuple(
            {
                "setting": column.name,
                "value": default_text(column) or None,
                "note": column.description,
            }
            for column in SETTING_COLUMNS
        ),
        "Containers": CONTAINERS,
    }
    sheets = (
        f"{sheet.name}: {sheet.description}{' (required)' if sheet.required else ''}." for sheet in SHEETS.values()
    )
    content = workbook_of({name: filled.get(name, ()) for name in SHEETS}, (*HOW_TO, *sheets))
    write_whole(path, sealed(content))
