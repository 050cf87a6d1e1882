"""What freight costs and when it runs, read from workbooks."""

from tariffs.book import Portfolio, Shipment, TariffBook
from tariffs.loading import Input, load
from tariffs.problems import FreightError, InputError, Kind, Problem, Severity, UnratedError
from tariffs.template import write_tables, write_template

__all__ = [
    "FreightError",
    "Input",
    "InputError",
    "Kind",
    "Portfolio",
    "Problem",
    "Severity",
    "Shipment",
    "TariffBook",
    "UnratedError",
    "load",
    "write_tables",
    "write_template",
]
