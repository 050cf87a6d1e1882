"""Signing in and out, links, people, tokens: who comes in, for how long, and what is noted of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from optimizer.cli import main
from optimizer.web import administration
from optimizer.web.access import passwords
from optimizer.web.access.keys import digest
from optimizer.web.client import ApiError
from optimizer.web.logs import set_up
from optimizer.web.settings import Mode, Settings
from optimizer.web.store import tables
from tests.web.conftest import API, TINY
from tests.web.firms import BASE, PASSWORD, Shared, add_things, bearer, csrf, shared

ANOTHER = "quite another phrase, too"


@pytest.fixture(scope="module")
def firms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with shared(tmp_path_factory.mktemp("firms"), metrics_token="to-be-measured", uploads_per_hour=3) as firms:
        yield firms


def key_of(link: str) -> str:
    assert link.startswith(f"{BASE}/link/")
    return link.removeprefix(BASE)


def newcomer(firms: Shared, email: str, role: str = "upload", firm: str = "Mine") -> TestClient:
    """A browser of somebody who took up an invitation, and signed in."""
    link = administration.add_user(email, firm, role, folder=firms.house.settings.folder, url=BASE)
    answer = firms.browser().post(key_of(link), data={"password": PASSWORD, "again": PASSWORD}, follow_redirects=False)
    assert answer.headers["location"] == "/sign-in", answer.text
    return firms.sign_in(email)


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(firms: Shared) -> None:
    """Behind TLS it goes by TLS alone, and only here; the database has its digest."""
    data = {"email": firms.mine.emails["read"], "password": PASSWORD}
    given = firms.browser().post("/sign-in", data=data, follow_redirects=False).headers["set-cookie"]
    name, _, value = given.partition(";")[0].partition("=")

    assert name == "__Host-session" and len(value) >= 43
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(given.split("; ")) and "Domain" not in given
    with firms.house.database.of_system() as session:
        assert value not in session.scalars(select(tables.SignIn.digest)).all()


def test_each_sign_in_is_a_new_session_and_signing_out_ends_it(firms: Shared) -> None:
    one, two = (firms.sign_in(firms.mine.emails["read"]) for _ in range(2))
    assert one.cookies["__Host-session"] != two.cookies["__Host-session"]
    kept, older = (browser.cookies["__Host-session"] for browser in (one, two))
    again = {"email": firms.mine.emails["read"], "password": PASSWORD}
    two.post("/sign-in", data=again)
    assert firms.browser().get("/", headers={"cookie": f"__Host-session={older}"}).status_code == 401
    one.post("/account/sign-out", data={"csrf_token": csrf(one)})

    assert one.get("/").status_code == 401
    assert firms.browser().get("/", headers={"cookie": f"__Host-session={kept}"}).status_code == 401
    assert two.get("/").status_code == 200


@pytest.mark.parametrize(("column", "ago"), [("expires", timedelta(seconds=1)), ("last_seen", timedelta(minutes=31))])
def test_a_session_ends_by_itself(firms: Shared, column: str, ago: timedelta) -> None:
    """After its time, and when nothing is heard of it."""
    browser = firms.sign_in(firms.mine.emails["read"])
    with firms.house.database.of_system() as session:
        newest = session.scalars(select(tables.SignIn).order_by(tables.SignIn.id.desc())).first()
        setattr(newest, column, tables.utc_now() - ago)
        session.commit()
    assert browser.get("/").status_code == 401


@pytest.mark.parametrize("email", ["read@mine.example", "nobody@mine.example", "removed@mine.example"])
def test_who_is_unknown_takes_the_same_hashing(firms: Shared, monkeypatch: pytest.MonkeyPatch, email: str) -> None:
    """One hash, of the same parameters; and the same words, to the letter."""
    if email.startswith("removed"):
        administration.add_user(email, "Mine", "read", folder=firms.house.settings.folder)
        administration.remove_user(email, folder=firms.house.settings.folder)
    verified = []
    right = type(passwords._HASHER).verify
    monkeypatch.setattr(
        type(passwords._HASHER), "verify", lambda self, kept, given: verified.append(kept) or right(self, kept, given)
    )
    answer = firms.browser().post("/sign-in", data={"email": email, "password": "wrong wrong wrong"})

    assert answer.status_code == 401 and "Name and password do not fit" in answer.text
    assert [kept.rpartition("$")[0].rpartition("$")[0] for kept in verified] == ["$argon2id$v=19$m=65536,t=3,p=4"]


def test_tries_to_sign_in_are_limited(firms: Shared) -> None:
    """Of one name from one address; then not even the right password is looked at, and others still get in."""
    data = {"email": "upload@theirs.example", "password": "wrong wrong wrong"}
    answers = [firms.browser().post("/sign-in", data=data) for _ in range(6)]
    right = firms.browser().post("/sign-in", data=data | {"password": PASSWORD})

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert right.status_code == 429 and 0 < int(right.headers["retry-after"]) <= 15 * 60
    firms.sign_in("read@theirs.example")
    with firms.house.database.of_system() as session:
        session.execute(update(tables.Attempt).values(at=tables.utc_now() - timedelta(minutes=16)))
        session.commit()
    firms.sign_in("upload@theirs.example")


def test_uploads_are_limited_by_firm(firms: Shared) -> None:
    """Three an hour here; the other firm still may."""

    def statuses(side) -> list[int]:
        headers = bearer(side.tokens["upload"])
        files = {"files": ("tiny.xlsx", TINY.read_bytes())}
        return [firms.client.post(f"{API}/uploads", files=files, headers=headers).status_code for _ in range(4)]

    assert statuses(firms.theirs) == [201, 201, 201, 429]
    assert statuses(firms.mine)[0] == 201


def test_a_one_time_link_works_once(firms: Shared) -> None:
    """To look at it does not take it up; a weak password leaves it; a newer one ends it."""
    folder = firms.house.settings.folder
    first = administration.add_user("once@mine.example", "Mine", "read", folder=folder, url=BASE)
    link = administration.link_for("once@mine.example", folder=folder, url=BASE)
    browser = firms.browser()

    assert browser.get(key_of(first)).status_code == 404
    assert "once@mine.example" in browser.get(key_of(link)).text and browser.get(key_of(link)).status_code == 200
    for weak in ("short", "x" * 20, "once@mine.example", "x" * 300):
        assert browser.post(key_of(link), data={"password": weak, "again": weak}).status_code == 422
    assert browser.post(key_of(link), data={"password": PASSWORD, "again": ANOTHER}).status_code == 422
    assert browser.post(key_of(link), data={"password": PASSWORD, "again": PASSWORD}).url.path == "/sign-in"
    assert browser.post(key_of(link), data={"password": ANOTHER, "again": ANOTHER}).status_code == 404
    firms.sign_in("once@mine.example")


def test_a_link_expires(firms: Shared) -> None:
    link = administration.add_user("late@mine.example", "Mine", "read", folder=firms.house.settings.folder, url=BASE)
    with firms.house.database.of_system() as session:
        session.execute(update(tables.OneTimeLink).values(expires=tables.utc_now()))
        session.commit()
    assert firms.browser().get(key_of(link)).status_code == 404


def test_another_password_ends_all_other_sessions(firms: Shared) -> None:
    """It takes the one so far; the old one no longer works."""
    here = newcomer(firms, "changes@mine.example")
    elsewhere = firms.sign_in("changes@mine.example")
    form = {"csrf_token": csrf(here, "/account"), "password": ANOTHER, "again": ANOTHER}

    assert here.post("/account/password", data=form | {"old": ANOTHER}).status_code == 403
    assert here.post("/account/password", data=form | {"old": PASSWORD}).status_code == 200
    assert (here.get("/").status_code, elsewhere.get("/").status_code) == (200, 401)
    data = {"email": "changes@mine.example", "password": PASSWORD}
    assert firms.browser().post("/sign-in", data=data).status_code == 401
    firms.sign_in("changes@mine.example", ANOTHER)


def test_who_is_removed_is_out_at_once(firms: Shared) -> None:
    """Sessions, tokens that they made, and links; what they did keeps their name."""
    gone = newcomer(firms, "gone@mine.example", "admin")
    made = gone.post(
        f"{API}/tokens", json={"name": "Nightly", "scopes": ["read"]}, headers={"x-csrf-token": csrf(gone)}
    ).json()
    assert firms.api(made["secret"]).me() == {"firm": "Mine", "name": "Nightly", "rights": ["read"]}
    link = administration.link_for("gone@mine.example", folder=firms.house.settings.folder, url=BASE)
    admin = firms.sign_in(firms.mine.emails["admin"])
    person = next(one for one in admin.get(f"{API}/people").json() if one["email"] == "gone@mine.example")

    answer = admin.post(f"/people/{person['id']}/remove", data={"csrf_token": csrf(admin)}, follow_redirects=False)

    assert answer.status_code == 303
    assert gone.get("/").status_code == firms.browser().get(f"{API}/me", headers=bearer(made["secret"])).status_code
    with pytest.raises(ApiError, match="401"):
        firms.api(made["secret"]).me()
    assert firms.browser().get(key_of(link)).status_code == 404
    done = [(deed["who"], deed["action"]) for deed in admin.get(f"{API}/audit").json()["items"]]
    assert ("gone@mine.example", "make token") in done and (firms.mine.emails["admin"], "remove") in done


def test_another_role_ends_sessions_and_holds(firms: Shared) -> None:
    browser = newcomer(firms, "demoted@mine.example", "admin")
    admin = firms.sign_in(firms.mine.emails["admin"])
    person = next(one for one in admin.get(f"{API}/people").json() if one["email"] == "demoted@mine.example")
    admin.put(f"{API}/people/{person['id']}/role", json={"role": "read"}, headers={"x-csrf-token": csrf(admin)})

    assert browser.get("/").status_code == 401
    again = firms.sign_in("demoted@mine.example")
    assert (again.get("/").status_code, again.get("/people").status_code) == (200, 403)


def test_somebody_is_left_who_may_say_who_may(tmp_path: Path) -> None:
    with shared(tmp_path) as firms:
        headers = bearer(firms.mine.tokens["admin"])
        everybody = firms.client.get(f"{API}/people", headers=headers).json()
        admin = next(one["id"] for one in everybody if one["role"] == "admin")
        removed = firms.client.delete(f"{API}/people/{admin}", headers=headers)
        demoted = firms.client.put(f"{API}/people/{admin}/role", json={"role": "read"}, headers=headers)
    assert [answer.json()["type"] for answer in (removed, demoted)] == ["/problems/last-admin"] * 2


def test_a_token_is_no_more_than_who_makes_it(firms: Shared) -> None:
    """And says so; its secret is shown once, and is not in the database."""
    with firms.house.database.of_system() as session:
        from tests.web.firms import add_token  # noqa: PLC0415

        narrow = add_token(session, firms.mine.firm_id, ["admin"])
        session.commit()
    beyond = firms.client.post(f"{API}/tokens", json={"name": "x", "scopes": ["upload"]}, headers=bearer(narrow))
    made = firms.client.post(f"{API}/tokens", json={"name": "x", "scopes": ["admin"]}, headers=bearer(narrow)).json()
    listed = firms.client.get(f"{API}/tokens", headers=bearer(narrow))

    assert (beyond.status_code, beyond.json()["type"]) == (403, "/problems/not-allowed")
    assert made["secret"] not in listed.text and made["token"]["id"] in listed.text
    with firms.house.database.of_system() as session:
        assert made["secret"] not in session.scalars(select(tables.Token.digest)).all()
    assert firms.client.delete(f"{API}/tokens/{made['token']['id']}", headers=bearer(narrow)).json()["revoked"]
    assert firms.client.get(f"{API}/tokens", headers=bearer(made["secret"])).status_code == 401


def test_one_person_in_two_firms_says_which(firms: Shared) -> None:
    """No firm learns from an invitation that somebody is with another one."""
    for firm in ("Mine", "Theirs"):
        link = administration.add_user("both@x.example", firm, "read", folder=firms.house.settings.folder, url=BASE)
        firms.browser().post(key_of(link), data={"password": PASSWORD, "again": PASSWORD})
    browser = firms.browser()
    data = {"email": "both@x.example", "password": PASSWORD}
    asked = browser.post("/sign-in", data=data)
    assert "You work for several firms" in asked.text and browser.get("/").status_code == 401
    browser.post("/sign-in", data=data | {"firm": firms.theirs.firm_id})
    assert browser.get(f"{API}/me").json()["firm"] == "Theirs"


def test_a_stream_ends_with_the_right_to_see_it(firms: Shared) -> None:
    """Whoever is removed while following a job hears no more of it."""
    from starlette.requests import Request  # noqa: PLC0415

    from optimizer.web.access.viewer import still, viewer_of  # noqa: PLC0415

    token = firms.mine.tokens["upload"]
    scope = {"type": "http", "headers": [(b"authorization", f"Bearer {token}".encode())]}
    viewer = viewer_of(Request(scope), firms.house)
    assert still(viewer, firms.house)
    with firms.house.database.of_system() as session:
        session.execute(update(tables.Token).where(tables.Token.id == viewer.token_id).values(expires=tables.utc_now()))
        session.commit()
    assert not still(viewer, firms.house)


def test_refusals_are_logged_with_who_it_was(firms: Shared, capsys: pytest.CaptureFixture[str]) -> None:
    """By the row, and never by the secret."""
    set_up()  # to the standard error of this test, whichever has logged before
    token = firms.mine.tokens["read"]
    assert firms.client.get("/people", headers=bearer(token)).status_code == 403
    with firms.house.database.of_system() as session:
        row = session.scalars(select(tables.Token.id).where(tables.Token.digest == digest(token))).one()
    said = capsys.readouterr()
    line = next(line for line in (said.out + said.err).splitlines() if "403" in line)
    assert row in line and "/people" in line and token not in said.out + said.err


def test_people_are_added_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link is printed; what cannot be is said in a line."""

    def run(*words: str) -> tuple[int, str]:
        status = main(["user", *words, "--folder", str(tmp_path)])
        said = capsys.readouterr()
        return status, said.out + said.err

    status, link = run("add", "a@b.example", "--firm", "Firm", "--role", "admin")
    assert status == 0 and re.search(r"/link/[\w-]{43}$", link.strip())
    assert run("list") == (0, "a@b.example  Firm  admin  (invited)\n")
    status, said = run("add", "A@B.example ", "--firm", "Firm")
    assert status == 2 and "works here already" in said and len(said.splitlines()) == 1
    assert run("add", "nonsense", "--firm", "Firm")[0] == run("remove", "c@d.example")[0] == 2


