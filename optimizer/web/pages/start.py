"""The start: upload, or take the sample; and what was done before."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from optimizer.web.access import ReadVisit
from optimizer.web.actions.books import books
from optimizer.web.actions.listing import newest
from optimizer.web.pages.rendering import page
from optimizer.web.pages.words import STATES
from optimizer.web.store import tables

router = APIRouter(include_in_schema=False)

#: So many uploads and plans are shown on the first page.
RECENT = 10


@router.get("/")
def start(request: Request, visit: ReadVisit) -> Response:
    """The first page."""
    return page(
        request,
        "start.html",
        books=books(visit),
        uploads=newest(visit, tables.Upload, None, RECENT).rows,
        plans=newest(visit, tables.Plan, None, RECENT).rows,
        states=STATES,
        most_mb=visit.house.settings.upload_mb,
    )
