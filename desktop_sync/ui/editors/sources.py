"""The left side of a mapping: the fields of a sample as a tree, each with what stands there in the record shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from desktop_sync.ui.editors.branches import Branches
from desktop_sync.ui.editors.source import Source
from desktop_sync.ui.editors.tree import Tree
from desktop_sync.ui.parts.cells import tip
from desktop_sync.ui.theme import colours
from desktop_sync.ui.tokens import MARGIN

MIME = "application/x-desktop-sync-field"
ROLE = Qt.ItemDataRole.UserRole
NAME, VALUE = 0, 1
LONGEST = 200


class SourceTree(Tree):
    """``pointed``: the field under the mouse or chosen, or None; ``moved``: its rows may stand elsewhere now."""

    pointed = Signal(object)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        heads = {self.tr("In the file"): 55, self.tr("This record"): 45}
        super().__init__(self.tr("Fields of the sample"), heads, parent)
        self._items: dict[tuple[object, ...], QTreeWidgetItem] = {}  # by the key of the source
        self._branches: Sequence[Mapping[str, Any]] = ()
        self.turned = Branches(self, "sources")
        self.setEnabled(False)  # until there is something in it
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.itemEntered.connect(self._entered)
        self.currentItemChanged.connect(self._entered)
        self.itemExpanded.connect(self.moved)
        self.itemCollapsed.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def show_fields(self, branches: Sequence[Mapping[str, Any]], values: Mapping[str, Any] | None) -> None:
        """The tree, and of each field what the record has; what was open stays open."""
        self.blockSignals(True)
        fresh = branches != self._branches  # else the rows stay, and only what stands in them is another
        if fresh:
            self._branches = branches
            self.clear()
            self._items = {}
        self._grow(self.invisibleRootItem(), branches, (), values)
        if fresh:
            self.turned.restore()
        self.blockSignals(False)
        self.setEnabled(bool(self._items))
        self.moved.emit()

    def source(self) -> Source | None:
        """The chosen one; None: none, or what only holds others."""
        return _source(self.currentItem())

    def sources(self) -> Iterator[Source]:
        """All of them."""
        for item in self._items.values():
            if (found := _source(item)) is not None:
                yield found

    def value_of(self, source: Source) -> str:
        """What stands there in the record shown."""
        item = self.item_of(source)
        return "" if item is None else item.text(VALUE)

    def item_of(self, source: Source) -> QTreeWidgetItem | None:
        """Its row; of one of several elements that has none of its own, that of the first."""
        plain = replace(source, groups=(*source.groups, source.one)) if source.one else source
        first = replace(plain, one="", mark="", value="")
        return self._items.get(source.key) or self._items.get(first.key)

    def apart(self, source: Source) -> Source | None:
        """What stands in an entry of a group, as of the one element that is shown; None: nothing tells it apart."""
        if not source.groups:
            return None
        *groups, one = source.groups
        of = self._items.get(Source(tuple(groups), one).key)
        mark = "" if of is None else str(of.data(VALUE, ROLE) or "")
        value = self.value_of(Source(source.groups, mark)) if mark else ""
        return replace(source, groups=tuple(groups), one=one, mark=mark, value=value) if value else None

    def _grow(
        self, parent: QTreeWidgetItem, branches: Sequence[Mapping[str, Any]], groups: tuple[str, ...], values: Any  # noqa: ANN401 - of a record or an entry
    ) -> None:  # fmt: skip
        for one in branches:
            path = str(one["path"])
            holds = bool(one["group"] or not one["value"])  # it repeats, or may do so in another sample
            source = Source(groups, path, holds, str(one["example"]))
            item = self._items.get(source.key) or self._made(parent, one)
            found = values.get(path) if isinstance(values, Mapping) else None
            inside, below = groups, values
            if one["group"]:
                entries = found if isinstance(found, list) else []
                inside, below = (*groups, path), entries[0] if entries else None
                words = self.tr("%n time(s)", "", len(entries)) if values is not None else ""
            else:
                words = found if isinstance(found, str) else ""
            item.setData(VALUE, ROLE, one.get("mark", ""))
            self._fill(item, source, words)
            if one.get("kinds"):
                self._kinds(item, one, groups, found if isinstance(found, list) else [])
            if one["group"] and one["value"]:
                self._own_text(item, inside, below)
            self._grow(item, one["children"], inside, below)

    def _made(self, parent: QTreeWidgetItem, one: Mapping[str, Any]) -> QTreeWidgetItem:
        item = self.new_row(parent)
        item.setText(NAME, str(one["name"]))
        item.setToolTip(NAME, tip(str(one["path"])))
        item.setExpanded(True)
        return item

    def _own_text(self, parent: QTreeWidgetItem, groups: tuple[str, ...], values: Any) -> None:  # noqa: ANN401 - of an entry
        """The text of an entry itself."""
        words = str(values.get(".", "")) if isinstance(values, Mapping) else ""
        source = Source(groups, ".", example=words[:LONGEST])
        item = self._items.get(source.key) or self.new_row(parent)
        item.setText(NAME, self.tr("its text"))
        self._fill(item, source, words)

    def _kinds(
        self, parent: QTreeWidgetItem, one: Mapping[str, Any], groups: tuple[str, ...], entries: Sequence[Any]
    ) -> None:
        """Elements that are told apart by a mark: a row for each kind, with what stands in that of this record."""
        path, mark = str(one["path"]), str(one["mark"])
        for kind in one["kinds"]:
            value, examples = str(kind["value"]), kind["examples"]
            entry: Mapping[str, Any] = next((one for one in entries if str(one.get(mark, "")).strip() == value), {})
            whole = Source(groups, path, group=True, mark=mark, value=value)
            row, bare = parent, list(examples) == ["."]
            if not bare:
                row = self._items.get(whole.key) or self.new_row(parent)
                row.setText(NAME, value)
                row.setToolTip(NAME, tip(whole.words))
                row.setExpanded(True)
                self._fill(row, whole, "")
            for inner, example in examples.items():
                source = Source(groups, inner, example=example, one=path, mark=mark, value=value)
                item = self._items.get(source.key) or self.new_row(row)
                item.setText(NAME, value if bare else self.tr("its text") if inner == "." else inner)
                item.setToolTip(NAME, tip(source.words))
                self._fill(item, source, str(entry.get(inner, "")))

    def _fill(self, item: QTreeWidgetItem, source: Source, words: str) -> None:
        item.setText(VALUE, " ".join(words.split())[:LONGEST])
        item.setToolTip(VALUE, tip(words[:LONGEST]))
        item.setData(NAME, ROLE, source)
        self._items[source.key] = item

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:  # noqa: N802 - Qt's name
        data = QMimeData()
        if items and _source(items[0]) is not None:
            data.setData(MIME, b"1")
        return data

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        return [MIME]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self._items:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colours().secondary))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            room = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            painter.drawText(room, flags, self.tr("The fields of a sample will stand here."))
            painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseMoveEvent(event)
        if self.itemAt(event.position().toPoint()) is None:
            self.pointed.emit(self.source())

    @Slot(QTreeWidgetItem)
    def _entered(self, item: QTreeWidgetItem | None) -> None:
        self.pointed.emit(_source(item))


def _source(item: QTreeWidgetItem | None) -> Source | None:
    found = None if item is None else item.data(NAME, ROLE)
    return found if isinstance(found, Source) else None
