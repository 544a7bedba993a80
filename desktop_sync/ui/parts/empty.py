"""An empty place says what will be there, and offers the one action that fills it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.tokens import BETWEEN, GRID

PICTURE = 48


class EmptyPlace(QWidget):
    """``wanted``: the action was chosen. Without a word for it there is none."""

    wanted = Signal()

    def __init__(self, icon: QIcon, title: str, words: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(icon.pixmap(PICTURE, PICTURE))
        self._title, self._words = section(title, self), note(words, self)
        self.button = QPushButton(action, self)
        self.button.setVisible(bool(action))
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(1)
        for one in (picture, self._title, self._words):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(one)
        column.addSpacing(BETWEEN)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_words(self, title: str, words: str) -> None:
        """Other words."""
        self._title.setText(title)
        self._words.setText(words)
