"""The rows of ``Borders``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from tariffs.book import Border
from tariffs.building.countries import countries
from tariffs.building.lexicon import Lexicon
from tariffs.building.money import Currencies, amounts, note_uncharged
from tariffs.building.names import Names, Spellings
from tariffs.building.spreads import closed_probability, p95
from tariffs.building.stations import capacity, note_unknown_mode
from tariffs.calendar import WEEKDAYS, Closures, Validity
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

#: A plan waits for the end of a closure that is at least as likely as not, as its times are medians.
LIKELY = Decimal("0.5")


def border_names(desk: Desk) -> Names:
    """The names of borders: many rows, one for each mode and validity, may be of one border."""
    spellings = Spellings()
    for row in desk.rows("Borders"):
        spellings.settle(row.text("border"))
    return Names(
        "border",
        "Borders",
        spellings.first,
        tuple(spellings.first.values()),
        desk.knows("Borders"),
        desk.has("Borders"),
    )


def borders(desk: Desk, lexicon: Lexicon, currencies: Currencies, containers: Collection[str]) -> tuple[Border, ...]:
    """The borders; two rows for one border, mode and day are noted as an error."""
    found: list[Border] = []
    earlier: dict[tuple[str, str], list[tuple[Row, Border]]] = defaultdict(list)
    between: dict[str, tuple[Row, frozenset[str]]] = {}
    for row in desk.rows("Borders"):
        border = _border(row, lexicon, currencies, containers)
        if row.faulty:
            continue
        same = earlier[border.name, border.mode]
        _check_overlap(row, border, same)
        _check_between(row, border, between)
        same.append((row, border))
        found.append(border)
    nowhere = frozenset[str]()
    lie = {name: pair for name, (_, pair) in between.items()}
    return tuple(replace(border, between=lie.get(border.name, nowhere)) for border in found)


def _between(row: Row, lexicon: Lexicon) -> frozenset[str]:
    """The two countries that meet at a border; none where the cell is blank."""
    found = countries(row, "between", lexicon)
    if row.words("between") and not row.faulty and len(found) != len(("one", "other")):
        row.error(
            Kind.VALUE,
            "between",
            f'"{row.shown("between")}" does not name two countries',
            "a border lies between two: write both codes, such as PK;IR",
        )
    return frozenset(found)


def _check_between(row: Row, border: Border, known: dict[str, tuple[Row, frozenset[str]]]) -> None:
    """Note a border that lies between other countries than an earlier row says."""
    if not border.between:
        return
    earlier, pair = known.setdefault(border.name, (row, border.between))
    if pair != border.between:
        row.error(
            Kind.CONFLICT,
            "between",
            f'border "{border.name}" lies between {" and ".join(sorted(border.between))} here, '
            f"and between {' and '.join(sorted(pair))} in {earlier.seen_from(row)}",
            "correct one of them, or give one border another name",
        )


def _border(row: Row, lexicon: Lexicon, currencies: Currencies, containers: Collection[str]) -> Border:
    validity = row.validity()
    mode = fold(row.text("mode"))
    note_unknown_mode(row, "mode", mode, lexicon)
    compliance = row.text("compliance")
    # At the rate of the day when the leg departs, before the border is reached and maybe before the row holds.
    currency = currencies.of(row, validity=Validity(end=validity.end), used=compliance != "blocked")
    priced = amounts(row, currency, lexicon.containers)
    note_uncharged(row, priced, containers)
    announced, probability = _closed_spans(row), closed_probability(row)
    return Border(
        where=row.where,
        name=lexicon.borders.resolve(row, "border"),
        mode=mode,
        amounts=priced,
        fee_per_t=row.number("fee_per_t"),
        dwell_days=row.number("dwell_days"),
        capacity=capacity(row),
        closures=Closures(_closed_weekdays(row), announced if probability >= LIKELY else ()),
        validity=validity,
        compliance=compliance,
        between=_between(row, lexicon),
        dwell_days_p95=p95(row, "dwell_days"),
        announced=announced,
        closed_probability=probability,
    )


def _check_overlap(row: Row, border: Border, same: list[tuple[Row, Border]]) -> None:
    """Note that the row and an earlier one of its border and mode hold on a common day."""
    for earlier, other in same:
        if not border.validity.overlaps(other.validity):
            continue
        traffic = f"mode {border.mode}" if border.mode else "all other modes"
        row.error(
            Kind.OVERLAP,
            "border",
            f'border "{border.name}" has two rows for {traffic} on the same days, '
            f"the other in {earlier.seen_from(row)}",
            "delete one, or let the valid_to of one end before the valid_from of the other",
        )
        return


def _closed_weekdays(row: Row) -> frozenset[int]:
    weekdays = row.weekdays("closed_weekdays")
    if len(weekdays) == len(WEEKDAYS):
        row.warn(
            Kind.DOUBT,
            "closed_weekdays",
            "all seven weekdays are closed, so nothing ever crosses",
            "leave out the days on which the border is open",
        )
    return weekdays


def _closed_spans(row: Row) -> tuple[Validity, ...]:
    """The closures from closed_from and closed_to, in pairs."""
    starts, ends = row.days("closed_from"), row.days("closed_to")
    if len(starts) == 1 and not ends:
        ends = (None,)
    if len(starts) != len(ends):
        row.error(
            Kind.CONFLICT,
            "closed_to",
            f"closed_from has {len(starts)} dates and closed_to has {len(ends)}",
            "write one last day for each first day, with ; between; "
            "leave the part empty (2025-03-05; ) where it is until further notice",
        )
        return ()
    spans = []
    for start, end in zip(starts, ends, strict=True):
        if start is None:
            row.error(
                Kind.BLANK,
                "closed_from",
                "a closure has no first day",
                "write one date for each last day in closed_to, with ; between",
            )
        elif end is not None and end < start:
            row.error(
                Kind.DATES,
                "closed_to",
                f"a closure ends on {end}, before it begins on {start}",
                "correct one of the two dates",
            )
        else:
            spans.append(Validity(start, end))
    return tuple(spans)
