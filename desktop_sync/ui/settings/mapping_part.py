"""A flow's mapping in the settings: the editor beside a sample; of several, the one that is chosen.

A mapping that stands in a file of its own is not edited here: other flows may share it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_sync.ui.editors.mapping import MappingEditor
from desktop_sync.ui.link import Link
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.tokens import GRID

Row = dict[str, Any]


class MappingPart(QWidget):
    """``changed``: a person edited it, or wants the format that a sample has."""

    changed = Signal()

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow: Row = {}
        self._chosen, self._read_only = 0, False
        self._which = QComboBox(self)
        self._which.setAccessibleName(self.tr("Which mapping"))
        self._which.activated.connect(self._choose)
        self._file = note("", self)
        self.editor = MappingEditor(link, self)
        self.editor.changed.connect(self._edited)
        self.editor.format_wanted.connect(self._formatted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._which)
        column.addWidget(self._file)
        column.addWidget(self.editor, 1)

    def set_flow(self, flow: Row, saved: str | None) -> None:
        """The flow's table, edited in place; ``saved``: its id, where the engine knows it."""
        if flow.get("id") != self._flow.get("id"):
            self._chosen = 0
        self._flow = flow
        several = self._several()
        self._which.setVisible(several is not None and len(several) > 1)
        self._which.clear()
        for number, one in enumerate(several or ()):
            of, resource = (
                one.get("of") or self.tr("Record {number}").format(number=number + 1),
                one.get("resource", ""),
            )
            self._which.addItem(f"{of} → {resource}" if resource else str(of))
        self._which.setCurrentIndex(self._chosen)
        target = flow.get("target", {})
        self.editor.set_around(saved, flow.get("format"), str(target.get("connection", "")))
        self._show()

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        self._read_only = on
        self.editor.setEnabled(not on)

    def _several(self) -> list[Row] | None:
        found = self._flow.get("mappings")
        return found if isinstance(found, list) and found and all(isinstance(one, dict) for one in found) else None

    def _table(self) -> Row:
        several = self._several()
        found = several[min(self._chosen, len(several) - 1)] if several else self._flow.get("mapping")
        return found if isinstance(found, dict) else {}

    def _show(self) -> None:
        table = self._table()
        file = table.get("mapping_file")
        self._file.setText(
            self.tr("This mapping stands in the file {file}, which other flows may share. It is edited there.").format(
                file=file
            )
        )
        self._file.setVisible(bool(file))
        self.editor.setVisible(not file)
        if not file:
            self.editor.set_value(table)

    @Slot(int)
    def _choose(self, number: int) -> None:
        self._chosen = number
        self._show()

    @Slot()
    def _edited(self) -> None:
        value, several = self.editor.value() or {}, self._several()
        if several:
            several[min(self._chosen, len(several) - 1)] = value
        else:
            self._flow["mapping"] = value
        self.changed.emit()

    @Slot(dict)
    def _formatted(self, table: Row) -> None:
        self._flow["format"] = table
        self.changed.emit()
