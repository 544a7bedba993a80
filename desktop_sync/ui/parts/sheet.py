"""A sheet over the main window: a document's trail, a dry run. It covers the page; nothing opens windows.

Escape and the button in its head close it, and the focus goes back to where it was.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.focus_chain import step
from desktop_sync.ui.parts.keys import pressed
from desktop_sync.ui.parts.labels import Elided
from desktop_sync.ui.tokens import BETWEEN, GRID, MARGIN, TITLE


class Sheet(QWidget):
    """Put widgets into ``body``; ``buttons`` stands at the right of its head. ``over`` is what it covers."""

    place = ""
    """Where the person is, by which the help finds its page; empty: where they were before."""
    busy = False
    """While it saves something it does not close: nobody would hear what became of it."""
    closed = Signal()

    def __init__(self, over: QWidget, title: str) -> None:
        super().__init__(over)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._before = QApplication.focusWidget()
        back = QToolButton(self)
        back.setIcon(icons.action("arrow-left"))
        back.setAutoRaise(True)
        back.setToolTip(self.tr("Back"))
        back.setAccessibleName(self.tr("Back"))
        back.clicked.connect(self.close)
        self.title = Elided(title, self, size=TITLE, semibold=True)  # before a button is cut, the title is
        self.setAccessibleName(title)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(back)
        head.addWidget(self.title, 1)
        head.addLayout(self.buttons)
        self.body = QVBoxLayout()
        self.body.setSpacing(BETWEEN)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(BETWEEN)
        column.addLayout(head)
        column.addLayout(self.body, 1)
        self._over = over
        over.installEventFilter(self)
        self.setGeometry(over.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.raise_()
        self.setFocus()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802 - Qt's names
        """Tab stays on the sheet, also where it leads nowhere else: what it covers cannot be seen."""
        step(self, forward=next)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif not pressed(event):
            super().keyPressEvent(event)

    def close(self) -> bool:
        """Goes for good, unless it is ``busy``."""
        if self.busy:
            return False
        self._over.removeEventFilter(self)
        done = super().close()
        if self._before is not None and shiboken6.isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        else:  # what was there has gone
            step(self._over.window(), forward=True)
        self.closed.emit()
        self.deleteLater()
        return done
