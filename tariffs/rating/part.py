"""What a load is charged in one place or on one leg; much of a large plan is charged alike, and worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field

from tariffs.fraction import Fraction
from tariffs.rating.charge import ZERO, Charge, Component, Item


# Not frozen, nor meant to change: there are very many, and a frozen one takes three times as long to make.
@dataclass(slots=True, eq=False)
class Part:
    """Items of a load in a container of a type, their sum (base currency, not rounded), and the charges they make."""

    items: tuple[Item, ...]
    container: str
    total: Fraction = field(init=False)
    _charges: dict[int, tuple[Charge, ...]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Sum up."""
        total = ZERO
        for item in self.items:
            total = total + item.amount if total else item.amount
        self.total = total

    def charges(self, load: int) -> tuple[Charge, ...]:
        """The items as charges of the load at a position of its booking; freight of nothing is said, nothing else."""
        found = self._charges.get(load)
        if found is None:
            due = (item for item in self.items if item.component is Component.FREIGHT or item.amount)
            found = self._charges[load] = tuple(Charge.of(item, load, self.container) for item in due)
        return found
