"""The reader's own style of numbers and days, by the languages that a browser asks for.

The pages are in English. Marks and the order of a day are those of the Unicode CLDR, version 46 (decimal, group,
``yMd`` and for English the medium form, which names the month); a language that is not here is written plainly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Spaces that do not break a line: wide, and narrow as French has it.
SPACE, NARROW = "\u00a0", "\u202f"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: An amount, or a day, as the library says it in a sentence.
_SAID = re.compile(r"(?<![\w.,\-])(?:(\d{4}-\d{2}-\d{2})|(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+))(?![\w\-]|[.,]\d)")

#: How many digits after the only mark of a number leave open whether it parts thousands.
THOUSAND = 3


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers and days are written: ``day`` has ``{y}``, ``{m}`` and ``{d}``, or ``{month}`` in words."""

    decimal: str = "."
    group: str = ","
    day: str = "{y}-{m:02}-{d:02}"

    def number(self, plain: str) -> str:
        """A number that is written as ``1,234.5``."""
        return plain.translate({ord(","): self.group, ord("."): self.decimal})

    def date(self, iso: str) -> str:
        """A day that is written as ``2025-03-15``."""
        year, month, day = map(int, iso.split("-"))
        return self.day.format(y=year, m=month, d=day, month=MONTHS[month - 1])

    def said(self, sentence: str) -> str:
        """A sentence of the library with its amounts and days in this style."""
        return _SAID.sub(lambda found: self.date(found[1]) if found[1] else self.number(found[2]), sentence)

    def plain(self, text: str) -> str:
        """What a reader has typed as a number, as a program writes it: ``0.1``.

        A mark that stands alone and not before three digits is the decimal one, whatever the style.
        """
        given = re.sub(r"[\s’']", "", text)
        marks = [sign for sign in given if sign in ".,"]
        if len(marks) == 1 and len(given.partition(marks[0])[2]) != THOUSAND:
            return given.replace(",", ".")
        return given.replace(self.group, "").replace(self.decimal, ".")


PLAIN = Style()
_DOTS, _SLASHES = "{d:02}.{m:02}.{y}", "{d:02}/{m:02}/{y}"
_SHORT = "{d}.{m}.{y}"

STYLES = {
    "en": Style(day="{month} {d}, {y}"),
    **{f"en-{land}": Style(day="{d} {month} {y}") for land in ("gb", "au", "nz", "ie", "in", "pk", "za", "ae", "150")},
    "de": Style(",", ".", _DOTS),
    "de-at": Style(",", SPACE, _DOTS),
    **dict.fromkeys(("de-ch", "fr-ch", "it-ch"), Style(".", "’", _DOTS)),
    "fr": Style(",", NARROW, _SLASHES),
    **dict.fromkeys(("es", "it", "pt", "el", "vi", "id"), Style(",", ".", _SLASHES)),
    **dict.fromkeys(("es-mx", "es-us", "th"), Style(day=_SLASHES)),
    "pt-pt": Style(",", SPACE, _SLASHES),
    "nl": Style(",", ".", "{d:02}-{m:02}-{y}"),
    "da": Style(",", ".", _DOTS),
    **dict.fromkeys(("tr", "az", "ro"), Style(",", ".", _DOTS)),
    **dict.fromkeys(("ru", "uk", "be", "kk", "ky", "pl", "hy", "ka", "et"), Style(",", SPACE, _DOTS)),
    **dict.fromkeys(("nb", "nn", "no", "fi", "cs", "sk", "bg", "lv"), Style(",", SPACE, _SHORT)),
    **dict.fromkeys(("sr", "hr", "sl"), Style(",", ".", _SHORT)),
    **dict.fromkeys(("sv", "lt"), Style(",", SPACE, PLAIN.day)),
    "uz": Style(",", SPACE, _SLASHES),
    "hu": Style(",", SPACE, "{y}. {m:02}. {d:02}."),
    **dict.fromkeys(("zh", "ja"), Style(day="{y}/{m:02}/{d:02}")),
    "ko": Style(day="{y}. {m}. {d}."),
    **dict.fromkeys(("hi", "ur", "he"), Style(day="{d}/{m}/{y}")),
}


def style_of(accepted: str) -> Style:
    """The style of the first language of ``Accept-Language`` that is here, by its preference."""
    asked = []
    for part in accepted.lower().split(","):
        name, _, rest = part.strip().partition(";")
        quality = re.fullmatch(r"\s*q=([0-9.]+)\s*", rest)
        try:
            asked.append((-float(quality[1]) if quality else -1.0, name))
        except ValueError:
            continue
    for _, name in sorted(asked, key=lambda one: one[0]):
        for known in (name, name.partition("-")[0]):
            if known in STYLES:
                return STYLES[known]
    return PLAIN
