"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tariffs.parsing.refused import SAVE_AS, UNLOCK, Refused

Check: TypeAlias = Callable[[bytes], None]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP, NOTHING_PACKED = b"PK\x03\x04", b"PK\x05\x06"
#: Old Excel workbooks within an OLE file have one of these streams; its name is written in UTF-16.
OLD_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
PASSWORD = "EncryptedPackage".encode("utf-16-le")
#: How files begin that are no workbooks, what they are, and what to do.
OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "ask for the workbook that it was made from"),
    (b"{\\rtf", "a text document", "copy its table into a workbook"),
    (b"\x89PNG", "a picture", "ask for the workbook that it shows"),
    (b"\xff\xd8\xff", "a picture", "ask for the workbook that it shows"),
    (b"GIF8", "a picture", "ask for the workbook that it shows"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it first"),
    (b"Rar!", "a compressed file", "unpack it first"),
)
PAGES = (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")


def check_packed(content: bytes) -> None:
    """Whether the bytes may be an .xlsb or .ods workbook.

    Raises
    ------
    Refused
        If they are something else; it says what. So do the other checks.
    """
    _check_other(content)
    _check_password(content)
    if content.startswith(OLE):
        if any(name in content for name in OLD_WORKBOOK):
            raise Refused("is an old .xls workbook under another name", "give it the ending .xls")
        raise Refused("is an old document of Office and no workbook")


def check_xlsx(content: bytes) -> None:
    """Whether the bytes may be an Excel workbook."""
    check_packed(content)
    if not content.startswith((ZIP, NOTHING_PACKED)):
        if _is_text(content):
            raise Refused("is text and not an Excel workbook", "give it the ending .csv, or save it as .xlsx")
        raise Refused("is not an Excel workbook, or is damaged")


def check_old(content: bytes) -> None:
    """Whether the bytes may be an .xls workbook."""
    _check_other(content)
    _check_password(content)
    if content.startswith(ZIP):
        raise Refused("is no .xls workbook", "give it the ending .xlsx if it is one")
    if not content.startswith(OLE):
        raise Refused("is not an .xls workbook, or is damaged")


def check_csv(content: bytes) -> None:
    """Whether the bytes may be text."""
    _check_other(content)
    if content.startswith((ZIP, OLE)):
        raise Refused("is a workbook and not text", "give it the ending .xlsx if it is one, or save it as CSV UTF-8")


def _check_password(content: bytes) -> None:
    if content.startswith(OLE) and PASSWORD in content:
        raise Refused("is protected with a password", UNLOCK)


def _check_other(content: bytes) -> None:
    if not content:
        raise Refused("is empty", "save the workbook again")
    for start, what, cure in OTHERS:
        if content.startswith(start):
            raise Refused(f"is {what} and not a workbook", cure)
    if content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        raise Refused("is a web page and not a workbook", SAVE_AS)


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return b"," in content or b";" in content or b"\t" in content
