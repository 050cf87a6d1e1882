"""Scenarios: named changes to the book, and the same changes made in code."""

from tariffs.scenarios.applying import apply_scenario, check_scenarios, scenario_names
from tariffs.scenarios.differing import Differing, differing
from tariffs.scenarios.edits import Edit, apply_edits

__all__ = [
    "Differing",
    "Edit",
    "apply_edits",
    "apply_scenario",
    "check_scenarios",
    "differing",
    "scenario_names",
]
