"""From the raw cells of workbooks to typed records: headers found, numbers, dates and units read."""

from __future__ import annotations

from tariffs.reading.inputs import read_tables, tables_of

__all__ = ["read_tables", "tables_of"]
