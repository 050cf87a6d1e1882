"""``optimizer user``: who may use a server that firms share."""

from __future__ import annotations

import argparse

from optimizer.commands.serve import told


def run(options: argparse.Namespace) -> bool:
    """Add, remove or list people, or make a link for a new password."""
    with told():
        from optimizer.web import administration  # noqa: PLC0415 - of an extra, as in `serve`

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
    return False
