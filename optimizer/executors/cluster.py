"""A cluster of machines, by dask.distributed."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from optimizer.errors import WorkerError
from optimizer.executors.executor import Closing, Result, Shared, Value
from optimizer.version import version

if TYPE_CHECKING:
    from distributed import Client

#: So many seconds for a scheduler to answer, and to have a worker: at first, and again after the last was lost.
PATIENCE = 30

LOST = "the cluster was lost before the task was done: do scheduler and workers still run?"


class Cluster(Closing):
    """The workers of a dask scheduler: for who outgrows one machine.

    They and the scheduler have this program installed, in this version. Needs ``pip install
    'freight-optimizer[cluster]'``.

    Dask gives the task of a lost worker to another, and what is shared is a task too, done again if no worker has its
    result any longer. After how many losses a task is given up is the scheduler's ``allowed-failures``. When no worker
    is left, and none comes, all tasks are given up.

    Parameters
    ----------
    where
        The address of a scheduler, such as ``tcp://10.0.0.1:8786``, or a ``distributed.Client``, which stays open.

    Raises
    ------
    WorkerError
        If dask is not installed, no scheduler answers there, it has no workers, or those have another version.
    """

    def __init__(self, where: str | Client) -> None:
        # Not at the top: it takes a while to import, and most do without.
        try:
            import dask  # noqa: PLC0415
            import distributed  # noqa: PLC0415
        except ImportError as error:
            raise WorkerError("a cluster needs dask: pip install 'freight-optimizer[cluster]'") from error
        self._config, self._dask = dask.config, distributed
        self._mine = isinstance(where, str)
        self._client = self._connected(where) if isinstance(where, str) else where
        try:
            self._see_workers()
        except BaseException:
            self.close()
            raise

    def _connected(self, address: str) -> Client:
        try:
            return self._dask.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise WorkerError(f"no dask scheduler answers at {address!r}: {error}") from error

    def _see_workers(self) -> None:
        """There must be some, that can do what they are asked to."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise WorkerError("the dask scheduler has no workers: start some with `dask worker ADDRESS`") from error
        try:
            theirs = self._client.run(version)
        except Exception as error:  # dask hands on the words of what was raised, not its kind
            raise WorkerError(
                f"the workers of the cluster can't run freight-optimizer: {error}; install it there"
            ) from error
        others = sorted({f"{address} has {its}" for address, its in theirs.items() if its != version()})
        if others:
            raise WorkerError(f"the workers of the cluster need freight-optimizer {version()}; {', '.join(others)}")

    def share(self, value: Value) -> Shared[Value]:
        """Send the value to the scheduler once, and from there to every worker."""
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        # Not by Client.scatter: what is scattered is gone with the worker that held it.
        future = self._submit(pickle.loads, [pickled])[0]
        with self._watch([future]):
            try:
                self._client.replicate([future])
            except CancelledError as error:
                raise WorkerError(LOST) from error
        return Shared(future)

    def map(
        self, function: Callable[..., Result], shared: Sequence[Shared[Any]], tasks: Sequence[Any]
    ) -> Iterator[Result]:
        """Call ``function(*values of shared, task)`` for each task; the results, in the order of the tasks."""
        values = [one.handle for one in shared]
        pickled = [pickle.dumps((function, task), pickle.HIGHEST_PROTOCOL) for task in tasks]
        futures = self._submit(_run, pickled, *([value] * len(tasks) for value in values))
        return self._in_order(futures)

    def _submit(self, function: Callable[..., Any], *arguments: Sequence[Any]) -> list[Any]:
        # A warning that what is sent is large would be about what must be sent; and two calls may well be alike.
        with self._config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
            futures: list[Any] = self._client.map(function, *arguments, pure=False)
        return futures

    def _in_order(self, futures: Sequence[Any]) -> Iterator[Any]:
        """The results. Each is fetched as soon as it is there, so that no worker can take it along."""
        place = {future.key: number for number, future in enumerate(futures)}
        waiting: dict[int, tuple[str, Any]] = {}
        following = 0
        arriving = self._dask.as_completed(futures, loop=self._client.loop, with_results=True, raise_errors=False)
        with self._watch(futures):
            for future, result in arriving:
                waiting[place[future.key]] = future.status, result
                future.release()
                while following in waiting:
                    yield self._good(*waiting.pop(following))
                    following += 1

    @contextmanager
    def _watch(self, futures: Sequence[Any]) -> Iterator[None]:
        """Cancel the futures when there are no workers: dask would wait for some as long as it takes."""
        over = threading.Event()

        def look() -> None:
            workers = True
            while not over.wait(PATIENCE):
                before = workers
                if self._client.status != "running":
                    return
                try:
                    workers = bool(self._client.nthreads())
                    if not (before or workers):
                        self._client.cancel(list(futures))
                        return
                except OSError:  # the scheduler is gone, which the futures tell by themselves
                    return

        threading.Thread(target=look, daemon=True).start()
        try:
            yield
        finally:
            over.set()

    def _good(self, status: str, result: Any) -> Any:
        """A result, whatever became of its worker since; or what was raised in its place."""
        if isinstance(result, _Done):
            return result.value
        if status == "error":
            _, error, trace = result
            if isinstance(error, self._dask.KilledWorker):
                raise WorkerError(f"{error} See whether the workers run out of memory.") from error
            raise error.with_traceback(trace)
        raise WorkerError(LOST)

    def close(self) -> None:
        """Take leave of the scheduler, which drops what was left to do; its workers go on."""
        if self._mine:
            self._client.close()


class _Done(NamedTuple):
    """What a task gives, told from what dask puts in the place of a result."""

    value: Any


def _run(pickled: bytes, *values: Any) -> _Done:
    """One task. Pickled here and not by dask, which looks into lists and tuples for tasks of its own."""
    function, task = pickle.loads(pickled)
    return _Done(function(*values, task))
