"""The worker: ``python -m optimizer.web.work.worker``. It needs the database and the files, and nothing else.

It has a thread for jobs of every kind, and one for quick ones alone, so that an upload need not wait for a plan.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import structlog

from optimizer.web.logs import set_up
from optimizer.web.operations.sweep import sweep
from optimizer.web.queue import Claimed, Claims, Lost, tell
from optimizer.web.settings import Settings
from optimizer.web.store import Database, FileStore, MissingFileError
from optimizer.web.store.database import AWAY
from optimizer.web.store.tables import JobKind
from optimizer.web.work.child import NO_ROOM
from optimizer.web.work.folder import PREFIX, prepare, sweep_folders
from optimizer.web.work.process import Child
from optimizer.web.work.publishing import add_files, cancel, fail, given_up, publish

log = structlog.get_logger()

#: How often what a child says is passed on, and whether somebody asked to cancel is looked up, s.
TURN = 0.25

#: How many heartbeats a lease has.
BEATS = 3

#: When a worker takes away what others have left behind: after its start, and from then on, s.
SWEEP_FIRST_SECONDS, SWEEP_SECONDS = 60.0, 3600.0

#: A database or a disk that is away, locked or full is tried again after this, s.
AGAIN = 1.0

Result = TypeVar("Result")


@dataclass(slots=True)
class Worker:
    """Does jobs one after another until it is told to end."""

    settings: Settings
    database: Database
    files: FileStore
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def claims(self) -> Claims:
        """The queue."""
        how = self.settings
        return Claims(self.database, how.lease_seconds, how.job_attempts, given_up)

    def run(self, kinds: Collection[str]) -> None:
        """Claim and do jobs of these kinds until the end; the next is begun once the result of one is published.

        What is added to a plan after that, figures and explanations, goes on beside: of one job at a time.
        """
        beside: threading.Thread | None = None
        while not self.ending.is_set():
            job = self._outlasting(lambda: self.claims.claim(kinds))
            if job is None:
                self.ending.wait(self.settings.poll_seconds)
                continue
            published = threading.Event()
            doing = threading.Thread(target=self._do_beside, args=(job, published))
            doing.start()
            published.wait()
            if beside is not None:
                beside.join()
            beside = doing
        if beside is not None:
            beside.join()

    def _do_beside(self, job: Claimed, published: threading.Event) -> None:
        """Do a job; after a fault it is begun again once its lease runs out, as often as is allowed."""
        try:
            self._outlasting(lambda: self._log_done(job, published))
        finally:
            published.set()

    def _outlasting(self, step: Callable[[], Result]) -> Result | None:
        """Do a step; a fault, or a database that is away, ends no worker."""
        try:
            return step()
        except AWAY as error:  # it comes back
            _note_away(error)
        except Exception as error:
            log.error("fault", exc_info=error)
        self.ending.wait(AGAIN)
        return None

    def insist(self, step: Callable[[], Result]) -> Result:
        """Do what ends a job, as often as it takes: what was found is not lost while the database is away.

        Raises
        ------
        Lost
            If the job is another worker's by now.
        """
        while True:
            try:
                return step()
            except AWAY as error:
                _note_away(error)
                if self.ending.wait(AGAIN):
                    raise

    def do_one(self, kinds: Collection[str]) -> bool:
        """Claim a job and do it; whether there was one."""
        job = self.claims.claim(kinds)
        if job is None:
            return False
        self._log_done(job, threading.Event())
        return True

    def _log_done(self, job: Claimed, published: threading.Event) -> None:
        """Do a job, and log how it ended; ``published`` is set once its result is."""
        log.info("job begins", job=job.id, kind=job.kind, attempt=job.attempt)
        begun = time.monotonic()
        try:
            how = self._do(job, published)
        except Lost:
            how = "lost"
        log.info("job ends", job=job.id, how=how, seconds=round(time.monotonic() - begun, 2))

    def _do(self, job: Claimed, published: threading.Event) -> str:
        with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
            folder = Path(name)
            try:
                with self.database.of_firm(job.firm_id) as session:
                    prepare(folder, job, session, self.files, self.settings)
                with Child(folder) as child:
                    return Watch(self, job, child, published).run()
            except MissingFileError:
                detail = "A file of the upload is no longer kept; upload it again."
                problem = _problem("missing-file", "A file is gone", detail)
            except OSError as error:
                problem = _unwritten(error.strerror or type(error).__name__)
        self.insist(lambda: fail(self.claims, job, problem))
        return "failed"


@dataclass(slots=True)
class Watch:
    """A child that does a job, and what becomes of it."""

    worker: Worker
    job: Claimed
    child: Child
    published: threading.Event
    begun: float = field(default_factory=time.monotonic)
    asked: float | None = None
    ready: bool = False
    more: bool = False
    made: str | None = None
    _steps: list[dict[str, Any]] = field(default_factory=list)
    _beat: float = field(default_factory=time.monotonic)

    def run(self) -> str:
        """Until the child has ended, or is killed; how it ended.

        Raises
        ------
        Lost
            If the job is another worker's by now.
        """
        while not self.child.ended:
            if self.worker.ending.wait(TURN):
                if self.made is None:
                    self.worker.claims.give_back(self.job)
                return "given back"
            try:
                self._turn()
            except AWAY as error:  # until it comes back, nobody else can take the job over there
                _note_away(error)
            if self._too_long():
                return self.worker.insist(self._overdue)
        return self.worker.insist(self._ended)

    def _turn(self) -> None:
        """Keep the lease, pass on what the child says, and publish what it has found."""
        if self.made is None:
            self._keep()
        self._pass_on()
        if self.ready and self.made is None:
            self._publish()
        elif self.more:
            self._add()

    def _keep(self) -> None:
        """Keep the lease, and ask the child to stop if somebody wants it to."""
        claims, each = self.worker.claims, self.worker.settings.lease_seconds / BEATS
        if time.monotonic() - self._beat >= each:
            self._beat, cancelled = time.monotonic(), claims.beat(self.job)
        else:
            cancelled = claims.cancel_asked(self.job)
        if cancelled and self.asked is None:
            self.asked = time.monotonic()
            self.child.stop()

    def _pass_on(self) -> None:
        """Tell what the child has said since."""
        while not self.child.lines.empty():
            line = self.child.lines.get()
            self.ready, self.more = self.ready or "ready" in line, self.more or "more" in line
            if "step" in line:
                self._steps.append(line["step"])
        if self.made is None:
            tell(self.worker.database, self.job, self._steps)
        self._steps.clear()

    def _publish(self) -> None:
        found = self.child.found()
        assert found is not None  # it says that it is ready once it is written
        self.made = publish(self.worker.claims, self.worker.files, self.job, found["found"], self.child.folder / "out")
        self.published.set()

    def _add(self) -> None:
        """Add what has been written since the plan was published."""
        self.more = False
        if self.made is not None and self.job.kind == JobKind.PLAN.value:
            add_files(self.worker.claims, self.worker.files, self.job, self.made, self.child.folder / "out")

    def _too_long(self) -> bool:
        how, now = self.worker.settings, time.monotonic()
        most = how.check_seconds if JobKind(self.job.kind).quick else how.job_seconds
        limit = min(float(self.job.options.get("time_limit") or most), most)
        ends = [self.begun + limit + how.job_grace_seconds]
        if self.asked is not None:
            ends.append(self.asked + how.job_grace_seconds)
        return now > min(ends)

    def _overdue(self) -> str:
        self.child.kill()
        if self.made is not None:
            return "done, without some figures"
        if self.asked is not None:
            cancel(self.worker.claims, self.job)
            return "cancelled"
        seconds = time.monotonic() - self.begun
        quick = JobKind(self.job.kind).quick
        cure = "try again when there is less to do here" if quick else "allow it more time, or split the cargo"
        detail = f"It was ended after {seconds:,.0f} s without a result; {cure}."
        fail(self.worker.claims, self.job, _problem("too-long", "This took too long", detail))
        return "too long"

    def _ended(self) -> str:
        """What becomes of a job whose child has ended."""
        self._pass_on()
        found, claims = self.child.found(), self.worker.claims
        if found is None and self.child.status == NO_ROOM:
            fail(claims, self.job, _unwritten("no space left"))
            return "failed"
        if found is None:
            log.warning("child lost", job=self.job.id, status=self.child.status)
            log.debug("its last words", job=self.job.id, said=self.child.last_words())
            if self.asked is not None:  # a stop may end it amid an import; nobody wants it begun again
                cancel(claims, self.job)
                return "cancelled"
            claims.give_back(self.job, why=self.child.why())
            return "interrupted"
        if "problem" in found:
            fail(claims, self.job, found["problem"])
            return "failed"
        if "cancelled" in found:
            cancel(claims, self.job)
            return "cancelled"
        if self.made is None:
            self._publish()
        else:
            self._add()
        return "done"


def _note_away(error: Exception) -> None:
    log.warning("database", error=type(getattr(error, "orig", error)).__name__)


def _unwritten(why: str) -> dict[str, Any]:
    detail = f"The server could not read or write its files ({why}); tell whoever runs it, and try again later."
    return _problem("no-room", "The server has no room, or cannot reach its files", detail)


def _problem(slug: str, title: str, detail: str) -> dict[str, Any]:
    return {"type": f"/problems/{slug}", "title": title, "status": 500, "detail": detail}


def main() -> int:
    """Run a worker until a signal, or, where ``--attached``, until standard input ends."""
    settings = Settings()
    set_up()
    worker = Worker(settings, Database(settings.database), FileStore(settings.files))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.ending.set())
    threading.Thread(target=_sweep_at_times, args=(worker,), daemon=True).start()
    if "--attached" in sys.argv:
        threading.Thread(target=_until_left, args=(worker.ending,), daemon=True).start()
    every = [kind.value for kind in JobKind]
    quick = [kind.value for kind in JobKind if kind.quick]
    threads = [threading.Thread(target=worker.run, args=(kinds,)) for kinds in (every, quick)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 0


def _sweep_at_times(worker: Worker) -> None:
    """Take away what workers and servers have left behind that were killed."""
    how = worker.settings
    while not worker.ending.wait(SWEEP_FIRST_SECONDS):
        try:
            folders = sweep_folders(how.job_seconds + 2 * how.job_grace_seconds)
            swept = sweep(worker.database, worker.files)
            log.info("swept", folders=folders, files=swept.files, bytes=swept.bytes)
        except (*AWAY, OSError) as error:
            _note_away(error)
        if worker.ending.wait(SWEEP_SECONDS):
            return


def _until_left(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


if __name__ == "__main__":
    sys.exit(main())
