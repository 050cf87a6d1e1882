"""Drive a real browser through the pages of a real server.

::

    python -m tests.web.browser                  # the sample; some minutes
    python -m tests.web.browser --pictures DIR   # and keep a picture of every page, in each of its looks

It ends with 0 if all held, 1 with a list of faults if not, and 77, loudly, where there is no Chromium.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

from tests.web.browser.browsing import ROOT, browsing, chromium, served
from tests.web.browser.firm import of_a_firm
from tests.web.browser.journey import every_page_of_a_plan, of_the_sample, with_problems

#: How a test that could not be run ends, as automake has it.
SKIPPED = 77

SAMPLE = tuple(ROOT / "spreadsheets" / name for name in ("corridors.xlsx", "cargo.xlsx"))


def main() -> int:
    """Drive."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.browser")
    parser.add_argument("--pictures", type=Path, help="where to keep a picture of every page")
    options = parser.parse_args()
    if chromium() is None:
        print("SKIPPED: THERE IS NO CHROMIUM ON THIS MACHINE; NO PAGE WAS LOOKED AT (apt-get install chromium)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tariffs, broken, right = _broken(folder)
        with served(folder) as base:
            with browsing(base, options.pictures) as looker:
                took = of_the_sample(looker, SAMPLE, folder)
                print(f"the sample, from the first click to the plan downloaded: {took:.1f} s")
                plan = looker.page.url
                every_page_of_a_plan(looker)
                with_problems(looker, tariffs, broken, folder, right)
            faults = [*looker.faults, *_without_scripts(base, plan)]
        (folder / "firm").mkdir()
        faults += of_a_firm(folder / "firm", options.pictures, *SAMPLE)
    print(*faults, f"{len(faults)} faults", sep="\n")
    return 1 if faults else 0


def _broken(folder: Path) -> tuple[Path, Path, dict[str, object]]:
    """The sample with a place that nobody knows and a weight below nothing; and what would be right."""
    book = load_workbook(SAMPLE[1])
    sheet = book["Cargo"]
    header = next(row for row in sheet.iter_rows() if "shipment" in str(row[0].value).lower())
    column = {str(cell.value): cell.column_letter for cell in header}
    row = header[0].row + 2
    cells = {f"{column['origin']}{row}": "Atlantis", f"{column['weight_t']}{row}": -5}
    right = {cell: sheet[cell].value for cell in cells}
    for cell, value in cells.items():
        sheet[cell] = value
    book.save(folder / "today.xlsx")
    return SAMPLE[0], folder / "today.xlsx", right


def _without_scripts(base: str, plan: str) -> list[str]:
    """What pages do not show to a German reader without scripts."""
    faults = []
    with browsing(base, java_script_enabled=False, locale="de-DE") as looker:
        page = looker.page
        for path, wanted in (
            ("", r"\d,\d\d [A-Z]{3}"),
            ("/timeline", r"\d\d\.\d\d\.20\d\d"),
            ("/borders", r"One more would save"),
            ("/again", r"may change"),
        ):
            page.goto(plan + path)
            if not re.search(wanted, page.inner_text("main")):
                faults.append(f"{path or 'the plan'}: nothing like {wanted} without scripts")
        page.goto(plan)
        if not page.locator("img[src$='map.svg']").evaluate("image => image.naturalWidth > 0"):
            faults.append("the plan: no map without scripts")
        page.locator("#table tbody a").first.click()
        if not re.search(r"Every charge", page.inner_text("main")):
            faults.append("the shipment: no charges without scripts")
    return faults + looker.faults


if __name__ == "__main__":
    sys.exit(main())
