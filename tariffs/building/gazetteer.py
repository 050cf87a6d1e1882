"""Places of the corridors by UN/LOCODE and by the names in use, so that one can be suggested for another.

Nothing here is ever taken for a name of the book: it only says what a word that no row defines may mean.
"""

# ruff: noqa: RUF001 - names in Cyrillic

from __future__ import annotations

import re
from collections.abc import Iterator

from tariffs.folding import fold_place

#: One place a line: its UN/LOCODE or `-`, then its names. Codes as in the UN/LOCODE set.
PLACES = """
PKKHI; Karachi; KHI; Карачи; KICT; Keamari
PKBQM; Port Qasim; Qasim; Bin Qasim; Muhammad Bin Qasim; PQA; QICT; Порт Касим
PKGWD; Gwadar; Gawadar; Гвадар
PKLHE; Lahore; LHE; Лахор
PKLYP; Faisalabad; Lyallpur; Фейсалабад
PKISB; Islamabad; Rawalpindi; Исламабад
PKPEW; Peshawar; Пешавар
PKUET; Quetta; Кветта
PKTFT; Taftan; Koh-i-Taftan; Тафтан
PKCMN; Chaman; Чаман
PKTOR; Torkham; Turkham; Торхам
PKOHT; Kohat; Кохат
-; Sost; Sust; Сост
CNKHG; Kashgar; Kashi; Кашгар
-; Mirjaveh; Mirjawa; Мирджаве
IRZAH; Zahedan; Zahidan; Захедан
IRZBR; Chabahar; Chah Bahar; Чабахар
IRBND; Bandar Abbas; BND; Бендер-Аббас
IRSRP; Shahid Rajaee; Bandar Shahid Rajaee; Шахид-Раджаи
IRMHD; Mashhad; Meshed; Мешхед
IRCKT; Sarakhs; Sarakhs IR; Серахс
-; Incheh Borun; Inche Borun; Инче-Бурун
IRTHR; Tehran; Teheran; Тегеран
TMSRK; Serakhs; Serakhs TM; Sarahs; Серахс
TMMYP; Mary; Merv; Мары
TMKUK; Serhetabat; Kushka; Gushgy; Серхетабад; Кушка
TMFAR; Farap; Фарап
TMKRW; Turkmenbashi; Krasnovodsk; Туркменбаши
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


def _by_spelling() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in PLACES.strip().splitlines():
        names = tuple(name for part in line.split(";") if (name := part.strip()) != "-")
        for name in names:
            found.setdefault(fold_place(name), []).append(names)
    return found


BY_SPELLING = _by_spelling()


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
