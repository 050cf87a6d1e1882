"""The executors under test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from optimizer.executors import Cluster, Executor, Processes, Threads
from tests.executors.local import workers


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a dask scheduler with two workers, each a process."""
    with workers(2) as address:
        yield address


@pytest.fixture(params=["threads", "processes", "cluster"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Each executor, with two workers."""
    with made(request) as executor:
        yield executor


@pytest.fixture(params=["processes", "cluster"])
def losing(request: pytest.FixtureRequest) -> Iterator[Executor]:
    """Each executor whose workers can be lost, with two."""
    with made(request) as executor:
        yield executor


def made(request: pytest.FixtureRequest) -> Executor:
    """The executor of that name."""
    if request.param == "cluster":
        return Cluster(request.getfixturevalue("scheduler"))
    return Threads(2) if request.param == "threads" else Processes(2)
