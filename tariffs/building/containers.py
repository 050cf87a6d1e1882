"""Container types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tariffs.book import Container
from tariffs.building.names import Names, defined_names
from tariffs.folding import fold_code
from tariffs.problems import Kind
from tariffs.rows import Desk, Row
from tariffs.schema import normalise
from tariffs.sheets import SHEETS

#: Names that a container may not have: a column of that name is something else already.
TAKEN = frozenset(
    spelling
    for sheet in SHEETS.values()
    if sheet.container_columns
    for column in sheet.columns
    for spelling in column.spellings()
)
#: No box is heavier, or longer.
HEAVIEST_T = 100
#: The highest rating of a freight container in ISO 668.
HEAVIEST_RATING_T = 36
LONGEST_TEU = 4
#: The length of a box in feet and the letters of its kind: `40HC`.
CODE = re.compile(r"(?P<feet>\d{2})(?:ft)?(?P<kind>[a-z]+)")
#: Letters for one kind of box each: dry, high cube, reefer, high-cube reefer, open top, flat rack, tank, pallet-wide.
KINDS = tuple(
    frozenset(kinds.split())
    for kinds in ("gp dc dv dry st std sd", "hc hq", "rf re reefer", "rh hr rehc", "ot", "fr fl", "tk tank", "pw")
)


def containers(desk: Desk) -> tuple[Names, dict[str, Container]]:
    """The codes of containers, and the containers by code."""
    names, rows = defined_names(desk, "Containers", "container", folding=fold_code)
    found: dict[str, Container] = {}
    for row in rows:
        container = _container(row)
        if not row.faulty:
            found[container.name] = container
    return replace(names, alike=_other_codes, apart=_another_kind), found


def _other_codes(word: str) -> Iterator[str]:
    """Codes for the same box: `40HC` of `40HQ`."""
    code = CODE.fullmatch(fold_code(word))
    if code is not None:
        yield from (f"{code['feet']}{kind}" for kind in sorted(_kind(code["kind"])))


def _another_kind(word: str, name: str) -> bool:
    """Whether two codes are known to be of two boxes, however much alike they are: `40RH` is no `40HC`."""
    one, other = (CODE.fullmatch(fold_code(code)) for code in (word, name))
    kind = _kind(one["kind"]) if one is not None else frozenset[str]()
    return bool(kind) and other is not None and other["kind"] not in kind


def _kind(letters: str) -> frozenset[str]:
    return next((kinds for kinds in KINDS if letters in kinds), frozenset())


def _container(row: Row) -> Container:
    max_gross_t, tare_t = row.maybe_number("max_gross_t"), row.maybe_number("tare_t")
    if max_gross_t is not None and tare_t is not None and tare_t >= max_gross_t:
        row.error(
            Kind.CONFLICT,
            "tare_t",
            f"tare_t {tare_t} is not less than max_gross_t {max_gross_t}",
            "the container could hold nothing: both are in tonnes, the tare being the mass empty",
        )
    for word in (row.text("container"), *row.words("aliases")):
        if normalise(word) in TAKEN:
            row.error(
                Kind.CONFLICT,
                "container",
                f'container "{word}" has the name of a column of other sheets',
                "give it another code, such as TEU or 40HC",
            )
    gross, tare = row.number("max_gross_t"), row.number("tare_t")
    _note_units(row)
    payload_t = row.maybe_number("payload_t")
    if payload_t is not None and payload_t > gross - tare > 0:
        row.warn(
            Kind.PAYLOAD,
            "payload_t",
            f"payload_t {payload_t} is more than max_gross_t − tare_t = {gross - tare}",
            f"a container may not weigh more than its plate says: {gross - tare} t is used",
        )
    return Container(
        name=row.text("container"),
        teu=row.number("teu"),
        max_gross_t=gross,
        tare_t=tare,
        volume_m3=row.number("volume_m3"),
        payload_t=gross - tare if payload_t is None else min(payload_t, gross - tare),
        reefer=row.flag("reefer"),
        aliases=row.words("aliases"),
    )


def _note_units(row: Row) -> None:
    """Warn of figures that nobody means in tonnes or in twenty-foot equivalents."""
    if row.number("max_gross_t") > HEAVIEST_T:
        row.warn(
            Kind.DOUBT,
            "max_gross_t",
            f"max_gross_t is {row.number('max_gross_t')} tonnes",
            "if it is in kilograms, name the column max_gross_kg",
        )
    elif row.number("max_gross_t") > HEAVIEST_RATING_T:
        row.warn(
            Kind.PAYLOAD,
            "max_gross_t",
            f"max_gross_t is {row.number('max_gross_t')}, and no container is rated above {HEAVIEST_RATING_T} t",
            "write what its plate says: 30.48 or less for most; a limit of a carrier is max_payload_t in Tariffs",
        )
    if row.number("teu") > LONGEST_TEU:
        row.warn(
            Kind.DOUBT,
            "teu",
            f"teu is {row.number('teu')}",
            "it counts twenty-foot equivalents: 1 for a 20-foot box, 2 for a 40-foot box",
        )
