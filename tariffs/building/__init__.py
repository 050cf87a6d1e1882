"""From typed records to the checked tariff book and portfolio."""

from tariffs.building.assemble import build

__all__ = ["build"]
