"""A plainer variant of a made-up world, which a careful user can state exactly as flows in time.

Flows count containers: what a container pays must follow from the leg and the day, never from what is in it, nor from
where it has been. So this is left out, or made plain:

- goods have no value, and CO2 no price: insurance, duty, tax, inventory and emissions are per tonne and per booking;
- a rate per tonne becomes one per container, by what is typically in it; of weight bands the one for any weight
  stays; no surcharge for heavy containers, and no border's fee per tonne;
- storage costs the same every day from the first one, without free days or dearer ones later;
- every shipment may be split: flows do not know what is one itinerary;
- trains have no names. A named service needs no transfer to itself, but here it would only lead back.

What stays: places, legs, departures, container types, dates, transfers with their day and fee, cut-offs, borders with
their dwell, closed days and weekly capacities, surcharges per TEU and in percent, exchange rates, penalties, and
shipments that are tied to long containers or to modes.
"""

from __future__ import annotations

from benchmarks.carriage import FEU_FOR_TEU, TYPICAL_T
from benchmarks.worlds import CARGO, World
from tariffs.template.tables import Cell, Row

#: Sheets without which nothing is charged by value or by weight.
LEFT_OUT = ("Duties", "Emissions")
SETTINGS = ("base_currency", "unserved_penalty_per_t", "number_style", "date_style")


def plain(made: World) -> World:
    """The plainer variant; places, departures, capacities and weights are those of the world."""
    sheets = {name: rows for name, rows in made.sheets.items() if name not in LEFT_OUT}
    change = {
        "Settings": lambda row: row if row["setting"] in SETTINGS else None,
        "Tariffs": _tariff,
        "Surcharges": lambda row: None if "above_gross_t" in row else row,
        "Storage": _storage,
        "Borders": lambda row: _without(row, "fee_per_t"),
        CARGO: lambda row: _without(row, "value", "currency", "split"),
    }
    for name, changed in change.items():
        sheets[name] = [row for row in map(changed, sheets[name]) if row is not None]
    return World(sheets)


def _without(row: Row, *columns: str) -> Row:
    return {column: cell for column, cell in row.items() if column not in columns}


def _tariff(row: Row) -> Row | None:
    """The row without a service, per container; ``None`` for the lighter of two weight bands."""
    if row.get("max_gross_t") is not None:
        return None
    if row["basis"] != "tonne":
        return _without(row, "service")
    teu = float(str(row["rate"])) * TYPICAL_T
    amounts: dict[str, Cell] = {"TEU": round(teu), "FEU": round(teu * FEU_FOR_TEU["road"])}
    return {**_without(row, "service", "rate", "minimum_t"), "basis": "container", **amounts}


def _storage(row: Row) -> Row | None:
    """The first band, from the first day; ``None`` for the dearer one."""
    return {**row, "free_days": 0} if row["from_day"] == 1 else None
