"""The icon in the tray: how it stands by its shape, the honest sentence in its tooltip, a menu, toasts.

It is there again after the shell was restarted, and appears when a tray does; whether there is one is told by
``there``. What a person wants of it are signals.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon

from desktop_sync.ui import drawing, icons
from desktop_sync.ui.honest import cut, honest
from desktop_sync.ui.link import Link
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.taskbar import on_taskbar
from desktop_sync.ui.toasts import Toast
from desktop_sync.ui.tray_menu import TrayMenu

LOOKS = 10_000  # ms between looks whether there is a tray
MISSES = 3  # looks in a row without one: a shell that restarts is away for some seconds
TOOLTIP = 127  # characters; Windows cuts there
SHOWN = 10_000  # ms that a toast asks for


class Tray(QObject):
    """``page_wanted``: page and subject, which may be empty. ``changed``: whether there is a tray is another now."""

    page_wanted = Signal(str, str)
    settings_wanted = Signal()
    help_wanted = Signal()
    quit_wanted = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, link: Link, picture: Picture, icon: QSystemTrayIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._picture = link, picture
        self.there = QSystemTrayIcon.isSystemTrayAvailable()
        self._misses = 0
        self._drawn = ("", "")
        self._toast: Toast | None = None
        self.icon = icon
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self._clicked)
        self.menu = self._made()
        picture.changed.connect(self.show_picture)
        self.show_picture()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    def show(self) -> None:
        """From now on."""
        self.icon.show()
        self._timer.start()

    def hide(self) -> None:
        """For good."""
        self._timer.stop()
        self.icon.hide()

    def anew(self) -> None:
        """In another language."""
        old, self.menu = self.menu, self._made()
        old.deleteLater()
        self.show_picture()

    def tell(self, toast: Toast) -> None:
        """Shows it; a click leads to what it speaks of."""
        self._toast = toast
        self.icon.showMessage(plain(toast.title), plain(toast.text), icons.state(toast.mood), SHOWN)

    @Slot()
    def show_picture(self) -> None:
        """Shape and sentence."""
        sentence = self._picture.sentence
        drawn = (sentence["mood"], on_taskbar()[sentence["mood"]])
        if drawn != self._drawn:
            self._drawn = drawn
            self.icon.setIcon(drawing.tray(*drawn))
        words = tooltip(honest(sentence, self._picture.now))
        if words != self.icon.toolTip():
            self.icon.setToolTip(words)

    @Slot()
    def look(self) -> None:
        """Whether there is a tray. It is believed to be gone when it stays away."""
        found = QSystemTrayIcon.isSystemTrayAvailable()
        self._misses = 0 if found else self._misses + 1
        if found and not self.there:
            self.icon.show()
        there = found or (self.there and self._misses < MISSES)
        if there is not self.there:
            self.there = there
            self.changed.emit()

    def _made(self) -> TrayMenu:
        menu = TrayMenu(self._link, self._picture)
        menu.page_wanted.connect(self._page)
        menu.settings_wanted.connect(self.settings_wanted)
        menu.help_wanted.connect(self.help_wanted)
        menu.quit_wanted.connect(self.quit_wanted)
        menu.failed.connect(self.failed)
        self.icon.setContextMenu(menu)
        return menu

    @Slot(str)
    def _page(self, name: str) -> None:
        self.page_wanted.emit(name, "")

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.page_wanted.emit("overview", "")

    @Slot()
    def _clicked(self) -> None:
        toast, self._toast = self._toast, None
        if toast is not None:
            self.page_wanted.emit(toast.page, toast.subject)


def tooltip(words: str) -> str:
    """As much as there is room for."""
    return plain(cut(words, TOOLTIP))


def plain(words: str) -> str:
    """What others wrote, so that no tray takes it for HTML."""
    return words.replace("<", "\u2039").replace(">", "\u203a")
