"""Trim the countries of world-atlas to what maps need.

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    python -m optimizer.figures.land package/countries-110m.json

writes ``countries.json``: without the second layer, names and numbers of countries, and Antarctica.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

#: The number of Antarctica in ISO 3166-1.
ANTARCTICA = "010"


def trimmed(topology: dict[str, Any]) -> dict[str, Any]:
    """The same shapes with nothing else."""
    countries = topology["objects"]["countries"]["geometries"]
    kept = [{"type": one["type"], "arcs": one["arcs"]} for one in countries if one.get("id") != ANTARCTICA]
    objects = {"countries": {"type": "GeometryCollection", "geometries": kept}}
    return {**{key: topology[key] for key in ("type", "transform", "arcs")}, "objects": objects}


if __name__ == "__main__":
    source = Path(sys.argv[1]).read_text(encoding="utf-8")
    text = json.dumps(trimmed(json.loads(source)), separators=(",", ":"))
    Path(__file__).with_name("countries.json").write_text(text + "\n", encoding="utf-8")
