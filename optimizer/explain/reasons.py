"""Why tonnes are left behind: the first reason that is true, in the order of the contract."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from optimizer.errors import OutOfTimeError
from optimizer.explain.connections import Connections, Running
from optimizer.explain.guide import Guide
from optimizer.listing.lister import Lister
from optimizer.resources import Resource, resources_of
from optimizer.solution import units
from optimizer.stopping import nothing_to_check
from tariffs.book import Shipment
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating import Load, to_cents
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in
from tariffs.timetable import Itinerary

#: What is said where the time was over before a reason was found.
NO_TIME = "the time was over before the reason was looked for"


def reasons(
    guide: Guide,
    lister: Lister,
    left: Iterable[tuple[Shipment, int]],
    used: Mapping[Resource, Fraction],
    check: Callable[[], None] = nothing_to_check,
) -> dict[str, str]:
    """By name, the reason of each shipment of which so many kilograms are ``left`` behind.

    ``used`` is what the plan uses, and ``guide`` is ready to be asked for them; ``check`` says when the time is over.
    """
    running = Running(lister.network)
    found = {}
    for shipment, kilograms in left:
        found[shipment.name] = NO_TIME
        with contextlib.suppress(OutOfTimeError):
            check()
            found[shipment.name] = _Case(guide, lister, running, shipment, kilograms, used).reason()
    return found


class _Case:
    """One shipment of which tonnes are left behind."""

    def __init__(
        self,
        guide: Guide,
        lister: Lister,
        running: Running,
        shipment: Shipment,
        kilograms: int,
        used: Mapping[Resource, Fraction],
    ) -> None:
        self.network = lister.network
        self.shipment = shipment
        self.tonnes = Decimal(kilograms).scaleb(-3)
        self.used = used
        self.lister, self.running = lister, running
        self.costs = lister.costs.of(shipment)
        self.itineraries = guide.itineraries(shipment, kilograms)
        self.way = f"from {shipment.origin} to {shipment.destination}"

    def reason(self) -> str:
        """The first that is true."""
        if self.itineraries:  # it can be carried in time
            return self._capacity_or_cost()
        connections = Connections(self.running, self.lister.search(self.shipment))
        return self._no_way(connections) or self._too_slow(connections) or self._capacity_or_cost()

    def _no_way(self, connections: Connections) -> str | None:
        """That nothing takes it, or that what does leads nowhere."""
        goods = self.shipment.commodity.name
        if not self.costs.segments or not connections.accepting:
            return f"no carriage accepts it: nothing that runs takes {goods}"
        if not connections.reach(connections.permitted):
            return f"no connection {self.way}"
        if not connections.reach(connections.serving):
            return f"no connection {self.way} runs after {self.shipment.ready}"
        if not connections.reach(connections.accepting):
            return f"no carriage accepts it: no connection takes {goods} {self.way}"
        return None

    def _too_slow(self, connections: Connections) -> str | None:
        """That the fastest connection takes more days than there are."""
        shipment = self.shipment
        fastest = connections.fastest()
        if fastest is None:
            return f"no connection {self.way} runs after {shipment.ready}"
        days, allowed = (fastest - shipment.ready).days, (shipment.last_day - shipment.ready).days
        return f"the fastest connection takes {days} days against {allowed} allowed" if days > allowed else None

    def _capacity_or_cost(self) -> str:
        """Which capacity stands in the way of the cheapest itinerary, or that it costs more than the penalty."""
        priced = [option for itinerary in self.itineraries for option in self._options(itinerary)]
        if not priced:
            return "no single itinerary within the limits takes a container of it"
        cost, _, itinerary, loads = min(priced, key=lambda option: option[:2])
        penalty, behind = self.shipment.penalty_per_t, to_cents(self.network.rater.unserved_per_t(self.shipment))
        if penalty is not None and cost >= behind * self.tonnes:
            per_tonne, due = cost / self.tonnes, behind - penalty
            duty = f" and {due:,.2f} of duty and tax on the goods" if due else ""
            return f"serving costs more than the penalty: {per_tonne:,.2f} a tonne against {penalty:,.2f}{duty}"
        short = list(self._short(itinerary, loads))
        if short:
            return "no room: " + "; ".join(short)
        if self.tonnes < self.shipment.min_lot_t:
            return f"{self.tonnes} t are less than the least lot, min_lot_t {self.shipment.min_lot_t}"
        waiting = [d for d in itinerary.departures if d.terms.min_load > 0]
        if waiting:
            names = "; ".join(f"{d} needs {d.terms.min_load} {d.terms.capacity_unit}" for d in waiting)
            return f"no room: the minimum load is not reached: {names}"
        return "no room: it would take the place of cargo that costs more to leave or to send otherwise"

    def _options(self, itinerary: Itinerary) -> Iterator[tuple[Decimal, int, Itinerary, tuple[Load, ...]]]:
        """What the tonnes left would cost on an itinerary, all in one container type, as full as they go."""
        shipment = self.shipment
        tonnes = self.tonnes if shipment.split else shipment.weight_t
        containers = {segment.container.name: segment.container for segment in self.costs.segments}
        tops = {exact(segment.high) for segment in self.costs.segments}
        for number, container in enumerate(containers.values()):
            most = most_in(container, shipment)
            for count in sorted({math.ceil(exact(tonnes) / top) for top in tops | {most} if top <= most}):
                loads = (Load(container, count, tonnes),)
                try:
                    rated = self.network.rater.booking(shipment, itinerary, loads)
                except UnratedError:
                    continue  # this departure does not take that container so full
                yield rated.total, number, itinerary, loads

    def _short(self, itinerary: Itinerary, loads: tuple[Load, ...]) -> Iterator[str]:
        for resource in dict.fromkeys(resources_of(self.network.book, itinerary)):
            counted = [load for load in loads if resource.container in ("", load.container.name)]
            needed = sum((units(resource.unit, load) for load in counted), Fraction(0))
            room = exact(resource.amount) - self.used.get(resource, Fraction(0))
            if needed > room:
                of = f" ({resource.mode})" if resource.mode else ""
                period = "" if resource.period == "plan" else f" in {resource.period}"
                yield f"{resource.kind} {resource.name}{of} has {float(room):g} {resource.unit} left{period}"
