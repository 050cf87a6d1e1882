"""Commodities and their Harmonised System codes."""

from __future__ import annotations

import re
from dataclasses import replace

from tariffs.book import Commodity
from tariffs.building.goods import other_goods
from tariffs.building.names import Names, defined_names
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

#: What people write between the parts of a code: 1006.30, 1006 30, 1006-30.
SEPARATORS = re.compile(r"[ .\-]")


def hs_code(row: Row, column: str = "hs") -> str:
    """The digits of a Harmonised System code; anything else is noted as an error."""
    digits = SEPARATORS.sub("", row.text(column))
    if digits and not (digits.isascii() and digits.isdigit()):
        row.error(
            Kind.VALUE,
            column,
            f'hs "{row.text(column)}" is not a code of the Harmonised System',
            "write its digits, such as 1006.30",
        )
    return digits


def commodities(desk: Desk) -> tuple[Names, dict[str, Commodity]]:
    """The names of commodities, and the commodities by name."""
    names, rows = defined_names(desk, "Commodities", "commodity")
    found: dict[str, Commodity] = {}
    for row in rows:
        commodity = Commodity(
            name=row.text("commodity"),
            hs=hs_code(row),
            stowage_m3_per_t=row.maybe_number("stowage_m3_per_t"),
            dangerous=row.flag("dangerous"),
            reefer=row.flag("reefer"),
        )
        if not row.faulty:
            found[commodity.name] = commodity
    return replace(names, apart=other_goods), found
