"""How a command comes to what a server has, beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from optimizer.web.app import make_ready
from optimizer.web.house import House
from optimizer.web.settings import Settings


@contextmanager
def opened(folder: str | None) -> Iterator[House]:
    """What a server has whose settings are those of this process, beside it.

    Parameters
    ----------
    folder
        Comes before the setting of that name, if it is given.

    Raises
    ------
    ValueError
        If a setting cannot be what it is to be, or there is no database, or one of a newer version.
    OSError
        If the database cannot be reached.
    """
    settings = Settings(folder=Path(folder)) if folder is not None else Settings()
    if not settings.database_url and not (settings.folder / "optimizer.db").exists():
        raise ValueError(f"{settings.folder} has no database: give the folder of a server with --folder")
    house = House.of(settings)
    make_ready(house)
    try:
        yield house
    finally:
        house.database.dispose()
