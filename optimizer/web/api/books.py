"""Tariff books by the API."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from optimizer.web.access import ReadVisit, UploadVisit
from optimizer.web.actions import books as actions
from optimizer.web.api.shapes import refusals
from optimizer.web.store import tables

router = APIRouter(prefix="/books", tags=["tariff books"])


class BookVersion(BaseModel):
    """A version of a tariff book."""

    id: str = Field(description="To be named as `book_version` of an upload.")
    number: int
    created: datetime
    upload: str


class Book(BaseModel):
    """A tariff book that is kept."""

    id: str
    name: str
    versions: list[BookVersion]


class BookIn(BaseModel):
    """What to keep."""

    name: str = Field(min_length=1, max_length=200, examples=["Corridors 2025"])
    upload: str = Field(max_length=64, description="A sound upload without cargo.")


def shown(book: tables.TariffBook) -> Book:
    """A book as JSON."""
    versions = [
        BookVersion(id=one.id, number=one.number, created=one.created, upload=one.upload_id) for one in book.versions
    ]
    return Book(id=book.id, name=book.name, versions=versions)


@router.get("", responses=refusals())
def list_books(visit: ReadVisit) -> list[Book]:
    """All tariff books, by name."""
    return [shown(book) for book in actions.books(visit)]


@router.post("", status_code=201, responses=refusals(404, 409))
def keep_book(visit: UploadVisit, asked: BookIn) -> Book:
    """Keep an upload as the newest version of a tariff book."""
    return shown(actions.keep(visit, asked.name, asked.upload))
