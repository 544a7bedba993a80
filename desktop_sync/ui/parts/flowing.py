"""A layout that sets widgets one after the other like words, and begins a new line where one is full."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop_sync.ui.tokens import GRID


class Flowing(QLayout):
    """What stands in one line is centred in its height."""

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def insert(self, index: int, widget: QWidget) -> None:
        """Before what stands there."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._lay(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        shown = [one.sizeHint() for one in self._items if not one.isEmpty()]
        gaps = self.spacing() * max(0, len(shown) - 1)
        return QSize(sum(one.width() for one in shown) + gaps, max((one.height() for one in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        shown = [one.minimumSize() for one in self._items if not one.isEmpty()]
        return QSize(max((one.width() for one in shown), default=0), max((one.height() for one in shown), default=0))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """How high it is at this width."""
        down = rect.y()
        lines = self._lines(rect.width())
        for line in lines:
            height = max(size.height() for _, size in line)
            across = rect.x()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(across, down + (height - size.height()) // 2, size.width(), size.height()))
                across += size.width() + self.spacing()
            down += height + self.spacing()
        return down - rect.y() - (self.spacing() if lines else 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = self._size(item, width)
            if not lines or used + self.spacing() + size.width() > width:
                lines.append([])
                used = 0
            used += size.width() + (self.spacing() if lines[-1] else 0)
            lines[-1].append((item, size))
        return lines

    @staticmethod
    def _size(item: QLayoutItem, width: int) -> QSize:
        """Its wish, unless that is wider than a line."""
        hint = item.sizeHint().expandedTo(item.minimumSize())
        if hint.width() <= width:
            return hint
        high = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
        return QSize(width, max(high, item.minimumSize().height()))
