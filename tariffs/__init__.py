"""What freight costs and when it runs, read from workbooks."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

#: Where each name is. It is fetched when it is asked for: what takes a file apart in a process of its own must start
#: at once, and lives in this package too.
_HOMES = {
    **dict.fromkeys(("Portfolio", "Shipment", "TariffBook"), "book"),
    **dict.fromkeys(("Input", "load"), "loading"),
    **dict.fromkeys(("FreightError", "InputError", "Kind", "Problem", "Severity", "UnratedError"), "problems"),
    **dict.fromkeys(("write_tables", "write_template"), "template"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
