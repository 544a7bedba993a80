"""From a process to a desk. First there is an icon in the tray; all else is loaded beside it, in a thread of its own.

What is imported above stands between the command and the icon: nothing of the desk itself.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop_sync.core.errors import RetryLater
from desktop_sync.program import product
from desktop_sync.ui.alone import Alone
from desktop_sync.ui.drawing import tray
from desktop_sync.ui.loading import Loading
from desktop_sync.ui.taskbar import on_taskbar
from desktop_sync.windows.app_id import be_known

if TYPE_CHECKING:
    from desktop_sync.ui.desk import Desk
    from desktop_sync.ui.engine import Connect

log = logging.getLogger("desk")
LOOKING = "paused"
"""The shape while nothing is known yet, as ``Picture`` has it."""
AT_FIRST = (16, 24, 32)
"""The sizes of the icon until the desk draws it."""
SEEN = 100  # ms that the shell has to take the icon in, before we use the processor again


def run(
    folder: Path,
    connect: Connect,
    start: Callable[[], None] | None,
    why: Callable[[], str],
    near: Connect | None = None,
    move: Callable[[], None] | None = None,
    swapped: Callable[[], bool] = bool,
    *,
    hidden: bool = False,
) -> int:
    """Until it is quit; the exit code. ``folder``: the data folder, which names the installation.

    One that is there already shows its window instead; RetryLater when it does not answer. ``hidden``: only the icon.
    ``start``: an engine, where this account may; ``why``: of one that did not; ``move``: has the folder work on this
    machine; ``swapped``: whether the program is being swapped, for which it leaves. ``near`` answers for the support
    bundle while there is no engine.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would not let Python see it
    be_known()
    application = QApplication(["desktop-sync"])
    application.setApplicationName("desktop-sync")
    application.setApplicationDisplayName(product())
    application.setDesktopFileName("desktop-sync")
    application.setQuitOnLastWindowClosed(False)
    alone = Alone(folder, parent=application)
    if not alone.first():
        if alone.tell(show=not hidden):
            return 0
        raise RetryLater("Desktop Sync runs already, but does not answer.", "Wait a moment, then try again.")
    icon = QSystemTrayIcon(tray(LOOKING, on_taskbar()[LOOKING], AT_FIRST))
    icon.show()

    def make() -> Desk:
        from desktop_sync.ui.collecting import Collecting
        from desktop_sync.ui.desk import Desk
        from desktop_sync.ui.lasting import let_nothing_end
        from desktop_sync.ui.link import Link

        let_nothing_end()
        Collecting(application)
        link = Link(connect, start, why, move=move, swapped=swapped)
        return Desk(application, link, QSettings("Desktop Sync", "desk"), near, icon)

    begins = _Start(application, alone, make, hidden=hidden)
    QTimer.singleShot(SEEN, begins.begin)
    return application.exec()


class _Start(QObject):
    """Makes the desk behind an icon that shows."""

    def __init__(self, application: QApplication, alone: Alone, make: Callable[[], Desk], *, hidden: bool) -> None:
        super().__init__(application)
        self._application, self._alone, self._made, self._hidden = application, alone, make, hidden
        self._desk: Desk | None = None
        self._loading = Loading(_parts, parent=self)

    @Slot()
    def begin(self) -> None:
        """Loads what the desk is made of, then makes it."""
        self._loading.then(self._make)

    def _make(self) -> None:
        try:
            self._desk = self._made()
        except Exception:
            log.exception("the desk cannot be made")
            self._application.exit(1)
            return
        self._alone.wanted.connect(self._desk.show)
        self._alone.listen()
        self._desk.begin(hidden=self._hidden)


def _parts() -> None:
    import desktop_sync.ipc
    import desktop_sync.ui.desk  # noqa: F401 - they are there then
