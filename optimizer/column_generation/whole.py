"""Whole containers: the integer programme over single containers on the itineraries at hand.

For each case k, trip p and segment c of a container on it: n containers (whole) with y tonnes in them, whose cost is
linear there; u tonnes stay behind.

    min Σ (F n + G y) + Σ penalty u + Σ fees b + Σ duty e + Σ cost_d z_d
    Σ y + u = W_k                        all of it                                    (t)
    low n < y ≤ high n                   a load lies in its segment                   (t)
    Σ n + u ÷ r ≥ ⌈W_k ÷ high⌉           mixed-integer rounding, r = W − high (⌈W ÷ high⌉ − 1)
    Σ use ≤ room_r                       what the cases that are settled leave
    y ≤ W_k b, Σ y = W_k x, e ≥ …        booking fees, one itinerary for what may not be split, the greater duty
    m_k x ≤ Σ y ≤ W_k x                  the least lot of a booking                   (t)
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import TOLERANCE, TONNE, Floats, Limits
from optimizer.column_generation.plans import Packed, Piece
from optimizer.column_generation.pricing.cost_to_go import EPSILON
from optimizer.column_generation.trips import Trip
from optimizer.errors import SolverError
from optimizer.solver import Programme
from optimizer.stopping import never
from tariffs.timetable import Departure

#: How far above an open low end a load is, t: a kilogram.
ABOVE = 0.001

#: A kilogram that a solution holds but for this is whole.
ALMOST = 1e-4


@dataclass(frozen=True, slots=True)
class Offer:
    """A trip that a case may go on: what containers cost on it, and what a booking owes once for some of them.

    ``fees`` are by way to charge duty, as the lines of the pieces are.
    """

    trip: Trip
    pieces: tuple[Piece, ...]
    fees: tuple[tuple[float, ...], ...]

    def cheaper_above(self, piece: Piece) -> bool:
        """Whether a load at the low end of a piece costs more than one just above it, or is not taken."""
        same = (other for other in self.pieces if other.container == piece.container)
        below = next((other for other in same if other.ranges[-1].high == piece.ranges[0].low), None)
        if below is None:
            return True
        at = piece.low
        pairs = zip(below.lines, piece.lines, strict=True)
        return any(one[0] + one[1] * at > two[0] + two[1] * at + EPSILON for one, two in pairs)


@dataclass(frozen=True, slots=True, eq=False)
class _Load:
    """The columns of one segment on one trip; ``in_tonnes`` are the limits in tonnes that it uses."""

    trip: Trip
    piece: Piece
    containers: int
    tonnes: int
    in_tonnes: tuple[int, ...]


@dataclass(slots=True)
class Whole:
    """The programme over some free cases, in the room that the settled ones leave.

    With ``in_kilograms`` loads are whole kilograms from the start; else only once it is solved. ``forced`` runs.
    """

    limits: Limits
    departure_cost: Mapping[Departure, float]
    taken: Floats
    in_kilograms: bool = False
    forced: Departure | None = None
    programme: Programme = field(default_factory=Programme)
    bound: float = -math.inf
    loads: dict[int, list[_Load]] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    _in_tonnes: set[int] = field(default_factory=set)
    _uses: dict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, case: Case, offers: Iterable[Offer], penalty: float) -> None:
        """Let a case go on some trips, or stay behind."""
        programme, weight = self.programme, case.weight
        left = programme.column(penalty, weight)
        if self.limits.serving is not None and case.shipment.penalty_per_t is None:
            self._uses[self.limits.serving].append((left, 1.0))
        self.cases[case.number], self.left[case.number], self.loads[case.number] = case, left, []
        least_lot = case.shipment.min_lot_t
        chosen = []
        for offer in offers:
            if not case.shipment.split and self._too_heavy(case, offer.trip):
                continue
            of_trip = self._loads(case, offer)
            self.loads[case.number].extend(of_trip)
            if of_trip and (least_lot or not case.shipment.split):
                x = programme.column(0.0, 1.0, whole=True)
                chosen.append(x)
                tonnes = [(load.tonnes, 1.0) for load in of_trip]
                programme.row(-math.inf if least_lot else 0.0, [*tonnes, (x, -weight)], 0.0)
                if least_lot:
                    programme.row(0.0, [*tonnes, (x, -float(least_lot))], math.inf)
        if chosen:
            most = case.shipment.weight_t // least_lot if least_lot else 1
            programme.row(-math.inf, [(x, 1.0) for x in chosen], float(most))
        loads = self.loads[case.number]
        programme.row(weight, [*((load.tonnes, 1.0) for load in loads), (left, 1.0)], weight)
        high = max((load.piece.high for load in loads), default=0.0)
        if high:
            least = math.ceil(weight / high - 1e-9)
            rest = weight - high * (least - 1)
            if rest > ABOVE:
                programme.row(least, [*((load.containers, 1.0) for load in loads), (left, 1 / rest)], math.inf)

    def _too_heavy(self, case: Case, trip: Trip) -> bool:
        """Whether all of a case is more than there is room for on a trip: HiGHS is not left to find that out."""
        limits = self.limits.rows
        in_tonnes = Counter(row for row in trip.rows if limits[row].unit == TONNE)
        return any(
            times * case.weight > limits[row].most - float(self.taken[row]) + TOLERANCE
            for row, times in in_tonnes.items()
        )

    def _loads(self, case: Case, offer: Offer) -> list[_Load]:
        programme, trip = self.programme, offer.trip
        found = []
        by_way: list[tuple[int, float]] = []
        for piece in offer.pieces:
            segment = piece.ranges[0].segment
            container = case.goods.pieces.segments[segment].container
            most = math.ceil(case.weight / piece.low) if piece.low else math.inf
            n = programme.column(piece.lines[0][0], most, whole=True)
            y = programme.column(piece.lines[0][1], case.weight)
            if self.in_kilograms:
                kilograms = programme.column(0.0, float(case.kilograms), whole=True)
                programme.row(0.0, [(y, 1000.0), (kilograms, -1.0)], 0.0)
            programme.row(-math.inf, [(y, 1.0), (n, -piece.high)], 0.0)
            self._keep_above(offer, piece, n, y, most)
            if len(piece.lines) > 1:
                (fixed, per_tonne), (other_fixed, other_per_tonne) = piece.lines
                by_way += [(n, fixed - other_fixed), (y, per_tonne - other_per_tonne)]
            counts = (float(container.teu), 1.0)
            in_tonnes = tuple(row for row in trip.rows if self.limits.rows[row].unit == TONNE)
            self._in_tonnes.update(in_tonnes)
            for row in (*trip.rows, *self._pool(case, trip, segment)):
                unit = self.limits.rows[row].unit
                self._uses[row].append((y, 1.0) if unit == TONNE else (n, counts[unit]))
            found.append(_Load(trip, piece, n, y, in_tonnes))
        for number, fee in enumerate(offer.fees):
            owing = [(load.tonnes, 1.0) for load in found if number in load.piece.owes]
            if owing:
                b = programme.column(fee[0], 1.0, whole=True)
                programme.row(-math.inf, [*owing, (b, -case.weight)], 0.0)
                by_way += [(b, fee[0] - fee[1])] if len(fee) > 1 else []
        if by_way:
            extra = programme.column(1.0)
            programme.row(0.0, [(extra, 1.0), *by_way], math.inf)
        return found

    def _keep_above(self, offer: Offer, piece: Piece, n: int, y: int, most: float) -> None:
        """State the low end, which is open where a load that lies there is charged otherwise, and dearer."""
        if piece.low <= 0:
            self.programme.row(0.0, [(y, 1.0), (n, -ABOVE)], math.inf)
        elif not offer.cheaper_above(piece):
            self.programme.row(0.0, [(y, 1.0), (n, -piece.low)], math.inf)
        else:
            used = self.programme.column(0.0, 1.0, whole=True)
            self.programme.row(0.0, [(y, 1.0), (n, -piece.low), (used, -ABOVE)], math.inf)
            self.programme.row(-math.inf, [(n, 1.0), (used, -most)], 0.0)

    def _pool(self, case: Case, trip: Trip, segment: int) -> tuple[int, ...]:
        pool = int(self.limits.at_start[trip.origin, case.goods.container[segment]])
        return (pool,) if pool >= 0 else ()

    def state_limits(self, everything_t: float) -> None:
        """State the rows of everything that the loads use."""
        runs: dict[Departure, int] = {}
        for row, terms in self._uses.items():
            limit = self.limits.rows[row]
            taken = float(self.taken[row])
            if limit.runs is None:
                self.programme.row(-math.inf, terms, limit.most - taken)
                continue
            if limit.runs not in runs:
                runs[limit.runs] = self.programme.column(self.departure_cost[limit.runs], 1.0, whole=True)
                if taken or limit.runs is self.forced:
                    self.programme.lower[runs[limit.runs]] = 1.0
            z = runs[limit.runs]
            if np.isfinite(limit.least):
                self.programme.row(-taken, [*terms, (z, -limit.least)], math.inf)
            else:
                most = limit.most if np.isfinite(limit.most) else everything_t
                self.programme.row(-math.inf, [*terms, (z, -most)], -taken)

    def solve(
        self, gap: float, seconds: float | None, nodes: int | None = None, enough: Callable[[], bool] = never
    ) -> dict[int, list[Packed]]:
        """The loads of each case, within ``gap`` of the least cost, or what is found in so much time or nodes.

        When ``enough`` says so, what is found by then must do.

        Raises
        ------
        SolverError
            If HiGHS finds nothing in them.
        """
        found = self.programme.search(gap, seconds, nodes=nodes, enough=enough)
        values, self.bound = found.values, found.bound
        if values is None:
            raise SolverError(f"HiGHS found no whole containers: {found.status}")
        return self._packed(values)

    def _packed(self, values: Floats) -> dict[int, list[Packed]]:
        """The loads in whole kilograms: rounded down, and what that leaves goes where there is room for it."""
        kept = {
            number: [load for load in loads if round(values[load.containers]) > 0]
            for number, loads in self.loads.items()
        }
        floors = {
            load: math.floor(values[load.tonnes] * 1000 + ALMOST) for of_case in kept.values() for load in of_case
        }
        left = {row: float(self.limits.most[row] - self.taken[row]) * 1000 for row in self._in_tonnes}
        room = {row: math.floor(most + ALMOST) if math.isfinite(most) else most for row, most in left.items()}
        for load, kilograms in floors.items():
            for row in load.in_tonnes:
                room[row] -= kilograms
        return {number: self._filled(number, of_case, values, floors, room) for number, of_case in kept.items()}

    def _filled(
        self,
        number: int,
        kept: list[_Load],
        values: Floats,
        floors: Mapping[_Load, int],
        room: dict[int, float],
    ) -> list[Packed]:
        """The loads of a case, those first that make up a least lot; ``room`` is what limits in tonnes leave, kg."""
        case, packed = self.cases[number], []
        carried = Counter[Trip]()
        for load in kept:
            carried[load.trip] += floors[load]
        # Of what may not be split a kilogram may stay behind for a solver's tolerance, and for no other reason.
        left = round(values[self.left[number]] * 1000) if case.shipment.split or not kept else 0
        rest = case.kilograms - left - sum(floors[load] for load in kept)
        for load in sorted(kept, key=lambda load: case.in_lots([carried[load.trip]])):
            piece, containers, kilograms = load.piece, round(values[load.containers]), floors[load]
            beside = min((room[row] // times for row, times in Counter(load.in_tonnes).items()), default=math.inf)
            more = int(max(min(rest, piece.ranges[-1].most(containers) - kilograms, beside), 0))
            rest -= more
            for row in load.in_tonnes:
                room[row] -= more
            segment = case.segment_of(piece.ranges[0].segment, containers, kilograms + more)
            packed.append(Packed(load.trip, segment, containers, kilograms + more))
        return packed if case.shipment.split or not rest else []
