"""Jobs as pages: how far, and how near the plan is to the least cost."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from optimizer.web.access import ReadVisit, UploadVisit, Visit
from optimizer.web.actions import jobs
from optimizer.web.pages.curves import course, curves
from optimizer.web.pages.rendering import go_to, page
from optimizer.web.store.tables import Job, JobKind, JobState

router = APIRouter(prefix="/jobs", include_in_schema=False)

#: How many steps are shown: the last ones.
STEPS = 12

#: What is done, as a heading.
DOING = {
    JobKind.CHECK: "Checking",
    JobKind.PLAN: "Planning",
    JobKind.ALTERNATIVES: "Looking at every way that it could go",
    JobKind.COMPARISON: "Comparing two plans",
}


@router.get("/{job}")
def show(request: Request, visit: ReadVisit, job: str) -> Response:
    """A job while it is done; then its plan."""
    found = jobs.job_of(visit, job)
    made = _made(visit, found)
    return page(request, "job.html", **_shown(visit, found)) if made is None else go_to(made)


@router.get("/{job}/progress")
def progress(request: Request, visit: ReadVisit, job: str) -> Response:
    """The part of the page that changes; once there is a plan, where it is."""
    found = jobs.job_of(visit, job)
    made = _made(visit, found)
    response = page(request, "job_progress.html", **_shown(visit, found))
    if made is not None:
        response.headers["HX-Redirect"] = made
    return response


@router.post("/{job}/cancel")
def cancel(visit: UploadVisit, job: str) -> Response:
    """End a job, with the best plan so far."""
    jobs.cancel(visit, job)
    return go_to(f"/jobs/{job}")


def _made(visit: Visit, job: Job) -> str | None:
    """Where that is which a job has made, if it has."""
    if job.state != JobState.DONE.value:
        return None
    match JobKind(job.kind):
        case JobKind.PLAN:
            return f"/plans/{jobs.plan_of_job(visit, job.id)}"
        case JobKind.ALTERNATIVES:
            return f"/plans/{job.options['plan']}/shipment?name={quote(job.options['shipment'])}#else"
        case JobKind.COMPARISON:
            return f"/plans/{job.options['plan']}/compare?to={job.options['to']}"
        case JobKind.CHECK:
            return f"/uploads/{job.upload_id}"


def _shown(visit: Visit, job: Job) -> dict[str, Any]:
    events = jobs.all_events_of(visit, job.id)
    steps = course(events)
    return {
        "job": job,
        "doing": DOING[JobKind(job.kind)],
        "plans": job.kind == JobKind.PLAN.value,
        "events": events[-STEPS:],
        "best": steps[-1] if steps else None,
        "curves": curves(steps),
        "ended": JobState(job.state).ended,
    }
