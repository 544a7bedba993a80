"""What stands in the settings and the editor cannot say: shown, kept, and removed only by a person."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_sync.ui.editors.clocks import small
from desktop_sync.ui.parts.labels import Elided, note
from desktop_sync.ui.tokens import GRID

Place = tuple[str, ...]


class Kept(QWidget):
    """``removed``: the place of the value that a person takes out. Hidden while there is nothing."""

    removed = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[QToolButton, tuple[Place, QWidget]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(note(self.tr("This also stands in the settings, and is kept as it is:"), self))
        self.hide()

    def lines(self) -> list[str]:
        """What stands there now."""
        return [row.findChildren(Elided)[0].text() for _, row in self._rows.values()]

    def show_values(self, values: Sequence[tuple[Place, Any]]) -> None:
        """Instead of the former."""
        for _, row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        for at, value in values:
            self._row(at, f"{'.'.join(at)} = {as_written(value)}")
        self.setVisible(bool(values))

    def _row(self, at: Place, words: str) -> None:
        row = QWidget(self)
        away = small("close", self.tr("Remove {what}").format(what=words), row)
        away.clicked.connect(self._remove)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(Elided(words, row), 1)
        line.addWidget(away)
        self._rows[away] = (at, row)
        self._column.addWidget(row)
        row.show()

    @Slot()
    def _remove(self) -> None:
        found = next((at for away, (at, _) in self._rows.items() if away is self.sender()), None)
        if found is not None:
            self.removed.emit(found)


def as_written(value: Any) -> str:  # noqa: ANN401 - a TOML value
    """Near to how the file has it, in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {as_written(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_written(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool | int | float) else str(value)
