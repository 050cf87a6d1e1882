"""Settings of the server: environment variables that begin with ``OPTIMIZER_``, or a file ``.env``."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

#: Bytes of a megabyte, as in limits on memory and files.
MEGABYTE = 1 << 20


class Mode(StrEnum):
    """Who may use the server."""

    SINGLE = "single"
    FIRMS = "firms"


class Settings(BaseSettings):
    """What can be set; every field is an environment variable, such as ``OPTIMIZER_DATABASE_URL``.

    Attributes
    ----------
    mode
        ``single``: no login, one firm, loopback only. ``firms``: everybody logs in.
    folder
        Where the database and the files are kept by default.
    database_url, files_url
        Elsewhere: ``postgresql+psycopg://…``; what fsspec knows, such as ``s3://bucket/prefix``.
    host, port
        Where to listen.
    workers
        How many worker processes the server starts and keeps; 0 if they run elsewhere.
    job_memory_mb
        The most memory that one job's process may take, and each process that it starts.
    job_seconds
        How long a job may take at most, s; its own time limit, if shorter, and ``job_grace_seconds`` hold.
    check_seconds
        How long the check of an upload, or a look at what a shipment could do, may take at most, s.
    job_grace_seconds
        How long a job may go on after its time limit, or after it was cancelled, before it is killed, s.
    job_attempts
        How often a job is begun again after its worker or its process was lost, the first time included.
    lease_seconds
        After so long without a sign of life of its worker, another one takes a job over, s.
    poll_seconds
        How often a worker, or a stream of events, looks whether there is something new, s.
    upload_mb
        The most that one request may carry.
    upload_files
        The most files that one upload may have.
    url
        Where browsers find the server, such as ``https://freight.example.com``; needed for ``firms``. Behind
        ``https:`` cookies are kept to it, and browsers are told to come by it alone.
    proxies
        Addresses, with commas between them, of what hands requests on; they are believed who asks.
    session_hours, session_idle_minutes
        After so long one signs in anew: in all, and without a sign of life.
    link_hours
        How long an invitation or a reset of a password can be taken up, h.
    sign_in_tries, sign_in_minutes
        So often may one address try to sign in with one name in so many minutes; with any names ten times as often.
    uploads_per_hour
        The most uploads of a firm in an hour, where firms share the server.
    jobs_waiting
        The most plans of a firm that may wait for their turn at a time, where firms share the server.
    metrics_token
        With this bearer token ``/metrics`` answers; without one, only where there is no login.
    """

    model_config = SettingsConfigDict(env_prefix="OPTIMIZER_", env_file=".env", extra="ignore", frozen=True)

    mode: Mode = Mode.SINGLE
    folder: Path = Path.home() / ".freight-optimizer"
    database_url: str = ""
    files_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=0)
    job_memory_mb: int = Field(default=4096, ge=256)
    job_seconds: float = Field(default=3600.0, gt=0)
    check_seconds: float = Field(default=180.0, gt=0)
    job_grace_seconds: float = Field(default=30.0, ge=0)
    job_attempts: int = Field(default=3, ge=1)
    lease_seconds: float = Field(default=15.0, gt=0)
    poll_seconds: float = Field(default=0.2, gt=0)
    upload_mb: int = Field(default=64, ge=1)
    upload_files: int = Field(default=20, ge=1)
    url: str = ""
    proxies: str = "127.0.0.1"
    session_hours: float = Field(default=12.0, gt=0)
    session_idle_minutes: float = Field(default=30.0, gt=0)
    link_hours: float = Field(default=72.0, gt=0)
    sign_in_tries: int = Field(default=5, ge=1)
    sign_in_minutes: float = Field(default=15.0, gt=0)
    uploads_per_hour: int = Field(default=200, ge=1)
    jobs_waiting: int = Field(default=50, ge=1)
    metrics_token: SecretStr = SecretStr("")

    @property
    def database(self) -> str:
        """The URL of the database."""
        return self.database_url or f"sqlite:///{(self.folder / 'optimizer.db').absolute()}"

    @property
    def files(self) -> str:
        """The URL of the folder or bucket of files."""
        return self.files_url or str((self.folder / "files").absolute())

    @property
    def shared(self) -> bool:
        """Whether firms log in."""
        return self.mode is Mode.FIRMS

    @property
    def behind_tls(self) -> bool:
        """Whether browsers come by ``https:``."""
        return self.url.startswith("https://")


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
