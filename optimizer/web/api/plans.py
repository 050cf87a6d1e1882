"""Plans by the API."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from optimizer.web.access import ReadVisit, UploadVisit
from optimizer.web.actions import comparing
from optimizer.web.actions import plans as actions
from optimizer.web.actions.listing import newest
from optimizer.web.api.jobs import JobOut
from optimizer.web.api.jobs import shown as job_shown
from optimizer.web.api.shapes import After, Key, Limit, Page, refusals
from optimizer.web.downloads import EXCEL, download
from optimizer.web.refusal import not_found
from optimizer.web.store import tables

router = APIRouter(prefix="/plans", tags=["plans"])

#: The name of a table or of a figure.
Name = Annotated[str, Path(pattern="^[a-z0-9_]{1,40}$")]


class PlanOut(BaseModel):
    """A plan. Amounts in `currency`; no plan costs less than `bound`."""

    id: str
    created: datetime
    job: str
    upload: str
    status: str = Field(examples=["optimal"])
    cost: Decimal
    bound: Decimal
    currency: str
    stopped_early: bool = Field(description="Whether it is the best that there was when somebody cancelled.")
    summary: dict[str, Any] = Field(description="As `optimizer plan --json` prints it.")
    workbook: str
    tables: list[str]
    figures: list[str] = Field(description="They come a moment after the plan.")


class TableOut(BaseModel):
    """Rows of a table of a plan; the columns are those of the plan workbook."""

    columns: list[str]
    rows: list[list[Any]]
    total: int = Field(description="How many rows match in all.")


class Explanation(BaseModel):
    """Why a shipment goes as it does, in sentences; what binds it and what would be next best as rows."""

    shipment: str
    sentences: list[str] = Field(examples=[["R1 goes by rail from Karachi to Tashkent."]])
    columns: list[str]
    rows: list[list[Any]]


class AlternativesIn(BaseModel):
    """Of which shipment, and up to which share above the cheapest."""

    model_config = ConfigDict(extra="forbid")

    shipment: str = Field(max_length=200, examples=["R1"])
    within: float = Field(default=0.05, ge=0, le=1)


class ComparisonIn(BaseModel):
    """To which plan another one is held."""

    model_config = ConfigDict(extra="forbid")

    to: str = Field(max_length=64, description="The plan that came first.")


class Comparison(BaseModel):
    """A plan held to another one: the sheets of `optimizer.compare`, with the columns of `optimizer/PLAN.md`."""

    scenarios: TableOut = Field(description="A row for each of the two; that to which the other is held comes first.")
    unserved: TableOut
    components: TableOut
    modes: TableOut
    borders: TableOut
    shipments: TableOut
    inputs: TableOut


def shown(plan: tables.Plan) -> PlanOut:
    """A plan as JSON."""
    names = [file.name for file in plan.files]
    return PlanOut(
        id=plan.id,
        created=plan.created,
        job=plan.job_id,
        upload=plan.upload_id,
        status=plan.status,
        cost=plan.cost,
        bound=plan.bound,
        currency=plan.currency,
        stopped_early=plan.stopped_early,
        summary=plan.summary,
        workbook=f"/api/v1/plans/{plan.id}/workbook",
        tables=[name[7:-5] for name in names if name.startswith("tables/")],
        figures=[name[8:-5] for name in names if name.startswith("figures/") and name.endswith(".json")],
    )


def table_out(table: actions.Table) -> TableOut:
    """A table as JSON."""
    return TableOut(columns=list(table.columns), rows=[list(row) for row in table.rows], total=table.total)


@router.get("", responses=refusals())
def list_plans(visit: ReadVisit, after: After = None, limit: Limit = 50) -> Page[PlanOut]:
    """All plans, the newest first."""
    part = newest(visit, tables.Plan, after, limit)
    return Page(items=[shown(plan) for plan in part.rows], next=part.after)


@router.get("/{plan}", responses=refusals(404))
def get_plan(visit: ReadVisit, plan: str) -> PlanOut:
    """A plan."""
    return shown(actions.plan_of(visit, plan))


@router.get("/{plan}/workbook", response_class=Response, responses=refusals(404) | EXCEL)
def get_workbook(visit: ReadVisit, plan: str) -> Response:
    """The plan workbook."""
    file = actions.workbook(visit, plan)
    return download(visit.house.files, file.sha256, f"plan-{plan}.xlsx")


@router.get("/{plan}/tables/{name}", responses=refusals(404))
def get_table(  # noqa: PLR0913, PLR0917 - parameters of a query
    visit: ReadVisit,
    plan: str,
    name: Name,
    search: Annotated[str, Query(max_length=200)] = "",
    sort: Annotated[str, Query(max_length=60, description="A column; `-` before it for the greatest first.")] = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> TableOut:
    """Rows of a table of a plan, such as `bookings`."""
    whole = actions.plan_of(visit, plan)
    part = actions.table(visit, whole, name, search=search, sort=sort, offset=offset, limit=limit)
    return table_out(part)


@router.get("/{plan}/explanation", responses=refusals(404))
def get_explanation(visit: ReadVisit, plan: str, shipment: Annotated[str, Query(max_length=200)]) -> Explanation:
    """Why a shipment goes as it does; 404 where nothing is said of it (yet: it comes a moment after the plan)."""
    found = actions.explanation(visit, actions.plan_of(visit, plan), shipment)
    if found is None:
        raise not_found("explanation")
    rows = found["rows"]
    return Explanation(shipment=shipment, sentences=found["sentences"], columns=rows["columns"], rows=rows["data"])


@router.post("/{plan}/alternatives", status_code=202, responses=refusals(404))
def look_for_alternatives(
    visit: UploadVisit, plan: str, response: Response, asked: AlternativesIn, key: Key = None
) -> JobOut:
    """Have it looked at what a shipment could do by itself, whatever others take: a job."""
    found = actions.plan_of(visit, plan)
    job = actions.ask_for_alternatives(visit, found, asked.shipment, asked.within, key)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job_shown(visit, job)


@router.get("/{plan}/alternatives", responses=refusals(404))
def get_alternatives(visit: ReadVisit, plan: str, shipment: Annotated[str, Query(max_length=200)]) -> TableOut:
    """What a shipment could do by itself, the cheapest first; 404 where nobody has looked."""
    found = actions.alternatives(visit, actions.plan_of(visit, plan), shipment)
    if found is None:
        raise not_found("look at alternatives")
    return table_out(found)


@router.post("/{plan}/comparisons", status_code=202, responses=refusals(404))
def compare(visit: UploadVisit, plan: str, response: Response, asked: ComparisonIn, key: Key = None) -> JobOut:
    """Have a plan held to another one: a job."""
    job = comparing.ask(visit, actions.plan_of(visit, plan), asked.to, key)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job_shown(visit, job)


@router.get("/{plan}/comparison", responses=refusals(404))
def get_comparison(
    visit: ReadVisit, plan: str, to: Annotated[str, Query(max_length=64, description="The plan that came first.")]
) -> Comparison:
    """A plan held to another one; 404 where nobody has had them compared."""
    first, second = actions.plan_of(visit, to), actions.plan_of(visit, plan)
    found = comparing.compared(visit, second, first)
    if found is None:
        raise not_found("comparison")
    return Comparison(**{name: table_out(table) for name, table in found.items()})


@router.get("/{plan}/figures/{name}.{kind}", response_class=Response, responses=refusals(404))
def get_figure(visit: ReadVisit, plan: str, name: Name, kind: Literal["json", "svg"]) -> Response:
    """A figure: its Vega-Lite specification with title and alternative text, or a picture."""
    file = actions.file_of(actions.plan_of(visit, plan), f"figures/{name}.{kind}")
    return download(visit.house.files, file.sha256, file.name.rpartition("/")[2], shown=True)
