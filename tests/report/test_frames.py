"""The plan as data frames."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from optimizer.report.frames import frames
from tariffs.schema import normalise
from tests.report.worked import HEADERS, NAME, empty_plan, rich_plan


def test_the_frames_are_the_sheets_with_their_headers() -> None:
    found = {name: " ".join(frame.columns) for name, frame in frames(rich_plan()).items()}
    expected = {normalise(name): headers for name, headers in HEADERS.items()}
    assert {name: found[name] for name in expected} == expected | {"charges": f"{expected['charges']} cents"}
    # What the workbook leaves out where there is nothing of it.
    assert found.keys() - expected.keys() == {"customers", "trains", "co2e", "changes", "kept"}


def test_no_frame_has_a_total_row() -> None:
    found = frames(rich_plan())
    assert [len(found[name]) for name in ("bookings", "legs", "shipments", "unserved")] == [4, 5, 2, 1]
    assert found["charges"]["cents"].sum() == rich_plan().cost * 100


def test_columns_are_typed_and_blanks_are_missing() -> None:
    found = frames(rich_plan())
    bookings, charges = found["bookings"], found["charges"]
    assert bookings["departs"].iloc[0] == datetime(2025, 3, 3)
    assert bookings["due"].isna().tolist() == [True, True, False, False]
    assert str(bookings["tonnes"].dtype) == "float64"
    assert str(charges["load"].dtype) == "Int64"
    assert charges["load"].isna().any()
    assert found["shipments"]["shipment"].tolist() == ["R1", NAME]


def test_a_plan_without_anything_gives_empty_frames() -> None:
    found = frames(empty_plan())
    assert all(frame.empty for name, frame in found.items() if name != "summary")
    assert all(isinstance(frame, pd.DataFrame) for frame in found.values())
