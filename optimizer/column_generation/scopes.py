"""By when cargo can be delivered, from wherever it is: what no cost makes up for."""

from __future__ import annotations

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.sweep import Target
from optimizer.column_generation.timeline import Graph, Ints


@compiled
def earliest_deliveries(graph: Graph, target: Target) -> Ints:
    """By stand and day, the first day of delivery for cargo there; after ``target.last`` if there is none."""
    never = target.last + 1
    found = np.full((graph.place.size, graph.epoch.size), never)
    # By group, the earliest delivery aboard the departures seen so far, which are the later ones.
    aboard = np.full((graph.starts.size - 1, graph.epoch.size + 1), never)
    for day in range(target.last, target.first - 1, -1):
        aboard[:, day] = aboard[:, day + 1]
        changed = True
        while changed:
            changed = False
            for x in range(graph.day_starts[day], graph.day_starts[day + 1]):
                i = graph.by_day[x]
                group, arrives = graph.group[i], graph.arrives[i]
                if arrives <= target.last:
                    aboard[group, day] = min(aboard[group, day], found[graph.into[i], arrives])
            for stand in range(graph.place.size):
                best = found[stand, day]
                if graph.place[stand] == target.place:
                    if target.dwell[stand] >= 0:
                        best = min(best, day + target.dwell[stand])
                else:
                    for way in range(graph.ways[stand], graph.ways[stand + 1]):
                        since = day + graph.way_wait[way]
                        if since <= target.last:
                            best = min(best, aboard[graph.way_group[way], since])
                if best < found[stand, day]:
                    found[stand, day] = best
                    changed = changed or graph.day_starts[day] < graph.day_starts[day + 1]
    return found
