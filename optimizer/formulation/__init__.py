"""The linear programme over listed itineraries, in PuLP."""
