"""The run over sizes, and the fresh processes that it measures in."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from benchmarks import sizes
from benchmarks.measuring import TimeUpError, UnfinishedError, apart


@pytest.mark.slow
def test_a_run_over_sizes_leaves_figures_a_table_and_a_plot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One row for each world and release, with a plan within the gap; both releases read the very same files."""
    asked = ["--families", "corridors", "flow", "--shipments", "20", "--beside", sys.executable, "-o", str(tmp_path)]
    assert sizes.main(asked) == 0

    content = json.loads((tmp_path / "sizes.json").read_text(encoding="utf-8"))
    found = content["results"]
    assert [(size["family"], size["release"]) for size in found] == [
        ("corridors", "this"),
        ("corridors", "other"),
        ("flow", "this"),
        ("flow", "other"),
    ]
    for size in found:
        assert size["shipments"] == 20
        assert size["bound"] <= size["cost"]
        assert size["gap"] <= 0.001
        assert min(size["read_s"], size["plan_s"], size["processor_s"]) > 0
    assert found[0]["cost"] == found[1]["cost"]
    table = (tmp_path / "sizes.md").read_text(encoding="utf-8")
    assert [line.split(" | ")[3] for line in table.splitlines()[2:]] == ["this", "other"] * 2
    assert capsys.readouterr().out.strip() == table.strip()
    assert "<svg" in (tmp_path / "sizes.svg").read_text(encoding="utf-8")


def test_work_in_a_fresh_process_gives_its_result_and_the_memory_it_took() -> None:
    """Where the system says how much."""
    few, many = apart(len, b"").peak_mb, apart(len, bytes(200_000_000)).peak_mb

    assert apart(divmod, 7, 3).result == (2, 1)
    assert (few is None) == (many is None)
    if few is not None and many is not None:
        assert many - few > 190


def test_what_goes_wrong_in_a_fresh_process_is_said() -> None:
    """By the name of the error."""
    with pytest.raises(UnfinishedError, match="ZeroDivisionError"):
        apart(divmod, 7, 0)


def test_a_process_whose_time_is_up_is_ended() -> None:
    """Rather than waited for."""
    with pytest.raises(TimeUpError, match="not done within 1 s"):
        apart(time.sleep, 3600, seconds=1)


def test_a_world_that_fails_is_said_and_the_others_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the run fails."""

    def measure(
        asked: sizes.Instance, release: str, python: str, paths: list[Path], gap: float, limit: float | None
    ) -> sizes.Size:
        if asked.shipments == 10:
            raise UnfinishedError("the process ended with status -9")
        return sizes.Size(
            asked.family, asked.seed, release, asked.shipments, 0.5, 61.25, 70.0, 1000.0, 999.0, gap, "optimal",
            "listed", 3, 12, 3.5, 812.4,
        )  # fmt: skip

    monkeypatch.setattr(sizes, "measure", measure)
    monkeypatch.setattr(sizes, "warm", lambda: None)
    monkeypatch.setattr(sizes.Instance, "write", lambda instance, folder: [folder])

    assert sizes.main(["--families", "flow", "--shipments", "10", "20", "-o", str(tmp_path)]) == 1

    said = capsys.readouterr()
    assert "status -9" in said.err
    row = "| flow | 20 | 1 | 0.5 | 61.2 | 70.0 | 3 | 812 | 1,000 | 0.100% | 12 | 4 | optimal (listed) |"
    assert said.out.splitlines()[2:] == [row, ""]
    assert (tmp_path / "sizes.svg").exists()


def test_a_process_that_fails_is_no_result(tmp_path: Path) -> None:
    """Here since there is no such file."""
    with pytest.raises(UnfinishedError, match="status 1"):
        sizes.measure(sizes.Instance("flow", 20, 1), "this", sys.executable, [tmp_path / "none"], 0.001, None)
