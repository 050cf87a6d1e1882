"""The departures that cargo may take next, and the labels that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import numpy as np

from optimizer.cuts import Key
from optimizer.listing.costs import TRANSPORT, Costs
from optimizer.listing.dominance import Dominance
from optimizer.listing.earliest import ByDay, Earliest
from optimizer.listing.labels import Label, itinerary_key, used_too
from optimizer.network import Network
from optimizer.permitted import Permitted
from optimizer.resources import Resource
from tariffs.book import LegKey, Shipment
from tariffs.problems import UnratedError
from tariffs.timetable import Departure, Handling


@dataclass(frozen=True, slots=True)
class Limits:
    """What an itinerary may use.

    Attributes
    ----------
    limited
        Says which resources may bind; the others are taken as endless.
    minimums
        The departures whose minimum load may bind; that of the others is left out.
    forbidden
        Says which resources may not be used at all.
    closed
        Says which departures may not be used at all.
    keep
        How many departures of a leg are taken that cost and use the same; the first is enough for listing.
    """

    limited: Callable[[Resource], bool]
    minimums: frozenset[Departure]
    forbidden: Callable[[Resource], bool]
    closed: Callable[[Departure], bool]
    keep: int


@dataclass(slots=True)
class Onward:
    """The ways on from a label, one departure each, for one shipment."""

    network: Network
    costs: Costs
    shipment: Shipment
    limits: Limits
    dominance: Dominance
    earliest: Earliest
    permitted: Permitted = field(init=False)
    _delivery: dict[LegKey, ByDay] = field(init=False)
    _last: int = field(init=False)
    _cut: Collection[Key] = field(init=False)

    def __post_init__(self) -> None:
        """Take down where the shipment may go, how soon each leg delivers, and by when that must be."""
        self.permitted = self.network.permitted(self.shipment)
        self._delivery = self.earliest.delivery(self.shipment.destination)
        self._last = self.earliest.day(self.shipment.last_day)
        self._cut = self.network.cuts.begun(self.shipment)

    def labels(self, label: Label, legs: Container[LegKey], *, first_only: bool = False) -> Iterator[Label]:
        """What the departures of these legs make of a label; ``first_only`` is for the first of each kind."""
        before = label.departure.leg.key if label.departure else None
        for key in self.network.legs_from[label.location]:
            if key not in legs or key.destination in label.visited:
                continue
            handling = self.network.handling(label.location, before, key)
            if handling is not None:
                yield from self._departures(label, key, handling, first_only=first_only)

    def _departures(self, label: Label, key: LegKey, handling: Handling, *, first_only: bool) -> Iterator[Label]:
        first = label.arrives + timedelta(days=handling.dwell_days)
        alike: dict[tuple[object, ...], list[tuple[Departure, list[Resource]]]] = defaultdict(list)
        for departure in self.network.departures_between(key, first, self.shipment.last_day):
            if self.limits.closed(departure) or not self.permitted.departure(departure) or not self._in_time(departure):
                continue
            if not self.network.timetable.ready_for(departure, handling, label.arrives):
                continue
            resources = [*self.network.resources_on(departure, handling), *self._at_the_end(departure)]
            if any(map(self.limits.forbidden, resources)):
                continue
            limited = [resource for resource in resources if self.limits.limited(resource)]
            group = (self.network.variant(departure), *self._day_matters(label, departure, handling), *limited)
            if departure.terms.departure_cost > 0 or departure in self.limits.minimums:
                group = (departure, *group)
            alike[group].append((departure, limited))
        for departures in alike.values():
            for departure, limited in self._needed(label, departures, key.destination, first_only=first_only):
                new = self._label(label, departure, handling, limited)
                if new is not None:
                    yield new

    def _day_matters(self, label: Label, departure: Departure, handling: Handling) -> Iterator[object]:
        """What else the day of a departure decides, beside its own cost and its limits.

        That is the rates of exchange of the transfer and the storage before it; the storage itself, where a later
        departure may be wanted for the sake of the storage after it; and what is charged on delivery.
        """
        yield self.dominance.delivery_epoch(departure)
        yield self.network.rates_before(departure.departs, handling, label.location if label.departure else "")
        if label.departure is not None and self._waiting_costs(departure.leg.key.destination):
            # At the same rates no more days cost less in any container, so sums are equal only if all are.
            yield float(self.costs.storage(label.location, label.arrives, departure.departs).sum())

    def _waiting_costs(self, location: str) -> bool:
        """Whether cargo that waits at a location on its way pays for it."""
        return location != self.shipment.destination and bool(self.costs.dearest_day(location).any())

    def _at_the_end(self, departure: Departure) -> list[Resource]:
        """The capacity of the transfer at the destination, which a departure that arrives there uses."""
        key = departure.leg.key
        if key.destination != self.shipment.destination:
            return []
        handling = self.network.handling(key.destination, key, None)
        resource = self.network.transfer(handling, departure.arrives) if handling else None
        return [] if resource is None else [resource]

    def _needed(
        self, label: Label, departures: list[tuple[Departure, list[Resource]]], to: str, *, first_only: bool
    ) -> list[tuple[Departure, list[Resource]]]:
        """Of departures that cost and use the same, those that may be needed; all of them where some lead to a cut."""
        if first_only:
            return departures[:1]
        if label.begins_cut and any(self._begins_cut(label, departure) for departure, _ in departures):
            return departures
        return self._thinned(departures, to)

    def _begins_cut(self, label: Label, departure: Departure) -> bool:
        """Whether an itinerary that is cut off begins with a label and then this departure."""
        return label.begins_cut and (*itinerary_key(label), departure.key) in self._cut

    def _thinned(
        self, departures: list[tuple[Departure, list[Resource]]], to: str
    ) -> list[tuple[Departure, list[Resource]]]:
        """Of departures that cost and use the same, in order of date, those that may be needed.

        A later one is needed only to save storage where it arrives, since cargo can wait there. With some free days
        beyond what any transfer takes, an arrival serves every onward departure of those days free of charge, so
        arrivals that many days apart serve them all.
        """
        if not self._waiting_costs(to):
            return departures[: self.limits.keep]
        apart = self.network.free_days_beyond_transfer(to) + 1
        if apart == 1 or self.limits.keep > 1:
            return departures
        kept = departures[:1]
        for here, following in pairwise(departures[1:]):
            if (following[0].arrives - kept[-1][0].arrives).days > apart:
                kept.append(here)
        return kept + departures[-1:] if len(departures) > 1 else kept

    def _label(self, label: Label, departure: Departure, handling: Handling, limited: list[Resource]) -> Label | None:
        step = self.costs.step(departure)
        cost = label.cost + step.cost
        if handling.transfer is not None:
            cost += self.costs.handling(label.location, handling, departure.departs)
        if label.departure is not None:
            cost += self.costs.storage(label.location, label.arrives, departure.departs)
        if not np.isfinite(cost[TRANSPORT]).any():
            return None
        uses = used_too(label.limited, limited)
        if departure.terms.departure_cost > 0:
            uses = used_too(uses, [departure])
        committed = label.committed | {departure} if departure in self.limits.minimums else label.committed
        to = departure.leg.key.destination
        return Label(
            departure,
            handling,
            label,
            to,
            departure.arrives,
            cost,
            label.fees + step.fees,
            uses,
            committed,
            label.visited | {to},
            begins_cut=self._begins_cut(label, departure),
        )

    def pinned(self, label: Label, departure: Departure) -> Label:
        """What a departure makes of a label that has left already: it is asked for nothing but its cost.

        Raises
        ------
        UnratedError
            If it takes no container of the cargo.
        """
        before = label.departure.leg.key if label.departure else None
        handling = self.network.handling(label.location, before, departure.leg.key)
        new = None if handling is None else self._label(label, departure, handling, [])
        if new is None:
            raise UnratedError(f"{departure} takes no container of {self.shipment.name}")
        return new

    def _in_time(self, departure: Departure) -> bool:
        """Whether cargo on a departure can still be delivered by the last day."""
        arrives = (departure.arrives - self.network.first).days
        by_day = self._delivery[departure.leg.key]
        return arrives < by_day.size and bool(by_day[arrives] <= self._last)
