"""The careful user's integer programme, as arrays that PuLP and linopy both state from.

    min  Σ_kca cost_kca n_kca + Σ_k penalty_k u_k
    Σ_a out of v n_kca − Σ_a into v n_kca = 0     each shipment k, container type c and node v between start and end
    Σ_ca out of the start q_kc n_kca + u_k ≥ W_k  each shipment k, t
    Σ_kca use_ra n_kca ≤ A_r                      each border and week r, containers or teu
    0 ≤ n_kca ≤ ⌈W_k ÷ q_kc⌉,  n_kca whole on departures and from the start,  0 ≤ u_k ≤ W_k

n_kca counts the containers of shipment k and type c on arc a of the time-expanded network: a leg on a day, a transfer,
or a day of waiting. Only arcs that k can reach in time, and from where it can still be in time, have a variable.
Transfers and days of waiting are whole by themselves once departures are.

Two things make the relaxation stronger and change no plan, so that the solver has less to search: q_kc is what a
container takes of k, or all of k if that is less; and for each k and each d among its q_kc,

    Σ_ca ⌊⌊q_kc ÷ d⌋⌋ n_kca + u_k ÷ (d f) ≥ ⌈W_k ÷ d⌉

with f the fraction of W_k ÷ d and ⌊⌊a⌋⌋ = ⌊a⌋ + min(1, (a − ⌊a⌋) ÷ f): the tonnes rounded to whole containers.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.statable import check
from benchmarks.timespace import Floats, Integers, Mask, TimeSpace
from optimizer.listing.costs import containers_for
from optimizer.network import Network
from optimizer.resources import Resource
from tariffs.book import Container, Portfolio, Shipment, TariffBook
from tariffs.rating.charge import exact
from tariffs.rating.lines import in_whole_kilograms, most_in

#: Rounding by a smaller fraction of a container would give coefficients that solvers handle badly.
LEAST_FRACTION = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """The coefficients of a family of constraints: of which variable, in which row, how much."""

    row: Integers
    variable: Integers
    factor: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """Rows ``entries`` + ``left`` × u of shipment ``of`` ≥ ``least``; the last three are arrays by row."""

    entries: Entries
    of: Integers
    left: Floats
    least: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """The whole programme.

    Attributes
    ----------
    cost, most, whole
        Of each n.
    weight, penalty
        Of each shipment.
    stuck
        Least value of each u: the weight of a shipment that nothing carries in time, which has no demand; else 0.
    flow, demand, capacity
        The families of constraints.
    room
        The right side of each row of ``capacity``.
    """

    cost: Floats
    most: Floats
    whole: Mask
    weight: Floats
    penalty: Floats
    stuck: Floats
    flow: Entries
    demand: Demand
    capacity: Entries
    room: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The variables of one shipment, by its number, in one container type, which takes so many tonnes of it.

    ``starts`` are the positions, among its arcs, of those that leave the start.
    """

    number: int
    shipment: Shipment
    container: Container
    tonnes: float
    arcs: Integers
    cost: Floats
    starts: Integers


def programme(book: TariffBook, portfolio: Portfolio) -> Programme:
    """State the careful user's integer programme.

    Raises
    ------
    NotStatedError
        If the world is not plain enough to be stated.
    """
    check(book, portfolio)
    space = TimeSpace(Network(book, portfolio))
    shipments = tuple(portfolio.shipments.values())
    blocks = [block for number, k in enumerate(shipments) for block in _blocks(book, space, number, k)]
    firsts = np.cumsum([0, *(block.arcs.size for block in blocks)])
    weight = np.array([float(k.weight_t) for k in shipments])
    most = [np.full(block.arcs.size, math.ceil(weight[block.number] / block.tonnes)) for block in blocks]
    whole = _joined([block.arcs < space.departing for block in blocks]).astype(np.bool_)
    demand = _demand(space, weight, blocks, firsts)
    whole[demand.entries.variable] = True
    capacity, room = _capacity(space, blocks, firsts)
    return Programme(
        _joined([block.cost for block in blocks]),
        _joined(most),
        whole,
        weight,
        np.array([float(k.penalty_per_t or 0) for k in shipments]),
        np.where(np.isin(np.arange(weight.size), demand.of), 0.0, weight),
        _flow(space, blocks, firsts),
        demand,
        capacity,
        room,
    )


