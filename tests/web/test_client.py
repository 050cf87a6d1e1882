"""The client of one file, and what its users rely on: keys, parts of lists, and problems in the words of RFC 9457."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

import optimizer
from optimizer.web import client as module
from optimizer.web.client import ApiError, Client
from tests.test_imports import imported
from tests.web.conftest import API, BASE, TINY, Work
from tests.web.firms import sending

#: A form of which nobody can say where a part ends.
NO_BOUNDARY = {"content-type": "multipart/form-data"}


@pytest.fixture
def api(client: TestClient) -> Client:
    return Client(BASE, tries=1, send=sending(client))


def test_from_workbooks_to_a_plan_that_passes_the_audit(api: Client, work: Work, tmp_path: Path) -> None:
    upload = api.upload(TINY)
    work()
    assert api.wait_for_upload(upload["id"])["state"] == "ready"
    job = api.plan(upload["id"], gap=0.001)
    work()
    plan = api.wait_for_job(job["id"])["plan"]

    assert optimizer.audit(api.download_plan(plan, tmp_path / "plan.xlsx"), [TINY]).passed
    assert api.get_plan(plan)["cost"] == "8827.6800"
    assert api.table(plan, "bookings", limit=1)["total"] == 2


def test_what_pages_show_is_told_to_programs(api: Client, work: Work, tmp_path: Path) -> None:
    """Rows as understood, why a shipment goes so, and two plans held to each other to the cent."""
    book = load_workbook(TINY)
    book["Cargo"]["E2"] = book["Cargo"]["E2"].value / 2
    book.save(tmp_path / "half.xlsx")
    uploads = [api.upload(path)["id"] for path in (TINY, tmp_path / "half.xlsx")]
    upload = uploads[0]
    work()
    jobs = [api.plan(name)["id"] for name in uploads]
    work()
    first, second = (api.wait_for_job(job)["plan"] for job in jobs)

    sheet = api.rows(upload, limit=1)
    cargo = load_workbook(TINY)["Cargo"]
    row = dict(zip(sheet["columns"], sheet["rows"][0]["values"], strict=True))
    assert "Tariffs" in sheet["sheets"] and sheet["total"] == cargo.max_row - 1 and len(sheet["rows"]) == 1
    assert (row["shipment"], row["origin"]) == (cargo["A2"].value, cargo["B2"].value)
    assert api.rows(upload, "Nothing") | {"sheets": []} == {"sheets": [], "columns": [], "rows": [], "total": 0}

    shipment = row["shipment"]
    why = api.explain(first, shipment)
    assert any(shipment in sentence for sentence in why["sentences"])
    assert why["rows"] and {len(one) for one in why["rows"]} == {len(why["columns"])}
    with pytest.raises(ApiError, match="404"):
        api.explain(first, "nobody")

    asked = [api.compare(second, to=first), api.look_for_alternatives(first, shipment)]
    work()
    assert [api.job(one["id"])["state"] for one in asked] == ["done", "done"]
    found = api.comparison(second, to=first)
    costs = [Decimal(api.get_plan(plan)["cost"]) for plan in (first, second)]
    for sheet, column in (("scenarios", "difference"), ("components", "cost_difference")):
        at = found[sheet]["columns"].index(column)
        differences = sum(Decimal(str(row[at])) for row in found[sheet]["rows"])
        assert round(differences, 2) == round(costs[1] - costs[0], 2) != 0
    assert api.alternatives(first, shipment)["rows"]


def test_what_is_wrong_is_an_error_with_its_cells(api: Client, wrong: str) -> None:
    """Problem details: type, title, status, and each problem with workbook, sheet, cell and cure."""
    with pytest.raises(ApiError) as refused:
        api.plan(wrong)
    problem = refused.value.problem

    assert problem["status"] == refused.value.status == 422 and problem["type"] == "/problems/wrong-input"
    shown = {(one["workbook"], one["sheet"], one["cell"]): one["cure"] for one in problem["problems"]}
    assert "Karachi" in shown["broken.xlsx", "Cargo", "B2"]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda client: client.get(f"{API}/plans/none"), 404),
        (lambda client: client.get(f"{API}/nowhere"), 404),
        (lambda client: client.put(f"{API}/jobs"), 405),
        (lambda client: client.post(f"{API}/jobs", content=b"{"), 422),
        (lambda client: client.get(f"{API}/jobs", params={"limit": 0}), 422),
        (lambda client: client.get(f"{API}/jobs/%00"), 400),
        (lambda client: client.get(f"{API}/jobs", headers={"host": "evil.example"}), 421),
        (lambda client: client.get(f"{API}/jobs", headers={"host": "["}), 421),
        (lambda client: client.post(f"{API}/jobs", json={}, headers={"origin": "https://["}), 403),
        (lambda client: client.post(f"{API}/uploads", content=b"", headers={"content-length": str(1 << 40)}), 413),
        (
            lambda client: client.post(f"{API}/uploads", content=b"x", headers={"content-type": "multipart/form-data"}),
            400,
        ),
    ],
)
def test_every_refusal_is_problem_details(client: TestClient, ask: Callable[[TestClient], object], status: int) -> None:
    """Wherever it is found: before any route, by the framework, or by what was asked for."""
    answer = ask(client)
    found = answer.json()

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert found["status"] == status and found["title"] and re.fullmatch("/problems/[a-z-]+", found["type"])


def test_the_same_request_again_makes_nothing_new(api: Client, checked: str) -> None:
    """By its key, for uploads, samples and jobs; another request with that key is refused."""
    assert api.upload(TINY, key="a")["id"] == api.upload(TINY, key="a")["id"] != api.upload(TINY, key="b")["id"]
    job = api.plan(checked, key="c", gap=0.01)
    assert api.plan(checked, key="c", gap=0.01)["id"] == job["id"]
    for again in (lambda: api.plan(checked, key="c", gap=0.02), lambda: api.plan(checked, key="a")):
        with pytest.raises(ApiError) as refused:
            again()
        assert (refused.value.status, refused.value.problem["type"]) == (422, "/problems/key-reused")
    api.cancel(job["id"])


@pytest.mark.parametrize("what", ["uploads", "jobs", "plans"])
def test_lists_go_on_where_they_stopped(client: TestClient, api: Client, planned: str, what: str) -> None:
    """In parts of one, of three and at once: the same rows, the newest first, each once."""
    whole = client.get(f"{API}/{what}", params={"limit": 200}).json()
    ids = [row["id"] for row in whole["items"]]

    assert whole["next"] is None and ids == sorted(set(ids), reverse=True) and ids
    for size in (1, 3):
        assert [row["id"] for row in api.all(what, at_a_time=size)] == ids


def test_what_is_busy_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as it says, with the same key; what was refused for good is not."""
    waits: list[float] = []
    monkeypatch.setattr(module.time, "sleep", waits.append)
    answers = [(503, {"retry-after": "3"}, b"busy"), (429, {}, b""), (201, {}, b'{"id": "x"}')]
    asked: list[str] = []

    def send(method, url, headers, body):
        asked.append(headers["Idempotency-Key"])
        return answers[len(asked) - 1]

    assert Client("http://x", send=send).upload_sample() == {"id": "x"}
    assert waits == [3, 2] and len(set(asked)) == 1
    with pytest.raises(ApiError, match="404"):
        Client("http://x", send=lambda *_: (404, {}, b"<html>")).me()


def test_the_file_needs_nothing_but_python(tmp_path: Path) -> None:
    """It can be copied to where this project is not."""
    source = Path(module.__file__)
    assert {name.split(".")[0] for name in imported(source.read_text(encoding="utf-8"))} <= sys.stdlib_module_names
    (tmp_path / "copied.py").write_bytes(source.read_bytes())
    words = "import copied; print(copied.Client('http://localhost:1').me())"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {words}"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"no_proxy": "*"},
    )
    assert "refused" in done.stderr.casefold(), json.dumps(done.stderr)
