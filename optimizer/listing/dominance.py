"""When one chain of departures makes another needless.

A label dominates another at the same location, having arrived by the same mode and named service, if whatever follows
the other can follow it at no more cost and no more use of what is limited: it arrives no later; it costs no more per
container, even if the days gained are all spent in the dearest storage; it uses nothing limited that the other does
not; the same departures with a minimum load; and has visited no location that the other has not. A complete itinerary
outdoes a label if whatever follows the label is whole no cheaper, with the same conditions on what is used.

Cargo that may be split can move load by load, so segments of a label are dropped one by one, each when some rival
serves it as well with all of the rival's booking fees added. Where a shipment may not be split, has a least lot, or its
duty is the greater of two, only a whole booking can move, and a label goes when a rival is as good on every segment
that is left and owes no more fees; that serves for cargo that may be split, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from optimizer.listing.costs import OUTSIDE, TRANSPORT, Cost
from optimizer.listing.labels import Found, Label
from optimizer.listing.pieces import Fee
from optimizer.listing.whole import Whole
from optimizer.network import Network
from tariffs.book import Shipment
from tariffs.timetable import Departure

#: Costs closer than this are equal, base currency: far below a cent, far above the rounding of floats.
EPSILON = 1e-7

Mask = npt.NDArray[np.bool_]


def both_ends(at_ends: Mask) -> Mask:
    """By segment, whether something holds at both of its ends."""
    half = at_ends.size // 2
    return np.asarray(at_ends[:half] & at_ends[half:])


def fees_dominate(some: tuple[Fee, ...], others: tuple[Fee, ...], alive: Mask) -> bool:
    """Whether all of ``some`` cost no more than those of ``others`` that a load in any ``alive`` segment pays."""
    if not some:
        return True
    segments = set(np.flatnonzero(alive).tolist())
    certain = [fee for fee in others if segments <= fee.segments]
    return (
        sum(fee.amount for fee in some) <= sum(fee.amount for fee in certain) + EPSILON
        and sum(fee.outside for fee in some) <= sum(fee.outside for fee in certain) + EPSILON
    )


@dataclass(slots=True)
class Dominance:
    """The rules for one shipment."""

    network: Network
    whole: Whole
    shipment: Shipment
    by_segment: bool = field(init=False)

    def __post_init__(self) -> None:
        """Segments go one by one only where loads can move one by one."""
        self.by_segment = self.shipment.split and not self.shipment.min_lot_t and self.whole.one_way

    def admit(self, rivals: list[Label], new: Label) -> bool:
        """Put a label among those of its state, unless nothing of it is left; drop what it makes needless."""
        for rival in rivals:
            if self._drop(new, rival):
                return False
        rivals[:] = [rival for rival in rivals if not self._drop(rival, new)]
        rivals.append(new)
        return True

    def _drop(self, label: Label, rival: Label) -> bool:
        """Drop of a label what a rival serves as well; whether nothing is left."""
        if not self._comparable(rival, label):
            return False
        cost = rival.cost
        if rival.arrives < label.arrives and rival.location != self.shipment.destination:
            gained = (label.arrives - rival.arrives).days
            cost = cost + self.whole.costs.dearest_day(rival.location) * gained
        return self.drop(label, self._covered(cost, with_fees(cost, rival.fees), rival.fees, label, label.cost))

    def _covered(self, cost: Cost, with_all_fees: Cost, fees: tuple[Fee, ...], label: Label, than: Cost) -> Mask:
        """The segments of a label that a rival serves at no more ``cost`` ``than`` the label does."""
        alive = np.isfinite(label.cost[TRANSPORT, : len(self.whole.costs.segments)])
        covered = both_ends(np.all(cost <= than + EPSILON, axis=0))
        if (covered | ~alive).all() and fees_dominate(fees, label.fees, alive):
            return np.ones_like(alive)
        if not self.by_segment:
            return np.zeros_like(alive)
        return covered if not fees else both_ends(np.all(with_all_fees <= than + EPSILON, axis=0))

    def _comparable(self, one: Label, other: Label) -> bool:
        return (
            not one.begins_cut
            and one.arrives <= other.arrives
            and one.committed == other.committed
            and one.limited <= other.limited
            and one.visited <= other.visited
            and self.delivery_epoch(one.departure) == self.delivery_epoch(other.departure)
        )

    def drop(self, label: Label, covered: Mask) -> bool:
        """Drop the covered segments of a label, or all of it if all are covered; whether nothing is left."""
        if self.by_segment:
            half = covered.size
            transport = label.cost[TRANSPORT]
            transport[:half][covered] = np.inf
            transport[half:][covered] = np.inf
            if np.isinf(transport).all():
                label.dropped = True
        elif covered.all():
            label.dropped = True
        return label.dropped

    def known(self, found: Sequence[Found], end: frozenset[Departure], label: Label, ahead: Cost) -> Mask:
        """The segments that complete itineraries serve as well as anything that follows a label."""
        half = ahead.shape[1] // 2
        rivals = [
            itinerary
            for itinerary in found
            if itinerary.committed == end
            and itinerary.limited <= label.limited
            and itinerary.whole.shape == ahead.shape
        ]
        if not rivals:
            return np.zeros(half, bool)
        if self.by_segment:  # the quick way first: all rivals at once, each with its fees
            at_ends = np.all(np.array([rival.whole_with_fees for rival in rivals]) <= ahead + EPSILON, axis=1)
            covered = (at_ends[:, :half] & at_ends[:, half:]).any(axis=0)
            if (covered | np.isinf(label.cost[TRANSPORT, :half])).all():
                return np.asarray(covered)
        masks = [self._covered(rival.whole, rival.whole_with_fees, rival.fees, label, ahead) for rival in rivals]
        return np.asarray(np.any(masks, axis=0))

    def delivery_epoch(self, departure: Departure | None) -> tuple[int, int]:
        """At the destination rates and duties depend on the day; elsewhere a label may wait, and they do not."""
        if departure is None or departure.leg.key.destination != self.shipment.destination:
            return (0, 0)
        handling = self.network.handling(self.shipment.destination, departure.leg.key, None)
        dwell = handling.dwell_days if handling else 0
        arrives = departure.arrives
        return (self.network.epoch(arrives), self.network.epoch(arrives + timedelta(days=dwell)))


def with_fees(cost: Cost, fees: tuple[Fee, ...]) -> Cost:
    """The cost of one container that pays all the fees of its booking."""
    if not fees:
        return cost
    cost = cost.copy()
    cost[TRANSPORT] += sum(fee.amount for fee in fees)
    cost[OUTSIDE] += sum(fee.outside for fee in fees)
    return cost
