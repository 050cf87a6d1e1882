"""From a template to a page, in the reader's own style of numbers and days."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from optimizer.web.access import Viewer
from optimizer.web.access.visit import CSRF_FIELD
from optimizer.web.pages import words
from optimizer.web.pages.reader import Style, style_of
from optimizer.web.refusal import Refusal

UNKNOWN = 401

#: Who looks at a page before it is known who.
NOBODY = Viewer("", frozenset())

#: A form that changes something.
_FORM = re.compile(r'<form\b[^>]*\smethod="post"[^>]*>')


class Forms(Extension):
    """Gives every form that changes something the token of the session, so that no template can forget it."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Add the field to the source of a template."""
        field = f'<input type="hidden" name="{CSRF_FIELD}" value="{{{{ viewer.csrf or "" }}}}">'
        return _FORM.sub(lambda form: form[0] + field, source)


def _viewer(request: Request) -> dict[str, Any]:
    """Who looks at a page, if that is known: in every template."""
    return {"viewer": getattr(request.state, "viewer", None) or NOBODY}


def style(request: Request) -> Style:
    """The style of whoever asks."""
    found: Style | None = getattr(request.state, "style", None)
    if found is None:
        found = request.state.style = style_of(request.headers.get("accept-language", ""))
    return found


def _in_style(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes in the style of whoever asks."""

    @pass_context
    def written(context: Context, value: Any, *more: Any) -> str:
        return write(value, *more, style=style(context["request"]))

    return written


TEMPLATES = Jinja2Templates(directory=Path(__file__).parents[1] / "templates", context_processors=[_viewer])
TEMPLATES.env.add_extension(Forms)
TEMPLATES.env.filters |= {
    write.__name__: _in_style(write)
    for write in (
        words.money,
        words.more,
        words.share,
        words.day,
        words.moment,
        words.cell,
        words.understood,
        words.said,
    )
} | {"heading": words.heading, "looks": words.looks}


def page(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page, or a part of one."""
    return TEMPLATES.TemplateResponse(request, name, context, status_code=status)


def error_page(request: Request, refusal: Refusal) -> Response:
    """A refusal as a page; to whom nobody knows the one for signing in, which then leads on."""
    if refusal.status != UNKNOWN:
        return page(request, "error.html", status=refusal.status, refusal=refusal)
    wanted = request.url.path if request.method == "GET" else "/"
    response = page(request, "sign_in.html", status=UNKNOWN, refusal=refusal, wanted=wanted)
    if request.headers.get("hx-request"):
        response.headers["HX-Redirect"] = "/sign-in"
    return response


def go_to(path: str) -> RedirectResponse:
    """The answer to a form: look there."""
    return RedirectResponse(path, status_code=303)
