"""The words by which an unknown header speaks of a limit, a date, a price or a quantity.

Such a column is never left out without a decision: what it says binds or costs. It is renamed to what it means, or
named in ``ignore_columns``. This is the one list of them; the documentation has it from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from tariffs.currencies import CURRENCY_CODES
from tariffs.header_words import words_of
from tariffs.schema import UNITS


class Sense(StrEnum):
    """What a header speaks of."""

    LIMIT = "a limit"
    DATE = "a date"
    PRICE = "a price"
    QUANTITY = "a quantity"


TERMS: Mapping[Sense, str] = {
    Sense.LIMIT: "limit limitation max min most least highest lowest earliest latest before after between within until "
    "by_date no_later not_later no_earlier not_earlier not_exceed up_to at_most at_least above below over under "
    "must required restriction restricted permitted allowed allotment allocation quota cap ceiling threshold embargo "
    "closure closed blackout cut_off",
    Sense.DATE: "date day deadline due validity effective expiry until start end eta etd ata atd eto closing laycan "
    "window lead_time week month year monday_to from_to ready availability arrive_by deliver_by need_by",
    Sense.PRICE: "price rate cost fee charge surcharge tariff toll tax levy duty dues freight amount penalty premium "
    "discount rebate commission markup margin allowance cost_per all_in usd_per "
    # Surcharge codes of liners, railways and terminals.
    "baf bac bunker caf thc othc dthc oth dth isps pss gri ebs ebaf ecaf efs ers fsc faf fuf ifp lss lsf lsa vlsfo "
    "wrs war piracy gad sca suez red_sea ecrs cgs congestion pcs psc csf ssf sec scs security seal vgm ams ens aci isf "
    "afs afr doc documentation bl_fee do_fee telex amendment ddc cic cis ows owf hws hwt overweight heavy_lift oog "
    "hazardous_surcharge dgs imo_surcharge rfs reefer_surcharge plug pti ihc ihe ihi haulage drayage lolo lo_lo lift "
    "wharfage stevedoring demurrage detention storage dem det dnd d_d dmdt handling ets eu_ets eua seca eca "
    "peak_season winter equipment_imbalance eis ebi imbalance emergency currency_adjustment bunker_adjustment "
    "terminal_handling general_rate_increase arbitrary arb onc pre_carriage on_carriage insurance vat gst customs_fee "
    "excise brokerage agency inspection weighing escort convoy guard",
    Sense.QUANTITY: "quantity weight volume capacity tonnage tonne ton kg payload cbm m3 cft teu feu slot space "
    "no_container container_count count units_no pieces pcs pallets pallet carton package stock available percent pct "
    "share distance km mile mileage duration transit dwell stowage density emission co2 co2e length width height "
    "gross net tare day hour free_time",
}
#: A header that ends in one of these speaks of something about it: `Rate type`, `Cost centre`, `Price list`.
NEUTRAL = frozenset(
    (
        *("type", "name", "code", "class", "category", "group", "list", "sheet", "centre", "center", "id", "no", "ref"),
        *(
            "reference",
            "by",
            "status",
            "description",
            "remark",
            "note",
            "comment",
            "source",
            "owner",
            "contact",
            "format",
        ),
        *(
            "term",
            "payer",
            "forwarder",
            "agent",
            "sequence",
            "line",
            "index",
            "key",
            "title",
            "version",
            "person",
            "email",
            "phone",
            "file",
            "link",
            "url",
        ),
    )
)
_WORDS: Mapping[Sense, frozenset[tuple[str, ...]]] = {
    sense: frozenset(words_of(term) for term in terms.split()) for sense, terms in TERMS.items()
}
PER = "per"
LONGEST = max(len(words) for terms in _WORDS.values() for words in terms)
#: Codes of currencies that are words too, and say nothing of a price.
ALSO_WORDS = frozenset(("ALL", "TOP", "TRY", "CUP", "PEN", "MOP", "GEL", "COP", "SOS", "MAD", "LAK", "BAM"))


@lru_cache(1 << 14)
def senses(header: str) -> frozenset[Sense]:
    """What a header speaks of, as far as its words are in the list; nothing if it is about something else.

    >>> sorted(senses("Max cargo weight (t)")), senses("Rate type"), senses("Remarks")
    ([<Sense.LIMIT: 'a limit'>, <Sense.QUANTITY: 'a quantity'>], frozenset(), frozenset())
    """
    words = words_of(header)
    if not words or words[-1] in NEUTRAL:
        return frozenset()
    parts = {words[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(words) - size + 1)}
    found = {sense for sense, terms in _WORDS.items() if parts & terms}
    if {word.strip("()[],:;") for word in header.replace("/", " ").split()} & (CURRENCY_CODES - ALSO_WORDS):
        found.add(Sense.PRICE)
    if len(words) > 1 and _is_unit(words[-1]):
        found.add(Sense.QUANTITY)
    return frozenset(found)


@lru_cache(1 << 14)
def head(header: str) -> frozenset[Sense]:
    """What a header is the name of: a `Transit Duty` is a price, a `Max. dwell (days)` is a quantity.

    That is what the last of its words is in the list for, but for units, limits, and what stands behind `per`.
    """
    words = words_of(header)
    words = words[: words.index(PER)] if PER in words[1:] else words
    for end in range(len(words), 0, -1):
        if end > 1 and _is_unit(words[end - 1]):
            continue
        found = {
            sense
            for sense, terms in _WORDS.items()
            if sense is not Sense.LIMIT
            and any(words[max(end - size, 0) : end] in terms for size in range(1, LONGEST + 1))
        }
        if found:
            return frozenset(found)
    return senses(header) - {Sense.LIMIT}


def _is_unit(word: str) -> bool:
    return any(word in sizes for sizes in UNITS.values())
