"""What a person changes, before it is saved: the difference field by field, what is still wrong, and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_sync.ui.parts.card import Card
from desktop_sync.ui.parts.columns import Column
from desktop_sync.ui.parts.labels import note, section, text
from desktop_sync.ui.parts.outside import said
from desktop_sync.ui.parts.rows import Rows
from desktop_sync.ui.parts.table import Table

Row = dict[str, Any]
NOTHING = "\u2013"  # where a field is empty
SMALLEST = 280
LONGEST = 500  # characters of a reason
MOST = 10  # faults that are named


class Changes(Card):
    """``reasoned``: the reason is another."""

    reasoned = Signal()

    def __init__(self, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sum, self._faults = section("", self), text("", self)
        columns = [
            Column("field", self.tr("Field"), lambda one: said(one["field"]), 132),
            Column("old", self.tr("Before"), lambda one: said(one["old"]) or NOTHING, 102),
            Column("new", self.tr("Now"), lambda one: said(one["new"]) or NOTHING, 0, least=80),
        ]
        self.rows = Rows(columns, self)
        self.table = Table("edit changes", self.tr("What you change"), columns, kept, self)
        self.table.setModel(self.rows)
        self.table.setFrameShape(Table.Shape.NoFrame)
        why = note(self.tr("&Why do you change it? The trail keeps your name and reason."), self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(LONGEST)
        why.setBuddy(self.reason)
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.textChanged.connect(self._typed)
        self.body.addWidget(self.sum)
        self.body.addWidget(self.table, 1)
        self.body.addStretch()
        self.body.addWidget(self._faults)
        self.body.addWidget(why)
        self.body.addWidget(self.reason)
        self.setMinimumWidth(SMALLEST)
        self.show_changes([], [])

    def show_changes(self, changes: Sequence[Row], faults: Sequence[Row]) -> None:
        """As ``edit_faults`` tells them."""
        self.sum.setText(self.tr("%n change(s)", "", len(changes)) if changes else self.tr("Nothing is changed yet"))
        self.rows.show(list(changes))
        self.table.setVisible(bool(changes))
        self.table.setCurrentIndex(self.rows.index(0, 0))
        lines = [f"{said(one['field'])}: {said(one['message'])}" for one in faults[:MOST]]
        if len(faults) > MOST:
            lines.append(self.tr("and %n more", "", len(faults) - MOST))
        self._faults.setText("\n".join(lines))
        self._faults.setVisible(bool(lines))

    @property
    def faults(self) -> str:
        """What is still wrong, as it shows."""
        return self._faults.text()

    @Slot()
    def _typed(self) -> None:
        self.reasoned.emit()
