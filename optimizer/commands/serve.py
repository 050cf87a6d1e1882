"""``optimizer serve``: the pages, and the API, on this computer."""

from __future__ import annotations

import argparse

from optimizer.errors import RequestError, WriteError


def run(options: argparse.Namespace) -> bool:
    """Serve until Ctrl-C."""
    try:
        from optimizer.web.serve import serve  # noqa: PLC0415 - of an extra, which may not be installed
    except ImportError as error:
        missing = f"the server needs the package {error.name}"
        raise RequestError(f'{missing}: pip install "freight-optimizer[server]"') from error
    try:
        serve(host=options.host, port=options.port, folder=options.folder, open_browser=options.open)
    except ValueError as error:
        raise RequestError(str(error)) from error
    except OSError as error:
        raise WriteError(str(error)) from error
    return False
