"""In which currency the amounts of a row are, where cells or headers name one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tariffs.currencies import currencies_of
from tariffs.reading.columns import ColumnValues, Place
from tariffs.reading.currency_check import Stated, check_currency
from tariffs.reading.headers import Match
from tariffs.reading.tables import Given
from tariffs.reading.words import is_blank_word
from tariffs.workbook.raw import column_letters

Shown = Callable[[int, int], str]


@dataclass(frozen=True, slots=True)
class RowCurrencies:
    """The amounts of a table whose currency is said in one column, ``money``.

    Attributes
    ----------
    amounts
        Their columns.
    read
        What each column says.
    place
        Where the rows stand.
    shown
        The text of the cell in a row and column.
    """

    amounts: Mapping[int, Match]
    read: Mapping[int, ColumnValues]
    place: Place
    shown: Shown

    def settle(self, money: str, stated: Callable[[int], Stated | None], said: dict[int, dict[str, Given]]) -> None:
        """Say in which currency rows are that have no word of their own; what contradicts another is noted.

        A currency in the cells of a row (or in their headers) holds for the row if all of its amounts name the
        same one, and no other cell of the row names another.

        Parameters
        ----------
        money
            The column in which rows say their currency; ``base`` where it is always the base currency.
        stated
            The currency of a row by that column; ``None`` where that cell is wrong.
        said
            By position of the row and column, what its cells say in place of another; grows.
        """
        for position in self._naming():
            row = stated(position)
            if row is None:
                continue
            named = {index: words for index in self.amounts if (words := self._words(position, index))}
            common = set.intersection(*[set(words) for words in named.values()])
            may_hold = money not in ("", "base") and not row.holder
            fits = not common.isdisjoint(currencies_of(row.currency))
            if may_hold and not fits and len(common) == 1 and len(named) == len(self._filled(position)):
                cell = f"{column_letters(next(iter(named)))}{self.place.rows[position]}"
                said.setdefault(position, {})[money] = Given(common.pop(), cell)
                continue
            own = set(currencies_of(row.currency))
            for index, words in named.items():
                if not money or self.amounts[index].currency or own.isdisjoint(words):
                    self._check(index, position, words, row)

    def lack_a_word(
        self, money: str, stated: Callable[[int], Stated | None], said: Mapping[int, Mapping[str, Given]]
    ) -> bool:
        """Whether some amount is in the base currency since neither it, its header nor its row says another one."""
        for position in range(len(self.place.rows)):
            row = stated(position)
            if row is None or row.holder or money in said.get(position, ()):
                continue
            if any(self._holds(position, index) and not self._words(position, index) for index in self.amounts):
                return True
        return False

    def _check(self, index: int, position: int, words: tuple[str, ...], stated: Stated) -> None:
        match = self.amounts[index]
        place = Place(self.place.report, index, self.place.rows)
        text = self.shown(position, index)
        own = self.read[index].currencies.get(position)
        if match.currency and own:
            check_currency(
                match.column, text, own, Stated(currencies_of(match.currency)[0], match.name), place, position
            )
        elif match.currency:
            text = f"{text} {match.currency}"
        check_currency(match.column, text, words, stated, place, position)

    def _words(self, position: int, index: int) -> tuple[str, ...]:
        """The currencies that an amount names, in its cell or its header."""
        column, match = self.read[index], self.amounts[index]
        own = column.currencies.get(position)
        if own or not match.currency or not self._holds(position, index):
            return own or ()
        return currencies_of(match.currency)

    def _holds(self, position: int, index: int) -> bool:
        """Whether the cell itself has an amount, which its column's default for a blank cell is not."""
        text = self.shown(position, index)
        return self.read[index].values[position] is not None and not (text == "" or is_blank_word(text, names=False))

    def _filled(self, position: int) -> list[int]:
        return [index for index in self.amounts if self._holds(position, index)]

    def _naming(self) -> Iterable[int]:
        """The rows in which some amount names a currency."""
        found: set[int] = set()
        for index, match in self.amounts.items():
            column = self.read[index]
            found.update(column.currencies)
            if match.currency:
                found.update(position for position in range(len(column.values)) if self._holds(position, index))
        return sorted(found)
