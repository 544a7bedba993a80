"""The data folder comes from another machine: one plain question, and then it works here. The link does it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.question import ask


class Moving(QObject):
    """Asks over ``parent``."""

    def __init__(self, link: Link, parent: QWidget) -> None:
        super().__init__(parent)
        self._link, self._over = link, parent

    @Slot()
    def ask(self) -> None:
        """No is what Enter and Escape say."""
        ask(
            self._over,
            self.tr("This data folder was copied from another machine. Go on here?"),
            self.tr(
                "Only go on here if the other one no longer runs: else both send, and things are in Acme twice. What "
                "the other one has sent is read in Acme before anything is sent from here."
            ),
            yes=self.tr("The other one is off: go on here"),
            no=self.tr("Leave it off"),
            sure=self._link.move_here,
        )
