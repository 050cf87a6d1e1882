"""Debian's Chromium, a server beside it, and what is held of every page that is looked at."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[3]
AXE = Path(__file__).with_name("vendor") / "axe.min.js"

#: The rules that are held: level A and AA of WCAG 2.0 to 2.2.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

#: A phone, and a desk, pixels.
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}

#: What a page may take on a busy machine, ms.
PATIENCE = 60_000


def chromium() -> str | None:
    """Where the browser is, or ``None``."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def served(folder: Path, port: int = 0, **more: str) -> Iterator[str]:
    """A server with its workers, as a person starts it; its address. ``more`` are settings."""
    command = [sys.executable, "-m", "optimizer", "serve", "--port", str(port), "--folder", str(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | more, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout is not None
    try:
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None, (folder / "log").read_text()
        yield found[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        process.wait(30)


@dataclass(slots=True)
class Looker:
    """Looks at pages: by the rules of axe, in light and dark and on a phone, and keeps pictures if it is to."""

    page: Page
    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)

    def watch(self, base: str) -> None:
        """Note what a page asks of elsewhere, and what it complains of."""
        host = urlsplit(base).netloc

        def asked(request: Any) -> None:
            if urlsplit(request.url).netloc not in (host, "") and not request.url.startswith(("data:", "blob:")):
                self.faults.append(f"{self.page.url} asks {request.url}")

        def said(message: Any) -> None:
            if message.type in ("error", "warning"):
                self.faults.append(f"{self.page.url} says: {message.text}")

        self.page.on("request", asked)
        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))

    def look(self, name: str, *, narrow: bool = True) -> None:
        """See that a page is as it should be, in each of its looks."""
        for looks in ("light", "dark"):
            self.page.emulate_media(color_scheme=looks)  # type: ignore[arg-type]
            self._by_the_rules(f"{name}, {looks}")
            self._keep(f"{name}-{looks}")
        self.page.emulate_media(color_scheme="light")
        if narrow:
            self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            wide = self.page.evaluate("document.scrollingElement.scrollWidth")
            if wide > PHONE["width"]:
                self.faults.append(f"{name}: {wide} px wide on a phone of {PHONE['width']}")
            self._by_the_rules(f"{name}, on a phone")
            self._keep(f"{name}-phone")
            self.page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def _by_the_rules(self, name: str) -> None:
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        for violation in found["violations"]:
            for node in violation["nodes"][:3]:
                self.faults.append(f"{name}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}")

    def _keep(self, name: str) -> None:
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.pictures / f"{name}.png", full_page=True)


@contextmanager
def browsing(base: str, pictures: Path | None = None, **context: Any) -> Iterator[Looker]:
    """A page of the browser, and who looks at it; whatever was noted is there at the end."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_context(base_url=base, viewport=DESK, **{"locale": "en-GB", **context}).new_page()
        page.set_default_timeout(PATIENCE)
        looker = Looker(page, pictures)
        looker.watch(base)
        yield looker
        browser.close()
