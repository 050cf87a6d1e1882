"""Writing what is made, so that a user is told in a line why it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

from optimizer.errors import WriteError
from tariffs.atomic import write_whole


def write_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file whole, or leave what is there as it is.

    Raises
    ------
    WriteError
        If it cannot be written.
    """
    try:
        # A link stays one: what it leads to is replaced.
        write_whole(Path(os.path.realpath(path)), content)
    except PermissionError as error:
        cure = "is it open in another program?"
        raise WriteError(f"{path} cannot be written: {error.strerror}; {cure}") from error
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error
