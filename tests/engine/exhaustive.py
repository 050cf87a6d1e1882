"""Every itinerary that runs, none dropped, each with what the linear programme takes it to cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from optimizer.listing.candidates import Candidate, candidates
from optimizer.listing.dominance import with_fees
from optimizer.listing.labels import Found
from optimizer.listing.lister import Lister
from optimizer.listing.whole import Whole
from optimizer.network import Network
from tariffs.book import Portfolio, Shipment, TariffBook
from tariffs.timetable import Departure, Itinerary, Timetable
from tests.oracle.runs import countries_touched


def every_itinerary(book: TariffBook, shipment: Shipment) -> list[Itinerary]:
    """Every chain of departures within the shipment's days and wishes, no location twice."""
    timetable = Timetable(book)
    span = range((shipment.last_day - shipment.ready).days + 1)
    days = [shipment.ready + timedelta(days=number) for number in span]
    running = [found for key in timetable.legs for day in days if (found := timetable.departure(key, day))]
    wanted = [departure for departure in running if suits(book, shipment, departure)]
    return list(_longer(timetable, shipment, wanted, ()))


def suits(book: TariffBook, shipment: Shipment, departure: Departure) -> bool:
    key, avoid = departure.leg.key, shipment.avoid
    return (
        (shipment.modes is None or key.mode in shipment.modes)
        and (shipment.services is None or key.service in shipment.services)
        and not avoid.locations & {key.origin, key.destination}
        and not avoid.countries & countries_touched(book, departure.terms)
        and not any(passage.border.name in avoid.borders for passage in departure.passages)
    )


def _longer(
    timetable: Timetable, shipment: Shipment, running: list[Departure], so_far: tuple[Departure, ...]
) -> Iterator[Itinerary]:
    """The itineraries that begin so."""
    before = so_far[-1] if so_far else None
    here = before.leg.key.destination if before else shipment.origin
    if here == shipment.destination:
        itinerary = timetable.itinerary(so_far)
        if itinerary is not None and itinerary.delivered <= shipment.last_day:
            yield itinerary
        return
    since: date = before.arrives if before else shipment.ready
    visited = {shipment.origin, *(departure.leg.key.destination for departure in so_far)}
    for departure in running:
        key = departure.leg.key
        if key.origin != here or key.destination in visited or departure.departs < since:
            continue
        handling = timetable.handling(here, before.leg.key if before else None, key)
        if handling is not None and timetable.ready_for(departure, handling, since):
            yield from _longer(timetable, shipment, running, (*so_far, departure))


@dataclass(frozen=True)
class Exhaustive:
    """All that there is to choose among."""

    network: Network
    shipments: tuple[Shipment, ...]
    candidates: tuple[Candidate, ...]

    @staticmethod
    def of(book: TariffBook, portfolio: Portfolio, most: int) -> Exhaustive | None:
        """Of a world; ``None`` where there are more itineraries than ``most``."""
        network, shipments = Network(book, portfolio), tuple(portfolio.shipments.values())
        lister = Lister(network)
        listed = {shipment.name: every_itinerary(book, shipment) for shipment in shipments}
        if sum(map(len, listed.values())) > most:
            return None
        found: list[Candidate] = []
        for shipment in shipments:
            whole = lister.search(shipment).whole
            for itinerary in listed[shipment.name]:
                found += candidates(network, whole, [priced(whole, itinerary)], frozenset())
        return Exhaustive(network, shipments, tuple(found))


def priced(whole: Whole, itinerary: Itinerary) -> Found:
    """An itinerary with what it costs, step by step."""
    costs = whole.costs
    cost, fees = costs.zero, []
    before: Departure | None = None
    for departure, handling in zip(itinerary.departures, itinerary.handlings, strict=False):
        step = costs.step(departure)
        place = departure.leg.key.origin
        cost = cost + step.cost + costs.handling(place, handling, departure.departs)
        if before is not None:
            cost = cost + costs.storage(place, before.arrives, departure.departs)
        fees += step.fees
        before = departure
    assert before is not None
    cost = cost + costs.handling(itinerary.locations[-1], itinerary.handlings[-1], before.arrives)
    with_all = with_fees(cost, tuple(fees))
    delivered = itinerary.delivered
    return Found(
        itinerary,
        cost,
        whole.of(cost, delivered),
        whole.of(with_all, delivered),
        tuple(fees),
        frozenset(),
        frozenset(),
    )
