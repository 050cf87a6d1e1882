"""Uploads as pages: sent, checked, problems at their cells, and how to plan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from pydantic import ValidationError
from starlette.responses import Response

from optimizer.web.access import ReadVisit, UploadVisit
from optimizer.web.actions import jobs, uploads
from optimizer.web.actions.books import keep
from optimizer.web.pages.rendering import go_to, page
from optimizer.web.refusal import Refusal

router = APIRouter(prefix="/uploads", include_in_schema=False)

#: The fields of the form for planning: blank ones are left out.
Text = Annotated[str, Form(max_length=200)]


@router.post("")
def send(
    visit: UploadVisit,
    files: Annotated[list[UploadFile] | None, File()] = None,
    book_version: Text = "",
) -> Response:
    """Take in what the form sends. A form without a file sends one without a name."""
    given = [uploads.Given(file.filename, file.file) for file in files or [] if file.filename]
    return go_to(f"/uploads/{uploads.upload(visit, given, book_version or None).id}")


@router.post("/sample")
def send_sample(visit: UploadVisit) -> Response:
    """Take in the sample."""
    return go_to(f"/uploads/{uploads.upload_sample(visit).id}")


@router.get("/{upload}")
def show(request: Request, visit: ReadVisit, upload: str) -> Response:
    """An upload; of a request by a script the part that changes."""
    found = uploads.upload_of(visit, upload)
    name = "upload_found.html" if request.headers.get("hx-request") else "upload.html"
    return page(request, name, upload=found, report=found.report)


@router.post("/{upload}/plan")
def plan(
    visit: UploadVisit,
    upload: str,
    scenario: Text = "",
    gap_pct: Text = "",
    time_limit: Text = "",
    co2_price_per_t: Text = "",
) -> Response:
    """Have an upload planned."""
    fields = {"scenario": scenario, "time_limit": time_limit, "co2_price_per_t": co2_price_per_t}
    try:
        if gap_pct:
            fields["gap"] = str(float(gap_pct) / 100)
        options = jobs.PlanOptions.model_validate({name: text for name, text in fields.items() if text})
    except (ValidationError, ValueError) as error:
        detail = "The gap is a percentage from 0 up to 100, the time limit seconds, the price an amount, 0 or more."
        raise Refusal(422, "invalid", "One of the fields cannot be what it says", detail) from error
    return go_to(f"/jobs/{jobs.ask_for_plan(visit, upload, options).id}")


@router.post("/{upload}/keep")
def keep_as_book(visit: UploadVisit, upload: str, name: Annotated[str, Form(min_length=1, max_length=200)]) -> Response:
    """Keep an upload as a version of a tariff book."""
    keep(visit, name, upload)
    return go_to("/")
