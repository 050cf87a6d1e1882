"""Text of strangers in a line for a terminal: signs that are no letters are codes, and what goes on and on is cut."""

from __future__ import annotations

import re

#: Signs that move the cursor, colour the screen, end the line or turn the direction of writing.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
QUOTED = re.compile('"[^"]*"')
#: So many signs at most of a quoted value, and of one part of a message.
LONGEST_QUOTED, LONGEST = 100, 600


def printable(text: str) -> str:
    r"""Text with codes in place of signs that a terminal would act upon.

    >>> print(printable("red\x1b[31m\nnext"))
    red\x1b[31m\x0anext
    """
    return UNSEEN.sub(_code, text)


def brief(text: str) -> str:
    """A part of a message: each value that it quotes is cut where it is long, and so is the whole."""
    if len(text) > LONGEST_QUOTED:
        text = QUOTED.sub(_cut, text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _code(sign: re.Match[str]) -> str:
    number = ord(sign[0])
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"  # noqa: PLR2004 - as Python writes it


def _cut(quoted: re.Match[str]) -> str:
    value = quoted[0]
    return value if len(value) <= LONGEST_QUOTED + 2 else f'{value[: LONGEST_QUOTED + 1]}…"'
