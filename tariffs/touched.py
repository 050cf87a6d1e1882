"""The countries that a leg touches: those of its ends, those that its borders lie between, and its transit."""

from __future__ import annotations

from tariffs.book import Tariff, TariffBook


class Touched:
    """The countries by row of ``Tariffs``, of one book."""

    def __init__(self, book: TariffBook) -> None:
        self._country = {name: place.country for name, place in book.locations.items()}
        self._between = {border.name: border.between for border in book.borders if border.between}

    def countries(self, row: Tariff) -> frozenset[str]:
        """Every country that the row is known to touch."""
        ends = {self._country[row.origin], self._country[row.destination]}
        borders = (self._between.get(crossing.border, frozenset()) for crossing in row.crossings)
        return row.transit_countries.union(ends, *borders)

    def open_borders(self, row: Tariff) -> tuple[str, ...]:
        """The borders of which nobody says between which countries they lie.

        The only border of a leg lies between the countries of its ends.
        """
        if len(row.crossings) <= 1:
            return ()
        return tuple(crossing.border for crossing in row.crossings if crossing.border not in self._between)
