"""What well-known currencies are roughly worth, against rates of exchange that stand upside down or are of 100."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from tariffs.problems import Kind, as_typed
from tariffs.rows import Row

#: US dollars for one unit, so roughly that it holds for years; of those that lose more than that there is none here.
IN_DOLLARS: Mapping[str, str] = {
    **{"USD": "1", "EUR": "1.1", "GBP": "1.3", "CHF": "1.2", "CAD": "0.72", "AUD": "0.65", "NZD": "0.6", "SGD": "0.75"},
    **{"DKK": "0.15", "NOK": "0.095", "SEK": "0.1", "PLN": "0.26", "CZK": "0.045", "HUF": "0.0028", "RON": "0.22"},
    **{"RUB": "0.012", "UAH": "0.025", "BYN": "0.31", "KZT": "0.002", "UZS": "0.00008", "KGS": "0.0115"},
    **{"TJS": "0.095", "TMT": "0.285", "AZN": "0.59", "GEL": "0.37", "AMD": "0.0026", "MNT": "0.00029", "TRY": "0.03"},
    **{"PKR": "0.0036", "INR": "0.0118", "BDT": "0.0083", "LKR": "0.0033", "NPR": "0.0073", "AFN": "0.0145"},
    # Some stand at two rates of exchange, far apart.
    **{"IRR": "0.000005", "IQD": "0.00076"},
    **{"AED": "0.272", "SAR": "0.267", "QAR": "0.275", "OMR": "2.6", "BHD": "2.65", "KWD": "3.25", "JOD": "1.41"},
    **{"ILS": "0.28", "EGP": "0.02", "ZAR": "0.055", "KES": "0.0077", "TZS": "0.0004"},
    **{"CNY": "0.14", "HKD": "0.128", "TWD": "0.031", "JPY": "0.0067", "KRW": "0.0007", "MYR": "0.23", "THB": "0.03"},
    **{"IDR": "0.00006", "VND": "0.00004", "PHP": "0.0175", "MXN": "0.055", "BRL": "0.18"},
}
#: A rate is upside down if it is so many times too much or too little, and its reciprocal at most so many times: once
#: for currencies that lose their worth fast, once for those that stand near each other and are steady.
UPSIDE_DOWN = ((Decimal(10), Decimal(6)), (Decimal("1.6"), Decimal("1.2")))
#: From here on that is only likely, as the two rates of a pair near 1 are: an error against the dollar, for which no
#: rate since 2011 was so far off, or where another rate of the table stands upside down.
LIKELY, LIKELY_IN_DOLLARS = (Decimal("1.12"), Decimal("1.05")), (Decimal("1.12"), Decimal("1.04"))
#: A rate so many times above or below its currency's worth is an error. From the second on it is doubted, since some
#: currencies lose so much within years.
FAR, DOUBTED = Decimal(20), Decimal(8)
#: Central banks publish rates of so many units of a currency.
NOMINALS = (10, 100, 1_000, 10_000, 100_000)
#: That one of them was meant is possible if the rate of one unit is then at most so many times off; and likelier than
#: the reciprocal if the first is at most so many times off and the second more.
POSSIBLE, LIKELIER = Decimal(3), (Decimal("1.5"), Decimal(2))
DOLLAR = "USD"
#: Rates of exchange are quoted with no more digits.
DIGITS = 6


@dataclass(frozen=True, slots=True)
class _Quote:
    """A rate of exchange, its reciprocal, and how many times each of the two is too much or too little."""

    row: Row
    code: str
    rate: Decimal
    reciprocal: Decimal
    expected: Decimal
    off: tuple[Decimal, Decimal]


def note_worth(rates: Iterable[tuple[Row, str, Decimal]], base: str) -> None:
    """Note rates that say how much of a currency one unit of the base currency is, and others that are far off.

    The first are errors where hardly anything but the reciprocal can be meant, and warnings where it is more likely;
    the others are errors from ``FAR`` times too much or too little on, or where they are of 100 units or the like, and
    warnings from ``DOUBTED`` times on.
    """
    quotes = [
        _quote(row, code, rate, base) for row, code, rate in rates if rate > 0 and {code, base} <= IN_DOLLARS.keys()
    ]
    of_many = [quote.off[1] > LIKELIER[1] and any(_units(quote, LIKELIER[0])) for quote in quotes]
    turned = any(_is_sure(quote, base) for quote, many in zip(quotes, of_many, strict=True) if not many)
    for quote, many in zip(quotes, of_many, strict=True):
        code, other, rate = quote.code, as_typed(quote.reciprocal), as_typed(quote.rate)
        what = f"the rate says that one {code} is {rate} {base}, while one {base} is about that many {code}"
        cure = f"write how many {base} one {code} is: 1 ÷ {rate} = {other}"
        if many:
            _note_far(quote, base, sure=True)
        elif _is_sure(quote, base) or (turned and quote.off[0] > quote.off[1]):
            quote.row.error(Kind.CURRENCY, "rate", what, cure, quote.reciprocal)
        elif _is_beyond(quote.off, *LIKELY):
            quote.row.warn(Kind.DOUBT, "rate", what, f"leave it if that is right, or {cure}")
        elif quote.off[0] >= DOUBTED:
            _note_far(quote, base, sure=quote.off[0] >= FAR)


def _note_far(quote: _Quote, base: str, *, sure: bool) -> None:
    """Note a rate that is many times too much or too little: often it is that of 100 units of the currency."""
    code, rate, expected = quote.code, as_typed(quote.rate), as_typed(quote.expected)
    much = "more" if quote.rate > quote.expected else "less"
    what = f"the rate says that one {code} is {rate} {base}, some {quote.off[0]:.0f} times {much} than it is worth"
    cure = f"write how many {base} one {code} is, about {expected}"
    for units in _units(quote, POSSIBLE):
        cure = f"{cure}: if the rate is of {units} {code}, {rate} ÷ {units} = {as_typed(quote.rate / units)}"
    if sure:
        quote.row.error(Kind.CURRENCY, "rate", what, cure)
    else:
        quote.row.warn(Kind.DOUBT, "rate", what, f"leave it if that is right, or {cure}")


def _units(quote: _Quote, near: Decimal) -> Iterator[int]:
    """Of how many units a rate may be: that of one is then near what the currency is worth."""
    return (units for units in NOMINALS if _times(quote.rate / units, quote.expected) <= near)


def _quote(row: Row, code: str, rate: Decimal, base: str) -> _Quote:
    with localcontext(prec=DIGITS):
        expected = Decimal(IN_DOLLARS[code]) / Decimal(IN_DOLLARS[base])
        reciprocal = 1 / rate
        return _Quote(row, code, rate, reciprocal, expected, (_times(rate, expected), _times(reciprocal, expected)))


def _is_sure(quote: _Quote, base: str) -> bool:
    """Whether a rate can hardly be meant as it stands."""
    against_dollar = DOLLAR in (quote.code, base) and _is_beyond(quote.off, *LIKELY_IN_DOLLARS)
    return against_dollar or any(_is_beyond(quote.off, *limits) for limits in UPSIDE_DOWN)


def _is_beyond(off: tuple[Decimal, Decimal], far: Decimal, near: Decimal) -> bool:
    """Whether a rate is far off, and its reciprocal near."""
    return off[0] >= far and off[1] <= near


def _times(one: Decimal, other: Decimal) -> Decimal:
    """How many times the one is the other, or the other the one."""
    return max(one / other, other / one)
