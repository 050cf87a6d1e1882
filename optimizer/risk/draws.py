"""Random numbers that depend on what they are for, and so are the same for every plan: common random numbers.

What happens to a departure, at a border on a day or in a transfer on a day is drawn from a stream of its own, which the
seed and the name of the thing determine. Two plans that use the same departure meet the same delay in the same draw, so
their difference is not blurred by chance (P. Glasserman and D. Yao, 1992).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]

#: The standard normal is below this with probability 0.95; the contract gives three digits.
Z95 = 1.645


@dataclass(slots=True)
class Draws:
    """So many draws under a seed. What was drawn is kept until ``forget``, and is the same when it is drawn again."""

    count: int
    seed: int
    _known: dict[Hashable, Floats] = field(default_factory=dict)

    def share(self, median: Decimal, p95: Decimal | None, *of: Hashable) -> Floats:
        """A time as a share of its median, one a draw, for the thing that these words and days name."""
        name = (median, p95, *of)
        if name not in self._known:
            times = spread(median, p95, self._stream(of).standard_normal(self.count))
            self._known[name] = times / float(median)
        return self._known[name]

    def uniform(self, *of: Hashable) -> Floats:
        """Numbers from 0 up to 1, one a draw, for the thing that these words and days name."""
        if of not in self._known:
            self._known[of] = self._stream(of).random(self.count)
        return self._known[of]

    def forget(self) -> None:
        """Give back the memory."""
        self._known.clear()

    def _stream(self, of: tuple[object, ...]) -> np.random.Generator:
        name = blake2b("\x1f".join(map(str, of)).encode(), digest_size=16).digest()
        return np.random.Generator(np.random.PCG64([self.seed, int.from_bytes(name, "big")]))


def spread(median: Decimal, p95: Decimal | None, normal: Floats) -> Floats:
    """A time in days before it is rounded up: max(m − 1, m·exp(σZ)), σ = ln(p95 ÷ m) ÷ 1.645."""
    middle = float(median)
    sigma = np.log(float(p95) / middle) / Z95 if p95 is not None and middle else 0.0
    found: Floats = np.maximum(middle - 1.0, middle * np.exp(sigma * normal))
    return found


def has_spread(median: Decimal, p95: Decimal | None) -> bool:
    """Whether a time may be another one than its median."""
    return p95 is not None and p95 > median
