"""``optimizer user``: firms and people, from the machine that the server runs on, before anybody can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from optimizer.web.access import Role, Viewer, Visit
from optimizer.web.access.signing_in import cleaned
from optimizer.web.actions import people
from optimizer.web.house import House
from optimizer.web.operations.beside import opened
from optimizer.web.refusal import Refusal, not_found
from optimizer.web.settings import Mode
from optimizer.web.store.tables import Firm, User

#: Where it was done from, in the audit log.
HERE = "command line"


def add_user(email: str, firm: str, role: str, name: str = "", **chosen: Any) -> str:
    """Invite somebody to a firm, which is made if there is none of this name; their one-time link.

    Raises
    ------
    ValueError
        If they work there already, or this is no address of mail.
    """
    with _house(chosen) as house:
        with house.database.of_system() as session:
            found = session.scalars(select(Firm).where(Firm.name == firm.strip())).first()
            if found is None:
                found = Firm(name=firm.strip())
                session.add(found)
                session.commit()
            firm_id = found.id
        with _visit(house, firm_id) as visit:
            return people.invite(visit, email, Role(role), name).link


def link_for(email: str, firm: str | None = None, **chosen: Any) -> str:
    """A one-time link by which somebody sets a new password.

    Raises
    ------
    ValueError
        If there is nobody of this address, or in several firms and none is named.
    """
    with _house(chosen) as house:
        user = _user(house, email, firm)
        with _visit(house, user.firm_id) as visit:
            return people.reset(visit, user.id).link


def remove_user(email: str, firm: str | None = None, **chosen: Any) -> None:
    """Let somebody in no longer; sessions and tokens end.

    Raises
    ------
    ValueError
        As above, or if nobody would be left who may say who may.
    """
    with _house(chosen) as house:
        user = _user(house, email, firm)
        with _visit(house, user.firm_id) as visit:
            people.remove(visit, user.id)


def users(**chosen: Any) -> list[str]:
    """A line for each person: address, firm, role."""
    with _house(chosen) as house, house.database.of_system() as session:
        asked = select(User, Firm).join(Firm, User.firm_id == Firm.id).where(User.removed.is_(None))
        rows = session.execute(asked.order_by(Firm.name, User.email)).all()
        return [f"{user.email}  {firm.name}  {user.role}{_invited(user)}" for user, firm in rows]


def _invited(user: User) -> str:
    return "  (invited)" if user.password_hash is None else ""


def _user(house: House, email: str, firm: str | None) -> User:
    asked = select(User, Firm.name).join(Firm, User.firm_id == Firm.id)
    with house.database.of_system() as session:
        rows = session.execute(asked.where(User.email == cleaned(email), User.removed.is_(None))).all()
    found = [(user, name) for user, name in rows if firm in (None, name)]
    if not found:
        raise not_found(f"person as {email}")
    if len(found) > 1:
        names = ", ".join(name for _, name in found)
        raise Refusal(422, "several-firms", f"{email} works for several firms", f"Say which with --firm: {names}.")
    return found[0][0]


@contextmanager
def _house(chosen: dict[str, Any]) -> Iterator[House]:
    """The house of the settings, in the mode with login; what is refused is a ``ValueError``."""
    try:
        with opened(new=True, **(chosen | {"mode": Mode.FIRMS})) as house:
            yield house
    except Refusal as refusal:
        raise ValueError(f"{refusal.title}. {refusal.detail}") from refusal


@contextmanager
def _visit(house: House, firm_id: str) -> Iterator[Visit]:
    with house.database.of_firm(firm_id) as session:
        yield Visit(Viewer(firm_id, Role.ADMIN.rights), session, house, HERE)
