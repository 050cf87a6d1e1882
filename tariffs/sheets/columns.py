"""Columns that more than one sheet has, and short ways to write the others."""

from __future__ import annotations

from decimal import Decimal

from tariffs.schema import Column, Type

ZERO = Decimal(0)
CAPACITY_UNITS = ("teu", "containers", "tonnes")
PERIODS = ("day", "week", "month", "plan")
COMPLIANCE = ("ok", "review", "blocked")
SOURCE = (
    Column("source", Type.TEXT, "where the figure comes from", synonyms=("reference_source",)),
    Column("note", Type.TEXT, "anything a reader should know", synonyms=("notes", "remark", "remarks")),
)


def text(  # noqa: PLR0913 - one argument for each field of Column
    name: str,
    description: str,
    *,
    required: bool = False,
    names: str = "",
    synonyms: tuple[str, ...] = (),
    choices: tuple[str, ...] = (),
    default: str | None = None,
) -> Column:
    """A column of text."""
    return Column(
        name,
        Type.TEXT,
        description,
        required=required,
        names=names,
        synonyms=synonyms,
        choices=choices,
        default=default,
    )


def number(  # noqa: PLR0913 - one argument for each field of Column
    name: str,
    description: str,
    *,
    required: bool = False,
    default: Decimal | None = None,
    unit: str = "",
    minimum: int | None = 0,
    above: int | None = None,
    maximum: int | None = None,
    synonyms: tuple[str, ...] = (),
    money: str = "",
    share: bool = False,
) -> Column:
    """A column of numbers; ``above`` is a bound that is not reached itself."""
    return Column(
        name,
        Type.NUMBER,
        description,
        required=required,
        default=default,
        unit=unit,
        minimum=None if above is not None else minimum,
        above=above,
        maximum=maximum,
        synonyms=synonyms,
        money=money,
        share=share,
    )


def percent(name: str, description: str, *, default: Decimal | None = ZERO, maximum: int | None = None) -> Column:
    """A column of percentages, 0 and more."""
    return Column(name, Type.PERCENT, description, default=default, minimum=0, maximum=maximum)


def day(name: str, description: str, *, required: bool = False, synonyms: tuple[str, ...] = ()) -> Column:
    """A column of dates."""
    return Column(name, Type.DATE, description, required=required, synonyms=synonyms)


def flag(name: str, description: str, *, default: bool | None = None) -> Column:
    """A column of yes and no."""
    return Column(name, Type.FLAG, description, default=default)


CURRENCY = text("currency", "of the amounts in the row (base currency)", names="FX", synonyms=("ccy", "curr"))
VALIDITY = (
    day(
        "valid_from",
        "first day it holds (always)",
        synonyms=("effective", "effective_date", "effective_from", "from_date"),
    ),
    day(
        "valid_to",
        "last day it holds (always)",
        synonyms=("expiry", "expiry_date", "expires", "valid_until", "to_date", "valid_till"),
    ),
)
MODE = text(
    "mode",
    "rail, road, sea, or any other word",
    required=True,
    synonyms=("transport_mode", "mode_of_transport"),
)
COMPLIANCE_COLUMN = text(
    "compliance",
    "ok; review is used and flagged; blocked is never used",
    choices=COMPLIANCE,
    default="ok",
)
RATE = number(
    "rate",
    "amount for every container type, where all container columns are blank",
    minimum=None,
    money="currency",
)
POL = ("pol", "port_of_loading", "from", "from_location", "load_port", "loading_port")
POD = ("pod", "port_of_discharge", "to", "to_location", "discharge_port")
