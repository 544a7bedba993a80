"""From a process to a desk: the application, what this account chose of it, and the event loop."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from desktop_sync.core.errors import RetryLater
from desktop_sync.ui.alone import Alone
from desktop_sync.ui.collecting import Collecting
from desktop_sync.ui.desk import Desk
from desktop_sync.ui.engine import Connect
from desktop_sync.ui.lasting import let_nothing_end
from desktop_sync.ui.link import Link


def run(
    folder: Path, connect: Connect, start: Callable[[], None], near: Connect | None = None, *, hidden: bool = False
) -> int:
    """Until it is quit; the exit code. ``folder``: the data folder, which names the installation.

    One that is there already shows its window instead; RetryLater when it does not answer. ``hidden``: only the icon.
    ``near`` answers for the support bundle while there is no engine.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would not let Python see it
    let_nothing_end()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("desktop-sync")
    application.setApplicationDisplayName("Desktop Sync")
    application.setDesktopFileName("desktop-sync")
    application.setQuitOnLastWindowClosed(False)
    alone = Alone(folder, parent=application)
    if not alone.first():
        if alone.tell(show=not hidden):
            return 0
        raise RetryLater("Desktop Sync runs already, but does not answer.", "Wait a moment, then try again.")
    Collecting(application)
    desk = Desk(application, Link(connect, start), QSettings("Desktop Sync", "desk"), near)
    alone.wanted.connect(desk.show)
    desk.begin(hidden=hidden)
    return application.exec()
