"""What is worked out beside a plan once somebody asks: what a shipment could do, and what differs from another plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from starlette.testclient import TestClient

import optimizer
from optimizer.web.house import House
from optimizer.web.work.worker import Worker
from tests.web.conftest import API, TINY, Work, send


def test_what_a_shipment_could_do_is_looked_at_on_demand(client: TestClient, planned: str, work: Work) -> None:
    """A job; what it finds is what the library finds, beside the plan for whoever looks next."""
    place = f"{API}/plans/{planned}/alternatives"
    assert client.get(place, params={"shipment": "R1"}).status_code == 404

    job = client.post(place, json={"shipment": "R1", "within": 1.0}).json()
    assert job["kind"] == "alternatives" and job["plan"] is None
    work()
    found = client.get(place, params={"shipment": "R1"}).json()
    by_library = optimizer.read(TINY).alternatives("R1", within=1.0)

    assert client.get(f"{API}/jobs/{job['id']}").json()["state"] == "done"
    assert found["columns"] == list(by_library.columns) and found["total"] == len(by_library)
    at = found["columns"].index("cost")
    assert [row[at] for row in found["rows"]] == by_library["cost"].round(10).tolist()
    assert client.post(place, json={"shipment": "none"}).status_code == 404


def test_the_page_of_a_shipment_looks_and_shows_what_is_found(client: TestClient, planned: str, work: Work) -> None:
    """By a form, without scripts; the job leads back."""
    asked = client.post(f"/plans/{planned}/alternatives", data={"name": "R1"})
    assert asked.url.path.startswith("/jobs/") and "Looking at every way that it could go" in asked.text
    work()
    shown = client.get(asked.url)

    assert shown.url.path == f"/plans/{planned}/shipment" and shown.url.fragment == "else"
    assert "Every way that it could go by itself" in shown.text and "at no more than 5 % above" in shown.text
    assert "Look at every way" not in shown.text


def test_a_look_that_takes_too_long_ends_with_the_reason(client: TestClient, house: House, planned: str) -> None:
    """It has the time of a check, not that of a plan."""
    job = client.post(f"{API}/plans/{planned}/alternatives", json={"shipment": "R1"}).json()["id"]
    hasty = house.settings.model_copy(update={"check_seconds": 0.1, "job_grace_seconds": 0.0})
    Worker(hasty, house.database, house.files).do_one(["alternatives"])
    ended = client.get(f"{API}/jobs/{job}").json()
    assert (ended["state"], ended["problem"]["type"]) == ("failed", "/problems/too-long")
    assert "try again" in ended["problem"]["detail"]


def test_two_plans_are_compared_by_the_library(client: TestClient, work: Work, planned: str, tmp_path: Path) -> None:
    """Of two uploads; each sheet is that of ``optimizer.compare``."""
    half = changed(tmp_path / "half.xlsx", "Cargo", "weight_t", lambda tonnes: tonnes / 2)
    other = plan_of(client, work, half)
    place = f"{API}/plans/{other}/comparison"
    assert client.get(place, params={"to": planned}).status_code == 404
    client.post(f"{API}/plans/{other}/comparisons", json={"to": planned})
    work()
    found = client.get(place, params={"to": planned}).json()
    by_library = optimizer.compare([optimizer.read(path).plan(gap=0.001) for path in (TINY, half)])
    for sheet in ("unserved", "components", "modes", "borders", "shipments", "inputs"):
        frame = getattr(by_library, sheet)
        assert found[sheet]["columns"] == list(frame.columns) and found[sheet]["total"] == len(frame)
        assert found[sheet]["rows"] == json.loads(
            frame.to_json(orient="values", double_precision=10, date_format="iso")
        )
    page = client.get(f"/plans/{other}/compare", params={"to": planned}).text
    assert "Cells of the workbooks that differ" in page and "weight_t" in page


def test_plans_that_cannot_be_compared_say_why(client: TestClient, work: Work, planned: str, tmp_path: Path) -> None:
    euros = changed(tmp_path / "euros.xlsx", "Settings", "value", lambda value: "EUR" if value == "USD" else value)
    book = load_workbook(euros)
    book["FX"].append(["USD", 0.9, book["FX"].cell(2, 3).value])
    book.save(euros)
    other = plan_of(client, work, euros)
    job = client.post(f"{API}/plans/{other}/comparisons", json={"to": planned}).json()["id"]
    work()
    found = client.get(f"{API}/jobs/{job}").json()
    assert found["state"] == "failed" and found["problem"]["type"] == "/problems/not-comparable"
    assert "USD and EUR" in found["problem"]["detail"] and "Back to the plan" in client.get(f"/jobs/{job}").text


def changed(path: Path, sheet: str, column: str, change: Callable[[Any], Any]) -> Path:
    """The tiny world with every cell of a column changed."""
    book = load_workbook(TINY)
    number = next(cell.column for cell in book[sheet][1] if cell.value == column)
    for row in range(2, book[sheet].max_row + 1):
        cell = book[sheet].cell(row, number)
        cell.value = change(cell.value)
    book.save(path)
    return path


def plan_of(client: TestClient, work: Work, path: Path) -> str:
    """The plan of a workbook."""
    upload = send(client, path)
    work()
    job = client.post(f"{API}/jobs", json={"upload": upload, "options": {"gap": 0.001}}).json()["id"]
    work()
    found: str = client.get(f"{API}/jobs/{job}").json()["plan"]
    return found
