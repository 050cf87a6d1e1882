"""Days of cargo that lie years from all others: mostly a year that was written or read wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from tariffs.book import Shipment
from tariffs.problems import Kind
from tariffs.rows import Row

#: Cargo that is planned together is ready within so long of each other, and due within so long of being ready.
FAR = timedelta(days=366)


def note_far_days(shipments: Iterable[tuple[Row, Shipment]]) -> None:
    """Warn of cargo that is ready or due years away from the rest."""
    pairs = list(shipments)
    if not pairs:
        return
    first, last = _usual(shipment.ready for _, shipment in pairs)
    usual = f"on {first}" if first == last else f"from {first} to {last}"
    for row, shipment in pairs:
        if not first <= shipment.ready <= last:
            row.warn(
                Kind.DOUBT,
                "ready",
                f"ready is {shipment.ready}, more than a year from other cargo, which is ready {usual}",
                "correct the year if it is wrong",
            )
        if shipment.due is not None and shipment.due - shipment.ready > FAR:
            row.warn(
                Kind.DOUBT,
                "due",
                f"due {shipment.due} is {(shipment.due - shipment.ready).days} days after ready {shipment.ready}",
                "correct the year of one of them if it is wrong",
            )


def _usual(days: Iterable[date]) -> tuple[date, date]:
    """The first and last of most of some days, of which none is more than a year from the next; of two, the later."""
    ordered = sorted(days)
    starts = [0, *(place for place, (day, after) in enumerate(pairwise(ordered), 1) if after - day > FAR)]
    spans = list(pairwise([*starts, len(ordered)]))
    start, end = max(spans, key=lambda span: (span[1] - span[0], span))
    return ordered[start], ordered[end - 1]
