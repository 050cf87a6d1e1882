"""The log of requests: method, route, status, time and the row of who asked; nothing of what was sent."""

from __future__ import annotations

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from optimizer.web.access import Viewer

log = structlog.get_logger()


class RequestLog:
    """Notes every request once it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "")
            ms = round(1000 * (time.monotonic() - begun), 1)
            if not route.startswith("/static"):
                viewer: Viewer | None = scope.get("state", {}).get("viewer")
                who = viewer and (viewer.user_id or viewer.token_id)
                log.info("request", method=scope["method"], route=route, status=status, ms=ms, who=who)
