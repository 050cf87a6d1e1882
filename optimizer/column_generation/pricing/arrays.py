"""What the pricing problem reads, as arrays: the network, the shipments, where they are bound for, duals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.goods import Carriage, Stay
from optimizer.column_generation.limits import Prices, Rooms
from optimizer.column_generation.pricing.cost_to_go import MOST_LEGS, Duals, Net, fewest_days_from, fewest_days_to
from optimizer.column_generation.pricing.subproblem import Bounds, Cargo
from optimizer.column_generation.timeline import Flags, Ints, Timeline
from tariffs.book import Shipment


def net_of(timeline: Timeline, carriage: Carriage, stay: Stay, allowed: Flags) -> Net:
    """The time-space graph of a timeline with what it costs; departures are in order of group and date."""
    graph = timeline.graph
    order = np.lexsort((graph.departs, graph.into, graph.group))
    key = np.stack((graph.group[order], graph.into[order]), axis=1)
    first = np.flatnonzero(np.any(np.diff(key, axis=0, prepend=-1), axis=1))
    days = (graph.arrives - graph.departs)[order]
    fewest = np.minimum.reduceat(days, first) if first.size else first
    return Net(
        departures=_columns(graph.departs, graph.arrives, graph.variant, graph.group, graph.into),
        group_place=graph.place_from,
        group_first=graph.first,
        place=graph.place,
        ways=_columns(graph.way_group, graph.way_row, graph.way_wait),
        way_starts=graph.ways,
        lines=_columns(first, np.append(first[1:], order.size)[: first.size], *key[first].T, fewest),
        line_departures=order.astype(np.int64),
        epoch=graph.epoch,
        carriage=np.ascontiguousarray(np.stack(carriage.by_row)),
        transfer=stay.transfer,
        transfer_co2=stay.transfer_co2,
        storage=stay.storage,
        steady=stay.steady,
        stored=stay.stored,
        allowed=allowed,
        teu=np.array([float(container.teu) for container in timeline.network.book.containers.values()]),
    )


def _columns(*arrays: Ints) -> Ints:
    return np.ascontiguousarray(np.stack(arrays, axis=1), np.int64)


def cargo_of(timeline: Timeline, cases: Sequence[Case], destinations: dict[str, int]) -> Cargo:
    """All cases as arrays; ``destinations`` are the numbers of their ``Bounds``."""
    ranges = [(case, of_case) for case in cases for of_case in case.ranges]
    windows = [(window, (window.ways[0], window.ways[-1])) for case in cases for window in case.windows]
    shipments = [case.shipment for case in cases]
    cuts = _cuts(timeline, shipments)
    return Cargo(
        origins=np.array([timeline.places[shipment.origin] for shipment in shipments], np.int64),
        destinations=np.array([destinations[shipment.destination] for shipment in shipments], np.int64),
        readies=np.array([case.ready for case in cases], np.int64),
        lasts=np.array([case.last for case in cases], np.int64),
        weights=np.array([case.weight for case in cases]),
        kilograms=np.array([case.kilograms for case in cases], np.int64),
        values=np.array([case.value for case in cases]),
        per_day=np.array([case.per_day for case in cases]),
        rules=np.array([case.rules for case in cases], np.int64),
        whole=np.array([not shipment.split for shipment in shipments], np.bool_),
        needs=np.array([case.needs for case in cases]).reshape(-1, 3),
        lots=np.array([case.lot for case in cases]),
        range_starts=np.cumsum([0, *(len(case.ranges) for case in cases)]),
        segments=np.array([case.goods.first + of_case.segment for case, of_case in ranges], np.int64),
        containers=np.array([case.goods.container[of_case.segment] for case, of_case in ranges], np.int64),
        lows=np.array([float(of_case.low) for _, of_case in ranges]),
        highs=np.array([float(of_case.high) for _, of_case in ranges]),
        window_starts=np.cumsum([0, *(len(case.windows) for case in cases)]),
        opens=np.array([window.opens for window, _ in windows], np.int64),
        closes=np.array([window.closes for window, _ in windows], np.int64),
        inside=np.array([[way.transport for way in ways] for _, ways in windows]).reshape(-1, 2),
        abroad=np.array([[way.outside for way in ways] for _, ways in windows]).reshape(-1, 2),
        per_tonne=np.array([[way.per_tonne for way in ways] for _, ways in windows]).reshape(-1, 2),
        ways=np.array([case.ways for case in cases], np.int64),
        cut_starts=np.cumsum([0, *(len(of_case) for of_case in cuts)]),
        cuts=np.concatenate([np.empty((0, MOST_LEGS), np.int64), *cuts]),
    )


def _cuts(timeline: Timeline, shipments: Sequence[Shipment]) -> list[Ints]:
    """The itineraries that each shipment may not take, by the numbers of their departures, −1 after the last."""
    cuts = timeline.network.cuts
    numbers = timeline.numbered() if cuts else {}
    found = []
    for shipment in shipments:
        keys = sorted(key for key in cuts.of(shipment) if len(key) <= MOST_LEGS)
        found.append(np.full((len(keys), MOST_LEGS), -1, np.int64))
        for row, key in zip(found[-1], keys, strict=True):
            row[: len(key)] = [numbers[departure] for departure in key]
    return found


def bounds_of(timeline: Timeline, net: Net, destinations: dict[str, int], origins: Sequence[int]) -> Bounds:
    """Where shipments are bound for, by number of their destination; and how far it is from every origin."""
    graph, locations = timeline.graph, timeline.network.book.locations
    names = sorted(destinations, key=destinations.__getitem__)
    places = np.array([timeline.places[name] for name in names], np.int64)
    ends = timeline.ends
    rows = np.array([-1 if end is None else timeline.row_number(end) for end in ends], np.int64)
    dwells = np.array([-1 if end is None else end.dwell_days for end in ends], np.int64)
    here = graph.place == places[:, None]
    row, dwell = np.where(here, rows, -1), np.where(here, dwells, -1)
    territories = np.array([location.territory for location in locations.values()])
    foreign = territories != territories[places][:, None]
    starts = sorted(set(origins))
    board_of = np.full(len(timeline.places), -1, np.int64)
    board_of[starts] = np.arange(len(starts))
    return Bounds(
        places=places,
        row=row,
        dwell=dwell,
        to_go=np.array([fewest_days_to(net, *args) for args in zip(row, dwell, places, strict=True)]),
        foreign=foreign,
        away=np.ascontiguousarray(foreign[:, timeline.variant_places]),  # or each order would be compiled for apart
        board=np.array([fewest_days_from(net, start) for start in starts]),
        board_of=board_of,
    )


def duals_of(prices: Prices, rooms: Rooms) -> Duals:
    """Duals and residual capacity by departure, transfer and place."""
    limited = np.isfinite(rooms.transfer).any(axis=(1, 2))
    return Duals(
        prices.departure, prices.transfer, prices.start, prices.of_transfer | limited, rooms.departure, rooms.transfer
    )
