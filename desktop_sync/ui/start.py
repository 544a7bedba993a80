"""From a process to a desk: the application, what this account chose of it, and the event loop."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from desktop_sync.ui.collecting import Collecting
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.engine import Connect
from desktop_sync.ui.lasting import let_nothing_last
from desktop_sync.ui.link import Link


def run(folder: Path, connect: Connect, start: Callable[[], None]) -> int:
    """Until it is quit; the exit code. ``folder``: the data folder, which names the installation."""
    let_nothing_last()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("desktop-sync")
    application.setApplicationDisplayName("Desktop Sync")
    application.setDesktopFileName("desktop-sync")
    Collecting(application)
    desk = Desk(application, Link(connect, start), QSettings("Desktop Sync", "desk"))
    desk.start()
    desk.window.bring()
    return application.exec()
