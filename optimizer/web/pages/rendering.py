"""From a template to a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from optimizer.web.pages import words
from optimizer.web.refusal import Refusal

TEMPLATES = Jinja2Templates(directory=Path(__file__).parents[1] / "templates")
TEMPLATES.env.filters |= {
    "money": words.money,
    "share": words.share,
    "day": words.day,
    "moment": words.moment,
    "heading": words.heading,
    "cell": words.cell,
    "looks": words.looks,
}


def page(request: Request, name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page, or a part of one."""
    return TEMPLATES.TemplateResponse(request, name, context, status_code=status)


def error_page(request: Request, refusal: Refusal) -> Response:
    """A refusal as a page."""
    return page(request, "error.html", status=refusal.status, refusal=refusal)


def go_to(path: str) -> RedirectResponse:
    """The answer to a form: look there."""
    return RedirectResponse(path, status_code=303)
