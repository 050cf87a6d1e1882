"""What the engine asks about a shipment: its goods as arrays, what they cost beside carriage, and where they may go."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np

from optimizer.column_generation.goods import Carriage, carriage
from optimizer.column_generation.timeline import Flags, Timeline
from optimizer.listing.costs import containers_for
from optimizer.listing.pieces import LegPieces, PieceCache
from tariffs.book import Shipment
from tariffs.rating.lines import most_in, on_cost_lines


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
    """Goods that rating cannot tell apart: the cost of their carriage, and the container type, by segment."""

    pieces: LegPieces
    carriage: Carriage
    container: tuple[int, ...]

    def free_of_charge(self) -> Goods:
        """The same goods where nothing costs anything, but what is not taken is not taken."""
        none = np.zeros_like(self.carriage.fixed)
        closed = np.where(np.isinf(self.carriage.fixed), np.inf, 0.0)
        return replace(self, carriage=Carriage(closed, none, none, none, none, none))


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
        The loads that one container of it may have; as finely as they are asked for, and by segment.
    windows
        The ways to charge duty, by day of delivery.
    ready, last
        Days of the plan.
    weight, kilograms
        All of it, t and kg.
    value
        Of a tonne, base currency; 0 where nothing that depends on the route is charged by it.
    per_day
        What a tonne costs a day in tied capital.
    allowed
        By variant of departures, whether it may go on them; ``None`` for all.
    rules
        What tells ``allowed`` from that of others.
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
    per_day: float
    allowed: Flags | None
    rules: tuple[object, ...]

    def free_of_charge(self, goods: Goods) -> Case:
        """The same shipment where nothing costs anything; ``goods`` are its own, free of charge."""
        window = Window(self.ready, self.last, (Way(0.0, 0.0, 0.0),))
        return replace(self, goods=goods, windows=(window,), value=0.0, per_day=0.0)

    def segment_of(self, like: int, containers: int, kilograms: int) -> int:
        """The segment in which so many containers lie with so many kilograms, of the type that ``like`` is of."""
        container = self.goods.container
        same = [r for r in self.whole_ranges if container[r.segment] == container[like]]
        return next((r.segment for r in same if kilograms <= r.most(containers)), same[-1].segment)

    @property
    def ways(self) -> int:
        """In how many ways duty is charged on it: 1 or 2."""
        return max(len(window.ways) for window in self.windows)


@dataclass(slots=True)
class Cases:
    """Makes cases, and shares what they have in common."""

    timeline: Timeline
    _pieces: PieceCache = field(init=False)
    _goods: dict[int, Goods] = field(default_factory=dict)
    _lines: dict[tuple[object, ...], list[tuple[_Line, ...]]] = field(default_factory=dict)
    _allowed: dict[tuple[object, ...], Flags | None] = field(default_factory=dict)
    _container: dict[str, int] = field(init=False)
    _by_value: bool = field(init=False)

    def __post_init__(self) -> None:
        """Number the container types."""
        book = self.timeline.network.book
        self._pieces = PieceCache(self.timeline.network)
        self._container = {name: number for number, name in enumerate(book.containers)}
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
        ranges = tuple(
            Range(number, segment.low, min(segment.high, most[segment.container.name]))
            for number, segment in enumerate(goods.pieces.segments)
            if segment.container.name in most and segment.low < most[segment.container.name]
        )
        value = shipment.value and network.rater.goods_value(shipment, Fraction(1))
        capital = network.book.settings.capital_cost_pct
        rules = (shipment.modes, shipment.avoid)
        if rules not in self._allowed:
            self._allowed[rules] = self._flags(shipment)
        ready = (shipment.ready - network.first).days
        last = (shipment.last_day - network.first).days
        return Case(
            number,
            shipment,
            goods,
            ranges,
            ranges,
            self._windows(shipment, float(value), ready, last),
            ready,
            last,
            float(shipment.weight_t),
            int(shipment.weight_t * 1000),
            float(value) if self._by_value or capital else 0.0,
            float(value) * float(capital) / 100 / 365,
            self._allowed[rules],
            rules,
        )

    def _goods_of(self, shipment: Shipment) -> Goods:
        pieces = self._pieces.of(shipment)
        if id(pieces) not in self._goods:
            self._goods[id(pieces)] = Goods(
                pieces,
                carriage(self.timeline, pieces),
                tuple(self._container[segment.container.name] for segment in pieces.segments),
            )
        return self._goods[id(pieces)]

    def _flags(self, shipment: Shipment) -> Flags | None:
        """The variants of departures that the shipment's modes and avoidances allow."""
        avoid, modes = shipment.avoid, shipment.modes
        if modes is None and not (avoid.locations or avoid.countries or avoid.borders):
            return None
        locations = self.timeline.network.book.locations
        return np.array(
            [
                (modes is None or departure.leg.key.mode in modes)
                and departure.leg.key.destination not in avoid.locations
                and locations[departure.leg.key.destination].country not in avoid.countries
                and not any(passage.border.name in avoid.borders for passage in departure.passages)
                for departure in self.timeline.variants
            ],
            np.bool_,
        )

    def _windows(self, shipment: Shipment, value: float, ready: int, last: int) -> tuple[Window, ...]:
        epoch = self.timeline.graph.epoch
        found: list[Window] = []
        by_epoch = self._lines_of(shipment)
        for day in range(ready, last + 1):
            if found and epoch[day] == epoch[day - 1]:
                found[-1] = replace(found[-1], closes=day)
                continue
            lines = by_epoch[epoch[day]]
            ways = [Way(line.transport, line.outside, line.per_tonne + line.by_value * value) for line in lines]
            ways = [way for way in ways if not any(_below(way, other) for other in ways)]
            if found and list(found[-1].ways) == ways:
                found[-1] = replace(found[-1], closes=day)
            else:
                found.append(Window(day, day, tuple(ways)))
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


def _below(way: Way, other: Way) -> bool:
    """Whether another way is dearer for some carriage and cheaper for none."""
    return way != other and (
        way.transport <= other.transport and way.outside <= other.outside and way.per_tonne <= other.per_tonne
    )
