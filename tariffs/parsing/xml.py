"""XML without document types: no entities to expand, nothing to fetch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from xml.parsers import expat

#: Takes the name of the element around, that of the element, and its attributes, all without their prefixes.
Take: TypeAlias = Callable[[str, str, dict[str, str]], None]
#: Elements stand in each other so deep in no part of a workbook.
MAX_DEPTH = 100


def new_parser(*, prefixes: bool = True) -> Any:
    """A parser that refuses document types; without prefixes it names elements by name space and name."""
    parser = expat.ParserCreate() if prefixes else expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def parse(parser: Any, pieces: Iterable[bytes]) -> None:
    """Parse a part to its end."""
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)


def each_element(pieces: Iterable[bytes], take: Take) -> None:
    """Take one element of a part after another."""
    around = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(around) > MAX_DEPTH:
            raise ValueError(f"elements stand more than {MAX_DEPTH} deep in each other")
        name = _bare(tag)
        take(around[-1], name, {_bare(key): text for key, text in attributes.items()})
        around.append(name)

    parser = new_parser(prefixes=False)
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: around.pop()
    parse(parser, pieces)


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_doctype(*_: Any) -> None:
    raise expat.ExpatError("a document type has no place in a workbook")


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether an element that switches a look on does so."""
    return attributes.get("val", "1") not in ("0", "false", "off")
