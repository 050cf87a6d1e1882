"""What of the network a sweep needs: where cargo can come in time, and from where it can be delivered in time."""

from __future__ import annotations

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.sweep import Scope, Target
from optimizer.column_generation.timeline import Flags, Graph, Ints


@compiled
def earliest_deliveries(graph: Graph, target: Target, usable: Flags) -> Ints:
    """By stand and day, the first day of delivery for cargo there; after ``target.last`` if there is none.

    ``usable`` says which variants of departures may be used at all.
    """
    never = target.last + 1
    found = np.full((graph.place.size, graph.epoch.size), never)
    # By line, the earliest delivery aboard the departures seen so far, which are the later ones.
    aboard = np.full(graph.departs.size + 1, never)
    for day in range(target.last, target.first - 1, -1):
        changed = True
        while changed:
            changed = False
            for x in range(graph.day_starts[day], graph.day_starts[day + 1]):
                i = graph.by_day[x]
                best = never
                if usable[graph.variant[i]] and graph.arrives[i] <= target.last:
                    best = found[graph.into[i], graph.arrives[i]]
                if i + 1 < graph.starts[graph.line[i] + 1]:
                    best = min(best, aboard[i + 1])
                aboard[i] = best
            for stand in range(graph.place.size):
                best = found[stand, day]
                if graph.place[stand] == target.place:
                    if target.dwell[stand] >= 0:
                        best = min(best, day + target.dwell[stand])
                else:
                    for way in range(graph.ways[stand], graph.ways[stand + 1]):
                        line = graph.way_line[way]
                        ready = day + graph.way_dwell[way] + (0 if graph.way_through[way] else graph.cutoff[line])
                        if ready <= target.last and graph.first[line, ready] < graph.starts[line + 1]:
                            best = min(best, aboard[graph.first[line, ready]])
                if best < found[stand, day]:
                    found[stand, day] = best
                    changed = True
    return found


@compiled
def within_reach(graph: Graph, target: Target, usable: Flags, earliest: Ints, origins: Ints, readies: Ints) -> Scope:
    """What cargo that starts at ``origins`` on the days ``readies`` may come to and still be delivered in time."""
    stands, days = graph.place.size, graph.epoch.size
    reached = np.zeros((stands, days), np.bool_)
    boarded = np.zeros(graph.departs.size, np.bool_)
    for k in range(origins.size):
        reached[origins[k], readies[k]] = True
    for day in range(target.first, target.last + 1):
        again = True
        while again:
            again = False
            for stand in range(stands):
                if not reached[stand, day] or earliest[stand, day] > target.last:
                    continue
                if graph.place[stand] == target.place:
                    continue
                for way in range(graph.ways[stand], graph.ways[stand + 1]):
                    line = graph.way_line[way]
                    ready = day + graph.way_dwell[way] + (0 if graph.way_through[way] else graph.cutoff[line])
                    if ready > target.last:
                        continue
                    for i in range(graph.first[line, ready], graph.starts[line + 1]):
                        if boarded[i] or graph.departs[i] > target.last:
                            break  # whoever boarded it may board the later ones, too
                        arrives, into = graph.arrives[i], graph.into[i]
                        boarded[i] = True
                        if arrives > target.last or not usable[graph.variant[i]] or reached[into, arrives]:
                            continue
                        if earliest[into, arrives] <= target.last:
                            reached[into, arrives] = True
                            again |= arrives == day
    return _listed(graph, target, usable, earliest, reached, boarded)


@compiled
def _listed(graph: Graph, target: Target, usable: Flags, earliest: Ints, reached: Flags, boarded: Flags) -> Scope:
    days = graph.epoch.size
    departure_starts, stand_starts = np.zeros(days + 1, np.int64), np.zeros(days + 1, np.int64)
    departures, stands = np.empty(graph.departs.size, np.int64), np.empty(reached.size, np.int64)
    count = number = 0
    for day in range(days):
        for x in range(graph.day_starts[day], graph.day_starts[day + 1]):
            i = graph.by_day[x]
            arrives = graph.arrives[i]
            if not boarded[i] or not usable[graph.variant[i]] or arrives > target.last:
                continue
            if earliest[graph.into[i], arrives] <= target.last:
                departures[count] = i
                count += 1
        for stand in range(reached.shape[0]):
            if reached[stand, day]:
                stands[number] = stand
                number += 1
        departure_starts[day + 1], stand_starts[day + 1] = count, number
    return Scope(departure_starts, departures[:count].copy(), stand_starts, stands[:number].copy())
