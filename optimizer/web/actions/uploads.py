"""Uploads: taken in, checked, shown, with their marked copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from optimizer.web.access import Visit
from optimizer.web.actions.names import safe_name
from optimizer.web.actions.once import once
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store.files import Readable
from optimizer.web.store.tables import Job, JobKind, TariffBookVersion, Upload, UploadFile

#: Where the sample is: in the package that is installed, or in the project.
SAMPLE_FOLDERS = (Path(__file__).parents[1] / "sample", Path(__file__).parents[3] / "spreadsheets")
SAMPLE = ("corridors.xlsx", "cargo.xlsx")


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it is sent: its name there, and what gives its bytes."""

    name: str
    content: Readable


def upload(visit: Visit, given: Sequence[Given], book_version: str | None = None, key: str | None = None) -> Upload:
    """Keep files, and have them checked.

    Raises
    ------
    Refusal
        If there are none or too many, two have one name, one is of no kind that can be read, or there is no such
        version of a tariff book.
    """
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
    kept = [visit.house.files.put(one.content) for one in given]

    def make() -> str:
        files = [
            UploadFile(firm_id=visit.viewer.firm_id, position=at, name=name, sha256=file.sha256, size=file.size)
            for at, (name, file) in enumerate(zip(names, kept, strict=True))
        ]
        made = Upload(by_user=visit.viewer.user_id, book_version_id=book_version, files=files)
        visit.session.add(made)
        visit.session.flush()
        visit.session.add(Job(kind=JobKind.CHECK.value, upload_id=made.id, by_user=visit.viewer.user_id))
        visit.note("upload", "uploads", made.id)
        return made.id

    asked = [*zip(names, (file.sha256 for file in kept), strict=True), book_version]
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


def _known_version(visit: Visit, name: str) -> None:
    if visit.session.scalars(select(TariffBookVersion).where(TariffBookVersion.id == name)).first() is None:
        raise Refusal(422, "unknown-book", "There is no such tariff book", "Choose one of those that are kept.")
