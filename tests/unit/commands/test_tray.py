"""The command that is the desk: what it is told, and that it is what no command means."""

from __future__ import annotations

import pytest

from desktop_sync.__main__ import main
from desktop_sync.commands import tray

Told = tuple[str | None, bool]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    """What the command was called with."""
    found: list[Told] = []

    def instead(data: str | None, *, hidden: bool = False) -> int:
        found.append((data, hidden))
        return 0

    monkeypatch.setattr(tray, "tray", instead)
    return found


def test_what_it_is_told(told: list[Told]) -> None:
    assert main([]) == 0
    assert main(["tray", "--hidden"]) == 0
    assert main(["tray", "--data", "somewhere"]) == 0
    assert told == [(None, False), (None, True), ("somewhere", False)]


def test_it_stands_among_the_commands_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["tray", "--help"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        assert "tray" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["tray", "--hiden", "--what"])
    assert ended.value.code == 2
