"""Currency words in numbers: `$`, `USD`, `Rs.`."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from collections.abc import Mapping

RUPEES = ("PKR", "INR", "LKR", "NPR", "MUR")
#: What a currency sign can stand for; an ISO code stands for itself.
CURRENCY_SIGNS: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "AUD", "CAD", "HKD", "NZD", "SGD"),
    "us$": ("USD",),
    "€": ("EUR",),
    "£": ("GBP",),
    "rs": RUPEES,
    "rs.": RUPEES,
    "₨": RUPEES,
    "₹": ("INR",),
    "₽": ("RUB",),
    **dict.fromkeys(("rub.", "руб", "руб.", "р.", "rur"), ("RUB",)),
    **dict.fromkeys(("₸", "тг", "тг.", "тенге"), ("KZT",)),
    "¥": ("CNY", "JPY"),
    "rmb": ("CNY",),
    "dh": ("AED",),
    "dhs": ("AED",),
}
ISO_4217 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL "
    "GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF "
    "KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN "
    "MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWG"
)
CURRENCY_CODES = frozenset(ISO_4217.split())
#: Codes of currencies that are words for units too: what weighs so many KGS costs no som.
ALSO_UNITS = frozenset(("KGS",))
#: These count in thousandths, so that `1,234` of them may have a decimal comma.
THREE_DECIMALS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def is_currency(word: str) -> bool:
    """Whether a word is a currency sign, or the code of one."""
    return word.casefold() in CURRENCY_SIGNS or word.upper() in CURRENCY_CODES


def currencies_of(word: str) -> tuple[str, ...]:
    """The ISO codes that a currency word can stand for; none for no word."""
    return CURRENCY_SIGNS.get(word.casefold(), (word.upper(),)) if word else ()
