"""The tree of fields as it is seen and typed into. What it holds is in fields.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desktop_sync.ui.editing.fields import NAME, VALUE, Fields
from desktop_sync.ui.editing.nodes import Node
from desktop_sync.ui.parts.cells import Head
from desktop_sync.ui.parts.raised import lined
from desktop_sync.ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
HIGH = 28  # of a row
FEW = 500  # fields that are all unfolded at first


class Typing(QStyledItemDelegate):
    """Yes and no are chosen; all else is typed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint(option, index).width(), HIGH)

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:  # noqa: N802, ANN401 - Qt's
        node = index.internalPointer()
        if not isinstance(node.value, bool):
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        box.addItem(self.tr("Yes"), "true")
        box.addItem(self.tr("No"), "false")
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802 - Qt's
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)


class FieldTree(QTreeView):
    """A click, F2 or typing begins to edit."""

    def __init__(self, title: str, model: Fields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setItemDelegate(Typing(self))
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setMinimumHeight(5 * HIGH)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.clicked.connect(self._clicked)
        self.setHeader(Head(self))
        head = self.header()
        head.setSectionsMovable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self.setColumnWidth(NAME, 180)
        self.setColumnWidth(VALUE, 180)

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's
        """The chosen one is raised, as in tables: its mark stays to be seen."""
        own, of = QStyleOptionViewItem(options), colours()
        own.palette.setColor(QPalette.ColorRole.Highlight, QColor(of.raised))
        own.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(of.text))
        super().drawRow(painter, own, index)
        if lined() and self.selectionModel().isSelected(index):
            painter.setPen(QColor(of.accent))
            painter.drawRect(options.rect.adjusted(0, 0, -1, -1))

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        """One click is enough."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def unfold(self, nodes: Sequence[Node]) -> None:
        """All of a short document; else what is marked. The first that is marked is chosen."""
        model = self.model()
        assert isinstance(model, Fields)  # noqa: S101 - given when it was made
        if sum(1 for _ in model.root.all()) <= FEW:
            self.expandAll()
        for node in nodes:
            above = node.parent
            while above is not None and above is not model.root:
                self.expand(model.index_of(above))
                above = above.parent
        if nodes:
            index = model.index_of(nodes[0], VALUE)
            self.setCurrentIndex(index)
            self.scrollTo(index)