def test_metrics_take_their_own_token(firms: Shared) -> None:
    """Without one in the settings they are not there; probes are, by whatever name, and say nothing."""
    assert firms.client.get("/metrics").status_code == 401
    assert firms.client.get("/metrics", headers=bearer(firms.mine.tokens["admin"])).status_code == 401
    assert "optimizer_jobs" in firms.client.get("/metrics", headers=bearer("to-be-measured")).text
    assert firms.client.get("/healthz", headers={"host": "10.0.0.7:8000"}).json() == {"state": "here"}
    assert firms.client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_behind_tls_browsers_are_told_to_stay_there(firms: Shared, client: TestClient) -> None:
    """On this computer, without TLS, they are not."""
    for path in ("/sign-in", "/nowhere", "/static/site.css", f"{API}/me"):
        assert firms.client.get(path).headers["strict-transport-security"].startswith("max-age=63072000")
    assert "strict-transport-security" not in client.get("/").headers


@pytest.mark.parametrize("wanted", ["//evil.test", "https://evil.test", "/\\evil.test", "evil", "/\t/evil.test"])
def test_signing_in_leads_nowhere_else(firms: Shared, wanted: str) -> None:
    data = {"email": firms.mine.emails["admin"], "password": PASSWORD, "wanted": wanted}
    answer = firms.browser().post("/sign-in", data=data, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_pages_of_people_show_secrets_once(firms: Shared) -> None:
    """The link of an invitation, and the secret of a token."""
    admin = firms.sign_in(firms.mine.emails["admin"])
    form = {"csrf_token": csrf(admin, "/people")}
    invited = admin.post("/people", data=form | {"email": "New@Mine.example", "role": "upload"}).text
    made = admin.post("/tokens", data=form | {"name": "Nightly", "scopes": "read", "days": "7"}).text
    later = admin.get("/people").text

    assert f"{BASE}/link/" in invited and "freight_" in made
    assert "/link/" not in later.replace('/link"', "") and "freight_" not in later
    assert "new@mine.example" in later and "Nightly" in later and "make token" in admin.get("/audit").text


def test_where_there_is_no_login_there_is_nobody_to_let_in(client: TestClient) -> None:
    """And no page to sign in."""
    assert client.get("/sign-in").status_code == 404 and client.get("/people").status_code == 403
    asked = {"email": "a@b.example", "role": "read"}
    assert client.post(f"{API}/people", json=asked).json()["type"] == "/problems/no-login"
    assert client.get(f"{API}/me").json() == {
        "firm": "This computer",
        "name": "",
        "rights": ["read", "upload", "admin"],
    }


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("", False),
        ("http://freight.example", False),
        ("ftp://x", False),
        ("https://freight.example/x", False),
        ("https://freight.example", True),
        ("http://localhost:8000", True),
    ],
)
def test_firms_come_by_tls(url: str, fine: bool) -> None:
    """Or on this computer alone, to try it out."""
    from optimizer.web.serve import _check_url  # noqa: PLC0415

    if fine:
        _check_url(url)
    else:
        with pytest.raises(ValueError, match="OPTIMIZER_URL"):
            _check_url(url)
    assert Settings(mode=Mode.FIRMS, url=url).behind_tls == url.startswith("https")


