"""Places by UN/LOCODE and by the names in use: what a word that no row defines may mean, and what it cannot.

Nothing here is ever taken for a name of the book. One name of a place is suggested for another, and a word that is the
name of one place is no misspelling of another one's.
"""

# ruff: noqa: RUF001 - names in Cyrillic

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tariffs.building.countries import country_named
from tariffs.countries import NAMES
from tariffs.folding import LOCODE, fold_place

#: One place a line: its UN/LOCODE or `-`, then its names. Codes as in the UN/LOCODE set.
PLACES = """
PKKHI; Karachi; KHI; Карачи; KICT; Keamari
PKBQM; Port Qasim; Qasim; Bin Qasim; Muhammad Bin Qasim; PQA; QICT; Порт Касим
PKGWD; Gwadar; Gawadar; Гвадар
PKLHE; Lahore; LHE; Лахор
PKLYP; Faisalabad; Lyallpur; Фейсалабад
PKISB; Islamabad; Исламабад
-; Rawalpindi; Pindi; Равалпинди
PKPEW; Peshawar; Пешавар
PKUET; Quetta; Кветта
PKTFT; Taftan; Koh-i-Taftan; Тафтан
PKCMN; Chaman; Чаман
PKTOR; Torkham; Turkham; Торхам
PKOHT; Kohat; Кохат
-; Sost; Sust; Сост
-; Kharlachi
-; Spin Boldak; Spinboldak
-; Ormara
-; Pasni
-; Taxila
-; Hub; Hub Chowki
-; Khunjerab
-; Tashkurgan; Taxkorgan
CNKHG; Kashgar; Kashi; Кашгар
-; Mirjaveh; Mirjawa; Мирджаве
IRZAH; Zahedan; Zahidan; Захедан
IRZBR; Chabahar; Chah Bahar; Чабахар
IRBND; Bandar Abbas; BND; Бендер-Аббас
IRSRP; Shahid Rajaee; Bandar Shahid Rajaee; Шахид-Раджаи
IRMHD; Mashhad; Meshed; Мешхед
IRCKT; Sarakhs; Sarakhs IR; Серахс
-; Incheh Borun; Inche Borun; Akyayla; Инче-Бурун
-; Bandar Imam; Bandar Imam Khomeini; Bandar-e Emam Khomeyni
-; Bandar Lengeh; Bandar-e Lengeh
-; Anzali; Bandar Anzali; Bandar-e Anzali
-; Amirabad
-; Assaluyeh; Asaluyeh
-; Aprin
-; Julfa; Jolfa
-; Bazargan
-; Isfahan; Esfahan
-; Ahvaz; Ahwaz
-; Jask
-; Basra; Basrah; Al Basrah
-; Umm Qasr
IRTHR; Tehran; Teheran; Тегеран
TMSRK; Serakhs; Serakhs TM; Sarahs; Серахс
TMMYP; Mary; Merv; Мары
TMKUK; Serhetabat; Kushka; Gushgy; Серхетабад; Кушка
TMFAR; Farap; Фарап
TMKRW; Turkmenbashi; Krasnovodsk; Туркменбаши
-; Turkmenabat; Chardzhou; Turkmenabad
-; Dashoguz; Dasoguz
-; Torghundi; Torgundi
-; Mazar-e-Sharif; Mazar-i-Sharif; Mazar Sharif
-; Andijan; Andijon; Andizhan
-; Navoi; Navoiy
-; Fergana; Fargona; Ferghana
-; Kokand; Qoqon
-; Karshi; Qarshi
-; Urgench; Urganch
-; Jizzakh; Jizzax
-; Gulistan; Guliston
-; Bukhara; Buxoro
-; Samarkand; Samarqand
-; Turkistan; Turkestan
-; Aktobe; Aqtobe; Aktyubinsk
-; Karaganda; Qaraghandy
-; Kostanay; Qostanay
-; Uralsk; Oral
-; Semey; Semipalatinsk
-; Kyzylorda; Qyzylorda
-; Dostyk; Dostyq
-; Bolashak
-; Saryagash
-; Irkeshtam
-; Torugart
KZAAU; Aktau; Aqtau; Актау
KZKUR; Kuryk; Quryq; Курык
-; Beyneu; Beineu; Бейнеу
KZGUW; Atyrau; Guryev; Атырау
KZALA; Almaty; Alma-Ata; Алматы; Алма-Ата
KZAST; Astana; Nur-Sultan; Астана
KZHOR; Khorgos; Horgos; Хоргос
UZTAS; Tashkent; Toshkent; Ташкент
UZTER; Termez; Termiz; Термез
AFHRT; Hairatan; Hayratan; Хайратон
AFKBL; Kabul; Кабул
AFHEA; Herat; Герат
AZBAK; Baku; Baki; Баку
AZALA; Alat; Alyat; Алят
AZAST; Astara AZ; Astara; Астара
-; Astara IR; Astara; Астара
AZYAL; Yalama; Ялама
RUASF; Astrakhan; Астрахань
RUOYA; Olya; Оля
RUMOW; Moscow; MOW; Moskva; Москва
RULED; St Petersburg; Saint Petersburg; Sankt-Peterburg; LED; Санкт-Петербург
RUNVS; Novorossiysk; NVS; Новороссийск
"""
#: What stands around the name of a place: `Port of Karachi`, `Karachi (PK)`, `Lahore dry port`.
AROUND = re.compile(
    r"\([^()]*\)|,.*$|\b(?:port of|port|dry port|railway station|station|terminal|city|ст\.?|г\.?|порт)\b\.?",
    re.IGNORECASE,
)
#: Where a country may stand beside the name of a place: `Astara (IR)`, `Astara, Iran`.
BESIDE = re.compile(r"\(([^()]*)\)|,\s*([^,]*)$")
APOSTROPHES, WORD = re.compile("['‘’`ʻʼ]"), re.compile(r"[^\W_]+")
#: Codes of terminals and airports have up to so many letters.
LONGEST_CODE = 4


