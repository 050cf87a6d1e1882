"""Who asks: a person, a program, or whoever sits at this computer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select, update
from starlette.requests import HTTPConnection

from optimizer.web.access.keys import csrf_token, digest
from optimizer.web.house import House
from optimizer.web.refusal import Refusal
from optimizer.web.settings import Settings
from optimizer.web.store import SystemSession
from optimizer.web.store.migrate import LOCAL_FIRM
from optimizer.web.store.tables import SignIn, Token, User, utc_now

#: How often the last sign of life of a session is noted, at most.
NOTED_EVERY = timedelta(minutes=1)


class Right(StrEnum):
    """What one may do: see what the firm has; upload and plan; say who may."""

    READ = "read"
    UPLOAD = "upload"
    ADMIN = "admin"


class Role(StrEnum):
    """What a person may do; each has the rights of those before it."""

    READ = "read"
    UPLOAD = "upload"
    ADMIN = "admin"

    @property
    def rights(self) -> frozenset[Right]:
        """The rights that come with it."""
        rights = list(Right)
        return frozenset(rights[: rights.index(Right(self.value)) + 1])


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, for which firm, and what they may.

    ``csrf`` is what their forms carry; ``None`` of a program, and where there is no login. ``name`` is shown to them.
    """

    firm_id: str
    rights: frozenset[Right]
    user_id: str | None = None
    token_id: str | None = None
    sign_in_id: str | None = None
    csrf: str | None = None
    name: str = ""


#: Whoever sits at this computer, in the mode without login.
LOCAL = Viewer(LOCAL_FIRM, frozenset(Right))


def cookie_name(settings: Settings) -> str:
    """The cookie of a session. Behind TLS browsers keep one of such a name to this host, and to ``https:``."""
    return "__Host-session" if settings.behind_tls else "session"


def viewer_of(asking: HTTPConnection, house: House) -> Viewer:
    """Who asks.

    Raises
    ------
    Refusal
        401, if nobody knows.
    """
    if not house.settings.shared:
        return LOCAL
    scheme, _, token = asking.headers.get("authorization", "").partition(" ")
    cookie = asking.cookies.get(cookie_name(house.settings), "")
    with house.database.of_system() as session:
        if scheme:
            found = _of_token(session, token.strip()) if scheme.casefold() == "bearer" else None
        else:
            found = _of_cookie(session, cookie, house.settings) if cookie else None
    if found is None:
        raise unknown(given=bool(scheme))
    return found


def unknown(*, given: bool) -> Refusal:
    """The refusal of whom nobody knows."""
    challenge = 'Bearer error="invalid_token"' if given else "Bearer"
    detail = (
        "The token is unknown, has expired, or was revoked." if given else "By a page, or with a token of your firm."
    )
    return Refusal(401, "unknown", "Sign in first", detail, headers={"WWW-Authenticate": challenge})


def still(viewer: Viewer, house: House) -> bool:
    """Whether who asked some time ago may still ask."""
    if viewer is LOCAL:
        return True
    now = utc_now()
    with house.database.of_system() as session:
        if viewer.token_id is not None:
            token = session.get(Token, viewer.token_id)
            return token is not None and token.revoked is None and token.expires > now
        found = session.get(SignIn, viewer.sign_in_id)
        return found is not None and found.expires > now


def _of_token(session: SystemSession, given: str) -> Viewer | None:
    alive = (Token.revoked.is_(None), Token.expires > utc_now())
    token = session.scalars(select(Token).where(Token.digest == digest(given), *alive)).first()
    if token is None:
        return None
    rights = frozenset(Right(scope) for scope in token.scopes)
    return Viewer(token.firm_id, rights, token_id=token.id, name=token.name)


def _of_cookie(session: SystemSession, cookie: str, settings: Settings) -> Viewer | None:
    now = utc_now()
    seen_since = now - timedelta(minutes=settings.session_idle_minutes)
    asked = select(SignIn, User).join(User, SignIn.user_id == User.id).where(SignIn.digest == digest(cookie))
    found = session.execute(
        asked.where(SignIn.expires > now, SignIn.last_seen > seen_since, User.removed.is_(None))
    ).first()
    if found is None:
        return None
    sign_in, user = found
    if sign_in.last_seen < now - min(NOTED_EVERY, (now - seen_since) / 10):
        session.execute(update(SignIn).where(SignIn.id == sign_in.id).values(last_seen=now))
        session.commit()
    rights = Role(user.role).rights
    return Viewer(
        user.firm_id,
        rights,
        user_id=user.id,
        sign_in_id=sign_in.id,
        csrf=csrf_token(cookie),
        name=user.name or user.email,
    )
