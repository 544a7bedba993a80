"""The desk beside a real engine: each module makes an installation ``desk``, at which an engine works."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

import pytest
from PySide6.QtCore import QEvent, QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_sync.data_folder import DataFolder
from desktop_sync.ipc import connect
from desktop_sync.ui.lasting import let_nothing_end
from desktop_sync.ui.link import Link
from tests.end2end.installation import Installation
from tests.watchdog import Watched

LONGEST = 30_000  # ms that anything may take


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """There is one application for all tests, and others look at what blocks it."""
    return Watched


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    let_nothing_end()
    return ["desktop-sync-tests"]


@pytest.fixture(autouse=True)
def _collected_here(qapp: QApplication) -> Iterator[None]:
    """No other thread may collect widgets; what a test left goes before the next one begins."""
    QLocale.setDefault(QLocale("en_GB"))
    gc.disable()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


@pytest.fixture
def link(desk: Installation) -> Iterator[Link]:
    """Looks for the engine of ``desk``."""
    made = Link(lambda: connect(DataFolder(desk.data)))
    made.start()
    yield made
    made.close()


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    """What an account has chosen of the desk: nothing yet."""
    return QSettings(str(tmp_path / "desk.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], Any]], None]:
    """``until(lambda: …)`` waits, with the event loop going."""
    return lambda what: qtbot.waitUntil(lambda: bool(what()), timeout=LONGEST)
