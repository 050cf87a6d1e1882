"""Why no chain of legs takes a shipment, whatever the days and the shipment's wishes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial, reduce
from itertools import pairwise
from operator import and_

from optimizer.explain.connections import Connections
from optimizer.explain.idle import Activated, standing
from tariffs.book import Container, LegKey, Tariff
from tariffs.rating.carriage import carries


class Refused:
    """What refuses a shipment on the chains of legs to its destination, rows that ended included."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._shipment = connections.shipment
        self._legs = connections.running.timetable.legs
        self._way = f"from {self._shipment.origin} to {self._shipment.destination}"
        self._goods = self._shipment.commodity.name

    def reason(self) -> str:
        """The first that is true."""
        if not self._connections.kinds:
            needs = ", which needs reefers" if self._reefer else ""
            return f"no carriage accepts it: no container is for {self._goods}{needs}"
        carried = any(map(self._rows, self._legs))
        if not carried or self._connections.chain(lambda _: 0) is None:
            if lacking := self._lacking():
                return f"no connection {self._way}: {'; '.join(lacking)}"
            return f"no connection {self._way}" if carried else f"no carriage accepts it: nothing takes {self._goods}"
        legs = self._connections.chain(lambda key: 0 if self._taken(key) else 1) or []
        refusing = [key for key in legs if not self._taken(key)]
        if refusing:
            return f"no carriage accepts it: {'; '.join(f'{key} {self._why(key)}' for key in refusing)}"
        legs = self._connections.chain(lambda key: int(not self._runs(key)) if self._taken(key) else None) or []
        idle = [key for key in legs if not self._runs(key)]
        if idle:
            return f"no connection {self._way}: {'; '.join(f'{key} {self._why_idle(key)}' for key in idle)}"
        return self._no_type()

    def _runs(self, key: LegKey, since: date | None = None) -> bool:
        """Whether a leg has any departure from the day on which the cargo is ready, or from another day."""
        return any(True for _ in self._connections.running.since(key, since or self._shipment.ready))

    def _why_idle(self, key: LegKey) -> str:
        """What keeps a leg from running on any day: mostly a border."""
        names = dict.fromkeys(crossing.border for row in self._legs[key].tariffs for crossing in row.crossings)
        ran = self._runs(key, self._connections.running.network.first)
        told = f"does not run from {self._shipment.ready} on" if ran else "never runs"
        return told + (f", which cannot cross {_listed(names)}" if names else "")

    def _lacking(self) -> list[str]:
        """The rows that do not run and the transfers that are missing on the chain that lacks least, in words."""
        activated = Activated(self._connections.running)
        connections = Connections(activated, self._shipment)

        def idle(key: LegKey) -> list[Tariff]:
            return [row for row in activated.idle[key] if connections.taken_by(row)]

        def weight(key: LegKey) -> int | None:
            if key in self._legs and self._taken(key):
                return 0
            return 1 if idle(key) else None

        legs = connections.chain(weight, no_transfer=1) or []
        gaps = [
            position
            for position, (before, after) in enumerate(pairwise(legs))
            if connections.network.handling(after.origin, before, after) is None
        ]
        usable = [key for key in self._legs if weight(key) == 0]
        missing = [_no_transfer(legs, gap, usable if len(gaps) == 1 else (), connections) for gap in gaps]
        return [*(standing(idle(key)) for key in legs if weight(key)), *missing]

    @property
    def _reefer(self) -> bool:
        return self._shipment.commodity.reefer

    def _taken(self, key: LegKey) -> int:
        """The kinds of load that some row of a leg takes."""
        found = 0
        for row in self._legs[key].tariffs:
            found |= self._connections.taken_by(row)
        return found

    def _boxes(self) -> list[Container]:
        """The container types that can hold it."""
        return list({kind.container.name: kind.container for kind in self._connections.kinds}.values())

    def _rows(self, key: LegKey) -> list[Tariff]:
        """The rows of a leg that carry the goods, in whatever container."""
        return [row for row in self._legs[key].tariffs if carries(row, self._shipment)]

    def _why(self, key: LegKey) -> str:
        """Why no row of a leg takes it."""
        if rows := self._rows(key):
            boxes = [box.name for box in self._boxes()]
            if all(row.amounts.of(name) is None for row in rows for name in boxes):
                return f"has no amount for {_listed(boxes)}"
            boxes_t = [box.tare_t for box in self._boxes()]
            bands = [row.max_gross_t for row in rows]
            if all(band is not None and band <= min(boxes_t) for band in bands):
                most = max(band for band in bands if band is not None)
                return f"takes up to {most.normalize():f} t gross, and an empty {' or '.join(boxes)} is no lighter"
            return "has limits of weight that no container of it keeps"
        others = {row.commodity for row in self._legs[key].tariffs} - {"", self._goods}
        if all(row.commodity not in ("", self._goods) for row in self._legs[key].tariffs):
            return f"takes {_listed(sorted(others))} and not {self._goods}"
        return f"takes no dangerous goods such as {self._goods}"

    def _types(self, key: LegKey) -> list[str]:
        """The container types that a leg takes it in."""
        taken = self._taken(key)
        names = (kind.container.name for n, kind in enumerate(self._connections.kinds) if taken >> n & 1)
        return list(dict.fromkeys(names))

    def _no_type(self) -> str:
        """That each leg takes it in some container, and none takes it all the way."""
        chains = [(box.name, self._connections.chain(partial(self._blank, box.name)) or []) for box in self._boxes()]
        blanks = [(name, legs, [key for key in legs if name not in self._types(key)]) for name, legs in chains]
        name, legs, blank = min(blanks, key=lambda found: len(found[2]))
        if not blank and reduce(and_, map(self._taken, legs)):
            on = f"on {_listed(map(str, legs))} from {self._shipment.ready} on, transfers and cut-offs counted"
            return f"no connection {self._way}: no departures connect {on}"
        if not blank:
            return "no load of a container is taken all the way: the limits of weight of its legs exclude each other"
        taken = "; ".join(f"{key} takes {_listed(self._types(key))}" for key in legs)
        last = (max(self._rows(key), key=lambda row: row.validity.end or date.max) for key in blank)
        cells = _listed(f"{name} on {row.leg_key} ({row.where})" for row in last)
        return f"no container type goes all the way: {taken}: an amount for {cells} would carry it"

    def _blank(self, name: str, key: LegKey) -> int | None:
        """Whether a leg that takes the goods has no amount for a container; ``None`` if it is of no use."""
        types = self._types(key) if self._runs(key) else []
        return None if not types else int(name not in types)


def _no_transfer(legs: Sequence[LegKey], gap: int, usable: Iterable[LegKey], connections: Connections) -> str:
    """Between which modes a transfer is missing: those of two legs of a chain, or of legs beside them.

    Parameters
    ----------
    legs, gap
        The chain, and the position of the leg behind which it is missing.
    usable
        Legs that run and take the goods.
    connections
        What the legs of the shipment connect to.
    """
    handling = connections.network.handling
    before, after = legs[gap], legs[gap + 1]
    first = legs[gap - 1] if gap else None
    last = legs[gap + 2] if gap + 2 < len(legs) else None
    into, onward = [before], [after]
    for key in usable:
        ends = key.origin, key.destination
        if ends == (before.origin, before.destination) and handling(key.origin, first, key) is not None:
            into.append(key)
        if ends == (after.origin, after.destination) and handling(key.destination, key, last) is not None:
            onward.append(key)
    modes = dict.fromkeys((one.mode, other.mode) for one in into for other in onward)
    told = " or ".join(f"from {one} to {other}" for one, other in modes)
    return f"there is no transfer {told} at {after.origin}" + (": one of them would do" if len(modes) > 1 else "")


def _listed(words: Iterable[str]) -> str:
    """``TEU, FEU and 40HC``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
