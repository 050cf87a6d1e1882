"""A cluster on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

import pytest


def dask() -> ModuleType:
    """``distributed``; without it, the test is skipped."""
    needs = "needs dask.distributed, of the extra `cluster`"
    module: ModuleType = pytest.importorskip("distributed", reason=needs)
    return module


@contextmanager
def started(number: int) -> Iterator[Any]:
    """A ``LocalCluster`` of so many workers, each a process that is started again when it is lost."""
    # Any port will do for the page in the browser, which there is in any case.
    options: dict[str, Any] = {"dashboard_address": "127.0.0.1:0", "silence_logs": "CRITICAL"}
    cluster = dask().LocalCluster(n_workers=number, threads_per_worker=1, processes=True, **options)
    try:
        yield cluster
    finally:
        # Workers that were killed end in their own time on a machine with much else to do, for which older versions of
        # distributed wait a second.
        with suppress(TimeoutError):
            cluster.close()


@contextmanager
def workers(number: int) -> Iterator[str]:
    """The address of the scheduler of such a cluster."""
    with started(number) as cluster:
        yield cluster.scheduler_address
