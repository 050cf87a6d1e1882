"""The command line: what can be asked for, and what the exit status says.

Whatever a command does not need is not imported: help, and checking workbooks, must not wait for a solver to load.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import os
import signal
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from optimizer.commands.interrupting import ended_at_once, heard
from optimizer.commands.status import Exit
from optimizer.options import DEFAULT_SOLVER, Engine
from optimizer.version import version

#: A hundred years.
MOST_DAYS = 36525


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        What follows the name of the program; those of this process by default.

    Returns
    -------
    int
        The exit status: 0 done, 1 a failure of the program or the machine, 2 the input or the command is wrong,
        3 ``audit`` found a difference, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a sign shows ? and goes on
            stream.reconfigure(errors="replace")
    hears = arguments is not None and heard()
    try:
        options = parser().parse_args(arguments)
        with ended_at_once():
            # Not at the top: whoever asks for help need not wait for it.
            from optimizer.commands.running import run  # noqa: PLC0415

        status = run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        return Exit.FAILURE
    except KeyboardInterrupt:
        print("optimizer: interrupted", file=sys.stderr)
        return Exit.INTERRUPTED
    finally:
        if hears:  # what calls this goes on after it, and hears Ctrl-C again
            signal.signal(signal.SIGINT, signal.default_int_handler)
    return status


def _close_quietly() -> None:
    """Let standard output lead nowhere: its reader has gone, and Python would complain again at its end."""
    with contextlib.suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Version(argparse.Action):
    """Print the version, which is looked up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        print(f"optimizer {version()}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    top = argparse.ArgumentParser(
        prog="optimizer",
        description="Finds the least-cost plan of rail, road and sea legs for the cargo in a workbook.",
        epilog="Exit status: 0 done, 1 a failure of the program or machine, 2 the input or the command is wrong, "
        "3 the audit found a difference.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="say which version this is, and stop")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_plan(commands)
    _add_check(commands)
    _add_audit(commands)
    _add_compare(commands)
    _add_template(commands)
    _add_serve(commands)
    _add_user(commands)
    _add_purge(commands)
    _add_backup(commands)
    return top


def _add_plan(commands: Any) -> None:
    plan = _command(commands, "plan", "read workbooks and write the plan of least cost")
    _add_workbooks(plan)
    plan.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="PLAN.xlsx",
        help="the plan workbook to write; one that is there is replaced, another workbook is not",
    )
    _add_force(plan, "replace whatever workbook is there")
    _add_scenario(plan)
    _add_gap(plan)
    plan.add_argument(
        "--time-limit", type=_seconds, metavar="SECONDS", help="be done by then, with the best plan so far"
    )
    plan.add_argument(
        "--engine",
        choices=[engine.value for engine in Engine],
        default=Engine.AUTO.value,
        help="list the itineraries of every shipment, or generate columns; by default whichever suits the size",
    )
    plan.add_argument(
        "--solver",
        default=DEFAULT_SOLVER,
        metavar="NAME",
        help=f"any that PuLP finds installed (default {DEFAULT_SOLVER})",
    )
    plan.add_argument(
        "--budget-co2",
        type=_tonnes,
        metavar="T",
        help="the cheapest plan found that emits no more than T tonnes of CO2e, well to wheel",
    )
    _add_keep(plan)
    plan.add_argument(
        "--trains",
        action="store_true",
        default=None,
        help="find out what it would take for departures with a minimum load or a cost to run that do not, which "
        "solves twice more for each such leg; without it, only where itineraries are listed",
    )
    _add_workers(plan)
    _add_json(plan, "the summary")
    _add_quiet(plan)


def _add_keep(plan: argparse.ArgumentParser) -> None:
    """What stays of a plan that was made before, and what a change of it costs."""
    plan.add_argument(
        "--keep", metavar="PLAN.xlsx", help="plan again from this plan: what of it departed before --as-of stays"
    )
    plan.add_argument("--as-of", metavar="DATE", help="the day from which on it may change, such as 2025-04-01")
    plan.add_argument(
        "--change-cost",
        default="0",
        metavar="AMOUNT",
        help="what each booking costs that does not stay as it was, beside the logistics cost (default 0)",
    )


def _add_workers(plan: argparse.ArgumentParser) -> None:
    """Who generates columns: no more of a plan depends on it than how long it takes."""
    either = plan.add_mutually_exclusive_group()
    either.add_argument(
        "--workers",
        type=_workers,
        metavar="N",
        help="generate columns on so many threads (default: as many as the machine has cores)",
    )
    either.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="generate columns on the workers of the dask scheduler at tcp://HOST:PORT",
    )


def _add_check(commands: Any) -> None:
    check = _command(commands, "check", "say everything that is wrong with workbooks, without planning")
    _add_workbooks(check)
    _add_scenario(check)
    check.add_argument(
        "--fix",
        metavar="OUT.xlsx",
        help="also write a copy in which every doubtful cell is marked, with what would be right; "
        "of several workbooks one copy each, OUT-NAME.xlsx; a copy that is there is replaced unless it was changed",
    )
    _add_force(check, "replace copies that were changed, and whatever else is there")
    _add_json(check, "the problems")


def _add_audit(commands: Any) -> None:
    audit = _command(commands, "audit", "replay a plan against its workbooks, and say every difference")
    audit.add_argument("plan", metavar="PLAN.xlsx", help="a plan workbook")
    _add_workbooks(audit)
    _add_json(audit, "the differences")


