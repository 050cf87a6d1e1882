"""How sure the dates of a plan are: its bookings simulated, each with what the others leave it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from optimizer.network import Network
from optimizer.plan import Booking, Plan
from optimizer.risk.draws import Draws
from optimizer.risk.journey import NEVER, Cause, Days, Flags, Journey, Outcome
from optimizer.risk.room import Boarding, Room
from optimizer.stopping import nothing_to_check

#: Draws and seed where none are given, and wherever a plan has to keep a probability.
DRAWS, SEED = 10_000, 1

#: The standard normal of a confidence interval of 95 %, two-sided.
Z_INTERVAL = 1.959964

#: The quantiles of the day of delivery that are stated.
QUANTILES = (0.05, 0.5, 0.95)


class Share(NamedTuple):
    """A probability as the share of draws, with its confidence interval of 95 % (Wilson, 1927)."""

    share: float
    low: float
    high: float

    @staticmethod
    def of(hits: int, count: int) -> Share:
        """So many of so many draws."""
        share, square = hits / count, Z_INTERVAL**2
        middle = (share + square / (2 * count)) / (1 + square / count)
        half = Z_INTERVAL * math.sqrt(share * (1 - share) / count + square / (4 * count**2)) / (1 + square / count)
        return Share(share, max(middle - half, 0.0), min(middle + half, 1.0))


@dataclass(frozen=True, slots=True)
class CauseOfDelay:
    """What one cause does to a booking.

    Attributes
    ----------
    cause
        Which.
    late
        Share of all draws in which the booking is late, and would not be if this cause kept to its plan.
    days
        Days that the booking is late on average over all draws, less the days if this cause kept to its plan. Draws
        in which it is delivered in neither case, or only in one, are left out.
    missed
        Of a leg: share of draws in which its planned departure is missed.
    """

    cause: Cause
    late: float
    days: float
    missed: float | None


@dataclass(frozen=True, slots=True)
class BookingRisk:
    """How sure the date of one booking is.

    Attributes
    ----------
    on_time
        Delivered no later than ``deadline``.
    days_late
        Expected, over the draws in which it is delivered; 0 in those in which it is on time.
    delivered
        The days of ``QUANTILES``; ``None`` where it is not delivered by any departure that there is.
    never
        Share of draws in which it is not delivered: no further departure has room, or a border stays shut.
    causes
        What delays it, in the order of the journey.
    """

    booking: Booking
    deadline: date
    on_time: Share
    days_late: float
    delivered: tuple[date | None, ...]
    never: float
    causes: tuple[CauseOfDelay, ...]


@dataclass(frozen=True, slots=True)
class PlanRisk:
    """The bookings of a plan, simulated; ``all_on_time`` is the share of draws in which every one is on time."""

    draws: int
    seed: int
    bookings: tuple[BookingRisk, ...]
    all_on_time: Share


def risk_of(
    network: Network, plan: Plan, draws: int = DRAWS, seed: int = SEED, check: Callable[[], None] = nothing_to_check
) -> PlanRisk:
    """Simulate every booking of a plan; ``check`` raises what ends it before it is done."""
    room, streams = Room(network, plan.bookings), Draws(draws, seed)
    found: list[BookingRisk] = []
    all_on_time = np.ones(draws, np.bool_)
    for booking in plan.bookings:
        check()
        journey = Journey(network, booking, streams, Boarding(network, booking, room))
        outcome = journey.outcome()
        on_time = outcome.delivered <= booking.shipment.on_time_by.toordinal()
        all_on_time &= on_time
        causes = tuple(_causes(journey, outcome, on_time))
        found.append(_summary(booking, outcome.delivered, on_time, causes))
        streams.forget()
    return PlanRisk(draws, seed, tuple(found), Share.of(int(all_on_time.sum()), draws))


def on_time_shares(
    network: Network, bookings: Sequence[Booking], of: Sequence[Booking], draws: int = DRAWS, seed: int = SEED
) -> Iterator[float]:
    """The on-time probabilities of some of the bookings of a plan, in order."""
    room, streams = Room(network, bookings), Draws(draws, seed)
    for booking in of:
        delivered = Journey(network, booking, streams, Boarding(network, booking, room)).outcome().delivered
        yield float(np.mean(delivered <= booking.shipment.on_time_by.toordinal()))
        streams.forget()


def _summary(booking: Booking, delivered: Days, on_time: Flags, causes: tuple[CauseOfDelay, ...]) -> BookingRisk:
    deadline = booking.shipment.on_time_by
    there = delivered[delivered < NEVER]
    late = np.maximum(there - deadline.toordinal(), 0)
    quantiles = np.quantile(delivered, QUANTILES, method="inverted_cdf").tolist()
    return BookingRisk(
        booking,
        deadline,
        Share.of(int(on_time.sum()), on_time.size),
        float(late.mean()) if late.size else math.nan,
        tuple(date.fromordinal(int(day)) if day < NEVER else None for day in quantiles),
        1 - there.size / delivered.size,
        causes,
    )


def _causes(journey: Journey, outcome: Outcome, on_time: Flags) -> Iterator[CauseOfDelay]:
    """What each cause does: late draws are gone through again, with that cause as it was planned."""
    late, count = np.flatnonzero(~on_time), on_time.size
    deadline, delivered = journey.booking.shipment.on_time_by.toordinal(), outcome.delivered[late]
    for cause in journey.causes:
        kept = journey.delivered_without(cause, outcome, late)
        both = (kept < NEVER) & (delivered < NEVER)
        saved = np.maximum(delivered - deadline, 0) - np.maximum(kept - deadline, 0)
        missed = float(outcome.missed[cause.leg].mean()) if cause.kind == "leg" else None
        yield CauseOfDelay(cause, float(np.sum(kept <= deadline)) / count, float(saved[both].sum()) / count, missed)
