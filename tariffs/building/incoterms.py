"""Incoterms: reported, and doubted where the value of the goods may hold carriage already."""

from __future__ import annotations

from decimal import Decimal

from tariffs.problems import Kind
from tariffs.rows import Row

#: Incoterms 2020, and those of older editions that contracts still name.
KNOWN = frozenset(
    ["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP", "DAT", "DAF", "DES", "DEQ", "DDU"]
)
#: Under these terms the seller pays carriage, and a price usually holds it.
CARRIAGE_PAID = ("C", "D")


def incoterm(row: Row, value: Decimal) -> str:
    """The incoterm as written, in capitals; an unknown one, and a C or D term beside a value, are noted."""
    written = row.text("incoterm").upper()
    if not written:
        return ""
    term = written.split()[0].strip(",.;")
    if term not in KNOWN:
        row.warn(
            Kind.DOUBT,
            "incoterm",
            f'"{row.text("incoterm")}" is not an incoterm',
            f"it is reported as it is; known are {', '.join(sorted(KNOWN))}",
        )
    elif term.startswith(CARRIAGE_PAID) and value > 0:
        row.warn(
            Kind.DOUBT,
            "incoterm",
            f"under {term} the seller pays carriage, so the value may hold it already",
            "value is that of the goods alone, at origin: take carriage and insurance out of it",
        )
    return written
