"""One row of a plan: what would become of it and why, and of an update each field as it is and as it would be."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.dry_run.telling import Row, Telling
from desktop_sync.ui.parts.badge import Badge
from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.labels import note, section, text
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.table import Table

SMALLEST = 260
NOTHING = "\u2013"  # where a field is empty


class Detail(Card):
    """``trail_wanted``: reference, resource."""

    trail_wanted = Signal(str, str)

    def __init__(self, telling: Telling, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._telling = telling
        self._row: Row | None = None
        self.title, self._place = section("", self), note("", self)
        self.title.setWordWrap(True)
        self._badge = Badge("working", "", self)
        self.why, self._who = text("", self), note("", self)
        columns = [
            Column("field", self.tr("Field"), lambda one: said(one["field"]), 136),
            Column("old", self.tr("In Acme"), lambda one: said(one["old"]) or NOTHING, 102),
            Column("new", self.tr("Planned"), lambda one: said(one["new"]) or NOTHING, 0, least=80),
        ]
        self.changes = Rows(columns, self)
        self.table = Table("dry run changes", self.tr("Fields that differ"), columns, kept, self)
        self.table.setModel(self.changes)
        self.table.setFrameShape(Table.Shape.NoFrame)
        self._trail = QPushButton(icons.action("map-marker-path"), self.tr("Show the &trail"), self)
        self._trail.clicked.connect(self._want_trail)
        for one in (self.title, self._badge, self._place, self.why, self._who):
            self.body.addWidget(one)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._trail, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()
        self.setMinimumWidth(SMALLEST)
        self.show_row(None, "", "")

    def show_row(self, row: Row | None, word: str, mood: str) -> None:
        """``word``, ``mood``: what becomes of it."""
        self._row = row
        if row is None:
            self.title.setText(self.tr("Choose a row to see what would change."))
        else:
            self.title.setText(said(row["reference"] or "") or said(row["path"].rpartition("/")[2]))
            self._badge.show_state(mood, word)
            self._place.setText(self._telling.place(row))
        self._badge.setVisible(row is not None)
        self._place.setVisible(row is not None and row["reference"] is not None)
        self._fill(row)
        changes = row["changes"] if row else []
        self.changes.show(changes)
        self.table.setCurrentIndex(self.changes.index(0, 0))
        self.table.setVisible(bool(changes))
        self._trail.setVisible(row is not None and bool(row["state"]) and bool(row["reference"]))

    def _fill(self, row: Row | None) -> None:
        who = [self._telling.who(row["owner"]), said(row.get("hint") or "")] if row else []
        words = self._telling.note(row) if row else ""
        for label, text_ in ((self.why, words), (self._who, " ".join(one for one in who if one))):
            label.setText(text_)
            label.setVisible(bool(text_))

    @Slot()
    def _want_trail(self) -> None:
        if self._row is not None:
            self.trail_wanted.emit(self._row["reference"], self._row["resource"])
