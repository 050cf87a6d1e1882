"""A world of one lane, to be worked out by hand."""

from __future__ import annotations

from tests.building.sheets_of_rows import Cell
from tests.properties.drawing import Row, World


def rice(*tariffs: Row, boxes: int, tonnes: float = 20, **sheets: list[Row]) -> World:
    """Shipments from Zahedan to Aktau within a week, 20 t in one box each if nothing else is said."""
    return {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [{"location": "Zahedan", "country": "IR"}, {"location": "Aktau", "country": "KZ"}],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "rice", "stowage_m3_per_t": 1}],
        "Tariffs": list(tariffs),
        "Cargo": [cargo(f"S{n}", tonnes) for n in range(boxes)],
        **sheets,
    }  # fmt: skip


def cargo(name: str, weight_t: float, **more: Cell) -> Row:
    """A shipment between 3 and 10 March."""
    return {
        "shipment": name, "origin": "Zahedan", "destination": "Aktau", "commodity": "rice", "weight_t": weight_t,
        "ready": "2025-03-03", "due": "2025-03-10", **more,
    }  # fmt: skip


def leg(mode: str, departures: str, **more: Cell) -> Row:
    return {
        "mode": mode, "origin": "Zahedan", "destination": "Aktau", "transit_days": 1, "departures": departures, **more,
    }  # fmt: skip
