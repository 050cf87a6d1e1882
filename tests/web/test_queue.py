"""The queue: one worker a job, another one when it is lost, and one result."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from optimizer.web.queue import Claims, Lost, tell
from optimizer.web.store import Database
from optimizer.web.store.migrate import LOCAL_FIRM, ensure_local_firm, migrate
from optimizer.web.store.tables import Job, JobEvent, JobState, Upload
from tests.web.conftest import NewDatabase

KINDS = ["check", "plan"]
LEASE = 0.2


@pytest.fixture
def claims(new_database: NewDatabase) -> Iterator[Claims]:
    database = Database(new_database())
    migrate(database)
    with database.of_system() as session:
        ensure_local_firm(session)
        session.add(Upload(id="u", firm_id=LOCAL_FIRM))
        session.commit()
    yield Claims(database, LEASE, 2, lambda *_: None)
    database.dispose()


def ask(claims: Claims, kind: str = "plan") -> str:
    with claims.database.of_firm(LOCAL_FIRM) as session:
        session.add(job := Job(kind=kind, upload_id="u"))
        session.commit()
    return job.id


def job(claims: Claims, name: str) -> Job:
    with claims.database.of_firm(LOCAL_FIRM) as session:
        return session.scalars(select(Job).where(Job.id == name)).one()


def finish(claims: Claims, claimed: Any) -> None:
    with claims.finishing(claimed, JobState.DONE):
        pass


def test_jobs_are_claimed_in_order_and_by_one_worker(claims: Claims) -> None:
    names = [ask(claims), ask(claims, "check")]
    assert claims.claim(["check"]).id == names[1]
    assert claims.claim(KINDS).id == names[0]
    assert claims.claim(KINDS) is None


def test_a_job_is_kept_as_long_as_its_heart_beats(claims: Claims) -> None:
    ask(claims)
    held = claims.claim(KINDS)
    for _ in range(4):
        time.sleep(LEASE / 2)
        assert claims.beat(held) is False
        assert claims.claim(KINDS) is None


def test_a_lost_job_is_begun_again_and_has_one_result(claims: Claims) -> None:
    """The worker that lost it can neither beat nor finish."""
    name = ask(claims)
    lost = claims.claim(KINDS)
    time.sleep(1.5 * LEASE)
    again = claims.claim(KINDS)

    assert (again.id, again.attempt) == (name, 2)
    for late in (claims.beat, claims.cancel_asked, lambda held: finish(claims, held)):
        with pytest.raises(Lost):
            late(lost)
    finish(claims, again)
    with pytest.raises(Lost):
        finish(claims, again)
    assert job(claims, name).state == "done"


def test_a_job_that_is_lost_too_often_ends_with_the_reason(claims: Claims) -> None:
    name = ask(claims)
    for _ in range(2):
        claims.give_back(claims.claim(KINDS), why="It fell over.")
        time.sleep(0.01)

    assert claims.claim(KINDS) is None
    ended = job(claims, name)
    assert ended.state == "failed" and ended.problem["type"] == "/problems/interrupted"
    assert "begun 2 times" in ended.problem["detail"] and "It fell over." in ended.problem["detail"]


def test_a_job_given_back_in_good_order_has_lost_no_attempt(claims: Claims) -> None:
    ask(claims)
    for _ in range(5):
        claims.give_back(claims.claim(KINDS))
    assert claims.claim(KINDS).attempt == 1


def test_what_fails_while_a_job_ends_is_undone_with_its_end(claims: Claims) -> None:
    name = ask(claims)
    held = claims.claim(KINDS)
    with pytest.raises(RuntimeError), claims.finishing(held, JobState.DONE):
        raise RuntimeError
    assert job(claims, name).state == "running" and claims.beat(held) is False


def test_events_are_numbered_on_over_attempts_and_hold_no_infinity(claims: Claims) -> None:
    ask(claims)
    held = claims.claim(KINDS)
    tell(claims.database, held, [{"words": "one", "cost": float("inf")}, {"words": "two", "cost": 3.0}])
    tell(claims.database, held, [{"words": "x" * 1000}])
    with claims.database.of_firm(LOCAL_FIRM) as session:
        events = session.scalars(select(JobEvent).order_by(JobEvent.number)).all()
    assert [(event.number, event.cost) for event in events] == [(1, None), (2, 3.0), (3, None)]
    assert len(events[-1].words) == 500
