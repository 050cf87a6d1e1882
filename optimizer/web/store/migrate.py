"""The schema of the database, brought to the version of this program by Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from optimizer.web.store.database import Database
from optimizer.web.store.tables import Firm

SCRIPTS = Path(__file__).with_name("migrations")

#: The firm of the mode without login.
LOCAL_FIRM = "0" * 26


class SchemaError(ValueError):
    """The database is of another version of the program, which this one cannot read."""


def migrate(database: Database, to: str = "head") -> None:
    """Bring the schema to a version: forward to the newest by default. Of several at once, one does it.

    Raises
    ------
    SchemaError
        If it is of a newer version of the program.
    """
    from alembic import command  # noqa: PLC0415 - slow to import, and done once a start
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    try:
        if to == "base" or to.startswith("-"):
            command.downgrade(config, to)
        else:
            command.upgrade(config, to)
    except CommandError as error:
        words = "the database was made by a newer version of this program: start that one, or restore an older back-up"
        raise SchemaError(words) from error


def ensure_local_firm(session: Session) -> None:
    """See that the firm of the mode without login is there."""
    if session.get(Firm, LOCAL_FIRM) is not None:
        return
    session.add(Firm(id=LOCAL_FIRM, name="This computer"))
    try:
        session.commit()
    except IntegrityError:  # another server was quicker
        session.rollback()
