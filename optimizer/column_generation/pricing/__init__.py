"""The pricing problem: the cheapest load plan of each shipment at given duals."""
