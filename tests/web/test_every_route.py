"""Every route of the application, as it stands: asked for by nobody, by the wrong ones, and by another firm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from optimizer.web import api, pages
from optimizer.web.access import Right
from optimizer.web.store.ids import new_id
from tests.web.conftest import API
from tests.web.firms import BASE, Shared, add_things, add_token, bearer, csrf, shared

#: Where a route needs more than an address: what it is sent.
BODIES: dict[str, dict[str, object]] = {
    "POST /api/v1/jobs": {"json": {"upload": "{upload}"}},
    "POST /api/v1/books": {"json": {"name": "x", "upload": "{upload}"}},
    "PUT /api/v1/people/{person}/role": {"json": {"role": "read"}},
    "POST /people/{person}/role": {"data": {"role": "read"}},
    "POST /api/v1/plans/{plan}/alternatives": {"json": {"shipment": "R1"}},
    "POST /plans/{plan}/alternatives": {"data": {"name": "R1"}},
    "POST /api/v1/plans/{plan}/comparisons": {"json": {"to": "{plan}"}},
    "POST /plans/{plan}/compare": {"data": {"to": "{plan}"}},
    "POST /uploads/{upload}/keep": {"data": {"name": "x"}},
}
#: What else an address needs.
QUERIES = {
    "GET /plans/{plan}/shipment": {"name": "R1"},
    "GET /api/v1/plans/{plan}/explanation": {"shipment": "R1"},
    "GET /api/v1/plans/{plan}/alternatives": {"shipment": "R1"},
    "GET /api/v1/plans/{plan}/comparison": {"to": "{plan}"},
}
#: What a plan has only if it was made from another one.
OF_REPLANS = "GET /plans/{plan}/changes"
#: Other values of what stands in an address.
FIXED = {"position": "0", "name": "bookings", "kind": "svg"}


@dataclass(frozen=True)
class Door:
    """A method and an address, of a route that asks for a right."""

    method: str
    path: str
    right: Right

    @property
    def takes_ids(self) -> bool:
        """Whether what it does is done to something that has a name."""
        return "{" in self.path or self.label in BODIES

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"

    def ask(self, client: TestClient, ids: dict[str, str], **more: object) -> httpx.Response:
        values = FIXED | ids
        names = re.findall(r"{(\w+)}", self.path)
        path = self.path.format_map({name: values.get(name, ids["upload"]) for name in names})
        path = path.replace("figures/bookings", "figures/map")
        body = {
            kind: {name: _filled(str(value), ids) for name, value in fields.items()}
            for kind, fields in BODIES.get(self.label, {}).items()
        }
        asked = QUERIES.get(self.label, {})
        body["params"] = {name: _filled(value, ids) for name, value in asked.items()}
        return client.request(self.method, path, **body, **more, follow_redirects=False)


def _filled(value: str, ids: dict[str, str]) -> str:
    return value.replace("{upload}", ids["upload"]).replace("{plan}", ids["plan"])


def _doors() -> Iterator[Door]:
    for prefix, routers in ((api.PREFIX, api.ROUTERS), ("", pages.ROUTERS)):
        for route in (route for router in routers for route in router.routes if isinstance(route, APIRoute)):
            for method in sorted(route.methods):
                right = next(part.call.right for part in route.dependant.dependencies if hasattr(part.call, "right"))
                yield Door(method, prefix + route.path, right)


DOORS = sorted(_doors(), key=lambda door: door.label)


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared(tmp_path_factory.mktemp("firms")) as firms:
        add_things(firms)
        yield firms


@pytest.fixture(scope="module")
def browsers(firms: Shared) -> dict[str, tuple[TestClient, str]]:
    """The administrator of either firm, signed in, with what their forms carry."""
    made = {side.name: firms.sign_in(side.emails["admin"]) for side in (firms.mine, firms.theirs)}
    return {name: (browser, csrf(browser)) for name, browser in made.items()}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.label)
def test_nobody_gets_in_without_being_known(firms: Shared, door: Door) -> None:
    """Without a token, with a forged, an expired or an empty one, and with a forged cookie: 401, and no more."""
    with firms.house.database.of_system() as session:
        expired = add_token(session, firms.mine.firm_id, ["read", "upload", "admin"], days=-1)
        session.commit()
    cases = [{}, *({"headers": bearer(token)} for token in ("freight_forged", expired, ""))]
    cases += [{"headers": {"authorization": f"Basic {firms.mine.tokens['admin']}"}}]
    cases += [{"headers": {"cookie": "__Host-session=forged"}}]
    for case in cases:
        answer = door.ask(firms.browser(), firms.mine.ids, **case)
        assert answer.status_code == 401, case
        assert not _named(firms, answer.text), case
        assert "www-authenticate" in answer.headers or "/api/" not in door.path


@pytest.mark.parametrize("door", [door for door in DOORS if door.takes_ids], ids=lambda door: door.label)
@pytest.mark.parametrize("way", ["token", "browser"])
def test_what_another_firm_has_is_as_if_it_were_not_there(
    firms: Shared, browsers: dict[str, tuple[TestClient, str]], door: Door, way: str
) -> None:
    """404, and the same answer to the letter as for a name that nobody has."""
    if way == "token":
        client, headers = firms.client, bearer(firms.theirs.tokens["admin"])
    else:
        client, form = browsers["Theirs"]
        headers = {"x-csrf-token": form}
    theirs = door.ask(client, firms.mine.ids, headers=headers)
    nobodys = door.ask(client, {name: new_id() for name in firms.mine.ids}, headers=headers)

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text == nobodys.text


@pytest.mark.parametrize("door", [door for door in DOORS if door.method == "GET"], ids=lambda door: door.label)
def test_no_answer_to_another_firm_names_anything(
    firms: Shared, browsers: dict[str, tuple[TestClient, str]], door: Door
) -> None:
    """Lists and first pages, too."""
    browser, _ = browsers["Theirs"]
    for client, headers in ((firms.client, bearer(firms.theirs.tokens["admin"])), (browser, {})):
        assert not _named(firms, door.ask(client, firms.mine.ids, headers=headers).text)


@pytest.mark.parametrize("door", [door for door in DOORS if door.method == "GET"], ids=lambda door: door.label)
def test_the_firm_itself_gets_in(firms: Shared, browsers: dict[str, tuple[TestClient, str]], door: Door) -> None:
    """So that the tests above are of doors that open."""
    for client, headers in ((firms.client, bearer(firms.mine.tokens["admin"])), (browsers["Mine"][0], {})):
        status = door.ask(client, firms.mine.ids, headers=headers).status_code
        assert status in (200, 303) or (status == 404 and door.label == OF_REPLANS)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.label)
def test_who_has_not_the_right_is_refused(firms: Shared, door: Door) -> None:
    """By a token with all rights but that."""
    if door.right == Right.READ:
        with firms.house.database.of_system() as session:
            token = add_token(session, firms.mine.firm_id, ["upload"])
            session.commit()
    else:
        token = firms.mine.tokens["read" if door.right == Right.UPLOAD else "upload"]
    answer = door.ask(firms.client, firms.mine.ids, headers=bearer(token))
    assert answer.status_code in ((403, 422) if _needs_a_body(door) else (403,))
    assert not _named(firms, answer.text)


@pytest.mark.parametrize("door", [door for door in DOORS if door.method != "GET"], ids=lambda door: door.label)
def test_a_form_that_no_page_of_the_session_sent_changes_nothing(
    firms: Shared, browsers: dict[str, tuple[TestClient, str]], door: Door
) -> None:
    """Without the token of the session, with that of another session, and from another site with it."""
    browser, form = browsers["Mine"]
    for headers in ({}, {"x-csrf-token": browsers["Theirs"][1]}, {"x-csrf-token": form, "origin": "https://evil.test"}):
        assert door.ask(browser, firms.mine.ids, headers=headers).status_code == 403


def test_what_is_downloaded_is_noted_with_the_name(firms: Shared) -> None:
    """Downloads by a person and by a program, and signing in; another firm does not see it."""
    browser = firms.sign_in(firms.mine.emails["upload"])
    plan = firms.mine.ids["plan"]
    assert browser.get(f"{API}/plans/{plan}/workbook").status_code == 200
    firms.client.get(f"{API}/plans/{plan}/workbook", headers=bearer(firms.mine.tokens["read"]))
    deeds = list(firms.api(firms.mine.tokens["admin"]).all("audit", at_a_time=2))

    assert [(deed["who"], deed["action"], deed["of_id"]) for deed in deeds[:2]] == [
        ("token test", "download plan", plan),
        (firms.mine.emails["upload"], "download plan", plan),
    ]
    assert (firms.mine.emails["upload"], "sign in") in {(deed["who"], deed["action"]) for deed in deeds}
    ids = [deed["id"] for deed in deeds]
    assert ids == sorted(set(ids), reverse=True)
    assert plan not in str(list(firms.api(firms.theirs.tokens["admin"]).all("audit")))


def _needs_a_body(door: Door) -> bool:
    return door.method != "GET" and door.label not in BODIES


def _named(firms: Shared, text: str) -> list[str]:
    """What of the firm is in a text."""
    of_rows = {id_ for name, id_ in firms.mine.ids.items() if name != "key"}
    # An address that was asked for stands in the form for signing in, which then leads on to it.
    shown = re.sub(r'name="wanted" value="[^"]*"', "", text)
    return [word for word in (*of_rows, "mine.xlsx", "@mine.example", "Book of Mine") if word in shown]


def test_the_addresses_are_all_there(firms: Shared) -> None:
    """What is tried above is what the application has."""
    described = firms.client.get(f"{API}/openapi.json", headers=bearer(firms.mine.tokens["read"])).json()["paths"]
    tried = {(door.method.lower(), door.path) for door in DOORS}
    assert {(method, path) for path, methods in described.items() for method in methods} <= tried
    assert firms.client.get(f"{API}/openapi.json").status_code == 401
    assert str(firms.client.base_url) == BASE
