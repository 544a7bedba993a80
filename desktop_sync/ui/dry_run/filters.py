"""Counts as buttons: each shows only its rows, the first shows all."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_sync.ui.dry_run.telling import BECAME, WOULD, Telling
from desktop_sync.ui.parts.flowing import Flowing


class Filters(QWidget):
    """``changed``: another is chosen. ``chosen``: its name; empty for all."""

    changed = Signal()

    def __init__(self, telling: Telling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._telling = telling
        row = Flowing(self)
        self._buttons = {name: self._button(name) for name in ("", *dict.fromkeys((*WOULD, *BECAME)))}
        for button in self._buttons.values():
            row.addWidget(button)
        self.chosen = ""

    def show_counts(self, counts: Mapping[str, int], *, executed: bool) -> None:
        """Those that are not 0; all rows are shown again."""
        shown = {"": sum(counts.values()), **{name: many for name, many in counts.items() if many}}
        for name, button in self._buttons.items():
            button.setVisible(name in shown)
            button.setText(self._telling.counted(name, shown.get(name, 0), executed=executed))
        self._buttons[""].setChecked(True)
        self.chosen = ""

    def button(self, name: str) -> QPushButton:
        """The one of that name."""
        return self._buttons[name]

    @property
    def names(self) -> list[str]:
        """Of those that show, in their order."""
        return [name for name, button in self._buttons.items() if not button.isHidden()]

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setChecked(not name)
        button.clicked.connect(self._clicked)
        return button

    @Slot()
    def _clicked(self) -> None:
        wanted = next(name for name, button in self._buttons.items() if button.isChecked())
        if wanted != self.chosen:
            self.chosen = wanted
            self.changed.emit()
