"""The words by which an unknown header speaks of a limit, a date, a price or a quantity, or of what may be used.

Such a column is never left out without a decision: what it says binds or costs. It is renamed to what it means, or
named in ``ignore_columns``. This is the one list of them, in the languages of the synonyms (English, Russian, and Urdu
in Latin letters); the documentation has it from here.
"""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from tariffs.currencies import ALSO_UNITS, CURRENCY_CODES
from tariffs.header_words import words_of
from tariffs.schema import UNITS


class Sense(StrEnum):
    """What a header speaks of."""

    LIMIT = "a limit"
    DATE = "a date"
    PRICE = "a price"
    QUANTITY = "a quantity"
    EXCLUDED = "what must not be used"
    DIRECTED = "what must be used"
    SCOPE = "what it holds for"
    GOODS = "what goods need"


#: Words of one or more parts; those with a star stand for all that begin so.
TERMS: Mapping[Sense, str] = {
    Sense.LIMIT: "limit* max min most least highest lowest earliest latest before after between within until "
    "by_date no_later not_later no_earlier not_earlier not_exceed up_to at_most at_least above below over under "
    "must required restrict* permit* allowed accepted allotment allocation quota cap ceiling threshold "
    "closure closed blackout cut_off first last next heaviest lightest longest shortest largest biggest smallest "
    "fewest target sla swl axle "
    "open opens opened opening hold held pause* stop stopped confirm* tentative provisional licence license quarantine "
    "fumigat* oversize* oog out_of_gauge stackable priority strike* "
    "лимит* огранич* мин миним* макс максим* предел* наибол* наимен* не_более не_менее не_выше не_позднее не_ранее "
    "крайн* перв* последн* следующ* квот* порог* допуст* разреш* закрыт* нагрузк* до после "
    "hadd kam_se_kam zyada_se_zyada akhri pehla",
    Sense.DATE: "date day deadline due validity effective expiry until start end eta etd ata atd eto closing laycan "
    "window lead_time week month year monday_to from_to ready availability arrive_by deliver_by need_by ship_by "
    "sail_by load_by leave_by want_by wanted_by use_by sell_by best_by consume_by pay_by ready_by due_by shelf_life "
    "perish* schedule frequency sailing run_from run_to run_on run_until running suspen* withdraw* discontinu* ceas* "
    "laps* sunset cancel* terminated termination holiday season* weekday in_force applicable applies as_of readiness "
    "tayyari crd rdd mabd promised committed departs sails_on operates_on "
    "repeat* recur* every weekly monthly run operate "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "ramadan ramzan eid nowruz nauroz ashura "
    "понедельник* вторник* среда среду четверг* пятниц* суббот* воскресен* пн вт чт пт сб вс "
    "дат* срок* день дн* недел* месяц* год* действ* истеч* окончан* начал* готовност* расписан* выходн* праздн* "
    "приостан* отмен* периодичн* частот* регулярн* tareekh tarikh din hafta mahina muddat chutti kab",
    Sense.PRICE: "price rate cost fee charge surcharge tariff toll tax levy duty dues freight amount penalty premium "
    "discount rebate commission markup margin allowance cost_per all_in usd_per expense outlay budget lump_sum lumpsum "
    "accessorial sundries fuel diesel octroi escalation indexation value carriage line_haul linehaul "
    "supplement* add_on addon uplift adj adjustment adjust per_diem lease* hire rent rental anti_dumping antidumping "
    "countervailing subsid* gratuit* expenditure increase* reduction* deduct* "
    # Surcharge codes of liners, railways and terminals.
    "baf bac bunker caf thc othc dthc oth dth isps pss gri ebs ebaf ecaf efs ers fsc faf fuf ifp lss lsf lsa vlsfo "
    "wrs war piracy gad sca suez red_sea ecrs cgs congestion pcs psc csf ssf sec scs security seal vgm ams ens aci isf "
    "afs afr doc documentation bl_fee do_fee telex amendment ddc cic cis ows owf hws hwt overweight heavy_lift oog "
    "hazardous_surcharge dgs imo_surcharge rfs reefer_surcharge plug pti ihc ihe ihi haulage drayage lolo lo_lo lift "
    "wharfage stevedoring demurrage detention storage dem det dnd d_d dmdt handling ets eu_ets eua seca eca orc "
    "peak_season winter equipment_imbalance eis ebi imbalance emergency currency_adjustment bunker_adjustment "
    "terminal_handling general_rate_increase arbitrary arb onc pre_carriage on_carriage insurance vat gst customs_fee "
    "excise brokerage agency inspection weighing escort convoy guard "
    "цена цены цену ценой курс сумма суммы ставк* сбор сбора сборы сборов стоимост* тариф* надбавк* доплат* плата "
    "платы плату оплат* платеж* платёж* фрахт* пошлин* налог* ндс штраф* пени неустойк* скидк* комисс* расход* "
    "затрат* страхов* акциз* "
    "kiraya nirkh bhara qeemat maliyat raqam kharcha mehsool",
    Sense.QUANTITY: "quantity weight volume capacity tonnage tonne ton kg payload cbm m3 cft teu feu slot space "
    "no_container container_count count units_no pieces pcs pallets pallet carton package stock available percent pct "
    "share distance km mile mileage duration transit dwell stowage density emission co2 co2e ttw wtw "
    "tank_to_wheel well_to_wheel length width height "
    "gross net tare inventory on_hand day hour free_time measurement cube cubic deadweight gvw time "
    "booked reserved sold used remaining remainder left overbooked queue delay wait waiting nominal denomination "
    "dimension* tolerance "
    "номинал* очеред* ожидан* остат* занят* свободн* "
    "вес веса масса массы объем* объём* брутто нетто тара тары колич* кол вместим* грузопод* емкост* ёмкост* тонн* "
    "расстоян* дальност* длин* ширин* высот* срок* день дн* простой простоя стоянк* хранен* время час часов сутки "
    "наличи* выброс* din wazan hajm fasla tadaad miqdar gunjaish",
    Sense.EXCLUDED: "ban banned forbid* forbad* prohibit* excl* except* avoid* refus* reject* sanction* not cannot "
    "never without unless skip blacklist* black_list disallow* unaccept* no_go nogo void do_not "
    "blocked blocking barred denied deny embargo* incompatible keep_apart must_not "
    "запрещ* запрет* исключ* избег* кроме не нельзя без отказ* санкц* недопуст* mana mamnu siwaye bagair nahi",
    Sense.DIRECTED: "only via direct routing solely exclusively route corridor gateway mandatory compulsory obligatory "
    "approved preferred nominated together consolidat* rule маршрут* обязательн* только через прям* исключительно sirf",
    Sense.SCOPE: "condition* direction subject_to tier eligib* scope applicability when условия условие направлени*",
    Sense.GOODS: "dangerous dg imdg adr hazard* hazmat reefer refrigerat* temperature temp cooled chilled frozen "
    "un_no un_class imo_class hazard_class perishable опасн* температур* рефриж* khatarnak",
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
#: Of these words a header may end in a neutral one: an `Excluded country code` is a country that is excluded.
ALWAYS = frozenset((Sense.EXCLUDED, Sense.GOODS))
#: What ends in one of these is a remark, whatever it is about.
REMARKS = frozenset(("description", "remark", "note", "comment", "source"))
#: What ends in one of these may hold figures and counts for nothing: who somebody is, how to find him, where it is.
_HARMLESS = (
    "id no ref reference code name phone telephone tel mobile fax email zip postcode postal address person contact "
    "sequence serial sr row version revision page file link url latitude lat longitude lon lng coordinate elevation "
    "altitude population timezone utc account ntn key title owner remark note comment source information info detail "
    "memo observation text description plate voyage invoice po so awb waybill consignee consignor shipper notify buyer "
    "seller supplier manufacturer vendor check checked "
    "номер телефон адрес код широта долгота примечание комментарий грузополучатель грузоотправитель инн бин"
)
HARMLESS = frozenset(_HARMLESS.split())
#: Without a point, and not of something, `No` is no number: `No go` and `No sailing`, but `No. of boxes`.
NONE = re.compile(r"\s*no\s+(?!of\b)\w", re.IGNORECASE)
STEM = "*"
_WORDS: Mapping[Sense, frozenset[tuple[str, ...]]] = {
    sense: frozenset(words_of(term) for term in terms.split() if not term.endswith(STEM))
    for sense, terms in TERMS.items()
}
_STEMS: Mapping[Sense, tuple[str, ...]] = {
    sense: tuple(term.removesuffix(STEM) for term in terms.split() if term.endswith(STEM))
    for sense, terms in TERMS.items()
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
    if not words:
        return frozenset()
    parts = {words[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(words) - size + 1)}
    found = {sense for sense in Sense if any(_is_term(sense, part) for part in parts)}
    if words[-1] in NEUTRAL and not _ends_in_term(words):
        return frozenset(found & ALWAYS) if words[-1] not in REMARKS else frozenset()
    if NONE.match(header):
        found.add(Sense.EXCLUDED)
    codes = {word.strip("()[],:;") for word in header.replace("/", " ").split()} & (CURRENCY_CODES - ALSO_WORDS)
    if codes - ALSO_UNITS if len(words) > 1 else codes:
        found.add(Sense.PRICE)
    if len(words) > 1 and _is_unit(words[-1]):
        found.add(Sense.QUANTITY)
    return frozenset(found)


@lru_cache(1 << 14)
def head(header: str) -> frozenset[Sense]:
    """What a header is the name of: a `Transit Duty` is a price, a `Max. dwell (days)` is a quantity.

    That is what the last of its words is in the list for, but for units, limits, and what stands behind `per`.
    """
    words = of_what(words_of(header))
    for end in range(len(words), 0, -1):
        if end > 1 and _is_unit(words[end - 1]):
            continue
        found = {
            sense
            for sense in set(Sense) - {Sense.LIMIT}
            if any(_is_term(sense, words[max(end - size, 0) : end]) for size in range(1, LONGEST + 1))
        }
        if found:
            return frozenset(found)
    return senses(header) - {Sense.LIMIT}


def harmless(header: str) -> bool:
    """Whether a header is in the list of those whose figures count for nothing: `Phone`, `Consignee`, `#`.

    >>> harmless("Contact phone"), harmless("Canal"), harmless("Pallets no")
    (True, False, False)
    """
    words = words_of(header)
    if not words or words[-1] not in HARMLESS:
        return header.strip() == "#"
    return words[-1] != "no" or Sense.QUANTITY not in senses(" ".join(words[:-1]))


def of_what(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words in front of `per`; all of them where nothing stands in front of it."""
    return words[: words.index(PER)] if PER in words[1:] else words


def _is_unit(word: str) -> bool:
    return any(word in sizes for sizes in UNITS.values())


def _is_term(sense: Sense, words: tuple[str, ...]) -> bool:
    return words in _WORDS[sense] or (len(words) == 1 and words[0].startswith(_STEMS[sense]))


def _ends_in_term(words: tuple[str, ...]) -> bool:
    """Whether the last words are together in the list, although the last alone is neutral: `Ship by`."""
    return any(_is_term(sense, words[-size:]) for sense in Sense for size in range(2, min(LONGEST, len(words)) + 1))
