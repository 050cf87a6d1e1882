"""A dive: load plans are chosen one by one, and those of the other cases are priced again in the room that is left.

The load plans of the relaxation are the best to mix, not to choose among: where most of a limit is taken by one of
them, another case needs one that the relaxation never asked for. Pricing after each choice finds it (Sadykov,
Vanderbeck, Pessoa, Tahiri and Uchoa, 2019). What a dive adds is for an integer programme to choose among.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import TOLERANCE, Floats
from optimizer.column_generation.loop import Loop, worth_adding
from optimizer.column_generation.plans import LoadPlan
from optimizer.errors import OutOfTimeError

#: After a choice load plans are priced no more often than this.
ROUNDS = 10

#: Of the load plans that the relaxation takes parts of, one in so many is chosen at a time, and at least one.
AT_A_TIME = 4

#: After so many choices all that is taken whole is chosen, too: where shipments are many against the limits, few are
#: taken in part, and each choice has but another take its place.
CHOICES = 40

#: What has less room than a container needs costs so much, times the dearest penalty of a tonne.
FULL = 100.0

#: Parts of a load plan that are no less than none, or no more than all of it.
NONE, ALL = 1e-6, 1 - 1e-6


@dataclass(slots=True)
class Dive:
    """One dive from the relaxation, to which the master goes back."""

    loop: Loop
    _room: Floats = field(init=False)
    _chosen: dict[int, LoadPlan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with all the room there is."""
        self._room = self.loop.pricer.room.copy()

    def run(self) -> list[LoadPlan]:
        """Dive; the load plans chosen in the end, or by the time that is up, by whatever cases there are.

        Raises
        ------
        SolverError
            If what was chosen leaves no way to fill departures that must have a minimum load.
        """
        master, choices = self.loop.master, 0
        try:
            self._close()
            while True:
                self._price()
                parts = [n for n in np.flatnonzero(master.values > NONE).tolist() if not self._settled(n)]
                in_part = [n for n in parts if master.values[n] < ALL]
                if not in_part or self.loop.stop.now:
                    return [*self._chosen.values(), *(master.plans[n] for n in parts)]
                in_part.sort(key=lambda n: (-master.values[n], n))
                in_whole = [n for n in parts if master.values[n] >= ALL] if choices >= CHOICES else []
                for n in in_whole + in_part[: max(len(in_part) // AT_A_TIME, 1)]:
                    self._choose(n)
                choices += 1
                self._close()
                self.loop.tell(f"whole containers: {len(in_part)} in part", master.objective)
        except OutOfTimeError:
            return list(self._chosen.values())
        finally:
            master.release(self.loop.stop)

    def _settled(self, number: int) -> bool:
        return self.loop.master.plans[number].case.number in self._chosen

    def _fits(self, plan: LoadPlan) -> bool:
        return all(amount <= self._room[row] for row, amount in plan.uses.items())

    def _choose(self, number: int) -> None:
        """Choose a load plan, if it still fits."""
        plan = self.loop.master.plans[number]
        if self._settled(number) or not self._fits(plan):
            return
        self._chosen[plan.case.number] = plan
        self.loop.master.take(number)
        for row, amount in plan.uses.items():
            self._room[row] -= amount

    def _close(self) -> None:
        """Do without load plans that fit no more, and solve the master again."""
        master = self.loop.master
        for number in master.open:
            if not self._settled(number) and not self._fits(master.plans[number]):
                master.leave_out(number)
        master.solve(self.loop.stop)

    def _price(self) -> None:
        """Add load plans that fit, as long as that makes the relaxation cheaper."""
        loop, master = self.loop, self.loop.master
        for _ in range(ROUNDS):
            if loop.stop.now:
                return
            prices = master.prices.copy()
            full = self._room < 1 - TOLERANCE
            prices[full] = np.maximum(prices[full], FULL * max(float(loop.pricer.penalties.max()), 1.0))
            settled = loop.settled(prices, master.least_known(prices, master.charges))
            settled[list(self._chosen)] = True
            own = master.links.own(master.charges)
            than, least = worth_adding(master.convexity), np.empty(settled.size)
            plans = loop.pricer.run(prices, than, least, settled, self._room, loop.stop.check, own)
            if not master.add(plan for plan in plans if self._fits(plan)):
                return
            master.solve(self.loop.stop)
