"""Why tonnes are left behind: the first reason that is true, in the order of the contract."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from heapq import heappop, heappush
from typing import TypeAlias

from optimizer.formulation.kilograms import units
from optimizer.listing.labels import Found
from optimizer.listing.lister import Lister
from optimizer.resources import Resource, resources_of
from tariffs.book import LegKey, Shipment
from tariffs.problems import UnratedError
from tariffs.rating import Load
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in

#: Where cargo stands: location, and the leg that brought it.
Stand: TypeAlias = tuple[str, LegKey | None]

#: How many days after the ready date a departure is looked for, when the fastest connection is asked for.
LOOKAHEAD_DAYS = 400


def reasons(
    lister: Lister,
    left: Mapping[str, int],
    shipments: Iterable[Shipment],
    used: Mapping[Resource, Fraction],
) -> dict[str, str]:
    """The reason of each shipment with kilograms ``left`` behind, by name; ``used`` is what the plan uses."""
    return {shipment.name: _Case(lister, shipment, left[shipment.name], used).reason() for shipment in shipments}


class _Case:
    """One shipment of which tonnes are left behind."""

    def __init__(self, lister: Lister, shipment: Shipment, kilograms: int, used: Mapping[Resource, Fraction]) -> None:
        self.network = lister.network
        self.shipment = shipment
        self.tonnes = Decimal(kilograms).scaleb(-3)
        self.used = used
        # Itineraries that cost more than the penalty are listed too, to say what they cost.
        self.search = lister.search(replace(shipment, penalty_per_t=None))
        self.costs = self.search.costs

    def reason(self) -> str:
        """The first that is true."""
        shipment = self.shipment
        goods = f"{shipment.commodity.name} from {shipment.origin} to {shipment.destination}"
        if not self.costs.segments or not any(map(self._accepts, self.network.timetable.legs)):
            return f"no carriage accepts it: nothing that runs takes {shipment.commodity.name}"
        if not self._reaches(self._permitted):
            return f"no connection from {shipment.origin} to {shipment.destination}"
        if not self._reaches(self._accepts):
            return f"no carriage accepts it: no connection takes {goods}"
        allowed = (shipment.last_day - shipment.ready).days
        fastest = self._fastest()
        if fastest is None:
            return f"no connection from {shipment.origin} to {shipment.destination} runs after {shipment.ready}"
        if (fastest - shipment.ready).days > allowed:
            days = (fastest - shipment.ready).days
            return f"the fastest connection takes {days} days against {allowed} allowed"
        return self._capacity_or_cost()

    def _permitted(self, key: LegKey) -> bool:
        return self.search.allowed(key)

    def _accepts(self, key: LegKey) -> bool:
        if not self._permitted(key):
            return False
        return any(self.costs.step(departure).taken for departure in self.network.one_of_each_variant(key))

    def _reaches(self, usable: Callable[[LegKey], bool]) -> bool:
        """Whether a chain of usable legs with transfers leads to the destination, whatever the dates."""
        legs = [key for key in self.network.timetable.legs if usable(key)]
        queue: list[Stand] = [(self.shipment.origin, None)]
        seen = set(queue)
        while queue:
            place, before = queue.pop()
            if place == self.shipment.destination:
                if self.network.handling(place, before, None) is not None:
                    return True
                continue
            for key in legs:
                stand = (key.destination, key)
                if key.origin == place and stand not in seen and self.network.handling(place, before, key):
                    seen.add(stand)
                    queue.append(stand)
        return False

    def _fastest(self) -> date | None:
        """The earliest delivery by any connection that takes the goods, whatever the limits and capacities."""
        counter = itertools.count()
        queue: list[tuple[date, int, Stand]] = [(self.shipment.ready, 0, (self.shipment.origin, None))]
        legs = [key for key in self.network.timetable.legs if self._accepts(key)]
        settled: set[Stand] = set()
        best: date | None = None
        while queue:
            day, _, stand = heappop(queue)
            if stand in settled or (best is not None and day >= best):
                continue
            settled.add(stand)
            place, before = stand
            if place == self.shipment.destination:
                handling = self.network.handling(place, before, None)
                if handling is not None:
                    delivered = day + timedelta(days=handling.dwell_days)
                    best = delivered if best is None else min(best, delivered)
                continue
            for key in legs:
                arrives = self._earliest(key, before, place, day) if key.origin == place else None
                if arrives is not None:
                    heappush(queue, (arrives, next(counter), (key.destination, key)))
        return best

    def _earliest(self, key: LegKey, before: LegKey | None, place: str, since: date) -> date | None:
        """The earliest arrival on a leg for cargo that is at its origin ``since``."""
        handling = self.network.handling(place, before, key)
        if handling is None:
            return None
        best: date | None = None
        for days in range(LOOKAHEAD_DAYS):
            day = since + timedelta(days=days)
            if best is not None and day >= best:
                break
            departure = self.network.timetable.departure(key, day)
            if (
                departure is not None
                and self.network.timetable.ready_for(departure, handling, since)
                and self.costs.step(departure).taken
                and not self.search.avoids(departure)
            ):
                best = departure.arrives if best is None else min(best, departure.arrives)
        return best

    def _capacity_or_cost(self) -> str:
        """Which capacity stands in the way of the cheapest itinerary, or that it costs more than the penalty."""
        priced = [option for found in self.search.itineraries() for option in self._options(found)]
        if not priced:
            return "no single itinerary within the limits takes a container of it"
        cost, _, found, loads = min(priced, key=lambda option: option[:2])
        penalty = self.shipment.penalty_per_t
        if penalty is not None and cost >= penalty * self.tonnes:
            per_tonne = cost / self.tonnes
            return f"serving costs more than the penalty: {per_tonne:,.2f} a tonne against {penalty:,.2f}"
        short = list(self._short(found, loads))
        if short:
            return "no room: " + "; ".join(short)
        waiting = [d for d in found.itinerary.departures if d.terms.min_load > 0]
        if waiting:
            names = "; ".join(f"{d} needs {d.terms.min_load} {d.terms.capacity_unit}" for d in waiting)
            return f"no room: the minimum load is not reached: {names}"
        return "no room: it would take the place of cargo that costs more to leave or to send otherwise"

    def _options(self, found: Found) -> Iterator[tuple[Decimal, int, Found, tuple[Load, ...]]]:
        """What the tonnes left would cost on an itinerary, all in one container type, as full as they go."""
        shipment = self.shipment
        tonnes = self.tonnes if shipment.split else shipment.weight_t
        containers = {segment.container.name: segment.container for segment in self.costs.segments}
        tops = {exact(segment.high) for segment in self.costs.segments}
        for number, container in enumerate(containers.values()):
            most = most_in(container, shipment)
            for top in sorted((top for top in tops | {most} if top <= most), reverse=True):
                loads = (Load(container, math.ceil(exact(tonnes) / top), tonnes),)
                try:
                    rated = self.network.rater.booking(shipment, found.itinerary, loads)
                except UnratedError:
                    continue  # this departure does not take that container so full
                yield rated.total, number, found, loads

    def _short(self, found: Found, loads: tuple[Load, ...]) -> Iterator[str]:
        for resource in dict.fromkeys(resources_of(self.network.book, found.itinerary)):
            counted = [load for load in loads if resource.container in ("", load.container.name)]
            needed = sum((units(resource.unit, load) for load in counted), Fraction(0))
            room = exact(resource.amount) - self.used.get(resource, Fraction(0))
            if needed > room:
                of = f" ({resource.mode})" if resource.mode else ""
                period = "" if resource.period == "plan" else f" in {resource.period}"
                yield f"{resource.kind} {resource.name}{of} has {float(room):g} {resource.unit} left{period}"
