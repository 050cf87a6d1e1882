"""Results as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the first row of ``heads``, everything that looks like a figure on the right."""
    body = [list(row) for row in rows]
    right = [all(row[n][:1].isdigit() or not row[n] for row in body) for n in range(len(heads))]
    rule = ["---:" if to_the_right else "---" for to_the_right in right]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in (heads, rule, *body))


def number(figure: float | None, digits: int = 0) -> str:
    """A figure with so many decimals; blank where there is none."""
    return "" if figure is None else f"{figure:,.{digits}f}"
