"""The API tried by its own description: whatever is asked, no answer is a fault, and none is undocumented.

    .venv/bin/python -m tests.web.fuzz_api --seconds 300 --seed 1

A server that firms share, with a plan in it, is asked by an administrator's token; Schemathesis makes up what is asked,
also what the description forbids, and holds each answer to it. Streams of events are left out: the one of a job that
waits does not end, as it should.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient

from optimizer.web.app import create_app
from optimizer.web.settings import Mode, Settings
from tests.web.conftest import API
from tests.web.firms import Shared, add_things, two_firms

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
)


#: What can end the token that all is asked by: tried last, and alone.
ENDS = ("/tokens/{token}", "/people/{person}", "/people/{person}/role")


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, str]]:
    """A server on this computer: its address, and the token of an administrator."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(folder=folder, mode=Mode.FIRMS, url=url, uploads_per_hour=10**6)
        app = create_app(settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            client = TestClient(app, base_url=url)  # without its life: the server has that
            firms = Shared(client, app.state.house, *two_firms(app.state.house))
            add_things(firms)
            yield url, firms.mine.tokens["admin"]
        finally:
            server.should_exit = True
            thread.join()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as (url, token):
        command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{url}{API}/openapi.json"]
        command += ["--header", f"Authorization: Bearer {token}", "--checks", ",".join(CHECKS)]
        command += ["--exclude-path-regex", "/stream$", "--max-examples", str(options.examples)]
        command += ["--max-time", str(options.seconds), "--seed", str(options.seed), "--continue-on-failure"]
        command += ["--request-timeout", "60", "--no-color"]
        ends = [word for path in ENDS for word in ("--exclude-path", API + path)]
        alone = [word for path in ENDS for word in ("--include-path", API + path)]
        return max(subprocess.run([*command, *which], check=False).returncode for which in (ends, alone))


if __name__ == "__main__":
    sys.exit(main())
