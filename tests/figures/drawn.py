"""What a specification draws: the rows of its layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from optimizer.figures.figure import Figure

Row = dict[str, Any]


def layers(figure: Figure) -> Iterator[list[Row]]:
    """The rows of each layer, wherever in the specification they stand."""
    datasets = figure.spec.get("datasets", {})

    def within(part: Any) -> Iterator[list[Row]]:
        if isinstance(part, dict):
            data = part.get("data")
            if isinstance(data, dict):
                yield data["values"] if "values" in data else datasets[data["name"]]
            for value in part.values():
                yield from within(value)
        elif isinstance(part, list):
            for value in part:
                yield from within(value)

    yield from within({key: value for key, value in figure.spec.items() if key != "datasets"})


def rows(figure: Figure, *columns: str) -> list[Row]:
    """The rows of the first layer that has these columns."""
    found = (layer for layer in layers(figure) if layer and set(columns) <= set(layer[0]))
    return next(found)
