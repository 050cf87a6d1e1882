"""``optimizer purge``: what is old goes, of a server's uploads and plans."""

from __future__ import annotations

import argparse

from optimizer.commands.serve import told


def run(options: argparse.Namespace) -> bool:
    """Remove, and say what went."""
    with told():
        from optimizer.web.operations.beside import opened  # noqa: PLC0415 - of an extra, as in `serve`
        from optimizer.web.operations.purge import purge  # noqa: PLC0415

        with opened(folder=options.folder) as house:
            gone = purge(house, options.older_than, rehearse=options.dry_run)
    rows = f"{gone.uploads:,} uploads, {gone.jobs:,} jobs, {gone.plans:,} plans"
    if options.dry_run:
        print(f"would remove {rows}")
    else:
        print(f"removed {rows}, {gone.files.files:,} files ({gone.files.bytes / 1e6:,.1f} MB)")
    return False
