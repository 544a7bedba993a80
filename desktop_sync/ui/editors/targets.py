"""The right side of a mapping: the fields of a resource as a tree, what feeds each, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editors.branches import Branches
from desktop_sync.ui.editors.sources import MIME
from desktop_sync.ui.editors.tree import Tree
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.theme import colours

ROLE = Qt.ItemDataRole.UserRole
NAME, FROM, VALUE = range(3)
PICTURE = 16
Row = Mapping[str, Any]


class TargetTree(Tree):
    """``wanted``: Enter on a field; ``dropped``: a source was let go on it; ``cleared``: Delete on it.

    ``pointed``: the field under the mouse or chosen; all by the field's path (``lines[].sku``).
    """

    wanted = Signal(str)
    dropped = Signal(str)
    cleared = Signal(str)
    pointed = Signal(str)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        heads = {self.tr("In Acme"): 46, self.tr("From"): 26, self.tr("Becomes"): 28}
        super().__init__(self.tr("Fields of the document"), heads, parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._rows: dict[str, Row] = {}
        self._alive: frozenset[str] = frozenset()
        self._shown: tuple[Sequence[Row], Sequence[str]] = ((), ())
        self.turned = Branches(self, "targets")
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.itemEntered.connect(self._entered)
        self.currentItemChanged.connect(self._entered)
        self.itemDoubleClicked.connect(self._double)
        self.itemExpanded.connect(self.moved)
        self.itemCollapsed.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def show_fields(self, rows: Sequence[Row], mapped: Sequence[str]) -> None:
        """The tree. Parts that nothing feeds are closed; ``mapped`` may name fields that the resource does not have."""
        if (rows, mapped) == self._shown:
            return
        self._shown = (rows, list(mapped))
        chosen, down = self.field(), self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        self._items, self._rows, self._alive = {}, {}, _around(mapped)
        self._grow(self.invisibleRootItem(), rows)
        for field in mapped:
            self._beside(field)
        for field in mapped:
            self._open(field)
        for path, item in self._items.items():
            if self._rows[path].get("needed") and item.parent() is None:
                item.setExpanded(True)
        self.turned.restore()
        if chosen in self._items:
            self.setCurrentItem(self._items[chosen])
        self.blockSignals(False)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(down)
        if chosen in self._items and self.is_open(self._items[chosen]):
            self.scrollToItem(self._items[chosen])
        self.moved.emit()

    def forget(self) -> None:
        """Its rows are made anew the next time, also of the same fields."""
        self._shown = ((), ())

    def fields(self) -> Iterator[str]:
        yield from self._items

    def field(self) -> str:
        """The chosen one; empty: none."""
        return _path(self.currentItem())

    def row(self, field: str) -> Row:
        """What the resource says of it."""
        return self._rows.get(field, {})

    def item_of(self, field: str) -> QTreeWidgetItem | None:
        return self._items.get(field)

    def choose(self, field: str) -> None:
        """As if a person had."""
        if field in self._items:
            self.blockSignals(True)
            self._open(field)
            self.blockSignals(False)
            self.setCurrentItem(self._items[field])
            self.scrollToItem(self._items[field], self.ScrollHint.PositionAtCenter)
            self.moved.emit()

    def show_entry(self, field: str, source: str, value: str, wrong: str) -> None:
        """What feeds it, what came of it; ``wrong``: why that will not do."""
        item, of = self._items.get(field), colours()
        if item is None:
            return
        item.setText(FROM, source)
        item.setText(VALUE, wrong or value)
        item.setToolTip(FROM, tip(source))
        item.setToolTip(VALUE, tip(wrong or value))
        item.setForeground(FROM, QColor(of.secondary))
        item.setForeground(VALUE, QColor(of.moods["attention"] if wrong else of.text))
        item.setIcon(VALUE, icons.state_of_row("attention", PICTURE) if wrong else QIcon())
        missing = self._rows[field].get("needed") and field not in self._alive and self._wanted(field)
        item.setForeground(NAME, QColor(of.moods["attention"] if wrong or missing else of.text))

    def _grow(self, parent: QTreeWidgetItem, rows: Sequence[Row]) -> None:
        for row in rows:
            item = self.new_row(parent)
            needed = bool(row.get("needed"))
            item.setText(NAME, f"{row['name']} *" if needed else str(row["name"]))
            words = str(row.get("description", ""))
            item.setToolTip(NAME, tip(self.tr("{what} (needed)").format(what=words) if needed else words))
            item.setData(NAME, ROLE, row["path"])
            made = item.font(NAME)
            made.setBold(needed)
            item.setFont(NAME, made)
            self._items[str(row["path"])], self._rows[str(row["path"])] = item, row
            self._grow(item, row.get("children", ()))

    def _beside(self, field: str) -> None:
        """A field that the resource does not describe."""
        if field in self._items:
            return
        outer = field.rpartition(".")[0].removesuffix("[]")
        parent = self._items.get(outer) or self.invisibleRootItem()
        inside = outer in self._items
        self._grow(parent, [{"name": field[len(outer) :].lstrip("[].") if inside else field, "path": field}])

    def _wanted(self, field: str) -> bool:
        """Whether what is around it is there: only then it is needed."""
        parent = self._items[field].parent()
        return parent is None or _path(parent) in self._alive

    def _open(self, field: str) -> None:
        item = self._items.get(field)
        while item is not None:
            item = item.parent()
            if item is not None:
                item.setExpanded(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field():
            self.wanted.emit(self.field())
        elif event.key() == Qt.Key.Key_Delete and self.field():
            self.cleared.emit(self.field())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        super().dragMoveEvent(event)
        item = self.itemAt(event.position().toPoint())
        if event.mimeData().hasFormat(MIME) and item is not None:
            self.setCurrentItem(item)
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        field = _path(self.itemAt(event.position().toPoint()))
        if event.mimeData().hasFormat(MIME) and field:
            event.acceptProposedAction()
            self.dropped.emit(field)

    @Slot(QTreeWidgetItem)
    def _entered(self, item: QTreeWidgetItem | None) -> None:
        self.pointed.emit(_path(item))

    @Slot(QTreeWidgetItem)
    def _double(self, item: QTreeWidgetItem) -> None:
        if _path(item):
            self.wanted.emit(_path(item))


def _around(mapped: Sequence[str]) -> frozenset[str]:
    """These fields, and all that they lie in."""
    found: set[str] = set()
    for field in mapped:
        names = field.split(".")
        found.update(".".join(names[: count + 1]).removesuffix("[]") for count in range(len(names)))
    return frozenset(found)


def _path(item: QTreeWidgetItem | None) -> str:
    return "" if item is None else str(item.data(NAME, ROLE) or "")
