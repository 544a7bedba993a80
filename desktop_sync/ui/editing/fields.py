"""The tree of fields: name, value, and what is wrong with it. Values can be typed; the document's own name cannot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from desktop_sync.ui import icons
from desktop_sync.ui.editing.nodes import Node, tree, typed
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.parts.columns import LEFT
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.theme import colours

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NAME, VALUE, WRONG = range(3)
NOTHING = "\u2013"  # where a field is empty


class Fields(QAbstractItemModel):
    """``edited``: the content is another."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.root = tree({})
        self._fixed = ""  # what the document is known by
        self._wrong: dict[str, str] = {}

    def show(self, body: Mapping[str, Any], fixed: str) -> None:
        """Another content; ``fixed``: the document's external reference, which cannot be typed over."""
        self.beginResetModel()
        self.root, self._fixed = tree(dict(body)), fixed
        self._wrong = {}
        self.endResetModel()

    def mark(self, wrong: Mapping[str, str]) -> None:
        """What is wrong, by path; of what is not there, its place is."""
        self._wrong = dict(wrong)
        self._changed(NOWHERE)

    def index_of(self, node: Node, column: int = NAME) -> QModelIndex:
        """Where it is shown."""
        return self.createIndex(node.place, column, node)

    def wrong(self) -> list[Node]:
        """Fields that are marked."""
        return [one for one in self.root.all() if one.path in self._wrong]

    # -- as Qt asks ---------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        children = self._node(parent).children
        if not 0 <= row < len(children) or not 0 <= column <= WRONG:
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        above = self._node(child).parent
        if above is None or above is self.root:
            return QModelIndex()
        return self.createIndex(above.place, NAME, above)

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return len(self._node(parent).children) if not parent.isValid() or parent.column() == NAME else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return WRONG + 1

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Field"), self.tr("Value"), self.tr("What is wrong"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node, column = self._node(index), index.column()
        match role:
            case Qt.ItemDataRole.EditRole:
                return (node.name, node.text, "")[column]
            case Qt.ItemDataRole.DisplayRole:
                return (node.name, self._value(node), said(self._wrong.get(node.path, "")))[column]
            case Qt.ItemDataRole.DecorationRole if column == NAME and node.path in self._wrong:
                return icons.state("attention")
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(node, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._hint(node, column))
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        kind = super().flags(index)
        node = self._node(index)
        typable = index.column() == VALUE and not node.whole and not self._known_by(node)
        return kind | Qt.ItemFlag.ItemIsEditable if typable else kind

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's
        node = self._node(index)
        if role != Qt.ItemDataRole.EditRole or node.whole or self._known_by(node):
            return False
        fresh = typed(str(value), node.value)
        if fresh != node.value or type(fresh) is not type(node.value):
            node.value = fresh
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True

    # -- inside -------------------------------------------------------------------------------

    def _node(self, index: Index) -> Node:
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else self.root

    def _known_by(self, node: Node) -> bool:
        return bool(self._fixed) and node.parent is self.root and node.value == self._fixed

    def _value(self, node: Node) -> str:
        if node.whole:
            return self.tr("%n entries", "", len(node.children)) if node.many else ""
        if isinstance(node.value, bool):
            return self.tr("Yes") if node.value else self.tr("No")
        return said(node.text) or NOTHING

    def _colour(self, node: Node, column: int) -> QBrush | None:
        of = colours()
        if column == WRONG:
            return QBrush(QColor(of.moods["attention"]))
        dim = column == VALUE and (node.whole or node.text == "" or self._known_by(node))
        return QBrush(QColor(of.secondary)) if dim else None

    def _hint(self, node: Node, column: int) -> str:
        if column == VALUE and self._known_by(node):
            return self.tr("By this the document is known in Acme; it stays.")
        return said(self._wrong.get(node.path, ""))

    def _changed(self, parent: QModelIndex) -> None:
        """All that is below."""
        rows = self.rowCount(parent)
        if rows:
            self.dataChanged.emit(self.index(0, NAME, parent), self.index(rows - 1, WRONG, parent))
        for row in range(rows):
            below = self.index(row, NAME, parent)
            if self.rowCount(below):
                self._changed(below)
