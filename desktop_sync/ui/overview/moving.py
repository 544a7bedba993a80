"""The data folder comes from another machine: one plain question, and then it works here. The link does it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_sync.ui.link import Link


class Moving(QObject):
    """Asks over ``parent``."""

    def __init__(self, link: Link, parent: QWidget) -> None:
        super().__init__(parent)
        self._link, self._over = link, parent

    @Slot()
    def ask(self) -> None:
        """No is what Enter and Escape say."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.NoButton, self._over)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("This data folder was copied from another machine. Go on here?"))
        box.setInformativeText(
            self.tr(
                "Only go on here if the other one no longer runs: else both send, and things are in Acme twice. What "
                "the other one has sent is read in Acme before anything is sent from here."
            )
        )
        box.addButton(self.tr("The other one is off: go on here"), QMessageBox.ButtonRole.AcceptRole).clicked.connect(
            self._link.move_here
        )
        box.setDefaultButton(box.addButton(self.tr("Leave it off"), QMessageBox.ButtonRole.RejectRole))
        box.open()
