"""What comes in, and what every answer says about itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from optimizer.web.access.headers import ALWAYS
from tests.web.conftest import API

WEB = Path(__file__).parents[2] / "optimizer" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"])
def test_this_computer_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "10.0.0.1", ""]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    """So no page elsewhere gets at it by a name that leads here."""
    answer = client.get(f"{API}/uploads", headers={"host": host})
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/wrong-host")


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/uploads/sample", headers=headers).status_code == 403
    assert client.get("/", headers=headers).status_code == 200


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    """By the length that it states; and by what comes, where it states none."""
    limit = 2 << 20

    def body():
        yield from [b"x" * (1 << 19)] * 5

    stated = client.post(f"{API}/uploads", content=b"", headers={"content-length": str(limit + 1)})
    kind = {"content-type": "multipart/form-data; boundary=b"}
    unstated = client.post(f"{API}/uploads", content=body(), headers=kind)

    assert [answer.status_code for answer in (stated, unstated)] == [413, 413]
    assert stated.json()["type"] == unstated.json()["type"] == "/problems/too-large"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/site.css", f"{API}/jobs/none", "/healthz", "/readyz"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    """Also those of errors."""
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["cache-control"] == ("public, max-age=3600" if path.startswith("/static") else "no-store")


def test_the_policy_allows_no_inline_code(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_code_or_style_inside(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?://|\|\s*safe", page)
    assert all('src="/static/' in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_fault_is_said_without_its_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a page and by the API; and the next request works."""

    def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("optimizer.web.actions.uploads.upload_of", broken)
    page, data = client.get("/uploads/x"), client.get(f"{API}/uploads/x")
    monkeypatch.undo()

    assert (page.status_code, data.status_code) == (500, 500)
    assert data.json()["type"] == "/problems/fault" and "secret" not in page.text + data.text
    assert client.get("/uploads/x").status_code == 404


def test_what_is_wrong_with_a_request_is_said_all_at_once(client: TestClient) -> None:
    asked = {"upload": 1, "options": {"gap": 2, "time_limit": -1, "speed": 1}}
    answer = client.post(f"{API}/jobs", json=asked).json()
    assert answer["type"] == "/problems/invalid"
    assert {part["where"].rpartition(".")[2] for part in answer["parts"]} == {"upload", "gap", "time_limit", "speed"}


@pytest.mark.parametrize(
    ("name", "why"),
    [("notes.txt", "no-workbook"), ("..", "no-workbook"), ("", "invalid")],
)
def test_what_is_no_workbook_is_refused(client: TestClient, name: str, why: str) -> None:
    answer = client.post(f"{API}/uploads", files={"files": (name, b"x")})
    assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{why}")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/a.xlsx", "a.xlsx"), ("C:\\x\\b.XLSX", "b.XLSX"), ('q"<>\n.ods', "q____.ods"), ("é.csv", "é.csv")],
)
def test_names_lose_their_folders_and_what_no_system_takes(given: str, kept: str) -> None:
    from optimizer.web.actions.names import safe_name  # noqa: PLC0415

    assert safe_name(given) == kept
    assert len(safe_name(f"{'x' * 500}.xlsx")) == 125
