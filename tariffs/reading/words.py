"""Cells of words: yes or no, one of a few choices, lists, weekdays, departures, border crossings."""

# ruff: noqa: RUF001 - words of other scripts

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tariffs.book import Crossing
from tariffs.calendar import FULL_DAYS, WEEKDAYS, Schedule
from tariffs.likeness import UNSURE, misspelt
from tariffs.near_matches import asked, nearest
from tariffs.problems import Kind
from tariffs.reading.misread import Misread, quoted
from tariffs.schema import normalise
from tariffs.workbook.raw import Cell, cell_text

#: What stands for a blank cell.
BLANK_WORDS = frozenset(
    (
        "-",
        "--",
        "---",
        "–",
        "—",
        "n/a",
        "n.a",
        "n.a.",
        "n/av",
        "not applicable",
        "not available",
        "on request",
        "upon request",
        "tba",
        "t.b.a.",
        "tbc",
        "tbd",
        "to be advised",
        "to be announced",
        "to be confirmed",
        "to be determined",
        "nan",
        "null",
        "<na>",
        "(blank)",
        "н/д",
        "нет данных",
        "по запросу",
        "уточняется",
    )
)
#: What stands for a blank cell in a column whose blank means unlimited.
UNLIMITED = frozenset(("unlimited", "no limit", "∞", "без ограничений", "la mehdood"))
#: What stands for a blank cell in a column of last days: there is none that is known.
OPEN_END = frozenset(
    (
        *(f"{until}further notice" for until in ("", "until ", "till ", "up to ")),
        *("valid until further notice", "valid till further notice", "ufn", "u.f.n", "u.f.n.", "tfn", "t.f.n."),
        *("open end", "open ended", "open-ended", "ongoing", "indefinite", "indefinitely", "no expiry"),
        *("no end date", "no end", "does not expire", "бессрочно", "до дальнейшего уведомления", "до отмены"),
    )
)
#: What stands for a blank list: in other cells it may mean zero as well.
NO_LIST = "none"
#: In a column of names this one may be a name: it is the code of Namibia.
BLANK_UNLESS_A_NAME = "na"
YES = frozenset(("yes", "y", "true", "1", "x", "✓", "✔", "да", "haan", "han", "ji", "ہاں", "بله"))
NO = frozenset(("no", "n", "false", "0", "нет", "nahi", "nahin", "nahee", "نہیں", "خیر"))
#: The words of a flag that are long enough to be misspelt.
FLAG_WORDS = ("yes", "true", "no", "false")
#: What stands for the cell above, without blanks.
DITTO = frozenset(
    (
        *('"', "''", "″", "〃", "“", "”", "„", "«", "»", "-//-", "-||-"),
        *(f"{dash}{mark}{dash}" for dash in "-–—" for mark in ('"', "''", "″", "“", "”", "„")),
        *("ditto", "idem", "asabove", "sameasabove", "тоже"),
    )
)
PARTS = re.compile(r"[;\n]")
COMMA = re.compile(r",")
EVERY = re.compile(r"every\s*(?:(?P<n>\d{1,3})\s*)?(?P<unit>day|week)s?", re.IGNORECASE)
DAILY = frozenset(("daily", "everyday", "ежедневно", "rozana", "روزانہ"))
#: What stands in front of weekdays and says no more than they do: `every Monday`, `weekly on Mon`.
ON_DAYS = re.compile(r"^(?:(?:weekly|every|each)\b[\s,:(]*(?:on\s+)?|on\s+)", re.IGNORECASE)
DAY_RANGE = re.compile(r"\s*(?:-|–|\bto\b)\s*")
DAY_SEPARATORS = re.compile(r"[,;/&+\s]+|\band\b")
#: Russian weekdays, shortened and in full.
RUSSIAN_DAYS = (
    ("пн", "понедельник"),
    ("вт", "вторник"),
    ("ср", "среда"),
    ("чт", "четверг"),
    ("пт", "пятница"),
    ("сб", "суббота"),
    ("вс", "воскресенье"),
)
DAYS_OF_WEEK = 7
#: What stands between the departures and those that are taken away.
EXCEPT = re.compile(r"[\s,;(]*\b(?:except|excl(?:uding|\.)?|кроме)(?![^\W_])[\s:,]*(?:on\s+)?", re.IGNORECASE)
SCHEDULE_CURE = (
    "write daily, weekdays (Mon,Thu), every 10 days, or dates with ; between; except and dates take some away"
)


