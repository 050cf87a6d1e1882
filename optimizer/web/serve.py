"""``optimizer serve`` and ``make serve``: the server, and the workers that it starts and keeps.

They are processes of their own: a plan slows no page, and a worker that is lost is started again. It ends by itself
once the server is gone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from optimizer.web.access.gate import LOOPBACK
from optimizer.web.app import create_app, make_ready
from optimizer.web.logs import set_up
from optimizer.web.settings import Settings

#: A worker that ends is started again after this, s.
AGAIN = 1.0

#: What a worker has to end in good order, s.
TO_END = 5.0


def serve(*, open_browser: bool = False, **chosen: Any) -> None:
    """Serve until Ctrl-C.

    Parameters
    ----------
    open_browser
        Whether to open the page in a browser.
    chosen
        Settings that come before those of the environment; ``None`` for none.

    Raises
    ------
    ValueError
        If a setting cannot be what it is to be, or the mode without login is to be heard from elsewhere.
    OSError
        If the folder cannot be written to, or the database not be reached.
    """
    settings = Settings(**{name: value for name, value in chosen.items() if value is not None})
    if settings.shared:
        _check_url(settings.url)
    elif settings.host not in LOOPBACK:
        raise ValueError(f"host {settings.host}: without login, this computer alone may ask: 127.0.0.1 or localhost")
    set_up()
    app = create_app(settings)
    make_ready(app.state.house)  # before the workers, and so that what is wrong with it is said here
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=2,
    )
    server = Server(config, open_browser=open_browser)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Either signal ends the server in good order, and is raised again by it.
    with workers(settings), contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise OSError(f"port {settings.port} cannot be listened on; give another one")


def _check_url(url: str) -> None:
    """Refuse what browsers cannot come by without somebody listening in.

    Raises
    ------
    ValueError
        If it is no address, or one elsewhere without TLS.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f'OPTIMIZER_URL="{url}": where firms log in, say where browsers find it: https://NAME')
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ValueError(f"OPTIMIZER_URL={url}: passwords go by https: alone; see the README of optimizer/web")


class Server(uvicorn.Server):
    """Says where it is once it is ready."""

    def __init__(self, config: uvicorn.Config, *, open_browser: bool) -> None:
        super().__init__(config)
        self.open_browser = open_browser

    async def startup(self, sockets: Any = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if not self.started:
            return
        port = self.servers[0].sockets[0].getsockname()[1]
        url = f"http://{self.config.host}:{port}"
        print(f"Freight optimizer: {url}  (Ctrl-C ends it)", flush=True)
        if self.open_browser:
            webbrowser.open(url)


@contextmanager
def workers(settings: Settings) -> Iterator[None]:
    """Within, the workers that are to run here do."""
    ending = threading.Event()
    keepers = [threading.Thread(target=_keep, args=(settings, ending)) for _ in range(settings.workers)]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        ending.set()
        for keeper in keepers:
            keeper.join()


def _keep(settings: Settings, ending: threading.Event) -> None:
    """Keep one worker running."""
    values = settings.model_dump(mode="json", exclude={"metrics_token"})
    environment = {f"OPTIMIZER_{name.upper()}": str(value) for name, value in values.items()}
    command = [sys.executable, "-m", "optimizer.web.work.worker", "--attached"]
    while not ending.is_set():
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | environment) as worker:
            while worker.poll() is None and not ending.wait(0.2):
                pass
            assert worker.stdin is not None
            with contextlib.suppress(OSError):
                worker.stdin.close()
            begun = time.monotonic()
            while worker.poll() is None and time.monotonic() < begun + TO_END:
                time.sleep(0.05)
            worker.kill()
        ending.wait(AGAIN)
