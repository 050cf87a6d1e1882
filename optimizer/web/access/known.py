"""Finds out who asks before anything that they send is read: who is unknown sends no workbook."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from optimizer.web.access.gate import Say
from optimizer.web.access.viewer import viewer_of
from optimizer.web.house import House
from optimizer.web.refusal import Refusal

#: Where one need not be known. A route there that asks for a right refuses who is not all the same.
OPEN = ("/static/", "/healthz", "/readyz", "/metrics", "/sign-in", "/link/")


class Known:
    """Puts who asks into ``request.state.viewer``, and refuses who is unknown."""

    def __init__(self, app: ASGIApp, house: House, say: Say) -> None:
        self.app, self.house, self.say = app, house, say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] == "http" and not scope["path"].startswith(OPEN):
            try:
                viewer = await run_in_threadpool(viewer_of, HTTPConnection(scope), self.house)
            except Refusal as refusal:
                await self.say(scope, receive, send, refusal)
                return
            scope.setdefault("state", {})["viewer"] = viewer
        await self.app(scope, receive, send)
