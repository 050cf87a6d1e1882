"""Numbers of rows, or of columns, as runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def in_runs(numbers: Iterable[int]) -> tuple[range, ...]:
    """Numbers in growing order as runs.

    >>> in_runs([4, 7, 8, 9])
    (range(4, 5), range(7, 10))
    """
    runs: list[range] = []
    for number in numbers:
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return tuple(runs)


def run_list(numbers: Iterable[int], name: Callable[[int], str] = str) -> str:
    """Numbers in growing order for a message, runs joined.

    >>> run_list([4, 7, 8, 9])
    '4, 7-9'
    """
    runs = in_runs(numbers)
    return ", ".join(name(run[0]) if len(run) == 1 else f"{name(run[0])}-{name(run[-1])}" for run in runs)
