"""Tasks done side by side."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from optimizer.errors import AuditError, WorkerError
from optimizer.executors import Cluster, Executor, Processes, Threads, executor_for
from optimizer.executors import cluster as cluster_module
from optimizer.options import Options
from tests.executors import tasks
from tests.executors.local import dask, started, workers

VALUES = np.arange(100_000.0)
ROOT = Path(__file__).parents[2]
#: Starts a worker, and is then killed.
KILLED = """
import os, signal
from optimizer.executors import Processes
from tests.executors import tasks

if __name__ == "__main__":
    executor = Processes(1)
    print(list(executor.map(tasks.refused, [], [1])), flush=True)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


def test_each_task_is_done_with_what_is_shared(executor: Executor) -> None:
    shared = [executor.share("one"), executor.share(("two", 2))]
    assert list(executor.map(tasks.added, shared, range(5))) == [("one", ("two", 2), n) for n in range(5)]


def test_there_may_be_no_tasks_and_nothing_shared(executor: Executor) -> None:
    assert list(executor.map(tasks.refused, [], [])) == []


@pytest.mark.parametrize("kind", [Threads, Processes])
def test_results_come_in_the_order_of_the_tasks(kind: type[Threads | Processes], tmp_path: Path) -> None:
    """Even where the first can't be done before the second is."""
    with kind(2) as executor:
        assert list(executor.map(tasks.last_comes_first, [executor.share(tmp_path)], range(4))) == [0, 1, 2, 3]


def test_what_a_task_raises_comes_in_its_place(executor: Executor) -> None:
    """After the results before it, and as what it was; then the executor goes on."""
    results = executor.map(tasks.refused, [], range(6))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="not 3"):
        next(results)
    assert list(executor.map(tasks.refused, [], [8, 9])) == [8, 9]


def test_an_error_of_a_plan_comes_whole(executor: Executor) -> None:
    """With the differences that the auditor found, from another process too."""
    with pytest.raises(AuditError) as raised:
        list(executor.map(tasks.found_wrong, [], ["the cost"]))
    assert [difference.what for difference in raised.value.differences] == ["the cost"]


def test_an_error_that_cannot_leave_its_process_is_told() -> None:
    with Processes(1) as executor, pytest.raises(WorkerError, match="about a function"):
        list(executor.map(tasks.unspeakable, [], [1]))


def test_a_worker_holds_one_copy_of_what_is_shared(executor: Executor) -> None:
    """However many tasks need it; while it is still on its way, dask may bring it twice."""
    shared = [executor.share(VALUES)]
    list(executor.map(tasks.where, shared, range(6)))
    places = set(executor.map(tasks.where, shared, range(12)))
    assert len(places) == len({process for process, _ in places})


def test_what_is_shared_is_as_it_was_for_compiled_code(executor: Executor) -> None:
    """It would be compiled once more for arrays that can't be written to."""
    assert all(executor.map(tasks.writeable, [executor.share(VALUES)], range(4)))


def test_what_nothing_refers_to_is_let_go_of() -> None:
    """Its file goes, and with the next value a worker forgets it."""
    with Processes(1) as executor:
        first = executor.share("first")
        path = first.handle
        assert list(executor.map(tasks.files_held, [first], [0])) == [1]
        assert path.exists()
        del first
        assert not path.exists()
        assert list(executor.map(tasks.files_held, [executor.share("second")], [0])) == [1]
        folder = path.parent
        assert folder.exists()
    assert not folder.exists()


@pytest.mark.parametrize("lost", [tasks.ended_once, tasks.killed_once])
def test_a_worker_lost_in_mid_run_leaves_the_result_whole(
    losing: Executor, lost: Callable[..., int], tmp_path: Path
) -> None:
    """With what was shared, which it held too."""
    shared = [losing.share(tmp_path / "mark")]
    assert list(losing.map(lost, shared, range(6))) == [0, 1, 2, 3, 4, 5]
    assert (tmp_path / "mark").exists()


