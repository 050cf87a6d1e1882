"""A firm's pages: an invitation, signing in, people, tokens, what was done; and a tariff book that is kept."""

from __future__ import annotations

from pathlib import Path

from optimizer.web.administration import add_user
from tests.web.browser.browsing import Looker, browsing, served
from tests.web.served import free_port

EMAIL, PASSWORD = "planner@firm.example", "horse battery staple correct"


def of_a_firm(folder: Path, pictures: Path | None, tariffs: Path, cargo: Path) -> list[str]:
    """Go through all that firms have beside planning; the faults of its pages."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    link = add_user(EMAIL, "Firm", "admin", "A Planner", folder=folder, url=url)
    with served(folder, port, OPTIMIZER_MODE="firms", OPTIMIZER_URL=url), browsing(url, pictures) as looker:
        _sign_in(looker, link)
        _keep_a_book(looker, tariffs, cargo)
        _say_who_may(looker)
        page = looker.page
        page.get_by_role("link", name="What was done").click()
        page.get_by_role("heading", name="What was done").wait_for()
        looker.look("audit")
        page.get_by_role("link", name="A Planner").click()
        page.get_by_role("heading", name="Where you are signed in").wait_for()
        looker.look("account")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("heading", name="Sign in").wait_for()
        return [fault for fault in looker.faults if "status of 401" not in fault]  # the wrong password


def _sign_in(looker: Looker, link: str) -> None:
    """Take up an invitation, and sign in, at first with a wrong password."""
    page = looker.page
    page.goto(link)
    looker.look("link")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    looker.look("sign-in")
    for password in ("not this one at all", PASSWORD):
        page.get_by_label("Your email address").fill(EMAIL)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        if password != PASSWORD:
            page.get_by_role("alert").wait_for()
            looker.look("sign-in-wrong")
    page.get_by_role("heading", name="Your workbooks").wait_for()


def _keep_a_book(looker: Looker, tariffs: Path, cargo: Path) -> None:
    """Upload tariffs alone, keep them, and upload cargo alone."""
    page = looker.page
    page.get_by_label("Choose or drop tariffs and cargo").set_input_files([tariffs])
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_role("button", name="Keep this tariff book").wait_for()
    looker.look("upload-book")
    page.get_by_role("button", name="Keep this tariff book").click()
    page.get_by_label("Add a tariff book").select_option(label=f"{tariffs.stem}, version 1")
    looker.look("start-book")
    page.get_by_label("Choose or drop tariffs and cargo").set_input_files([cargo])
    page.get_by_role("button", name="Upload and check").click()
    page.get_by_text("Ready to plan").wait_for()


def _say_who_may(looker: Looker) -> None:
    """Invite somebody, and let a program in."""
    page = looker.page
    page.get_by_role("link", name="People").click()
    page.get_by_label("Email address").fill("second@firm.example")
    page.get_by_role("button", name="Make the invitation").click()
    page.get_by_text("It is shown this once, works once").wait_for()
    looker.look("people-invited")
    page.get_by_label("What it is for").fill("nightly plans")
    page.get_by_role("button", name="Make a token").click()
    page.get_by_text("Keep it where only the program finds it").wait_for()
    looker.look("people-token")
