"""Which of a flow's mappings is shown; a further one, for another resource of the same file; one less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from desktop_sync.ui import icons
from desktop_sync.ui.editors.order import in_order
from desktop_sync.ui.parts.flowing import Flowing


class WhichMapping(QWidget):
    """``chosen``: its number; ``wanted``: a further one; ``unwanted``: the one that shows."""

    chosen = Signal(int)
    wanted = Signal()
    unwanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox(self)
        self.box.setAccessibleName(self.tr("Which mapping"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.activated.connect(self.chosen)
        self.add = QPushButton(icons.action("plus"), self.tr("A further mapping"), self)
        self.add.setToolTip(self.tr("The same file also becomes something else in Acme."))
        self.remove = QPushButton(self.tr("Remove this mapping"), self)
        self.add.clicked.connect(self.wanted)
        self.remove.clicked.connect(self._removed)
        self._row = Flowing(self)
        for one in (self.box, self.add, self.remove):
            self._row.addWidget(one)

    def put_beside(self, what: QWidget) -> None:
        """What the mapping that shows becomes."""
        self._row.insert(1, what)
        in_order(self)

    def show_all(self, found: Sequence[Mapping[str, Any]], chosen: int) -> None:
        """Tells nobody."""
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItems([self._words(number, one) for number, one in enumerate(found)])
            self.box.setCurrentIndex(chosen)
        self.box.setVisible(len(found) > 1)
        self.remove.setVisible(len(found) > 1)

    def set_read_only(self, *, on: bool) -> None:
        """They can be looked at."""
        self.add.setEnabled(not on)
        self.remove.setEnabled(not on)

    def _words(self, number: int, one: Mapping[str, Any]) -> str:
        of = str(one.get("of") or self.tr("Mapping {number}").format(number=number + 1))
        resource = str(one.get("resource") or "")
        return f"{of} → {resource}" if resource else of

    @Slot()
    def _removed(self) -> None:
        if self.box.hasFocus() or self.remove.hasFocus():
            self.add.setFocus()  # the button may go
        self.unwanted.emit()
