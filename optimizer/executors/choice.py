"""Which executor the options ask for."""

from __future__ import annotations

from optimizer.errors import WorkerError
from optimizer.executors.cluster import Cluster
from optimizer.executors.executor import Executor
from optimizer.executors.threads import Threads
from optimizer.options import Options


def executor_for(options: Options) -> Executor:
    """The executor for the pricing of a plan: threads, or the cluster that is named.

    Raises
    ------
    WorkerError
        If both a cluster and a number of workers are asked for, or the cluster can't be had.
    """
    if options.cluster is None:
        return Threads(options.workers)
    if options.workers is not None:
        raise WorkerError("a cluster has the workers that it has; leave out the number of workers, or the cluster")
    return Cluster(options.cluster)
