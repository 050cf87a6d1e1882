"""All that a server has: its settings, its database and its files. Routes find it in ``request.app.state.house``."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.web.settings import Settings
from optimizer.web.store import Database, FileStore


@dataclass(frozen=True, slots=True)
class House:
    """What a server has."""

    settings: Settings
    database: Database
    files: FileStore

    @classmethod
    def of(cls, settings: Settings) -> House:
        """Open what the settings name."""
        return cls(settings, Database(settings.database), FileStore(settings.files))
