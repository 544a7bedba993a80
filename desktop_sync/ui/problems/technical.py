"""What is known of a group in the program's own words, for support: hidden until somebody wants to see it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.tokens import BETWEEN, GRID

HIGH = 180


class Technical(QFrame):
    """``copied``: it is in the clipboard."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Technical detail"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setFixedHeight(HIGH)
        self.copy = QPushButton(icons.action("content-copy"), self.tr("Copy"), self)
        self.close_ = QPushButton(self.tr("Close"), self)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(note(self.tr("For support: it names documents and values."), self), 1)
        foot.addWidget(self.copy)
        foot.addWidget(self.close_)
        column = QVBoxLayout(self)
        column.setContentsMargins(BETWEEN, BETWEEN, BETWEEN, BETWEEN)
        column.setSpacing(GRID)
        column.addWidget(self.text)
        column.addLayout(foot)
        self.copy.clicked.connect(self._copy)
        self.close_.clicked.connect(self.hide)
        self.hide()

    def show_text(self, text: str) -> None:
        """From its beginning."""
        self.text.setPlainText(text)
        self.show()
        self.text.setFocus()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.emit()
