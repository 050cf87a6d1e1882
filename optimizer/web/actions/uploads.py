"""Uploads: taken in, checked, shown, with their marked copies."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from optimizer.web.access import Visit
from optimizer.web.access.limits import too_often
from optimizer.web.actions.names import safe_name
from optimizer.web.actions.once import once
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store.files import Readable
from optimizer.web.store.tables import Job, JobKind, TariffBookVersion, Upload, UploadFile, utc_now

#: Where the sample is: in the package that is installed, or in the project.
SAMPLE_FOLDERS = (Path(__file__).parents[1] / "sample", Path(__file__).parents[3] / "spreadsheets")
SAMPLE = ("corridors.xlsx", "cargo.xlsx")

#: What browsers add to the name of a file that is downloaded twice.
_COPY = re.compile(r" ?\(\d+\)(?=\.\w+$)")


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it is sent: its name there, and what gives its bytes."""

    name: str
    content: Readable


def upload(
    visit: Visit,
    given: Sequence[Given],
    book_version: str | None = None,
    key: str | None = None,
    corrects: str | None = None,
) -> Upload:
    """Keep files, and have them checked.

    Parameters
    ----------
    corrects
        An upload of which these are corrected files: the others come from there, and its tariff book, too. A file goes
        by its name, or by that of its marked copy.

    Raises
    ------
    Refusal
        If there are none or too many, two have one name, one is of no kind that can be read, or there is no such
        version of a tariff book; 429 if the firm has had too many in this hour.
    """
    _not_too_often(visit)
    most = visit.house.settings.upload_files
    if not given:
        raise Refusal(422, "no-file", "No file was chosen", "Choose one workbook or several.")
    if len(given) > most:
        raise Refusal(422, "too-many-files", "These are too many files", f"One upload may have {most}.")
    names = [safe_name(one.name) for one in given]
    twice = [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]
    if twice:
        raise Refusal(422, "same-name", "Two files have one name", f'Rename one of those called "{twice[0]}".')
    if book_version is not None:
        _known_version(visit, book_version)
    stored = [visit.house.files.put(one.content) for one in given]
    kept = [(name, file.sha256, file.size) for name, file in zip(names, stored, strict=True)]
    if corrects is not None:
        before = upload_of(visit, corrects)
        kept, book_version = _corrected(before, kept), book_version or before.book_version_id

    def make() -> str:
        files = [
            UploadFile(firm_id=visit.viewer.firm_id, position=at, name=name, sha256=sha256, size=size)
            for at, (name, sha256, size) in enumerate(kept)
        ]
        made = Upload(by_user=visit.viewer.user_id, book_version_id=book_version, files=files)
        visit.session.add(made)
        visit.session.flush()
        visit.session.add(Job(kind=JobKind.CHECK.value, upload_id=made.id, by_user=visit.viewer.user_id))
        visit.note("upload", "uploads", made.id)
        return made.id

    asked = [*(file[:2] for file in kept), book_version]
    return upload_of(visit, once(visit, key, asked, make))


def upload_sample(visit: Visit, key: str | None = None) -> Upload:
    """The sample that comes with the program, as if it were uploaded.

    Raises
    ------
    Refusal
        404, if this installation has none.
    """
    folder = next((folder for folder in SAMPLE_FOLDERS if all((folder / name).exists() for name in SAMPLE)), None)
    if folder is None:
        raise not_found("sample")
    files = [(folder / name).open("rb") for name in SAMPLE]
    try:
        return upload(visit, [Given(name, file) for name, file in zip(SAMPLE, files, strict=True)], key=key)
    finally:
        for file in files:
            file.close()


def upload_of(visit: Visit, name: str) -> Upload:
    """An upload.

    Raises
    ------
    Refusal
        404, if the firm has none of this name.
    """
    found = visit.session.scalars(select(Upload).where(Upload.id == name)).first()
    if found is None:
        raise not_found("upload")
    return found


def marked_copy(visit: Visit, upload_name: str, position: int) -> UploadFile:
    """The file of an upload whose marked copy is wanted, which is noted.

    Raises
    ------
    Refusal
        404, if there is no such file, or no copy of it.
    """
    for file in upload_of(visit, upload_name).files:
        if file.position == position and file.marked_sha256 is not None:
            visit.note("download marked copy", "uploads", upload_name)
            visit.session.commit()
            return file
    raise not_found("marked copy")


def _corrected(before: Upload, new: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The files of an upload, those in place of which new ones have come left out, and the new ones."""
    come = {_COPY.sub("", name).casefold() for name, *_ in new}
    stays = [
        file for file in before.files if come.isdisjoint({file.name.casefold(), (file.marked_name or "").casefold()})
    ]
    if len(before.files) == len(new) == 1:  # whatever it is called now
        stays = []
    return [*((file.name, file.sha256, file.size) for file in stays), *new]


def rows_of(visit: Visit, upload: Upload) -> list[dict[str, Any]]:
    """The rows of an upload as they were understood, a sheet each; none while it is checked, or where that failed."""
    if upload.understood_sha256 is None:
        return []
    found: list[dict[str, Any]] = json.loads(visit.house.files.read(upload.understood_sha256))
    return found


def _not_too_often(visit: Visit) -> None:
    """Where firms share a server, none may fill it alone."""
    settings = visit.house.settings
    if not settings.shared:
        return
    since = utc_now() - timedelta(hours=1)
    recent = select(func.count(), func.min(Upload.created)).select_from(Upload).where(Upload.created > since)
    times, first = visit.session.execute(recent).one()
    if times >= settings.uploads_per_hour:
        raise too_often((first - since).total_seconds())


def _known_version(visit: Visit, name: str) -> None:
    if visit.session.scalars(select(TariffBookVersion).where(TariffBookVersion.id == name)).first() is None:
        raise Refusal(422, "unknown-book", "There is no such tariff book", "Choose one of those that are kept.")
