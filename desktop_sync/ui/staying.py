"""How the desk stays: as an icon in the tray, with or without a window; where there is no tray, as its window.

With a tray, closing the window only hides it, and the first time a toast says so. Without one the window says so, and
closing it asks what quitting asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon

from desktop_sync.core.errors import SyncError
from desktop_sync.core.events import LEAVE
from desktop_sync.ui.leaving import Leaving
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.toasts import Toast, Toasts
from desktop_sync.ui.tray import Tray

if TYPE_CHECKING:
    from desktop_sync.ui.window import Window

HIDDEN_TOLD = "told/hidden"
SIGN_IN = 30_000  # ms after which a tray that is not there at sign-in is not expected any more


class Staying(QObject):
    """``window`` gives the window where there is one; ``show`` shows it, at a page and a subject that may be empty."""

    settings_wanted = Signal()
    help_wanted = Signal()
    left = Signal()

    def __init__(
        self,
        link: Link,
        picture: Picture,
        kept: QSettings,
        window: Callable[[], Window | None],
        show: Callable[[str, str], None],
        icon: QSystemTrayIcon,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._link, self._kept, self._window, self._show = link, kept, window, show
        self.tray = Tray(link, picture, icon, self)
        self.toasts = Toasts(link, picture, kept, self._looked_at, self)
        self.leaving = Leaving(link, self)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._no_tray)
        self.toasts.told.connect(self.tray.tell)
        self.tray.page_wanted.connect(self._page)
        self.tray.settings_wanted.connect(self.settings_wanted)
        self.tray.help_wanted.connect(self.help_wanted)
        self.tray.quit_wanted.connect(self.ask)
        self.tray.failed.connect(self.failed)
        self.tray.changed.connect(self._changed)
        link.failed.connect(self.failed)
        link.happened.connect(self._happened)
        self.leaving.left.connect(self._left)

    def begin(self, *, hidden: bool) -> None:
        """``hidden``: only the icon, which may come a little later: at sign-in the desktop is still being made."""
        self.tray.show()
        if not hidden:
            self._show("", "")
        if not self.tray.there:
            self._waiting.start(SIGN_IN if hidden else 0)

    def watch(self, window: Window) -> None:
        """A window that was just made."""
        window.stays = not self.tray.there
        window.closed.connect(self._hidden)
        for wanted in (window.close_wanted, window.quit_wanted):
            wanted.connect(self.ask)
        if not self.tray.there:
            self._say_so(window)

    @Slot()
    def ask(self) -> None:
        """Somebody wants to quit."""
        window = self._window()
        self.leaving.ask(window if window is not None and window.isVisible() else None)

    @Slot(object)
    def failed(self, error: SyncError) -> None:
        """What did not work: in the window, or, where nobody sees that, in a toast."""
        window = self._window()
        if window is not None and window.isVisible():
            window.bar.show_error(error)
        else:
            text = f"{error.what} {error.hint}".strip()
            self.tray.tell(Toast(self.tr("This did not work"), text, "attention", "", ""))

    @Slot(str, str)
    def _page(self, page: str, subject: str) -> None:
        self._show(page, subject)

    @Slot()
    def _changed(self) -> None:
        window = self._window()
        if window is not None:
            window.stays = not self.tray.there
        if not self.tray.there:
            self._no_tray()
        elif self._waiting.isActive():
            self._waiting.stop()

    @Slot()
    def _no_tray(self) -> None:
        window = self._window()
        if window is not None:
            self._say_so(window)
        self._show("", "")

    def _say_so(self, window: Window) -> None:
        window.bar.say(
            "attention",
            self.tr("This desktop shows no tray, so Desktop Sync stays open as a window."),
            self.tr("When you close it, you are asked whether the engine shall go on."),
        )

    @Slot()
    def _hidden(self) -> None:
        if self._kept.value(HIDDEN_TOLD, False, bool):
            return
        self._kept.setValue(HIDDEN_TOLD, True)
        self.tray.tell(
            Toast(
                self.tr("Desktop Sync stays here"),
                self.tr("Click the icon to open it again. To end it, choose Quit in the icon's menu."),
                "well",
                "",
            )
        )

    @Slot()
    def _left(self) -> None:
        self.tray.hide()
        self._link.close()
        self.left.emit()

    @Slot(dict)
    def _happened(self, event: dict[str, object]) -> None:
        """The program is about to be replaced or removed: the engine ends, and nobody is asked."""
        if event.get("event") == LEAVE:
            self._left()

    def _looked_at(self) -> bool:
        window = self._window()
        return window is not None and window.isVisible() and window.isActiveWindow()
