"""Rows that say the same thing again: shipments under another reference, surcharges that are charged twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tariffs.book import Amounts, Shipment, Surcharge
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Row
from tariffs.runs import in_runs

#: What a surcharge may be restricted to.
FILTERS = (
    *("service", "carrier", "mode", "origin", "destination", "border"),
    *("container", "commodity", "dangerous", "reefer", "above_gross_t"),
)


def note_twins(shipments: Iterable[tuple[Row, Shipment]]) -> None:
    """Warn of shipments that differ in nothing but their reference, once for all that are alike."""
    alike: dict[tuple[object, ...], list[tuple[Row, Shipment]]] = defaultdict(list)
    for row, shipment in shipments:
        few = (shipment.origin, shipment.destination, shipment.weight_t, shipment.value, shipment.ready)
        alike[few].append((row, shipment))
    for pairs in alike.values():
        if len(pairs) > 1:
            _note_alike(pairs)


def _note_alike(pairs: Sequence[tuple[Row, Shipment]]) -> None:
    """Note the shipments that are equal, among some that could be."""
    rows: dict[Shipment, list[Row]] = defaultdict(list)
    for row, shipment in pairs:
        rows[replace(shipment, where="", name="")].append(row)
    for first, *others in rows.values():
        if not others:
            continue
        again = others[0]
        also = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        again.warn(
            Kind.DUPLICATE,
            "shipment",
            f'shipment "{again.text("shipment")}" says the same as "{first.text("shipment")}" in '
            f"{first.seen_from(again)} but for its reference{also}",
            "delete it if it is the same cargo; both are planned",
            more=in_runs(row.record.row for row in others[1:] if row.record.workbook == again.record.workbook),
        )


def note_double_surcharges(surcharges: Iterable[tuple[Row, Surcharge]]) -> None:
    """Warn of a surcharge with two rows that are both charged for the same things on the same day."""
    earlier: dict[tuple[object, ...], list[tuple[Row, Surcharge]]] = defaultdict(list)
    for row, surcharge in surcharges:
        same = earlier[_filters(surcharge)]
        for other_row, other in same:
            if other.validity.overlaps(surcharge.validity) and _both_charge(other.amounts, surcharge.amounts):
                row.warn(
                    Kind.OVERLAP,
                    "surcharge",
                    f'surcharge "{surcharge.name}" has two rows for the same things on the same days, '
                    f"the other in {other_row.seen_from(row)}: both are charged",
                    "delete one, or let the valid_to of one end before the valid_from of the other",
                )
                break
        same.append((row, surcharge))


def _filters(surcharge: Surcharge) -> tuple[object, ...]:
    """What a surcharge is called, and what it is charged for."""
    return (fold(surcharge.name), *(getattr(surcharge, name) for name in FILTERS))


def _both_charge(one: Amounts, other: Amounts) -> bool:
    if one.rate is not None or other.rate is not None:
        return True
    return not one.per_container.keys().isdisjoint(other.per_container)


def note_ended_surcharges(surcharges: Sequence[tuple[Row, Surcharge]], first_day: date | None) -> None:
    """Warn of a surcharge whose rows have all ended before any cargo is ready."""
    if first_day is None:
        return
    lasting = {fold(s.name) for _, s in surcharges if s.validity.end is None or s.validity.end >= first_day}
    for row, surcharge in surcharges:
        if fold(surcharge.name) not in lasting:
            row.warn(
                Kind.EXPIRED,
                "valid_to",
                f"the surcharge ended on {surcharge.validity.end}, before the first cargo is ready on {first_day}",
                "it is never charged: correct valid_to, or add the row that takes its place",
            )
