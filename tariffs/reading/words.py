"""Cells of words: yes or no, one of a few choices, lists, weekdays, departures, border crossings."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tariffs.book import Crossing
from tariffs.calendar import WEEKDAYS, Schedule
from tariffs.problems import Kind, closest
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
    )
)
#: In a column of names this one may be a name: it is the code of Namibia.
BLANK_UNLESS_A_NAME = "na"
YES = frozenset(("yes", "y", "true", "1", "x"))
NO = frozenset(("no", "n", "false", "0"))
PARTS = re.compile(r"[;\n]")
COMMA = re.compile(r",")
EVERY = re.compile(r"every\s+(?:(?P<n>\d{1,3})\s*)?days?", re.IGNORECASE)
DAY_RANGE = re.compile(r"\s*(?:-|–|\bto\b)\s*")
DAY_SEPARATORS = re.compile(r"[,;/&+\s]+|\band\b")
SCHEDULE_CURE = "write daily, weekdays (Mon,Thu), every 10 days, or dates with ; between"


def is_blank_word(text: str, *, names: bool) -> bool:
    """Whether the text stands for a blank cell; ``names``: in a column that holds names."""
    folded = text.casefold()
    return folded in BLANK_WORDS or (folded == BLANK_UNLESS_A_NAME and not names)


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
    raise Misread(Kind.VALUE, f"{quoted(cell_text(cell))} is neither yes nor no", "write yes or no")


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
    if len(by_normalised) == len(choices) and normalise(text) in by_normalised:
        return by_normalised[normalise(text)]
    near = closest(text, choices)
    allowed = f"allowed are {', '.join(choices)}"
    cure = f'did you mean "{near}"? ({allowed})' if near else allowed
    raise Misread(Kind.VALUE, f"{quoted(text)} is not one of the words that may stand here", cure)


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
    for part in DAY_SEPARATORS.split(DAY_RANGE.sub("-", text.casefold())):
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


def _weekday(word: str) -> int:
    bare = word.rstrip(".")
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, (short, name) in enumerate(zip(WEEKDAYS, full, strict=True)):
        if bare.startswith(short) and (name.startswith(bare) or name + "s" == bare):
            return number
    raise Misread(Kind.VALUE, f"{quoted(word)} is not a weekday", "write Mon, Tue, Wed, Thu, Fri, Sat or Sun")


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
    word = " ".join(text.split()).casefold()
    if word == "daily":
        return Schedule()
    every = EVERY.fullmatch(word)
    if every is not None:
        days = int(every["n"] or 1)
        if days < 1:
            raise Misread(Kind.RANGE, f"{quoted(text)} is not a number of days", "write every 1 day or more")
        return Schedule(every=days)
    if any(sign.isdecimal() for sign in word):
        return Schedule(dates=_listed(text, read_date))
    try:
        return Schedule(weekdays=weekdays(word))
    except Misread:
        raise Misread(Kind.VALUE, f"{quoted(text)} does not say when it departs", SCHEDULE_CURE) from None


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
