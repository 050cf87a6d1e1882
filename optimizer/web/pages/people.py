"""Who works here, which programs come in, and what was done: as pages, for those who say who may."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from optimizer.web.access import AdminVisit, Right, Role
from optimizer.web.actions import people, tokens
from optimizer.web.pages.rendering import go_to, page

router = APIRouter(include_in_schema=False)

#: So many rows of the audit log are shown at a time.
ROWS = 100

Text = Annotated[str, Form(max_length=320)]


@router.get("/people")
def show(request: Request, visit: AdminVisit) -> Response:
    """People and tokens."""
    return _shown(request, visit)


@router.post("/people")
def invite(
    request: Request, visit: AdminVisit, role: Annotated[Role, Form()], email: Text = "", name: Text = ""
) -> Response:
    """Invite somebody; the link is shown this once."""
    return _shown(request, visit, invited=people.invite(visit, email, role, name))


@router.post("/people/{person}/link")
def link(request: Request, visit: AdminVisit, person: str) -> Response:
    """Make a link for a new password; it is shown this once."""
    return _shown(request, visit, invited=people.reset(visit, person))


@router.post("/people/{person}/role")
def set_role(visit: AdminVisit, person: str, role: Annotated[Role, Form()]) -> Response:
    """Give a person another role."""
    people.set_role(visit, person, role)
    return go_to("/people")


@router.post("/people/{person}/remove")
def remove(visit: AdminVisit, person: str) -> Response:
    """Let a person in no longer."""
    people.remove(visit, person)
    return go_to("/people")


@router.post("/tokens")
def make_token(
    request: Request,
    visit: AdminVisit,
    scopes: Annotated[list[Right], Form(min_length=1, max_length=3)],
    days: Annotated[int, Form(ge=1, le=tokens.LONGEST_DAYS)],
    name: Annotated[str, Form(min_length=1, max_length=200)],
) -> Response:
    """Make a token; its secret is shown this once."""
    return _shown(request, visit, made=tokens.make(visit, name, scopes, days))


@router.post("/tokens/{token}/revoke")
def revoke_token(visit: AdminVisit, token: str) -> Response:
    """End a token."""
    tokens.revoke(visit, token)
    return go_to("/people")


@router.get("/audit")
def deeds(request: Request, visit: AdminVisit, after: Annotated[str | None, Query(max_length=64)] = None) -> Response:
    """What was done, the newest first."""
    found, following = people.deeds(visit, after, ROWS)
    return page(request, "audit.html", deeds=found, following=following)


def _shown(
    request: Request,
    visit: AdminVisit,
    invited: people.Invited | None = None,
    made: tokens.NewToken | None = None,
) -> Response:
    people.with_login(visit)
    return page(
        request,
        "people.html",
        firm=people.firm(visit),
        people=people.people(visit),
        tokens=tokens.tokens(visit),
        roles=list(Role),
        rights=list(Right),
        longest_days=tokens.LONGEST_DAYS,
        invited=invited,
        made=made,
    )
