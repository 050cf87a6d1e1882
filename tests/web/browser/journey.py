"""The journeys: the sample in a few clicks; and workbooks with problems, corrected, planned, compared, replanned."""

from __future__ import annotations

import time
from pathlib import Path

from openpyxl import load_workbook

import optimizer
from tests.web.browser.browsing import Looker

#: What a plan may take on a busy machine, ms.
PLANNING = 900_000


def download(looker: Looker, words: str, to: Path) -> Path:
    """Click a link that is a download; the file."""
    with looker.page.expect_download() as found:
        looker.page.get_by_role("link", name=words).first.click()
    found.value.save_as(to)
    return to


def audited(plan: Path, *inputs: Path) -> None:
    """See that a plan passes the audit."""
    verdict = optimizer.audit(plan, list(inputs))
    assert verdict.passed and not verdict.changed_inputs, str(verdict)


def by_keyboard(looker: Looker, words: str) -> None:
    """Reach a button or a link with the tabulator, and press it."""
    for _ in range(60):
        looker.page.keyboard.press("Tab")
        if words in looker.page.evaluate("document.activeElement.innerText || ''"):
            looker.page.keyboard.press("Enter")
            return
    raise AssertionError(f"{words} cannot be reached by keyboard")


def of_the_sample(looker: Looker, sample: tuple[Path, ...], folder: Path) -> float:
    """Take the sample, plan it, download the plan; how long that took, s."""
    page = looker.page
    page.goto("/")
    looker.look("start-empty")
    begun = time.monotonic()
    by_keyboard(looker, "Take the sample")
    page.get_by_text("Ready to plan").wait_for()
    if looker.pictures is not None:
        begun += _aside(looker, "upload-ready")
    by_keyboard(looker, "Plan this cargo")
    page.wait_for_url("**/plans/*", timeout=PLANNING)
    plan = download(looker, "Download the plan as Excel", folder / "plan.xlsx")
    took = time.monotonic() - begun
    audited(plan, *sample)
    return took


def _aside(looker: Looker, name: str) -> float:
    begun = time.monotonic()
    looker.look(name)
    return time.monotonic() - begun


def every_page_of_a_plan(looker: Looker) -> None:
    """Look at each page that a plan has."""
    page = looker.page
    plan = page.url.partition("?")[0].partition("#")[0]
    for _ in range(120):  # figures and explanations are added after the plan
        page.goto(plan)
        if page.locator("#where figure").count():
            break
        time.sleep(1)
    page.locator("#where .drawn svg").wait_for()
    looker.look("plan")
    page.get_by_text("How sure this is").click()
    looker.look("plan-sure", narrow=False)
    _bookings(looker)
    for _ in range(120):
        page.goto(plan)
        page.locator("#table tbody a").first.click()
        if page.locator(".why").count():
            break
        time.sleep(1)
    looker.look("shipment")
    page.get_by_role("button", name="Look at every way").click()
    page.get_by_role("heading", name="Every way that it could go by itself").wait_for(timeout=PLANNING)
    looker.look("alternatives")
    for name in ("Timeline", "Borders", "Plan again"):
        page.goto(plan)
        page.get_by_role("link", name=name, exact=True).click()
        page.locator("h1").wait_for()
        if name != "Plan again":
            page.locator(".drawn svg").first.wait_for()
        looker.look(name.lower().replace(" ", "-"))
    page.goto(plan)


def _bookings(looker: Looker) -> None:
    """Search, pick and sort, by scripts, without the page being loaded again."""
    page = looker.page
    shipment = page.locator("#table tbody td").first.inner_text()
    page.get_by_label("Search").fill(shipment)
    page.get_by_text(f"with “{shipment}”").wait_for()
    names = set(page.locator("#table tbody tr td:nth-of-type(1)").all_inner_texts())
    assert names == {shipment}, names
    page.get_by_label("Search").fill("")
    page.locator("#table").get_by_text("with “").wait_for(state="detached")
    page.get_by_role("link", name="Cost in all").click()
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Cost in all")


def with_problems(looker: Looker, tariffs: Path, broken: Path, folder: Path, right: dict[str, object]) -> None:
    """Upload what is wrong, correct the marked copy, plan that, stop, compare, plan again."""
    page = looker.page
    first = page.url
    page.goto("/")
    looker.look("start")
    page.get_by_label("Choose or drop tariffs and cargo").set_input_files([tariffs, broken])
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_text("to correct before this can be planned").wait_for()
    looker.look("upload-wrong")
    marked = download(looker, f"marked-{broken.stem}", folder / f"marked-{broken.stem}.xlsx")
    page.get_by_role("link", name="Cargo").first.click()
    looker.look("rows")
    page.go_back()
    _correct(marked, right)
    page.get_by_label("Choose or drop what you have corrected").set_input_files(marked)
    page.get_by_role("button", name="Upload and check again").click()
    page.get_by_text("Ready to plan").wait_for()
    page.get_by_text("More choices").click()
    page.get_by_label("Good enough is within").fill("0,000001")
    page.get_by_role("button", name="Plan this cargo").click()
    page.locator(".curve.cost").wait_for(timeout=PLANNING)
    looker.look("job", narrow=page.url.find("/jobs/") > 0)
    if "/jobs/" in page.url and (stop := page.get_by_role("button", name="Stop, and keep")).count():
        stop.click()
    page.wait_for_url("**/plans/*", timeout=PLANNING)
    stopped = page.get_by_text("best plan found when it was stopped").count()
    print("stopped, with the best plan so far" if stopped else "it was done before it could be stopped")
    audited(download(looker, "Download the plan as Excel", folder / "stopped.xlsx"), tariffs, marked)
    _compare(looker, first)
    _again(looker, tariffs, marked, folder)


def _correct(path: Path, right: dict[str, object]) -> None:
    book = load_workbook(path)
    for cell, value in right.items():
        book["Cargo"][cell] = value
    book.save(path)


def _compare(looker: Looker, first: str) -> None:
    page = looker.page
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("With the plan").select_option(first.rpartition("/")[2].partition("?")[0].partition("#")[0])
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", name="Figures").wait_for()
    looker.look("compare")


def _again(looker: Looker, tariffs: Path, cargo: Path, folder: Path) -> None:
    page = looker.page
    page.get_by_role("link", name="Plan again").click()
    page.get_by_label("What each booking that changes costs").fill("100")
    page.get_by_text("More choices").click()
    page.get_by_label("Time limit").fill("60")
    page.get_by_role("button", name="Plan again").click()
    page.wait_for_url("**/plans/*", timeout=PLANNING)
    audited(download(looker, "Download the plan as Excel", folder / "again.xlsx"), tariffs, cargo)
    page.get_by_role("link", name="What changed").click()
    looker.look("changes")
    for name in ("plans", "uploads"):
        page.goto(f"/{name}")
        looker.look(name)
    page.goto("/plans/nothing")
    looker.look("error")
    looker.faults[:] = [fault for fault in looker.faults if "status of 404" not in fault]  # that one was asked for
