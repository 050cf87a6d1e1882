"""Who asks: a person, a program, or whoever sits at this computer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fastapi import Request

from optimizer.web.house import House
from optimizer.web.refusal import Refusal
from optimizer.web.store.migrate import LOCAL_FIRM


class Right(StrEnum):
    """What one may do: see what the firm has; upload and plan; say who may."""

    READ = "read"
    UPLOAD = "upload"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, for which firm, and what they may."""

    firm_id: str
    rights: frozenset[Right]
    user_id: str | None = None
    token_id: str | None = None


#: Whoever sits at this computer, in the mode without login.
LOCAL = Viewer(LOCAL_FIRM, frozenset(Right))


def viewer_of(request: Request, house: House) -> Viewer:
    """Who asks.

    Raises
    ------
    Refusal
        401, if nobody knows.
    """
    if not house.settings.shared:
        return LOCAL
    raise Refusal(401, "unknown", "Sign in first", "This server is shared by firms, and signing in is not there yet.")
