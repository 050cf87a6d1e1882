"""Rates of exchange by day."""

from __future__ import annotations

import bisect
from collections import defaultdict
from datetime import date

from tariffs.book import ExchangeRate
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating.charge import ONE, exact


class Exchange:
    """Base units for one unit of a currency on a day: the newest row not after it."""

    def __init__(self, base: str, rates: tuple[ExchangeRate, ...]) -> None:
        self.base = base
        self._days: dict[str, list[date]] = defaultdict(list)
        self._rates: dict[str, list[Fraction]] = defaultdict(list)
        for row in sorted(rates, key=lambda row: row.valid_from or date.min):
            self._days[row.currency].append(row.valid_from or date.min)
            self._rates[row.currency].append(exact(row.rate))

    def on(self, day: date, currency: str) -> Fraction:
        """The rate of ``currency`` on ``day``; 1 for the base currency.

        Raises
        ------
        UnratedError
            If no row of ``FX`` holds on that day.
        """
        if currency == self.base:
            return ONE
        position = bisect.bisect_right(self._days.get(currency, []), day) - 1
        if position < 0:
            raise UnratedError(f"FX has no rate of {currency} for {day}; add a row with an earlier valid_from")
        return self._rates[currency][position]