def _add_compare(commands: Any) -> None:
    compare = _command(commands, "compare", "plan workbooks as they stand and under scenarios, and write what differs")
    _add_workbooks(compare)
    compare.add_argument("-o", "--output", required=True, metavar="OUT.xlsx", help="the workbook to write")
    _add_force(compare, "replace whatever workbook is there")
    compare.add_argument(
        "--scenario", action="append", metavar="NAME", help="one of the sheet Scenarios, once for each; by default all"
    )
    _add_gap(compare)
    compare.add_argument(
        "--workers", type=_workers, metavar="N", help="plan in so many processes (default: as many as there are cores)"
    )
    _add_json(compare, "a row for each plan")
    _add_quiet(compare)


def _add_template(commands: Any) -> None:
    template = _command(commands, "template", "write an empty workbook to fill in")
    template.add_argument("output", metavar="OUT.xlsx", help="the workbook to write; one that is filled in is kept")
    _add_force(template, "replace whatever is there")
    template.set_defaults(json=False)


def _add_serve(commands: Any) -> None:
    serve = _command(commands, "serve", "serve the pages on this computer, to plan in a browser; Ctrl-C ends it")
    serve.add_argument(
        "--host", metavar="NAME", help="127.0.0.1 (default) or localhost; another one only where firms log in"
    )
    serve.add_argument("--port", type=int, metavar="N", help="where to listen (default 8000; 0 for any that is free)")
    _add_folder(serve)
    serve.add_argument("--open", action="store_true", help="open the page in a browser")
    serve.set_defaults(json=False)


def _add_user(commands: Any) -> None:
    user = _command(commands, "user", "say who may use a server that firms share")
    what = user.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = _command(what, "add", "invite somebody, and print the link by which they set a password")
    link = _command(what, "link", "print a link by which somebody sets a new password")
    remove = _command(what, "remove", "let somebody in no longer, and end their sessions and tokens")
    listed = _command(what, "list", "list all who may come in")
    for one in (add, link, remove):
        one.add_argument("email", metavar="EMAIL", help="their address of mail")
        needed = "the firm, which is made if there is none" if one is add else "the firm, of somebody who is in several"
        one.add_argument("--firm", metavar="NAME", required=one is add, help=needed)
    add.add_argument("--role", choices=["read", "upload", "admin"], default="upload", help="default: upload")
    add.add_argument("--name", metavar="NAME", default="", help="what they are called")
    for one in (add, link, remove, listed):
        _add_folder(one)
        one.set_defaults(json=False)


def _add_purge(commands: Any) -> None:
    words = "remove uploads that are old from a server, with their jobs, plans and files; tariff books stay"
    purge = _command(commands, "purge", words)
    older = "those that were made, and last planned, so many days ago"
    purge.add_argument("--older-than", type=_days, required=True, metavar="DAYS", help=older)
    purge.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")
    _add_folder(purge)
    purge.set_defaults(json=False)


def _add_backup(commands: Any) -> None:
    backup = _command(commands, "backup", "copy a server's database and files, which may run meanwhile")
    backup.add_argument("to", metavar="FOLDER", help="where to: `optimizer serve --folder FOLDER` serves it")
    _add_folder(backup)
    backup.set_defaults(json=False)


def _add_folder(command: argparse.ArgumentParser) -> None:
    kept = "where uploads and plans are kept (default ~/.freight-optimizer)"
    command.add_argument("--folder", metavar="FOLDER", help=kept)


def _command(commands: Any, name: str, words: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=f"{words[0].upper()}{words[1:]}.", allow_abbrev=False
    )
    return added


def _add_workbooks(command: argparse.ArgumentParser) -> None:
    words = "an input workbook, or a folder of .csv files; several form one input"
    command.add_argument("workbooks", nargs="+", metavar="WORKBOOK", help=words)


def _add_scenario(command: argparse.ArgumentParser) -> None:
    command.add_argument("--scenario", metavar="NAME", help="apply this scenario of the sheet Scenarios")


def _add_gap(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gap",
        type=_gap,
        default=Decimal("0.0001"),
        help="how far from the proven bound a plan may be to count as optimal (default 0.0001, which is 0.01 %%)",
    )


def _add_quiet(command: argparse.ArgumentParser) -> None:
    command.add_argument("--quiet", action="store_true", help="show no progress, warnings or summary; only errors")


def _add_force(command: argparse.ArgumentParser, words: str) -> None:
    command.add_argument("--force", action="store_true", help=words)


def _add_json(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--json", action="store_true", help=f"print {what} as JSON, and nothing else")


def _gap(text: str) -> Decimal:
    try:
        gap = Decimal(text)
    except InvalidOperation:
        gap = Decimal("NaN")
    if gap.is_nan() or not 0 <= gap < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share from 0 up to 1, such as 0.001 for 0.1 %")
    return gap


def _tonnes(text: str) -> Decimal:
    try:
        tonnes = Decimal(text)
    except InvalidOperation:
        tonnes = Decimal("NaN")
    if not tonnes.is_finite() or tonnes < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of tonnes, 0 or more")
    return tonnes


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = math.nan
    if not 0 < days <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days above 0, such as 90")
    return days


def _workers(text: str) -> int:
    try:
        workers = int(text)
    except ValueError:
        workers = 0
    if workers < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of threads, 1 or more")
    return workers
