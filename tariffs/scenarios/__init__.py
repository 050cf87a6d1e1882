"""Scenarios: named changes to the book."""

from tariffs.scenarios.applying import apply_scenario, check_scenarios, scenario_names

__all__ = ["apply_scenario", "check_scenarios", "scenario_names"]
