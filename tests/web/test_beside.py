"""What is worked out beside a plan once somebody asks for it: what a shipment could do by itself."""

from __future__ import annotations

from starlette.testclient import TestClient

import optimizer
from tests.web.conftest import API, TINY, Work


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
