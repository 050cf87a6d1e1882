"""What an executor can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

#: A task over which so many workers were lost, one after the other, is not given out again.
TRIES = 3


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Shared(Generic[Value]):
    """A value that the workers of one executor find; let go of when nothing refers to this any longer.

    ``handle`` is where they find it, which is the executor's own affair.
    """

    handle: Any


class Executor(Protocol):
    """Does tasks side by side.

    A worker lost in mid-run costs its task, which is done again by another; other results stand.
    """

    def share(self, value: Value) -> Shared[Value]:
        """Put a value where every worker finds it: once, however many tasks need it."""
        ...

    def map(
        self, function: Callable[..., Result], shared: Sequence[Shared[Any]], tasks: Sequence[Any]
    ) -> Iterator[Result]:
        """Call ``function(*values of shared, task)`` for each task; the results, in the order of the tasks.

        Beyond one process, function, tasks and results are pickled, and the function is found by its module and name.

        Raises
        ------
        WorkerError
            If ``TRIES`` workers or so were lost over the same task.
        Exception
            Whatever ``function`` raised, in place of its result.
        """
        ...

    def close(self) -> None:
        """Let the workers go; tasks not begun are dropped."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Closing:
    """An executor that is closed at the end of a ``with``."""

    def close(self) -> None:
        """Let the workers go."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
