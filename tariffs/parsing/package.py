"""An Office file: a zip archive of parts, most of them XML. Nothing is ever unpacked onto a disk."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from tariffs.parsing.limits import MEGABYTE, SPLIT, Limits, raising
from tariffs.parsing.refused import DAMAGED, SAVE_AS, UNLOCK, Refused

#: Stands before each entry in a zip archive's list of contents.
ENTRY = b"PK\x01\x02"
PIECE = 1 << 16
ENCRYPTED = 1


@dataclass(slots=True)
class Package:
    """The parts of an Office file, by name.

    Attributes
    ----------
    archive
        The file.
    limits
        What may be unpacked.
    entries
        The parts, by their names in lower case with forward slashes. A name leads nowhere but into the archive.
    unpacked
        So many bytes have been unpacked. What the archive says of its sizes is not believed.
    """

    archive: zipfile.ZipFile
    limits: Limits
    entries: dict[str, zipfile.ZipInfo]
    unpacked: int = 0

    @classmethod
    def of(cls, content: bytes, limits: Limits) -> Package:
        """Open the file with these bytes.

        Raises
        ------
        Refused
            If it is no archive, or has too many parts.
        """
        if content.count(ENTRY) > limits.parts:  # known before they are listed, which takes memory
            raise Refused(f"is packed of more than {limits.parts:,} parts", f"{SPLIT}{raising('parts')}")
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile as error:
            raise Refused("is cut off or damaged", f"get it again, or {SAVE_AS}") from error
        return cls(archive, limits, {_folded(entry.filename): entry for entry in archive.infolist()})

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return _folded(name) in self.entries

    def bytes_of(self, name: str) -> bytes:
        """A part as a whole; none for no name. Raises what ``pieces`` does."""
        return b"".join(self.pieces(name)) if name else b""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, unpacked piece by piece.

        Raises
        ------
        Refused
            If there is no such part, it is encrypted, or more has been unpacked than may be.
        """
        entry = self.entries.get(_folded(name))
        if entry is None:
            raise Refused(f"{DAMAGED} (it has no part {name})")
        if entry.flag_bits & ENCRYPTED:
            raise Refused("is protected with a password", UNLOCK)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("is packed as no workbook is")
        with self.archive.open(entry) as part:
            while piece := part.read(PIECE):
                self.unpacked += len(piece)
                if self.unpacked > self.limits.unpacked_mb * MEGABYTE:
                    what = f"unpacks to more than {self.limits.unpacked_mb:,} MB"
                    raise Refused(what, f"{SPLIT}{raising('unpacked_mb')}")
                yield piece


def resolved(target: str, source: str) -> str:
    """The name of the part that another one refers to.

    >>> resolved("worksheets/sheet1.xml", "xl/workbook.xml"), resolved("/xl/styles.xml", "xl/workbook.xml")
    ('xl/worksheets/sheet1.xml', 'xl/styles.xml')
    """
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")


def _folded(name: str) -> str:
    return name.replace("\\", "/").lower()
