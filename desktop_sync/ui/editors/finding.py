"""A search that opens below a row: type some letters of a source's field or value, and choose it by Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_sync.ui.editors.tree import LINE
from desktop_sync.ui.tokens import GRID

WIDE, HIGH = 440, 320
ROLE = Qt.ItemDataRole.UserRole


class Finder(QFrame):
    """``chosen``: the number of the choice. It goes with Escape, or a click elsewhere."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._line, self._list = QLineEdit(self), QListWidget(self)
        self._line.setPlaceholderText(self.tr("Search the fields of the file"))
        self._line.setAccessibleName(self.tr("Search the fields of the file"))
        self._line.setClearButtonEnabled(True)
        self._list.setAccessibleName(self.tr("Fields of the file"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._line)
        column.addWidget(self._list)
        self._line.textChanged.connect(self._filter)
        self._line.returnPressed.connect(self._take)
        self._list.itemClicked.connect(self._take)
        self._line.installEventFilter(self)
        self.resize(WIDE, HIGH)

    def open_at(self, where: QPoint, choices: Sequence[tuple[str, str]]) -> None:
        """``choices``: name and example of each. ``where``: on the screen."""
        self._list.clear()
        for number, (name, example) in enumerate(choices):
            item = QListWidgetItem(f"{name}   {example}" if example else name)
            item.setData(ROLE, number)
            item.setSizeHint(QSize(0, LINE))
            self._list.addItem(item)
        self._line.clear()
        self._filter("")
        self.move(where)
        self.show()
        self._line.setFocus()

    def shown(self) -> list[str]:
        """What is left by the letters typed."""
        rows = (self._list.item(number) for number in range(self._list.count()))
        return [row.text() for row in rows if not row.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Up and down go through the list while the letters are typed."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if pressed in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _filter(self, letters: str) -> None:
        wanted, first = letters.lower().split(), None
        for number in range(self._list.count()):
            row = self._list.item(number)
            row.setHidden(not all(one in row.text().lower() for one in wanted))
            if first is None and not row.isHidden():
                first = row
        if first is not None:
            self._list.setCurrentItem(first)

    @Slot()
    def _take(self) -> None:
        chosen = self._list.selectedItems()
        if not chosen or (row := chosen[0]).isHidden():
            return
        self.hide()
        self.chosen.emit(int(row.data(ROLE)))
