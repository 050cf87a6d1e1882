"""What the pages show of an upload, a job and a plan, without scripts."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

import optimizer
from optimizer.web.pages.curves import HEIGHT, WIDTH, course, curves
from optimizer.web.store.tables import JobEvent
from tests.web.conftest import API, TINY, Work


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_rows_stand_as_understood_with_problems_beneath(client: TestClient, wrong: str) -> None:
    """In the cell what was understood, or that nothing was; beneath what is wrong and what would be right."""
    shown = text(client.get(f"/uploads/{wrong}/rows", params={"sheet": "Cargo"}).text)
    row = shown[shown.index("R1") :]
    assert row.index("not understood") < row.index("Error in B2") < row.index("Error in E2")
    assert "There stands “Karachy”" in row and "Karachi" in row

    tariffs = text(client.get(f"/uploads/{wrong}/rows", params={"sheet": "Tariffs"}).text)
    assert "Pakistan Railways" in tariffs and "Error in" not in tariffs


def test_a_corrected_copy_comes_in_place_of_its_file(
    client: TestClient, work: Work, tmp_path: Path, broken: Path
) -> None:
    """The other workbooks of the upload are taken as they were."""
    tariffs, cargo = load_workbook(TINY), load_workbook(broken)
    del tariffs["Cargo"]
    for sheet in [name for name in cargo.sheetnames if name != "Cargo"]:
        del cargo[sheet]
    tariffs.save(tmp_path / "tariffs.xlsx")
    cargo.save(tmp_path / "cargo.xlsx")
    files = [("files", (name, (tmp_path / name).read_bytes())) for name in ("tariffs.xlsx", "cargo.xlsx")]
    sent = client.post("/uploads", files=files)
    work()
    shown = client.get(sent.url.path).text
    place = re.search(r'href="(\S+/marked)" download>marked-cargo', shown)
    assert place is not None and "Upload and check again" in shown
    book = load_workbook(io.BytesIO(client.get(place[1]).content))
    book["Cargo"]["B2"], book["Cargo"]["E2"] = "Karachi", 66
    book.save(tmp_path / "out.xlsx")
    corrected = ("marked-cargo (1).xlsx", (tmp_path / "out.xlsx").read_bytes())
    again = client.post("/uploads", files={"files": corrected}, data={"corrects": sent.url.path.rpartition("/")[2]})
    work()
    found = client.get(f"{API}{again.url.path}").json()
    assert [file["name"] for file in found["files"]] == ["tariffs.xlsx", "marked-cargo (1).xlsx"]
    assert found["state"] == "ready"


def test_every_charge_of_a_booking_is_one_click_away(client: TestClient, planned: str) -> None:
    """The link of the booking leads to them; they add up to what it costs."""
    shown = client.get(f"/plans/{planned}").text
    link = re.search(r'href="(/plans/\S+/shipment\?name=R1#B0001)"', shown)
    assert link is not None
    page = text(client.get(link[1]).text)
    charges = optimizer.read(TINY).plan(gap=0.001).charges
    for amount in charges["amount"]:
        assert f"{amount:,.2f}" in page
    assert "2,949.79" in page and "Karachi –road→ Moscow" in page and "+2,708.87" in page
    assert "It uses border Taftan in 2025-W10" in page


def test_numbers_and_days_are_the_readers_own(client: TestClient, planned: str) -> None:
    german = {"Accept-Language": "de-DE,de;q=0.9"}
    assert "8.827,68 USD" in client.get(f"/plans/{planned}", headers=german).text
    assert "28.03.2025" in client.get(f"/plans/{planned}/shipment?name=R1", headers=german).text


def test_borders_show_their_shadow_prices_by_week(client: TestClient, planned: str) -> None:
    page = text(client.get(f"/plans/{planned}/borders").text)
    week = page[page.index("2025-W10") :]
    assert week.index("100 %") < week.index("10.85") < week.index("2025-W11")


def test_bookings_are_picked(client: TestClient, planned: str) -> None:
    shown = [client.get(f"/plans/{planned}", params={"mode": mode}).text for mode in ("rail", "road")]
    assert "2 rows" in shown[0] and "0 rows" in shown[1]


def test_plan_again_keeps_what_departed_and_a_comparison_says_what_differs(
    client: TestClient, work: Work, planned: str, tmp_path: Path
) -> None:
    """The plan that keeps it passes the audit; a day that is missing is asked for."""
    assert client.post(f"/plans/{planned}/again", data={"as_of": ""}).status_code == 422
    asked = client.post(f"/plans/{planned}/again", data={"as_of": "2025-03-05", "change_cost": "1,5"})
    work()
    plan = client.get(asked.url.path)
    assert plan.url.path.startswith("/plans/") and "0 of its 2 bookings change" in text(plan.text)
    name = plan.url.path.rpartition("/")[2]
    (tmp_path / "plan.xlsx").write_bytes(client.get(f"{API}/plans/{name}/workbook").content)
    assert optimizer.audit(tmp_path / "plan.xlsx", [TINY]).passed
    assert "every booking stays as it was" in client.get(f"/plans/{name}/changes").text

    asked = client.post(f"/plans/{name}/compare", data={"to": planned})
    assert "Comparing two plans" in asked.text
    work()
    compared = text(client.get(asked.url.path).text)
    assert (
        "None: every shipment goes the same way" in compared
        and "Both cost the same" in compared
        and "Cost 8,827.68 8,827.68" in compared
    )
    again = client.post(f"/plans/{name}/compare", data={"to": planned})
    assert again.url.path == f"/plans/{name}/compare"  # what is known is not worked out again


@pytest.mark.parametrize("name", ["", "/timeline", "/borders", "/again", "/compare"])
def test_vega_is_loaded_only_where_a_figure_is(client: TestClient, planned: str, name: str) -> None:
    shown = client.get(f"/plans/{planned}{name}").text
    assert ("vega.min.js" in shown) == ("data-figure" in shown) == (name in ("", "/timeline", "/borders"))


def test_cost_falls_and_bound_rises_within_the_picture() -> None:
    begun = datetime(2025, 3, 1, tzinfo=UTC)
    figures = ((120.0, 60.0), (110.0, 90.0), (100.0, 100.0))
    events = [
        JobEvent(number=n, at=begun + timedelta(seconds=n), words="", cost=cost, bound=bound, gap=(cost - bound) / cost)
        for n, (cost, bound) in enumerate(figures)
    ]
    found = curves(course(events))
    assert found is not None and curves(course(events[:1])) is None
    ends = [
        [tuple(map(float, one.split(","))) for one in line.split()] for line in (found.cost, found.bound, found.gap)
    ]
    assert ends[0][0] == (0.0, 0.0) and ends[1][0] == (0.0, HEIGHT)
    assert ends[0][-1] == ends[1][-1] == (WIDTH, pytest.approx(HEIGHT * 20 / 60))
    assert ends[2][0] == (0.0, 0.0) and ends[2][-1] == (WIDTH, HEIGHT)


def test_the_best_so_far_never_gets_worse_and_ends_as_the_plan_does() -> None:
    begun = datetime(2025, 3, 1, tzinfo=UTC)
    told = ((1, 90.0, 89.0), (2, 120.0, 60.0), (2, 130.0, 95.0), (2, None, None), (2, 99.0, 50.0), (2, 101.0, 99.5))
    events = [
        JobEvent(number=n, at=begun + timedelta(seconds=n), attempt=attempt, words="", cost=cost, bound=bound)
        for n, (attempt, cost, bound) in enumerate(told)
    ]
    running = [(step.cost, step.bound) for step in course(events)]
    assert running == [(120.0, 60.0), (120.0, 95.0), (99.0, 95.0), (99.0, 99.0)]  # of the last attempt alone
    planned = course(events, (100.0, 98.0))
    assert [(step.cost, step.bound) for step in planned] == [
        *((120.0, 60.0), (120.0, 95.0), (100.0, 95.0), (100.0, 98.0), (100.0, 98.0))
    ]
    assert planned[-1].gap == pytest.approx(0.02)
    assert course([]) == [] == course(events[:0], (1.0, 1.0))
