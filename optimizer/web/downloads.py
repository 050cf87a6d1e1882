"""Files of the store as answers."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from starlette.responses import StreamingResponse

from optimizer.web.store import FileStore
from optimizer.web.store.files import CHUNK

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: The answer of a route that gives a workbook.
EXCEL: dict[int | str, dict[str, Any]] = {
    200: {"description": "The workbook", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}


def download(files: FileStore, sha256: str, name: str, *, shown: bool = False) -> StreamingResponse:
    """A file of the store: to be saved under a name, or ``shown`` in the page."""
    with files.open(sha256):  # before an answer is begun
        pass

    def parts() -> Iterator[bytes]:
        with files.open(sha256) as file:
            while chunk := file.read(CHUNK):
                yield chunk

    kind = XLSX if name.endswith(".xlsx") else mimetypes.guess_type(name)[0] or "application/octet-stream"
    how = "inline" if shown else "attachment"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    headers = {"Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"}
    return StreamingResponse(parts(), media_type=kind, headers=headers)
