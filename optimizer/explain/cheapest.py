"""The cheapest itineraries of a shipment, one a chain of legs, and what stands in their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from optimizer import solver
from optimizer.errors import InfeasibleError
from optimizer.explain.guide import Route
from optimizer.explain.offers import InUse, Offer
from optimizer.explain.routes import Routes
from optimizer.formulation.kilograms import whole_kilograms
from optimizer.formulation.model import build
from optimizer.listing.candidates import Candidate, candidates
from optimizer.listing.lister import Lister
from optimizer.solution import BookedLoad
from optimizer.stopping import Stop
from tariffs.book import Shipment
from tariffs.rating.charge import HALF_CENT


@dataclass(frozen=True, slots=True)
class Cheapest:
    """All of a shipment on one itinerary, in the containers that cost least there, whatever the capacities.

    Attributes
    ----------
    offer
        The itinerary, its loads and their charges.
    cost
        What it costs, with the departures that run for it alone; base currency.
    in_the_way
        What it cannot go by as things are: capacities without room, minimum loads that it does not reach.
    """

    offer: Offer
    cost: Decimal
    in_the_way: tuple[str, ...]


def cheapest(
    lister: Lister,
    shipment: Shipment,
    *,
    within: Decimal,
    via: Sequence[str] = (),
    beside: Sequence[BookedLoad] = (),
    stop: Stop | None = None,
) -> list[Cheapest]:
    """The cheapest itinerary on each chain of legs that costs no more than a share ``within`` above the cheapest.

    Parameters
    ----------
    via
        Places that it passes, in whatever order.
    beside
        The loads of others, which use capacities and have departures run.

    Returns
    -------
    list of Cheapest
        The cheapest first; empty if nothing delivers all of it in time.
    """
    stop = stop or Stop()
    along = _Along(lister, replace(shipment, split=False, min_lot_t=Decimal(0), penalty_per_t=None), beside, stop)
    found: list[Cheapest] = []
    most: Decimal | None = None
    for bound, route in Routes(lister, along.shipment, via, stop.check):
        if most is not None and bound > float(most):
            break
        one = along.route(route)
        if one is not None:
            found.append(one)
            least = min(other.cost for other in found)
            # The bound is before charges are rounded.
            most = least + within * abs(least) + HALF_CENT * len(one.offer.rated.charges)
    least = min((one.cost for one in found), default=Decimal(0))
    return sorted((one for one in found if one.cost <= least + within * abs(least)), key=lambda one: one.cost)


class _Along:
    """Puts a shipment on chains of legs, one after the other."""

    def __init__(self, lister: Lister, shipment: Shipment, beside: Sequence[BookedLoad], stop: Stop) -> None:
        self.lister, self.shipment, self._stop = lister, shipment, stop
        self._in_use = InUse(lister.network, beside)

    def route(self, route: Route) -> Cheapest | None:
        """The cheapest dates and containers on a chain; ``None`` if there are none in time."""
        network, shipment = self.lister.network, self.shipment
        search = self.lister.search(shipment)
        search.leave_out(network.departures.keys() - set(route))
        listed = candidates(network, self.lister.whole(shipment), search.itineraries(), frozenset())
        model = build(network.rater, [shipment], [self._paying(candidate) for candidate in listed], ())
        model.limit_unserved(0.0)
        try:
            if not listed or solver.solve(model.problem, gap=0.0).objective is None:
                return None
        except InfeasibleError:  # no whole containers make up its weight there
            return None
        chosen = whole_kilograms(model, (), frozenset(), self._stop)
        itinerary, loads = chosen[0].candidate.itinerary, tuple(one.load for one in chosen)
        offer = Offer(itinerary, loads, network.rater.booking(shipment, itinerary, loads))
        running = self._in_use.cost_of_running(offer)
        return Cheapest(offer, offer.rated.total + running, tuple(self._in_the_way(offer)))

    def _paying(self, candidate: Candidate) -> Candidate:
        """An itinerary that pays for those departures alone that would not run without it."""
        idle = [departure for departure in candidate.commits if not self._in_use.runs(departure)]
        return replace(candidate, commits=tuple(idle))

    def _in_the_way(self, offer: Offer) -> list[str]:
        short = [str(shortage) for shortage in self._in_use.short(offer)]
        return short + [f"{d} needs {d.terms.min_load} {d.terms.capacity_unit}" for d in self._in_use.waiting(offer)]
