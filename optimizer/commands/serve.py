"""``optimizer serve``: the pages, and the API, on this computer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from optimizer.errors import RequestError, WriteError


def run(options: argparse.Namespace) -> bool:
    """Serve until Ctrl-C."""
    with told():
        from optimizer.web.serve import serve  # noqa: PLC0415 - of an extra, which may not be installed

        serve(host=options.host, port=options.port, folder=options.folder, open_browser=options.open)
    return False


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong within, as errors that a command says in a line.

    Raises
    ------
    RequestError
        If a package is missing, or what is asked for cannot be.
    WriteError
        If the disk or the database cannot be reached or written to.
    """
    try:
        yield
    except ImportError as error:
        missing = f"the server needs the package {error.name}"
        raise RequestError(f'{missing}: pip install "freight-optimizer[server]"') from error
    except ValueError as error:
        raise RequestError(str(error)) from error
    except OSError as error:
        raise WriteError(str(error)) from error
