"""Input workbooks written from the schema: the empty one, and those made from rows."""

from tariffs.template.empty import write_template
from tariffs.template.tables import write_tables

__all__ = ["write_tables", "write_template"]
