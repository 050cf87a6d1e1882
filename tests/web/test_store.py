"""The database and the files: the schema forward and back, files whole or not at all."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from optimizer.web.store import Database, FileStore, MissingFileError
from optimizer.web.store.ids import new_id
from optimizer.web.store.migrate import migrate
from optimizer.web.store.tables import Base
from tests.web.conftest import NewDatabase


def test_the_migrations_make_the_tables_and_take_them_away(new_database: NewDatabase) -> None:
    database = Database(new_database())
    for _ in range(2):
        migrate(database)
        with database.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        while _version(database):  # a version at a time, as the documentation says
            before = _version(database)
            migrate(database, "-1")
            assert _version(database) != before
        assert inspect(database.engine).get_table_names() == ["alembic_version"]
    database.dispose()


def _version(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@pytest.fixture(params=["folder", "memory://{}"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FileStore(request.param.format(new_id()) if "{" in request.param else str(tmp_path / request.param))


def test_a_file_goes_by_what_it_holds(store: FileStore, tmp_path: Path) -> None:
    """In a folder and in a bucket; the same twice is one."""
    content = b"cargo" * 1000
    kept = [store.put(io.BytesIO(content)) for _ in range(2)]
    store.fetch(kept[0].sha256, tmp_path / "fetched")

    assert kept[0] == kept[1] and (kept[0].sha256, kept[0].size) == (hashlib.sha256(content).hexdigest(), 5000)
    assert store.read(kept[0].sha256) == content == (tmp_path / "fetched").read_bytes()
    with pytest.raises(MissingFileError):
        store.read("0" * 64)


def test_a_file_whose_source_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 0:
                raise ConnectionError
            return super().read(3)

    store = FileStore(str(tmp_path / "files"))
    with pytest.raises(ConnectionError):
        store.put(Broken(b"cargo"))
    assert list((tmp_path / "files").rglob("*")) == []


def test_names_of_rows_sort_by_when_they_were_made() -> None:
    names = [new_id() for _ in range(100)]
    assert len(set(names)) == 100 and {len(name) for name in names} == {26}
    assert [name[:9] for name in names] == sorted(name[:9] for name in names)
