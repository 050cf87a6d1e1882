"""Tokens of a firm, by which programs come in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from optimizer.web.access import Right, Visit
from optimizer.web.access.keys import TOKEN_PREFIX, digest, new_secret
from optimizer.web.actions.people import with_login
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store.tables import Token, utc_now

#: A token lasts no longer than this, days.
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token, and its secret, which is shown this once."""

    token: Token
    secret: str


def tokens(visit: Visit) -> Sequence[Token]:
    """All tokens, the newest first; also those that have ended, which the audit log names."""
    return visit.session.scalars(select(Token).order_by(Token.id.desc())).all()


def make(visit: Visit, name: str, scopes: Collection[Right], days: int) -> NewToken:
    """A new token, with some of the rights of who makes it.

    Raises
    ------
    Refusal
        403, where there is no login, or if it would have rights that its maker has not.
    """
    with_login(visit)
    beyond = sorted(set(scopes) - visit.viewer.rights)
    if beyond:
        raise Refusal(403, "not-allowed", "You may not give more than you have", f"You have not: {', '.join(beyond)}.")
    secret = new_secret(TOKEN_PREFIX)
    token = Token(
        name=name,
        digest=digest(secret),
        scopes=sorted({scope.value for scope in scopes}),
        created_by=visit.viewer.user_id or _maker(visit),
        expires=utc_now() + timedelta(days=days),
    )
    visit.session.add(token)
    visit.session.flush()
    visit.note("make token", "tokens", token.id)
    visit.session.commit()
    return NewToken(token, secret)


def revoke(visit: Visit, name: str) -> Token:
    """End a token at once.

    Raises
    ------
    Refusal
        404, if the firm has none of this name.
    """
    token = visit.session.scalars(select(Token).where(Token.id == name)).first()
    if token is None:
        raise not_found("token")
    if token.revoked is None:
        token.revoked = utc_now()
        visit.note("revoke token", "tokens", token.id)
        visit.session.commit()
    return token


def _maker(visit: Visit) -> str | None:
    """Who made the token by which a token is made, so that it ends with them, too."""
    return visit.session.scalars(select(Token.created_by).where(Token.id == visit.viewer.token_id)).first()
