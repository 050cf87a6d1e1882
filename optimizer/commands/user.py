"""``optimizer user``: who may use a server that firms share."""

from __future__ import annotations

import argparse

from optimizer.errors import RequestError, WriteError


def run(options: argparse.Namespace) -> bool:
    """Add, remove or list people, or make a link for a new password."""
    try:
        from optimizer.web import administration  # noqa: PLC0415 - of an extra, which may not be installed
    except ImportError as error:
        missing = f"the server needs the package {error.name}"
        raise RequestError(f'{missing}: pip install "freight-optimizer[server]"') from error
    try:
        match options.what:
            case "add":
                asked = (options.email, options.firm, options.role, options.name)
                print(administration.add_user(*asked, folder=options.folder))
            case "link":
                print(administration.link_for(options.email, options.firm, folder=options.folder))
            case "remove":
                administration.remove_user(options.email, options.firm, folder=options.folder)
            case _:
                print("\n".join(administration.users(folder=options.folder)))
    except ValueError as error:
        raise RequestError(str(error)) from error
    except OSError as error:
        raise WriteError(str(error)) from error
    return False
