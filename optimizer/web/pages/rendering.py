"""From a template to a page, in the reader's own style of numbers and days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from optimizer.web.pages import words
from optimizer.web.pages.reader import Style, style_of
from optimizer.web.refusal import Refusal


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


TEMPLATES = Jinja2Templates(directory=Path(__file__).parents[1] / "templates")
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
    """A refusal as a page."""
    return page(request, "error.html", status=refusal.status, refusal=refusal)


def go_to(path: str) -> RedirectResponse:
    """The answer to a form: look there."""
    return RedirectResponse(path, status_code=303)
