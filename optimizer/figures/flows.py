"""What a plan carries over which leg, and across which border: the figures that its map draws."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from optimizer.plan import Plan

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Flow:
    """Tonnes between two places by one mode: from ``start`` to ``end``, and back."""

    start: str
    end: str
    mode: str
    there_t: Decimal
    back_t: Decimal

    @property
    def tonnes(self) -> Decimal:
        """Both ways, t."""
        return self.there_t + self.back_t


@dataclass(frozen=True, slots=True)
class Crossed:
    """Tonnes across a border, in all directions and by all modes.

    Attributes
    ----------
    name
        The border; those whose names begin with another's (``Taftan inbound``) are counted with it.
    names
        All that are counted here.
    tonnes
        Cargo, t.
    full
        In how many periods a capacity of it is full.
    on
        The leg by which most tonnes cross it, ``start``, ``end`` and ``mode``, and after which share of the leg's days.
    """

    name: str
    names: tuple[str, ...]
    tonnes: Decimal
    full: int
    on: tuple[str, str, str]
    share: float


def flows(plan: Plan) -> list[Flow]:
    """Every pair of places between which something goes, by mode; the most tonnes first."""
    carried: Counter[tuple[str, str, str]] = Counter()
    for booking in plan.bookings:
        for departure in booking.itinerary.departures:
            key = departure.leg.key
            carried[key.origin, key.destination, key.mode] += booking.tonnes  # type: ignore[assignment]
    pairs = {(*sorted((start, end)), mode) for start, end, mode in carried}
    found = []
    for one, other, mode in pairs:
        ways = [(carried.get((a, b, mode), ZERO), a, b) for a, b in ((one, other), (other, one))]
        (there, start, end), (back, *_) = sorted(ways, key=lambda way: -way[0])
        found.append(Flow(start, end, mode, Decimal(there), Decimal(back)))
    return sorted(found, key=lambda flow: (-flow.tonnes, flow.start, flow.end, flow.mode))


def by_mode(found: Iterable[Flow]) -> Counter[str]:
    """Tonnes moved on legs by mode: a tonne counts once for each leg."""
    tonnes: Counter[str] = Counter()
    for flow in found:
        tonnes[flow.mode] += flow.tonnes  # type: ignore[assignment]
    return tonnes


def crossed(plan: Plan) -> list[Crossed]:
    """Every border that something crosses; the most tonnes first."""
    known = {border.name for border in plan.book.borders}
    tonnes: dict[str, Decimal] = defaultdict(Decimal)
    by_leg: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    shares: dict[tuple[str, tuple[str, str, str]], float] = {}
    names: dict[str, set[str]] = defaultdict(set)
    for booking in plan.bookings:
        for departure in booking.itinerary.departures:
            leg = departure.leg.key.origin, departure.leg.key.destination, departure.leg.key.mode
            days = max((departure.arrives - departure.departs).days, 1)
            for passage in departure.passages:
                name = base(passage.border.name, known)
                names[name].add(passage.border.name)
                tonnes[name] += booking.tonnes
                by_leg[name][leg] += booking.tonnes  # type: ignore[assignment]
                shares.setdefault((name, leg), (passage.crossed - departure.departs).days / days)
    full = Counter(
        base(use.name, known) for use in plan.capacities if use.kind == "border" and use.used >= use.capacity
    )
    found = []
    for name, weight in tonnes.items():
        leg = max(by_leg[name], key=lambda key: (by_leg[name][key], key))
        found.append(Crossed(name, tuple(sorted(names[name])), weight, full[name], leg, shares[name, leg]))
    return sorted(found, key=lambda border: (-border.tonnes, border.name))


def base(name: str, known: Iterable[str]) -> str:
    """The shortest of the known names with whose words a name begins: ``Taftan`` of ``Taftan inbound``."""
    return min((other for other in known if name == other or name.startswith(f"{other} ")), key=len, default=name)
