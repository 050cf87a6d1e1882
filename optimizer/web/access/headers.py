"""The headers of every answer. No page has a script or a style of its own inside, so none is allowed."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: Pages and data are whoever's who asked, and are not kept; scripts and styles are the same for all.
CACHED, NOT_CACHED = "public, max-age=3600", "no-store"

#: Behind TLS: for two years browsers come by ``https:`` alone.
HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


class SafeHeaders:
    """Adds the headers."""

    def __init__(self, app: ASGIApp, *, behind_tls: bool) -> None:
        self.app = app
        self.always = ALWAYS | (HSTS if behind_tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.always.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", CACHED if scope["path"].startswith("/static/") else NOT_CACHED)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
