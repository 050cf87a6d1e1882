"""The bytes of a text file → text: UTF-8, UTF-16, or a Windows code page that is told by the words in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MARKS: Mapping[bytes, str] = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: A word of letters beyond ASCII only, or of both.
WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
ASCII = re.compile(rb"[A-Za-z]")
BEYOND = re.compile(rb"[\x80-\xff]")
#: The letters of a script that its languages use most: two of three letters of any text are among them.
COMMON: Mapping[str, frozenset[str]] = {
    "cp1251": frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфі"),
    "cp1256": frozenset("ابتجحدرزسشصطعغفقكلمنهويىةپچگںےہکھئآأإ"),
}
NAMES: Mapping[str, str] = {
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1252": "Windows-1252 (Western)",
    "cp1254": "Windows-1254 (Turkish)",
}
#: Polish and Slovak letters that would be £, ¥, ¯, ³, ¹, ¿ and ¾ of a Western code page: within a word, or before it.
CENTRAL = re.compile(rb"[A-Za-z\xc0-\xff][\xb3\xb9\xbe\xbf][A-Za-z\xc0-\xff]|[\xa3\xa5\xaf][a-z\xc0-\xff]|[\x8d\x9d]")
#: Turkish letters (G with breve, dotted capital and dotless small I, S with cedilla) that would be Icelandic ones; and
#: the other letters of Icelandic, which Turkish has not.
TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
ICELANDIC = re.compile(rb"[\xc1\xc6\xc9\xcd\xd3\xda\xe1\xe6\xe9\xed\xf3\xfa]")
#: A code page is believed if it explains so much more of the letters than the next one does.
LEAD = 0.3
#: In UTF-16 one byte of so many is blank at least: that of commas, digits and line ends.
SELDOM = 20
#: Fewer letters than these show nothing.
ENOUGH = 6
SHOWN = 30


class UnknownEncoding(Exception):
    """A text is in no encoding that can be told for sure."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the code page in which it was, with a word that shows it; blank if it says so itself."""

    text: str
    code_page: str = ""
    example: str = ""


def decoded(content: bytes) -> Decoded:
    """The text of a file.

    Raises
    ------
    UnknownEncoding
        If it may be read in more than one way, or in none.
    """
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return Decoded(_strictly(content, encoding))
    if b"\0" in content:
        return Decoded(_without_mark(content))
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _by_words(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error
    if "\0" in text:
        raise UnknownEncoding
    return text


def _without_mark(content: bytes) -> str:
    """UTF-16 whose commas, digits and line ends have their blank byte on one side always."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 or even * odd or max(even, odd) * SELDOM < len(content):
        raise UnknownEncoding
    return _strictly(content, "utf-16-le" if odd else "utf-16-be")


def _by_words(content: bytes) -> Decoded:
    """The code page in which the words beyond ASCII are words.

    In a Latin one such letters stand among others of ASCII (`Müller`); elsewhere whole words are beyond ASCII. Of
    those code pages the one is right in which most letters are common ones.
    """
    words = [word for word in WORD.findall(content) if BEYOND.search(word)]
    strange = [word for word in words if len(word) > 1 and not ASCII.search(word)]
    mixed = [word for word in words if ASCII.search(word)]
    if not strange:
        return _latin(content, mixed or words)
    if len(mixed) >= len(strange):
        raise UnknownEncoding
    shares = sorted(((_share(strange, page), page) for page in COMMON), reverse=True)
    (best, page), (next_best, _), *_ = shares
    if best - next_best < LEAD or sum(map(len, strange)) < ENOUGH:
        raise UnknownEncoding
    return _in(content, page, strange)


def _latin(content: bytes, words: Sequence[bytes]) -> Decoded:
    """Western, if no letter shows that it is another one."""
    central = [word for word in words if CENTRAL.search(word)]
    if central:
        return _in(content, "cp1250", central)
    turkish = [word for word in words if TURKISH.search(word)]
    if turkish and not any(map(ICELANDIC.search, words)):
        return _in(content, "cp1254", turkish)
    return _in(content, "cp1252", words)


def _in(content: bytes, page: str, words: Sequence[bytes]) -> Decoded:
    try:
        text = content.decode(page)
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error
    example = max(words, key=len).decode(page, "replace") if words else ""
    return Decoded(text, NAMES[page], example[:SHOWN])


def _share(words: Sequence[bytes], page: str) -> float:
    """The share of common letters among all that stand in the words; capitals within a word count half."""
    common, found, letters = COMMON[page], 0.0, 0
    for word in words:
        text = word.decode(page, "replace")
        letters += len(text)
        for place, letter in enumerate(text):
            found += (letter.lower() in common) * (0.5 if place and letter.isupper() else 1)
    return found / letters
