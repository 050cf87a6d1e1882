"""Plan workbooks to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.report.reading import written
from tests.report.worked import rich_plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    return written(rich_plan(), tmp_path_factory.mktemp("rich") / "plan.xlsx")


@pytest.fixture
def values(rich: tuple[Workbook, Workbook]) -> Workbook:
    return rich[1]
