"""The people of a firm: invited, given roles, removed; and what they did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from optimizer.web.access import Role, Visit
from optimizer.web.access.keys import digest, new_secret
from optimizer.web.access.signing_in import cleaned
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store.tables import AuditEntry, Firm, OneTimeLink, SignIn, Token, User, utc_now

#: Enough of an email address to be one; whether it reaches anybody only mail can tell.
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,255}")


class Purpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Invited:
    """A person, and the one-time link by which they set a password; it is shown this once."""

    user: User
    link: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the audit log, with the name of who did it."""

    entry: AuditEntry
    who: str


def people(visit: Visit) -> Sequence[User]:
    """All who work here, by address."""
    return visit.session.scalars(select(User).where(User.removed.is_(None)).order_by(User.email)).all()


def person(visit: Visit, name: str) -> User:
    """A person who works here.

    Raises
    ------
    Refusal
        404, if the firm has nobody of this name.
    """
    found = visit.session.scalars(select(User).where(User.id == name, User.removed.is_(None))).first()
    if found is None:
        raise not_found("person")
    return found


def firm(visit: Visit) -> Firm:
    """The firm of who asks."""
    return visit.session.scalars(select(Firm)).one()


def invite(visit: Visit, email: str, role: Role, name: str = "") -> Invited:
    """Let somebody in, by a link by which they set a password.

    Raises
    ------
    Refusal
        403 where there is no login; 409 if they work here already; 422 if this is no email address.
    """
    with_login(visit)
    email = cleaned(email)
    if not _EMAIL.fullmatch(email):
        raise Refusal(422, "no-address", "This is no email address", "It looks like name@firm.example.")
    user = visit.session.scalars(select(User).where(User.email == email)).first()
    if user is not None and user.removed is None:
        raise _here_already()
    if user is None:
        user = User(email=email)
        visit.session.add(user)
    user.name, user.role, user.removed, user.password_hash = name.strip(), role.value, None, None
    try:
        visit.session.flush()
    except IntegrityError as error:  # invited by somebody else at this moment
        raise _here_already() from error
    visit.note(f"invite as {role.value}", "users", user.id)
    return Invited(user, _link(visit, user, Purpose.INVITATION))


def _here_already() -> Refusal:
    return Refusal(409, "here-already", "This person works here already", "Change the role, or make a new link.")


def reset(visit: Visit, name: str) -> Invited:
    """A link by which a person sets a new password; those before it no longer work."""
    with_login(visit)
    user = person(visit, name)
    visit.note("link for a password", "users", user.id)
    return Invited(user, _link(visit, user, Purpose.RESET if user.password_hash else Purpose.INVITATION))


def set_role(visit: Visit, name: str, role: Role) -> User:
    """Give a person another role; their sessions end, and tokens that they made, so that nothing outlives it.

    Raises
    ------
    Refusal
        404 if there is nobody; 409 if nobody would be left who may say who may.
    """
    user = person(visit, name)
    if user.role == role.value:
        return user
    _one_admin_left(visit, user)
    user.role = role.value
    _end_all(visit, user)
    visit.note(f"role {role.value}", "users", user.id)
    visit.session.commit()
    return user


def remove(visit: Visit, name: str) -> None:
    """Let a person in no longer: sessions, links and the tokens that they made end at once. What they did stays.

    Raises
    ------
    Refusal
        404 if there is nobody; 409 if nobody would be left who may say who may.
    """
    user = person(visit, name)
    _one_admin_left(visit, user)
    user.removed, user.password_hash = utc_now(), None
    _end_all(visit, user)
    links = update(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used.is_(None))
    visit.session.execute(links.values(used=utc_now()))
    visit.note("remove", "users", user.id)
    visit.session.commit()


def deeds(visit: Visit, after: str | None, limit: int) -> tuple[Sequence[Deed], str | None]:
    """What was done, the newest first, and the name after which the next part comes."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(AuditEntry.id < after)
    found = visit.session.scalars(query).all()
    shown = found[:limit]
    emails = {user.id: user.email for user in visit.session.scalars(select(User))}
    tokens = {token.id: token.name for token in visit.session.scalars(select(Token))}

    def who(entry: AuditEntry) -> str:
        if entry.user_id is not None:
            return emails.get(entry.user_id, entry.user_id)
        if entry.token_id is not None:
            return f"token {tokens.get(entry.token_id, entry.token_id)}"
        return entry.address or "this computer"

    return [Deed(entry, who(entry)) for entry in shown], shown[-1].id if len(found) > limit else None


def sessions(visit: Visit) -> Sequence[SignIn]:
    """Where who asks is signed in, the newest first."""
    alive = select(SignIn).where(SignIn.user_id == visit.viewer.user_id, SignIn.expires > utc_now())
    return visit.session.scalars(alive.order_by(SignIn.id.desc())).all()


def with_login(visit: Visit) -> None:
    """Refuse what makes no sense where there is no login."""
    if not visit.house.settings.shared:
        raise Refusal(403, "no-login", "This server has no login", "It is for whoever sits at this computer.")


def _link(visit: Visit, user: User, purpose: Purpose) -> str:
    """A new one-time link, in place of those before it; commits."""
    at, key = utc_now(), new_secret()
    before = update(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used.is_(None))
    visit.session.execute(before.values(used=at))
    expires = at + timedelta(hours=visit.house.settings.link_hours)
    visit.session.add(OneTimeLink(user_id=user.id, purpose=purpose.value, digest=digest(key), expires=expires))
    visit.session.commit()
    return f"{visit.house.settings.url.rstrip('/')}/link/{key}"


def _end_all(visit: Visit, user: User) -> None:
    visit.session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    tokens = update(Token).where(Token.created_by == user.id, Token.revoked.is_(None))
    visit.session.execute(tokens.values(revoked=utc_now()))


def _one_admin_left(visit: Visit, but: User) -> None:
    """Of those who have taken up their invitation."""
    admins = select(User.id).where(
        User.role == Role.ADMIN.value,
        User.removed.is_(None),
        User.password_hash.is_not(None),
        User.id != but.id,
    )
    if but.role == Role.ADMIN.value and visit.session.scalars(admins).first() is None:
        raise Refusal(409, "last-admin", "Nobody else may say who may", "Give somebody else the role admin first.")
