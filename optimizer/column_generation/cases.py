"""What the engine asks about a shipment: its goods as arrays, what they cost beside carriage, and where they may go."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np

from optimizer.column_generation.goods import Carriage, carriage
from optimizer.column_generation.timeline import Flags, Ints, Timeline
from optimizer.listing.costs import containers_for
from optimizer.listing.pieces import LegPieces, PieceCache
from optimizer.permitted import Permitted
from tariffs.book import Shipment
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.rating.lines import in_whole_kilograms, most_in, on_cost_lines


@dataclass(frozen=True, slots=True)
class Way:
    """One way to charge duty, for deliveries of one window: what the parts of a cost come to in the end.

    ``transport`` counts for all of it, ``outside`` for the part up to the territory, ``per_tonne`` for the cargo.
    """

    transport: float
    outside: float
    per_tonne: float


@dataclass(frozen=True, slots=True)
class Window:
    """The deliveries of some days, both inclusive, which are charged alike; days of the plan."""

    opens: int
    closes: int
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A way for goods of any value: ``per_tonne`` + ``by_value`` × value a tonne."""

    transport: float
    outside: float
    per_tonne: float
    by_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """Goods that rating cannot tell apart.

    ``first`` is the number of their first segment among those of all goods, and ``container`` the number of the
    container type by segment.
    """

    pieces: LegPieces
    first: int
    container: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """Part of a segment: ``low`` < tonnes in one container ≤ ``high``.

    ``segment`` is its number among those of the goods.
    """

    segment: int
    low: Fraction
    high: Fraction

    def least(self, containers: int) -> int:
        """The fewest kilograms that so many containers may carry in all."""
        return math.floor(self.low * containers * 1000) + 1

    def most(self, containers: int) -> int:
        """The most kilograms that so many containers may carry in all."""
        return math.floor(self.high * containers * 1000)

    def split_at(self, tonnes: Fraction) -> tuple[Range, Range]:
        """Two ranges that meet there."""
        return Range(self.segment, self.low, tonnes), Range(self.segment, tonnes, self.high)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A shipment.

    Attributes
    ----------
    number
        Its position in the portfolio.
    goods
        What it is to rating.
    ranges, whole_ranges
        The loads that one container of it may have; divided at those that are likely, and by segment.
    windows
        The ways to charge duty, by day of delivery.
    ready, last
        Days of the plan.
    weight, kilograms
        All of it, t and kg.
    value
        Of a tonne, base currency; 0 where nothing that depends on the route is charged by it.
    capital
        What one of value costs a day.
    rules
        Which of ``Cases.allowed`` holds for it.
    """

    number: int
    shipment: Shipment
    goods: Goods
    ranges: tuple[Range, ...]
    whole_ranges: tuple[Range, ...]
    windows: tuple[Window, ...]
    ready: int
    last: int
    weight: float
    kilograms: int
    value: float
    capital: float
    rules: int

    def free_of_charge(self) -> Case:
        """The same shipment where nothing costs anything."""
        window = Window(self.ready, self.last, (Way(0.0, 0.0, 0.0),))
        return replace(self, windows=(window,), value=0.0, capital=0.0)

    @property
    def per_day(self) -> float:
        """What a tonne costs a day in tied capital."""
        return self.capital * self.value

    @property
    def needs(self) -> tuple[float, float, float]:
        """What it uses at least, by unit, of whatever it goes on, if it may not be split; else nothing."""
        if self.shipment.split or not self.ranges:
            return 0.0, 0.0, 0.0
        segments = self.goods.pieces.segments
        loads = [(float(of_case.high), float(segments[of_case.segment].container.teu)) for of_case in self.ranges]
        teu = min(teu / most for most, teu in loads) * self.weight
        return teu, math.ceil(self.weight / max(loads)[0] - 1e-9), self.weight

    @property
    def lot(self) -> float:
        """What a booking of it carries at least, t; 0 if it may not be split, or each may be as small as it likes."""
        return float(self.shipment.min_lot_t)

    def in_lots(self, kilograms: Iterable[int]) -> bool:
        """Whether bookings of so many kilograms each carry the least lot."""
        least = self.shipment.min_lot_t * 1000
        return all(carried >= least for carried in kilograms)

    def segment_of(self, like: int, containers: int, kilograms: int) -> int:
        """The segment in which so many containers lie with so many kilograms, of the type that ``like`` is of."""
        container = self.goods.container
        same = [r for r in self.whole_ranges if container[r.segment] == container[like]]
        return next((r.segment for r in same if kilograms <= r.most(containers)), same[-1].segment)

    def window_of(self, day: int) -> Window:
        """The window that a day of delivery is in."""
        return next(window for window in self.windows if window.opens <= day <= window.closes)

    @property
    def ways(self) -> int:
        """In how many ways duty is charged on it: 1 or 2."""
        return max(len(window.ways) for window in self.windows)


@dataclass(slots=True)
class Cases:
    """Makes cases, and shares what they have in common."""

    timeline: Timeline
    pieces: PieceCache
    _goods: dict[int, Goods] = field(default_factory=dict)
    _lines: dict[tuple[object, ...], list[tuple[_Line, ...]]] = field(default_factory=dict)
    _allowed: dict[Permitted, int] = field(default_factory=dict)
    _flags: list[Flags] = field(default_factory=list)
    _container: dict[str, int] = field(init=False)
    _segments: int = 0
    _by_value: bool = field(init=False)
    _turns: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Number the container types, and find the days on which an epoch begins."""
        book = self.timeline.network.book
        self._container = {name: number for number, name in enumerate(book.containers)}
        self._turns = (np.flatnonzero(np.diff(self.timeline.graph.epoch)) + 1).tolist()
        self._by_value = any(row.basis == "percent_value" for row in book.surcharges)

    def of(self, number: int, shipment: Shipment) -> Case:
        """The case of a shipment."""
        network = self.timeline.network
        goods = self._goods_of(shipment)
        allowed = {container.name for container in containers_for(network.book, shipment)}
        most = {
            container.name: most_in(container, shipment)
            for container in network.book.containers.values()
            if container.name in allowed
        }
        weight = exact(shipment.weight_t)
        ranges = tuple(
            Range(number, segment.low, in_whole_kilograms(min(segment.high, most[segment.container.name]), weight))
            for number, segment in enumerate(goods.pieces.segments)
            if segment.container.name in most and segment.low < most[segment.container.name]
        )
        value = shipment.value and network.rater.goods_value(shipment, Fraction(1))
        capital = network.book.settings.capital_cost_pct
        ready = (shipment.ready - network.first).days
        last = (shipment.last_day - network.first).days
        return Case(
            number,
            shipment,
            goods,
            _divided(ranges, goods, weight, exact(shipment.min_lot_t)),
            ranges,
            self._windows(shipment, float(value), ready, last),
            ready,
            last,
            float(shipment.weight_t),
            int(shipment.weight_t * 1000),
            float(value) if self._by_value or capital else 0.0,
            float(capital) / 100 / 365,
            self._rules(shipment),
        )

    def carriage(self, check: Callable[[], None]) -> Carriage:
        """What carriage costs the goods of all cases made so far; ``check`` raises what ends it before."""
        return carriage(self.timeline, [goods.pieces for goods in self.goods], check)

    @property
    def goods(self) -> list[Goods]:
        """The goods of all cases made so far, in the order of their segments."""
        return list(self._goods.values())

    def containers(self) -> Ints:
        """The container type of each segment of all goods."""
        return np.array([container for goods in self.goods for container in goods.container], np.int64)

    def allowed(self) -> Flags:
        """By rules and variant of departures, whether cargo may go on them."""
        return np.array(self._flags, np.bool_).reshape(len(self._flags), len(self.timeline.variants))

    def _goods_of(self, shipment: Shipment) -> Goods:
        pieces = self.pieces.of(shipment)
        if id(pieces) not in self._goods:
            containers = tuple(self._container[segment.container.name] for segment in pieces.segments)
            self._goods[id(pieces)] = Goods(pieces, self._segments, containers)
            self._segments += len(containers)
        return self._goods[id(pieces)]

    def _rules(self, shipment: Shipment) -> int:
        """The number of the rules that say where a shipment may go."""
        permitted = self.timeline.network.permitted(shipment)
        if permitted not in self._allowed:
            self._allowed[permitted] = len(self._flags)
            self._flags.append(np.array([*map(permitted.departure, self.timeline.variants)], np.bool_))
        return self._allowed[permitted]

    def _windows(self, shipment: Shipment, value: float, ready: int, last: int) -> tuple[Window, ...]:
        epoch, by_epoch = self.timeline.graph.epoch, self._lines_of(shipment)
        found: list[Window] = []
        begins = [ready, *(day for day in self._turns if ready < day <= last)]
        for opens, next_one in pairwise([*begins, last + 1]):
            lines = by_epoch[epoch[opens]]
            ways = [Way(line.transport, line.outside, line.per_tonne + line.by_value * value) for line in lines]
            ways = [way for way in ways if not any(_below(way, other) for other in ways)]
            if found and list(found[-1].ways) == ways:
                found[-1] = replace(found[-1], closes=next_one - 1)
            else:
                found.append(Window(opens, next_one - 1, tuple(ways)))
        return tuple(found)

    def _lines_of(self, shipment: Shipment) -> list[tuple[_Line, ...]]:
        """By epoch, the ways to charge duty on goods like these, whatever their value."""
        network = self.timeline.network
        locations = network.book.locations
        territory = locations[shipment.destination].territory
        domestic = locations[shipment.origin].territory == territory
        key = (shipment.commodity, shipment.goods_origin, territory, domestic)
        if key not in self._lines:
            found, known = [], {}
            for number in self.timeline.epoch_days:
                day = network.first + timedelta(days=number)
                duty = self._duty_on(shipment, day)
                if duty not in known:
                    known[duty] = self._lines_on(shipment, day)
                found.append(known[duty])
            self._lines[key] = found
        return self._lines[key]

    def _duty_on(self, shipment: Shipment, day: date) -> tuple[str, Fraction] | None:
        """The row of duty for goods delivered on a day, and its rate of exchange; all else is the same every day."""
        rater = self.timeline.network.rater
        row = rater.customs.duty_row(shipment, day)
        if row is None:
            return None
        currency = row.specific_currency if row.specific_per_t else ""
        return row.where, rater.exchange.on(day, currency or rater.exchange.base)

    def _lines_on(self, shipment: Shipment, day: date) -> tuple[_Line, ...]:
        """The ways to charge duty on goods like these, delivered on a day."""
        rater = self.timeline.network.rater
        free = replace(shipment, value=Decimal(0), currency=rater.exchange.base, ready=day)
        worth_one = replace(free, value=shipment.weight_t)
        pairs = zip(on_cost_lines(rater, free, day), on_cost_lines(rater, worth_one, day), strict=True)
        return tuple(
            _Line(
                float(one.transport),
                float(one.outside),
                float(one.per_tonne),
                float(other.per_tonne - one.per_tonne),
            )
            for one, other in pairs
        )


def _divided(ranges: tuple[Range, ...], goods: Goods, weight: Fraction, lot: Fraction) -> tuple[Range, ...]:
    """Ranges that meet at the likely part loads: what is left beside full containers of one type, and the least lot.

    No container carries more than there is.
    """
    fullest: dict[int, Fraction] = {}
    for of_case in ranges:
        fullest[goods.container[of_case.segment]] = of_case.high
    rests = sorted({lot, *(weight - _whole_kilograms(high * (weight // high)) for high in fullest.values())} - {0})
    found: list[Range] = []
    for of_case in ranges:
        rest_of_it = of_case
        for rest in rests:
            if rest_of_it.low < rest < rest_of_it.high:
                before, rest_of_it = rest_of_it.split_at(rest)
                found.append(before)
        if rest_of_it.low < weight:
            found.append(rest_of_it)
    return tuple(found)


def _whole_kilograms(tonnes: Fraction) -> Fraction:
    return Fraction(math.floor(tonnes * 1000), 1000)


def _below(way: Way, other: Way) -> bool:
    """Whether another way is dearer for some carriage and cheaper for none."""
    return way != other and (
        way.transport <= other.transport and way.outside <= other.outside and way.per_tonne <= other.per_tonne
    )