def test_what_is_shared_outlives_the_only_worker_that_holds_it(tmp_path: Path) -> None:
    with workers(1) as address, Cluster(address) as executor:
        shared = [executor.share(tmp_path / "mark")]
        assert list(executor.map(tasks.ended_once, shared, range(4))) == [0, 1, 2, 3]


def test_a_lost_worker_costs_its_task_and_nothing_else(tmp_path: Path) -> None:
    """Task 2 is done twice, each of the others once."""
    with Processes(2) as executor:
        assert list(executor.map(tasks.counted, [executor.share(tmp_path)], range(6))) == [0, 1, 2, 3, 4, 5]
    assert [len((tmp_path / str(task)).read_text()) for task in range(6)] == [1, 1, 2, 1, 1, 1]


def test_a_task_that_no_worker_survives_is_given_up(losing: Executor) -> None:
    with pytest.raises(WorkerError, match="memory"):
        list(losing.map(tasks.ended_always, [], [1]))
    assert list(losing.map(tasks.refused, [], [1, 2])) == [1, 2]


def test_a_cluster_without_workers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with started(1) as cluster, Cluster(cluster.scheduler_address) as executor:
        shared = executor.share("one")
        cluster.scale(0)
        monkeypatch.setattr(cluster_module, "PATIENCE", 0.5)
        with pytest.raises(WorkerError, match="still run"):
            list(executor.map(tasks.added, [shared, shared], range(3)))
        with pytest.raises(WorkerError, match="still run"):
            executor.share("two")


def test_what_is_done_outlives_whoever_did_it() -> None:
    """Even where nobody has asked for it by then."""
    with started(1) as cluster, Cluster(cluster.scheduler_address) as executor:
        results = executor.map(tasks.refused, [], range(3))
        assert next(results) == 0
        time.sleep(2)
        cluster.scale(0)
        time.sleep(1)
        assert list(results) == [1, 2]


def test_processes_end_in_mid_task_when_they_are_let_go(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with Processes(1) as executor:
        results = executor.map(tasks.never_done, [executor.share(mark)], [1])
        while not mark.exists():
            time.sleep(0.01)
    with pytest.raises(WorkerError, match="let go"):
        next(results)


def test_a_plan_has_threads_unless_a_cluster_is_named(scheduler: str) -> None:
    with executor_for(Options(workers=3)) as threads:
        assert isinstance(threads, Threads)
    with executor_for(Options(cluster=scheduler)) as cluster:
        assert isinstance(cluster, Cluster)


def test_a_number_of_workers_says_nothing_to_a_cluster() -> None:
    with pytest.raises(WorkerError, match="leave out"):
        executor_for(Options(workers=2, cluster="tcp://127.0.0.1:1"))


def test_a_client_that_was_given_stays_open(scheduler: str) -> None:
    with dask().Client(scheduler, set_as_default=False) as client:
        with Cluster(client) as executor:
            assert list(executor.map(tasks.refused, [], [1])) == [1]
        assert client.status == "running"


def test_an_address_where_no_scheduler_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    dask()
    monkeypatch.setattr(cluster_module, "PATIENCE", 0.2)
    with pytest.raises(WorkerError, match="no dask scheduler answers at"):
        Cluster("tcp://127.0.0.1:1")


def test_workers_of_another_version_are_refused(scheduler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask().Client, "run", lambda *_: {"tcp://other": "9.9"})
    with pytest.raises(WorkerError, match=r"need freight-optimizer .*; tcp://other has 9\.9"):
        Cluster(scheduler)


def test_who_asks_for_no_cluster_waits_for_no_dask() -> None:
    """It is imported with the first cluster."""
    script = "import sys, optimizer.commands.plan; print('optimizer.executors' in sys.modules, 'dask' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "False"]


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    """Killed, it can't let them go; then nobody holds on to what they print to."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], env=environment, check=False, capture_output=True, timeout=300)
    assert (done.returncode != 0, done.stdout.split()) == (True, [b"[1]"])


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkerError, match=r"pip install 'freight-optimizer\[cluster\]'"):
        Cluster("tcp://127.0.0.1:1")
