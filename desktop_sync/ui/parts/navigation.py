"""The column of navigation at the left of a window: one entry below the other, and in a narrow window their pictures
alone. It knows no page.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.parts.entry import Entry
from desktop_sync.ui.parts.keys import Choice
from desktop_sync.ui.tokens import GRID, INSIDE, MARGIN


class Navigation(QWidget):
    """``wide``: its width with words, which it has in windows of ``room`` and more."""

    def __init__(self, wide: int, room: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._wide, self._room = wide, room
        self._one_of = Choice(parent)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(GRID, MARGIN, GRID, MARGIN)
        self._down.setSpacing(INSIDE)
        self.fit(room)

    def add(self, entry: Entry) -> None:
        """One of which one is chosen."""
        self._one_of.addButton(entry)
        self._down.addWidget(entry)

    def end(self, entry: Entry | None = None) -> None:
        """``entry`` stands at the foot."""
        self._down.addStretch(1)
        if entry is not None:
            self._down.addWidget(entry)

    def fit(self, width: int) -> None:
        """Into a window of this width."""
        self.setFixedWidth(self._wide if width >= self._room else Entry.NARROW + 2 * GRID)
