"""The document as plain JSON, for those who want it: folded away until then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editing.nodes import parsed
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.tokens import GRID

HIGH = 200


class Plain(QWidget):
    """``taken``: what was typed is to be the content. ``opened``: it wants to be filled."""

    taken = Signal(dict)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = QToolButton(self)
        self.fold.setText(self.tr("&More: plain JSON"))
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(self.tr("The document as JSON"))
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setMinimumHeight(HIGH // 2)
        self.text.setMaximumHeight(HIGH)
        self.fault = note("", self)
        self.take = QPushButton(self.tr("&Use this text"), self)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.fault, 1)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text)
        column.addLayout(foot)
        self.fold.toggled.connect(self._folded)
        self.take.clicked.connect(self._take)
        self._folded()

    def show_body(self, body: Mapping[str, Any]) -> None:
        """As it is now."""
        self.text.setPlainText(json.dumps(body, ensure_ascii=False, indent=2))
        self.fault.clear()

    @Slot()
    def _folded(self) -> None:
        opened = self.fold.isChecked()
        self.fold.setIcon(icons.action("chevron-down" if opened else "chevron-right"))
        for one in (self.text, self.fault, self.take):
            one.setVisible(opened)
        if opened:
            self.opened.emit()

    @Slot()
    def _take(self) -> None:
        try:
            body = parsed(self.text.toPlainText())
        except ValueError as error:
            self.fault.setText(self.tr("This is not JSON: {why}").format(why=error))
            return
        self.fault.clear()
        self.taken.emit(body)
