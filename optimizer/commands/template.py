"""``optimizer template``: write an empty workbook to fill in."""

from __future__ import annotations

import argparse

from optimizer.commands.output import check_unchanged, output_path
from optimizer.errors import WriteError
from tariffs.showing import printable
from tariffs.template import write_template


def run(options: argparse.Namespace) -> bool:
    """Write the template."""
    output = output_path(options.output, ())
    try:
        check_unchanged([output], force=options.force)
        write_template(output)
    except OSError as error:
        raise WriteError(f"{output} cannot be written: {error.strerror or error}") from error
    print(printable(f"Written: {output}"))
    return False
