"""The engine, and the two kinds of session: of one firm, and of the system.

A ``FirmSession`` adds ``firm_id = …`` to every query of rows that a firm owns, and gives its firm to every row that is
added. No route asks the database in another way, so no query can forget it. A ``SystemSession`` sees all firms: the
queue, the workers, signing in and the command line have it, and a test says that nobody else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn

from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from optimizer.web.store.tables.base import FirmRow
from optimizer.web.store.tables.people import Firm

#: How long to wait for a database that another process has locked, ms.
BUSY_MS = 10_000

#: As many connections as requests are answered at a time: that is how many threads Starlette has.
CONNECTIONS = 40

#: The database is locked, full, or away: it may come back.
AWAY = (OperationalError, InterfaceError, NoConnectionError)

#: What the two databases call it when there is no room.
FULL = frozenset({"SQLITE_FULL", "53100"})


class OtherFirmError(Exception):
    """A query or a row that is not of the firm of its session: a fault of the program."""


class SystemSession(Session):
    """Sees the rows of all firms."""


class FirmSession(Session):
    """Sees the rows of one firm, and no others."""

    @property
    def firm_id(self) -> str:
        """Whose rows it sees."""
        found: str = self.info["firm_id"]
        return found

    def connection(self, *_: Any, **__: Any) -> NoReturn:
        """Is refused: nothing asked there would go through the firm.

        Raises
        ------
        OtherFirmError
            Always.
        """
        raise OtherFirmError("a firm's session gives no connection")


@event.listens_for(FirmSession, "do_orm_execute")
def _of_the_firm(state: ORMExecuteState) -> None:
    """Add the firm to a query.

    Raises
    ------
    OtherFirmError
        If it is no query of mapped rows, to which nothing could be added.
    """
    if not state.is_orm_statement or state.is_insert:
        raise OtherFirmError(f"a firm's session takes neither plain SQL nor bulk inserts: {state.statement}")
    firm_id = state.session.info["firm_id"]
    state.statement = state.statement.options(
        with_loader_criteria(FirmRow, lambda row: row.firm_id == firm_id, include_aliases=True),
        with_loader_criteria(Firm, lambda firm: firm.id == firm_id, include_aliases=True),
    )


@event.listens_for(FirmSession, "before_flush")
def _only_its_own(session: Session, *_: Any) -> None:
    """Give rows that are added their firm.

    Raises
    ------
    OtherFirmError
        If a row has another one, or is of nobody.
    """
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, FirmRow):
            raise OtherFirmError(f"a firm's session changes no {type(row).__name__}")
        owner: str | None = row.firm_id  # which a new row has not yet
        if row in session.new and owner is None:
            row.firm_id = session.info["firm_id"]
        if row.firm_id != session.info["firm_id"]:
            raise OtherFirmError(f"{type(row).__name__} of another firm")


def _engine(url: str) -> Engine:
    # Parameters are cargo data, and would be in the words of errors, which may be logged.
    shared: dict[str, Any] = {"hide_parameters": True, "pool_size": 5, "max_overflow": CONNECTIONS - 5}
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, **shared)
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}, **shared)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


@dataclass(slots=True)
class Database:
    """A database, by its URL."""

    url: str
    engine: Engine = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Open it; nothing is connected yet."""
        self.engine = _engine(self.url)

    @property
    def sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def of_firm(self, firm_id: str) -> Iterator[FirmSession]:
        """A session of a firm; what is not committed within is undone."""
        with FirmSession(self.engine, expire_on_commit=False, info={"firm_id": firm_id}) as session:
            yield session

    @contextmanager
    def of_system(self) -> Iterator[SystemSession]:
        """A session of all firms; what is not committed within is undone."""
        with SystemSession(self.engine, expire_on_commit=False) as session:
            yield session

    def answers(self) -> bool:
        """Whether it can be asked; raises what is wrong if not."""
        with self.engine.connect() as connection:
            return bool(connection.execute(select(1)).scalar_one())

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def no_room(error: BaseException) -> bool:
    """Whether the database could not be written to for want of room."""
    inner = getattr(error, "orig", None)
    return not FULL.isdisjoint({getattr(inner, "sqlite_errorname", None), getattr(inner, "sqlstate", None)})


def now(session: Session) -> datetime:
    """The time by the clock that all workers share: that of PostgreSQL, or of the machine that has the file."""
    if session.get_bind().dialect.name != "postgresql":
        return datetime.now(UTC)
    found: datetime = session.connection().execute(text("select clock_timestamp()")).scalar_one()
    return found
