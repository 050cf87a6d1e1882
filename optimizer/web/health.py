"""What those who run a server ask: is it there, can it work, how much does it do."""

from __future__ import annotations

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from starlette.responses import JSONResponse, Response

from optimizer.web.access.keys import same
from optimizer.web.access.viewer import unknown
from optimizer.web.house import House
from optimizer.web.refusal import not_found
from optimizer.web.store.tables import Job, JobState

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Whether the server is there."""
    return {"state": "here"}


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """Whether it reaches its database and its files; what is wrong is raised, and said as a refusal."""
    house: House = request.app.state.house
    house.database.answers()
    house.files.can_write()
    return JSONResponse({"state": "ready"})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """How many jobs are in which state, of all firms: to whoever has the token, or sits at this computer."""
    house: House = request.app.state.house
    right = house.settings.metrics_token.get_secret_value()
    if house.settings.shared and not right:
        raise not_found("page")
    if right and not same(request.headers.get("authorization", ""), f"Bearer {right}"):
        raise unknown(given=True)
    registry = CollectorRegistry()
    jobs = Gauge("optimizer_jobs", "Jobs by kind and state", ("kind", "state"), registry=registry)
    with house.database.of_system() as session:
        counted = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state)
        for kind, state, count in session.execute(counted):
            jobs.labels(kind, JobState(state).value).set(count)
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
