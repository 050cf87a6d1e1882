"""Files by their contents: in a folder, or in a bucket, through fsspec.

A file has the SHA-256 of what it holds as its name, so the same workbook is kept once, and nothing is ever changed.
It is written whole or not at all: under another name first, and renamed; a bucket shows no file before it is whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from optimizer.web.store.ids import new_id

#: So much is read at a time, bytes.
CHUNK = 1 << 20


class MissingFileError(Exception):
    """A file that the database names is not there: the store was not restored with it, or was cleared."""


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """So many at most."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store: its name there, and its size in bytes."""

    sha256: str
    size: int


@dataclass(slots=True)
class FileStore:
    """A folder or a bucket, by its URL or path."""

    url: str
    _system: Any = field(init=False, repr=False)
    _root: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open it; a folder is made."""
        from fsspec.core import url_to_fs  # noqa: PLC0415 - a bucket's own package is imported by its URL

        self._system, self._root = url_to_fs(self.url)
        if self.local:
            Path(self._root).mkdir(parents=True, exist_ok=True)

    @property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        return "file" in self._system.protocol

    def path(self, sha256: str) -> str:
        """Where a file is."""
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def put(self, source: Readable) -> Kept:
        """Take in what a stream gives.

        Raises
        ------
        OSError
            If there is no room, or it cannot be written.
        """
        with tempfile.TemporaryDirectory(dir=self._root if self.local else None, prefix=".part-") as folder:
            part = Path(folder, "whole")
            digest, size = hashlib.sha256(), 0
            with part.open("wb") as file:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
                    size += len(chunk)
                file.flush()
                os.fsync(file.fileno())
            self._place(part, digest.hexdigest())
        return Kept(digest.hexdigest(), size)

    def put_file(self, path: Path) -> Kept:
        """Take in a file of this machine."""
        with path.open("rb") as file:
            return self.put(file)

    def _place(self, part: Path, sha256: str) -> None:
        target = self.path(sha256)
        if self.has(sha256):
            return
        if not self.local:
            self._system.put_file(str(part), target)
            return
        Path(target).parent.mkdir(exist_ok=True)
        part.replace(target)

    def has(self, sha256: str) -> bool:
        """Whether a file is there."""
        return bool(self._system.exists(self.path(sha256)))

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        """A file, to be read.

        Raises
        ------
        MissingFileError
            If it is not there.
        """
        try:
            file = self._system.open(self.path(sha256), "rb")
        except FileNotFoundError as error:
            raise MissingFileError(sha256) from error
        with file:
            yield file

    def read(self, sha256: str) -> bytes:
        """All of a file."""
        with self.open(sha256) as file:
            return file.read()

    def fetch(self, sha256: str, path: Path) -> None:
        """Copy a file to this machine."""
        with self.open(sha256) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK)

    def can_write(self) -> bool:
        """Whether something can be written; raises what is wrong if not."""
        probe = f"{self._root}/.probe-{new_id()}"
        self._system.pipe_file(probe, b"")
        self._system.rm_file(probe)
        return True
