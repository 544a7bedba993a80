"""A plan as it is read: what it is, its counts as filters, its rows, and the one that is chosen beside them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop_sync.ui.dry_run.detail import Detail
from desktop_sync.ui.dry_run.filters import Filters
from desktop_sync.ui.dry_run.rows import Rows
from desktop_sync.ui.dry_run.telling import Row, Telling
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.columns import ROW_ROLE
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.tokens import BETWEEN, INSIDE

TABLE, DETAIL = 600, 380


class PlanView(QWidget):
    """``trail_wanted``: reference, resource."""

    trail_wanted = Signal(str, str)

    def __init__(self, link: Link, telling: Telling, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Row | None = None
        self.sum, self.note = Badge("well", "", self), note("", self)
        self.filters = Filters(telling, self)
        self.rows = Rows(link, telling, kept, self)
        self.detail = Detail(telling, kept, self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(BETWEEN)
        splitter.addWidget(self.rows.table)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([TABLE, DETAIL])
        words = QVBoxLayout()
        words.setSpacing(INSIDE)
        words.addWidget(self.sum)
        words.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(BETWEEN)
        column.addLayout(words)
        column.addWidget(self.filters)
        column.addWidget(splitter, 1)
        self.filters.changed.connect(self._filtered)
        self.rows.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.detail.trail_wanted.connect(self.trail_wanted)

    def show_plan(self, plan: Row, mood: str, words: str, small: str) -> None:
        """``words``, ``small``: the sentence above it, and the note below that."""
        self._plan = plan
        self.sum.show_state(mood, words)
        self.note.setText(small)
        executed = plan["executed_at"] is not None
        self.filters.show_counts(plan["became"] if executed else plan["counts"], executed=executed)
        self._filtered()

    @Slot()
    def _filtered(self) -> None:
        if self._plan is not None:
            self.rows.show_plan(self._plan, self.filters.chosen)
            self.detail.show_row(None, "", "")

    @Slot(QModelIndex)
    def _chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None:
            self.detail.show_row(None, "", "")
        else:
            self.detail.show_row(row, self.rows.word(row), self.rows.shape(row))
