"""The settings dialog over the engine's own code, with a file of the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop_sync.ui.link import Link
from desktop_sync.ui.settings.dialog import SettingsDialog
from desktop_sync.ui.settings.draft import Draft
from desktop_sync.ui.settings.open import settings_dialog
from tests.fake_engine import FakeEngine
from tests.settings_desk import Office

Until = Callable[[Callable[[], Any]], None]


@pytest.fixture
def office(tmp_path: Path, engine: FakeEngine) -> Office:
    made = Office(tmp_path)
    made.serve(engine)
    return made


@pytest.fixture
def draft(office: Office, link: Link) -> Draft:
    made = Draft(link)
    made.set_pause(0)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, draft: Draft, kept: QSettings, until: Until) -> SettingsDialog:
    """It shows, and knows everything."""
    made = settings_dialog(draft, kept)
    qtbot.addWidget(made, before_close_func=lambda _: draft.discard())
    made.show()
    until(lambda: draft.known and draft._checking is None and not draft._stale)
    return made
