"""A first plan in whole containers, by insertion in order of regret.

What a shipment loses if it does not get the load plan that it would rather have is its *regret*; those with the most
come first (Potvin and Rousseau, 1993). Who finds no capacity for any load plan at hand is priced in what is left.
Departures with a minimum load or a cost stay closed but for those asked for, and of these the ones that do not fill
are closed again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.draft import Draft
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.primal.subproblem import Subproblem
from tariffs.timetable import Departure


@dataclass(slots=True)
class Construction:
    """One construction.

    Attributes
    ----------
    nothing
        The load plan of each case that leaves all of it behind.
    duals
        By limit: what a case that is priced in what is left pays for it beside its cost.
    """

    pricer: Pricer
    conditional: Conditional
    nothing: Mapping[int, LoadPlan]
    duals: Floats
    draft: Draft = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing moved."""
        self.draft = Draft(self.pricer, self.conditional, dict(self.nothing))

    def run(
        self, preferred: Mapping[int, Sequence[LoadPlan]], order: Iterable[int], running: Collection[Departure]
    ) -> Incumbent:
        """The plan in which cases in some order take the first load plan that they prefer and that fits.

        ``running`` are the departures with a minimum load or a cost that may run.
        """
        draft = self.draft
        for departure in running:
            draft.residual.open(self.conditional.rows[departure])
        self._insert([number for number in order if not self._placed(number, preferred.get(number, ()))])
        while short := self._emptiest():
            off = sorted(set().union(*(draft.on(departure) for departure in short)))
            for number in off:
                draft.put(self.nothing[number])
            for departure in short:
                draft.residual.close(self.conditional.rows[departure])
            self._insert(off)
        draft.keep()
        return draft.incumbent

    def _emptiest(self) -> list[Departure]:
        """Half of the departures that miss their minimum load: the others may have what was on these."""
        used, least = self.draft.residual.used, self.pricer.limits.least

        def share(departure: Departure) -> float:
            return min(float(used[row] / least[row]) for row in self.conditional.rows[departure] if least[row] > 0)

        short = sorted((d for d in self.conditional.rows if self.draft.short(d)), key=share)
        return short[: (len(short) + 1) // 2]

    def _insert(self, numbers: Iterable[int]) -> None:
        """Give cases, one after the other, the cheapest load plan that fits."""
        draft = self.draft
        subproblem = Subproblem.at(self.pricer, self.duals, draft.residual)
        for number in numbers:
            plan = subproblem.cheapest(number, subproblem.reduced(draft.plans[number]))
            if plan is not None:
                draft.put(plan)

    def _placed(self, number: int, plans: Iterable[LoadPlan]) -> bool:
        """Whether a case needs no pricing: it gets the first of some load plans that fits, or nothing can take it."""
        plan = next((plan for plan in plans if self.draft.residual.fits(plan)), None)
        if plan is not None:
            self.draft.put(plan)
        return plan is not None or not self.pricer.asks(self.nothing[number].case)
