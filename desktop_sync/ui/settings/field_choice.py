"""A field of the resource, or several, or the resource itself: chosen from what Acme has, or typed.

What is offered is known when the engine has told it; what stands there already is kept in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desktop_sync.ui.settings.editors import SHORT, Editor
from desktop_sync.ui.settings.words import Field

BETWEEN = ", "
Row = dict[str, Any]
Known = Callable[[str], Sequence[Row]]
"""For ``one``, ``several``, ``list``, ``date`` or ``resource``: what fits, each with ``path`` and ``kind``."""


class FieldBox(QComboBox):
    """To choose from or to type into; what is typed completes itself in the middle, too.

    ``asked`` gives what is offered, whenever it is entered or opened. ``adds``: what is chosen adds to what is there,
    so it is chosen from the open list alone.
    """

    def __init__(self, asked: Callable[[], Sequence[str]], parent: QWidget, *, adds: bool = False) -> None:
        super().__init__(parent)
        self._asked, self._adds = asked, adds
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._offer()
        super().focusInEvent(event)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        self._offer()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if self._adds and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        if self._adds:
            event.ignore()
        else:
            super().wheelEvent(event)

    def _offer(self) -> None:
        """What is typed stays."""
        wanted = list(self._asked())
        if [self.itemText(number) for number in range(self.count())] == wanted:
            return
        words = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItems(wanted)
            self.setCurrentIndex(-1)
            self.setEditText(words)


class FieldEditor(Editor):
    """Typed, completed, or chosen from the list."""

    def __init__(self, field: Field, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._known, self._several = known, field["fields"] == "several"
        self._was: object = None
        self._typed = ""  # before something was chosen
        self.combo = FieldBox(self._offered, self, adds=self._several)
        self.combo.setMinimumWidth(SHORT)
        self._line.setPlaceholderText(str(field["default"] or ""))
        self._line.textEdited.connect(self._edited)
        self.combo.activated.connect(self._chosen)
        completer = self.combo.completer()
        if completer is not None:
            completer.activated[str].connect(self._completed)  # type: ignore[index]  # overloaded
        self._row(self.combo)

    @property
    def _line(self) -> Any:  # noqa: ANN401 - QLineEdit; an editable box has one
        return self.combo.lineEdit()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - a JSON value
        self._was = value
        words = BETWEEN.join(str(one) for one in value) if isinstance(value, list) else str(value or "")
        self._typed = words
        if words != self.combo.currentText():
            with QSignalBlocker(self.combo):
                self.combo.setEditText(words)
            self._line.setCursorPosition(0)

    def value(self) -> Any:  # noqa: ANN401 - a JSON value
        found = _parts(self.combo.currentText())
        if not found:
            return None
        if not self._several:
            return self.combo.currentText().strip()
        return found[0] if len(found) == 1 and not isinstance(self._was, list) else found

    def _offered(self) -> Sequence[str]:
        return [str(one["path"]) for one in self._known(self.field["fields"])]

    @Slot(str)
    def _edited(self, words: str) -> None:
        self._typed = words
        self.changed.emit()

    @Slot(str)
    def _completed(self, words: str) -> None:
        """In place of what was typed, and not beside it."""
        self.combo.setEditText(words)
        self._edited(words)

    @Slot()
    def _chosen(self) -> None:
        words = self.combo.currentText()
        if self._several:
            words = BETWEEN.join(dict.fromkeys([*_parts(self._typed), words]))
            self.combo.setCurrentIndex(-1)
            self.combo.setEditText(words)
        self._edited(words)


def _parts(words: str) -> list[str]:
    return [one for one in (part.strip() for part in words.split(BETWEEN.strip())) if one]
