"""Signing in and out, and taking up a one-time link, as pages. Nobody is known here yet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from optimizer.web.access import signing_in
from optimizer.web.access.viewer import cookie_name
from optimizer.web.access.visit import address_of
from optimizer.web.house import House
from optimizer.web.pages.rendering import UNKNOWN, go_to, page
from optimizer.web.refusal import Refusal, not_found

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=1000)]


def house_with_login(request: Request) -> House:
    """The house, if one signs in there.

    Raises
    ------
    Refusal
        404, where there is no login.
    """
    house: House = request.app.state.house
    if not house.settings.shared:
        raise not_found("page")
    return house


@router.get("/sign-in")
def show(request: Request) -> Response:
    """The form."""
    house_with_login(request)
    return page(request, "sign_in.html", wanted="/")


@router.post("/sign-in")
def sign_in(request: Request, email: Text = "", password: Text = "", wanted: Text = "/", firm: Text = "") -> Response:
    """Begin a session, and go on to what was wanted."""
    house = house_with_login(request)
    name = cookie_name(house.settings)
    try:
        found = signing_in.sign_in(
            house, email, password, address_of(request), firm_id=firm, before=request.cookies.get(name, "")
        )
    except Refusal as refusal:
        if refusal.status != UNKNOWN:
            raise
        return page(request, "sign_in.html", status=UNKNOWN, refusal=refusal, wanted=wanted, email=email)
    if found.firms:
        return page(request, "sign_in.html", firms=found.firms, wanted=wanted, email=email)
    response = go_to(wanted if _here(wanted) else "/")
    response.set_cookie(
        name,
        found.cookie,
        max_age=int(3600 * house.settings.session_hours),
        secure=house.settings.behind_tls,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/link/{key}")
def show_link(request: Request, key: str) -> Response:
    """The form by which a password is set. To look at it does not take the link up: programs that read mail do."""
    email, firm = signing_in.whose_link(house_with_login(request), key)
    return page(request, "link.html", email=email, firm=firm)


@router.post("/link/{key}")
def take_link(request: Request, key: str, password: Text = "", again: Text = "") -> Response:
    """Set a password; then one signs in with it."""
    house = house_with_login(request)
    email, firm = signing_in.whose_link(house, key)
    try:
        if password != again:
            raise Refusal(422, "not-the-same", "These are two passwords", "Give the same one twice.")
        signing_in.take_link(house, key, password, address_of(request))
    except Refusal as refusal:
        return page(request, "link.html", status=refusal.status, refusal=refusal, email=email, firm=firm)
    return go_to("/sign-in")


def _here(path: str) -> bool:
    """Whether this is a page here, and leads nowhere else."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
