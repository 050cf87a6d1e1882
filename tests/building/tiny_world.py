"""The tiny world as rows: rice from Karachi to Moscow, with a row in every sheet."""

from __future__ import annotations

from tests.building.sheets_of_rows import Cell

World = dict[str, list[dict[str, Cell]]]


def tiny_world() -> World:
    """A fresh copy, in which nothing is wrong or doubtful."""
    return {
        "Settings": [
            {"setting": "base_currency", "value": "USD"},
            {"setting": "capital_cost_pct", "value": 12},
            {"setting": "insurance_pct", "value": 0.3},
            {"setting": "co2_price_per_t", "value": 50},
        ],
        "Locations": [
            {"location": "Karachi", "name": "Port of Karachi", "country": "PK", "territory": None, "aliases": "KHI"},
            {"location": "Zahedan", "name": None, "country": "IR", "territory": None, "aliases": None},
            {"location": "Moscow", "name": None, "country": "RU", "territory": "EAEU", "aliases": "MOW; Moskva"},
        ],
        "Containers": [
            {"container": "TEU", "teu": 1, "max_gross_t": 24.3, "tare_t": 2.3, "volume_m3": 33.2, "aliases": "20GP"},
            {"container": "FEU", "teu": 2, "max_gross_t": 30.5, "tare_t": 3.75, "volume_m3": 67.7, "aliases": "40GP"},
        ],
        "Commodities": [{"commodity": "rice", "hs": "1006.30", "stowage_m3_per_t": 1.3, "dangerous": None,
            "reefer": None}],
        "Tariffs": [
            _leg("PR1", "Pakistan Railways", "rail", "Karachi", "Zahedan", 1600, 5, "Mon,Thu", "Taftan@4", "PKR",
                126000, 252000),
            _leg("IR1", "RAI", "rail", "Zahedan", "Moscow", 5000, 14, "daily", None, "USD", 1000, 1700),
            _leg("TIR", "TIR Union", "road", "Karachi", "Moscow", 5200, 10, "daily", "Taftan@2", "USD", 4000, 4000),
        ],
        "Surcharges": [{"surcharge": "fuel", "service": "IR1", "mode": "rail", "basis": "teu", "amount": 20,
            "currency": "USD"}],
        "Transfers": [{"location": "Zahedan", "from_mode": "rail", "to_mode": "rail", "dwell_days": 2, "TEU": 75,
            "FEU": 100}],
        "Storage": [{"location": "Zahedan", "container": None, "free_days": 3, "from_day": 1, "rate_per_day": 8}],
        "Borders": [
            {
                "border": "Taftan", "mode": None, "dwell_days": 1, "capacity": 2, "capacity_unit": "containers",
                "capacity_per": "week", "TEU": 20, "FEU": 30, "fee_per_t": 1, "closed_weekdays": None,
                "closed_from": None, "closed_to": None, "valid_from": None, "valid_to": None,
            }
        ],
        "Pool": [{"location": "Karachi", "container": "TEU", "available": 9}],
        "FX": [{"currency": "PKR", "rate": 0.0035, "valid_from": "2025-01-01"}],
        "Emissions": [{"mode": "rail", "co2_g_per_tkm": 28, "source": "GLEC"},
            {"mode": "road", "co2_g_per_tkm": 85, "source": "GLEC"}],
        "Duties": [{"territory": "EAEU", "commodity": "rice", "duty_pct": 10, "vat_pct": 10, "valid_from": None,
            "valid_to": None}],
        "Scenarios": [
            {"scenario": "open", "sheet": "Borders", "match": "border=Taftan", "column": "capacity", "change": "times",
                "value": 4}
        ],
        "Cargo": [
            {
                "shipment": "R1", "origin": "Karachi", "destination": "Moscow", "commodity": "rice", "weight_t": 66,
                "value": 33000, "currency": None, "ready": "2025-03-03", "due": None, "max_transit_days": 30,
            }
        ],
    }  # fmt: skip


def _leg(service: str, carrier: str, mode: str, origin: str, destination: str, *rest: Cell) -> dict[str, Cell]:
    km, days, departures, borders, currency, teu, feu = rest
    return {
        "service": service, "carrier": carrier, "mode": mode, "origin": origin, "destination": destination,
        "distance_km": km, "transit_days": days, "departures": departures, "capacity": None, "borders": borders,
        "currency": currency, "basis": "container", "TEU": teu, "FEU": feu, "valid_from": None, "valid_to": None,
    }  # fmt: skip
