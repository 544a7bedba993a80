"""A table of options edited as a tree: what is set and what could be, each with its meaning; nothing is hidden.

Enter or a double click edits a row, Delete takes it out. The rows come from the JSON Schema of the options.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidgetItem,
    QWidget,
)

from desktop_sync.ui.editors import structure
from desktop_sync.ui.editors.structure import NEW, Path, Row, Schema
from desktop_sync.ui.editors.tree import Tree
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.theme import colours

ROLE = Qt.ItemDataRole.UserRole
NAME, VALUE, HELP = range(3)
Index = QModelIndex | QPersistentModelIndex


class Structured(Tree):
    """``changed``: by a person. ``value()`` is plain, as the settings write it."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, {self.tr("Option"): 24, self.tr("Value"): 30, self.tr("Meaning"): 46}, parent)
        self._whole: Schema = {}
        self._schema: Schema = {}
        self._value: Any = {}
        self._after: Path | None = None
        self._changing = False
        self.setAlternatingRowColors(False)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Cells(self))
        self.itemDoubleClicked.connect(self._opened)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._by_menu()

    def show_value(self, whole: Schema, schema: Schema, value: Mapping[str, Any]) -> None:
        """Tells nobody. A change that was not told yet is not undone by it."""
        if self._changing:
            return
        if (whole, schema) != (self._whole, self._schema) or structure.closed(self._value) != value:
            self._whole, self._schema, self._value = whole, schema, structure.opened(value)
            self._draw()

    def value(self) -> Any:  # noqa: ANN401 - a TOML value
        return structure.closed(self._value)

    def row(self) -> Row | None:
        """The chosen one."""
        return row_of(self.currentItem())

    def edit_row(self, path: Path) -> None:
        """As if a person had opened it."""
        item = self._item(path)
        if item is not None:
            self.setCurrentItem(item)
            self._opened(item)

    @Slot()
    def remove_row(self) -> None:
        """Takes the chosen one out."""
        row = self.row()
        if row is not None and row.set and row.label != NEW:
            self._put(row.path, None)

    def move_row(self, by: int) -> None:
        """An entry of a list, up or down."""
        row = self.row()
        if row is not None and row.path and isinstance(row.path[-1], int):
            self._after = (*row.path[:-1], row.path[-1] + by)
            self._now(structure.moved(self._value, row.path, by))

    def take(self, row: Row, text: str) -> None:
        """What was typed or chosen for a row."""
        if row.form == "add":
            self._add(row, text)
            return
        new = {"true": True, "false": False}.get(text) if row.form == "switch" else structure.parsed(text, row.form)
        if row.form == "number" and not isinstance(new, int):
            new = text or None  # the engine says what is wrong with it
        if row.words != text or not row.set:
            self._put(row.path, new)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit_chosen()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_row()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_row(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _by_menu(self) -> None:
        """For who works with the mouse; the keys stand beside."""
        for word, keys, what in (
            (self.tr("Set or edit"), "F2", self._edit_chosen),
            (self.tr("Take out"), "Del", self.remove_row),
            (self.tr("Move up"), "Alt+Up", self._up),
            (self.tr("Move down"), "Alt+Down", self._down),
        ):
            action = QAction(f"{word}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}", self)
            action.triggered.connect(what)
            self.addAction(action)

    @Slot()
    def _edit_chosen(self) -> None:
        item = self.currentItem()
        if item is not None:
            self._opened(item)

    @Slot()
    def _up(self) -> None:
        self.move_row(-1)

    @Slot()
    def _down(self) -> None:
        self.move_row(1)

    @Slot(QTreeWidgetItem)
    def _opened(self, item: QTreeWidgetItem) -> None:
        row = row_of(item)
        if row is None:
            return
        if row.form in ("object", "list", "map"):
            if not row.set:
                self._after = (*row.path, NEW)
                at = structure.schema_at(self._whole, self._schema, self._value, row.path)
                self._put(row.path, structure.empty(self._whole, at))
            else:
                item.setExpanded(not item.isExpanded())
        elif row.form == "add" and not row.choices and self._is_list(row.path):
            self._add(row, "")
        else:
            self.editItem(item, VALUE)

    def _is_list(self, path: Path) -> bool:
        found = structure.schema_at(self._whole, self._schema, self._value, path)
        return structure.resolved(self._whole, found).get("type") == "array"

    def _add(self, row: Row, text: str) -> None:
        here = self._value
        for step in row.path:
            here = here[step]
        if isinstance(here, list):
            path: Path = (*row.path, len(here))
        elif text:
            path = (*row.path, text)
        else:
            return
        at = structure.schema_at(self._whole, self._schema, self._value, path)
        self._after = path
        self._put(path, structure.empty(self._whole, at, text if row.choices else ""))

    def _put(self, path: Path, new: object) -> None:
        self._after = self._after or path
        self._now(structure.put(self._value, path, new))

    def _now(self, value: Any) -> None:  # noqa: ANN401 - a TOML value
        if value is None:
            value = {}
        self._value, self._changing = value, True
        QTimer.singleShot(0, self, self._drawn_after)  # an open editor must be gone before its row is

    @Slot()
    def _drawn_after(self) -> None:
        self._changing = False
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        known = {row.path: item for item in self._all() if (row := row_of(item)) is not None}
        shut = {path for path, item in known.items() if item.childCount() and not item.isExpanded()}
        current = self.row()
        wanted = self._after or (None if current is None else current.path)
        self._after = None
        down = self.verticalScrollBar().value()
        self.clear()
        for row in structure.rows(self._whole, self._schema, self._value):
            self._grow(self.invisibleRootItem(), row)
        for item in self._all():
            found = row_of(item)
            item.setExpanded(found is None or found.path not in shut)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(down)
        again = None if wanted is None else self._item(wanted)
        if again is not None:
            self.setCurrentItem(again)
            again.setExpanded(True)

    def _grow(self, parent: QTreeWidgetItem, row: Row) -> None:
        item = self.new_row(parent)
        item.setText(NAME, self.tr("Add…") if row.label == NEW else row.label)
        item.setText(VALUE, row.words)
        item.setText(HELP, row.help)
        item.setToolTip(HELP, tip(row.help))
        item.setToolTip(VALUE, tip(row.words))
        item.setData(NAME, ROLE, row)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        of = colours()
        item.setForeground(HELP, QColor(of.secondary))
        if not row.set:
            item.setForeground(NAME, QColor(of.secondary))
        for inner in row.rows:
            self._grow(item, inner)

    def _all(self) -> list[QTreeWidgetItem]:
        found, left = [], [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        while left:
            item = left.pop()
            if item is not None:
                found.append(item)
                left += [item.child(number) for number in range(item.childCount())]
        return found

    def _item(self, path: Path) -> QTreeWidgetItem | None:
        """``NEW`` at the end of a path: the row by which something is added there."""
        adds = path[-1:] == (NEW,)
        wanted = path[:-1] if adds else path
        for item in self._all():
            row = row_of(item)
            if row is not None and (row.path, row.label == NEW) == (wanted, adds):
                return item
        return None


class _Cells(QStyledItemDelegate):
    """Editors by the form of a row."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802 - Qt's name
        row = _row_at(index)
        if row is not None and (row.choices or row.form == "switch"):
            box = QComboBox(parent)
            box.setAccessibleName(row.label)
            box.addItems(row.choices or ("true", "false"))
            return box
        line = QLineEdit(parent)
        line.setAccessibleName("" if row is None else row.label)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        row = _row_at(index)
        if row is not None and isinstance(editor, QComboBox):
            editor.setCurrentText(row.words)
            QTimer.singleShot(0, editor, editor.showPopup)
        elif row is not None and isinstance(editor, QLineEdit):
            editor.setText(row.words)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802 - Qt's name
        row, tree = _row_at(index), self.parent()
        if row is None or not isinstance(tree, Structured):
            return
        if isinstance(editor, QComboBox):
            tree.take(row, editor.currentText())
        elif isinstance(editor, QLineEdit):
            tree.take(row, editor.text())


def row_of(item: QTreeWidgetItem | None) -> Row | None:
    """What an item shows."""
    found = None if item is None else item.data(NAME, ROLE)
    return found if isinstance(found, Row) else None


def _row_at(index: Index) -> Row | None:
    found = index.siblingAtColumn(NAME).data(ROLE) if isinstance(index, QModelIndex) else None
    return found if isinstance(found, Row) else None