_OTHER_WORDS: Mapping[str, str] = {
    "container": "box boxes unit cntr ctr cont containers контейнер",
    "containers": "box boxes container cntr ctr контейнеров",
    "vehicles": "vehicle truck trucks lorry lorries",
    "tonne": "t mt ton tons tonnes metric_ton metric_tons metric_tonne тонна т",
    "tonnes": "t mt ton tons tonne metric_tons тонн т",
    "tonne_km": "tkm t_km ton_km tonne_kms mt_km ткм",
    "km": "kms kilometre kilometer км",
    "wm": "w_m rt frt revenue_ton revenue_tonne freight_ton weight_or_measure",
    "teu": "teus дфэ",
    "day": "daily",
    "week": "weekly wk",
    "month": "monthly",
    "booking": "bl b_l bill_of_lading shipment consignment document doc",
    "percent_freight": "pct_of_freight of_freight percent_of_freight",
    "percent_value": "ad_valorem percent_of_value of_value",
}
#: Other words for choices, by word: the choices that it can mean, each in another column.
OTHER_WORDS: Mapping[str, frozenset[str]] = {
    word: frozenset(choice for choice, words in _OTHER_WORDS.items() if word in words.split())
    for words in _OTHER_WORDS.values()
    for word in words.split()
}
#: What amounts may be per that is no basis, and how to write them.
UNITS_OF_RATES: Mapping[str, str] = {
    **dict.fromkeys(("kg", "kgs", "kilo", "кг"), "write 1,000 times the amount, per tonne"),
    **dict.fromkeys(("100kg", "100_kg", "quintal"), "write 10 times the amount, per tonne"),
    **dict.fromkeys(
        ("cbm", "m3", "cubic_metre", "cubic_meter", "м3"),
        "wm charges each tonne or m³, whichever are more; for a volume alone write the amount of a full container",
    ),
    **dict.fromkeys(("lb", "lbs"), "write 2,204.62 times the amount, per tonne"),
}
#: How often it departs, which says nothing of when.
WEEKLY = re.compile(r"(?:(?:once|one|1)\s*(?:x|×|times?)?\s*(?:an?|per|/|each|every)?\s*|every\s+)?(?:week(?:ly)?|wk)")
PER_WEEK = re.compile(
    r"(?P<n>[2-7]|two|twice|three|four|five|six)(?:\s*-\s*\d)?\s*(?:x|×|times?|departures|sailings|trains)?"
    r"\s*(?:an?|per|/|each|every|in a)?\s*(?:week(?:ly)?|wk)"
)
FORTNIGHTLY = re.compile(r"fortnightly|(?:every|each)\s+(?:fortnight|(?:two|2|second|2nd|other)\s*weeks?)")
TWO_WAYS = re.compile(r"bi-?\s?weekly")
MONTHLY = re.compile(r"(?:.*\b)?(?:bi-?)?month(?:ly)?|.*(?:a|per|/)\s*month")
WEEKDAY_CURE = "write the weekdays on which it departs, such as"


def frequency(text: str) -> Misread | None:
    """What to say of a text that says how often it departs, and not when; ``None`` for other texts."""
    word = text.casefold().rstrip(".")
    what = f"{quoted(text)} says how often it departs, not when"
    every = "every {} days, counted from valid_from"
    if WEEKLY.fullmatch(word):
        return Misread(Kind.VALUE, what, f"{WEEKDAY_CURE} Mon, or {every.format(7)}")
    if PER_WEEK.fullmatch(word):
        return Misread(Kind.VALUE, what, f"{WEEKDAY_CURE} Mon,Thu")
    if FORTNIGHTLY.fullmatch(word):
        return Misread(Kind.VALUE, what, f"write {every.format(14)}", "every 14 days")
    if TWO_WAYS.fullmatch(word):
        what = f"{quoted(text)} can mean twice a week or every second week"
        return Misread(Kind.AMBIGUOUS, what, f"{WEEKDAY_CURE} Mon,Thu, or {every.format(14)}")
    if MONTHLY.fullmatch(word):
        return Misread(Kind.VALUE, what, "write the dates with ; between, such as 2025-03-15; 2025-04-15")
    return None


