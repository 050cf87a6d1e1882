"""The careful user's integer programme, as arrays that PuLP and linopy both state from.

    min  Σ_kca cost_kca n_kca + Σ_k penalty_k u_k
    Σ_a out of v n_kca − Σ_a into v n_kca = 0     each shipment k, container type c and node v between start and end
    Σ_ca out of the start q_kc n_kca + u_k ≥ W_k  each shipment k, t
    Σ_kca use_ra n_kca ≤ A_r                      each border and week r, containers or teu
    0 ≤ n_kca ≤ ⌈W_k ÷ q_kc⌉,  n_kca whole on departures,  0 ≤ u_k ≤ W_k

n_kca counts the containers of shipment k and type c on arc a of the time-expanded network: a leg on a day, a transfer,
or a day of waiting. Only arcs that k can reach in time, and from where it can still be in time, have a variable.
Transfers and days of waiting are whole by themselves once departures are. q_kc is what a container takes of k, or all
of k if that is less, which makes the relaxation stronger and changes no plan.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
from tariffs.rating.lines import most_in


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """The coefficients of a family of constraints: of which variable, in which row, how much."""

    row: Integers
    variable: Integers
    factor: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """The whole programme.

    ``cost``, ``most`` and ``whole`` are by n; ``weight`` and ``penalty`` by shipment, in the order of the rows of
    ``demand``; ``room`` by row of ``capacity``.
    """

    cost: Floats
    most: Floats
    whole: Mask
    flow: Entries
    demand: Entries
    weight: Floats
    penalty: Floats
    capacity: Entries
    room: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The variables of one shipment in one container type: their arcs, and what a container takes, t."""

    shipment: int
    container: Container
    tonnes: float
    arcs: Integers
    cost: Floats


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
    capacity, room = _capacity(space, blocks, firsts)
    weight = np.array([float(k.weight_t) for k in shipments])
    most = [np.full(block.arcs.size, math.ceil(weight[block.shipment] / block.tonnes)) for block in blocks]
    return Programme(
        _joined([block.cost for block in blocks]),
        _joined(most),
        _joined([block.arcs < space.departing for block in blocks]).astype(np.bool_),
        _flow(space, shipments, blocks, firsts),
        _demand(space, shipments, blocks, firsts),
        weight,
        np.array([float(k.penalty_per_t or 0) for k in shipments]),
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
        tonnes = float(min(most_in(container, k), exact(k.weight_t)))
        costs = space.costs(k, container)[between]
        taken = np.isfinite(costs)
        found.append(_Block(number, container, tonnes, between[taken], costs[taken]))
    return found


def _flow(space: TimeSpace, shipments: Sequence[Shipment], blocks: list[_Block], firsts: Integers) -> Entries:
    """What leaves a node has come there; each block has rows of its own for the nodes between start and end."""
    parts, rows = [], 0
    for block, first in zip(blocks, firsts, strict=False):
        k = shipments[block.shipment]
        variables = np.arange(first, first + block.arcs.size)
        nodes = np.setdiff1d(_nodes(space, block), [space.start(k), *space.ends(k)])
        for ends, sign in ((space.tail[block.arcs], 1.0), (space.head[block.arcs], -1.0)):
            inner = np.isin(ends, nodes)
            row = rows + np.searchsorted(nodes, ends[inner])
            parts.append((row, variables[inner], np.full(row.size, sign)))
        rows += nodes.size
    return _entries(parts)


def _nodes(space: TimeSpace, block: _Block) -> Integers:
    return np.concatenate([space.tail[block.arcs], space.head[block.arcs]])


def _demand(space: TimeSpace, shipments: Sequence[Shipment], blocks: list[_Block], firsts: Integers) -> Entries:
    """The tonnes that leave the start."""
    parts = []
    for block, first in zip(blocks, firsts, strict=False):
        starts = first + np.flatnonzero(space.tail[block.arcs] == space.start(shipments[block.shipment]))
        parts.append((np.full(starts.size, block.shipment), starts, np.full(starts.size, block.tonnes)))
    return _entries(parts)


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
