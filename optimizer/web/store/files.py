"""Files by their contents: in a folder, or in a bucket, through fsspec.

A file has the SHA-256 of what it holds as its name, so the same workbook is kept once, and nothing is ever changed.
It is written whole or not at all: under another name first, and renamed; a bucket shows no file before it is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from optimizer.web.store.ids import new_id

#: So much is read at a time, bytes.
CHUNK = 1 << 20

#: How what is not a file yet, or no more, is called.
PART, PROBE, SWEPT = ".part-", ".probe-", ".swept-"

#: The hexadecimal digits of a SHA-256.
DIGITS = 64


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
        with tempfile.TemporaryDirectory(dir=self._root if self.local else None, prefix=PART) as folder:
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
        """Put a file into its place. One that is there is young again, and not swept before it has its row."""
        target = self.path(sha256)
        if not self.local:
            self._system.put_file(str(part), target)
            return
        try:
            os.utime(target)
        except FileNotFoundError:
            Path(target).parent.mkdir(exist_ok=True)
            part.replace(target)

    def older(self, seconds: float) -> Iterator[Kept]:
        """The files that were last put longer ago than this."""
        for path, about in self._system.find(self._root, detail=True).items():
            name = str(path).rpartition("/")[2]
            with contextlib.suppress(FileNotFoundError):  # somebody else sweeps, too
                if len(name) == DIGITS and self._age(path) > seconds:
                    yield Kept(name, int(about["size"]))

    def remove(self, sha256: str, seconds: float) -> bool:
        """Remove a file that is still older than this; whether it was."""
        path = self.path(sha256)
        aside = f"{self._root}/{SWEPT}{new_id()}"
        try:
            if not self.local:
                if self._age(path) <= seconds:
                    return False
                self._system.rm_file(path)
                return True
            # Out of the way first: one that is put meanwhile is young, and goes back.
            Path(path).rename(aside)
        except FileNotFoundError:
            return False
        if self._age(aside) <= seconds:
            Path(aside).replace(path)
            return False
        Path(aside).unlink()
        return True

    def remove_parts(self, seconds: float) -> None:
        """Remove what was begun and never finished, longer ago than this."""
        if not self.local:
            return
        for path in Path(self._root).glob(".*-*"):
            if not path.name.startswith((PART, PROBE, SWEPT)):
                continue
            with contextlib.suppress(FileNotFoundError):
                if self._age(str(path)) <= seconds:
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()

    def _age(self, path: str) -> float:
        """How long ago something was last written, s."""
        if self.local:
            return time.time() - Path(path).stat().st_mtime
        written: datetime = self._system.modified(path)
        aware = written if written.tzinfo is not None else written.replace(tzinfo=UTC)
        return (datetime.now(UTC) - aware).total_seconds()

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
        probe = f"{self._root}/{PROBE}{new_id()}"
        self._system.pipe_file(probe, b"")
        self._system.rm_file(probe)
        return True
