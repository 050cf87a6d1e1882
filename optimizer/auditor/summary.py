"""The sheet ``Summary``: the figures of a plan as a whole, but for its cost and bound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from optimizer.auditor.bound import BUDGET
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import Figure, LoadRow, PlanRecord
from optimizer.auditor.shipments import Account
from optimizer.tables import (
    CHANGE,
    COST_GROUPS,
    INPUT,
    OVERVIEW,
    OVERVIEW_FIGURE,
    STATED,
    seal_of,
)
from tariffs.book import TariffBook
from tariffs.fraction import Fraction
from tariffs.rating import Component, Rated

ZERO = Decimal(0)

#: Figures that name an input, whose fingerprint is held against the file by whoever has the files; and changes to it,
#: with which it is read.
GIVEN = (INPUT, CHANGE)

#: What the figures that come from the rating of bookings begin with.
RATED = ("recoverable tax", "CO2e t", "tonne-km ", "share of tonne-km ")

#: Figures that are checked with the cost and the bound, and those that only the program can know.
ELSEWHERE = frozenset(
    {
        *("kept plan", "kept plan SHA-256", "as of", "cost of a change"),
        *("changed bookings", "cost of changes", "cost with changes", *BUDGET),
        *("status", "logistics cost", "lower bound", "gap", "tolerance", "version", "when", "scenario"),
        *map(seal_of, STATED),
        *(OVERVIEW_FIGURE, "engine", "solver", "currency", "format", "most that could still be saved"),
        *(component.value for component in Component),
    }
)


def summary_as_written(
    record: PlanRecord,
    by_name: Mapping[str, Account],
    rated: Mapping[str, Rated],
    book: TariffBook,
    findings: Findings,
) -> None:
    """Every figure of the summary that follows from the rest of the plan; there are no others."""
    findings.same("Summary", "currency", book.settings.base_currency, record.figures.get("currency"))
    _unchanged(record, findings)
    # What a booking that could not be rated adds to its figures is not known; that it could not be is said.
    whole = all(account.tax is not None for account in by_name.values())
    passed_over = GIVEN if whole else (*GIVEN, *RATED)
    expected = _sums(record, by_name, book) | _carriage(rated.values())
    for name, value in expected.items():
        if not name.startswith(passed_over):
            _figure(name, value, record.figures.get(name), findings)
    for name, found in record.figures.items():
        if name not in expected and name not in ELSEWHERE and not name.startswith(passed_over):
            findings.add("Summary", name, "absent", found)


def _unchanged(record: PlanRecord, findings: Findings) -> None:
    """What only the program can know is as it wrote it, by the fingerprints."""
    whats = {seal_of(sheet): (sheet, " or ".join(stated)) for sheet, (_, stated) in STATED.items()}
    for figure, (sheet, what) in {OVERVIEW_FIGURE: (OVERVIEW, "texts and figures"), **whats}.items():
        if record.figures.get(figure) != record.seals.get(figure):
            findings.add(sheet, what, "as the program wrote them", "changed")


def _figure(name: str, expected: Fraction, found: Figure | None, findings: Findings) -> None:
    if isinstance(found, Decimal):
        findings.near("Summary", name, expected, found)
    else:
        findings.add("Summary", name, expected, found)


def _sums(record: PlanRecord, by_name: Mapping[str, Account], book: TariffBook) -> dict[str, Fraction]:
    every = by_name.values()
    cost = sum((charge.amount for charge in record.charges), ZERO)
    carried = sum((account.delivered for account in every), ZERO)
    goods = sum((account.goods for account in every), ZERO)
    groups = {
        group: sum((row.amount for row in record.charges if row.component in COST_GROUPS[group]), ZERO)
        for group in ("transport cost", "duty and tax")
    }
    known = (row for row in record.loads if row.container in book.containers)  # others are noted with their loads
    teu = sum((book.containers[row.container].teu * row.containers for row in known), ZERO)
    per = {"tonne": carried, "TEU": teu}
    figures = {
        **groups,
        "TEU": teu,
        "goods value": goods,
        "landed cost": cost + goods,
        "tonnes": carried,
        "unserved tonnes": sum((account.tonnes for account in every), ZERO) - carried,
        "recoverable tax": sum((account.tax or ZERO for account in every), ZERO),
    }
    ratios = {f"cost per {unit}": Fraction(cost) / Fraction(whole) for unit, whole in per.items() if whole}
    return {name: Fraction(value) for name, value in figures.items()} | ratios | _containers(record.loads)


def _containers(loads: Iterable[LoadRow]) -> dict[str, Fraction]:
    counts: dict[str, Fraction] = defaultdict(Fraction)
    for load in loads:
        counts[f"containers {load.container}"] += load.containers
    return counts


def _carriage(rated: Iterable[Rated]) -> dict[str, Fraction]:
    """Tonne-kilometres by mode, their shares, and the emissions."""
    tonne_km: dict[str, Fraction] = defaultdict(Fraction)
    emitted = Fraction(0)
    for booking in rated:
        emitted += booking.co2_t
        for mode, part in booking.tonne_km.items():
            tonne_km[mode] += part
    whole = sum(tonne_km.values(), Fraction(0))
    shares = {f"share of tonne-km {mode}": part / whole for mode, part in tonne_km.items()} if whole else {}
    return {f"tonne-km {mode}": part for mode, part in tonne_km.items()} | shares | {"CO2e t": emitted}
