"""Tariff books that a firm keeps, by version."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from optimizer.web.access import Visit
from optimizer.web.actions.uploads import upload_of
from optimizer.web.refusal import Refusal
from optimizer.web.store.tables import TariffBook, TariffBookVersion, UploadState


def books(visit: Visit) -> Sequence[TariffBook]:
    """All books of the firm, by name."""
    return visit.session.scalars(select(TariffBook).order_by(TariffBook.name)).all()


def keep(visit: Visit, name: str, upload_name: str) -> TariffBook:
    """Keep the files of an upload as the newest version of a book, which is made if there is none of this name.

    Raises
    ------
    Refusal
        404 if there is no such upload; 409 while it is checked; 422 if it has errors, or holds cargo.
    """
    upload = upload_of(visit, upload_name)
    if upload.state == UploadState.CHECKING.value:
        raise Refusal(409, "still-checking", "These workbooks are still being checked", "Try again in a moment.")
    if upload.state != UploadState.NO_CARGO.value:
        detail = "Keep workbooks that are sound, and have no sheet Cargo: the cargo comes with each upload."
        raise Refusal(422, "no-book", "This is no tariff book by itself", detail)
    book = visit.session.scalars(select(TariffBook).where(TariffBook.name == name)).first()
    if book is None:
        book = TariffBook(name=name, versions=[])
        visit.session.add(book)
        visit.session.flush()
    number = max((version.number for version in book.versions), default=0) + 1
    firm = visit.viewer.firm_id
    book.versions.append(TariffBookVersion(firm_id=firm, book_id=book.id, number=number, upload_id=upload.id))
    visit.note("keep tariff book", "tariff_books", book.id)
    visit.session.commit()
    return book
