"""One question before something that cannot be taken back: what it does, a reason where one is needed, and the button
that says it. It stands in the page; no window opens.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui.parts.labels import text
from desktop_sync.ui.tokens import BETWEEN, GRID

LONGEST = 500  # characters of a reason


class Ask(QFrame):
    """Hidden until it asks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._question = text("", self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(LONGEST)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.yes, self.no = QPushButton(self), QPushButton(self.tr("Cancel"), self)
        self._needed = False
        self._then: Callable[[str], None] | None = None
        self.reason.textChanged.connect(self._typed)
        self.reason.returnPressed.connect(self.yes.click)
        self.yes.clicked.connect(self._said)
        self.no.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        row.addWidget(self.yes)
        row.addWidget(self.no)
        column = QVBoxLayout(self)
        column.setContentsMargins(BETWEEN, BETWEEN, BETWEEN, BETWEEN)
        column.setSpacing(GRID)
        column.addWidget(self._question)
        column.addWidget(self.reason)
        column.addLayout(row)
        self.hide()

    def ask(self, question: str, yes: str, then: Callable[[str], None], *, needed: bool | None) -> None:
        """``then`` is told the reason; with ``needed`` there must be one, with None nobody is asked for it."""
        self._question.setText(question)
        self._then, self._needed = then, bool(needed)
        self.reason.setVisible(needed is not None)
        self.reason.clear()
        self.reason.setPlaceholderText(self.tr("Why, in a few words") if needed else self.tr("A note, if you like"))
        self.yes.setText(yes)
        self._typed("")
        self.show()
        (self.reason if needed is not None else self.yes).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _typed(self, words: str) -> None:
        self.yes.setEnabled(bool(words.strip()) or not self._needed)

    @Slot()
    def _said(self) -> None:
        then, self._then = self._then, None
        self.hide()
        if then is not None:
            then(self.reason.text().strip())
