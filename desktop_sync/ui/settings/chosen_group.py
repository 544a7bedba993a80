"""A table that may be left out, and whose first option is a choice: leaving it out is one more choice.

The rest of its options show while it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop_sync.ui.settings.editors import SHORT, Editor
from desktop_sync.ui.settings.groups import Make, Problem
from desktop_sync.ui.settings.words import Field, said
from desktop_sync.ui.tokens import INSIDE


class ChosenGroupEditor(Editor):
    """``field["none"]``: what it means that nothing is there."""

    wide = True
    LEFT_OUT = "\0none"

    def __init__(self, field: Field, make: Make, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._choice, *rest = field["of"]
        self._was: object = None
        self.combo = QComboBox(self)
        self.combo.setMinimumWidth(SHORT)
        self.combo.addItem(said(field["none"]), self.LEFT_OUT)
        for one in self._choice["choices"]:
            self.combo.addItem(said(one["title"]), one["value"])
        self.combo.activated.connect(self._chosen)
        self.form = make(rest, self)
        self.form.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(INSIDE)
        column.addWidget(self.combo, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        self.setFocusProxy(self.combo)

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        table = value if isinstance(value, dict) else {}
        self._was = table.get(self._choice["name"])
        shown = self._was or self._choice["default"] if isinstance(value, dict) else self.LEFT_OUT
        if self.combo.findData(shown) < 0:
            self.combo.addItem(str(shown), shown)  # what stands there, though it will not do
        self.combo.setCurrentIndex(self.combo.findData(shown))
        self.form.set_value({name: one for name, one in table.items() if name != self._choice["name"]})
        self._fit()

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        now = self.combo.currentData()
        return None if now == self.LEFT_OUT else {self._choice["name"]: now, **self.form.value()}

    def show_problems(self, found: Sequence[Problem]) -> None:
        """Each at its field."""
        self.form.show_problems(found)

    def set_read_only(self, *, on: bool) -> None:
        self.combo.setEnabled(not on)
        self.form.set_read_only(on=on)

    def _fit(self) -> None:
        self.form.setVisible(self.combo.currentData() != self.LEFT_OUT)
        self.form.beside({self._choice["name"]: self.combo.currentData()})

    @Slot()
    def _chosen(self) -> None:
        self._fit()
        self.changed.emit()
