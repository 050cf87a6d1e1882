"""From an upload to a plan that passes the audit, by the API and by the pages without scripts."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook
from starlette.testclient import TestClient

import optimizer
from optimizer.web.house import House
from tests.web.conftest import API, TINY, Work, send

PROBLEM_JSON = "application/problem+json"


def test_a_plan_that_is_downloaded_passes_the_audit(client: TestClient, planned: str, tmp_path: Path) -> None:
    """Upload, check, plan, download; and its cost is that of the library."""
    shown = client.get(f"{API}/plans/{planned}").json()
    answer = client.get(shown["workbook"])
    (tmp_path / "plan.xlsx").write_bytes(answer.content)

    assert optimizer.audit(tmp_path / "plan.xlsx", [TINY]).passed
    assert answer.headers["content-disposition"].startswith("attachment")
    assert shown["cost"] == "8827.6800"
    assert shown["summary"] == optimizer.read(TINY).plan(gap=0.001).to_json()


def test_tables_are_searched_sorted_and_cut(client: TestClient, planned: str) -> None:
    def rows(**query: object) -> list[object]:
        part = client.get(f"{API}/plans/{planned}/tables/bookings", params=query).json()
        at = part["columns"].index("tonnes")
        return [row[at] for row in part["rows"]]

    assert rows(sort="tonnes") == [22.0, 44.0]
    assert rows(sort="-tonnes") == [44.0, 22.0]
    assert rows(sort="tonnes", offset=1, limit=1) == [44.0]
    assert rows(search="b0001") == [22.0] and rows(search="nowhere") == []


def test_figures_come_with_the_words_for_those_who_cannot_see_them(client: TestClient, planned: str) -> None:
    figures = client.get(f"{API}/plans/{planned}").json()["figures"]
    spec = client.get(f"{API}/plans/{planned}/figures/map.json").json()
    picture = client.get(f"{API}/plans/{planned}/figures/map.svg")

    assert figures == ["borders", "map", "timeline", "waterfall"]
    assert "Moscow" in spec["alt"] and spec["spec"]["$schema"].endswith(".json")
    assert picture.headers["content-type"].startswith("image/svg") and spec["title"] in picture.text


def test_what_was_told_of_a_job_is_streamed_from_where_a_reader_stopped(client: TestClient, planned: str) -> None:
    job = client.get(f"{API}/plans/{planned}").json()["job"]
    events = client.get(f"{API}/jobs/{job}/events").json()
    numbers = [event["number"] for event in events["items"]]
    whole = client.get(f"{API}/jobs/{job}/events/stream").text
    rest = client.get(f"{API}/jobs/{job}/events/stream", headers={"Last-Event-ID": "3"}).text

    assert numbers == [*range(1, len(numbers) + 1)] and len(numbers) > 3
    assert re.findall(r"^id: (\d+)", whole, re.M) == [str(number) for number in numbers]
    assert re.findall(r"^id: (\d+)", rest, re.M) == [str(number) for number in numbers[3:]]
    assert rest.endswith('event: end\ndata: {"state": "done"}\n\n')


def test_steps_are_told_as_they_happen(client: TestClient, planned: str) -> None:
    """Not all at the end: what a child says is passed on while it works."""
    job = client.get(f"{API}/plans/{planned}").json()["job"]
    ended = datetime.fromisoformat(client.get(f"{API}/jobs/{job}").json()["ended"])
    events = client.get(f"{API}/jobs/{job}/events").json()["items"]
    before = [(ended - datetime.fromisoformat(event["at"])).total_seconds() for event in events]
    assert before == sorted(before, reverse=True) and before[0] > before[-1] + 0.2


def test_problems_stand_at_their_cells(client: TestClient, wrong: str) -> None:
    """The same that the library finds, in the upload and in the refusal to plan it."""
    upload = client.get(f"{API}/uploads/{wrong}").json()
    refused = client.post(f"{API}/jobs", json={"upload": wrong})

    assert upload["state"] == "wrong" and upload["errors"] == 2
    assert {(p["sheet"], p["cell"]) for p in upload["problems"] if p["severity"] == "error"} == {
        ("Cargo", "B2"),
        ("Cargo", "E2"),
    }
    assert (refused.status_code, refused.headers["content-type"]) == (422, PROBLEM_JSON)
    assert refused.json()["type"] == "/problems/wrong-input"
    assert refused.json()["problems"] == upload["problems"]


def test_the_marked_copy_of_what_is_wrong_can_be_corrected_and_planned(
    client: TestClient, work: Work, wrong: str, tmp_path: Path
) -> None:
    """The cells are marked; with what would be right in them the copy is ready to plan."""
    place = client.get(f"{API}/uploads/{wrong}").json()["files"][0]["marked"]
    book = load_workbook(io.BytesIO(client.get(place).content))
    assert book["Cargo"]["B2"].comment is not None and book["Cargo"]["E2"].comment is not None
    book["Cargo"]["B2"], book["Cargo"]["E2"] = "Karachi", 66
    book.save(tmp_path / "corrected.xlsx")

    name = send(client, tmp_path / "corrected.xlsx")
    work()

    assert client.get(f"{API}/uploads/{name}").json()["state"] == "ready"


def test_a_tariff_book_is_kept_and_the_cargo_comes_alone(client: TestClient, work: Work, tmp_path: Path) -> None:
    book = load_workbook(TINY)
    cargo = load_workbook(TINY)
    del book["Cargo"]
    for sheet in cargo.sheetnames:
        if sheet != "Cargo":
            del cargo[sheet]
    book.save(tmp_path / "tariffs.xlsx")
    cargo.save(tmp_path / "cargo.xlsx")

    tariffs = send(client, tmp_path / "tariffs.xlsx")
    work()
    assert client.get(f"{API}/uploads/{tariffs}").json()["state"] == "no_cargo"
    kept = [client.post(f"{API}/books", json={"name": "Corridor", "upload": tariffs}).json() for _ in range(2)][-1]
    daily = send(client, tmp_path / "cargo.xlsx", data={"book_version": kept["versions"][-1]["id"]})
    work()

    assert [version["number"] for version in kept["versions"]] == [1, 2]
    assert client.get(f"{API}/uploads/{daily}").json()["state"] == "ready"


def test_the_pages_do_without_scripts(client: TestClient, work: Work, planned: str) -> None:
    """A form leads to the next page, and every page shows what the API has."""
    sent = client.post("/uploads", files={"files": ("tiny.xlsx", TINY.read_bytes())})
    assert "being read and checked" in sent.text and 'http-equiv="refresh"' in sent.text
    work()
    ready = client.get(sent.url).text
    assert "Ready to plan" in ready and 'action="' in ready
    job = client.post(f"{sent.url.path}/plan", data={"gap_pct": "0.1"})
    assert job.url.path.startswith("/jobs/") and "Waiting for its turn" in job.text
    client.post(f"{job.url.path}/cancel")
    assert "Stopped before anything was found" in client.get(job.url).text

    plan = client.get(f"/plans/{planned}").text
    assert "8,827.68 USD" in plan and "Karachi –rail→ Zahedan" in plan and "figures/map.svg" in plan
    assert planned in client.get("/").text


def test_the_page_of_problems_says_cell_and_cure(client: TestClient, wrong: str) -> None:
    shown = client.get(f"/uploads/{wrong}").text

    assert "Cargo!B2" in shown and "Karachi" in shown and "marked-broken.xlsx" in shown


def test_the_same_request_twice_makes_one_thing(client: TestClient, checked: str) -> None:
    def ask(key: str, **options: object) -> tuple[int, str]:
        asked = {"upload": checked, "options": options}
        answer = client.post(f"{API}/jobs", json=asked, headers={"Idempotency-Key": key})
        return answer.status_code, answer.json().get("id") or answer.json()["type"]

    first, again = ask("journey"), ask("journey")
    client.post(f"{API}/jobs/{first[1]}/cancel")

    assert first == again and first[0] == 202
    assert ask("journey", gap=0.5) == (422, "/problems/key-reused")


def test_a_job_that_waits_ends_at_once_when_it_is_cancelled(client: TestClient, checked: str, work: Work) -> None:
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]

    assert client.post(f"{API}/jobs/{job}/cancel").json()["state"] == "cancelled"
    assert work() == 0


def test_lists_go_on_where_they_stopped(client: TestClient, checked: str, wrong: str) -> None:
    """Parts of one are the whole, the newest first."""
    whole = [one["id"] for one in client.get(f"{API}/uploads", params={"limit": 200}).json()["items"]]
    parts, after = [], None
    while after is not None or not parts:
        part = client.get(f"{API}/uploads", params={"limit": 1} | ({"after": after} if after else {})).json()
        parts += [one["id"] for one in part["items"]]
        after = part["next"]

    assert parts == whole == sorted(whole, reverse=True) and {checked, wrong} <= set(whole)


def test_what_was_done_is_in_the_audit_log(client: TestClient, house: House, planned: str) -> None:
    from sqlalchemy import select  # noqa: PLC0415

    from optimizer.web.store.migrate import LOCAL_FIRM  # noqa: PLC0415
    from optimizer.web.store.tables import AuditEntry  # noqa: PLC0415

    client.get(f"{API}/plans/{planned}/workbook")
    with house.database.of_firm(LOCAL_FIRM) as session:
        done = {(entry.action, entry.of_table) for entry in session.scalars(select(AuditEntry))}

    assert {("upload", "uploads"), ("plan", "jobs"), ("download plan", "plans")} <= done
