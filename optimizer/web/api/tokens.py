"""Tokens by the API."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from optimizer.web.access import AdminVisit, Right
from optimizer.web.actions import tokens as actions
from optimizer.web.api.shapes import refusals
from optimizer.web.store import tables

router = APIRouter(prefix="/tokens", tags=["tokens"])


class TokenOut(BaseModel):
    """A token, without its secret."""

    id: str
    created: datetime
    name: str
    scopes: list[Right]
    expires: datetime
    revoked: datetime | None


class TokenIn(BaseModel):
    """What a program may, and for how long."""

    name: str = Field(min_length=1, max_length=200, examples=["Nightly upload"])
    scopes: list[Right] = Field(min_length=1, max_length=3, examples=[["read", "upload"]])
    days: int = Field(default=90, ge=1, le=actions.LONGEST_DAYS, description="After so many it ends.")


class NewTokenOut(BaseModel):
    """A new token. Its secret is shown this once; send it as `Authorization: Bearer SECRET`."""

    token: TokenOut
    secret: str


def shown(token: tables.Token) -> TokenOut:
    """A token as JSON."""
    return TokenOut.model_validate(token, from_attributes=True)


@router.get("", responses=refusals())
def list_tokens(visit: AdminVisit) -> list[TokenOut]:
    """All tokens, the newest first; also those that have ended."""
    return [shown(token) for token in actions.tokens(visit)]


@router.post("", status_code=201, responses=refusals())
def make_token(visit: AdminVisit, asked: TokenIn) -> NewTokenOut:
    """Make a token."""
    made = actions.make(visit, asked.name, asked.scopes, asked.days)
    return NewTokenOut(token=shown(made.token), secret=made.secret)


@router.delete("/{token}", responses=refusals(404))
def revoke_token(visit: AdminVisit, token: str) -> TokenOut:
    """End a token at once."""
    return shown(actions.revoke(visit, token))
