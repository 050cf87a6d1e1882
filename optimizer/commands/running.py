"""Running one command, and what its exit status is."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from optimizer.commands.interrupting import ended_at_once
from optimizer.commands.saying import tell_problems
from optimizer.commands.status import Exit
from optimizer.errors import AuditError, RebateError, RequestError
from tariffs.collecting import seldom_collected
from tariffs.problems import FreightError, InputError, UnratedError
from tariffs.showing import printable

#: What a user mends in the input, or by another command.
WRONG_INPUT = (RequestError, RebateError, UnratedError)


@seldom_collected()  # the modules of a command are a tenth quicker to import so
def run(options: argparse.Namespace) -> Exit:
    """Run a command; what it raises on purpose is said in a line, and becomes an exit status."""
    try:
        with ended_at_once():
            command = import_module(f"optimizer.commands.{options.command}")
        differs = command.run(options)
    except InputError as error:
        tell_problems(error.problems, json=options.json)
        return Exit.WRONG_INPUT
    except AuditError as error:
        print("optimizer: this is a fault of the program. Its plan was not written, since it does", file=sys.stderr)
        print(f"not stand up to the auditor:\n{error}", file=sys.stderr)
        return Exit.FAILURE
    except FreightError as error:
        print(printable(f"optimizer {options.command}: {error}"), file=sys.stderr)
        return Exit.WRONG_INPUT if isinstance(error, WRONG_INPUT) else Exit.FAILURE
    return Exit.DIFFERENCE if differs else Exit.DONE
