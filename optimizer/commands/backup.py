"""``optimizer backup``: a copy of a server's database and files, while it runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from optimizer.commands.serve import told


def run(options: argparse.Namespace) -> bool:
    """Copy, and say what was copied; differs where a file is missing."""
    with told():
        from optimizer.web.operations.backup import backup  # noqa: PLC0415 - of an extra, as in `serve`
        from optimizer.web.operations.beside import opened  # noqa: PLC0415

        with opened(folder=options.folder) as house:
            done = backup(house, Path(options.to))
    print(f"backed up into {options.to}: the database, and {done.files:,} files")
    if done.missing:
        print(f"optimizer backup: {done.missing:,} files that the database names are not there", file=sys.stderr)
    return done.missing > 0
