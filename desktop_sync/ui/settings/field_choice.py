"""A field of the resource, or several, or the resource itself: chosen from what Acme has, or typed.

What is offered is known when the engine has told it; what stands there already is kept in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desktop_sync.ui.settings.editors import SHORT, Editor
from desktop_sync.ui.settings.words import Field

BETWEEN = ", "
Row = dict[str, Any]
Known = Callable[[str], Sequence[Row]]
"""For ``one``, ``several``, ``list``, ``date`` or ``resource``: what fits, each with ``path`` and ``kind``."""


class FieldEditor(Editor):
    """Typed, completed, or chosen from the list, which is filled when it is opened or entered."""

    def __init__(self, field: Field, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._known, self._several = known, field["fields"] == "several"
        self._was: object = None
        self.combo = field_box(self)
        self.combo.setMinimumWidth(SHORT)
        self._line.setPlaceholderText(str(field["default"] or ""))
        self._line.installEventFilter(self)
        self._line.textEdited.connect(self.changed)
        self.combo.activated.connect(self._chosen)
        self._row(self.combo)

    @property
    def _line(self) -> Any:  # noqa: ANN401 - QLineEdit; an editable box has one
        return self.combo.lineEdit()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        self._was = value
        words = BETWEEN.join(str(one) for one in value) if isinstance(value, list) else str(value or "")
        with QSignalBlocker(self.combo):
            self._offer()
            if words != self.combo.currentText():
                self.combo.setEditText(words)
                self._line.setCursorPosition(0)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        found = [one for one in (part.strip() for part in self.combo.currentText().split(BETWEEN.strip())) if one]
        if not found:
            return None
        if not self._several:
            return self.combo.currentText().strip()
        return found[0] if len(found) == 1 and not isinstance(self._was, list) else found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.FocusIn:
            self._offer()
        return super().eventFilter(watched, event)

    def _offer(self) -> None:
        offer(self.combo, [str(one["path"]) for one in self._known(self.field["fields"])])

    @Slot()
    def _chosen(self) -> None:
        self.changed.emit()


def field_box(parent: QWidget) -> QComboBox:
    """A box to choose from or to type into; what is typed completes itself in the middle, too."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    completer = box.completer()
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    return box


def offer(box: QComboBox, wanted: Sequence[str]) -> None:
    """These, and what is typed stays."""
    if [box.itemText(number) for number in range(box.count())] == list(wanted):
        return
    words = box.currentText()
    with QSignalBlocker(box):
        box.clear()
        box.addItems(list(wanted))
        box.setCurrentIndex(-1)
        box.setEditText(words)
