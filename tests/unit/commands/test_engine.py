"""The command that is the engine: why it did not start, or ended, stands where a desk finds it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_sync.commands import engine
from desktop_sync.core.errors import Stop
from desktop_sync.core.redaction import learn
from desktop_sync.data_folder import DataFolder
from desktop_sync.engine.system_log import Entry


class Start:
    """One that does what it is told to."""

    def __init__(self, folder: Path) -> None:
        self.folder = DataFolder(folder)
        self.entries: list[Entry] = []
        self.parts = SimpleNamespace(note_entry=self.entries.append)
        self.does: Callable[[], bool] = lambda: True

    def fails(self) -> str:
        """What a desk finds."""
        with pytest.raises(Stop):
            engine.run(None, as_json=False)
        return self.folder.no_engine.read_text(encoding="utf-8")


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    made = Start(tmp_path)
    monkeypatch.setattr(engine, "open_app", lambda _: made)
    monkeypatch.setattr(engine, "few_arenas", lambda: None)
    monkeypatch.setattr(engine, "_listen_to_signals", lambda _: None)
    monkeypatch.setattr(engine, "_once", lambda *_, **__: made.does())
    return made


def test_no_secret_stands_there(start: Start) -> None:
    def refuse() -> bool:
        raise Stop("bitter-almonds-4711 is no key.", "Name another one.")

    learn("bitter-almonds-4711")
    start.does = refuse
    assert start.fails() == "*** is no key. Name another one."


def test_a_ledger_that_is_damaged_again_and_again_is_told_to_the_desk_and_the_systems_log(start: Start) -> None:
    told = start.fails()
    assert told.startswith("The ledger was damaged again and again. Check the disk")
    assert [told in one.text for one in start.entries] == [True]
