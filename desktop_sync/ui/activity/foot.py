"""The line below a history while an export is under way: how far it is, and its end."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.spoken import number
from desktop_sync.ui.tokens import GRID, NAVIGATION


class Foot(QWidget):
    """Hidden until there is something to say. ``cancel_wanted``: the export is not wanted any more."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = note("", self)
        self.words.setWordWrap(False)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(NAVIGATION, GRID)
        self.bar.setAccessibleName(self.tr("Progress of the export"))
        self.stop = QPushButton(self.tr("Cancel the export"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addStretch(1)
        for one in (self.words, self.bar, self.stop):
            row.addWidget(one)
        self.stop.clicked.connect(self.cancel_wanted)
        self.hide()

    @Slot(int, int)
    def show_export(self, done: int, total: int) -> None:
        """So many rows are written, of about so many."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(min(done, total))
        self.words.setText(self.tr("{done} of {total} rows").format(done=number(done), total=number(max(done, total))))
        self.show()
