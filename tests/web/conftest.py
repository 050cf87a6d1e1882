"""A server in this process, in a folder of its own, and a worker that is turned by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import structlog
from openpyxl import load_workbook
from sqlalchemy import create_engine
from starlette.testclient import TestClient

from optimizer.web.app import create_app
from optimizer.web.house import House
from optimizer.web.settings import Settings
from optimizer.web.store.ids import new_id
from optimizer.web.store.tables import JobKind
from optimizer.web.work.worker import Worker

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "worlds" / "tiny.xlsx"
API = "/api/v1"
#: So that it is a page of this computer that asks.
BASE = "http://localhost"

#: Where another database is than a file: ``python -m tests.web.postgres`` sets it.
SERVER = "OPTIMIZER_TEST_POSTGRES"

#: Makes an empty database; its URL.
NewDatabase: TypeAlias = Callable[[], str]

#: Does jobs until there is none; how many it did.
Work: TypeAlias = Callable[[], int]


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """Files of SQLite, or databases of a PostgreSQL that is there for the tests."""

    def made() -> str:
        server = os.environ.get(SERVER)
        return database_on(server) if server else f"sqlite:///{tmp_path_factory.mktemp('database') / 'db'}"

    return made


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A test of a command has logs written as that does, to a stream which is closed after it."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Settings:
    # By default errors are drawn for a terminal, with all their variables, which takes seconds each.
    structlog.configure(
        logger_factory=structlog.ReturnLoggerFactory(), processors=[structlog.processors.KeyValueRenderer()]
    )
    folder = tmp_path_factory.mktemp("web")
    return Settings(folder=folder, database_url=new_database(), upload_mb=2, lease_seconds=60)


@pytest.fixture(scope="session")
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def house(client: TestClient) -> House:
    return client.app.state.house


@pytest.fixture(scope="session")
def work(house: House) -> Work:
    worker = Worker(house.settings, house.database, house.files)

    def until_done() -> int:
        done = 0
        while worker.do_one([kind.value for kind in JobKind]):
            done += 1
        return done

    return until_done


@pytest.fixture(scope="session")
def checked(client: TestClient, work: Work) -> str:
    """An upload of the tiny world that was checked."""
    name = send(client, TINY)
    work()
    return name


@pytest.fixture(scope="session")
def planned(client: TestClient, work: Work, checked: str) -> str:
    """A plan of it."""
    job = client.post(f"{API}/jobs", json={"upload": checked, "options": {"gap": 0.001}}).json()["id"]
    work()
    found: str = client.get(f"{API}/jobs/{job}").json()["plan"]
    return found


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny world with a place that nobody knows, and a weight below nothing."""
    book = load_workbook(TINY)
    book["Cargo"]["B2"] = "Karachy"
    book["Cargo"]["E2"] = -66
    path = tmp_path_factory.mktemp("broken") / "broken.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="session")
def wrong(client: TestClient, work: Work, broken: Path) -> str:
    """An upload of it that was checked."""
    name = send(client, broken)
    work()
    return name


def database_on(server: str) -> str:
    """An empty database of a PostgreSQL; its URL."""
    name = f"test_{new_id()}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"create database {name}")
    engine.dispose()
    return f"{server}/{name}"


def send(client: TestClient, *paths: Path, **more: object) -> str:
    """Upload workbooks; the name of the upload."""
    files = [("files", (path.name, path.read_bytes())) for path in paths]
    answer = client.post(f"{API}/uploads", files=files, **more)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found
