"""Uploads as pages: sent, checked, problems at their cells, and how to plan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import Response

from optimizer.web.access import ReadVisit, UploadVisit
from optimizer.web.actions import jobs, plans, uploads
from optimizer.web.actions.books import keep as keep_book
from optimizer.web.actions.listing import newest
from optimizer.web.pages.choices import Choices
from optimizer.web.pages.rendering import go_to, page, style
from optimizer.web.pages.sheets import sheets
from optimizer.web.pages.words import STATES
from optimizer.web.refusal import not_found
from optimizer.web.store import tables

router = APIRouter(prefix="/uploads", include_in_schema=False)

#: The fields of the form for planning: blank ones are left out.
Text = Annotated[str, Form(max_length=200)]

#: So many rows are shown on their own page at a time, and so many of a sheet with problems beside the upload.
ROWS, FEW = 50, 10


@router.post("")
def send(
    visit: UploadVisit,
    files: Annotated[list[UploadFile] | None, File()] = None,
    book_version: Text = "",
    corrects: Text = "",
) -> Response:
    """Take in what the form sends. A form without a file sends one without a name."""
    given = [uploads.Given(file.filename, file.file) for file in files or [] if file.filename]
    made = uploads.upload(visit, given, book_version or None, corrects=corrects or None)
    return go_to(f"/uploads/{made.id}")


@router.get("")
def show_all(request: Request, visit: ReadVisit, after: Annotated[str | None, Query(max_length=64)] = None) -> Response:
    """All uploads, the newest first."""
    part = newest(visit, tables.Upload, after, ROWS)
    return page(request, "uploads.html", uploads=part.rows, after=part.after, first=after is None, states=STATES)


@router.post("/sample")
def send_sample(visit: UploadVisit) -> Response:
    """Take in the sample."""
    return go_to(f"/uploads/{uploads.upload_sample(visit).id}")


@router.get("/{upload}")
def show(request: Request, visit: ReadVisit, upload: str) -> Response:
    """An upload; of a request by a script the part that changes."""
    found = uploads.upload_of(visit, upload)
    name = "upload_found.html" if request.headers.get("hx-request") else "upload.html"
    understood = sheets(uploads.rows_of(visit, found), found.report.get("problems", []))
    return page(
        request,
        name,
        upload=found,
        report=found.report,
        sheets=understood,
        first=next((sheet for sheet in understood if sheet.wrong), None),
        plans=plans.plans_of(visit, upload),
        rows=FEW,
    )


@router.get("/{upload}/rows")
def show_rows(
    request: Request,
    visit: ReadVisit,
    upload: str,
    sheet: Annotated[str, Query(max_length=100)] = "",
    only: Annotated[str, Query(max_length=10)] = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """The rows of a sheet as they were understood; ``only=wrong`` for those with problems."""
    found = uploads.upload_of(visit, upload)
    understood = sheets(uploads.rows_of(visit, found), found.report.get("problems", []))
    shown = next((one for one in understood if one.name == sheet), understood[0] if understood else None)
    if shown is None:
        raise not_found("sheet")
    rows = [row for row in shown.rows if row.problems or only != "wrong"]
    return page(
        request,
        "rows.html",
        upload=found,
        sheets=understood,
        sheet=shown,
        rows=rows[offset : offset + ROWS],
        total=len(rows),
        only=only,
        offset=offset,
        step=ROWS,
    )


@router.post("/{upload}/plan")
def plan(request: Request, visit: UploadVisit, upload: str, asked: Annotated[Choices, Form()]) -> Response:
    """Have an upload planned."""
    return go_to(f"/jobs/{jobs.ask_for_plan(visit, upload, asked.options(style(request))).id}")


@router.post("/{upload}/keep")
def keep_as_book(visit: UploadVisit, upload: str, name: Annotated[str, Form(min_length=1, max_length=200)]) -> Response:
    """Keep an upload as a version of a tariff book."""
    keep_book(visit, name, upload)
    return go_to("/")
