"""Results as files, from which tables and plots are made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def write(path: Path, machine: Mapping[str, str], results: Sequence[DataclassInstance]) -> None:
    """Write results, and what they were measured on, as JSON; anew after each, so that none is lost."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"machine": dict(machine), "results": [asdict(result) for result in results]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