def _by_spelling() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in PLACES.strip().splitlines():
        names = tuple(name for part in line.split(";") if (name := part.strip()) != "-")
        for name in names:
            found.setdefault(fold_place(name), []).append(names)
    return found


def _is_word(spelling: str, names: tuple[str, ...]) -> bool:
    """Whether a folded spelling is one of the names of a place that are not in capitals, as codes are."""
    return any(fold_place(name) == spelling and not name.isupper() for name in names)


BY_SPELLING = _by_spelling()
#: Those of the spellings that are names and no codes, folded.
WORDS = {spelling for spelling, found in BY_SPELLING.items() for names in found if _is_word(spelling, names)}


def _nothing(_: str) -> None:
    return None


def another_place(word: str, name: str, *, other: Callable[[str], object] = _nothing) -> bool:
    """Whether a word is known to be another place than the one of a name, alias or code in the book.

    It is if it is the name of any town or port, or of what ``other`` finds (in another sheet). A code is offered for
    no name.

    >>> another_place("Istanbul", "Kabul"), another_place("Karchi", "Karachi"), another_place("Irzah", "IRZAH")
    (True, False, True)
    """
    return is_place(word) or other(word) is not None or (is_code(name) and not is_code(word))


def is_place(word: str) -> bool:
    """Whether a word is the name of a place, or the name and what stands around one.

    >>> is_place("Istanbul"), is_place("Port of Istanbul"), is_place("Mazar-e Sharif"), is_place("Karchi")
    (True, True, True, False)
    """
    bare = " ".join(AROUND.sub(" ", word).split())
    return any(fold_place(name) in BY_SPELLING or _key(name) in _towns() for name in (word, bare))


def is_code(word: str) -> bool:
    """Whether a word is a code of a place and no name: a UN/LOCODE, or up to four capitals.

    >>> is_code("PKKHI"), is_code("PK KHI"), is_code("KHI"), is_code("Quetta"), is_code("PERTH")
    (True, True, True, False, False)
    """
    if not word.isupper() or fold_place(word) in WORDS or _key(word) in _towns():
        return False
    return len(word) <= LONGEST_CODE or (LOCODE.match(fold_place(word)) is not None and word[:2] in NAMES)


@cache
def _towns() -> frozenset[str]:
    """The names of towns and ports, as keys."""
    lines = Path(__file__).with_name("towns.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(_key(line) for line in lines if not line.startswith("#"))


def _key(name: str) -> str:
    """A name without accents and apostrophes, each run of other signs than letters and digits as one blank."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(WORD.findall(APOSTROPHES.sub("", plain.casefold())))


def country_beside(word: str) -> str:
    """The code of the country that a word names beside a place; blank if it names none.

    >>> country_beside("Astara (IR)"), country_beside("Hyderabad, India"), country_beside("Lahore, Punjab")
    ('IR', 'IN', '')
    """
    found = BESIDE.search(word)
    beside = (found[1] or found[2] or "").strip() if found else ""
    return beside.upper() if beside.upper() in NAMES else country_named(beside)


def other_names(word: str) -> Iterator[str]:
    """Other names of the places that a word may mean, and the word without what stands around a name.

    >>> list(other_names("PKTOR"))
    ['PKTOR', 'Torkham', 'Turkham', 'Торхам']
    """
    bare = " ".join(AROUND.sub(" ", word).split())
    if bare and bare != word:
        yield bare
    for spelling in dict.fromkeys((fold_place(word), fold_place(bare))):
        for names in BY_SPELLING.get(spelling, ()):
            yield from names
