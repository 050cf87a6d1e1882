"""What listing once listed twice, or lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from tests.properties.drawing import COMMODITIES, CONTAINERS, World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import engine, examples, solved


@examples(20)
@given(worlds(most_legs=6, most_shipments=2, most_days=7))
def test_no_itinerary_is_listed_twice(world: World) -> None:
    """Each candidate of a shipment is another itinerary."""
    assert twice(world) == []


def twice(world: World) -> list[str]:
    """The itineraries that the engine has listed more than once."""
    found = engine(world)
    found.run()
    counts = Counter(
        f"{name}: {candidate.itinerary.key}" for name, listed in found.candidates.items() for candidate in listed
    )
    return [itinerary for itinerary, count in counts.items() if count > 1]


def test_an_itinerary_with_a_fee_on_some_containers_only_is_listed_once() -> None:
    """It was found going straight for the cheapest, which owes no fee, and then again by the search."""
    train = {
        "service": "S", "mode": "rail", "origin": "Zahedan", "destination": "Aktau", "transit_days": 3, "min_load": 2,
        "departure_cost": 300,
    }  # fmt: skip
    world: World = {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [{"location": "Zahedan", "country": "IR"}, {"location": "Aktau", "country": "KZ"}],
        "Containers": [CONTAINERS["FEU"], CONTAINERS["RFR"]],
        "Commodities": [COMMODITIES["rice"]],
        "Tariffs": [{**train, "RFR": 1000}, {**train, "departures": "Mon,Thu", "FEU": 20}],
        "Surcharges": [{"surcharge": "B/L", "container": "RFR", "basis": "booking", "amount": 55}],
        "Cargo": [
            {
                "shipment": "S1", "origin": "Zahedan", "destination": "Aktau", "commodity": "rice", "weight_t": 31.234,
                "ready": "2025-03-03", "max_transit_days": 9,
            }
        ],
    }  # fmt: skip
    assert twice(world) == []


def test_a_later_departure_is_kept_for_what_the_transfer_at_the_destination_cannot_take() -> None:
    """12 of 22 t are handled at Aktau a day, so the other ten come on the next day."""
    world: World = {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [{"location": "Zahedan", "country": "IR"}, {"location": "Aktau", "country": "KZ"}],
        "Containers": [CONTAINERS["TEU"]],
        "Commodities": [COMMODITIES["rice"]],
        "Tariffs": [{"mode": "rail", "origin": "Zahedan", "destination": "Aktau", "transit_days": 1, "TEU": 500}],
        "Transfers": [
            {
                "location": "Aktau", "from_mode": "rail", "to_mode": "destination", "capacity": 12,
                "capacity_unit": "tonnes",
            }
        ],
        "Cargo": [
            {
                "shipment": "S1", "origin": "Zahedan", "destination": "Aktau", "commodity": "rice", "weight_t": 22,
                "ready": "2025-03-03", "due": "2025-03-08",
            }
        ],
    }  # fmt: skip
    assert solved(world).cost == 1000
