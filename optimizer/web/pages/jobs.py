"""Jobs as pages: how far, and how near the plan is to the least cost."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from optimizer.web.access import ReadVisit, UploadVisit, Visit
from optimizer.web.actions import jobs
from optimizer.web.pages.curves import course, curves
from optimizer.web.pages.rendering import go_to, page
from optimizer.web.store.tables import Job, JobState

router = APIRouter(prefix="/jobs", include_in_schema=False)

#: So many steps are shown: the last ones.
STEPS = 12


@router.get("/{job}")
def show(request: Request, visit: ReadVisit, job: str) -> Response:
    """A job while it is done; then its plan."""
    found, plan = jobs.job_of(visit, job), jobs.plan_of_job(visit, job)
    if plan is not None:
        return go_to(f"/plans/{plan}")
    return page(request, "job.html", **_shown(visit, found))


@router.get("/{job}/progress")
def progress(request: Request, visit: ReadVisit, job: str) -> Response:
    """The part of the page that changes; once there is a plan, where it is."""
    found, plan = jobs.job_of(visit, job), jobs.plan_of_job(visit, job)
    response = page(request, "job_progress.html", **_shown(visit, found))
    if plan is not None:
        response.headers["HX-Redirect"] = f"/plans/{plan}"
    return response


@router.post("/{job}/cancel")
def cancel(visit: UploadVisit, job: str) -> Response:
    """End a job, with the best plan so far."""
    jobs.cancel(visit, job)
    return go_to(f"/jobs/{job}")


def _shown(visit: Visit, job: Job) -> dict[str, Any]:
    events = jobs.all_events_of(visit, job.id)
    steps = course(events)
    return {
        "job": job,
        "events": events[-STEPS:],
        "best": steps[-1] if steps else None,
        "curves": curves(steps),
        "ended": JobState(job.state).ended,
    }
