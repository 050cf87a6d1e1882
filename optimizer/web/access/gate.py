"""What comes in at all: the host that is asked for, where the request comes from, and how large it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from optimizer.web.refusal import Refusal
from optimizer.web.settings import MEGABYTE, Settings

#: The names of this computer, in the mode without login.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: What those who watch over a server ask, by whatever name they know it; the answer says nothing but that it is there.
PROBES = frozenset({"/healthz", "/readyz"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

#: Says a refusal to whoever asked, as a page or as JSON.
Say: TypeAlias = "Callable[[Scope, Receive, Send, Refusal], Awaitable[None]]"


class Gate:
    """Refuses what may not come in, before any of it is read."""

    def __init__(self, app: ASGIApp, settings: Settings, say: Say) -> None:
        self.app, self.settings, self.say = app, settings, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        method, path = scope["method"], scope["path"]
        refusal = self._host(path, headers) or _signs(scope) or self._origin(method, headers) or self._size(headers)
        if refusal is not None:
            await self.say(scope, receive, send, refusal)
            return
        await self.app(scope, self._counted(receive), send)

    def _host(self, path: str, headers: Headers) -> Refusal | None:
        """A page elsewhere whose name leads here must not get an answer (DNS rebinding)."""
        given = headers.get("host", "")
        if self.settings.shared:
            own = urlsplit(self.settings.url).netloc
            if given.casefold() == own.casefold() or path in PROBES:
                return None
            return Refusal(421, "wrong-host", "This is another server", "It answers to its own name alone.")
        try:
            host = urlsplit(f"//{given}").hostname
        except ValueError:  # brackets that do not close
            host = None
        if host in LOOPBACK:
            return None
        return Refusal(421, "wrong-host", "This is another server", "It answers to localhost and 127.0.0.1 alone.")

    def _origin(self, method: str, headers: Headers) -> Refusal | None:
        """What changes something must come from a page of this server, or from no page."""
        if method in SAFE:
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        own = origin is None or origin.partition("://")[2] == headers.get("host")
        if own and site in ("same-origin", "none"):
            return None
        return Refusal(403, "wrong-origin", "This came from another site", "Open the page here, and try again.")

    def _size(self, headers: Headers) -> Refusal | None:
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) <= self.settings.upload_mb * MEGABYTE:
            return None
        return too_large(self.settings)

    def _counted(self, receive: Receive) -> Receive:
        """What is received, as long as it is no more than it may be, whatever was said of its length."""
        left = self.settings.upload_mb * MEGABYTE

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise too_large(self.settings)
            return message

        return counted


def _signs(scope: Scope) -> Refusal | None:
    """No address has a sign that no text of a database can have."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        return Refusal(400, "unreadable", "The address cannot be read", "It has a sign that stands for nothing.")
    return None


def too_large(settings: Settings) -> Refusal:
    """The refusal of a request that carries too much."""
    detail = f"One upload may carry {settings.upload_mb:,} MB; split the workbooks, or leave out pictures."
    return Refusal(413, "too-large", "This upload is too large", detail)
