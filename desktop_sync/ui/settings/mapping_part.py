"""A flow's mappings in the settings: the editor beside a sample; of several, the one that is chosen.

One that stands in a file beside the settings is edited in the draft of that file, with the flows that share it named.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_sync.ui.editors.mapping import MappingEditor, Pieces
from desktop_sync.ui.parts.labels import note
from desktop_sync.ui.settings.draft import FILES, Draft
from desktop_sync.ui.settings.which_mapping import WhichMapping
from desktop_sync.ui.tokens import GRID

Row = dict[str, Any]
OF = "of"


class MappingPart(QWidget):
    """``changed``: a person edited it, or wants the format that a sample has."""

    changed = Signal()

    def __init__(self, draft: Draft, kept: QSettings, made: Pieces | None, parent: QWidget | None = None) -> None:
        """``made``: pieces of the editor, where they were made before."""
        super().__init__(parent)
        self._draft = draft
        self._flow: Row = {}
        self._chosen = 0
        self._is_new = False
        self.which = WhichMapping(self)
        self.editor = MappingEditor(draft.link, self, made)
        self.editor.remember(kept)
        self.which.chosen.connect(self._choose)
        self.which.wanted.connect(self._add)
        self.which.unwanted.connect(self._remove)
        self._file = note("", self)
        self.editor.changed.connect(self._edited)
        self.editor.format_wanted.connect(self._formatted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.which)
        column.addWidget(self._file)
        column.addWidget(self.editor, 1)

    def place(self) -> None:
        """Which resource it becomes stands beside which mapping it is. Once, before it shows anything."""
        self.which.put_beside(self.editor.become)

    def set_flow(self, flow: Row, saved: str | None) -> None:
        """The flow's table, edited in place; ``saved``: its id, where the engine knows it."""
        name, former = str(flow.get("id") or ""), str(self._flow.get("id") or "")
        if name != former:
            new = saved is None and self._is_new  # the id of a new flow follows its title
            self._chosen = self._chosen if new else 0
            self.editor.turn_to(name, renamed=new)
        self._flow, self._is_new = flow, saved is None
        target = flow.get("target", {})
        self.editor.set_around(saved, flow.get("format"), str(target.get("connection", "")))
        self._show()

    def set_read_only(self, *, on: bool) -> None:
        """It can be read, and nothing changed."""
        for one in (self.editor, self.editor.become):
            one.setEnabled(not on)
        self.which.set_read_only(on=on)

    def _all(self) -> list[Row]:
        several = self._flow.get("mappings")
        if isinstance(several, list) and several and all(isinstance(one, dict) for one in several):
            return several
        one = self._flow.get("mapping")
        return [one] if isinstance(one, dict) else [{}]

    def _put(self, found: list[Row]) -> None:
        """One stands in a table of its own, several in a list."""
        for name in ("mapping", "mappings"):
            self._flow.pop(name, None)
        self._flow |= {"mapping": found[0]} if len(found) == 1 else {"mappings": found}

    def _table(self) -> Row:
        found = self._all()
        return found[min(self._chosen, len(found) - 1)]

    def _shared(self) -> Row | None:
        """The file that it stands in, as the engine tells it; None: in none that can be edited here."""
        return self._draft.mapping_file(str(self._table().get("mapping_file") or ""))

    def _show(self) -> None:
        found, table = self._all(), self._table()
        self._chosen = min(self._chosen, len(found) - 1)
        self.which.show_all([self._inside(one) for one in found], self._chosen)
        name, shared = table.get("mapping_file"), self._shared()
        self.editor.set_file("" if shared is None else str(shared["file"]))
        self._file.setVisible(bool(name))
        for one in (self.editor, self.editor.become):
            one.setVisible(not name or shared is not None)
        if name and shared is None:
            words = self.tr("This mapping stands in the file {file}, outside of the settings. It is edited there.")
            self._file.setText(words.format(file=name))
            return
        if shared is not None:
            words = self.tr(
                "This mapping stands in the file {file}, and a change counts for all that share it: {flows}."
            )
            self._file.setText(words.format(file=name, flows=", ".join(shared["flows"])))
        self.editor.set_value(self._inside(table))

    def _inside(self, table: Row) -> Row:
        """What is edited: the table, or what stands in its file."""
        shared = self._draft.mapping_file(str(table.get("mapping_file") or ""))
        if shared is None:
            return table
        own: Mapping[str, Any] = self._draft.now.get(FILES, {}).get(shared["file"], {})
        return ({OF: table[OF]} if OF in table else {}) | dict(own)

    @Slot(int)
    def _choose(self, number: int) -> None:
        self._chosen = number
        self._show()

    @Slot()
    def _add(self) -> None:
        """Of the same records, or of another kind of them."""
        found = self._all()
        self._put([*found, {"resource": "", "fields": {}}])
        self._chosen = len(found)
        self._show()
        self.changed.emit()

    @Slot()
    def _remove(self) -> None:
        found = self._all()
        self._put([one for number, one in enumerate(found) if number != self._chosen])
        self._chosen = max(0, self._chosen - 1)
        self._show()
        self.changed.emit()

    @Slot()
    def _edited(self) -> None:
        value, shared, found = self.editor.value() or {}, self._shared(), self._all()
        if shared is not None:
            files = dict(self._draft.now.get(FILES, {}))
            files[str(shared["file"])] = {name: one for name, one in deepcopy(value).items() if name != OF}
            self._draft.now[FILES] = files
            value = {"mapping_file": self._table()["mapping_file"]} | ({OF: value[OF]} if OF in value else {})
        found[self._chosen] = value
        self._put(found)
        self.which.show_all([self._inside(one) for one in found], self._chosen)
        self.changed.emit()

    @Slot(dict)
    def _formatted(self, table: Row) -> None:
        self._flow["format"] = table
        self.changed.emit()
