"""Plans of several inputs side by side: one book under several scenarios, or several weeks' cargo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from optimizer.errors import WorkerError
from optimizer.executors import Executor
from optimizer.options import Options
from optimizer.plan import Plan
from optimizer.planning import plan_of
from optimizer.solution import NONE_KNOWN, KnownLoadPlans
from tariffs.loading import Input
from tariffs.records import Tables


def plans(
    inputs: Sequence[Input],
    options: Options | None = None,
    *,
    executor: Executor,
    start: KnownLoadPlans = NONE_KNOWN,
) -> Iterator[Plan]:
    """The plan of each input, in their order, each as soon as it and those before it are there.

    Parameters
    ----------
    inputs
        What ``tariffs.load`` gives, with a scenario or without.
    options
        How to solve; the same for all. Each plan is made on ``options.workers`` threads, or on one if that is ``None``,
        since there are others beside it.
    executor
        Who makes them. ``Processes`` suit: much of a plan is made in Python, where threads wait for each other.

    start
        ``Plan.load_plans`` of a like world, from which each starts.

    Raises
    ------
    WorkerError
        If the options name a cluster.
    SolverError, AuditError, WorkerError
        As ``plan`` does; in place of the plan, so that those before it stand.
    """
    options = options or Options()
    if options.cluster is not None:
        raise WorkerError("plans made side by side are made by the executor: give it a Cluster, and the options none")
    shared = executor.share((replace(options, workers=options.workers or 1), start))
    return executor.map(_plan_of, [shared], [replace(given, tables=Tables({})) for given in inputs])


def _plan_of(how: tuple[Options, KnownLoadPlans], given: Input) -> Plan:
    options, start = how
    return plan_of(given, options, start=start)
