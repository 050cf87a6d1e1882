"""Rows into a workbook that XlsxWriter has written without them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zipfile import ZIP64_LIMIT, ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.utility import xl_col_to_name, xl_range

from optimizer.report.body import Looks, Texts
from optimizer.report.table import Table

STRINGS = "xl/sharedStrings.xml"
#: The list of texts says how many there are; it need not.
COUNTED = re.compile(rb' count="\d+" uniqueCount="(\d+)"')
DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
#: A cell of the sample, with the number of its format.
SAMPLE = re.compile(rb'<c r="([A-Z]+)2" s="(\d+)"/>')
EXTENT = re.compile(rb'ref="[^"]*"')
ROW_START, ROW_END, DATA_END = b"<row ", b"</row>", b"</sheetData>"
LIST_END = b"</sst>"
#: What the XML of a cell has at the most, bytes: its address, format and value, or a formula.
LONGEST_CELL = 150
#: Rows are packed so many at a time.
AT_ONCE = 1000
#: How hard zlib tries, of 9: with more the file is a little smaller and takes several times as long.
EFFORT = 2


@dataclass(frozen=True, slots=True)
class Filling:
    """The rows of a sheet that has any.

    Attributes
    ----------
    part
        The name of the sheet's part in the file: ``xl/worksheets/sheet2.xml``.
    table
        What is on the sheet.
    rows
        Its rows as XML; they are made while they are packed.
    """

    part: str
    table: Table
    rows: Iterable[str]

    def extent(self, *, totals: bool = True) -> str:
        """The cells of the table on its sheet, with or without the total row: ``A1:L100``."""
        last = len(self.table.rows) + (totals and self.table.has_totals)
        return str(xl_range(0, 0, last, len(self.table.columns) - 1))

    @property
    def huge(self) -> bool:
        """Whether the part may be larger than what a zip file holds without an extension that Excel complains of."""
        return len(self.table.rows) * len(self.table.columns) * LONGEST_CELL > ZIP64_LIMIT


class Frame:
    """A workbook whose tables have a header, and a sample of the formats of their cells in place of the rows.

    The sample is row 2: a blank cell per column in the format of its values, and behind them one per column in the
    format of whole numbers.

    Attributes
    ----------
    texts
        The list of the texts of cells to come, behind those that are in the workbook.
    """

    def __init__(self, workbook: bytes) -> None:
        self._source = ZipFile(io.BytesIO(workbook))
        counted = COUNTED.search(self._source.read(STRINGS))
        assert counted is not None, "XlsxWriter counts the texts of a workbook"
        self.texts = Texts(int(counted[1]))

    def looks(self, part: str, columns: int) -> list[Looks]:
        """The formats of the columns of a sheet, by the name of its part ."""
        sample = {letters.decode(): int(look) for letters, look in SAMPLE.findall(self._source.read(part))}
        numbers = [sample.get(xl_col_to_name(position), 0) for position in range(2 * columns)]
        return list(zip(numbers[:columns], numbers[columns:], strict=True))

    def filled(self, fillings: Iterable[Filling]) -> bytes:
        """The workbook with rows in place of the samples."""
        sheets, tables = {}, {}
        for number, filling in enumerate(fillings, start=1):
            sheets[filling.part], tables[f"xl/tables/table{number}.xml"] = filling, filling
        target = io.BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=EFFORT) as packed:
            for info in self._source.infolist():
                content = self._source.read(info)
                if info.filename in sheets:
                    filling = sheets[info.filename]
                    _pack(packed, info, *_around(content, filling), huge=filling.huge)
                elif info.filename in tables:
                    _pack(packed, info, _spanning(content, tables[info.filename]))
                elif info.filename != STRINGS:
                    _pack(packed, info, content)
            strings = COUNTED.sub(b"", self._source.read(STRINGS), count=1).removesuffix(LIST_END)
            _pack(packed, self._source.getinfo(STRINGS), strings, self.texts.xml(), LIST_END)
        return target.getvalue()


def _around(sheet: bytes, filling: Filling) -> tuple[bytes, Iterable[str], bytes]:
    """A sheet up to the end of its header row, the rows, and the sheet from its total row on."""
    whole = f'<dimension ref="{filling.extent()}"/>'.encode()
    header, _, others = DIMENSION.sub(whole, sheet, count=1).partition(ROW_END)
    end = others.rindex(ROW_START if filling.table.has_totals else DATA_END)
    return header + ROW_END, filling.rows, others[end:]


def _spanning(table: bytes, filling: Filling) -> bytes:
    """A table over all of its rows: first is said where it stands, then where its filter does."""
    extents = iter((filling.extent(), filling.extent(totals=False)))
    return EXTENT.sub(lambda _: f'ref="{next(extents)}"'.encode(), table, count=2)


def _pack(
    packed: ZipFile, info: ZipInfo, start: bytes, more: Iterable[str] = (), end: bytes = b"", *, huge: bool = False
) -> None:
    """Pack a part under its old name, always with the same time, so that the same plan gives the same bytes."""
    with packed.open(info.filename, "w", force_zip64=huge) as part:
        part.write(start)
        for chunk in _chunks(more):
            part.write(chunk.encode())
        part.write(end)


def _chunks(more: Iterable[str]) -> Iterator[str]:
    chunk: list[str] = []
    for text in more:
        chunk.append(text)
        if len(chunk) == AT_ONCE:
            yield "".join(chunk)
            chunk.clear()
    yield "".join(chunk)
