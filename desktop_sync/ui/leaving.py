"""The end of the desk: a question first, for the engine is another process and may go on without it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

from desktop_sync.core.errors import SyncError
from desktop_sync.ui import icons
from desktop_sync.ui.link import Link, State


class Leaving(QObject):
    """``left``: the desk is to end now."""

    left = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.box: QMessageBox | None = None
        self._stop: QPushButton | None = None

    def ask(self, over: QWidget | None = None) -> None:
        """Without an engine there is nothing to ask."""
        if self._link.state is not State.CONNECTED:
            self.left.emit()
            return
        if self.box is None or not shiboken6.isValid(self.box):  # gone with its window, in another language
            self.box = self._made(over)
            self.box.open()
        self.box.raise_()
        self.box.activateWindow()

    def _made(self, over: QWidget | None) -> QMessageBox:
        box = QMessageBox(over)
        box.setWindowTitle(self.tr("Quit Desktop Sync"))
        box.setWindowIcon(icons.program())
        box.setIconPixmap(icons.program().pixmap(48, 48))
        box.setText(self.tr("Shall orders go on being delivered?"))
        box.setInformativeText(
            self.tr(
                "The engine does the work, and can go on without this icon. When it is stopped, nothing is picked up or"
                " sent until Desktop Sync is started again."
            )
        )
        go_on = box.addButton(self.tr("&Quit, the engine goes on"), QMessageBox.ButtonRole.AcceptRole)
        self._stop = box.addButton(self.tr("&Stop the engine and quit"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(go_on)
        box.setEscapeButton(cancel)
        if not self._link.may("stop"):
            self._stop.setEnabled(False)
            self._stop.setToolTip(self._link.why_not("stop"))
        box.buttonClicked.connect(self._chosen)
        box.finished.connect(self._closed)
        return box

    @Slot(QAbstractButton)
    def _chosen(self, button: QAbstractButton) -> None:
        if button is self._stop:
            self._link.ask(self, "stop", self._stopped, self._not_stopped)
        elif self.box is not None and self.box.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole:
            self.left.emit()

    @Slot()
    def _closed(self) -> None:
        box, self.box = self.box, None
        if box is not None:
            box.deleteLater()

    def _stopped(self, _: object) -> None:
        self.left.emit()

    def _not_stopped(self, error: SyncError) -> None:
        if self._link.state is State.CONNECTED:
            self._link.failed.emit(error)
        else:  # it has ended before it could say so
            self.left.emit()
