"""What there is of connections, flows or exports, at the left of their page: chosen, added, duplicated, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QBrush, QColor, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_sync.ui import icons
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import GRID, INSIDE, ROW

NARROW, WIDE = 184, 232  # px
PICTURE = 20
FRAME = 2  # px, of the focus


@dataclass(frozen=True, slots=True)
class Entry:
    """``icon`` of the family; ``wrong``: it has an error; ``dim``: it is switched off; ``fixed``: an administrator
    has set it up.
    """

    title: str
    icon: str
    wrong: bool = False
    dim: bool = False
    fixed: bool = False


class Listing(QWidget):
    """``chosen``: the number of the one that is; ``added``: the type that a person wants one of."""

    chosen = Signal(int)
    added = Signal(str)
    duplicated = Signal()
    deleted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDE)
        self._entries: list[Entry] = []
        self.list = Framed(self)
        self.list.setAccessibleName(name)
        self.list.setIconSize(QSize(PICTURE, PICTURE))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self.chosen)
        self._types = QMenu(self)
        self._types.triggered.connect(self._wanted)
        self.add = QPushButton(icons.action("plus"), self.tr("Add"), self)
        self.add.clicked.connect(self._add)
        self.duplicate = self._tool("content-duplicate", self.tr("Duplicate"))
        self.duplicate.clicked.connect(self.duplicated)
        self.delete = self._tool("delete-outline", self.tr("Delete"))
        self.delete.clicked.connect(self.deleted)
        row = QHBoxLayout()
        row.setSpacing(INSIDE)
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(self.duplicate)
        row.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.list, 1)
        column.addLayout(row)

    def offer(self, types: Mapping[str, str]) -> None:
        """What can be added: type → words. Of one alone no menu asks."""
        self._types.clear()
        for name, words in types.items():
            self._types.addAction(words).setData(name)
        self.add.setMenu(self._types if len(types) > 1 else None)  # type: ignore[arg-type]

    def show_entries(self, entries: Sequence[Entry], current: int) -> None:
        """Without ``chosen``."""
        self._entries = list(entries)
        with QSignalBlocker(self.list):
            while self.list.count() > len(entries):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(entries):
                item = QListWidgetItem()
                item.setSizeHint(QSize(0, ROW))
                self.list.addItem(item)
            for number, one in enumerate(entries):
                self._draw(self.list.item(number), one)
            self.list.setCurrentRow(current)
        self.duplicate.setEnabled(current >= 0 and self.add.isEnabled())
        fixed = 0 <= current < len(entries) and entries[current].fixed
        self.delete.setEnabled(current >= 0 and self.add.isEnabled() and not fixed)

    def set_read_only(self, *, on: bool, why: str) -> None:
        """Nothing can be added or deleted."""
        for one in (self.add, self.duplicate, self.delete):
            one.setEnabled(not on)
            one.setToolTip((on and why) or one.accessibleName())

    def _draw(self, item: QListWidgetItem, entry: Entry) -> None:
        item.setText(entry.title)
        item.setToolTip(tip(entry.title))
        item.setIcon(_icon("" if entry.wrong else entry.icon))
        item.setForeground(self.palette().brush(self.foregroundRole()))
        if entry.dim:
            item.setForeground(_brush(colours().secondary))
        words = [entry.title]
        words += [self.tr("has an error")] * entry.wrong + [self.tr("switched off")] * entry.dim
        words += [self.tr("set by your administrator")] * entry.fixed
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))

    def _tool(self, icon: str, words: str) -> QToolButton:
        tool = QToolButton(self)
        tool.setIcon(icons.action(icon))
        tool.setAutoRaise(True)
        tool.setToolTip(words)
        tool.setAccessibleName(words)
        return tool

    @Slot()
    def _add(self) -> None:
        actions = self._types.actions()
        if len(actions) == 1:
            self.added.emit(str(actions[0].data()))

    @Slot(object)
    def _wanted(self, action: QAction) -> None:
        self.added.emit(str(action.data()))


class Framed(QListWidget):
    """Shows that it has the focus, whatever is chosen in it."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(colours().text), FRAME))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -FRAME + 1, -FRAME + 1))
            painter.end()


def _icon(name: str) -> QIcon:
    """Of the entry, and as it is seen on the colour of what is chosen; without a name: something is wrong."""
    if not name:
        return icons.state_of_row("stopped", PICTURE)
    return icons.listed(icons.action(name), icons.action(name, colour=colours().on_accent), PICTURE)


def _brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))
