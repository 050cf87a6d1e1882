"""Nobody sees what another firm has: every query goes through the firm, every route through a visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import delete, exists, func, insert, select, text, union, update
from sqlalchemy.orm import aliased
from starlette.testclient import TestClient

from optimizer.web import api, health, pages
from optimizer.web.access.viewer import Right
from optimizer.web.store import Database, OtherFirmError
from optimizer.web.store.migrate import migrate
from optimizer.web.store.tables import Attempt, Base, Firm, FirmRow, Upload
from tests.test_imports import imported
from tests.web.conftest import NewDatabase

ROOT = Path(__file__).parents[2] / "optimizer" / "web"
MINE, THEIRS = "1" * 26, "2" * 26

#: Who may see all firms, and why.
SEE_ALL = {
    "administration.py",  # the command line: makes firms, finds people
    "app.py",  # makes the firm of this computer
    "access/signing_in.py",  # nobody is known yet
    "access/viewer.py",  # finds out who asks
    "health.py",  # counts jobs
    "queue/claiming.py",
    "queue/telling.py",
    "work/publishing.py",
    "operations/backup.py",
    "operations/purge.py",
    "operations/sweep.py",
    "store/__init__.py",
    "store/database.py",
}


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    """One upload of each of two firms."""
    database = Database(new_database())
    migrate(database)
    with database.of_system() as session:
        for firm in (MINE, THEIRS):
            session.add(Firm(id=firm, name=firm))
            session.flush()
            session.add(Upload(id=firm, firm_id=firm, state="ready"))
        session.commit()
    yield database
    database.dispose()


def test_a_session_of_a_firm_sees_its_rows_alone(database: Database) -> None:
    """Whichever way it asks."""
    with database.of_firm(MINE) as session:
        assert session.scalars(select(Upload.id)).all() == [MINE]
        assert session.scalars(select(Upload).where(Upload.id == THEIRS)).first() is None
        assert session.get(Upload, THEIRS) is None
        assert [row.id for row in session.scalars(select(Upload).from_statement(select(Upload)))] == [MINE]
        assert session.scalars(select(aliased(Upload).id)).all() == [MINE]
        assert session.scalars(union(select(Upload.id), select(Upload.id))).all() == [MINE]
        assert session.scalars(select(select(Upload.id).subquery().c.id)).all() == [MINE]
        assert session.scalar(select(func.count()).select_from(Upload)) == 1
        assert session.scalars(select(Firm.id).where(exists().where(Upload.id == THEIRS))).all() == []
        assert session.scalars(select(Firm.id)).all() == [MINE]


def test_a_session_of_a_firm_changes_its_rows_alone(database: Database) -> None:
    with database.of_firm(MINE) as session:
        session.execute(update(Upload).values(state="failed"))
        session.execute(delete(Upload).where(Upload.id == THEIRS))
        session.commit()
    with database.of_system() as session:
        states = {row.id: row.state for row in session.scalars(select(Upload))}
    assert states == {MINE: "failed", THEIRS: "ready"}


def test_what_cannot_be_kept_to_the_firm_is_refused(database: Database) -> None:
    """Plain SQL, a bulk insert, a connection, a row of another firm, and a row of nobody."""
    for plain in (text("select id from uploads"), select(Upload.__table__.c.id), insert(Upload).values(id="x")):
        with database.of_firm(MINE) as session, pytest.raises(OtherFirmError):
            session.execute(plain)
    with database.of_firm(MINE) as session, pytest.raises(OtherFirmError):
        session.connection()
    for row in (Upload(firm_id=THEIRS), Firm(name="new")):
        with database.of_firm(MINE) as session, pytest.raises(OtherFirmError):
            session.add(row)
            session.flush()


def test_a_row_that_is_added_gets_its_firm(database: Database) -> None:
    with database.of_firm(MINE) as session:
        session.add(row := Upload())
        session.commit()
    assert row.firm_id == MINE


def test_every_table_has_a_firm_but_that_of_firms_and_that_of_tries_to_sign_in() -> None:
    without = {mapper.class_ for mapper in Base.registry.mappers if not issubclass(mapper.class_, FirmRow)}
    assert without == {Firm, Attempt}


def test_few_modules_see_all_firms() -> None:
    seeing = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "of_system(" in path.read_text(encoding="utf-8")
        or any(name.endswith("SystemSession") for name in imported(path.read_text(encoding="utf-8")))
    }
    assert seeing == SEE_ALL


def routes(of: object) -> list[APIRoute]:
    return [route for router in of for route in router.routes if isinstance(route, APIRoute)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("route", [*routes(api.ROUTERS), *routes(pages.ROUTERS)], ids=lambda r: f"{r.methods} {r.path}")
def test_every_route_asks_for_a_right(route: APIRoute) -> None:
    """And what changes something for more than reading, but for one's own account."""
    rights = [getattr(part.call, "right", None) for part in route.dependant.dependencies]
    rights = [right for right in rights if right is not None]

    assert len(rights) == 1
    assert route.methods == {"GET"} or rights != [Right.READ] or route.path.startswith("/account/")


def test_the_routes_without_a_right_are_these(client: TestClient) -> None:
    assert {route.path for route in routes([health.router])} == {"/healthz", "/readyz", "/metrics"}
    assert {route.path for route in routes(pages.OPEN_ROUTERS)} == {"/sign-in", "/link/{key}"}
    known = {route.path for route in [*routes(api.ROUTERS), *routes(pages.ROUTERS), *routes([health.router])]}
    assert set(client.get("/api/v1/openapi.json").json()["paths"]) <= {f"/api/v1{p}" for p in known}
