"""Letters of other alphabets that look like Latin ones: ``40НС`` in Cyrillic is ``40HC``."""

# ruff: noqa: RUF001, RUF002 - letters of other scripts

from __future__ import annotations

#: Letters of Cyrillic and Greek that look like Latin ones, and these.
LOOK_ALIKES = str.maketrans("АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo")


def in_latin(text: str) -> str:
    """A text with the Latin letters that some of its letters look like: ``40НС`` in Cyrillic is ``40HC``."""
    return text if text.isascii() else text.translate(LOOK_ALIKES)
