"""State as shape, colour and word together, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.honest import mood_word
from desktop_sync.ui.parts.labels import section
from desktop_sync.ui.tokens import GRID

SIZE = 20


class Badge(QWidget):
    """The shape of a mood and beside it the word, which screen readers read."""

    def __init__(self, mood: str = "well", word: str = "", parent: QWidget | None = None, *, size: int = SIZE) -> None:
        super().__init__(parent)
        self._size, self._mood = size, mood
        self._shape, self._word = QLabel(self), section(word, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._shape)
        row.addWidget(self._word, 1)
        self.show_state(mood, word)

    def show_state(self, mood: str, word: str) -> None:
        """``mood`` by its name in ``core.sentence.Mood``; an empty word leaves the shape alone, which is named."""
        self._mood = mood
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self.setAccessibleName(word or mood_word(mood))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._shape.setPixmap(icons.state(self._mood).pixmap(self._size, self._size))
