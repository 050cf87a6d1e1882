"""What carriage costs at least from each leg on, whatever the dates and capacities, for each range of loads.

The arrays have a column for the low end and then one for the high end of each range, base currency per container.
Storage and fees of bookings are left out; on-costs are those of the cheapest day. What a load between two ends costs
at least is no less than what lies between their columns, since the least of straight lines is concave.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.listing.lister import Lister
from optimizer.listing.pieces import BY_VALUE, CO2, DUTIABLE, FIXED, PER_TONNE, Floats, LegPieces, hub_co2_price
from optimizer.network import Network
from tariffs.book import Container, LegKey, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.charge import exact, percent
from tariffs.rating.lines import most_in, total
from tariffs.timetable import Departure, Handling

Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Range:
    """Tonnes in one container of a type on which all costs are straight lines: ``low`` < q ≤ ``high``."""

    container: Container
    low: Fraction
    high: Fraction


class Onward(NamedTuple):
    """A leg that may follow: its number, what is done before it, and the row of ``Connections.transfers``."""

    number: int
    key: LegKey
    handling: Handling
    row: int


class Connections:
    """How the legs of a network follow one another, and what transfers cost at least, for all shipments.

    Attributes
    ----------
    legs
        The number of each leg.
    variants, variant_at, each_leg
        A departure of each leg for each way that it costs, leg by leg; its place by its number in the network; how many
        each leg has.
    onward, at_end
        The legs that may follow each, and what is done with cargo that it has brought to its destination.
    """

    def __init__(self, lister: Lister) -> None:
        self.lister, self.network = lister, lister.network
        self.legs = {key: number for number, key in enumerate(self.network.departures)}
        by_leg = [self.network.one_of_each_variant(key) for key in self.legs]
        self.variants: list[Departure] = [departure for of_leg in by_leg for departure in of_leg]
        self.variant_at = {self.network.variant(departure): n for n, departure in enumerate(self.variants)}
        departs: dict[int, list[date]] = defaultdict(list)
        for of_leg in self.network.departures.values():
            for departure in of_leg:
                departs[self.network.variant(departure)].append(departure.departs)
        self._departs = [(min(days), max(days)) for days in (departs[n] for n in self.variant_at)]
        self.each_leg = np.array([len(of_leg) for of_leg in by_leg], np.intp)
        self.first_variants = np.cumsum(self.each_leg) - self.each_leg
        self._loads = [Load(container, 1, container.payload_t) for container in self.network.book.containers.values()]
        self._rows: dict[str, int] = {}
        self._least = [[0.0] * len(self._loads)]
        self._emitted = [0.0]
        self._dwell, self._places = [0], [""]
        self.onward = {
            key: [on for on in self.first(key.destination, key) if on.key.destination != key.origin]
            for key in self.legs
        }
        self.at_end = {key: self._end(key) for key in self.legs}
        self.days = np.array([float(self.network.fewest_days(key)) for key in self.legs])
        pairs = [(n, on.number, on.row) for n, after in enumerate(self.onward.values()) for on in after]
        self._before, self._after, self._between = np.array(pairs, np.intp).reshape(-1, 3).T
        self._starts = np.flatnonzero(np.r_[True, self._before[1:] != self._before[:-1]][: len(pairs)])
        self._days_ahead: dict[str, Floats] = {}
        self._days_behind: dict[str, Floats] = {}
        self._figures: dict[int, tuple[Floats, Flags]] = {}

    def first(self, location: str, before: LegKey | None = None) -> list[Onward]:
        """The legs that cargo may take from a location; ``before`` is ``None`` where it starts."""
        ways = ((key, self.network.handling(location, before, key)) for key in self.network.legs_from[location])
        return [Onward(self.legs[key], key, way, self._row(location, way)) for key, way in ways if way is not None]

    def _end(self, last: LegKey) -> tuple[Handling, int] | None:
        handling = self.network.handling(last.destination, last, None)
        return None if handling is None else (handling, self._row(last.destination, handling))

    def _row(self, location: str, handling: Handling) -> int:
        row = handling.transfer
        if row is None:
            return 0
        if row.where not in self._rows:
            rater = self.network.rater
            days = {rater.exchange.on(day, row.amounts.currency): day for day in self.network.day_of_each_epoch()}
            items = [[rater.transfer(handling, day, load) for day in days.values()] for load in self._loads]
            self._rows[row.where] = len(self._least)
            self._least.append([min(float(total(of_day)) for of_day in of_load) for of_load in items])
            self._emitted.append(hub_co2_price(self.network, row))
            self._dwell.append(handling.dwell_days)
            self._places.append(location)
        return self._rows[row.where]

    def transfers(self, factor: dict[bool, float], shipment: Shipment) -> Floats:
        """What transfers cost a shipment at least, by row and container type; by whether it counts as outside."""
        outside = self.network.rater.outside_share
        factors = np.array([factor[bool(place) and outside(shipment, place)] for place in self._places])
        found: Floats = factors[:, None] * np.array(self._least)
        return found

    @property
    def emitted(self) -> Floats:
        """The price of what the handling of a tonne emits, by row of transfers."""
        return np.array(self._emitted)

    def useful(self, shipment: Shipment) -> Flags:
        """By variant, whether some of its departures may bring a shipment on in time."""
        permitted, begin, end = self.network.permitted(shipment), shipment.ready, shipment.last_day
        may = np.array([permitted.leg(self.network.timetable.legs[key]) for key in self.legs], np.bool_)
        may &= self.days_behind(shipment.origin) + self.days_ahead(shipment.destination) <= (end - begin).days
        runs = np.array([last >= begin and first <= end for first, last in self._departs], np.bool_)
        return np.repeat(may, self.each_leg) & runs

    def figures(self, pieces: LegPieces, wanted: Flags) -> Floats:
        """The figures of wanted variants for some goods, of shape (5, variants, segments); others are not taken."""
        if id(pieces) not in self._figures:
            found = np.zeros((CO2 + 1, len(self.variants), len(pieces.segments)))
            found[FIXED] = np.inf
            self._figures[id(pieces)] = found, np.zeros(len(self.variants), np.bool_)
        found, known = self._figures[id(pieces)]
        for number in np.flatnonzero(wanted & ~known).tolist():
            found[:, number] = pieces.of(self.variants[number]).figures
        known |= wanted
        return found

    def ahead(self, destination: str, step: Floats, transfer: Floats) -> Floats:
        """By leg, the least sum of what follows it up to delivery, of steps by leg and transfers by row.

        Found by relaxation over at most as many legs as there are locations.
        """
        found = np.full(step.shape, np.inf)
        for key, number in self.legs.items():
            end = self.at_end[key] if key.destination == destination else None
            if end is not None:
                found[number] = transfer[end[1]]
        if not self._before.size or not step.shape[1]:
            return found
        onward, ends = transfer[self._between] + step[self._after], self._before[self._starts]
        for _ in self.network.book.locations:
            better = np.minimum(np.minimum.reduceat(onward + found[self._after], self._starts), found[ends])
            if np.array_equal(better, found[ends]):
                break
            found[ends] = better
        return found

    def days_ahead(self, destination: str) -> Floats:
        """By leg, the fewest days from its arrival to delivery at a destination."""
        if destination not in self._days_ahead:
            self._days_ahead[destination] = self.ahead(destination, self.days[:, None], self.dwell[:, None])[:, 0]
        return self._days_ahead[destination]

    def days_behind(self, origin: str) -> Floats:
        """By leg, the fewest days from an origin to its arrival."""
        if origin not in self._days_behind:
            found = np.full(len(self.legs), np.inf)
            for on in self.first(origin):
                found[on.number] = on.handling.dwell_days + self.days[on.number]
            onward = self.dwell[self._between] + self.days[self._after]
            for _ in self.network.book.locations:
                np.minimum.at(found, self._after, found[self._before] + onward)
            self._days_behind[origin] = found
        return self._days_behind[origin]

    @property
    def dwell(self) -> Floats:
        """The days that each row of transfers takes."""
        return np.array(self._dwell, np.float64)


class Least:
    """The least costs of one shipment.

    Attributes
    ----------
    first
        The legs that it may take first.
    ranges
        The loads that it may go in.
    step
        By variant of a departure, what carriage costs; ``inf`` where a load is not taken or the leg not permitted.
    transfer
        By row of transfers.
    ahead
        By leg, what follows it, delivery included.
    start
        From the origin on.
    days
        By leg, the fewest that follow its arrival.
    per_tonne, per_day
        What a tonne is charged beside, wherever it goes, and for each day up to delivery.
    """

    def __init__(self, connections: Connections, shipment: Shipment) -> None:
        network, costs = connections.network, connections.lister.costs.of(shipment)
        self.shipment, self.connections = shipment, connections
        self.days = connections.days_ahead(shipment.destination)
        self.first = connections.first(shipment.origin)
        weight, place = exact(shipment.weight_t), {name: n for n, name in enumerate(network.book.containers)}
        found = [
            (position, Range(segment.container, segment.low, high))
            for position, segment in zip(costs.positions.tolist(), costs.segments, strict=True)
            if segment.low < (high := min(segment.high, most_in(segment.container, shipment), weight))
        ]
        self.ranges = [of_range for _, of_range in found]
        positions = [position for position, _ in found] * 2
        self._tonnes = np.array([float(r.low) for r in self.ranges] + [float(r.high) for r in self.ranges])
        by_transport, by_outside, per_tonne = connections.lister.whole(shipment).least_coefficients(shipment.ready)
        self.per_tonne = float(per_tonne)
        outside, useful = network.rater.outside_share, connections.useful(shipment)
        abroad = [by_outside * outside(shipment, key.origin) for key in connections.legs]
        fixed, each, dutiable, by_value, co2 = connections.figures(costs.pieces, useful)[
            [FIXED, PER_TONNE, DUTIABLE, BY_VALUE, CO2]
        ][:, :, positions]
        factor = by_transport + np.repeat(abroad, connections.each_leg)[:, None] * dutiable
        self.step = factor * (fixed + (each + by_value * costs.value_per_t) * self._tonnes) + co2 * self._tonnes
        self.step[~useful] = np.inf
        transfers = connections.transfers({False: by_transport, True: by_transport + by_outside}, shipment)
        self.transfer = transfers[:, [place[r.container.name] for r in self.ranges] * 2]
        self.transfer += connections.emitted[:, None] * self._tonnes
        self.per_day = _tied_up(network, shipment)
        daily = self.per_day * self._tonnes
        least = np.minimum.reduceat(self.step, connections.first_variants) if len(self.step) else self.step
        least = least + connections.days[:, None] * daily
        transfer = self.transfer + connections.dwell[:, None] * daily
        self.ahead = connections.ahead(shipment.destination, least, transfer)
        self.start = np.full(len(positions), np.inf)
        for on in self.first:
            np.minimum(self.start, transfer[on.row] + least[on.number] + self.ahead[on.number], out=self.start)

    def at(self, array: Floats, number: int, tonnes: float) -> Floats:
        """What an array comes to for a load of so many tonnes in a range, by its rows."""
        low, high = array[..., number], array[..., len(self.ranges) + number]
        bottom, top = self._tonnes[number], self._tonnes[len(self.ranges) + number]
        if tonnes >= top:
            return np.asarray(high)
        share = (tonnes - bottom) / (top - bottom)
        return np.asarray((1 - share) * low + share * high)

    def cost(self, number: int, load: Load) -> float:
        """What a load in a range costs at least."""
        each = float(self.at(self.start, number, float(load.tonnes_each)))
        return load.containers * each + self.per_tonne * float(load.tonnes)

    def of_one(self, tonnes: float) -> float:
        """What one container with so many tonnes costs at least; ``inf`` if none takes them."""
        half = len(self.ranges)
        low, high, bottom, top = self.start[:half], self.start[half:], self._tonnes[:half], self._tonnes[half:]
        takes = np.isfinite(low) & np.less(bottom, tonnes) & ~np.less(top, tonnes)
        share = (tonnes - bottom[takes]) / (top[takes] - bottom[takes])
        least: float = ((1 - share) * low[takes] + share * high[takes]).min(initial=np.inf)
        return least + self.per_tonne * tonnes

    def of_all(self) -> float:
        """What it costs at least to carry all of it, if nothing is paid back; ``inf`` if nothing can take it."""
        weight, taken = float(self.shipment.weight_t), np.isfinite(self.start)
        if not taken.any():
            return math.inf
        q, h = _envelope(self._tonnes[taken], self.start[taken] + self.per_tonne * self._tonnes[taken])
        # More containers than of the load that costs least a tonne cost no less.
        cheapest = q[q > 0][np.argmin(h[q > 0] / q[q > 0])]
        each = weight / np.arange(1, math.ceil(weight / cheapest) + 2)
        each = each[each <= q[-1]]
        return float((weight / each * np.interp(each, q, h)).min())

    def bound(self, left_behind_per_t: float) -> float:
        """No plan has the shipment cost less, at so much for a tonne left behind, if nothing is paid back.

        With h the convex envelope of what a container costs at least by its load, n containers that carry y tonnes cost
        no less than n h(y ÷ n) (Jensen); the rest stays behind.
        """
        weight = float(self.shipment.weight_t)
        nothing = left_behind_per_t * weight
        taken = np.isfinite(self.start)
        if not taken.any():
            return nothing
        q, h = _envelope(self._tonnes[taken], self.start[taken] + self.per_tonne * self._tonnes[taken])
        saved = h - left_behind_per_t * q
        some = q > 0
        cheapest = q[some][np.argmin(h[some] / q[some])]  # the load of least cost a tonne: in smaller ones it is more
        each = weight / np.arange(1, int(weight / cheapest) + 2)
        all_of_it = np.where(each <= q[-1], np.interp(each, q, h) - left_behind_per_t * each, np.inf)
        less = np.r_[np.inf, np.minimum.accumulate(saved)][np.searchsorted(q, each, side="right")]
        return min(nothing, nothing + float((weight / each * np.minimum(all_of_it, less)).min()))


def _tied_up(network: Network, shipment: Shipment) -> float:
    """What the capital in a tonne costs a day."""
    value = network.rater.goods_value(shipment, Fraction(1))
    return float(value * percent(network.book.settings.capital_cost_pct) / 365)


def _envelope(q: Floats, cost: Floats) -> tuple[Floats, Floats]:
    """The corners of the convex envelope of points, from left to right."""
    corners: list[tuple[float, float]] = []
    for x, y in sorted(zip(q.tolist(), cost.tolist(), strict=True)):
        if corners and corners[-1][0] == x:
            continue
        while len(corners) > 1:
            (x1, y1), (x2, y2) = corners[-2:]
            if (y2 - y1) * (x - x1) < (y - y1) * (x2 - x1):
                break
            corners.pop()
        corners.append((x, y))
    found = np.array(corners)
    return found[:, 0], found[:, 1]
