"""Uploads by the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from pydantic import BaseModel, Field

from optimizer.web.access import ReadVisit, UploadVisit
from optimizer.web.actions import uploads as actions
from optimizer.web.actions.listing import newest
from optimizer.web.api.shapes import After, CellProblem, Key, Limit, Page, refusals
from optimizer.web.downloads import EXCEL, download
from optimizer.web.store import tables

router = APIRouter(prefix="/uploads", tags=["uploads"])


class UploadedFile(BaseModel):
    """A file of an upload."""

    position: int
    name: str = Field(examples=["cargo.xlsx"])
    sha256: str
    size: int = Field(description="Bytes.")
    marked: str | None = Field(description="Where its marked copy is, if there is one.")


class UploadOut(BaseModel):
    """An upload, and what its check found."""

    id: str = Field(examples=["01m8q3t7y719372f2p2c6wftrf"])
    created: datetime
    state: tables.UploadState
    book_version: str | None
    files: list[UploadedFile]
    errors: int
    warnings: int
    problems: list[CellProblem]
    scenarios: list[str]
    shipments: int


class UnderstoodRow(BaseModel):
    """A row as it was understood: where it stands, and a value for each column; `null` where nothing could be read."""

    workbook: str = Field(examples=["cargo.xlsx"])
    tab: str = Field(description="What the workbook calls its sheet.", examples=["Cargo"])
    row: int = Field(examples=[2])
    cells: list[str] = Field(description="Addresses, a column each.", examples=[["A2", "B2"]])
    values: list[Any] = Field(examples=[["R1", "Karachi"]])


class Understood(BaseModel):
    """Rows of a sheet as they were understood; `sheets` are those that there are."""

    sheets: list[str] = Field(examples=[["Cargo", "Tariffs"]])
    columns: list[str] = Field(examples=[["shipment", "origin"]])
    rows: list[UnderstoodRow]
    total: int = Field(description="How many rows the sheet has in all.")


def shown(upload: tables.Upload) -> UploadOut:
    """An upload as JSON."""
    report = upload.report
    files = [
        UploadedFile(
            position=file.position,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            marked=f"/api/v1/uploads/{upload.id}/files/{file.position}/marked" if file.marked_sha256 else None,
        )
        for file in upload.files
    ]
    return UploadOut(
        id=upload.id,
        created=upload.created,
        state=tables.UploadState(upload.state),
        book_version=upload.book_version_id,
        files=files,
        errors=report.get("errors", 0),
        warnings=report.get("warnings", 0),
        problems=[CellProblem(**problem) for problem in report.get("problems", [])],
        scenarios=report.get("scenarios", []),
        shipments=report.get("shipments", 0),
    )


@router.post("", status_code=201, responses=refusals(404, 413, 507))
def create_upload(
    visit: UploadVisit,
    response: Response,
    files: Annotated[list[UploadFile], File(description="Workbooks, which form one input.")],
    book_version: Annotated[str | None, Form(max_length=64, description="A version of a kept tariff book.")] = None,
    key: Key = None,
) -> UploadOut:
    """Upload workbooks; they are checked at once, see `state`."""
    given = [actions.Given(file.filename or "", file.file) for file in files]
    made = actions.upload(visit, given, book_version or None, key)
    response.headers["Location"] = f"/api/v1/uploads/{made.id}"
    return shown(made)


@router.post("/sample", status_code=201, responses=refusals(404, 507))
def create_sample_upload(visit: UploadVisit, response: Response, key: Key = None) -> UploadOut:
    """Upload the sample that comes with the program."""
    made = actions.upload_sample(visit, key)
    response.headers["Location"] = f"/api/v1/uploads/{made.id}"
    return shown(made)


@router.get("", responses=refusals())
def list_uploads(visit: ReadVisit, after: After = None, limit: Limit = 50) -> Page[UploadOut]:
    """All uploads, the newest first."""
    part = newest(visit, tables.Upload, after, limit)
    return Page(items=[shown(one) for one in part.rows], next=part.after)


@router.get("/{upload}", responses=refusals(404))
def get_upload(visit: ReadVisit, upload: str) -> UploadOut:
    """An upload, with its problems once it is checked."""
    return shown(actions.upload_of(visit, upload))


@router.get("/{upload}/rows", responses=refusals(404))
def get_rows(
    visit: ReadVisit,
    upload: str,
    sheet: Annotated[str, Query(max_length=60)] = "Cargo",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Understood:
    """Rows of a sheet as they were understood; none of a sheet that is not there, or while the upload is checked."""
    found = actions.rows_of(visit, actions.upload_of(visit, upload))
    one: dict[str, Any] = next((each for each in found if each["sheet"] == sheet), {"columns": [], "rows": []})
    rows = [
        UnderstoodRow(
            workbook=row["workbook"],
            tab=row["tab"],
            row=row["row"],
            cells=[str(address) for address, _ in row["cells"]],
            values=[value for _, value in row["cells"]],
        )
        for row in one["rows"][offset : offset + limit]
    ]
    sheets = [each["sheet"] for each in found]
    return Understood(sheets=sheets, columns=one["columns"], rows=rows, total=len(one["rows"]))


@router.get("/{upload}/files/{position}/marked", response_class=Response, responses=refusals(404) | EXCEL)
def get_marked_copy(visit: ReadVisit, upload: str, position: int) -> Response:
    """A copy of a file in which every doubtful cell is marked, with what would be right."""
    file = actions.marked_copy(visit, upload, position)
    assert file.marked_sha256 is not None and file.marked_name is not None  # see `marked_copy`
    return download(visit.house.files, file.marked_sha256, file.marked_name)