def test_plans_that_wait_are_limited_by_firm(tmp_path: Path) -> None:
    """Two here; what was accepted is answered again, the other firm still may, and one that ends makes room."""
    with shared(tmp_path, jobs_waiting=2) as firms:
        add_things(firms)
        headers, asked = bearer(firms.mine.tokens["upload"]), {"upload": firms.mine.ids["upload"]}

        def ask(key: str) -> httpx.Response:
            return firms.client.post(f"{API}/jobs", json=asked, headers=headers | {"idempotency-key": key})

        first, second, third = (ask(key) for key in "abc")
        assert [first.status_code, second.status_code, third.status_code, ask("a").status_code] == [202, 202, 429, 202]
        assert third.json()["type"] == "/problems/too-many-waiting" and int(third.headers["retry-after"]) > 0
        assert "2 jobs wait already" in third.json()["detail"]

        with firms.house.database.of_system() as session:  # whose jobs they are is what counts
            session.execute(update(tables.Job).values(firm_id=firms.theirs.firm_id))
            session.commit()
        assert ask("d").status_code == 202 == ask("e").status_code and ask("f").status_code == 429
        waits = ask("e").json()["id"]
        assert firms.client.post(f"{API}/jobs/{waits}/cancel", headers=headers).json()["state"] == "cancelled"
        assert ask("f").status_code == 202