def _joined(parts: list[Any]) -> Any:
    """Some arrays, or none, as one."""
    return np.concatenate([np.empty(0), *parts])


def _entries(parts: list[tuple[Integers, Integers, Floats]]) -> Entries:
    rows, variables, factors = zip(*parts, strict=True) if parts else ((), (), ())
    return Entries(_joined([*rows]).astype(np.int64), _joined([*variables]).astype(np.int64), _joined([*factors]))


def _blocks(book: TariffBook, space: TimeSpace, number: int, k: Shipment) -> list[_Block]:
    between = space.between(k)
    found = []
    for container in containers_for(book, k):
        weight = exact(k.weight_t)
        tonnes = float(in_whole_kilograms(min(most_in(container, k), weight), weight))
        costs = space.costs(k, container)[between]
        arcs = between[np.isfinite(costs)]
        starts = np.flatnonzero(space.tail[arcs] == space.start(k))
        found.append(_Block(number, k, container, tonnes, arcs, costs[np.isfinite(costs)], starts))
    return [block for block in found if block.starts.size]


def _flow(space: TimeSpace, blocks: list[_Block], firsts: Integers) -> Entries:
    """What leaves a node has come there; each block has rows of its own for the nodes between start and end."""
    parts, rows = [], 0
    for block, first in zip(blocks, firsts, strict=False):
        tail, head = space.tail[block.arcs], space.head[block.arcs]
        variables = np.arange(first, first + block.arcs.size)
        ends = [space.start(block.shipment), *space.ends(block.shipment)]
        nodes = np.setdiff1d(np.concatenate([tail, head]), ends)
        for side, sign in ((tail, 1.0), (head, -1.0)):
            inner = np.isin(side, nodes)
            row = rows + np.searchsorted(nodes, side[inner])
            parts.append((row, variables[inner], np.full(row.size, sign)))
        rows += nodes.size
    return _entries(parts)


def _demand(space: TimeSpace, weight: Floats, blocks: list[_Block], firsts: Integers) -> Demand:
    """The tonnes that leave the start, and the containers that they round to."""
    own: dict[int, list[tuple[_Block, int]]] = defaultdict(list)
    for block, first in zip(blocks, firsts.tolist(), strict=False):
        own[block.number].append((block, first))
    parts: list[tuple[Integers, Integers, Floats]] = []
    rows: list[tuple[int, float, float]] = []
    for number, found in own.items():
        for factors, left, least in _asked(float(weight[number]), [block.tonnes for block, _ in found]):
            for factor, (block, first) in zip(factors, found, strict=True):
                row = np.full(block.starts.size, len(rows))
                parts.append((row, first + block.starts, np.full(row.size, factor)))
            rows.append((number, left, least))
    of, lefts, leasts = zip(*rows, strict=True) if rows else ((), (), ())
    return Demand(_entries(parts), np.array(of, np.int64), np.array(lefts), np.array(leasts))


def _asked(weight: float, tonnes: list[float]) -> Iterator[tuple[list[float], float, float]]:
    """The rows of demand of a shipment: the factors of its container types, that of what is left, the right side."""
    yield tonnes, 1.0, weight
    for d in sorted(set(tonnes)):
        fraction = weight / d % 1
        if fraction >= LEAST_FRACTION:
            rounded = [math.floor(q / d) + min(1.0, q / d % 1 / fraction) for q in tonnes]
            yield rounded, 1 / (d * fraction), math.ceil(weight / d)


def _capacity(space: TimeSpace, blocks: list[_Block], firsts: Integers) -> tuple[Entries, Floats]:
    """What the departures use of each border and week, and how much there is of it."""
    rows: dict[Resource, int] = {}
    parts = []
    for block, first in zip(blocks, firsts, strict=False):
        uses = [(number, resource) for number, arc in enumerate(block.arcs) for resource in space.limits[arc]]
        row = np.array([rows.setdefault(resource, len(rows)) for _, resource in uses], np.int64)
        each = np.array([resource.per_container(block.container) for _, resource in uses])
        parts.append((row, first + np.array([number for number, _ in uses], np.int64), each))
    return _entries(parts), np.array([float(resource.amount) for resource in rows])
