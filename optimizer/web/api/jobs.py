"""Jobs and their events by the API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from optimizer.web.access import ReadVisit, UploadVisit, Visit
from optimizer.web.access.viewer import still
from optimizer.web.actions import jobs as actions
from optimizer.web.actions.listing import newest
from optimizer.web.api.shapes import After, Key, Limit, Page, refusals
from optimizer.web.store import tables

router = APIRouter(prefix="/jobs", tags=["jobs"])

#: A stream says that it lives after so long without news, s.
QUIET = 15.0


class JobIn(BaseModel):
    """What to plan, and how."""

    model_config = ConfigDict(extra="forbid")

    upload: str = Field(max_length=64, examples=["01m8q3t7y719372f2p2c6wftrf"])
    options: actions.PlanOptions = actions.PlanOptions()


class JobOut(BaseModel):
    """A job."""

    id: str
    created: datetime
    kind: tables.JobKind
    state: tables.JobState
    upload: str
    options: dict[str, Any]
    attempts: int
    started: datetime | None
    ended: datetime | None
    cancel_asked: bool
    plan: str | None = Field(description="The plan that it made.")
    problem: dict[str, Any] | None = Field(description="Why it failed, as problem details.")


class Event(BaseModel):
    """A step of a job. Amounts in base currency; the gap is a share of the cost."""

    number: int
    at: datetime
    attempt: int
    words: str
    cost: float | None
    bound: float | None
    gap: float | None


class Events(BaseModel):
    """Steps of a job, in order, and how it stands."""

    state: tables.JobState
    items: list[Event]


def shown(visit: Visit, job: tables.Job) -> JobOut:
    """A job as JSON."""
    return JobOut(
        id=job.id,
        created=job.created,
        kind=tables.JobKind(job.kind),
        state=tables.JobState(job.state),
        upload=job.upload_id,
        options=job.options,
        attempts=job.attempts,
        started=job.started,
        ended=job.ended,
        cancel_asked=job.cancel_asked is not None,
        plan=actions.plan_of_job(visit, job.id),
        problem=job.problem,
    )


def event(row: tables.JobEvent) -> Event:
    """An event as JSON."""
    return Event.model_validate(row, from_attributes=True)


@router.post("", status_code=202, responses=refusals(404, 409))
def create_job(visit: UploadVisit, response: Response, asked: JobIn, key: Key = None) -> JobOut:
    """Have an upload planned."""
    job = actions.ask_for_plan(visit, asked.upload, asked.options, key)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return shown(visit, job)


@router.get("", responses=refusals())
def list_jobs(visit: ReadVisit, after: After = None, limit: Limit = 50) -> Page[JobOut]:
    """All jobs, the newest first."""
    part = newest(visit, tables.Job, after, limit)
    return Page(items=[shown(visit, job) for job in part.rows], next=part.after)


@router.get("/{job}", responses=refusals(404))
def get_job(visit: ReadVisit, job: str) -> JobOut:
    """A job, and its plan once it has made one."""
    return shown(visit, actions.job_of(visit, job))


@router.post("/{job}/cancel", responses=refusals(404))
def cancel_job(visit: UploadVisit, job: str) -> JobOut:
    """End a job; the best plan so far is kept."""
    return shown(visit, actions.cancel(visit, job))


@router.get("/{job}/events", responses=refusals(404))
def list_events(
    visit: ReadVisit, job: str, after: Annotated[int, Query(ge=0, description="The last number known.")] = 0
) -> Events:
    """What was told of a job, from an event on."""
    found = actions.job_of(visit, job)
    rows = actions.events_of(visit, job, after)
    return Events(state=tables.JobState(found.state), items=[event(row) for row in rows])


@router.get(
    "/{job}/events/stream",
    response_class=StreamingResponse,
    responses=refusals(404)
    | {200: {"description": "Server-sent events", "content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
def stream_events(
    visit: ReadVisit,
    request: Request,
    job: str,
    last_event_id: Annotated[int, Header(ge=0, description="The last number known; a browser sends it.")] = 0,
) -> StreamingResponse:
    """What is told of a job while it is done: `step` events, and `end` with how it ended, after which close."""
    actions.job_of(visit, job)
    return StreamingResponse(_stream(visit, request, job, last_event_id), media_type="text/event-stream")


async def _stream(visit: Visit, request: Request, job: str, after: int) -> AsyncIterator[str]:
    """Events as they come. Each look is a session of its own: a stream may last for an hour."""
    poll, quiet = visit.house.settings.poll_seconds, 0.0
    while not await request.is_disconnected():
        events, state = await run_in_threadpool(_look, visit, job, after)
        for one in events:
            after = one.number
            yield f"id: {one.number}\nevent: step\ndata: {one.model_dump_json()}\n\n"
        if state is None or state.ended:
            yield f"event: end\ndata: {json.dumps({'state': state})}\n\n"
            return
        quiet = 0.0 if events else quiet + poll
        if quiet >= QUIET:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(poll)


def _look(visit: Visit, job: str, after: int) -> tuple[list[Event], tables.JobState | None]:
    """What is new of a job; its state first, so that the events of one that has ended are all there.

    Of whoever may no longer ask, nothing.
    """
    if not still(visit.viewer, visit.house):
        return [], None
    with visit.house.database.of_firm(visit.viewer.firm_id) as session:
        fresh = Visit(visit.viewer, session, visit.house, visit.address)
        state = tables.JobState(actions.job_of(fresh, job).state)
        return [event(row) for row in actions.events_of(fresh, job, after)], state