def is_blank_word(text: str, *, names: bool) -> bool:
    """Whether the text stands for a blank cell; ``names``: in a column that holds names."""
    folded = text.casefold()
    return folded in BLANK_WORDS or (folded == BLANK_UNLESS_A_NAME and not names)


def check_ditto(text: str) -> None:
    """Refuse what stands for the cell above: as a name it would be one of its own.

    Raises
    ------
    Misread
        If the text is such a sign.
    """
    if "".join(text.split()).casefold() in DITTO:
        raise Misread(Kind.VALUE, f"{quoted(text)} stands for the cell above it", "write again what stands there")


def flag(cell: Cell) -> bool:
    """Yes or no.

    Raises
    ------
    Misread
        If it is neither.
    """
    word = cell_text(cell).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    near = nearest(word, FLAG_WORDS)
    meant = near[0] if len(near) == 1 and misspelt(word, near[0]) else None
    cure = f"{asked(near)} Write yes or no" if near else "write yes or no"
    raise Misread(Kind.WORD, f"{quoted(cell_text(cell))} is neither yes nor no", cure, meant)


def choice(text: str, choices: tuple[str, ...]) -> str:
    """The one of the choices that the text is, whatever its case and its signs between words.

    Raises
    ------
    Misread
        If it is none of them.
    """
    folded = text.casefold()
    if folded in choices:
        return folded
    by_normalised = {normalise(word): word for word in choices}
    bare = normalise(text).removeprefix("per_")
    other = OTHER_WORDS.get(bare, frozenset())
    if bare not in by_normalised and UNSURE not in text and not other.isdisjoint(choices):
        return next(word for word in choices if word in other)
    if len(by_normalised) == len(choices) and bare in by_normalised and UNSURE not in text:
        return by_normalised[bare]
    near = nearest(text, choices) or nearest(bare, choices)
    allowed = f"allowed are {', '.join(choices)}"
    cure = f"{asked(near)} ({allowed})" if near else allowed
    meant = near[0] if len(near) == 1 and UNSURE not in text and _is_misspelt(bare, near[0]) else None
    if bare in UNITS_OF_RATES and "tonne" in choices:
        cure, meant = f"{UNITS_OF_RATES[bare]} ({allowed})", None
    raise Misread(Kind.WORD, f"{quoted(text)} is not one of the words that may stand here", cure, meant)


def _is_misspelt(word: str, choice: str) -> bool:
    """Whether a word is a choice misspelt, or another word for it."""
    return any(misspelt(word, other) for other in (choice, *_OTHER_WORDS.get(choice, "").split()))


def split_list(text: str) -> list[str]:
    """The parts of a list: `;` and new lines part them; where there are none of these, commas do."""
    separator = PARTS if PARTS.search(text) else COMMA
    return [" ".join(part.split()) for part in separator.split(text)]


def weekdays(text: str) -> frozenset[int]:
    """Days of the week, 0 being Monday: `Mon,Thu`, `Monday; Thursday`, `Mon-Fri`.

    Raises
    ------
    Misread
        If a word is no weekday.
    """
    found: set[int] = set()
    for part in DAY_SEPARATORS.split(DAY_RANGE.sub("-", text)):
        if not part:
            continue
        first, dash, last = part.partition("-")
        start = _weekday(first)
        if not dash:
            found.add(start)
            continue
        end = _weekday(last)
        found.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return frozenset(found)


def is_weekday(text: str) -> bool:
    """Whether a text is the name of one day of the week: `Mon`, `Friday`, `пт`."""
    try:
        _weekday(text.strip())
    except Misread:
        return False
    return True


