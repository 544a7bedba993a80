"""The top of the activity page: its title, how much there is, what is new, which columns show, and the export."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.parts.labels import heading, note
from desktop_sync.ui.tokens import GRID


class Head(QWidget):
    """The buttons say what is wanted of whoever has the list."""

    newest_wanted = Signal()
    columns_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._new = 0
        self._sum = note(" ", self)
        self._sum.setWordWrap(False)
        self.newest = QPushButton(icons.action("arrow-up"), "", self)
        self.newest.setToolTip(self.tr("To the newest"))
        self.columns = QPushButton(icons.action("view-column-outline"), self.tr("&Columns"), self)
        self.export = QPushButton(icons.action("file-export-outline"), self.tr("&Export…"), self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(heading(self.tr("Activity"), self))
        words.addWidget(self._sum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        for one in (self.newest, self.columns, self.export):
            row.addWidget(one)
        self.newest.clicked.connect(self.newest_wanted)
        self.columns.clicked.connect(self.columns_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.show_new(0)

    def say(self, words: str) -> None:
        """How much there is."""
        self._sum.setText(words or " ")

    def show_new(self, many: int) -> None:
        """So many rows have come that do not show."""
        self._new = many
        self.newest.setText(self.tr("%Ln new", "", many))
        self.newest.setVisible(many > 0)

    def add_new(self, many: int) -> None:
        """And so many more."""
        self.show_new(self._new + many)

    def may_export(self, there: bool, allowed: bool) -> None:
        """Where there is something, and the engine would tell it."""
        self.export.setEnabled(there and allowed)
        self.export.setToolTip(
            self.tr("Everything that fits the filters, as a CSV file")
            if allowed
            else self.tr("The engine does not tell this account what was done.")
        )

    @property
    def words(self) -> str:
        """What it says."""
        return self._sum.text()
