"""The fields of a sample and those of a document side by side, what feeds what between them, and how that is chosen:
by dragging, or by Enter on a field and a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QSettings, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_sync.ui.editors import mapping_table as tables
from desktop_sync.ui.editors.between import Between
from desktop_sync.ui.editors.finding import Finder
from desktop_sync.ui.editors.results import Results
from desktop_sync.ui.editors.source import Source
from desktop_sync.ui.editors.sources import SourceTree
from desktop_sync.ui.editors.targets import TargetTree
from desktop_sync.ui.editors.tree import LINE

LEAST = 6  # rows, with the head


class Trees(QWidget):
    """``connected``: a source shall feed a field; ``cleared``: nothing shall; ``chosen``: another field was chosen.

    ``nothing``: a search was wanted, and there is nothing to be found.
    """

    connected = Signal(str, object)
    cleared = Signal(str)
    chosen = Signal()
    nothing = Signal()

    def __init__(self, results: Results, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sources, self.targets = SourceTree(self), TargetTree(self)
        self._results = results
        self._table: Mapping[str, Any] = {}
        self._between = Between(self.sources, self.targets, self)
        self._finder, self._found = Finder(self), list[Source]()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.setMinimumHeight(LEAST * LINE)
        row.addWidget(self.sources, 4)
        row.addWidget(self._between)
        row.addWidget(self.targets, 6)
        for tree in (self.sources, self.targets):
            tree.moved.connect(self._between.follow)
        self.sources.pointed.connect(self._source_pointed)
        self.targets.pointed.connect(self._field_pointed)
        self.targets.currentItemChanged.connect(self._chosen)
        self.targets.wanted.connect(self.search)
        self.targets.dropped.connect(self._dropped)
        self.targets.cleared.connect(self.cleared)
        self._finder.chosen.connect(self._source_chosen)

    def remember(self, kept: QSettings) -> None:
        """Which branches somebody has opened or closed."""
        for tree in (self.sources, self.targets):
            tree.turned.remember(kept)

    def turn_to(self, flow: str, *, renamed: bool) -> None:
        """What is shown next is of this flow; ``renamed``: it is the same one."""
        for tree in (self.sources, self.targets):
            tree.turned.turn_to(flow, renamed=renamed)
        if not renamed:
            self.sources.show_fields((), None)
            self.targets.forget()

    def show_table(self, table: Mapping[str, Any]) -> None:
        """What stands beside the fields, and the lines, by this mapping and the latest results."""
        self._table = table
        pairs = []
        for field in self.targets.fields():
            found = tables.feeds(table, field)
            words = self._results.source_words(tables.entry(table, field), found)
            self.targets.show_entry(field, words, self._results.value(field), self._results.wrong(field))
            for one in found:
                left, right = self.sources.item_of(one), self.targets.item_of(field)
                if left is not None and right is not None:
                    pairs.append((left, right))
        self._between.show_pairs(pairs)
        self._field_pointed(self.targets.field())

    def show_source(self, *, closed: bool = False) -> None:
        """Of the chosen field, so that its line is seen; ``closed``: also out of what somebody has closed."""
        for one in tables.feeds(self._table, self.targets.field()):
            item = self.sources.item_of(one)
            if item is not None and (closed or self.sources.is_open(item)):
                self.sources.scrollToItem(item)

    @Slot(str)
    def search(self, field: str) -> None:
        """Opens below the row of a field."""
        item = self.targets.item_of(field)
        if item is None:
            return
        self.targets.setCurrentItem(item)
        holds = self.targets.row(field).get("kind") in ("list", "object")
        around = tuple(path for _, path in tables.groups_of(self._table, field))
        fitting = [one for one in self.sources.sources() if one.group is holds]
        self._found = sorted(fitting, key=lambda one: one.groups != around)  # those that can feed it stand first
        if not self._found:
            self.nothing.emit()
            return
        rect = self.targets.visualItemRect(item)
        names = [(" › ".join([*one.groups, one.words]), self.sources.value_of(one)) for one in self._found]
        self._finder.open_at(self.targets.viewport().mapToGlobal(rect.bottomLeft() + QPoint(0, 1)), names)

    @Slot(int)
    def _source_chosen(self, number: int) -> None:
        self.connected.emit(self.targets.field(), self._found[number])
        self.targets.setFocus()

    @Slot(str)
    def _dropped(self, field: str) -> None:
        if (source := self.sources.source()) is not None:
            self.connected.emit(field, source)

    @Slot()
    def _chosen(self) -> None:
        self.show_source(closed=True)
        self.chosen.emit()

    @Slot(object)
    def _source_pointed(self, source: Source | None) -> None:
        self._between.mark(None if source is None else self.sources.item_of(source))

    @Slot(str)
    def _field_pointed(self, field: str) -> None:
        self._between.mark(self.targets.item_of(field))
