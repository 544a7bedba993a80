"""A column of widgets that can be scrolled where it is higher than its place; never sideways, and nothing is squeezed.

``QScrollArea`` alone lets text that folds reach under its bar.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget


class Scrolling(QScrollArea):
    """``whole`` is as wide as the place, and as high as it wants to be then."""

    def __init__(self, whole: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(whole)
        whole.setAutoFillBackground(False)
        whole.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole, place = self.widget(), self.viewport().size()
        layout = whole.layout() if whole is not None else None
        if whole is not None and layout is not None:
            least = layout.minimumHeightForWidth(place.width()) if layout.hasHeightForWidth() else 0
            whole.resize(place.width(), max(place.height(), least, layout.minimumSize().height()))
