"""One's own account as a page: password and sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from optimizer.web.access import ReadVisit, signing_in
from optimizer.web.access.viewer import cookie_name
from optimizer.web.actions.people import sessions, with_login
from optimizer.web.pages.rendering import go_to, page
from optimizer.web.refusal import Refusal

router = APIRouter(prefix="/account", include_in_schema=False)

Text = Annotated[str, Form(max_length=1000)]


@router.get("")
def show(request: Request, visit: ReadVisit) -> Response:
    """Who one is, and where one is signed in."""
    with_login(visit)
    return page(request, "account.html", sessions=sessions(visit))


@router.post("/password")
def change_password(
    request: Request, visit: ReadVisit, old: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Set another password."""
    with_login(visit)
    if password != again:
        raise Refusal(422, "not-the-same", "These are two passwords", "Give the same one twice.")
    signing_in.change_password(visit.house, visit.viewer, old, password, visit.address)
    return page(request, "account.html", sessions=sessions(visit), done="The password is changed.")


@router.post("/end-others")
def end_others(visit: ReadVisit) -> Response:
    """End all of one's other sessions."""
    with_login(visit)
    signing_in.sign_out(visit.house, visit.viewer, visit.address, others=True)
    return go_to("/account")


@router.post("/sign-out")
def sign_out(visit: ReadVisit) -> Response:
    """End this session; nothing of it stays in the browser."""
    with_login(visit)
    signing_in.sign_out(visit.house, visit.viewer, visit.address)
    response = go_to("/sign-in")
    secure = visit.house.settings.behind_tls
    response.delete_cookie(cookie_name(visit.house.settings), secure=secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
