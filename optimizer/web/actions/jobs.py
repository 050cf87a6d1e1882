"""Jobs: asked for, followed, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import func, select, update

from optimizer.web.access import Visit
from optimizer.web.actions.once import once
from optimizer.web.actions.uploads import upload_of
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store.tables import Job, JobEvent, JobKind, JobState, Plan, UploadState, utc_now

#: So many events are given at a time.
EVENTS = 1000


class PlanOptions(BaseModel):
    """How to plan; blank means as the library does by default."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"scenario": None, "gap": 0.001, "time_limit": 60, "co2_price_per_t": 50, "budget_co2": None}]
        },
    )

    scenario: str | None = Field(default=None, max_length=200, description="A scenario of the workbooks.")
    gap: float | None = Field(
        default=None, ge=0, lt=1, description="How far above the bound counts as optimal: a share."
    )
    time_limit: float | None = Field(default=None, gt=0, le=86400, description="Seconds.")
    co2_price_per_t: Decimal | None = Field(
        default=None,
        ge=0,
        le=10**6,
        description="Price of CO2e, base currency a tonne, in place of the workbooks' own.",
    )
    budget_co2: float | None = Field(default=None, ge=0, le=10**9, description="The most CO2e, tonnes well to wheel.")
    keep: str | None = Field(default=None, max_length=64, description="A plan: what of it has departed stays.")
    as_of: date | None = Field(default=None, description="With `keep`: the day from which on something may change.")
    change_cost: Decimal | None = Field(
        default=None, ge=0, le=10**9, description="With `keep`: what each booking of it that changes costs beside."
    )

    @model_validator(mode="after")
    def _whole(self) -> PlanOptions:
        """A plan that is kept needs a day; without one there is nothing that a change would cost."""
        if (self.keep is None) != (self.as_of is None):
            raise ValueError("keep and as_of: give both, or neither")
        if self.keep is None and self.change_cost is not None:
            raise ValueError("change_cost: it needs a plan to keep")
        return self


def ask_for_plan(visit: Visit, upload_name: str, options: PlanOptions, key: str | None = None) -> Job:
    """Have an upload planned.

    Raises
    ------
    Refusal
        404 if there is no such upload; 409 while it is checked; 422 if it has errors, which are named with their cells,
        no cargo, no such scenario, or there is no such plan to keep; 429 if too many plans of the firm wait already.
    """
    upload = upload_of(visit, upload_name)
    if upload.state == UploadState.CHECKING.value:
        raise Refusal(409, "still-checking", "These workbooks are still being checked", "Try again in a moment.")
    if upload.state == UploadState.WRONG.value:
        detail = "Correct what is marked, and upload them again."
        problems = upload.report["problems"]
        raise Refusal(422, "wrong-input", "The workbooks have errors", detail, problems=problems)
    if upload.state != UploadState.READY.value:
        raise Refusal(422, "nothing-to-plan", "There is nothing to plan", "Upload the sheet Cargo with its shipments.")
    known = upload.report["scenarios"]
    if options.scenario is not None and options.scenario not in known:
        detail = f"The workbooks have {', '.join(known) or 'none'}."
        raise Refusal(422, "unknown-scenario", "There is no such scenario", detail)
    if options.keep is not None and not visit.session.scalars(select(Plan.id).where(Plan.id == options.keep)).first():
        raise Refusal(422, "unknown-plan", "There is no such plan to keep", "Choose one of those that are here.")
    chosen: dict[str, Any] = options.model_dump(mode="json", exclude_none=True)

    def make() -> str:
        _room_to_wait(visit)
        job = Job(kind=JobKind.PLAN.value, upload_id=upload.id, by_user=visit.viewer.user_id, options=chosen)
        visit.session.add(job)
        visit.session.flush()
        visit.note("plan", "jobs", job.id)
        return job.id

    return job_of(visit, once(visit, key, [upload_name, chosen], make))


def ask_beside(visit: Visit, plan: Plan, kind: JobKind, options: dict[str, Any], key: str | None = None) -> Job:
    """Have something worked out beside a plan, of its workbooks as it was made of them.

    Raises
    ------
    Refusal
        429 if too many jobs of the firm wait already.
    """
    made_with = job_of(visit, plan.job_id).options
    kept = {name: made_with[name] for name in ("scenario", "co2_price_per_t") if name in made_with}
    chosen: dict[str, Any] = kept | {"plan": plan.id} | options

    def make() -> str:
        _room_to_wait(visit)
        job = Job(kind=kind.value, upload_id=plan.upload_id, by_user=visit.viewer.user_id, options=chosen)
        visit.session.add(job)
        visit.session.flush()
        return job.id

    return job_of(visit, once(visit, key, [kind.value, chosen], make))


def _room_to_wait(visit: Visit) -> None:
    """Where firms share a server, none may fill its queue. Requests at the same moment may pass by some."""
    settings = visit.house.settings
    waiting = select(func.count()).select_from(Job)
    waiting = waiting.where(Job.state == JobState.QUEUED.value, Job.kind != JobKind.CHECK.value)
    if settings.shared and (visit.session.scalar(waiting) or 0) >= settings.jobs_waiting:
        detail = f"{settings.jobs_waiting} jobs wait already: try again once one of them has begun, or cancel one."
        raise Refusal(429, "too-many-waiting", "Too many plans are waiting", detail, headers={"Retry-After": "30"})


def job_of(visit: Visit, name: str) -> Job:
    """A job.

    Raises
    ------
    Refusal
        404, if the firm has none of this name.
    """
    found = visit.session.scalars(select(Job).where(Job.id == name)).first()
    if found is None:
        raise not_found("job")
    return found


def plan_of_job(visit: Visit, name: str) -> str | None:
    """The plan that a job has made, if it has."""
    return visit.session.scalars(select(Plan.id).where(Plan.job_id == name)).first()


def events_of(visit: Visit, name: str, after: int = 0, most: int = EVENTS) -> Sequence[JobEvent]:
    """What was told of a job after an event, in order."""
    later = select(JobEvent).where(JobEvent.job_id == name, JobEvent.number > after)
    return visit.session.scalars(later.order_by(JobEvent.number).limit(most)).all()


def all_events_of(visit: Visit, name: str) -> list[JobEvent]:
    """All that was told of a job so far, in order."""
    found: list[JobEvent] = []
    while part := events_of(visit, name, found[-1].number if found else 0):
        found += part
        if len(part) < EVENTS:
            break
    return found


def cancel(visit: Visit, name: str) -> Job:
    """Ask a job to end: with the best plan so far if it has one. One that waits ends at once; one that ended stays."""
    job, at = job_of(visit, name), utc_now()
    waiting = update(Job).where(Job.id == name, Job.state == JobState.QUEUED.value)
    visit.session.execute(waiting.values(state=JobState.CANCELLED.value, ended=at))
    running = update(Job).where(Job.id == name, Job.state == JobState.RUNNING.value, Job.cancel_asked.is_(None))
    visit.session.execute(running.values(cancel_asked=at))
    visit.note("cancel", "jobs", name)
    visit.session.commit()
    visit.session.refresh(job)
    return job
