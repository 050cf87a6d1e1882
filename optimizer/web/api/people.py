"""Who works here, who asks, and what was done, by the API."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from optimizer.web.access import AdminVisit, ReadVisit, Right, Role
from optimizer.web.actions import people as actions
from optimizer.web.api.shapes import After, Limit, Page, refusals
from optimizer.web.store import tables

router = APIRouter(tags=["people"])


class Me(BaseModel):
    """Who asks."""

    firm: str
    name: str = Field(description="Of the person or the token; blank where there is no login.")
    rights: list[Right]


class Person(BaseModel):
    """Somebody who works here."""

    id: str
    created: datetime
    email: str = Field(examples=["planner@firm.example"])
    name: str
    role: Role
    invited: bool = Field(description="Whether the invitation was not taken up yet.")


class PersonIn(BaseModel):
    """Whom to invite."""

    email: str = Field(max_length=320, examples=["planner@firm.example"])
    role: Role
    name: str = Field(default="", max_length=200)


class RoleIn(BaseModel):
    """The role to give."""

    role: Role


class InvitedOut(BaseModel):
    """A person, and the one-time link by which they set a password; it is shown this once, to be passed on."""

    person: Person
    link: str


class Deed(BaseModel):
    """Something that was done."""

    id: str
    at: datetime
    who: str = Field(description="An address of mail, a token, or the command line.")
    action: str = Field(examples=["download plan"])
    of_table: str = Field(examples=["plans"])
    of_id: str
    address: str = Field(description="Where it came from.")


def shown(user: tables.User) -> Person:
    """A person as JSON."""
    return Person(
        id=user.id,
        created=user.created,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        invited=user.password_hash is None,
    )


@router.get("/me", responses=refusals())
def get_me(visit: ReadVisit) -> Me:
    """Who asks, for which firm, and what they may."""
    rights = [right for right in Right if right in visit.viewer.rights]
    return Me(firm=actions.firm(visit).name, name=visit.viewer.name, rights=rights)


@router.get("/people", responses=refusals())
def list_people(visit: AdminVisit) -> list[Person]:
    """All who work here, by address."""
    return [shown(user) for user in actions.people(visit)]


@router.post("/people", status_code=201, responses=refusals(409))
def invite_person(visit: AdminVisit, asked: PersonIn) -> InvitedOut:
    """Invite somebody; pass the link on to them."""
    made = actions.invite(visit, asked.email, asked.role, asked.name)
    return InvitedOut(person=shown(made.user), link=made.link)


@router.post("/people/{person}/link", status_code=201, responses=refusals(404))
def make_link(visit: AdminVisit, person: str) -> InvitedOut:
    """Make a one-time link by which a person sets a new password; those before it no longer work."""
    made = actions.reset(visit, person)
    return InvitedOut(person=shown(made.user), link=made.link)


@router.put("/people/{person}/role", responses=refusals(404, 409))
def set_role(visit: AdminVisit, person: str, asked: RoleIn) -> Person:
    """Give a person another role; their sessions and tokens end."""
    return shown(actions.set_role(visit, person, asked.role))


@router.delete("/people/{person}", status_code=204, responses=refusals(404, 409), response_class=Response)
def remove_person(visit: AdminVisit, person: str) -> Response:
    """Let a person in no longer; their sessions and tokens end."""
    actions.remove(visit, person)
    return Response(status_code=204)


@router.get("/audit", responses=refusals())
def list_deeds(visit: AdminVisit, after: After = None, limit: Limit = 50) -> Page[Deed]:
    """What was done, by whom and from where, the newest first."""
    found, following = actions.deeds(visit, after, limit)
    deeds = [
        Deed(
            id=deed.entry.id,
            at=deed.entry.created,
            who=deed.who,
            action=deed.entry.action,
            of_table=deed.entry.of_table,
            of_id=deed.entry.of_id,
            address=deed.entry.address,
        )
        for deed in found
    ]
    return Page(items=deeds, next=following)
