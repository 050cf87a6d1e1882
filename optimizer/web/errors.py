"""Whatever goes wrong, said to whoever asked: as problem details (RFC 9457) by the API, as a page elsewhere."""

from __future__ import annotations

import errno
import json
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from optimizer.web.api import PREFIX
from optimizer.web.pages.rendering import error_page
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store import MissingFileError
from optimizer.web.store.database import AWAY, no_room

log = structlog.get_logger()

#: A disk that is full, a quota that is used up, a file that may not be larger.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

FULL = Refusal(507, "no-room", "The server has no room left", "Tell whoever runs it; nothing was kept.")
BUSY = Refusal(
    503, "busy", "The server cannot reach its database", "Try again in a moment.", headers={"Retry-After": "2"}
)
FAULT = Refusal(500, "fault", "Something went wrong here", "It is a fault of the program, and was noted. Try again.")
GONE = Refusal(410, "gone", "This file is no longer kept", "Upload the workbooks again, and plan anew.")


def answer(request: Request, refusal: Refusal) -> Response:
    """A refusal as the answer to a request."""
    if not request.url.path.startswith(PREFIX):
        response = error_page(request, refusal)
        response.headers.update(refusal.headers)
        return response
    body = json.dumps(refusal.details())
    return Response(body, refusal.status, refusal.headers, media_type="application/problem+json")


async def say(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    """Answer with a refusal before any route is reached."""
    await answer(Request(scope), refusal)(scope, receive, send)


def handle(app: FastAPI) -> None:
    """Have an application say whatever goes wrong."""

    async def refused(request: Request, error: Exception) -> Response:
        return answer(request, _refusal(error))

    of_database = (*AWAY, DataError)
    for kind in (Refusal, HTTPException, RequestValidationError, *of_database, OSError, MissingFileError):
        app.add_exception_handler(kind, refused)


class Faults:
    """Answers a fault of the program as any refusal, with all headers; what was begun to be answered is broken off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http":
                raise
            refusal = _refusal(error)
            if not begun:
                await say(scope, receive, send, refusal)


def _refusal(error: Exception) -> Refusal:  # noqa: PLR0911 - one for each kind
    match error:
        case Refusal():
            return error
        case RequestValidationError():
            return _invalid(error)
        case HTTPException(__cause__=Refusal() | OSError() as cause):  # raised while the body was read
            return _refusal(cause)
        case HTTPException(status_code=404):
            return not_found("page")
        case HTTPException():
            return Refusal(error.status_code, "refused", str(error.detail), headers=error.headers)
        case MissingFileError():
            return GONE
        case _ if isinstance(error, AWAY) and not no_room(error):
            log.warning("database", error=type(getattr(error, "orig", error)).__name__)
            return BUSY
        case DataError():  # PostgreSQL takes no text with a sign of no meaning in it
            return Refusal(400, "unreadable", "Something here cannot be kept", "Leave out signs that cannot be seen.")
        case _ if isinstance(error, AWAY) or getattr(error, "errno", None) in NO_ROOM:
            log.error("no room")
            return FULL
        case _:
            log.error("fault", error=type(error).__name__, exc_info=error)
            return FAULT


def _invalid(error: RequestValidationError) -> Refusal:
    """What is wrong with the parts of a request, all at once."""
    parts: list[dict[str, Any]] = [
        {"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()
    ]
    detail = "; ".join(f"{part['where']}: {part['what']}" for part in parts)
    return Refusal(422, "invalid", "The request is not as it should be", detail, parts=parts)
