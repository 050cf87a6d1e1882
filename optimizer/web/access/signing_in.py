"""Signing in and out, one-time links, and passwords: before it is known which firm somebody is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import delete, select, update

from optimizer.web.access import passwords
from optimizer.web.access.keys import digest, new_secret
from optimizer.web.access.limits import count_try, forget
from optimizer.web.access.viewer import Viewer
from optimizer.web.house import House
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.store import SystemSession
from optimizer.web.store.tables import AuditEntry, Firm, OneTimeLink, SignIn, User, utc_now

log = structlog.get_logger()

#: In so many firms may one address be tried with one password; each takes the time of a hash.
FIRMS_TRIED = 3

#: How much more often an address, or a name, may be tried than the two together.
LOOSER = 10


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The cookie of a new session; or, of somebody with one password in several firms, which those are."""

    cookie: str
    firms: Sequence[Firm] = ()


def cleaned(email: str) -> str:
    """An address of mail as it is kept."""
    return email.strip().casefold()


def sign_in(house: House, email: str, password: str, address: str, *, firm_id: str = "", before: str = "") -> SignedIn:
    """Begin a session, and end that ``before`` it of the same browser, by its cookie.

    Raises
    ------
    Refusal
        401 if there is nobody of this name with this password, which is said alike and takes as long whichever is
        wrong; 429 if it was tried too often.
    """
    email, tries = cleaned(email), house.settings.sign_in_tries
    both = f"both {address} {email}"
    limits = {both: tries, f"from {address}": LOOSER * tries, f"name {email}": LOOSER * tries}
    with house.database.of_system() as session:
        counted = count_try(session, limits, house.settings.sign_in_minutes)
        known = select(User).where(User.email == email, User.removed.is_(None)).order_by(User.id).limit(FIRMS_TRIED)
        users = session.scalars(known).all()
        hashes = [user.password_hash for user in users] or [None]
        fitting = [passwords.fits(password, kept) for kept in hashes]
        right = [user for user, fits in zip(users, fitting, strict=False) if fits]
        chosen = [user for user in right if user.firm_id == firm_id] or right
        if not chosen:
            log.warning("sign-in failed", address=address, users=[user.id for user in users])
            raise Refusal(
                401, "wrong-password", "Name and password do not fit", "Try again, or ask for a new password."
            )
        forget(session, counted, both)
        if len(chosen) > 1:
            session.commit()
            return SignedIn("", [session.get_one(Firm, user.firm_id) for user in chosen])
        session.execute(delete(SignIn).where(SignIn.digest == digest(before)))
        return SignedIn(_begin(session, house, chosen[0], password, address))


def _begin(session: SystemSession, house: House, user: User, password: str, address: str) -> str:
    assert user.password_hash is not None  # it fitted
    if passwords.outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    cookie, at = new_secret(), utc_now()
    expires = at + timedelta(hours=house.settings.session_hours)
    session.execute(delete(SignIn).where(SignIn.expires < at))
    session.add(SignIn(firm_id=user.firm_id, user_id=user.id, digest=digest(cookie), expires=expires, last_seen=at))
    _note(session, user, "sign in", address)
    session.commit()
    return cookie


def sign_out(house: House, viewer: Viewer, address: str, *, others: bool = False) -> None:
    """End the session of who asks; or all ``others`` of theirs."""
    with house.database.of_system() as session:
        mine = SignIn.user_id == viewer.user_id
        which = SignIn.id != viewer.sign_in_id if others else SignIn.id == viewer.sign_in_id
        session.execute(delete(SignIn).where(mine, which))
        user = session.get(User, viewer.user_id)
        if user is not None:
            _note(session, user, "end other sessions" if others else "sign out", address)
        session.commit()


def whose_link(house: House, key: str) -> tuple[str, str]:
    """Of a one-time link that can still be taken up: the address of mail, and the firm.

    Raises
    ------
    Refusal
        404, if there is none, it has expired, or was taken up.
    """
    with house.database.of_system() as session:
        user = _user_of_link(session, key)
        return user.email, session.get_one(Firm, user.firm_id).name


def take_link(house: House, key: str, password: str, address: str) -> None:
    """Set a password by a one-time link, once; all sessions of this person end.

    Raises
    ------
    Refusal
        404 as above; 422 if it will not do as a password, and the link can be taken up again.
    """
    with house.database.of_system() as session:
        user = _user_of_link(session, key)
        passwords.check_new(password, user.email, user.name, session.get_one(Firm, user.firm_id).name)
        made = passwords.hashed(password)
        taken = update(OneTimeLink).where(OneTimeLink.digest == digest(key), OneTimeLink.used.is_(None))
        if session.execute(taken.values(used=utc_now())).rowcount != 1:  # type: ignore[attr-defined]
            raise _dead_link()
        _set_password(session, user, made, address)


def change_password(house: House, viewer: Viewer, old: str, new: str, address: str) -> None:
    """Set another password; all other sessions of this person end.

    Raises
    ------
    Refusal
        403 if the old one is wrong; 422 if the new one will not do; 429 if it was tried too often.
    """
    with house.database.of_system() as session:
        user = session.get(User, viewer.user_id)
        if user is None:
            raise Refusal(403, "not-allowed", "Programs have no password", "A person signs in to change theirs.")
        count_try(session, {f"change {user.id}": house.settings.sign_in_tries}, house.settings.sign_in_minutes)
        if not passwords.fits(old, user.password_hash):
            raise Refusal(403, "wrong-password", "The password so far is another one", "Try again.")
        passwords.check_new(new, user.email, user.name, session.get_one(Firm, user.firm_id).name)
        _set_password(session, user, passwords.hashed(new), address, viewer.sign_in_id)


def _set_password(session: SystemSession, user: User, made: str, address: str, but: str | None = None) -> None:
    user.password_hash = made
    session.execute(delete(SignIn).where(SignIn.user_id == user.id, SignIn.id != (but or "")))
    left = update(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used.is_(None))
    session.execute(left.values(used=utc_now()))
    _note(session, user, "set password", address)
    session.commit()


def _user_of_link(session: SystemSession, key: str) -> User:
    alive = (OneTimeLink.used.is_(None), OneTimeLink.expires > utc_now(), User.removed.is_(None))
    asked = select(User).join(OneTimeLink, OneTimeLink.user_id == User.id)
    user = session.scalars(asked.where(OneTimeLink.digest == digest(key), *alive)).first()
    if user is None:
        raise _dead_link()
    return user


def _dead_link() -> Refusal:
    found = not_found("link")
    found.detail = "It was used, has expired, or was replaced by a newer one. Ask whoever sent it for another."
    return found


def _note(session: SystemSession, user: User, action: str, address: str) -> None:
    session.add(
        AuditEntry(
            firm_id=user.firm_id,
            user_id=user.id,
            action=action,
            of_table="users",
            of_id=user.id,
            address=address,
        )
    )
