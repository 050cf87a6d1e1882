"""The tests of the server on PostgreSQL, with two worker processes: ``python -m tests.web.postgres``.

It starts a PostgreSQL of its own (Debian's package ``postgresql``) on this computer alone, in a folder that goes with
it; ``--load`` runs ``tests.web.load`` on it, too. What else is given goes to pytest in place of ``tests/web -q``.
"""

from __future__ import annotations

import argparse
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.conftest import SERVER
from tests.web.served import ROOT, free_port


def programs() -> Path | None:
    """Where those of PostgreSQL are, if it is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    name = str(found[-1]) if found else shutil.which("initdb")
    return Path(name).parent if name else None


@contextmanager
def postgres(where: Path) -> Iterator[str]:
    """A PostgreSQL of its own; its URL, without a database."""
    password, port = secrets.token_hex(16), free_port()
    # It refuses to be run by root.
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder, secret = Path(name), Path(name, "password")
        secret.write_text(password)
        if user:
            for path in (folder, secret):
                os.chown(path, user.pw_uid, user.pw_gid)
        data = folder / "data"
        make = ["initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        control = [where / "pg_ctl", "-D", data, "-w"]
        _run([where / make[0], *make[1:], "--no-sync"], folder, **who)
        _run([*control, "-l", folder / "log", "-o", options, "start"], folder, **who)
        try:
            yield f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "stop"], folder, **who)


def _run(command: list[object], folder: Path, **who: object) -> None:
    done = subprocess.run([str(part) for part in command], cwd=folder, stdout=subprocess.DEVNULL, check=False, **who)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(f"{command[0]} failed with status {done.returncode}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--load", action="store_true", help="run tests.web.load, too, with 10 users and 60 uploads")
    options, more = parser.parse_known_args()
    where = programs()
    if where is None:
        print("PostgreSQL is not installed: NOTHING WAS TESTED ON IT (Debian: apt install postgresql)", file=sys.stderr)
        return 0
    with postgres(where) as url:
        environment = os.environ | {SERVER: url}
        tests = [sys.executable, "-m", "pytest", *(more or ["tests/web", "-q"])]
        status = subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode
        if options.load and not status:
            load = [sys.executable, "-m", "tests.web.load", "--users", "10", "--uploads", "60"]
            status = subprocess.run(load, cwd=ROOT, env=environment, check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
