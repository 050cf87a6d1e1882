"""A server that two firms share, with something of each kind of the one, and ways to come in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from openpyxl import load_workbook
from starlette.testclient import TestClient

from optimizer.web import administration
from optimizer.web.access import Right
from optimizer.web.access.keys import digest, new_secret
from optimizer.web.access.passwords import hashed
from optimizer.web.app import create_app
from optimizer.web.client import Client
from optimizer.web.house import House
from optimizer.web.settings import Mode, Settings
from optimizer.web.store import tables
from optimizer.web.work.worker import Worker
from tests.web.conftest import TINY

#: Behind TLS, as firms have it.
BASE = "https://freight.test"
PASSWORD = "four words nobody guesses"
ROLES = ("read", "upload", "admin")


@dataclass
class Side:
    """A firm: its people by role, tokens by their rights, and what it has."""

    name: str
    firm_id: str = ""
    emails: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass
class Shared:
    """The server, and its firms."""

    client: TestClient
    house: House
    mine: Side
    theirs: Side

    def sign_in(self, email: str, password: str = PASSWORD) -> TestClient:
        """A browser of somebody who has signed in."""
        browser = self.browser()
        answer = browser.post("/sign-in", data={"email": email, "password": password}, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return browser

    def browser(self) -> TestClient:
        """A browser of whom nobody knows."""
        return TestClient(self.client.app, base_url=BASE, raise_server_exceptions=False)

    def api(self, token: str) -> Client:
        """The client of a program."""
        return Client(BASE, token, tries=1, send=sending(self.client))


def sending(client: TestClient):
    """How a client of the API sends into this process."""

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | None):
        answer = client.request(method, url, headers=dict(headers), content=body)
        return answer.status_code, answer.headers, answer.content

    return send


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def csrf(browser: TestClient, page: str = "/") -> str:
    """The token of the forms that this browser is sent."""
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', browser.get(page).text)
    assert found is not None
    return found[1]


@contextmanager
def shared(folder: Path, **more: object) -> Iterator[Shared]:
    """A server of its own, with two firms."""
    settings = Settings(folder=folder, mode=Mode.FIRMS, url=BASE, **more)
    with TestClient(create_app(settings), base_url=BASE, raise_server_exceptions=False) as client:
        house: House = client.app.state.house
        yield Shared(client, house, *two_firms(house))


def two_firms(house: House) -> tuple[Side, Side]:
    """Two firms with people of each role, who have signed in before, and tokens of each."""
    hash_ = hashed(PASSWORD)
    mine, theirs = (_people(house, house.settings.folder, name, hash_) for name in ("Mine", "Theirs"))
    return mine, theirs


def _people(house: House, folder: Path, name: str, hash_: str) -> Side:
    side = Side(name)
    for role in ROLES:
        side.emails[role] = f"{role}@{name.lower()}.example"
        administration.add_user(side.emails[role], name, role, folder=folder)
    with house.database.of_system() as session:
        for user in session.query(tables.User).filter(tables.User.email.in_(side.emails.values())):
            user.password_hash, side.firm_id = hash_, user.firm_id
            if user.role == "read":
                side.ids["person"] = user.id
            if user.role == "admin":
                admin = user.id
        for role in ROLES:
            scopes = [right.value for right in Right][: ROLES.index(role) + 1]
            side.tokens[role] = add_token(session, side.firm_id, scopes, by=admin)
        side.ids["token"] = session.query(tables.Token.id).filter_by(firm_id=side.firm_id).first()[0]
        session.commit()
    return side


def add_token(session, firm_id: str, scopes: list[str], *, days: float = 1, by: str | None = None) -> str:
    """A token of a firm; its secret."""
    secret = new_secret("freight_")
    expires = tables.utc_now() + timedelta(days=days)
    row = tables.Token(
        firm_id=firm_id, name="test", digest=digest(secret), scopes=scopes, expires=expires, created_by=by
    )
    session.add(row)
    return secret


def add_things(firms: Shared) -> None:
    """A plan of the one firm, all that it takes, and a tariff book that is kept."""
    ids, headers = firms.mine.ids, bearer(firms.mine.tokens["admin"])
    house, client = firms.house, firms.client
    worker = Worker(house.settings, house.database, house.files)

    def made(path: str, **sent: object) -> str:
        answer = client.post(f"/api/v1/{path}", headers=headers, **sent)
        assert answer.is_success, answer.text
        while worker.do_one([kind.value for kind in tables.JobKind]):
            pass
        return answer.json()["id"]

    # One cell is doubtful, so that there is a marked copy.
    ids["upload"] = made("uploads", files={"files": ("mine.xlsx", _tiny(doubtful=True))})
    ids["job"] = made("jobs", json={"upload": ids["upload"]})
    ids["plan"] = client.get(f"/api/v1/jobs/{ids['job']}", headers=headers).json()["plan"]
    made(f"plans/{ids['plan']}/alternatives", json={"shipment": "R1"})
    made(f"plans/{ids['plan']}/comparisons", json={"to": ids["plan"]})
    tariffs = made("uploads", files={"files": ("tariffs of mine.xlsx", _tiny(cargo=False))})
    ids["book"] = made("books", json={"name": "Book of Mine", "upload": tariffs})
    ids["key"] = "no-link"


def _tiny(*, cargo: bool = True, doubtful: bool = False) -> bytes:
    book = load_workbook(TINY)
    if doubtful:
        book["Cargo"]["B2"] = "karachi "
    if not cargo:
        del book["Cargo"]
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
