"""What the command ``exports`` is asked for, one thing at a time; and what is told of an export that was removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_sync.__main__ import main
from tests.crash.exporting import ExportWorld
from tests.crash.orders import Order


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


@pytest.mark.parametrize("command", ["problems", "status"])
def test_a_removed_export_with_open_reports_is_told_without_an_engine(
    world: ExportWorld, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world.orders(Order("A", 1))
    (world.root / "office").rename(world.root / "away")
    assert world.run("changes").outcome == "waiting"
    world.stop()
    settings = world.data / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    told = "The export Changes was removed from the settings with reports that have not arrived: 1."

    main([command, "--data", str(world.data)])
    assert told not in _said(capsys)
    settings.write_text(text[: text.index("[[exports]]")], encoding="utf-8")
    assert main([command, "--data", str(world.data)]) == 4
    assert told in _said(capsys)
    main(["problems", "--data", str(world.data)])
    said = _said(capsys)
    assert told in said
    assert "What you can do: dismiss" in said
    settings.write_text(text, encoding="utf-8")
    main([command, "--data", str(world.data)])
    assert told not in _said(capsys), "it is back"


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


def test_settings_that_cannot_be_read_say_nothing_of_what_was_removed(
    world: ExportWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    world.orders(Order("A", 1))
    (world.root / "office").rename(world.root / "away")
    world.run("changes")
    world.stop()
    for text in ("[[exports", "[general]\nparallel_runs = 'many'\n"):
        (world.data / "settings.toml").write_text(text, encoding="utf-8")
        main(["problems", "--data", str(world.data)])
        assert "was removed" not in _said(capsys)