def _weekday(word: str) -> int:
    bare = word.rstrip(".").casefold()
    for number, (short, name) in enumerate(zip(WEEKDAYS, FULL_DAYS, strict=True)):
        if (bare.startswith(short) and name.startswith(bare)) or name + "s" == bare or bare in RUSSIAN_DAYS[number]:
            return number
    raise Misread(Kind.WORD, f"{quoted(word)} is not a weekday", "write Mon, Tue, Wed, Thu, Fri, Sat or Sun")


def dates(text: str, read_date: Callable[[str], date]) -> tuple[date | None, ...]:
    """Dates with `;` between; an empty part is ``None``, so that two such columns stay in step."""
    return tuple(read_date(part) if part.strip() else None for part in PARTS.split(text))


def schedule(text: str, read_date: Callable[[str], date]) -> Schedule:
    """When a leg departs; ``start`` of an `every N days` is left to the row's validity.

    Raises
    ------
    Misread
        If it is none of the forms that departures have.
    """
    runs, *skipped = EXCEPT.split(text, maxsplit=1)
    found = _schedule(runs, read_date)
    return _without(found, skipped[0].rstrip(" )"), text, read_date) if skipped else found


def _without(runs: Schedule, skipped: str, text: str, read_date: Callable[[str], date]) -> Schedule:
    """The departures but for some dates, or some weekdays: `daily except Sun`."""
    if any(sign.isdecimal() for sign in skipped):
        return replace(runs, skipped=_listed(skipped, read_date))
    try:
        weekly = runs.weekdays - weekdays(skipped) if runs.every == 1 and not runs.dates else frozenset()
    except Misread:
        weekly = frozenset()
    if not skipped or not weekly:
        raise Misread(Kind.VALUE, f"{quoted(text)} does not say which departures are taken away", SCHEDULE_CURE)
    return replace(runs, weekdays=weekly)


def _schedule(text: str, read_date: Callable[[str], date]) -> Schedule:
    """The departures before any are taken away."""
    word = " ".join(text.split())
    if word.casefold() in DAILY:
        return Schedule()
    every = EVERY.fullmatch(word)
    if every is not None and (every["n"] or every["unit"].casefold() == "day"):
        days = int(every["n"] or 1) * (1 if every["unit"].casefold() == "day" else DAYS_OF_WEEK)
        if days < 1:
            raise Misread(Kind.RANGE, f"{quoted(text)} is not a number of days", "write every 1 day or more")
        return Schedule(every=days)
    often = frequency(word)
    if often is not None:
        raise often
    if any(sign.isdecimal() for sign in word):
        return Schedule(dates=_listed(text, read_date))
    try:
        on = weekdays(ON_DAYS.sub("", word, count=1).rstrip(")"))
    except Misread:
        on = frozenset()
    if not on:
        raise Misread(Kind.VALUE, f"{quoted(text)} does not say when it departs", SCHEDULE_CURE)
    return Schedule(weekdays=on)


def _listed(text: str, read_date: Callable[[str], date]) -> frozenset[date]:
    try:
        return frozenset(day for day in dates(text, read_date) if day is not None)
    except Misread as misread:
        cure = misread.cure if misread.kind is Kind.AMBIGUOUS else SCHEDULE_CURE
        raise Misread(misread.kind, misread.what, cure) from None


def crossings(text: str, read_number: Callable[[str], Decimal]) -> tuple[Crossing, ...]:
    """Borders in order, `Taftan@3; Sarakhs@8`: the figure is days after departure.

    Raises
    ------
    Misread
        If a part has no border, or a figure that is no number of days.
    """
    found = []
    for part in filter(None, split_list(text)):
        name, at, days = (piece.strip() for piece in part.partition("@"))
        if not name or (at and not days) or "@" in days:
            raise Misread(Kind.VALUE, f"{quoted(part)} is not a border crossing", "write Taftan@3; Sarakhs@8")
        offset = read_number(days) if at else None
        if offset is not None and offset < 0:
            raise Misread(Kind.RANGE, f"{quoted(part)} reaches the border before departure", "write 0 or more days")
        found.append(Crossing(name, offset))
    return tuple(found)
