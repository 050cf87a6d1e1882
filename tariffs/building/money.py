"""Currencies, rates of exchange, and the amounts of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tariffs.book import Amounts, ExchangeRate
from tariffs.building.names import Names, doubt, unique_rows
from tariffs.building.settings import is_currency_code
from tariffs.building.worth import note_worth
from tariffs.calendar import Validity
from tariffs.currencies import CURRENCY_CODES, CURRENCY_SIGNS
from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.rows import Desk, Row

ONE = Decimal(1)


@dataclass(slots=True)
class Currencies:
    """The currencies of the input, and where each is used.

    Attributes
    ----------
    base
        The currency of every total; blank where the workbook that says it may be one that could not be read.
    rates
        All rates of exchange; none of the base currency, whose rate is 1.
    first
        For each currency the row whose rate holds first, which no day before it can use.
    complete
        Whether `FX` and the base currency could be read; if not, an unknown currency is no error, and only a warning
        where some of `FX` could be read.
    uses
        For each currency the rows that need it, with the days on which they can.
    """

    base: str
    rates: tuple[ExchangeRate, ...]
    first: dict[str, Row]
    complete: bool = True
    uses: dict[str, list[tuple[Validity, Row]]] = field(default_factory=dict)
    cures: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)

    def of(
        self,
        row: Row,
        column: str = "currency",
        validity: Validity = Validity(),
        *,
        used: bool = True,
    ) -> str:
        """The currency of a cell, the base currency where it is blank.

        A currency without a rate is noted as an error of the cell. ``used`` is whether the row needs a
        rate on the days of ``validity``; one that never runs does not.
        """
        code = row.text(column).upper()
        if code in ("", self.base):
            return self.base
        if code not in self.first:
            self._note_unknown(row, column, code)
        elif used and code in self.first:
            self.uses.setdefault(code, []).append((validity, row))
        return code

    def _note_unknown(self, row: Row, column: str, code: str) -> None:
        """Note a currency without a rate, once where a workbook that could not be read may have it."""
        what = f'currency "{row.text(column)}" is not in FX'
        cure, meant = self._cure(code)
        if self.complete:
            row.error(Kind.CURRENCY, column, what, cure, meant)
        elif is_currency_code(self.base) and self.first:
            doubt(row, Kind.CURRENCY, column, what, cure, self.doubted)

    def _cure(self, code: str) -> tuple[str, str | None]:
        """What would be right instead of a currency without a rate, and the one that was meant if it is one only.

        A code of another currency is no misspelling, and is not held against those that have a rate.
        """
        if code not in self.cures:
            add = f"add a row to FX with the value of one {code} in {self.base}"
            known = [self.base, *self.first]
            if code in CURRENCY_CODES:
                self.cures[code] = add, None
            elif code.casefold() in CURRENCY_SIGNS:
                codes = CURRENCY_SIGNS[code.casefold()]
                meant = codes[0] if len(codes) == 1 and codes[0] in known else None
                self.cures[code] = f"write the code of the currency: {' or '.join(codes)}", meant
            else:
                near = near_match(code, known)
                cure = f"{near} Otherwise {add}" if near.startswith("did you") else add
                self.cures[code] = cure, only_near(code, known)
        return self.cures[code]

    def check_days(self, first_day: date | None) -> None:
        """Note each currency that is needed before its first rate holds.

        ``first_day`` is the first day on which any cargo is ready, ``None`` without cargo.
        """
        for code, uses in self.uses.items():
            fx_row = self.first[code]
            start = fx_row.day("valid_from")
            needed = [use for use in uses if _first_need(use[0], first_day) is not None]
            if start is None or not needed:
                continue
            validity, row = min(needed, key=lambda use: _first_need(use[0], first_day) or date.max)
            day = _first_need(validity, first_day)
            if day is not None and day < start:
                what = f"{code} is needed from {day} ({row.seen_from(fx_row)}), and its first rate holds from {start}"
                cure = f"add a rate of {code} valid from {day} or earlier"
                if self.complete:
                    fx_row.error(Kind.CURRENCY, "valid_from", what, cure)
                else:
                    doubt(fx_row, Kind.CURRENCY, "valid_from", what, cure, self.doubted)


def _first_need(validity: Validity, first_day: date | None) -> date | None:
    """The first day on which a row can need a rate; ``None`` if on none, or if no day is known."""
    if first_day is None or (validity.end is not None and validity.end < first_day):
        return None
    return first_day if validity.start is None else max(validity.start, first_day)


def currencies(desk: Desk, base: str) -> Currencies:
    """The rates of exchange, with what is wrong in `FX` noted."""
    rows = unique_rows(
        desk.rows("FX"),
        key=lambda row: (row.text("currency").upper(), row.day("valid_from")),
        describe=lambda row: (
            f"the rate of {row.text('currency').upper()} from {row.day('valid_from') or 'the beginning'}"
        ),
        columns=("currency", "valid_from"),
    )
    rates: list[ExchangeRate] = []
    quoted: list[tuple[Row, str, Decimal]] = []
    first: dict[str, Row] = {}
    for row in rows:
        code = row.text("currency").upper()
        rate = row.maybe_number("rate")
        if code == base and rate is not None and rate != ONE:
            row.error(
                Kind.CONFLICT,
                "rate",
                f"{base} is the base currency and its rate is {rate}",
                "one unit of the base currency is 1: delete the row, or change base_currency in Settings",
            )
        if code == base:
            continue
        start = row.day("valid_from")
        earliest = first.get(code)
        if earliest is None or (start or date.min) < (earliest.day("valid_from") or date.min):
            first[code] = row
        if rate is not None:
            quoted.append((row, code, rate))
        if rate is not None and not row.faulty:
            rates.append(ExchangeRate(code, rate, start))
    note_worth(quoted, base)
    complete = is_currency_code(base) and desk.knows("FX")
    return Currencies(base, tuple(rates), first, complete)


def amounts(
    row: Row, currency: str, containers: Names, rate_column: str = "rate", *, rebate_instead: str = ""
) -> Amounts:
    """What a row charges by container, or for all of them.

    Negative amounts are noted as warnings, and a rate that container columns leave without use. With
    ``rebate_instead``, which says how else to give a rebate, negative amounts are errors.
    """
    per_container = {containers.find(code) or code: amount for code, amount in row.record.amounts.items()}
    rate = row.maybe_number(rate_column)
    for column, amount in [*row.record.amounts.items(), (rate_column, rate)]:
        if amount is None or amount >= 0:
            continue
        if rebate_instead:
            row.error(Kind.RANGE, column, f"{column} is negative: {amount}", rebate_instead)
        else:
            row.warn(
                Kind.DOUBT,
                column,
                f"{column} is negative: {amount}",
                "it lowers the cost; take the minus away if that is not meant",
            )
    if per_container and rate is not None and rate_column == "rate":
        row.warn(
            Kind.IGNORED,
            "rate",
            f"rate {rate} is not used, since the row has amounts by container",
            "a rate holds only where all container columns are blank: clear one or the other",
        )
        rate = None
    return Amounts(currency, per_container, rate)


def note_uncharged(row: Row, found: Amounts, containers: Iterable[str]) -> None:
    """Warn of containers that a row charges nothing for while it charges others."""
    blank = [name for name in containers if name not in found.per_container]
    if found.per_container and blank:
        row.warn(
            Kind.DOUBT,
            blank[0],
            f"there is no amount for {', '.join(blank)}, while other containers have one",
            "charged 0; write 0 if that is meant, or the amount",
        )
