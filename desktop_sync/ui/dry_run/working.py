"""While it lasts: how far it is, and the way to end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui.dry_run.telling import Telling
from desktop_sync.ui.parts.labels import note, section
from desktop_sync.ui.tokens import BETWEEN, GRID

WIDE = 420


class Working(QWidget):
    """``cancelled``: somebody wants it to end."""

    cancelled = Signal()

    def __init__(self, telling: Telling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._telling = telling
        self._title, self._words, self._note = section("", self), note("", self), note("", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(WIDE, GRID)
        self.cancel = QPushButton(self.tr("&Cancel"), self)
        self.cancel.clicked.connect(self._cancel)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        centre = Qt.AlignmentFlag.AlignHCenter
        for label in (self._title, self._words, self._note):
            label.setAlignment(centre)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addSpacing(BETWEEN)
        column.addWidget(self.progress, 0, centre)
        column.addWidget(self._words)
        column.addSpacing(BETWEEN)
        column.addWidget(self.cancel, 0, centre)
        column.addStretch(2)

    @property
    def words(self) -> str:
        """How far it is, as it shows."""
        return self._words.text().strip()

    def begin(self, title: str, words: str) -> None:
        """Something else lasts."""
        self._title.setText(title)
        self._note.setText(words)
        self._words.setText(" ")
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(title)
        self.cancel.setEnabled(True)
        self.cancel.setText(self.tr("&Cancel"))

    def show_event(self, event: Mapping[str, Any]) -> None:
        """A progress event of the engine; other events say nothing here."""
        if event.get("event") != "progress":
            return
        self._words.setText(self._telling.step(dict(event)))
        total = event["total"]
        self.progress.setRange(0, int(total) if total else 0)
        self.progress.setValue(int(event["done"]) if total else 0)

    @Slot()
    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.setText(self.tr("Ending…"))
        self.cancelled.emit()
