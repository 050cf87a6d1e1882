"""How a command comes to what a server has, beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from optimizer.web.app import make_ready
from optimizer.web.house import House
from optimizer.web.settings import Settings


@contextmanager
def opened(*, new: bool = False, **chosen: Any) -> Iterator[House]:
    """What a server has whose settings are those of this process, beside it.

    Parameters
    ----------
    new
        Whether the database is made where there is none.
    chosen
        Settings, such as ``folder``, which come before those of the process where they are not ``None``.

    Raises
    ------
    ValueError
        If a setting cannot be what it is to be, or there is no database, or one of a newer version.
    OSError
        If the database cannot be reached.
    """
    settings = Settings(**{name: value for name, value in chosen.items() if value is not None})
    if new:
        settings.folder.mkdir(parents=True, exist_ok=True)
    elif not settings.database_url and not (settings.folder / "optimizer.db").exists():
        raise ValueError(f"{settings.folder} has no database: give the folder of a server with --folder")
    house = House.of(settings)
    try:
        make_ready(house)
        yield house
    finally:
        house.database.dispose()
