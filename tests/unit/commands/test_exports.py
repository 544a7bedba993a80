"""What the command ``exports`` is asked for: one thing at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from tests.crash.exporting import ExportWorld


@pytest.fixture
def world(tmp_path: Path) -> ExportWorld:
    return ExportWorld(tmp_path)


@pytest.mark.parametrize("wish", [["--arrived", "a"], ["--send-again", "a"], ["--issue-again"]])
def test_two_wishes_are_refused(world: ExportWorld, wish: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["exports", "changes", "--data", str(world.data), "--file", "1", *wish])
    assert refused.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_more_days_than_a_first_and_a_last_are_refused(world: ExportWorld, capsys: pytest.CaptureFixture[str]) -> None:
    days = ["2026-05-01", "2026-05-03", "2026-05-02"]
    assert main(["exports", "changes", "--data", str(world.data), "--issue-again", *days]) == 2
    assert "the first and the last" in capsys.readouterr().err
