"""Listing the itineraries of a shipment that some least-cost plan may need."""
