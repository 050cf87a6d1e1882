"""Sheets and columns of workbooks that a later version reads, and this one refuses: what they say would be left out."""

from __future__ import annotations

from collections.abc import Mapping

#: Sheets by their normalised names, with what they hold.
SHEETS_NOT_READ: Mapping[str, str] = {
    "agreements": "rebates and commitments by quantity",
    "detention": "what containers cost that are kept too long",
    "repositioning": "containers moved empty",
}
#: Columns by sheet, with what they hold.
COLUMNS_NOT_READ: Mapping[str, Mapping[str, str]] = {
    "Containers": {"loose": "cargo carried without a container of its own"},
    "Tariffs": {
        "box": "the container into which loose cargo is stuffed",
        "box_cost": "what a container costs into which loose cargo is stuffed",
    },
    "Pool": {
        "from": "the day from which containers are available",
        "turn_days": "the days until a container that is delivered can start again",
    },
    "Commodities": {"keep_apart": "goods that may not share a container"},
    "Cargo": {"group": "shipments that may share containers"},
}
