"""The schema of the database, brought to the version of this program by Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from optimizer.web.store.database import Database
from optimizer.web.store.tables import Firm

SCRIPTS = Path(__file__).with_name("migrations")

#: The firm of the mode without login.
LOCAL_FIRM = "0" * 26


def migrate(database: Database, to: str = "head") -> None:
    """Bring the schema to a version: forward to the newest by default."""
    from alembic import command  # noqa: PLC0415 - slow to import, and done once a start
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    if to == "base" or to.startswith("-"):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)


def ensure_local_firm(session: Session) -> None:
    """See that the firm of the mode without login is there."""
    if session.get(Firm, LOCAL_FIRM) is None:
        session.add(Firm(id=LOCAL_FIRM, name="This computer"))
        session.commit()
