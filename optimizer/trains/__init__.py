"""Departures with a minimum load or a cost: which could run, and what it would take."""

from optimizer.trains.rows import Trains

__all__ = ["Trains"]
