"""Itineraries for containers: what searches for them go by, and what a container pays on a given one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats, Prices, Rooms
from optimizer.column_generation.sweep import Swept, Target, Terms, carried
from optimizer.column_generation.timeline import Ints

#: No itinerary has more legs.
MOST_LEGS = 24

#: A search for the cheapest looks at no more departures.
MOST_NODES = 1 << 16


class Bundle(NamedTuple):
    """Containers of a shipment that go together, or one of them.

    Attributes
    ----------
    segments, containers, numbers, tonnes
        By load: the segment among those of all goods, the container type, how many, and t in each.
    value, weight
        Of a tonne, and the t of the whole booking, over which its fees are shared.
    rules
        Which departures may be used.
    counts
        What they count for by unit: teu, containers, tonnes.
    needs
        How much room by unit there must be.
    inside, abroad
        What one of transport costs in the end, and what one that starts outside the territory costs more.
    per_day, at_delivery
        What days until delivery cost, and delivery itself.
    opens, closes
        The days between which they may be delivered.
    lanes, weights
        The lanes between which they lie, and how near to each.
    """

    segments: Ints
    containers: Ints
    numbers: Floats
    tonnes: Floats
    value: float
    weight: float
    rules: int
    counts: Floats
    needs: Floats
    inside: float
    abroad: float
    per_day: float
    at_delivery: float
    opens: int
    closes: int
    lanes: Ints
    weights: Floats


class Ground(NamedTuple):
    """What every search of one block at some prices goes by; ``earliest`` is as ``Asks`` says."""

    terms: Terms
    prices: Prices
    rooms: Rooms
    target: Target
    earliest: Ints
    swept: Swept


class Nodes(NamedTuple):
    """Room for the nodes of a search: by state (stand and day) the least cost known, and the search that found it.

    By node its state, the one before, the departure between them, and the cost so far; and the heap of nodes.
    """

    least: Floats
    seen: Ints
    state: Ints
    before: Ints
    by: Ints
    cost: Floats
    promise: Floats
    heap: Ints


def nodes_for(stands: int, days: int) -> Nodes:
    """Room for the searches of a thread, one after the other."""
    size = MOST_NODES + 1
    seen = np.zeros(stands * days + 1, np.int64)  # the last counts the searches
    state, before, by, heap = (np.empty(size, np.int64) for _ in range(4))
    return Nodes(np.empty(stands * days), seen, state, before, by, np.empty(size), np.empty(size), heap)


@compiled
def row_between(terms: Terms, stand: int, group: int) -> int:
    """The row of ``Transfers`` between a stand and a group that connect."""
    graph = terms.graph
    for way in range(graph.ways[stand], graph.ways[stand + 1]):
        if graph.way_group[way] == group:
            return int(graph.way_row[way])
    return -1


@compiled
def follow(
    terms: Terms, target: Target, segment: int, container: int, tonnes: float, value: float, path: Ints
) -> tuple[float, float, float, float, float]:
    """What a container pays on an itinerary.

    Returns
    -------
    tuple
        Transport, the part of it up to the territory, emissions; the fees of its booking, and the part of them
        up to the territory. Base currency; transport is ``inf`` where the load is not taken.
    """
    graph, stay, carriage = terms.graph, terms.stay, terms.carriage
    transport = outside = co2 = fees = fees_outside = 0.0
    stand, day = graph.place_from[graph.group[path[0]]], -1
    for n in range(path.size):
        i = path[n]
        if i < 0:
            break
        departs, variant = graph.departs[i], graph.variant[i]
        place = graph.place[stand]
        abroad = 1.0 if target.foreign[place] else 0.0
        epoch = graph.epoch[departs]
        row = row_between(terms, stand, graph.group[i])
        before = 0.0
        if row >= 0:
            before += stay.transfer[row, epoch, container]
        if n > 0 and stay.stored[place] >= 0:
            before += stay.storage[stay.stored[place], epoch, container, departs - day]
        leg = carried(carriage, segment, variant, tonnes, value, 0.0, 1.0, 0.0)
        if leg == np.inf:
            return np.inf, 0.0, 0.0, 0.0, 0.0
        emitted = carriage.co2[segment, variant] * tonnes
        leg -= emitted
        transport += before + leg
        outside += abroad * (before + leg * carriage.dutiable[segment, variant])
        co2 += emitted
        fees += carriage.fee[segment, variant]
        fees_outside += abroad * carriage.fee[segment, variant] * carriage.dutiable[segment, variant]
        stand, day = graph.into[i], graph.arrives[i]
    if target.row[stand] >= 0:
        transport += stay.transfer[target.row[stand], graph.epoch[day], container]
    return transport, outside, co2, fees, fees_outside


@compiled
def follow_all(
    terms: Terms,
    target: Target,
    values: Floats,
    cases: Ints,
    _plans: Ints,
    segments: Ints,
    containers: Ints,
    kilograms: Ints,
    paths: Ints,
    found: Floats,
) -> None:
    """``follow`` for each load of an answer: fill ``found``, a row a load. ``values`` is by case."""
    for n in range(found.shape[0]):
        tonnes = kilograms[n] / 1000.0 / containers[n]
        container = terms.container[segments[n]]
        found[n] = follow(terms, target, segments[n], container, tonnes, values[cases[n]], paths[n])
