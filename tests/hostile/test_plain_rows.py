"""Rows that are taken by pattern mean what the parser makes of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from random import Random
from unittest.mock import patch
from xml.parsers.expat import ExpatError

from hypothesis import given
from hypothesis import strategies as st

from tariffs.parsing.coding import CodedBook, Coder
from tariffs.parsing.formats import Formats
from tariffs.parsing.limits import Limits
from tariffs.parsing.parts import SharedTexts
from tariffs.parsing.plain import whole
from tariffs.parsing.rows import SheetRows
from tariffs.parsing.scanner import SheetScanner
from tests.fuzz.mutations import spoilt_xml

SPACE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
CELLS = st.sampled_from(
    (
        '<c r="{at}"><v>5</v></c>',
        '<c r="{at}" s="1"><v>45000</v></c>',
        '<c r="{at}" s="2" t="s"><v>1</v></c>',
        '<c r="{at}" t="s"><v> 0 </v></c>',
        '<c r="{at}" t="n"><v>1E3</v></c>',
        '<c r="{at}" t="b"><v>1</v></c>',
        '<c r="{at}" t="e"><v>#N/A</v></c>',
        '<c r="{at}" t="str"><v>a b</v></c>',
        '<c r="{at}" t="str"><v>a&amp;b</v></c>',
        '<c r="{at}" t="str"><f>A1</f><v>x</v></c>',
        '<c r="{at}"><f>A1</f></c>',
        '<c r="{at}"><f>A1</f><v>7</v></c>',
        '<c r="{at}" t="inlineStr"><is><t>in</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>',
        '<c r="{at}" s="1"/>',
        '<c r="{at}"><v></v></c>',
        "<c><v>9</v></c>",
        "\n  ",
    )
)
ROWS = st.lists(st.tuples(st.sampled_from(("", ' hidden="1"', ' spans="1:3" x14ac:dyDescent="0.25"')), st.lists(CELLS)))


def sheet(rows: list[tuple[str, list[str]]], between: str) -> bytes:
    """The XML of a sheet with these rows, from row 3 on."""
    lines = []
    for number, (attributes, cells) in enumerate(rows, start=3):
        line = "".join(cell.format(at=f"{chr(65 + at * 2)}{number}") for at, cell in enumerate(cells[:9]))
        lines.append(f'<row r="{number}"{attributes.replace("x14ac:", "")}>{line}</row>')
    return SPACE + b"<sheetData>" + between.join(lines).encode() + b"</sheetData></worksheet>"


def scanned(xml: bytes, piece: int, *, plain: bool) -> object:
    """What a sheet gives, fed in pieces of that size: its rows as codes, or the error."""
    book = CodedBook(Limits(), "book")
    strings = [book.coder.text("one"), book.coder.text("two")]
    found = book.sheet("S")
    pieces = (xml[at : at + piece] for at in range(0, len(xml), piece))
    scanner = SheetScanner(SheetRows(book, found, strings, Formats({"1": "D"})))
    with contextlib.nullcontext() if plain else patch("tariffs.parsing.scanner.whole", unplain):
        try:
            scanner.scan(pieces)
        except (ExpatError, ValueError, LookupError) as error:
            return error
    cells = iter(found.cells)
    codes = book.coder.codes
    rows = [
        (row, [codes[next(cells)] for _ in range(width)]) for row, width in zip(found.rows, found.widths, strict=True)
    ]
    return rows, found.hidden_rows, found.beyond


def unplain(pieces: Iterable[bytes], _: bytes) -> Iterator[tuple[bytes, bool]]:
    """All pieces for the parser."""
    return ((piece, False) for piece in pieces)


@given(ROWS, st.sampled_from(("", "\n", "\r\n  ")), st.integers(1, 400))
def test_plain_rows_and_others_give_what_the_parser_gives(
    rows: list[tuple[str, list[str]]], between: str, piece: int
) -> None:
    """In any mixture, cut into pieces anywhere."""
    xml = sheet(rows, between)
    expected = scanned(xml, len(xml), plain=False)
    assert isinstance(expected, tuple)
    assert scanned(xml, piece, plain=True) == expected


@given(ROWS, st.randoms(use_true_random=False), st.integers(1, 400))
def test_what_the_parser_takes_of_a_spoilt_sheet_is_taken_alike(
    rows: list[tuple[str, list[str]]], random: Random, piece: int
) -> None:
    """With comments, marked sections and tags out of place."""
    xml = spoilt_xml(sheet(rows, ""), random)
    expected = scanned(xml, len(xml), plain=False)
    if isinstance(expected, tuple):
        assert scanned(xml, piece, plain=True) == expected


def test_plain_rows_are_not_shown_to_the_parser() -> None:
    """Or the tests above would show nothing."""
    xml = sheet([("", ['<c r="{at}"><v>5</v></c>'])], "")
    with patch.object(SheetScanner, "_start") as start:
        scanned(xml, len(xml), plain=True)
    assert [call.args[0] for call in start.call_args_list] == ["worksheet", "sheetData"]


TEXTS = st.lists(
    st.sampled_from(
        (
            "<si><t>a</t></si>",
            "<si><t> b\n</t></si>",
            "<si><t>Москва</t></si>",
            "<si><t/></si>",
            '<si><t xml:space="preserve"> c </t></si>',
            "<si><t>&lt;d</t></si>",
            "<si><r><t>e</t></r><r><rPr/><t>f</t></r></si>",
            '<si><t>g</t><rPh sb="0" eb="1"><t>x</t></rPh></si>',
            "<si/>",
            "<si><t>_x000D_</t></si>",
            "<!-- <si><t>h</t></si> -->",
            "<si><t><![CDATA[</t></si>]]></t></si>",
            "\n",
        )
    )
)


@given(TEXTS, st.integers(1, 100))
def test_plain_shared_texts_are_what_the_parser_makes_of_them(texts: list[str], piece: int) -> None:
    """In any mixture, cut into pieces anywhere."""
    xml = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{"".join(texts)}</sst>'.encode()

    def read() -> list[str]:
        coder = Coder()
        numbers = SharedTexts(coder).read(xml[at : at + piece] for at in range(0, len(xml), piece))
        return [coder.codes[number] for number in numbers]

    with patch("tariffs.parsing.parts.whole", unplain):
        expected = read()
    assert read() == expected
    assert len(expected) == sum(text.startswith("<si") for text in texts)


@given(ROWS, st.integers(1, 100))
def test_the_parser_is_given_whole_tags_as_long_as_rows_are_taken_without_it(
    rows: list[tuple[str, list[str]]], piece: int
) -> None:
    """From version 2.6 on it keeps half a tag back, and rows would change places."""
    xml = sheet(rows, "")
    pieces = list(whole((xml[at : at + piece] for at in range(0, len(xml), piece)), b"</row>"))
    assert b"".join(text for text, _ in pieces) == xml
    assert all(text.endswith(b">") for text, plain in pieces if plain)
