"""Who does the work: threads of this process, processes of this machine, or a cluster; the results are the same.

A task prices a few shipments, or plans a scenario; tasks know nothing of each other. Results come in the order of
the tasks, whatever the number of workers and whichever is done first, so a plan does not depend on them.
"""

from optimizer.executors.choice import executor_for
from optimizer.executors.cluster import Cluster
from optimizer.executors.executor import Executor, Shared
from optimizer.executors.processes import Processes
from optimizer.executors.threads import Threads

__all__ = ["Cluster", "Executor", "Processes", "Shared", "Threads", "executor_for"]
