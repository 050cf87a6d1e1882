"""What stands above container columns and is no part of their names: a currency, a carrier, or nothing much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tariffs.problems import Kind
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import BETWEEN_WORDS, LINKS, HeaderNames, Match, names_currency
from tariffs.reading.lines import per_unit
from tariffs.reading.report import Report
from tariffs.workbook.raw import RawRow, cell_text, column_letters

#: Words that say no more than that amounts stand below.
IDLE = frozenset(
    (
        *("rate", "rates", "freight", "amount", "amounts", "price", "prices", "cost", "costs", "charge", "charges"),
        *("tariff", "tariffs", "container", "containers", "box", "boxes", "equipment", "size", "type", "types"),
        *("by", "of", "the", "for", "and", "full", "ocean", "sea", "rail", "road", "basic", "all", "fcl"),
    )
)
#: Words of which one is in the name of nearly every carrier.
CARRIER_WORDS = frozenset(
    (
        *("railway", "railways", "railroad", "railroads", "line", "lines", "shipping", "logistics", "carrier"),
        *("rzd", "ktz", "rai", "pr", "tdy", "uty", "ady", "nlc", "zheleznye", "dorogi", "transport", "express"),
    )
)
CARRIER = "carrier"


def words_above(header: Header, names: HeaderNames) -> dict[int, tuple[int, str]]:
    """The words above each container column: the index of the cell that they stand in, and the words.

    A cell above belongs to the container columns next to it on the right, too, whose own upper cell is blank,
    as merged cells do. Words that are part of a column's name say nothing else.
    """
    upper = header.upper
    if upper is None or (header.depth == 1 and _is_data(upper, header)):
        return {}
    found: dict[int, tuple[int, str]] = {}
    for index in sorted(index for index, match in header.matches.items() if match.container):
        text = cell_text(upper.cell(index))
        below = cell_text(header.row.cell(index))
        if text and not below:
            continue
        if text:
            found[index] = (index, text)
        elif index - 1 in found:
            found[index] = found[index - 1]
    return {index: (at, text) for index, (at, text) in found.items() if not _in_name(header, index, text, names)}


def _is_data(upper: RawRow, header: Header) -> bool:
    return header.has_all(upper) or any(cell is not None and not isinstance(cell, str) for cell in upper.cells)


def _in_name(header: Header, index: int, text: str, names: HeaderNames) -> bool:
    below = cell_text(header.row.cell(index))
    both = names.find(f"{text} {below}")
    alone = names.find(below)
    return both is not None and (alone is None or alone.name != both.name)


def priced(header: Header, above: Mapping[int, tuple[int, str]]) -> Header:
    """The header with the currencies that stand above its container columns."""
    matches: dict[int, Match] = dict(header.matches)
    for index, (_, text) in above.items():
        currency = _currency(text)
        if currency and not matches[index].currency:
            matches[index] = replace(matches[index], currency=currency)
    return replace(header, matches=matches)


def _currency(text: str) -> str:
    currencies = [word for word in _words(text) if names_currency(word)]
    others = {word.casefold() for word in _words(text)} - IDLE - LINKS
    return currencies[0] if len(currencies) == 1 and others == {currencies[0].casefold()} else ""


def carriers(header: Header, above: Mapping[int, tuple[int, str]], report: Report) -> dict[int, str]:
    """The carrier above each container column, by index; words that are no carrier's are named.

    Only where the header has no column for carriers: else the rows say who carries.
    """
    named: dict[int, str] = {}
    idle: dict[int, str] = {}
    for index, (at, text) in above.items():
        words = {word.casefold() for word in _words(text)}
        if words <= IDLE or _currency(text) or per_unit(text, header):
            continue  # what amounts are per is said of the line
        if words & CARRIER_WORDS and CARRIER not in header.names:
            named[index] = _bare(text)
        else:
            idle.setdefault(at, text)
    for at, text in idle.items():
        cell = f"{column_letters(at)}{header.upper.number if header.upper else header.row.number}"
        report.warning(
            Kind.COLUMN,
            cell,
            text,
            f'"{text}" above the container columns is not used',
            "if it matters, say it in a column of its own (carrier, currency, valid_from, note)",
        )
    return named


def _bare(text: str) -> str:
    """`Carrier: ACME` is ACME."""
    head, colon, rest = text.partition(":")
    return (
        rest.strip() if colon and head.strip().casefold() in ("carrier", "railway", "line") and rest.strip() else text
    )


def _words(text: str) -> list[str]:
    return [word for word in BETWEEN_WORDS.split(text) if word]
